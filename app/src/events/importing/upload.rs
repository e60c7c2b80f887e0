//! A calendar file that an organiser uploads.

use chrono_tz::Tz;

use super::{HEAVIEST, Place, import};
use crate::accounts::attempts::{CALENDAR, spend};
use crate::error::AppError;
use crate::events::calendars::ImportCalendar;
use crate::events::organising::organiser;
use crate::ui::form::Done;
use crate::ui::forming::{form, uploaded};
use crate::ui::sheet::Part;

/// The form that takes the file.
pub(crate) fn part(community: &str) -> Part {
    let form = form::<ImportCalendar>("Bring it in")
        .with("community", community)
        .file("file", "A calendar file", ".ics,text/calendar")
        .hint("An .ics file, as calendar programs export it, of at most 5 MB. The same file again changes nothing; a later one changes what it says differently, but for a title, a description or a place that was changed here since.")
        .quiet()
        .done();
    Part::Folded("Bring a calendar in".to_owned(), Box::new(form))
}

/// Takes the file.
pub(in crate::events) async fn upload(community: &str) -> Result<Done, AppError> {
    let (app, member, head) = organiser(community).await?;
    let file = uploaded("file")
        .filter(|file| file.too_heavy || !file.bytes.is_empty())
        .ok_or_else(|| AppError::field("file", "Choose a calendar file first. Its name ends in .ics."))?;
    if file.too_heavy || file.bytes.len() > HEAVIEST {
        return Err(AppError::field("file", "This file is heavier than 5 MB. Export a shorter time, or one calendar at a time."));
    }
    spend(&app.db, CALENDAR, &format!("member {}", member.member)).await?;
    let zone = crate::members::editing_store::profile(&app.db, member.member).await?.timezone;
    let zone = zone.and_then(|zone| zone.parse().ok()).unwrap_or(Tz::UTC);
    let place = Place { community: (head.id, head.slug.clone()), zone, by: Some(member.member) };
    let report = import(&app.db, &app.clock, &place, file.bytes.to_vec()).await?;
    let report = report.ok_or_else(|| AppError::field("file", "This file is no calendar: it does not hold BEGIN:VCALENDAR."))?;
    Ok(Done::at(format!("/c/{community}/events")).saying(report.in_short()))
}
