//! The screen on which one meeting of a series is changed.

use super::fields::{link_lines, speaker_lines};
use super::sheets::tabs;
use super::{organiser, seen, store};
use crate::communities::model::Section;
use crate::error::AppError;
use crate::events::api::ChangeMeeting;
use crate::events::losing_sight;
use crate::events::model::EventStatus;
use crate::events::record::{EventRecord, OccurrenceRecord};
use crate::sheets::model::SheetScreen;
use crate::ui::forming::{Forming, form, typed};
use crate::ui::lists::count;
use crate::ui::sheet::{Part, Sheet};
use crate::when;

/// `/c/{community}/events/{slug}/{date}/edit`
pub(crate) async fn edit_meeting(community: &str, slug: &str, date: &str) -> Result<SheetScreen, AppError> {
    let (app, _, head) = organiser(community).await?;
    let (id, record) = store::load(&app.db, &head, slug).await?;
    let recurrence = store::recurrence(&app.db, id, date).await?;
    let own = record.occurrences.iter().find(|meeting| meeting.recurrence == recurrence).cloned();
    let own = own.unwrap_or_else(|| OccurrenceRecord::at(recurrence));
    let starts = own.starts.unwrap_or(recurrence);
    let ends = own.ends.unwrap_or(recurrence + (record.ends - record.starts));
    let base = seen::of_meeting(&record, recurrence);
    let stale = typed::<ChangeMeeting>("base").is_some_and(|seen| !seen.is_empty() && seen != base);
    let fields = form::<ChangeMeeting>("Save")
        .with("community", community)
        .with("slug", slug)
        .with("date", date)
        .with("own", "yes")
        .carrying("base", base)
        .text("title", "A title of its own")
        .value(own.title.clone().unwrap_or_default())
        .optional()
        .line("date", "day", if record.all_day { "First day" } else { "Day" })
        .value(starts.date().to_string());
    let days = (ends.date() - starts.date()).num_days();
    let fields = match (record.all_day, days) {
        (true, 2..) => fields.hint(&format!("It lasts {days} days from there.")),
        (true, _) => fields,
        (false, _) => {
            let fields = fields
                .line("time", "from", "From")
                .value(starts.format("%H:%M").to_string())
                .line("time", "to", "To")
                .value(ends.format("%H:%M").to_string());
            if days > 0 { fields.hint(&format!("{} later.", count(days, "day", "days"))) } else { fields }
        }
    };
    let fields = about(fields, (&record, &own))
        .area("recordings", "Recordings", 2)
        .value(link_lines(&own.recordings))
        .hint("One a line, a title and then the address.")
        .optional()
        .check("cancelled", "This meeting does not take place")
        .ticked(own.status == Some(EventStatus::Cancelled))
        .optional()
        .text("because", "Why not")
        .value(own.cancelled_because.clone().unwrap_or_default())
        .optional();
    let fields = losing_sight::asking(fields);
    let now = seen::says_now(if stale { fields.stands() } else { Vec::new() });
    let meeting = when::moment(recurrence, record.all_day);
    let page = format!("/c/{community}/events/{slug}");
    let lede = "What you change here holds for this meeting alone. What you leave as it is in the series follows it.";
    let mut sheet = Sheet::new(format!("{}: {meeting}", record.title), lede)
        .below("Events", format!("/c/{community}/events"))
        .below(record.title.clone(), page.clone())
        .section("", [Part::Form(fields.done())]);
    if let Some((title, parts)) = now {
        sheet = sheet.section(title, parts);
    }
    sheet.tabs = tabs(&page, date, 0);
    Ok(SheetScreen::within(head, Section::Events, sheet))
}

/// What it is about, where, and with whom: as it has it of its own, or from its series.
fn about(form: Forming, (series, own): (&EventRecord, &OccurrenceRecord)) -> Forming {
    let maybe = |own: &Option<String>, of_series: &Option<String>| own.clone().or_else(|| of_series.clone()).unwrap_or_default();
    form.text("summary", "In one sentence")
        .value(own.summary.as_ref().unwrap_or(&series.summary))
        .optional()
        .text("place", "Place")
        .value(maybe(&own.place, &series.place))
        .optional()
        .text("online_url", "Where to join online")
        .hint("The address of the video call.")
        .value(maybe(&own.online_url, &series.online_url))
        .optional()
        .area("speakers", "Speakers", 2)
        .hint("One a line: a handle such as @ada-okafor, or a name.")
        .value(speaker_lines(own.speakers.as_deref().unwrap_or(&series.speakers)))
        .optional()
        .area("body", "What it is about", 6)
        .hint("You can use Markdown.")
        .value(own.body.as_ref().unwrap_or(&series.body))
        .optional()
        .area("materials", "Slides and other materials", 2)
        .hint("One a line, a title and then the address.")
        .value(link_lines(own.materials.as_deref().unwrap_or(&series.materials)))
        .optional()
}
