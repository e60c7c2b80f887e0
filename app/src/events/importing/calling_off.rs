//! Calling an event off that has met before: what is to come of it does not take place, what was stays as it is, with who came. Pure.

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};

use crate::events::model::EventStatus;
use crate::events::organising::splitting::ending;
use crate::events::record::{EventRecord, OccurrenceRecord};
use crate::events::schedule;

/// An event without what is to come of it, for a reason; `None` where nothing is. Of a series that has met, each meeting to come is called off, and no further ones are made.
pub(super) fn without(event: &EventRecord, now: DateTime<Utc>, because: &str) -> Option<EventRecord> {
    if matches!(event.status, EventStatus::Cancelled | EventStatus::Draft) {
        return None;
    }
    let zone = event.timezone.parse().ok()?;
    let own = |start: NaiveDateTime| event.occurrences.iter().find(|own| own.recurrence == start);
    let begins = |start: NaiveDateTime| schedule::instant(own(start).and_then(|own| own.starts).unwrap_or(start), zone);
    let meetings = schedule::meetings(event, schedule::horizon(now)).ok()?;
    let (was, comes): (Vec<NaiveDateTime>, Vec<NaiveDateTime>) =
        meetings.into_iter().map(|meeting| meeting.recurrence).partition(|start| begins(*start) <= now);
    let last = comes.last().copied()?;
    let mut record = event.clone();
    let (Some(rule), false) = (&event.rrule, was.is_empty()) else {
        record.status = EventStatus::Cancelled;
        record.cancelled_because = Some(because.to_owned());
        schedule::settle(&mut record, schedule::horizon(now));
        return Some(record);
    };
    for start in comes {
        let off = (Some(EventStatus::Cancelled), Some(because.to_owned()));
        match record.occurrences.iter_mut().find(|own| own.recurrence == start) {
            Some(own) if own.status == Some(EventStatus::Cancelled) => {}
            Some(own) => (own.status, own.cancelled_because) = off,
            None => record.occurrences.push(OccurrenceRecord { status: off.0, cancelled_because: off.1, ..OccurrenceRecord::at(start) }),
        }
    }
    let next = if event.all_day { last + TimeDelta::days(1) } else { last };
    record.rrule = Some(ending(rule, last, next));
    record.rdates.retain(|start| *start <= last);
    schedule::settle(&mut record, last);
    Some(record)
}

#[cfg(test)]
mod tests {
    use super::super::reading::GONE_THERE;
    use super::*;
    use crate::when::wall;

    fn now() -> DateTime<Utc> {
        "2026-03-02T12:00:00Z".parse().unwrap()
    }

    fn event(starts: &str, rule: Option<&str>) -> EventRecord {
        let starts = wall(starts).unwrap();
        EventRecord {
            timezone: "Europe/London".to_owned(),
            rrule: rule.map(str::to_owned),
            ..EventRecord::meeting("design", "talk", "Talk", (starts, starts + TimeDelta::hours(1)))
        }
    }

    #[test]
    fn what_is_to_come_is_called_off_with_a_reason() {
        for rule in [None, Some("FREQ=WEEKLY")] {
            let off = without(&event("2026-03-03T13:00:00", rule), now(), GONE_THERE).unwrap();
            assert_eq!((off.status, off.cancelled_because.as_deref()), (EventStatus::Cancelled, Some(GONE_THERE)));
        }
    }

    #[test]
    fn what_was_or_has_begun_stays_as_it_is() {
        for starts in ["2026-02-03T13:00:00", "2026-03-02T11:30:00", "2026-03-02T12:00:00"] {
            assert_eq!(without(&event(starts, None), now(), GONE_THERE), None, "{starts}");
        }
        assert_eq!(without(&event("2026-02-03T13:00:00", Some("FREQ=WEEKLY;COUNT=3")), now(), GONE_THERE), None);
        for status in [EventStatus::Cancelled, EventStatus::Draft] {
            assert_eq!(without(&EventRecord { status, ..event("2026-03-03T13:00:00", None) }, now(), GONE_THERE), None);
        }
    }

    #[test]
    fn of_a_series_that_has_met_only_what_is_to_come_goes_and_nothing_follows() {
        for (starts, rule, all_day) in [
            ("2026-02-10T13:00:00", "FREQ=WEEKLY", false),
            ("2026-02-10T13:00:00", "FREQ=WEEKLY;COUNT=9", false),
            ("2026-02-10T00:00:00", "FREQ=WEEKLY;UNTIL=20260601", true),
        ] {
            let before = EventRecord { all_day, ..event(starts, Some(rule)) };
            let off = without(&before, now(), GONE_THERE).unwrap();
            assert_eq!(off.status, EventStatus::Confirmed, "{rule}");
            let starts = |record: &EventRecord, until: &str| -> Vec<NaiveDateTime> {
                schedule::meetings(record, wall(until).unwrap()).unwrap().into_iter().map(|meeting| meeting.recurrence).collect()
            };
            assert_eq!(starts(&off, "2031-01-01T00:00:00"), starts(&before, "2027-09-02T12:00:00"), "{rule}: no later ones are made");
            let (was, comes): (Vec<_>, Vec<_>) = starts(&off, "2031-01-01T00:00:00").into_iter().partition(|start| start.and_utc() < now());
            assert_eq!(was.len(), 3, "{rule}");
            let called: Vec<_> = off
                .occurrences
                .iter()
                .filter(|own| own.cancelled_because.as_deref() == Some(GONE_THERE))
                .map(|own| own.recurrence)
                .collect();
            assert_eq!(called, comes, "{rule}");
        }
    }
}
