//! When a mail is due. Pure.

use chrono::{DateTime, Datelike, Days, NaiveDate, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

use super::model::Rhythm;

/// What is told in the last minute before a digest comes with the next: its transaction may end when the digest has left.
const LAST_MINUTE: TimeDelta = TimeDelta::minutes(1);

/// When what somebody is told now is mailed: on the hour of the clock they live by. `None`: not at all.
pub(super) fn due(rhythm: Rhythm, now: DateTime<Utc>, zone: Tz, hour: u32) -> Option<DateTime<Utc>> {
    let every = match rhythm {
        Rhythm::AtOnce => return Some(now),
        Rhythm::Never => return None,
        Rhythm::Daily => 1,
        Rhythm::Weekly => 7,
    };
    let today = now.with_timezone(&zone).date_naive();
    let first = if every == 7 { today - Days::new(today.weekday().num_days_from_monday().into()) } else { today };
    (0..=2)
        .filter_map(|n| first.checked_add_days(Days::new(n * every)))
        .map(|day| on_the_hour(day, zone, hour))
        .find(|at| *at > now + LAST_MINUTE)
}

/// The hour of a day in a zone; where clocks skip it, the next one there is.
fn on_the_hour(day: NaiveDate, zone: Tz, hour: u32) -> DateTime<Utc> {
    let found = (hour..24).find_map(|hour| zone.from_local_datetime(&day.and_hms_opt(hour, 0, 0)?).earliest());
    found.map_or_else(|| day.and_time(chrono::NaiveTime::MIN).and_utc() + TimeDelta::days(1), |at| at.to_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(rhythm: Rhythm, now: &str, zone: &str, hour: u32) -> Option<String> {
        due(rhythm, now.parse().unwrap(), zone.parse().unwrap(), hour).map(|at| at.format("%Y-%m-%dT%H:%M").to_string())
    }

    #[test]
    fn a_digest_leaves_at_the_hour_of_its_readers_clock() {
        let daily = |now, zone| at(Rhythm::Daily, now, zone, 8).unwrap();
        assert_eq!(daily("2026-03-02T12:00:00Z", "UTC"), "2026-03-03T08:00");
        assert_eq!(daily("2026-03-02T07:00:00Z", "UTC"), "2026-03-02T08:00");
        assert_eq!(daily("2026-03-02T12:00:00Z", "America/New_York"), "2026-03-02T13:00");
        assert_eq!(daily("2026-03-02T23:30:00Z", "Asia/Tokyo"), "2026-03-03T23:00", "it is half past eight there");
        assert_eq!(daily("2026-03-28T12:00:00Z", "Europe/London"), "2026-03-29T07:00", "clocks went forward");
    }

    #[test]
    fn a_weekly_digest_leaves_on_monday() {
        let weekly = |now| at(Rhythm::Weekly, now, "UTC", 8).unwrap();
        assert_eq!(weekly("2026-03-02T07:00:00Z"), "2026-03-02T08:00", "it is Monday");
        assert_eq!(weekly("2026-03-02T08:00:00Z"), "2026-03-09T08:00");
        assert_eq!(weekly("2026-03-08T23:00:00Z"), "2026-03-09T08:00");
    }

    #[test]
    fn what_comes_in_the_last_minute_comes_with_the_next_digest() {
        assert_eq!(at(Rhythm::Daily, "2026-03-02T07:59:30Z", "UTC", 8).unwrap(), "2026-03-03T08:00");
    }

    #[test]
    fn an_hour_that_clocks_skip_is_the_next_one() {
        assert_eq!(at(Rhythm::Daily, "2026-03-28T12:00:00Z", "Europe/London", 1).unwrap(), "2026-03-29T01:00");
        assert_eq!(at(Rhythm::AtOnce, "2026-03-28T12:00:00Z", "Europe/London", 1).unwrap(), "2026-03-28T12:00");
        assert_eq!(at(Rhythm::Never, "2026-03-28T12:00:00Z", "Europe/London", 1), None);
    }
}
