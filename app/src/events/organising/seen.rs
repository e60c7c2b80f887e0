//! Whether an event was changed since somebody opened its form: nobody writes over what they have not seen.

use chrono::NaiveDateTime;

use crate::error::AppError;
use crate::events::record::EventRecord;
use crate::fingerprint;
use crate::ui::sheet::Part;

/// What the form of an event shows. Meetings that differ have forms of their own, and so have those who hold it along.
pub(super) fn of_event(record: &EventRecord) -> String {
    let shown = EventRecord { occurrences: Vec::new(), ..record.clone() };
    fingerprint::of(&EventRecord { hosts: Vec::new(), aliases: Vec::new(), continues: None, ..shown })
}

/// What the form of one meeting of a series shows: what it has of its own, and what it has from its series.
pub(super) fn of_meeting(series: &EventRecord, recurrence: NaiveDateTime) -> String {
    let own = series.occurrences.iter().find(|meeting| meeting.recurrence == recurrence);
    let of_series = (&series.summary, &series.place, &series.online_url, &series.speakers, &series.body, &series.materials);
    fingerprint::of(&(recurrence, series.ends - series.starts, series.all_day, own, of_series))
}

/// Refuses what was typed into a form that showed something else; an empty `base` saw whatever there is.
///
/// # Errors
/// With a sentence for the whole form.
pub(super) fn unchanged(base: &str, now: &str) -> Result<(), AppError> {
    if base.is_empty() || base == now {
        return Ok(());
    }
    Err(AppError::form(
        "Somebody else changed this while you wrote. What it says now stands below, what you typed is still in the form: bring both together, then save again.",
    ))
}

/// What it says now, below a form that came back with something else.
pub(super) fn says_now(stands: Vec<(String, String)>) -> Option<(&'static str, [Part; 1])> {
    (!stands.is_empty()).then_some(("What it says now", [Part::Facts(stands)]))
}
