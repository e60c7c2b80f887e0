//! Dates and times, with the habits of people who write them by hand.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, SubsecRound, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

/// A date as somebody wrote it, perhaps with a time, perhaps with an offset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Moment {
    /// What calendar and clock show; midnight where no time was written.
    pub wall: NaiveDateTime,
    /// Whether a time was written.
    pub timed: bool,
    /// The offset, if one was written.
    pub offset: Option<Offset>,
}

/// An offset as somebody wrote it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Offset {
    /// `Z` or `UTC`: nobody writes that by accident.
    Utc,
    /// `-0500`, which many sites write all year.
    Hours(FixedOffset),
}

impl Moment {
    /// Reads `2019-11-04`, `2019-11-04T13:00:00Z`, `2019-11-04 8:45:00 -0500`, `2019/11/4 1:30 pm` and the like; `24:00` is the next midnight.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let day_ends = text.find(['T', 't', ' ']).unwrap_or(text.len());
        let day = parse_day(&text[..day_ends])?;
        let rest = text[day_ends..].trim_start_matches(['T', 't', ' ']).trim();
        if rest.is_empty() {
            return Some(Self { wall: day.and_time(NaiveTime::MIN), timed: false, offset: None });
        }
        let clock_ends = rest.find(|c: char| !c.is_ascii_digit() && !matches!(c, ':' | '.')).unwrap_or(rest.len());
        let (clock, rest) = rest.split_at(clock_ends);
        let rest = rest.trim();
        let (half, rest) = half_of_day(rest);
        let offset = if rest.is_empty() { None } else { Some(parse_offset(rest)?) };
        Some(Self { wall: clock_on(day, clock, half)?, timed: true, offset })
    }

    /// What the clock shows in a zone: as written where no offset is, or where the source's are known to be wrong; else as the offset says.
    pub fn wall_in(&self, zone: Tz, offsets_are_wrong: bool) -> NaiveDateTime {
        let utc = match self.offset {
            None => return self.wall,
            Some(Offset::Hours(_)) if offsets_are_wrong => return self.wall,
            Some(Offset::Hours(offset)) => self.wall - TimeDelta::seconds(offset.local_minus_utc().into()),
            Some(Offset::Utc) => self.wall,
        };
        zone.from_utc_datetime(&utc).naive_local()
    }

    /// The instant it means, in microseconds. An offset counts unless it is the source's and a zone was asked for in its place.
    pub fn instant(&self, zone: Option<Tz>, offsets_are_wrong: bool) -> DateTime<Utc> {
        let utc = match self.offset {
            Some(Offset::Utc) => self.wall.and_utc(),
            Some(Offset::Hours(offset)) if !(offsets_are_wrong && zone.is_some()) => {
                (self.wall - TimeDelta::seconds(offset.local_minus_utc().into())).and_utc()
            }
            _ => on_the_wall(self.wall, zone.unwrap_or(Tz::UTC)),
        };
        utc.trunc_subsecs(6)
    }
}

/// The instant a wall clock shows a time: the first of two where the clock goes back, an hour on where it jumps over it.
fn on_the_wall(wall: NaiveDateTime, zone: Tz) -> DateTime<Utc> {
    let local = zone.from_local_datetime(&wall).earliest();
    let after_the_gap = || zone.from_local_datetime(&(wall + TimeDelta::hours(1))).earliest();
    local.or_else(after_the_gap).map_or(wall.and_utc(), |time| time.with_timezone(&Utc))
}

fn parse_day(text: &str) -> Option<NaiveDate> {
    let mut parts = text.split(['-', '/', '.']);
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() != 4 {
        return None;
    }
    NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

fn half_of_day(text: &str) -> (Option<bool>, &str) {
    for (words, afternoon) in [(["am", "a.m."], false), (["pm", "p.m."], true)] {
        for word in words {
            if text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word)) {
                return (Some(afternoon), text[word.len()..].trim());
            }
        }
    }
    (None, text)
}

fn clock_on(day: NaiveDate, clock: &str, half: Option<bool>) -> Option<NaiveDateTime> {
    let mut parts = clock.split(':');
    let hour: u32 = parts.next()?.parse().ok()?;
    let minute: u32 = parts.next().map_or(Some(0), |minute| minute.parse().ok())?;
    let seconds = parts.next().unwrap_or("0");
    let (second, fraction) = seconds.split_once('.').unwrap_or((seconds, ""));
    let second: u32 = second.parse().ok()?;
    if parts.next().is_some() {
        return None;
    }
    let hour = match half {
        Some(_) if !(1..=12).contains(&hour) => return None,
        Some(afternoon) => hour % 12 + if afternoon { 12 } else { 0 },
        None => hour,
    };
    if (hour, minute, second) == (24, 0, 0) {
        return day.succ_opt().map(|next| next.and_time(NaiveTime::MIN));
    }
    let nanos: u32 = format!("{fraction:0<9}").get(..9)?.parse().ok()?;
    day.and_hms_nano_opt(hour, minute, second, nanos)
}

fn parse_offset(text: &str) -> Option<Offset> {
    if text.eq_ignore_ascii_case("z") || text.eq_ignore_ascii_case("utc") || text.eq_ignore_ascii_case("gmt") {
        return Some(Offset::Utc);
    }
    let text = text.strip_prefix("UTC").or_else(|| text.strip_prefix("GMT")).unwrap_or(text).trim();
    let (sign, digits) = match text.strip_prefix(['+', '-', '−']) {
        Some(digits) => (if text.starts_with('+') { 1 } else { -1 }, digits.replace(':', "")),
        None => return None,
    };
    let (hours, minutes) = match digits.len() {
        1 | 2 => (digits.parse::<i32>().ok()?, 0),
        4 => (digits[..2].parse::<i32>().ok()?, digits[2..].parse::<i32>().ok()?),
        _ => return None,
    };
    FixedOffset::east_opt(sign * (hours * 3600 + minutes * 60)).map(Offset::Hours)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wall(text: &str) -> Option<String> {
        Moment::parse(text).map(|moment| moment.wall.to_string())
    }

    #[test]
    fn every_habit_of_writing_a_time_is_read() {
        for (written, meant) in [
            ("2019-11-04", "2019-11-04 00:00:00"),
            ("2019-11-04 13:00:00 -0500", "2019-11-04 13:00:00"),
            ("2019-11-04 8:45:00 -0500", "2019-11-04 08:45:00"),
            (" 2019-11-04  13:00:00 ", "2019-11-04 13:00:00"),
            ("2019-11-04T13:00:00-05:00", "2019-11-04 13:00:00"),
            ("2019-11-04T13:00", "2019-11-04 13:00:00"),
            ("2019/11/4 1:30 pm", "2019-11-04 13:30:00"),
            ("2019-11-04 12:05 a.m. EST-", "-"),
            ("2019-11-04 12:05am", "2019-11-04 00:05:00"),
            ("2019-11-04 24:00:00", "2019-11-05 00:00:00"),
            ("2019-11-04T13:00:00.25Z", "2019-11-04 13:00:00.250"),
        ] {
            assert_eq!(wall(written).as_deref().unwrap_or("-"), meant, "{written}");
        }
        for nonsense in ["", "soon", "2019", "2019-13-01", "2019-11-04 25:00", "2019-11-04 13:00 nope", "19-11-04"] {
            assert_eq!(wall(nonsense), None, "{nonsense}");
        }
    }

    #[test]
    fn a_wrong_offset_gives_way_to_the_zone_that_was_asked_for() {
        let summer = Moment::parse("2018-04-27 13:00:00 -0500").unwrap();
        let zone = chrono_tz::America::New_York;
        let new_york = Some(zone);
        assert_eq!(summer.wall_in(zone, true).to_string(), "2018-04-27 13:00:00");
        assert_eq!(summer.wall_in(zone, false).to_string(), "2018-04-27 14:00:00");
        assert_eq!(summer.wall_in(Tz::UTC, false).to_string(), "2018-04-27 18:00:00");
        assert_eq!(summer.instant(new_york, true).to_rfc3339(), "2018-04-27T17:00:00+00:00");
        assert_eq!(summer.instant(new_york, false).to_rfc3339(), "2018-04-27T18:00:00+00:00");
        assert_eq!(Moment::parse("2018-04-27T13:00:00Z").unwrap().instant(new_york, true).to_rfc3339(), "2018-04-27T13:00:00+00:00");
    }

    #[test]
    fn a_time_the_clock_jumps_over_is_an_hour_on() {
        let gap = Moment::parse("2021-03-14 02:30").unwrap();
        assert_eq!(gap.instant(Some(chrono_tz::America::New_York), true).to_rfc3339(), "2021-03-14T07:30:00+00:00");
    }
}
