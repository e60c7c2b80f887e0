//! Dates, times, lengths and zones as calendar files write them (RFC 5545, 3.3).

use std::collections::HashMap;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use chrono_tz::Tz;

use super::lines::{Component, Line};
use super::windows;
use crate::events::schedule::instant;

/// A day, or a time on some clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Time {
    /// A day.
    Day(NaiveDate),
    /// A wall-clock time, in its zone where one is said.
    Wall(NaiveDateTime, Option<Tz>),
}

impl Time {
    /// On the clock of an event that begins at `first` in a zone.
    pub(super) fn on_clock(self, zone: Tz, first: NaiveTime) -> NaiveDateTime {
        match self {
            Self::Day(day) => day.and_time(first),
            Self::Wall(wall, Some(other)) if other != zone => instant(wall, other).with_timezone(&zone).naive_local(),
            Self::Wall(wall, _) => wall,
        }
    }
}

/// The zones that a file may speak of.
pub(super) struct Zones {
    /// What the file's own descriptions lead to, by the name they have in it.
    described: HashMap<String, Tz>,
    /// That of times which name none.
    pub(super) usual: Tz,
}

impl Zones {
    /// Those of a file; `fallback` where it does not say what its times are in.
    pub(super) fn of(head: &[Line], described: &[Component], fallback: Tz) -> Self {
        let own = head.iter().find(|line| line.name == "X-WR-TIMEZONE").and_then(|line| named(&line.value));
        let known = described.iter().filter_map(|zone| {
            let hint = ["X-LIC-LOCATION", "TZID-ALIAS-OF"].iter().find_map(|name| named(zone.text(name)?));
            Some((zone.text("TZID")?.to_owned(), hint?))
        });
        Self { described: known.collect(), usual: own.unwrap_or(fallback) }
    }

    /// The zone that a line names; `None` where it names none.
    ///
    /// # Errors
    /// A sentence, where nobody knows the zone.
    fn of_line(&self, line: &Line) -> Result<Option<Tz>, String> {
        let Some(name) = line.parameter("TZID").map(str::trim).filter(|name| !name.is_empty()) else { return Ok(None) };
        let found = named(name).or_else(|| self.described.get(name).copied());
        found.map(Some).ok_or_else(|| format!("“{name}” is no time zone that is known here"))
    }
}

/// A zone by its IANA name, also behind a prefix (`/mozilla.org/20050126_1/Europe/Berlin`), or by the name that Windows gives it.
pub(super) fn named(name: &str) -> Option<Tz> {
    let name = name.trim().trim_matches('"');
    let tail = |parts: usize| {
        let start = name.rmatch_indices('/').nth(parts - 1).map(|(at, _)| at + 1)?;
        name[start..].parse().ok()
    };
    let direct = name.parse().ok().or_else(|| name.replace(' ', "_").parse().ok()).or_else(|| tail(2)).or_else(|| tail(3));
    direct.or_else(|| windows::zone(name)).or_else(|| Some(Tz::UTC).filter(|_| matches!(name, "Z" | "UTC" | "GMT" | "Etc/UTC")))
}

/// The times of a line, several between commas; of periods, when they begin.
///
/// # Errors
/// A sentence that says which is none.
pub(super) fn times(line: &Line, zones: &Zones) -> Result<Vec<Time>, String> {
    let zone = zones.of_line(line)?;
    let texts = line.value.split(',').map(str::trim).filter(|text| !text.is_empty());
    texts.map(|text| time(text.split('/').next().unwrap_or(text), zone)).collect()
}

/// The time of a line.
///
/// # Errors
/// A sentence that says that it is none.
pub(super) fn time_of(line: &Line, zones: &Zones) -> Result<Time, String> {
    time(line.value.trim(), zones.of_line(line)?)
}

fn time(text: &str, zone: Option<Tz>) -> Result<Time, String> {
    let wrong = || format!("“{}” is no date or time", crate::plain::cut(text, 40));
    if text.len() == 8 {
        return NaiveDate::parse_from_str(text, "%Y%m%d").map(Time::Day).map_err(|_| wrong());
    }
    let (wall, zone) = match text.strip_suffix(['Z', 'z']) {
        Some(wall) => (wall, Some(Tz::UTC)),
        None => (text, zone),
    };
    let read = ["%Y%m%dT%H%M%S", "%Y%m%dT%H%M"].iter().find_map(|form| NaiveDateTime::parse_from_str(wall, form).ok());
    read.map(|wall| Time::Wall(wall, zone)).ok_or_else(wrong)
}

/// A length: `PT1H30M`, `P1D`, `P2W`.
pub(super) fn length(text: &str) -> Option<TimeDelta> {
    let text = text.trim().trim_start_matches('+').strip_prefix('P')?;
    let (mut seconds, mut digits) = (0_i64, String::new());
    for c in text.chars() {
        let unit = match c {
            '0'..='9' if digits.len() < 6 => {
                digits.push(c);
                continue;
            }
            'W' => 604_800,
            'D' => 86_400,
            'H' => 3_600,
            'M' => 60,
            'S' => 1,
            'T' if digits.is_empty() => continue,
            _ => return None,
        };
        seconds += std::mem::take(&mut digits).parse::<i64>().ok()? * unit;
    }
    digits.is_empty().then_some(())?;
    TimeDelta::try_seconds(seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_are_known_by_every_name_that_calendar_programs_give_them() {
        for name in [
            "Europe/London",
            "GMT Standard Time",
            "/mozilla.org/20050126_1/Europe/London",
            "/freeassociation.sourceforge.net/Europe/London",
        ] {
            assert_eq!(named(name), Some(Tz::Europe__London), "{name}");
        }
        assert_eq!(named("/x/America/Argentina/Buenos_Aires"), Some(Tz::America__Argentina__Buenos_Aires));
        assert_eq!(named("W. Europe Standard Time"), Some(Tz::Europe__Berlin));
        assert_eq!(named("UTC"), Some(Tz::UTC));
        assert_eq!(named("Mars/Olympus"), None);
    }

    #[test]
    fn a_length_is_read_in_every_unit() {
        assert_eq!(length("PT1H30M"), Some(TimeDelta::minutes(90)));
        assert_eq!(length("P1DT12H"), Some(TimeDelta::hours(36)));
        assert_eq!(length("P2W"), Some(TimeDelta::days(14)));
        for wrong in ["", "P1", "1H", "P-1D", "PT9999999H"] {
            assert_eq!(length(wrong), None, "{wrong}");
        }
    }
}
