//! A series in two: what was until a meeting, and that meeting with all that follow. Pure.

use chrono::NaiveDateTime;
use chrono_tz::Tz;

use crate::events::record::EventRecord;
use crate::events::schedule;

/// The rule of a series of which no meeting is left that a rule gives: its other meetings are listed.
pub(super) const ONCE: &str = "FREQ=DAILY;COUNT=1";

/// Parts a series before the meeting that its rule gives at `from`: both halves together have the very meetings it has. `None` where no meeting comes before, or it is no series.
pub(super) fn split(event: &EventRecord, from: NaiveDateTime, horizon: NaiveDateTime) -> Option<(EventRecord, EventRecord)> {
    let rule = event.rrule.as_deref()?;
    let zone: Tz = event.timezone.parse().ok()?;
    let given = schedule::recurrences(event.starts, rule, zone, horizon.max(from)).ok()?;
    let (earlier, later): (Vec<NaiveDateTime>, Vec<NaiveDateTime>) = given.into_iter().partition(|start| *start < from);
    let mut before = of_half(event, |start| start < from);
    if earlier.iter().all(|start| event.exdates.contains(start)) && before.rdates.is_empty() {
        return None;
    }
    // Of a rule that gives few, the next may be beyond the horizon.
    let next = later.first().copied().or_else(|| schedule::next(event.starts, rule, zone, from));
    match (earlier.last(), next) {
        (Some(last), Some(next)) => before.rrule = Some(ending(rule, *last, next)),
        // It ends of itself.
        (Some(_), None) => {}
        (None, _) => listed(&mut before),
    }
    let mut after = of_half(event, |start| start >= from);
    match next {
        Some(first) => {
            begin(&mut after, first);
            after.rrule = Some(without(rule, earlier.len()));
        }
        None => listed(&mut after),
    }
    let after = EventRecord {
        slug: String::new(),
        aliases: Vec::new(),
        // What was recorded was recorded before.
        recordings: Vec::new(),
        continues: Some(event.slug.clone()),
        ..after
    };
    Some((before, after))
}

/// The event with what it says of some of its meetings alone.
fn of_half(event: &EventRecord, holds: impl Fn(NaiveDateTime) -> bool) -> EventRecord {
    let mut half = event.clone();
    half.exdates.retain(|start| holds(*start));
    half.rdates.retain(|start| holds(*start));
    half.occurrences.retain(|own| holds(own.recurrence));
    half
}

fn begin(half: &mut EventRecord, starts: NaiveDateTime) {
    half.ends = starts + (half.ends - half.starts);
    half.starts = starts;
}

/// Has a series begin with the first of the meetings that are listed besides its rule.
fn listed(half: &mut EventRecord) {
    half.rrule = Some(ONCE.to_owned());
    if let Some(first) = half.rdates.iter().min().copied() {
        begin(half, first);
        half.rdates.retain(|start| *start != first);
    }
}

fn parts(rule: &str) -> impl Iterator<Item = &str> {
    rule.trim().trim_start_matches("RRULE:").split(';').filter(|part| !part.is_empty())
}

/// The rule, until a meeting of it.
pub(crate) fn ending(rule: &str, last: NaiveDateTime, next: NaiveDateTime) -> String {
    // A day says it all, where the next is on another.
    let until = if next.date() == last.date() { "%Y%m%dT%H%M%S" } else { "%Y%m%d" };
    let kept = parts(rule).filter(|part| !part.starts_with("UNTIL=") && !part.starts_with("COUNT="));
    let kept: Vec<&str> = kept.collect();
    format!("{};UNTIL={}", kept.join(";"), last.format(until))
}

/// The rule, after so many of its meetings.
fn without(rule: &str, earlier: usize) -> String {
    let counted = parts(rule).map(|part| match part.strip_prefix("COUNT=").and_then(|count| count.parse::<usize>().ok()) {
        Some(count) => format!("COUNT={}", count.saturating_sub(earlier).max(1)),
        None => part.to_owned(),
    });
    counted.collect::<Vec<_>>().join(";")
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;
    use crate::events::schedule::meetings;

    fn at(text: &str) -> NaiveDateTime {
        NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M").unwrap()
    }

    fn series(starts: &str, rule: &str) -> EventRecord {
        let starts = at(starts);
        EventRecord {
            timezone: "Europe/London".to_owned(),
            rrule: Some(rule.to_owned()),
            ..EventRecord::meeting("design", "talk", "Talk", (starts, starts + TimeDelta::hours(1)))
        }
    }

    fn starts(event: &EventRecord) -> Vec<NaiveDateTime> {
        meetings(event, at("2027-12-01T00:00")).unwrap().into_iter().map(|meeting| meeting.recurrence).collect()
    }

    #[test]
    fn both_halves_have_the_very_meetings_of_the_whole_wherever_it_is_parted() {
        for (first, rule) in [
            ("2026-03-10T13:00", "FREQ=WEEKLY"),
            ("2026-03-10T13:00", "FREQ=WEEKLY;INTERVAL=3;BYDAY=TU,TH;COUNT=17"),
            ("2026-03-10T13:00", "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,TU;WKST=SU;UNTIL=20261001T120000Z"),
            ("2026-03-10T13:00", "FREQ=MONTHLY;BYDAY=2TU"),
            ("2026-01-31T13:00", "FREQ=MONTHLY"),
            ("2026-01-30T13:00", "FREQ=MONTHLY;INTERVAL=3;BYDAY=FR;BYSETPOS=-1"),
            ("2026-03-02T13:00", "FREQ=MONTHLY;BYDAY=1MO,3MO;COUNT=9"),
            ("2026-03-25T01:30", "FREQ=DAILY;COUNT=30"),
            ("2026-03-10T09:00", "FREQ=HOURLY;INTERVAL=5;COUNT=20"),
            ("2026-03-12T13:00", "FREQ=WEEKLY;BYDAY=TU"),
        ] {
            let mut whole = series(first, rule);
            let all = starts(&whole);
            whole.exdates = vec![all[1], all[4]];
            whole.rdates = vec![at("2026-04-01T08:15"), at("2026-06-03T08:15")];
            let all = starts(&whole);
            for (n, from) in all.iter().enumerate().take(40) {
                let Some((before, after)) = split(&whole, *from, at("2027-12-01T00:00")) else {
                    assert_eq!(n, 0, "{rule}");
                    continue;
                };
                let parted = (starts(&before), starts(&after));
                assert_eq!((&parted.0[..], &parted.1[..]), (&all[..n], &all[n..]), "{rule} from {from}");
            }
        }
    }

    #[test]
    fn what_a_slow_rule_gives_beyond_the_horizon_goes_along() {
        let mut whole = series("2026-03-10T13:00", "FREQ=YEARLY");
        whole.rdates = vec![at("2027-06-03T08:15")];
        let (before, after) = split(&whole, at("2027-06-03T08:15"), at("2027-12-01T00:00")).unwrap();
        assert_eq!((before.rrule.as_deref(), before.rdates.len()), (Some("FREQ=YEARLY;UNTIL=20270310"), 0));
        assert_eq!((after.rrule.as_deref(), after.starts, after.rdates.len()), (Some("FREQ=YEARLY"), at("2028-03-10T13:00"), 1));
    }

    #[test]
    fn what_is_said_of_single_meetings_goes_with_its_half() {
        let mut whole = series("2026-03-10T13:00", "FREQ=WEEKLY;UNTIL=20260630");
        whole.recordings = vec![crate::link::Link { title: "First".to_owned(), url: "https://example.org/".to_owned(), summary: None }];
        whole.exdates = vec![at("2026-03-17T13:00"), at("2026-05-05T13:00")];
        let (before, after) = split(&whole, at("2026-04-14T13:00"), at("2027-12-01T00:00")).unwrap();
        assert_eq!((before.rrule.as_deref(), before.exdates.len(), before.recordings.len()), (Some("FREQ=WEEKLY;UNTIL=20260407"), 1, 1));
        assert_eq!((after.rrule.as_deref(), after.exdates.len(), after.recordings.len()), (Some("FREQ=WEEKLY;UNTIL=20260630"), 1, 0));
        assert_eq!((after.starts, after.ends, after.continues.as_deref()), (at("2026-04-14T13:00"), at("2026-04-14T14:00"), Some("talk")));
    }
}
