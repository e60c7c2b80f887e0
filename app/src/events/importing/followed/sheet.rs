//! What a community follows, on the screen of a new event.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::rules::{MOST, shown};
use super::store::{self, Row as Followed};
use crate::db::Db;
use crate::error::AppError;
use crate::events::calendars::{FollowCalendar, ReadCalendar, UnfollowCalendar};
use crate::ui::forming::form;
use crate::ui::sheet::{Part, Row};
use crate::when;

/// What becomes of what organisers write in events that came from elsewhere.
const YOURS: &str = "When and whether their events take place is theirs to say. A title, a description, a place or a link that you change here stays as you wrote it.";

/// The calendars that a community follows, with the form for another.
pub(crate) async fn parts(db: &Db, (community, slug): (Uuid, &str), now: DateTime<Utc>) -> Result<Vec<Part>, AppError> {
    let rows = store::list(db, community).await?;
    let full = rows.len() >= MOST;
    let list = if rows.is_empty() {
        vec![Part::Empty("None yet. What a calendar elsewhere holds can stand in this one as well, and stay as it is there.".to_owned())]
    } else {
        let rows = rows.into_iter().zip(1..).map(|(calendar, number)| row(calendar, number, slug, now));
        vec![Part::Text(YOURS.to_owned()), Part::Rows(rows.collect())]
    };
    let another = if full {
        Part::Text(format!("A community follows at most {MOST} calendars. Stop following one to follow another."))
    } else {
        let form = form::<FollowCalendar>("Follow it")
            .with("community", slug)
            .line("url", "address", "Address of the calendar")
            .hint("It begins with https:// or webcal:// and is the one for calendar programs. It is read every hour: what is new there appears here, what changes there changes here, and what is cancelled or gone there is cancelled here, unless it is over. This site’s own events, which may come back from there, are left out.")
            .seen_by("Those who lead the community or organise its events see the address, up to a question mark in it: what follows may be a secret.")
            .quiet();
        Part::Folded("Follow a calendar".to_owned(), Box::new(form.done()))
    };
    Ok(list.into_iter().chain([another]).collect())
}

fn row(calendar: Followed, number: usize, slug: &str, now: DateTime<Utc>) -> Row {
    let id = calendar.id.to_string();
    let moment = |at: DateTime<Utc>| format!("{}, {} UTC", when::stamp(at).text, when::clock_time(at.time()));
    let reading = calendar.reading_until.is_some_and(|until| until > now);
    let failing = calendar.failures > 0;
    let by = calendar.added_by.map(|name| format!(" by {name}")).unwrap_or_default();
    let mut facts = vec![format!("Added{by} on {}", when::stamp(calendar.added_at).text)];
    facts.extend(calendar.read_at.map(|at| format!("{} on {}", if failing { "Last tried" } else { "Last read" }, moment(at))));
    facts.push(match calendar.next_at {
        _ if reading => "It is being read at this moment".to_owned(),
        Some(at) => format!("Next on {}", moment(at.max(now))),
        None => "Not read any more".to_owned(),
    });
    let outcome = Some(calendar.outcome).filter(|says| !says.is_empty());
    let note = outcome.map(|says| match (failing, calendar.next_at) {
        (true, None) => format!("It could not be read for two weeks, and nobody asks for it any more until you do. The last time: {says}"),
        (true, Some(_)) => format!("It could not be read. {says}"),
        (false, _) => says,
    });
    let again = form::<ReadCalendar>("Read it now").numbered(number).with("community", slug).with("calendar", &id).quiet();
    let stop = form::<UnfollowCalendar>("Stop following").numbered(number).with("community", slug).with("calendar", &id).danger();
    Row { facts, note, forms: vec![again.done(), stop.done()], ..Row::new(shown(&calendar.url)) }
}
