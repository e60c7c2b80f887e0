//! Dates and times as people read them: the one place that formats any. Absolute, British, in the event's own zone.
//!
//! The browser holds no time zones, so all of it happens on the server and crosses the wire as text, beside what `<time datetime>` takes.

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, Offset, SecondsFormat, TimeZone, Timelike, Utc};
use chrono_tz::{OffsetName, Tz};

use crate::ui::time::{Stamp, When};

/// Reads a wall-clock time as the database stores it, `2026-03-01T13:00:00`.
pub fn wall(text: &str) -> Option<NaiveDateTime> {
    as_written(text).or_else(|| text.parse().ok())
}

/// Reads just that form, many times faster than what reads every other that ISO 8601 has.
fn as_written(text: &str) -> Option<NaiveDateTime> {
    let [_, _, _, _, b'-', _, _, b'-', _, _, b'T', _, _, b':', _, _, b':', _, _] = text.as_bytes() else { return None };
    let part =
        |from: usize, to: usize| text.get(from..to).filter(|part| part.bytes().all(|byte| byte.is_ascii_digit()))?.parse::<u32>().ok();
    let day = NaiveDate::from_ymd_opt(i32::try_from(part(0, 4)?).ok()?, part(5, 7)?, part(8, 10)?)?;
    day.and_hms_opt(part(11, 13)?, part(14, 16)?, part(17, 19)?)
}

/// "Tuesday 3 March 2026".
pub fn weekday_and_date(date: NaiveDate) -> String {
    date.format("%A %-d %B %Y").to_string()
}

/// "Tuesday".
pub fn weekday(date: NaiveDate) -> String {
    date.format("%A").to_string()
}

/// "3 March": where the year stands above.
pub fn day_and_month(date: NaiveDate) -> String {
    date.format("%-d %B").to_string()
}

/// "3 March 2026".
pub fn date(date: NaiveDate) -> String {
    date.format("%-d %B %Y").to_string()
}

/// "March 2026".
pub fn month(date: NaiveDate) -> String {
    date.format("%B %Y").to_string()
}

/// "Tue": where a day stands above it.
pub fn short_weekday(date: NaiveDate) -> String {
    date.format("%a").to_string()
}

/// "Mar": where a day stands above it.
pub fn short_month(date: NaiveDate) -> String {
    date.format("%b").to_string()
}

/// The day of an instant, UTC: "3 March 2026".
pub fn stamp(instant: DateTime<Utc>) -> Stamp {
    Stamp { text: date(instant.date_naive()), datetime: instant.to_rfc3339_opts(SecondsFormat::Secs, true) }
}

/// A day: "3 March 2026".
pub fn day_stamp(day: NaiveDate) -> Stamp {
    Stamp { text: date(day), datetime: day.to_string() }
}

/// "1 pm", "1:30 pm", "midday", "midnight".
pub fn clock_time(time: NaiveTime) -> String {
    match (time.hour(), time.minute()) {
        (0, 0) => "midnight".to_owned(),
        (12, 0) => "midday".to_owned(),
        (_, 0) => format!("{} {}", time.hour12().1, half(time)),
        (_, minute) => format!("{}:{minute:02} {}", time.hour12().1, half(time)),
    }
}

fn half(time: NaiveTime) -> &'static str {
    if time.hour12().0 { "pm" } else { "am" }
}

/// "3 March 2026", "3 to 5 March 2026", "30 March to 2 April 2026", "30 December 2026 to 2 January 2027".
pub fn dates(first: NaiveDate, last: NaiveDate) -> String {
    if first >= last {
        return date(first);
    }
    let from = if first.year() != last.year() {
        date(first)
    } else if first.month() != last.month() {
        first.format("%-d %B").to_string()
    } else {
        first.day().to_string()
    };
    format!("{from} to {}", date(last))
}

/// "Tuesday 3 March 2026, 1 pm", or the date alone.
pub fn moment(wall: NaiveDateTime, all_day: bool) -> String {
    let day = weekday_and_date(wall.date());
    if all_day { day } else { format!("{day}, {}", clock_time(wall.time())) }
}

/// When a meeting is, in its own zone. `all_day` leaves the hours out.
pub fn meeting(starts: NaiveDateTime, ends: NaiveDateTime, zone: &str, all_day: bool) -> When {
    let (first, last) = (starts.date(), last_day(starts, ends));
    let known: Option<Tz> = zone.parse().ok();
    let dates = if first == last { weekday_and_date(first) } else { dates(first, last) };
    let (day, month) = (first.day().to_string(), short_month(first));
    if all_day {
        return When {
            starts: first.to_string(),
            ends: last.to_string(),
            day,
            month,
            offset: None,
            ends_offset: None,
            dates,
            hours: None,
            zone: String::new(),
            zone_short: String::new(),
        };
    }
    let hours = hours(starts, ends);
    let (zone, zone_short) = known.map_or_else(|| (zone.to_owned(), zone.to_owned()), |tz| zone_names(tz, starts));
    let offset = |wall: NaiveDateTime| known.and_then(|tz| minutes_ahead(tz, wall));
    When {
        starts: machine(starts, known),
        ends: machine(ends, known),
        day,
        month,
        offset: offset(starts),
        ends_offset: offset(ends),
        dates,
        hours: Some(hours),
        zone,
        zone_short,
    }
}

/// When a meeting is, as a calendar says it: when it begins for machines, "1 pm to 2 pm GMT" or "All day", and how many minutes its zone is ahead of UTC.
pub fn briefly(starts: NaiveDateTime, ends: NaiveDateTime, zone: &str, all_day: bool) -> (String, String, Option<i32>) {
    if all_day {
        return (starts.date().to_string(), "All day".to_owned(), None);
    }
    let known: Option<Tz> = zone.parse().ok();
    let short = known.map_or_else(|| zone.to_owned(), |tz| zone_short(tz, starts));
    (machine(starts, known), hours(starts, ends) + " " + &short, known.and_then(|tz| minutes_ahead(tz, starts)))
}

/// "1 pm to 2:30 pm", "1 pm on Tuesday to 3 pm on Thursday".
fn hours(starts: NaiveDateTime, ends: NaiveDateTime) -> String {
    let (from, to) = (clock_time(starts.time()), clock_time(ends.time()));
    if ends <= starts {
        from
    } else if starts.date() == last_day(starts, ends) {
        format!("{from} to {to}")
    } else {
        format!("{from} on {} to {to} on {}", starts.format("%A"), ends.format("%A"))
    }
}

fn minutes_ahead(tz: Tz, wall: NaiveDateTime) -> Option<i32> {
    Some(tz.offset_from_local_datetime(&wall).earliest()?.fix().local_minus_utc() / 60)
}

/// The last day a meeting touches: one that ends at midnight ends the day before.
pub fn last_day(starts: NaiveDateTime, ends: NaiveDateTime) -> NaiveDate {
    let at_midnight = ends.time() == NaiveTime::MIN && ends > starts;
    let last = if at_midnight { ends.date().checked_sub_days(Days::new(1)) } else { Some(ends.date()) };
    last.unwrap_or(ends.date()).max(starts.date())
}

fn machine(wall: NaiveDateTime, zone: Option<Tz>) -> String {
    match zone.and_then(|tz| tz.from_local_datetime(&wall).earliest()) {
        Some(instant) => {
            let utc = instant.naive_utc();
            // Long lists of meetings are made of these.
            let (day, time) = (utc.date(), utc.time());
            format!("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", day.year(), day.month(), day.day(), time.hour(), time.minute(), time.second())
        }
        // In the hour that daylight saving skips, or in a zone nobody knows: the wall clock alone is still valid HTML.
        None => wall.format("%Y-%m-%dT%H:%M").to_string(),
    }
}

/// The short form of a zone's name at that time: "GMT".
fn zone_short(tz: Tz, wall: NaiveDateTime) -> String {
    if is_utc(tz) {
        return "UTC".to_owned();
    }
    let offset = match tz.offset_from_local_datetime(&wall).earliest() {
        Some(offset) => offset,
        None => tz.offset_from_utc_datetime(&wall),
    };
    match offset.abbreviation() {
        Some(letters) if letters.starts_with(|c: char| c.is_ascii_alphabetic()) => letters.to_owned(),
        _ => utc_offset(offset.fix().local_minus_utc()),
    }
}

fn is_utc(tz: Tz) -> bool {
    matches!(tz.name(), "UTC" | "Etc/UTC" | "Etc/GMT" | "GMT" | "Etc/UCT" | "Zulu")
}

/// A zone's name as people know it and its short form at that time: "London time (GMT)" and "GMT".
fn zone_names(tz: Tz, wall: NaiveDateTime) -> (String, String) {
    let short = zone_short(tz, wall);
    let place = match tz.name() {
        _ if is_utc(tz) => return (short.clone(), short),
        "America/New_York" | "US/Eastern" => "US Eastern time",
        "America/Chicago" | "US/Central" => "US Central time",
        "America/Denver" | "US/Mountain" => "US Mountain time",
        "America/Los_Angeles" | "US/Pacific" => "US Pacific time",
        name => {
            let city = name.rsplit('/').next().unwrap_or(name).replace('_', " ");
            return (format!("{city} time ({short})"), short);
        }
    };
    (format!("{place} ({short})"), short)
}

/// "UTC+5:30".
fn utc_offset(seconds: i32) -> String {
    let (hours, minutes) = (seconds.abs() / 3600, seconds.abs() / 60 % 60);
    let sign = if seconds < 0 { '−' } else { '+' };
    if minutes == 0 { format!("UTC{sign}{hours}") } else { format!("UTC{sign}{hours}:{minutes:02}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> NaiveDateTime {
        wall(text).unwrap()
    }

    fn said(starts: &str, ends: &str, zone: &str) -> String {
        let when = meeting(at(starts), at(ends), zone, false);
        format!("{}, {}, {}", when.dates, when.hours.unwrap(), when.zone)
    }

    #[test]
    fn a_wall_clock_time_is_read_as_it_is_stored_and_in_the_other_forms_that_are_times() {
        let time = |text: &str| wall(text).map(|time| time.to_string());
        assert_eq!(time("2026-03-01T13:05:09").as_deref(), Some("2026-03-01 13:05:09"));
        assert_eq!(time("2026-03-01T13:05:09.5").as_deref(), Some("2026-03-01 13:05:09.500"));
        for text in ["2026-02-30T13:00:00", "2026-03-01T24:00:00", "2026-03-01 13:00", "2026-03-0éT13:00:00", ""] {
            assert_eq!(time(text), None, "{text}");
        }
    }

    #[test]
    fn a_meeting_reads_in_its_own_zone_and_season() {
        assert_eq!(
            said("2026-03-03T13:00:00", "2026-03-03T14:30:00", "Europe/London"),
            "Tuesday 3 March 2026, 1 pm to 2:30 pm, London time (GMT)"
        );
        assert_eq!(
            said("2026-07-03T12:00:00", "2026-07-03T13:00:00", "Europe/London"),
            "Friday 3 July 2026, midday to 1 pm, London time (BST)"
        );
        assert_eq!(
            said("2026-03-03T14:00:00", "2026-03-03T15:00:00", "America/New_York"),
            "Tuesday 3 March 2026, 2 pm to 3 pm, US Eastern time (EST)"
        );
        assert_eq!(
            said("2026-03-03T09:05:00", "2026-03-03T10:00:00", "Asia/Dubai"),
            "Tuesday 3 March 2026, 9:05 am to 10 am, Dubai time (UTC+4)"
        );
        assert_eq!(said("2026-03-03T09:00:00", "2026-03-03T10:00:00", "UTC"), "Tuesday 3 March 2026, 9 am to 10 am, UTC");
        assert_eq!(said("2026-03-03T09:00:00", "2026-03-03T10:00:00", "Mars/Crater"), "Tuesday 3 March 2026, 9 am to 10 am, Mars/Crater");
    }

    #[test]
    fn a_meeting_over_several_days_says_both_ends() {
        assert_eq!(
            said("2026-03-03T13:00:00", "2026-03-05T15:00:00", "Europe/London"),
            "3 to 5 March 2026, 1 pm on Tuesday to 3 pm on Thursday, London time (GMT)"
        );
        assert_eq!(said("2026-03-03T20:00:00", "2026-03-04T00:00:00", "UTC"), "Tuesday 3 March 2026, 8 pm to midnight, UTC");
    }

    #[test]
    fn a_meeting_without_an_end_says_when_it_begins() {
        assert_eq!(said("2026-03-03T13:00:00", "2026-03-03T13:00:00", "UTC"), "Tuesday 3 March 2026, 1 pm, UTC");
    }

    #[test]
    fn an_all_day_meeting_has_dates_only() {
        let when = meeting(at("2026-03-30T00:00:00"), at("2026-04-02T00:00:00"), "Europe/London", true);
        assert_eq!(
            (when.dates.as_str(), when.hours, when.starts.as_str(), when.ends.as_str()),
            ("30 March to 1 April 2026", None, "2026-03-30", "2026-04-01")
        );
        let one = meeting(at("2026-03-30T00:00:00"), at("2026-03-30T23:59:00"), "Europe/London", true);
        assert_eq!(one.dates, "Monday 30 March 2026");
    }

    #[test]
    fn machines_get_the_instant_and_a_skipped_hour_stays_wall_clock() {
        let when = meeting(at("2026-07-03T12:00:00"), at("2026-07-03T13:00:00"), "Europe/London", false);
        assert_eq!((when.starts.as_str(), when.ends.as_str(), when.offset), ("2026-07-03T11:00:00Z", "2026-07-03T12:00:00Z", Some(60)));
        assert_eq!(meeting(at("2026-01-03T12:00:00"), at("2026-01-03T13:00:00"), "America/New_York", false).offset, Some(-300));
        assert_eq!(meeting(at("2026-03-29T01:30:00"), at("2026-03-29T03:00:00"), "Europe/London", false).starts, "2026-03-29T01:30");
    }

    #[test]
    fn ranges_name_no_more_than_differs() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(dates(day("2026-12-30"), day("2027-01-02")), "30 December 2026 to 2 January 2027");
        assert_eq!(dates(day("2026-03-30"), day("2026-04-02")), "30 March to 2 April 2026");
        assert_eq!(dates(day("2026-03-03"), day("2026-03-03")), "3 March 2026");
        assert_eq!(month(day("2026-03-03")), "March 2026");
    }

    #[test]
    fn offsets_without_letters_are_spelled_out() {
        assert_eq!(utc_offset(19_800), "UTC+5:30");
        assert_eq!(utc_offset(-10_800), "UTC−3");
    }
}
