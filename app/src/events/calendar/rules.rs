//! The rule of a series as calendars read it: with nothing that would have them find other meetings than the site holds.

use std::collections::BTreeSet;

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use chrono_tz::Tz;

use super::zones::{Change, written};
use crate::events::schedule::{self, instant};

/// How a series repeats.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Repeated {
    /// RRULE; `None` where the meetings are listed.
    pub(crate) rule: Option<String>,
    /// Wall-clock starts that don't take place.
    pub(crate) exdates: Vec<NaiveDateTime>,
    /// Wall-clock starts besides those of the rule.
    pub(crate) rdates: Vec<NaiveDateTime>,
}

/// A series as it is kept.
#[derive(Clone, Debug)]
pub(crate) struct Kept {
    /// Wall-clock start and end of its first meeting.
    pub(crate) wall: (NaiveDateTime, NaiveDateTime),
    /// Its zone.
    pub(crate) zone: Tz,
    /// Whether only the days matter.
    pub(crate) all_day: bool,
    /// RRULE.
    pub(crate) rule: String,
    /// Wall-clock starts that don't take place, and those besides the rule's.
    pub(crate) dates: (Vec<NaiveDateTime>, Vec<NaiveDateTime>),
}

/// A series as calendars read it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Read {
    /// Wall-clock start of the first meeting that its rule gives: calendars count that of the entry in.
    pub(crate) first: NaiveDateTime,
    /// The rule.
    pub(crate) repeated: Repeated,
    /// Meetings during which the clock changes: they are longer or shorter than others, which each calendar works out in its own way unless it is told.
    pub(crate) odd: Vec<NaiveDateTime>,
}

impl Kept {
    /// The series as calendars read it, where meetings up to the horizon are held.
    pub(super) fn read(&self, horizon: NaiveDateTime, changes: &[Change]) -> Read {
        let first = schedule::first(self.wall.0, &self.rule, self.zone).unwrap_or(self.wall.0);
        let (exdates, rdates) = self.dates.clone();
        let mut read = Read { first, repeated: Repeated { rule: Some(self.until_in_utc()), exdates, rdates }, odd: Vec::new() };
        // Calendars have a series begin with its entry: where a meeting comes before the first that the rule gives, all are listed.
        let early = read.repeated.rdates.iter().filter(|date| **date < first && !read.repeated.exdates.contains(date)).min().copied();
        let may_be_cut = schedule::is_frequent(&self.rule) || horizon - first > TimeDelta::days(i64::from(schedule::most(&self.rule)));
        let listed = self.is_peculiar() || early.is_some();
        let odd = !self.all_day && self.may_meet(changes);
        if may_be_cut || listed || odd {
            let starts = schedule::recurrences(self.wall.0, &self.rule, self.zone, horizon).unwrap_or_default();
            if listed {
                read.repeated.rule = None;
                read.repeated.rdates.extend(starts.iter().copied());
                read.first = early.unwrap_or(first);
            } else if starts.len() >= usize::from(schedule::most(&self.rule))
                && let Some(last) = starts.last()
            {
                read.repeated.rule = Some(self.ending(*last));
            }
            if odd {
                read.odd = self.odd(first, &starts);
            }
        }
        let besides: BTreeSet<NaiveDateTime> = read.repeated.rdates.drain(..).filter(|date| *date != read.first).collect();
        read.repeated.rdates = besides.into_iter().collect();
        read
    }

    fn parts(&self) -> Vec<String> {
        let rule = schedule::with_wall_clock_until(&self.rule, self.zone).to_uppercase();
        rule.split(';').filter(|part| !part.is_empty()).map(str::to_owned).collect()
    }

    /// The rule with its end as an instant, which is what goes with a start in a zone; a day, where only days matter.
    fn until_in_utc(&self) -> String {
        let parts = self.parts().into_iter().map(|part| match part.strip_prefix("UNTIL=") {
            Some(until) => NaiveDateTime::parse_from_str(until, "%Y%m%dT%H%M%SZ").map_or(part.clone(), |wall| self.until(wall)),
            None => part,
        });
        parts.collect::<Vec<_>>().join(";")
    }

    fn until(&self, wall: NaiveDateTime) -> String {
        if self.all_day {
            format!("UNTIL={}", wall.format("%Y%m%d"))
        } else {
            format!("UNTIL={}Z", written(instant(wall, self.zone).naive_utc()))
        }
    }

    /// The rule, ending with the last meeting there is.
    fn ending(&self, last: NaiveDateTime) -> String {
        let parts = self.parts().into_iter().filter(|part| !part.starts_with("UNTIL=") && !part.starts_with("COUNT="));
        parts.chain([self.until(last)]).collect::<Vec<_>>().join(";")
    }

    fn has(&self, names: &[&str]) -> bool {
        self.parts().iter().any(|part| names.iter().any(|name| part.starts_with(name)))
    }

    /// Calendars don't know such a rule.
    fn is_peculiar(&self) -> bool {
        self.has(&["BYEASTER"]) || self.all_day && schedule::is_frequent(&self.rule)
    }

    /// Whether a meeting can be under way when the clock changes.
    fn may_meet(&self, changes: &[Change]) -> bool {
        let length = self.wall.1 - self.wall.0;
        if length >= TimeDelta::days(1) || schedule::is_frequent(&self.rule) {
            return !changes.is_empty();
        }
        changes.iter().any(|change| {
            let (before, after) = change.walls();
            let (from, to) = (before.min(after), before.max(after));
            let near = |day: NaiveDate| {
                let starts = day.and_time(self.wall.0.time());
                starts < to && starts + length > from
            };
            [from.date().pred_opt(), Some(from.date()), from.date().succ_opt()].into_iter().flatten().any(near)
        })
    }

    fn odd(&self, first: NaiveDateTime, starts: &[NaiveDateTime]) -> Vec<NaiveDateTime> {
        let length = self.wall.1 - self.wall.0;
        let lasts = |start: NaiveDateTime| instant(start + length, self.zone) - instant(start, self.zone);
        let usual = lasts(first);
        let moved = |start: NaiveDateTime| instant(start, self.zone).with_timezone(&self.zone).naive_local() != start;
        starts.iter().copied().filter(|start| lasts(*start) != usual || (length > TimeDelta::zero() && moved(*start))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::when::wall;

    fn read(starts: &str, rule: &str, all_day: bool) -> Read {
        let starts = wall(starts).unwrap();
        let kept = Kept {
            wall: (starts, starts + TimeDelta::hours(1)),
            zone: Tz::Europe__London,
            all_day,
            rule: rule.to_owned(),
            dates: (Vec::new(), Vec::new()),
        };
        let mut zones = super::super::zones::Zones::from(2026, "2026-03-02T12:00:00Z".parse().unwrap());
        kept.read(wall("2027-09-02T12:00:00").unwrap(), zones.changes(Tz::Europe__London))
    }

    #[test]
    fn a_rule_ends_at_an_instant_or_on_a_day_and_begins_with_a_meeting_it_gives() {
        let rule = |starts, rule, all_day| read(starts, rule, all_day).repeated.rule.unwrap();
        assert_eq!(rule("2026-03-03T13:00:00", "RRULE:FREQ=WEEKLY;UNTIL=20260630", false), "FREQ=WEEKLY;UNTIL=20260630T225959Z");
        assert_eq!(rule("2026-03-03T00:00:00", "FREQ=WEEKLY;UNTIL=20260630T120000Z", true), "FREQ=WEEKLY;UNTIL=20260630");
        assert_eq!(read("2026-03-04T13:00:00", "FREQ=MONTHLY;BYDAY=2TU", false).first, wall("2026-03-10T13:00:00").unwrap());
        assert!(rule("2026-03-03T13:00:00", "FREQ=MINUTELY", false).contains("UNTIL=2026"), "the site holds two thousand");
    }

    #[test]
    fn a_series_with_a_meeting_before_its_rule_begins_is_listed_from_that_on() {
        let at = |text: &str| wall(text).unwrap();
        let starts = at("2026-03-03T13:00:00");
        let kept = Kept {
            wall: (starts, starts + TimeDelta::hours(1)),
            zone: Tz::Europe__London,
            all_day: false,
            rule: "FREQ=WEEKLY;COUNT=2".to_owned(),
            dates: (Vec::new(), vec![at("2026-02-10T09:00:00"), at("2026-04-01T09:00:00")]),
        };
        let read = kept.read(at("2027-09-02T12:00:00"), &[]);
        assert_eq!((read.first, read.repeated.rule), (at("2026-02-10T09:00:00"), None));
        assert_eq!(read.repeated.rdates, [starts, at("2026-03-10T13:00:00"), at("2026-04-01T09:00:00")]);
    }

    #[test]
    fn a_meeting_during_which_the_clock_changes_is_odd() {
        assert_eq!(read("2026-03-03T13:00:00", "FREQ=DAILY", false).odd, []);
        let odd = read("2026-03-03T01:30:00", "FREQ=DAILY;COUNT=60", false).odd;
        assert_eq!(odd, [wall("2026-03-29T01:30:00").unwrap()]);
    }
}
