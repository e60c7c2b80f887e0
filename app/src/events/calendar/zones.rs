//! Time zones as calendars read them (RFC 5545, 3.6.5), written from when their clocks change.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, Offset, TimeDelta, TimeZone, Timelike, Utc};
use chrono_tz::{OffsetComponents, OffsetName, Tz};

use super::lines::Lines;

/// How many years ahead changes are looked for. A rule that holds as long is one that goes on.
const AHEAD: i32 = 10;

/// How far apart the clock is looked at; no zone changes it and back within.
const STEP: TimeDelta = TimeDelta::days(7);

/// A change of a zone's clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Change {
    /// When.
    pub(super) at: NaiveDateTime,
    /// Seconds east of UTC before it and after it.
    pub(super) offsets: (i32, i32),
    name: String,
    summer: bool,
}

impl Change {
    /// The wall clock at that instant, before the change and after it.
    pub(super) fn walls(&self) -> (NaiveDateTime, NaiveDateTime) {
        let wall = |offset: i32| self.at + TimeDelta::seconds(i64::from(offset));
        (wall(self.offsets.0), wall(self.offsets.1))
    }
}

/// The zones of a calendar, and how their clocks change in its years.
#[derive(Debug)]
pub(super) struct Zones {
    years: (i32, i32),
    known: HashMap<Tz, Vec<Change>>,
}

impl Zones {
    /// For a calendar whose entries begin in `first`.
    pub(super) fn from(first: i32, now: DateTime<Utc>) -> Self {
        Self { years: (first.clamp(1900, now.year()), now.year() + AHEAD), known: HashMap::new() }
    }

    /// How a clock changes in the years.
    pub(super) fn changes(&mut self, zone: Tz) -> &[Change] {
        let years = self.years;
        self.known.entry(zone).or_insert_with(|| changes(zone, years))
    }

    /// Writes a zone.
    pub(super) fn write(&mut self, lines: &mut Lines, zone: Tz) {
        let begins = january(self.years.0);
        let last = self.years.1;
        lines.put("BEGIN", "VTIMEZONE");
        lines.put("TZID", zone.name());
        let start = zone.offset_from_utc_datetime(&begins);
        let offset = start.fix().local_minus_utc();
        observance(lines, (&name(start.abbreviation(), offset), (offset, offset), false), (begins, "", &[]));
        for ((offsets, name, summer), mut walls) in grouped(self.changes(zone)) {
            walls.sort_unstable();
            let rule = yearly(&walls, last);
            let (single, rest) = walls.split_at(rule.as_ref().map_or(walls.len(), |(from, _)| *from));
            if let [first, others @ ..] = single {
                observance(lines, (&name, offsets, summer), (*first, "", others));
            }
            if let (Some(first), Some((_, rule))) = (rest.first(), &rule) {
                observance(lines, (&name, offsets, summer), (*first, rule, &[]));
            }
        }
        lines.put("END", "VTIMEZONE");
    }
}

/// What changes of one kind share.
type Kind = ((i32, i32), String, bool);

fn grouped(changes: &[Change]) -> BTreeMap<Kind, Vec<NaiveDateTime>> {
    let mut kinds: BTreeMap<Kind, Vec<NaiveDateTime>> = BTreeMap::new();
    for change in changes {
        kinds.entry((change.offsets, change.name.clone(), change.summer)).or_default().push(change.walls().0);
    }
    kinds
}

fn observance(
    lines: &mut Lines,
    (name, (before, after), summer): (&str, (i32, i32), bool),
    (first, rule, others): (NaiveDateTime, &str, &[NaiveDateTime]),
) {
    let kind = if summer { "DAYLIGHT" } else { "STANDARD" };
    lines.put("BEGIN", kind);
    lines.put("DTSTART", &written(first));
    if !rule.is_empty() {
        lines.put("RRULE", rule);
    }
    for wall in others {
        lines.put("RDATE", &written(*wall));
    }
    lines.put("TZOFFSETFROM", &offset(before));
    lines.put("TZOFFSETTO", &offset(after));
    lines.text("TZNAME", name);
    lines.put("END", kind);
}

/// A wall-clock time.
pub(super) fn written(wall: NaiveDateTime) -> String {
    let (day, time) = (wall.date(), wall.time());
    // Thousands of them stand in a calendar, and chrono's own format reads its pattern anew for each.
    format!("{:04}{:02}{:02}T{:02}{:02}{:02}", day.year(), day.month(), day.day(), time.hour(), time.minute(), time.second())
}

/// "+0545"; seconds where there are any, as before zones were.
fn offset(seconds: i32) -> String {
    let (sign, seconds) = (if seconds < 0 { '-' } else { '+' }, seconds.abs());
    let rest = if seconds % 60 == 0 { String::new() } else { format!("{:02}", seconds % 60) };
    format!("{sign}{:02}{:02}{rest}", seconds / 3600, seconds / 60 % 60)
}

/// A zone without a name for its hours has their offset for one.
fn name(abbreviation: Option<&str>, seconds: i32) -> String {
    abbreviation.map_or_else(|| offset(seconds), str::to_owned)
}

fn january(year: i32) -> NaiveDateTime {
    NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or_default().and_time(chrono::NaiveTime::MIN)
}

fn changes(zone: Tz, (first, last): (i32, i32)) -> Vec<Change> {
    let offset = |at: NaiveDateTime| zone.offset_from_utc_datetime(&at).fix().local_minus_utc();
    let (mut at, end) = (january(first), january(last + 1));
    let mut found = Vec::new();
    while at < end {
        let next = (at + STEP).min(end);
        let (before, after) = (offset(at), offset(next));
        if before != after {
            let (mut low, mut high) = (at, next);
            while high - low > TimeDelta::seconds(1) {
                let middle = low + TimeDelta::seconds((high - low).num_seconds() / 2);
                if offset(middle) == before { low = middle } else { high = middle }
            }
            let (was, is) = (zone.offset_from_utc_datetime(&low), zone.offset_from_utc_datetime(&high));
            // Where winter is what deviates, as in Dublin, summer has no deviation.
            let summer = is.dst_offset() > TimeDelta::zero() || was.dst_offset() < TimeDelta::zero();
            found.push(Change { at: high, offsets: (before, after), name: name(is.abbreviation(), after), summer });
        }
        at = next;
    }
    found
}

/// From which of the changes on a rule gives them all, once a year until the last; and the rule.
fn yearly(walls: &[NaiveDateTime], last: i32) -> Option<(usize, String)> {
    let end = walls.last().filter(|wall| wall.year() == last)?;
    let nth = (end.day0() / 7 + 1).min(4);
    let by_count = (from(walls, |wall| wall.day0() / 7 + 1 == nth), i64::from(nth));
    let by_end = (from(walls, |wall| (wall.date() + Days::new(7)).month() != wall.month()), -1);
    let (from, nth) = if by_end.0 <= by_count.0 { by_end } else { by_count };
    // Fewer may be chance.
    (walls.len() - from >= 3).then(|| {
        let day = end.weekday().to_string().to_uppercase();
        (from, format!("FREQ=YEARLY;BYMONTH={};BYDAY={nth}{}", end.month(), day.get(..2).unwrap_or_default()))
    })
}

/// The first of those at the end that come once a year, in one month, on one weekday, at one time, and as asked.
fn from(walls: &[NaiveDateTime], asked: impl Fn(&NaiveDateTime) -> bool) -> usize {
    let mut from = walls.len();
    for (at, wall) in walls.iter().enumerate().rev() {
        let alike = |next: &NaiveDateTime| {
            next.year() == wall.year() + 1 && (next.month(), next.weekday(), next.time()) == (wall.month(), wall.weekday(), wall.time())
        };
        if !asked(wall) || walls.get(at + 1).is_some_and(|next| !alike(next)) {
            break;
        }
        from = at;
    }
    from
}

/// Whether a zone's clock is UTC: its times are written as instants.
pub(super) fn is_utc(zone: Tz) -> bool {
    matches!(zone, Tz::UTC | Tz::Etc__UTC)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zone(zone: Tz) -> String {
        let mut lines = Lines::default();
        Zones::from(2024, "2026-03-02T12:00:00Z".parse().unwrap()).write(&mut lines, zone);
        lines.done()
    }

    #[test]
    fn a_zone_is_written_with_the_rule_its_clock_follows() {
        let london = zone(Tz::Europe__London);
        for part in [
            "TZID:Europe/London\r\n",
            "BEGIN:DAYLIGHT\r\nDTSTART:20240331T010000\r\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\nTZOFFSETFROM:+0000\r\nTZOFFSETTO:+0100\r\nTZNAME:BST\r\n",
            "BEGIN:STANDARD\r\nDTSTART:20241027T020000\r\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0000\r\n",
        ] {
            assert!(london.contains(part), "{london}");
        }
        assert!(zone(Tz::America__New_York).contains("RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU\r\n"));
        assert!(zone(Tz::Australia__Lord_Howe).contains("TZOFFSETTO:+1030\r\n"));
    }

    #[test]
    fn a_zone_without_changes_has_its_offset_and_one_without_a_rule_its_dates() {
        let kathmandu = zone(Tz::Asia__Kathmandu);
        assert!(kathmandu.contains("TZOFFSETTO:+0545\r\n") && !kathmandu.contains("RRULE"), "{kathmandu}");
        // The clock goes back for Ramadan.
        let casablanca = zone(Tz::Africa__Casablanca);
        assert!(casablanca.contains("RDATE:"), "{casablanca}");
    }
}
