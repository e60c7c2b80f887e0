//! What the entries of a calendar are known by: a UID and, of a meeting whose series is not there, the time that gives it. Pure.

use chrono::{DateTime, NaiveDateTime, NaiveTime, Utc};
use chrono_tz::Tz;
use uuid::Uuid;

use crate::events::schedule::instant;

/// Stands between a UID and the time of a meeting.
const AT: &str = " at ";

/// How that time is written.
const TIME: &str = "%Y-%m-%d %H:%M:%S";

/// Begins what stands for a UID where an entry has none.
const NONE: &str = "without ";

/// What a meeting is known by whose series is not there; `recurrence` is in UTC, or a day.
pub(super) fn of_meeting(uid: &str, recurrence: NaiveDateTime) -> String {
    format!("{uid}{AT}{}", recurrence.format(TIME))
}

/// What an entry without a UID is known by, from what else it says.
pub(super) fn of_none(said: &str) -> String {
    format!("{NONE}{}", super::hash_of(said))
}

/// The UID of what an entry is known by, and the time that gives its meeting.
pub(crate) fn parts(key: &str) -> (&str, Option<NaiveDateTime>) {
    let apart = key.rsplit_once(AT).and_then(|(uid, at)| Some((uid, NaiveDateTime::parse_from_str(at, TIME).ok()?)));
    apart.map_or((key, None), |(uid, at)| (uid, Some(at)))
}

/// The time that gives a meeting, on the clock of its zone; of a whole day, that day.
pub(crate) fn on_clock(recurrence: NaiveDateTime, zone: Tz, all_day: bool) -> NaiveDateTime {
    if all_day { recurrence } else { recurrence.and_utc().with_timezone(&zone).naive_local() }
}

/// The time on the clock of its zone that gives a meeting, as it is kept with what somebody was told: an instant; of a whole day, that day, which is the same wherever the event is held.
pub(crate) fn to_keep(recurrence: NaiveDateTime, zone: Tz, all_day: bool) -> DateTime<Utc> {
    if all_day { recurrence.date().and_time(NaiveTime::MIN).and_utc() } else { instant(recurrence, zone) }
}

/// That time again. Of a whole day an instant was kept once: one that is no midnight is read by the clock of the zone.
pub(crate) fn kept(recurrence: DateTime<Utc>, zone: Tz, all_day: bool) -> NaiveDateTime {
    on_clock(recurrence.naive_utc(), zone, all_day && recurrence.time() == NaiveTime::MIN)
}

/// The UID of an event that was made here, but for the site's name: nothing that holds it has to change where that does.
pub(crate) fn made_here(event: Uuid) -> String {
    format!("{event}@")
}

/// A UID with the site's name, where it is one that was made here.
pub(crate) fn in_full(uid: String, host: &str) -> String {
    match uid.strip_suffix('@').map(str::parse::<Uuid>) {
        Some(Ok(_)) => uid + host,
        _ => uid,
    }
}

/// What an entry was given to be known by everywhere, if it was given anything.
pub(super) fn given(key: &str) -> Option<&str> {
    Some(key).filter(|key| !key.starts_with(NONE))
}

/// The id of an event or a meeting, where a UID is one that a site like this has made.
pub(super) fn id(key: &str) -> Option<Uuid> {
    parts(key).0.split_once('@').and_then(|(id, _)| id.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::when::wall;

    #[test]
    fn a_uid_and_the_time_of_a_meeting_come_apart_again() {
        let at = wall("2026-07-07T12:00:00").unwrap();
        let key = of_meeting("talk at noon@elsewhere", at);
        assert_eq!(parts(&key), ("talk at noon@elsewhere", Some(at)));
        assert_eq!(parts("talk at noon@elsewhere"), ("talk at noon@elsewhere", None));
        assert_eq!(on_clock(at, Tz::Europe__London, false), wall("2026-07-07T13:00:00").unwrap());
        assert_eq!(on_clock(at, Tz::Europe__London, true), at);
    }

    #[test]
    fn a_whole_day_is_the_same_day_wherever_it_is_held() {
        let (day, one, other) = (wall("2026-07-07T00:00:00").unwrap(), Tz::Europe__London, Tz::America__New_York);
        assert_eq!(kept(to_keep(day, one, true), other, true), day);
        assert_eq!(kept(instant(day, one), one, true), day, "as it was kept once");
        assert_eq!(kept(to_keep(day, one, false), other, false), wall("2026-07-06T19:00:00").unwrap());
    }

    #[test]
    fn what_was_made_here_bears_the_sites_name() {
        let made = Uuid::from_u128(7);
        assert_eq!(in_full(made_here(made), "g.example"), format!("{made}@g.example"));
        assert_eq!(in_full("talk@".to_owned(), "g.example"), "talk@");
        assert_eq!(in_full(made.to_string(), "g.example"), made.to_string());
    }

    #[test]
    fn what_has_no_uid_is_known_by_none() {
        assert_eq!((given(&of_none("Talk")), given("talk@elsewhere")), (None, Some("talk@elsewhere")));
    }

    #[test]
    fn what_a_site_like_this_made_is_known_by_an_id() {
        let made = Uuid::from_u128(7);
        assert_eq!(id(&format!("{made}@g.example")), Some(made));
        assert_eq!(id(&of_meeting(&format!("{made}@g.example"), wall("2026-07-07T12:00:00").unwrap())), Some(made));
        assert_eq!((id("talk@elsewhere"), id(&made.to_string())), (None, None));
    }
}
