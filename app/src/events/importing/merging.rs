//! What an event becomes when its calendar says something else of it than before. Pure.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDateTime, Utc};

use super::calling_off::without;
use super::reading::{CANCELLED_THERE, GONE_THERE};
use super::words::Words;
use crate::events::model::EventStatus;
use crate::events::organising::moving::Moves;
use crate::events::record::{EventRecord, OccurrenceRecord};
use crate::events::schedule;

/// What becomes of an event.
#[derive(Debug)]
pub(super) struct Next {
    pub(super) record: EventRecord,
    /// How its meetings move, and those who come with them; `None` where they stay.
    pub(super) moves: Option<Moves>,
    /// What the calendar says otherwise now, and was changed here since: it stays.
    pub(super) kept: Vec<&'static str>,
}

/// An event, once its calendar says something else of it; `words` are what it said the last time.
pub(super) fn next(before: &EventRecord, mut said: EventRecord, words: &Words, now: DateTime<Utc>) -> Next {
    let mut before = before.clone();
    let kept = words.keep(&before, &mut said);
    let moves = moves(&before, &said, schedule::horizon(now)).then(|| Moves::by(said.starts - before.starts));
    if let Some(moves) = &moves {
        before.occurrences.iter_mut().for_each(|own| own.recurrence = moves.of(own.recurrence));
    }
    let ends = said.status == EventStatus::Cancelled && !matches!(before.status, EventStatus::Cancelled | EventStatus::Draft);
    if ends {
        // Only what is to come can still be called off.
        (said.status, said.cancelled_because) = (before.status, None);
    }
    let over = |own: &OccurrenceRecord| ends && own.status == Some(EventStatus::Cancelled) && own.recurrence.and_utc() <= now;
    let mut record = merged(before.clone(), said, (words, over));
    if moves.is_none() {
        keep_past(&before, &mut record, now.naive_utc());
    }
    if let Some(off) = Some(&record).filter(|_| ends).and_then(|record| without(record, now, CANCELLED_THERE)) {
        record = off;
    }
    Next { record, moves, kept }
}

/// What the calendar says now, with all it does not speak of as it is here: speakers, places, recordings, titles that single meetings were given here, those that were called off here, and those that are `over`.
fn merged(before: EventRecord, said: EventRecord, (words, over): (&Words, impl Fn(&OccurrenceRecord) -> bool)) -> EventRecord {
    let cancelled_here = before.status == EventStatus::Cancelled && !is_of_there(before.cancelled_because.as_deref());
    let keeps = cancelled_here || before.status == EventStatus::Draft;
    let mut occurrences = said.occurrences;
    for mut own in before.occurrences {
        own.place = own.place.filter(|place| words.is_own_place(place));
        own.online_url = own.online_url.filter(|address| words.is_own_place(address));
        let off = called_off_here(&own) || over(&own);
        let named = own.title.as_deref().is_some_and(|title| words.is_own_title(title));
        match occurrences.iter_mut().find(|one| one.recurrence == own.recurrence) {
            Some(one) => {
                if off {
                    (one.status, one.cancelled_because) = (own.status, own.cancelled_because);
                }
                if named {
                    one.title = own.title;
                }
                // What calendars say of all meetings alone was said of this one here.
                *one = OccurrenceRecord {
                    recordings: own.recordings,
                    summary: own.summary,
                    body: own.body,
                    speakers: own.speakers,
                    materials: own.materials,
                    place: own.place.or_else(|| one.place.take()),
                    online_url: own.online_url.or_else(|| one.online_url.take()),
                    ..one.clone()
                };
            }
            None if off || !own.recordings.is_empty() => occurrences.push(own),
            None => {
                let title = own.title.filter(|_| named);
                let own = OccurrenceRecord { title, starts: None, ends: None, status: None, cancelled_because: None, ..own };
                occurrences.extend(own.differs().then_some(own));
            }
        }
    }
    let mut record = EventRecord {
        title: said.title,
        starts: said.starts,
        ends: said.ends,
        timezone: said.timezone,
        all_day: said.all_day,
        rrule: said.rrule,
        exdates: said.exdates,
        rdates: said.rdates,
        occurrences,
        status: if keeps { before.status } else { said.status },
        cancelled_because: if keeps { before.cancelled_because } else { said.cancelled_because },
        place: said.place,
        online_url: said.online_url.or(before.online_url),
        topics: if said.topics.is_empty() { before.topics } else { said.topics },
        body: said.body,
        ..before
    };
    // What was said here of a meeting that is no more goes.
    let until = record.occurrences.iter().map(|one| one.recurrence).max().unwrap_or(record.starts);
    schedule::settle(&mut record, until);
    record
}

/// Whether an organiser has called a meeting off, and not the calendar.
fn called_off_here(own: &OccurrenceRecord) -> bool {
    own.status == Some(EventStatus::Cancelled) && !is_of_there(own.cancelled_because.as_deref())
}

/// Whether the calendar is the reason why something is cancelled.
fn is_of_there(because: Option<&str>) -> bool {
    because.is_some_and(|because| [CANCELLED_THERE, GONE_THERE].contains(&because))
}

/// Keeps the meetings of a series that are over, with who came and what they took away, where the calendar goes on without them. What it takes out by its day goes.
fn keep_past(before: &EventRecord, record: &mut EventRecord, now: NaiveDateTime) {
    if record.rrule.is_none() || before.rrule.is_none() || before.timezone != record.timezone {
        return;
    }
    let starts = |record: &EventRecord| -> BTreeSet<NaiveDateTime> {
        schedule::meetings(record, now).unwrap_or_default().into_iter().map(|meeting| meeting.recurrence).collect()
    };
    let there = starts(record);
    let gone = starts(before).into_iter().filter(|start| *start < now && !there.contains(start) && !record.exdates.contains(start));
    let gone: Vec<NaiveDateTime> = gone.collect();
    record.rdates.extend(gone);
}

/// Whether all meetings go to another time, and those who come with them. Where a later start still gives some of the meetings there were, the others have only fallen away.
fn moves(before: &EventRecord, now: &EventRecord, horizon: NaiveDateTime) -> bool {
    if before.starts == now.starts || before.rrule.is_some() != now.rrule.is_some() {
        return false;
    }
    let starts = |record| schedule::meetings(record, horizon).unwrap_or_default().into_iter().map(|meeting| meeting.recurrence);
    let there: BTreeSet<NaiveDateTime> = starts(before).collect();
    !starts(now).any(|start| there.contains(&start))
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;
    use crate::when::wall;

    fn now() -> DateTime<Utc> {
        "2026-03-02T12:00:00Z".parse().unwrap()
    }

    fn weekly() -> EventRecord {
        let starts = wall("2026-02-10T13:00:00").unwrap();
        EventRecord {
            rrule: Some("FREQ=WEEKLY".to_owned()),
            ..EventRecord::meeting("design", "talk", "Talk", (starts, starts + TimeDelta::hours(1)))
        }
    }

    fn cancelled(said: &EventRecord) -> EventRecord {
        EventRecord { status: EventStatus::Cancelled, cancelled_because: Some(CANCELLED_THERE.to_owned()), ..said.clone() }
    }

    fn off(record: &EventRecord) -> Vec<String> {
        record
            .occurrences
            .iter()
            .filter(|own| own.status == Some(EventStatus::Cancelled))
            .map(|own| own.recurrence.date().to_string())
            .collect()
    }

    fn then(before: &EventRecord, said: EventRecord, now: DateTime<Utc>) -> EventRecord {
        next(before, said, &Words::of(&weekly()), now).record
    }

    #[test]
    fn a_series_that_its_calendar_cancels_keeps_the_meetings_that_were() {
        let record = then(&weekly(), cancelled(&weekly()), now());
        assert_eq!((record.status, &record.cancelled_because), (EventStatus::Confirmed, &None));
        assert_eq!(off(&record).first().map(String::as_str), Some("2026-03-03"));
        // Said again a fortnight later, in other words: what did not take place since does not become a meeting.
        let later = now() + TimeDelta::days(14);
        let again = then(&record, EventRecord { body: "Sorry".to_owned(), ..cancelled(&weekly()) }, later);
        assert_eq!((&off(&again)[..4], again.status), (&off(&record)[..4], EventStatus::Confirmed));
        let back = then(&again, weekly(), later);
        assert_eq!((off(&back), back.rrule.as_deref()), (Vec::new(), Some("FREQ=WEEKLY")), "it is held after all");
    }

    #[test]
    fn what_has_not_met_is_cancelled_as_a_whole_and_what_is_over_stays_held() {
        let at = |starts: &str| {
            let starts = wall(starts).unwrap();
            EventRecord::meeting("design", "talk", "Talk", (starts, starts + TimeDelta::hours(1)))
        };
        let (was, comes) = (at("2026-02-10T13:00:00"), at("2026-03-10T13:00:00"));
        assert_eq!(then(&was, cancelled(&was), now()).status, EventStatus::Confirmed);
        let record = then(&comes, cancelled(&comes), now());
        assert_eq!((record.status, record.cancelled_because.as_deref()), (EventStatus::Cancelled, Some(CANCELLED_THERE)));
        assert_eq!(then(&record, cancelled(&comes), now()), record, "and stays so");
        let draft = EventRecord { status: EventStatus::Draft, ..comes.clone() };
        assert_eq!(then(&draft, cancelled(&comes), now()).status, EventStatus::Draft);
    }

    #[test]
    fn a_title_that_a_single_meeting_was_given_here_stays_also_where_all_of_them_move() {
        let own = |recurrence: &str, title: &str| OccurrenceRecord {
            title: Some(title.to_owned()),
            ..OccurrenceRecord::at(wall(recurrence).unwrap())
        };
        let last = EventRecord { occurrences: vec![own("2026-03-10T13:00:00", "Theirs")], ..weekly() };
        let here = EventRecord { occurrences: vec![own("2026-03-10T13:00:00", "Theirs"), own("2026-03-17T13:00:00", "Ours")], ..weekly() };
        let said = EventRecord { starts: wall("2026-02-10T15:00:00").unwrap(), ends: wall("2026-02-10T16:00:00").unwrap(), ..weekly() };
        let next = next(&here, said, &Words::of(&last), now());
        assert!(next.moves.is_some());
        assert_eq!(next.record.occurrences, [own("2026-03-17T15:00:00", "Ours")]);
    }

    #[test]
    fn what_was_said_here_of_a_single_meeting_stays_and_what_the_calendar_said_of_it_follows_that() {
        let at = |recurrence: &str, place: Option<&str>, summary: Option<&str>| OccurrenceRecord {
            place: place.map(str::to_owned),
            summary: summary.map(str::to_owned),
            ..OccurrenceRecord::at(wall(recurrence).unwrap())
        };
        let (tenth, seventeenth) = ("2026-03-10T13:00:00", "2026-03-17T13:00:00");
        let last = EventRecord { occurrences: vec![at(tenth, Some("Their hall"), None)], ..weekly() };
        let here = EventRecord {
            occurrences: vec![at(tenth, Some("Their hall"), Some("On kilns")), at(seventeenth, Some("Our garden"), None)],
            ..weekly()
        };
        let words = Words::of(&last);
        let said =
            EventRecord { occurrences: vec![at(tenth, Some("Their barn"), None), at(seventeenth, Some("Their barn"), None)], ..weekly() };
        let kept = next(&here, said, &words, now()).record.occurrences;
        assert_eq!(kept, [at(tenth, Some("Their barn"), Some("On kilns")), at(seventeenth, Some("Our garden"), None)]);
        let kept = next(&here, weekly(), &words, now()).record.occurrences;
        assert_eq!(kept, [at(tenth, None, Some("On kilns")), at(seventeenth, Some("Our garden"), None)]);
    }
}
