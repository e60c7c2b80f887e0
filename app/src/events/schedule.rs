//! When an event takes place: from wall clock, zone and rule to the meetings of a series (RFC 5545).
//!
//! Rules are expanded on the wall clock, posing as UTC, and each time is then placed in its zone here: the `rrule` crate drops times that a daylight-saving gap swallows, RFC 5545 moves them.

use std::collections::BTreeSet;

use chrono::{DateTime, Days, Months, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;
use rrule::{RRule, RRuleSet, Unvalidated};

use super::model::EventStatus;
use super::record::{EventRecord, OccurrenceRecord};

/// How far ahead meetings of a series are made.
const AHEAD: Months = Months::new(18);

/// The most meetings of a series that may have several a day; a rule that yields more is cut here.
pub(super) const MOST: u16 = 2_000;

/// The most of any other: a day each for forty years, those that were among them.
const MOST_BY_DAY: u16 = 15_000;

/// The most meetings that a rule gives a series.
pub(super) fn most(rule: &str) -> u16 {
    if is_frequent(rule) { MOST } else { MOST_BY_DAY }
}

/// Whether several meetings a day may come of a rule.
pub(super) fn is_frequent(rule: &str) -> bool {
    let rule = rule.to_uppercase();
    ["FREQ=HOURLY", "FREQ=MINUTELY", "FREQ=SECONDLY", "BYHOUR", "BYMINUTE", "BYSECOND"].iter().any(|part| rule.contains(part))
}

/// A meeting as the rule gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meeting {
    /// Its wall-clock start by the rule: its name within the series.
    pub recurrence: NaiveDateTime,
    /// Wall-clock start and end.
    pub wall: (NaiveDateTime, NaiveDateTime),
    /// The same as instants.
    pub instants: (DateTime<Utc>, DateTime<Utc>),
}

/// Until when meetings are made, as a wall-clock time.
pub fn horizon(now: DateTime<Utc>) -> NaiveDateTime {
    now.naive_utc().checked_add_months(AHEAD).unwrap_or(NaiveDateTime::MAX)
}

/// Places a wall-clock time in its zone. A time that occurs twice is the first one; one that a gap swallows is read with the offset before the gap (RFC 5545, 3.3.5).
pub fn instant(wall: NaiveDateTime, zone: Tz) -> DateTime<Utc> {
    match zone.from_local_datetime(&wall).earliest() {
        Some(placed) => placed.to_utc(),
        None => {
            // No gap is as long as a day: the offset of the day before is the one before the gap.
            let before = wall.checked_sub_days(Days::new(1)).unwrap_or(wall);
            let offset = zone.offset_from_utc_datetime(&before).fix().local_minus_utc();
            (wall - TimeDelta::seconds(i64::from(offset))).and_utc()
        }
    }
}

/// Places the wall-clock start and end of a meeting. One of which a gap swallows more than there is of it ends as it begins.
pub(super) fn instants(wall: (NaiveDateTime, NaiveDateTime), zone: Tz) -> (DateTime<Utc>, DateTime<Utc>) {
    let starts = instant(wall.0, zone);
    (starts, instant(wall.1, zone).max(starts))
}

/// The meetings of an event up to the horizon, in order, without what its own overrides change. A single event has one.
///
/// # Errors
/// A sentence that says what is wrong with the rule.
pub fn meetings(event: &EventRecord, horizon: NaiveDateTime) -> Result<Vec<Meeting>, String> {
    let zone: Tz = event.timezone.parse().map_err(|_| format!("“{}” is no IANA time zone, such as Europe/London", event.timezone))?;
    let length = (event.ends - event.starts).max(TimeDelta::zero());
    let starts = match &event.rrule {
        None => vec![event.starts],
        Some(rule) => recurrences(event.starts, rule, zone, horizon)?.into_iter().chain(event.rdates.iter().copied()).collect(),
    };
    let starts: BTreeSet<NaiveDateTime> = starts.into_iter().collect();
    let left_out: BTreeSet<NaiveDateTime> = event.exdates.iter().copied().collect();
    let meetings = starts.into_iter().filter(|start| !left_out.contains(start)).map(|recurrence| {
        let wall = (recurrence, recurrence + length);
        Meeting { recurrence, wall, instants: instants(wall, zone) }
    });
    Ok(meetings.collect())
}

fn set(starts: NaiveDateTime, rule: &str, zone: Tz) -> Result<RRuleSet, String> {
    let wrong = |e: rrule::RRuleError| format!("the rule “{rule}” can’t be used: {e}");
    let start = starts.and_utc().with_timezone(&rrule::Tz::UTC);
    let rule: RRule<Unvalidated> = with_wall_clock_until(rule, zone).parse().map_err(wrong)?;
    Ok(RRuleSet::new(start).rrule(rule.validate(start).map_err(wrong)?).limit())
}

/// The first wall-clock start that a rule gives, if it gives any.
pub(super) fn first(starts: NaiveDateTime, rule: &str, zone: Tz) -> Option<NaiveDateTime> {
    set(starts, rule, zone).ok()?.all(1).dates.first().map(DateTime::naive_utc)
}

/// The first wall-clock start that a rule gives from a time on, however far it is.
pub(super) fn next(starts: NaiveDateTime, rule: &str, zone: Tz, from: NaiveDateTime) -> Option<NaiveDateTime> {
    let from = from.and_utc().with_timezone(&rrule::Tz::UTC);
    set(starts, rule, zone).ok()?.after(from).all(1).dates.first().map(DateTime::naive_utc)
}

/// The wall-clock starts that a rule gives up to the horizon, at least one.
///
/// # Errors
/// A sentence that says what is wrong with the rule.
pub(super) fn recurrences(starts: NaiveDateTime, rule: &str, zone: Tz, horizon: NaiveDateTime) -> Result<Vec<NaiveDateTime>, String> {
    let set = set(starts, rule, zone)?;
    let end = horizon.and_utc().with_timezone(&rrule::Tz::UTC);
    let mut starts: Vec<NaiveDateTime> = set.clone().before(end).all(most(rule)).dates.into_iter().map(|start| start.naive_utc()).collect();
    if starts.is_empty() {
        // A series that begins beyond the horizon is known by its first meeting.
        starts.extend(set.all(1).dates.into_iter().map(|start| start.naive_utc()));
    }
    if starts.is_empty() { Err("the rule yields no meeting at all".to_owned()) } else { Ok(starts) }
}

/// Rewrites UNTIL, which is a date, a wall-clock time or an instant, into the wall clock that poses as UTC here.
pub(super) fn with_wall_clock_until(rule: &str, zone: Tz) -> String {
    let parts = rule.trim().trim_start_matches("RRULE:").split(';').map(|part| match part.split_once('=') {
        Some((name, until)) if name.eq_ignore_ascii_case("UNTIL") => {
            let time = NaiveDateTime::parse_from_str(until.trim_end_matches(['Z', 'z']), "%Y%m%dT%H%M%S");
            let wall = match (time, NaiveDate::parse_from_str(until, "%Y%m%d")) {
                (Ok(instant), _) if until.ends_with(['Z', 'z']) => instant.and_utc().with_timezone(&zone).naive_local(),
                (Ok(wall), _) => wall,
                (Err(_), Ok(day)) => day.and_time(NaiveTime::from_hms_opt(23, 59, 59).unwrap_or_default()),
                _ => return part.to_owned(),
            };
            format!("UNTIL={}Z", wall.format("%Y%m%dT%H%M%S"))
        }
        _ => part.to_owned(),
    });
    parts.collect::<Vec<_>>().join(";")
}

/// Makes a record say only what can be stored, and gives a sentence for each thing it had to leave out: a rule that can't be used, overrides of meetings that don't exist.
pub fn settle(event: &mut EventRecord, horizon: NaiveDateTime) -> Vec<String> {
    let mut notes = Vec::new();
    if event.ends < event.starts {
        notes.push(format!("it ends ({}) before it starts; an hour is assumed", event.ends));
        event.ends = event.starts + TimeDelta::hours(1);
    }
    let until = event.occurrences.iter().map(|o| o.recurrence).max().map_or(horizon, |last| horizon.max(last + TimeDelta::days(1)));
    let recurrences: BTreeSet<NaiveDateTime> = match meetings(event, until) {
        Ok(meetings) => meetings.into_iter().map(|meeting| meeting.recurrence).collect(),
        Err(why) => {
            notes.push(format!("{why}; it is kept as a single meeting"));
            event.rrule = None;
            BTreeSet::new()
        }
    };
    if event.rrule.is_none() {
        event.exdates.clear();
        event.rdates.clear();
    }
    for dates in [&mut event.exdates, &mut event.rdates] {
        dates.sort_unstable();
        dates.dedup();
    }
    let single = event.rrule.is_none();
    let length = event.ends - event.starts;
    if event.status == EventStatus::Cancelled {
        // Of what does not take place no meeting does, whatever was said of it before.
        let held = |o: &&mut OccurrenceRecord| matches!(o.status, Some(EventStatus::Confirmed | EventStatus::Tentative));
        event.occurrences.iter_mut().filter(held).for_each(|o| o.status = None);
        event.occurrences.retain(OccurrenceRecord::differs);
    }
    event.occurrences.retain(|o| {
        let known = !single && recurrences.contains(&o.recurrence);
        if !known {
            notes.push(format!("the rule gives no meeting at {}, so what is said of that one was left out", o.recurrence));
        }
        known
    });
    event.occurrences.sort_by_key(|o| o.recurrence);
    event.occurrences.dedup_by_key(|o| o.recurrence);
    for o in &mut event.occurrences {
        if o.starts.is_some() || o.ends.is_some() {
            let starts = o.starts.unwrap_or(o.recurrence);
            o.starts = Some(starts);
            o.ends = Some(o.ends.filter(|ends| *ends >= starts).unwrap_or(starts + length));
        }
    }
    notes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> NaiveDateTime {
        NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M").unwrap()
    }

    fn event(starts: &str, timezone: &str, rrule: Option<&str>) -> EventRecord {
        EventRecord {
            timezone: timezone.to_owned(),
            rrule: rrule.map(str::to_owned),
            ..EventRecord::meeting("design", "x", "X", (at(starts), at(starts) + TimeDelta::hours(1)))
        }
    }

    fn starts(event: &EventRecord) -> Vec<String> {
        meetings(event, at("2027-01-01T00:00"))
            .unwrap()
            .iter()
            .map(|m| format!("{} {}", m.recurrence.format("%m-%d %H:%M"), m.instants.0.format("%H:%MZ")))
            .collect()
    }

    #[test]
    fn a_weekly_meeting_keeps_its_wall_clock_over_the_change_to_summer_time() {
        let event = event("2026-03-25T13:00", "Europe/London", Some("FREQ=WEEKLY;COUNT=2"));
        assert_eq!(starts(&event), ["03-25 13:00 13:00Z", "04-01 13:00 12:00Z"]);
    }

    #[test]
    fn a_time_that_the_gap_swallows_is_moved_and_not_lost() {
        // Clocks went from 1:00 to 2:00 on 29 March 2026.
        let event = event("2026-03-28T01:30", "Europe/London", Some("FREQ=DAILY;COUNT=3"));
        assert_eq!(starts(&event), ["03-28 01:30 01:30Z", "03-29 01:30 01:30Z", "03-30 01:30 00:30Z"]);
    }

    #[test]
    fn nothing_ends_before_it_begins_however_the_clock_changes() {
        let mut event = event("2026-03-29T01:30", "Europe/London", None);
        event.ends = at("2026-03-29T02:00");
        let (starts, ends) = meetings(&event, at("2027-01-01T00:00")).unwrap()[0].instants;
        assert_eq!((starts, ends), (starts, starts));
    }

    #[test]
    fn a_time_that_occurs_twice_is_the_first() {
        // Clocks went back from 2:00 to 1:00 on 1 November 2026 in New York.
        assert_eq!(starts(&event("2026-11-01T01:30", "America/New_York", None)), ["11-01 01:30 05:30Z"]);
    }

    #[test]
    fn until_is_read_as_a_date_a_wall_clock_time_or_an_instant() {
        for until in ["20260310", "20260310T130000", "20260310T130000Z"] {
            let event = event("2026-03-03T13:00", "Europe/London", Some(&format!("FREQ=WEEKLY;UNTIL={until}")));
            assert_eq!(starts(&event).len(), 2, "{until}");
        }
    }

    #[test]
    fn exdates_take_meetings_out() {
        let mut event = event("2026-03-03T13:00", "UTC", Some("FREQ=WEEKLY;COUNT=3"));
        event.exdates = vec![at("2026-03-10T13:00")];
        assert_eq!(starts(&event), ["03-03 13:00 13:00Z", "03-17 13:00 13:00Z"]);
    }

    #[test]
    fn an_endless_rule_is_cut_at_the_horizon_and_at_two_thousand() {
        assert_eq!(starts(&event("2026-12-01T13:00", "UTC", Some("FREQ=WEEKLY"))).len(), 5);
        assert_eq!(starts(&event("2026-01-01T00:00", "UTC", Some("FREQ=MINUTELY"))).len(), 2_000);
        assert_eq!(starts(&event("2025-01-01T00:00", "UTC", Some("FREQ=DAILY;BYHOUR=0,1,2,3,4,5,6,7"))).len(), 2_000);
    }

    #[test]
    fn what_takes_place_every_day_goes_on_however_long_it_has() {
        for rule in ["FREQ=DAILY", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"] {
            let starts = starts(&event("1995-01-02T09:30", "UTC", Some(rule)));
            assert_eq!(starts.last().map(String::as_str), Some("12-31 09:30 09:30Z"), "{rule}");
        }
    }

    #[test]
    fn a_series_that_begins_beyond_the_horizon_is_known_by_its_first_meeting() {
        assert_eq!(starts(&event("2031-03-03T13:00", "UTC", Some("FREQ=WEEKLY"))), ["03-03 13:00 13:00Z"]);
    }

    #[test]
    fn a_rule_that_makes_no_sense_leaves_a_single_meeting_and_a_sentence() {
        for rule in ["FREQ=NEVER", "", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "COUNT=3"] {
            let mut event = event("2026-03-03T13:00", "UTC", Some(rule));
            assert_eq!(settle(&mut event, at("2027-01-01T00:00")).len(), 1, "{rule}");
            assert_eq!(event.rrule, None);
        }
    }

    #[test]
    fn of_a_series_that_is_cancelled_no_meeting_takes_place() {
        let mut event = event("2026-03-03T13:00", "UTC", Some("FREQ=WEEKLY;COUNT=4"));
        let own = |recurrence, status, title: Option<&str>| OccurrenceRecord {
            status: Some(status),
            title: title.map(str::to_owned),
            ..OccurrenceRecord::at(at(recurrence))
        };
        event.occurrences = vec![
            own("2026-03-03T13:00", EventStatus::Tentative, None),
            own("2026-03-10T13:00", EventStatus::Confirmed, Some("Guests")),
            own("2026-03-17T13:00", EventStatus::Draft, None),
        ];
        let before = event.clone();
        settle(&mut event, at("2027-01-01T00:00"));
        assert_eq!(event, before, "it takes place");
        event.status = EventStatus::Cancelled;
        assert!(settle(&mut event, at("2027-01-01T00:00")).is_empty());
        let left: Vec<_> = event.occurrences.iter().map(|own| (own.status, own.title.as_deref())).collect();
        assert_eq!(left, [(None, Some("Guests")), (Some(EventStatus::Draft), None)]);
    }

    #[test]
    fn an_override_of_a_meeting_that_is_not_there_is_left_out_with_a_sentence() {
        let mut event = event("2026-03-03T13:00", "UTC", Some("FREQ=WEEKLY;COUNT=3"));
        let differs = |recurrence| OccurrenceRecord {
            recurrence: at(recurrence),
            starts: Some(at("2026-03-11T15:00")),
            ..OccurrenceRecord::default()
        };
        event.occurrences = vec![differs("2026-03-11T13:00"), differs("2026-03-10T13:00")];
        assert_eq!(settle(&mut event, at("2027-01-01T00:00")).len(), 1);
        assert_eq!(event.occurrences.len(), 1);
        assert_eq!(event.occurrences[0].ends, Some(at("2026-03-11T16:00")));
    }
}
