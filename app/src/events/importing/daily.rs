//! One meeting a day: a meeting is addressed by its day, and so a series has one on each. What a calendar gives besides is left out, and said: two meetings are never one. Pure.

use std::collections::BTreeSet;

use chrono::{NaiveDateTime, TimeDelta};
use chrono_tz::Tz;

use crate::events::organising::splitting::ending;
use crate::events::record::EventRecord;
use crate::events::schedule::{self, Meeting};
use crate::when;

/// Leaves the first meeting of each day to a series, and gives a sentence where it had more. `all` are its meetings, as far ahead as they are made: where its rule goes on beyond, it ends there.
pub(super) fn one_a_day(record: &mut EventRecord, all: &[Meeting]) -> Option<String> {
    let besides = all.windows(2).filter_map(|pair| match pair {
        [first, second] if first.recurrence.date() == second.recurrence.date() => Some(second.recurrence),
        _ => None,
    });
    let besides: BTreeSet<NaiveDateTime> = besides.collect();
    let last = all.last().filter(|_| !besides.is_empty())?.recurrence;
    let mut says = format!(
        "it meets more than once a day, and a series has one meeting a day here: of each day the first was kept, and {} left out; bring each time of day in as a series of its own",
        if besides.len() == 1 { "another was".to_owned() } else { format!("{} others were", besides.len()) }
    );
    if let Some(until) = ended(record, last) {
        says.push_str(&format!(". It goes on after {}; what comes then was left out, too", when::date(until.date())));
    }
    record.rdates.retain(|start| !besides.contains(start));
    record.occurrences.retain(|own| !besides.contains(&own.recurrence));
    record.exdates.extend(besides);
    record.exdates.sort_unstable();
    record.exdates.dedup();
    Some(says)
}

/// Has the rule of a series end with its last meeting, where it gives more.
fn ended(record: &mut EventRecord, last: NaiveDateTime) -> Option<NaiveDateTime> {
    let (rule, zone) = (record.rrule.as_deref()?, record.timezone.parse::<Tz>().ok()?);
    let next = schedule::next(record.starts, rule, zone, last + TimeDelta::seconds(1))?;
    record.rrule = Some(ending(rule, last, next));
    Some(last)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::when::wall;

    fn at(text: &str) -> NaiveDateTime {
        wall(&format!("{text}:00")).unwrap()
    }

    fn series(rule: &str) -> EventRecord {
        let starts = at("2026-03-10T09:00");
        EventRecord {
            rrule: Some(rule.to_owned()),
            ..EventRecord::meeting("design", "", "Twice", (starts, starts + TimeDelta::minutes(15)))
        }
    }

    fn kept(record: &mut EventRecord, horizon: &str) -> (Option<String>, Vec<String>) {
        let says = one_a_day(record, &schedule::meetings(record, at(horizon)).unwrap());
        let left = schedule::meetings(record, at("2028-01-01T00:00")).unwrap();
        (says, left.iter().map(|meeting| meeting.recurrence.format("%m-%d %H").to_string()).collect())
    }

    #[test]
    fn of_each_day_the_first_is_kept_and_the_others_are_counted() {
        let mut twice = series("FREQ=DAILY;BYHOUR=9,15;COUNT=6");
        twice.rdates = vec![at("2026-03-11T20:00"), at("2026-03-20T15:00")];
        let (says, left) = kept(&mut twice, "2027-09-01T00:00");
        assert_eq!(left, ["03-10 09", "03-11 09", "03-12 09", "03-20 15"]);
        assert!(says.is_some_and(|says| says.contains("4 others were left out") && !says.contains("goes on")), "{twice:?}");
        assert_eq!((twice.rdates.len(), twice.rrule.as_deref()), (1, Some("FREQ=DAILY;BYHOUR=9,15;COUNT=6")));
    }

    #[test]
    fn one_without_an_end_ends_where_it_is_known() {
        let mut twice = series("FREQ=DAILY;BYHOUR=9,15");
        let (says, left) = kept(&mut twice, "2026-03-13T00:00");
        assert_eq!(left, ["03-10 09", "03-11 09", "03-12 09"]);
        assert!(says.is_some_and(|says| says.ends_with("It goes on after 12 March 2026; what comes then was left out, too")), "{twice:?}");
    }

    #[test]
    fn what_meets_once_a_day_stays_as_it_is() {
        let mut daily = series("FREQ=DAILY;BYHOUR=9");
        let before = daily.clone();
        assert_eq!(kept(&mut daily, "2026-03-13T00:00").0, None);
        assert_eq!(daily, before);
    }
}
