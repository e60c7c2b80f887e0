//! Meetings that a change leaves without a place in the series: said before they go. Pure.

use std::collections::BTreeSet;

use chrono::{NaiveDateTime, TimeDelta};

use super::moving::Moves;
use crate::error::AppError;
use crate::events::record::EventRecord;
use crate::events::schedule;
use crate::ui::lists::count;
use crate::when;

/// How many of them are named.
const SAID: usize = 5;

/// Wants the organiser's word where meetings that people answered to are no more. `answered` holds the wall-clock starts before the change, and how many answered.
///
/// # Errors
/// With a sentence that names them, where the organiser has not agreed.
pub(super) fn agree(
    agreed: bool,
    record: &EventRecord,
    answered: &[(NaiveDateTime, i64)],
    (moves, horizon): (&Moves, NaiveDateTime),
) -> Result<(), AppError> {
    if agreed {
        return Ok(());
    }
    let until = answered.iter().map(|(start, _)| moves.of(*start) + TimeDelta::days(1)).max().map_or(horizon, |last| last.max(horizon));
    let there: BTreeSet<NaiveDateTime> =
        schedule::meetings(record, until).unwrap_or_default().into_iter().map(|meeting| meeting.recurrence).collect();
    let gone: Vec<&(NaiveDateTime, i64)> = answered.iter().filter(|(start, _)| !there.contains(&moves.of(*start))).collect();
    if gone.is_empty() {
        return Ok(());
    }
    let named =
        gone.iter().take(SAID).map(|(start, people)| format!("{} ({})", when::date(start.date()), count(*people, "person", "people")));
    let mut named = named.collect::<Vec<_>>().join(", ");
    if gone.len() > SAID {
        named.push_str(&format!(" and {} more", gone.len() - SAID));
    }
    let one = gone.len() == 1;
    let what = if one { "A meeting that people answered to has" } else { "Meetings that people answered to have" };
    Err(AppError::field(
        "agreed",
        format!(
            "{what} no place in the series any more: {named}. Whoever wanted to come to what is still ahead is told that it is cancelled. Who was there, and what they took away, is lost. Choose, and save again."
        ),
    ))
}

/// Refuses to have a series reach into what goes on from it, further than it did: a form that was open since before the series was parted says so, and its meetings would be held twice.
///
/// # Errors
/// With a sentence that names the day.
pub(super) fn apart(
    (before, now): (&EventRecord, &EventRecord),
    follows: Option<NaiveDateTime>,
    horizon: NaiveDateTime,
) -> Result<(), AppError> {
    let Some(follows) = follows else { return Ok(()) };
    let until = horizon.max(follows + TimeDelta::days(1));
    let last = |record| schedule::meetings(record, until).ok().and_then(|meetings| meetings.last().map(|meeting| meeting.recurrence));
    if last(now).is_none_or(|last_now| last_now < follows || Some(last_now) <= last(before)) {
        return Ok(());
    }
    Err(AppError::field(
        "until",
        format!("From {} on, it goes on as a series of its own. Have this one end before that day.", when::date(follows.date())),
    ))
}
