//! Which meeting of a series becomes which when its times change: whoever answered goes along. Pure.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDateTime, TimeDelta};
use chrono_tz::Tz;

use crate::events::record::EventRecord;
use crate::events::schedule;

/// How far a meeting may go beyond what all others do and still be the one it was.
const WEEK: TimeDelta = TimeDelta::days(7);

/// What becomes of the meetings of a series, by their wall-clock starts.
#[derive(Debug, Default)]
pub(crate) struct Moves {
    /// Those that are known one by one.
    each: BTreeMap<NaiveDateTime, NaiveDateTime>,
    /// How far all others move.
    by: TimeDelta,
}

impl Moves {
    /// All of them by the same time.
    pub(crate) fn by(by: TimeDelta) -> Self {
        Self { each: BTreeMap::new(), by }
    }

    /// Between two states of an event. Where it repeats as often as before, the third meeting stays the third: the second Tuesday of May becomes the third Wednesday of May. Rules that leave out months, such as the 31st, are not counted through.
    pub(super) fn between(before: &EventRecord, now: &EventRecord, horizon: NaiveDateTime) -> Self {
        let by = now.starts - before.starts;
        let (Some(was), Some(is)) = (&before.rrule, &now.rrule) else { return Self::by(by) };
        if rhythm(was) != rhythm(is) {
            return Self::by(by);
        }
        let starts = |event: &EventRecord, rule: &str, until| {
            let zone: Option<Tz> = event.timezone.parse().ok();
            zone.and_then(|zone| schedule::recurrences(event.starts, rule, zone, until).ok()).unwrap_or_default()
        };
        // The last ones before the horizon may go beyond it, and come into it.
        let far = horizon + by.abs() + TimeDelta::days(366);
        let each: BTreeMap<_, _> = starts(before, was, horizon).into_iter().zip(starts(now, is, far)).collect();
        if each.iter().any(|(was, is)| (*is - *was - by).abs() > WEEK) {
            return Self::by(by);
        }
        Self { each, by }
    }

    /// What a wall-clock start becomes.
    pub(crate) fn of(&self, start: NaiveDateTime) -> NaiveDateTime {
        self.each.get(&start).copied().or_else(|| start.checked_add_signed(self.by)).unwrap_or(start)
    }

    /// Whether nothing moves.
    pub(crate) fn is_nothing(&self) -> bool {
        self.by.is_zero() && self.each.iter().all(|(was, is)| was == is)
    }

    /// Takes along what is said of single meetings.
    pub(super) fn take_along(&self, record: &mut EventRecord) {
        let starts =
            record.exdates.iter_mut().chain(&mut record.rdates).chain(record.occurrences.iter_mut().map(|own| &mut own.recurrence));
        starts.for_each(|start| *start = self.of(*start));
    }
}

/// How often a rule has meetings, whichever days those are; rules of the same rhythm give as many, but for those that leave out months.
fn rhythm(rule: &str) -> BTreeSet<String> {
    let mut parts = BTreeSet::new();
    let (mut days, mut chosen, mut every) = (1, None, None);
    let months = ["FREQ=MONTHLY", "FREQ=YEARLY"].iter().any(|freq| rule.contains(freq));
    for part in rule.trim().trim_start_matches("RRULE:").split(';') {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        let count = value.split(',').count();
        match name {
            "UNTIL" | "COUNT" | "WKST" => {}
            "INTERVAL" if value == "1" => {}
            "BYDAY" | "BYMONTHDAY" => {
                days *= count;
                // "TU" within a month is every Tuesday of it.
                let numbered = value.split(',').all(|day| day.starts_with(|c: char| c.is_ascii_digit() || "+-".contains(c)));
                every = every.or((months && !numbered).then(|| part.to_owned()));
            }
            "BYSETPOS" => chosen = Some(count),
            _ => {
                parts.insert(part.to_owned());
            }
        }
    }
    parts.extend(every.filter(|_| chosen.is_none()));
    parts.insert(chosen.unwrap_or(days).to_string());
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> NaiveDateTime {
        NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M").unwrap()
    }

    fn series(starts: &str, rule: &str) -> EventRecord {
        let starts = at(starts);
        EventRecord { rrule: Some(rule.to_owned()), ..EventRecord::meeting("design", "x", "X", (starts, starts + TimeDelta::hours(1))) }
    }

    fn becomes(before: (&str, &str), now: (&str, &str), start: &str) -> String {
        let moves = Moves::between(&series(before.0, before.1), &series(now.0, now.1), at("2027-01-01T00:00"));
        moves.of(at(start)).format("%Y-%m-%dT%H:%M").to_string()
    }

    #[test]
    fn a_meeting_stays_the_one_it_is_in_its_row_where_the_series_repeats_as_often() {
        let tuesdays = ("2026-04-14T13:00", "FREQ=MONTHLY;BYDAY=2TU");
        assert_eq!(becomes(tuesdays, ("2026-04-15T13:00", "FREQ=MONTHLY;BYDAY=3WE"), "2026-05-12T13:00"), "2026-05-20T13:00");
        assert_eq!(becomes(tuesdays, ("2026-04-14T13:00", "FREQ=MONTHLY;BYMONTHDAY=14"), "2026-05-12T13:00"), "2026-05-14T13:00");
        assert_eq!(becomes(tuesdays, ("2026-04-14T15:00", "FREQ=MONTHLY;BYDAY=TU;BYSETPOS=2"), "2026-05-12T13:00"), "2026-05-12T15:00");
    }

    #[test]
    fn all_go_by_the_same_time_where_it_repeats_otherwise() {
        let weekly = ("2026-04-14T13:00", "FREQ=WEEKLY");
        assert_eq!(becomes(weekly, ("2026-04-14T14:00", "FREQ=WEEKLY;INTERVAL=2"), "2026-04-28T13:00"), "2026-04-28T14:00");
        assert_eq!(becomes(weekly, ("2026-04-14T13:00", "FREQ=MONTHLY;BYDAY=2TU"), "2026-04-21T13:00"), "2026-04-21T13:00");
        assert_ne!(rhythm("FREQ=MONTHLY;BYDAY=TU"), rhythm("FREQ=MONTHLY;BYDAY=2TU"));
    }

    #[test]
    fn a_meeting_stays_in_its_month_where_one_of_the_rules_leaves_months_out() {
        let last = ("2026-01-31T13:00", "FREQ=MONTHLY;BYMONTHDAY=31");
        assert_eq!(becomes(last, ("2026-01-30T13:00", "FREQ=MONTHLY;BYMONTHDAY=30"), "2026-05-31T13:00"), "2026-05-30T13:00");
        let fifth = ("2026-03-31T13:00", "FREQ=MONTHLY;BYDAY=5TU");
        assert_eq!(becomes(fifth, ("2026-03-24T13:00", "FREQ=MONTHLY;BYDAY=4TU"), "2026-06-30T13:00"), "2026-06-23T13:00");
        let fourth = ("2026-03-24T13:00", "FREQ=MONTHLY;BYDAY=4TU");
        assert_eq!(becomes(fourth, ("2026-03-31T14:00", "FREQ=MONTHLY;BYDAY=-1TU"), "2026-04-28T13:00"), "2026-04-28T14:00");
    }

    #[test]
    fn what_stands_besides_the_rule_goes_along() {
        let (before, now) = (series("2026-04-14T13:00", "FREQ=WEEKLY"), series("2026-04-15T14:00", "FREQ=WEEKLY;COUNT=9"));
        let moves = Moves::between(&before, &now, at("2027-01-01T00:00"));
        assert_eq!(moves.of(at("2026-04-17T09:00")), at("2026-04-18T10:00"));
        assert!(!moves.is_nothing() && Moves::between(&before, &before, at("2027-01-01T00:00")).is_nothing());
    }
}
