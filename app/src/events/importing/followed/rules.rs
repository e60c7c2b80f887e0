//! When a followed calendar is read, what is taken for one, and what is shown of its address. Pure.

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

/// The most calendars a community follows.
pub(super) const MOST: usize = 10;

/// How long one may fail before nobody asks for it any more.
const PATIENCE: TimeDelta = TimeDelta::days(14);

/// When a calendar is read again that has failed so often in a row: within the hour, later and later to once a day, and up to a tenth later still, so that not all are asked for at once.
pub(super) fn next(now: DateTime<Utc>, failures: i32, id: Uuid) -> DateTime<Utc> {
    let pause = TimeDelta::hours(1 << failures.clamp(0, 5)).min(TimeDelta::days(1));
    // The last half of an id is random.
    let seed = id.as_u64_pair().1 ^ now.timestamp_micros().unsigned_abs();
    let thousandths = (seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) % 101;
    now + pause + pause * i32::try_from(thousandths).unwrap_or_default() / 1_000
}

/// Whether it has failed for so long that nobody asks for it any more.
pub(super) fn gives_up(failing_since: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    now - failing_since >= PATIENCE
}

/// An address without its query, which may hold a secret.
pub(super) fn shown(address: &str) -> &str {
    address.split(['?', '#']).next().unwrap_or(address)
}

/// What came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sent {
    /// A calendar.
    Calendar,
    /// One without entries.
    Empty,
    /// One that ends before its end.
    BreaksOff,
    /// Something else.
    Other,
}

impl Sent {
    /// What it is.
    pub(super) fn of(file: &[u8]) -> Self {
        let file = file.strip_prefix(b"\xef\xbb\xbf").unwrap_or(file);
        let lines =
            |word: &str| file.split(|byte| *byte == b'\n').filter(|line| line.trim_ascii().eq_ignore_ascii_case(word.as_bytes())).count();
        match (lines("BEGIN:VCALENDAR"), lines("END:VCALENDAR"), lines("BEGIN:VEVENT")) {
            (0, ..) => Self::Other,
            (begun, ended, _) if ended < begun => Self::BreaksOff,
            (_, _, 0) => Self::Empty,
            _ => Self::Calendar,
        }
    }

    /// Why nothing is done with it, and what to do about that.
    pub(super) const fn says(self) -> &'static str {
        match self {
            Self::Calendar => "",
            Self::Empty => "It holds no entries at present. What came from it before stays as it is.",
            Self::BreaksOff => "It breaks off before its end, so nothing was changed. Where it stays so, ask whoever keeps the calendar.",
            Self::Other => {
                "What is there is no calendar: it does not hold BEGIN:VCALENDAR. A page that shows a calendar is none; look there for the address for calendar programs, which often ends in .ics."
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_calendar_is_read_once_an_hour_and_one_that_fails_less_and_less_often() {
        let now: DateTime<Utc> = "2026-03-02T12:00:00Z".parse().unwrap();
        for (failures, hours) in [(0, 1), (1, 2), (2, 4), (3, 8), (4, 16), (5, 24), (6, 24), (i32::MAX, 24), (-1, 1)] {
            for _ in 0..50 {
                let pause = next(now, failures, Uuid::now_v7()) - now;
                let least = TimeDelta::hours(hours);
                assert!(pause >= least && pause <= least + least / 10, "{failures}: {pause}");
            }
        }
        let all: std::collections::BTreeSet<_> = (0..50).map(|_| next(now, 0, Uuid::now_v7())).collect();
        assert!(all.len() > 10, "they are spread: {all:?}");
    }

    #[test]
    fn it_is_given_up_after_two_weeks_of_failures() {
        let since: DateTime<Utc> = "2026-03-02T12:00:00Z".parse().unwrap();
        assert!(!gives_up(since, since + TimeDelta::days(13)));
        assert!(gives_up(since, since + TimeDelta::days(14)));
    }

    #[test]
    fn an_address_is_shown_without_what_may_be_secret() {
        assert_eq!(shown("https://calendar.example/team.ics?key=1"), "https://calendar.example/team.ics");
        assert_eq!(shown("https://calendar.example/"), "https://calendar.example/");
    }

    #[test]
    fn only_a_whole_calendar_with_entries_changes_anything() {
        let of = |text: &str| Sent::of(text.as_bytes());
        assert_eq!(of("\u{feff}begin:vcalendar\r\nBEGIN:VEVENT\r\nEND:VEVENT\r\nEND:VCALENDAR"), Sent::Calendar);
        assert_eq!(of("BEGIN:VCALENDAR\nEND:VCALENDAR\n"), Sent::Empty);
        assert_eq!(of("BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:A"), Sent::BreaksOff);
        for other in ["", "<html>BEGIN:VCALENDAR</html>", "\u{0}\u{1}", "END:VCALENDAR"] {
            assert_eq!(of(other), Sent::Other, "{other}");
        }
    }
}
