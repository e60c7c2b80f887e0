//! Meetings as calendars read them (RFC 5545).
//!
//! Each meeting is an entry of its own, in UTC: the days and hours are worked out here, once, and no calendar has to know our rules or zones.

use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, Utc};
use icalendar::{Calendar, Component, Event, EventLike, EventStatus as CalendarStatus, Property};
use uuid::Uuid;

use super::model::EventStatus;
use crate::plain::printable;
use crate::when::last_day;

/// The longest line, in octets.
const LINE: usize = 75;

/// A meeting.
pub struct Entry {
    /// The event's, or of a series the occurrence's: stays when the meeting is moved or renamed.
    pub id: Uuid,
    /// Its title.
    pub title: String,
    /// What it is about, in plain text.
    pub description: String,
    /// Where.
    pub place: Option<String>,
    /// Its page.
    pub url: String,
    /// What it is about, in words.
    pub topics: Vec<String>,
    /// Whether it takes place.
    pub status: EventStatus,
    /// From when to when.
    pub instants: (DateTime<Utc>, DateTime<Utc>),
    /// The same on its own wall clock.
    pub wall: (NaiveDateTime, NaiveDateTime),
    /// Whether only the days matter.
    pub all_day: bool,
    /// How often its event was changed.
    pub revision: i64,
    /// When the event was made and last changed.
    pub stamps: (DateTime<Utc>, DateTime<Utc>),
}

/// Writes a calendar. `host` makes the entries' ids unique in the world.
pub fn calendar(host: &str, entries: Vec<Entry>) -> String {
    let mut calendar = Calendar::empty();
    for (name, value) in [("VERSION", "2.0"), ("PRODID", "-//Guildhall//Guildhall//EN"), ("CALSCALE", "GREGORIAN"), ("METHOD", "PUBLISH")] {
        calendar.append_property(Property::new(name, value));
    }
    for entry in entries {
        calendar.push(event(host, entry));
    }
    folded(&calendar.to_string())
}

fn event(host: &str, entry: Entry) -> Event {
    let mut event = Event::with_uid(&format!("{}@{host}", entry.id));
    event
        .timestamp(entry.stamps.1)
        .created(entry.stamps.0)
        .last_modified(entry.stamps.1)
        .sequence(u32::try_from(entry.revision).unwrap_or(u32::MAX))
        .summary(&printable(&entry.title))
        .url(&entry.url)
        .status(match entry.status {
            EventStatus::Cancelled => CalendarStatus::Cancelled,
            EventStatus::Tentative | EventStatus::Draft => CalendarStatus::Tentative,
            EventStatus::Confirmed => CalendarStatus::Confirmed,
        });
    if !entry.description.is_empty() {
        event.description(&printable(&entry.description));
    }
    if let Some(place) = entry.place {
        event.location(&printable(&place));
    }
    if !entry.topics.is_empty() {
        event.categories(entry.topics.iter().map(|topic| printable(topic)));
    }
    let (starts, ends) = entry.wall;
    if entry.all_day {
        event.starts(starts.date()).ends(day_after(last_day(starts, ends)));
    } else {
        event.starts(entry.instants.0);
        // One without an end is a moment: nothing says how long it takes.
        if entry.instants.1 > entry.instants.0 {
            event.ends(entry.instants.1);
        }
    }
    event
}

fn day_after(day: NaiveDate) -> NaiveDate {
    day.checked_add_days(Days::new(1)).unwrap_or(day)
}

/// Folds lines anew: the crate's last piece of a line can be an octet too long.
fn folded(calendar: &str) -> String {
    let mut folded = String::with_capacity(calendar.len() + calendar.len() / 32);
    for line in calendar.replace("\r\n ", "").split_terminator("\r\n") {
        let mut room = LINE;
        for c in line.chars() {
            if c.len_utf8() > room {
                folded.push_str("\r\n ");
                room = LINE - 1;
            }
            room -= c.len_utf8();
            folded.push(c);
        }
        folded.push_str("\r\n");
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::when::wall;

    fn entry(starts: &str, ends: &str) -> Entry {
        let at = |text: &str| wall(text).unwrap();
        let instant = |text: &str| at(text).and_utc();
        Entry {
            id: Uuid::from_u128(7),
            title: "Talk".to_owned(),
            description: String::new(),
            place: None,
            url: "https://g.example/c/design/events/talk".to_owned(),
            topics: Vec::new(),
            status: EventStatus::Confirmed,
            instants: (instant(starts), instant(ends)),
            wall: (at(starts), at(ends)),
            all_day: false,
            revision: 3,
            stamps: (instant("2026-01-01T00:00:00"), instant("2026-02-01T00:00:00")),
        }
    }

    fn unfolded(calendar: &str) -> String {
        calendar.replace("\r\n ", "")
    }

    #[test]
    fn an_entry_has_what_a_calendar_needs_to_update_it() {
        let text = unfolded(&calendar("g.example", vec![entry("2026-03-03T13:00:00", "2026-03-03T14:00:00")]));
        for line in [
            "BEGIN:VCALENDAR",
            "UID:00000000-0000-0000-0000-000000000007@g.example",
            "DTSTART:20260303T130000Z",
            "DTEND:20260303T140000Z",
            "DTSTAMP:20260201T000000Z",
            "LAST-MODIFIED:20260201T000000Z",
            "SEQUENCE:3",
            "STATUS:CONFIRMED",
        ] {
            assert!(text.contains(&format!("{line}\r\n")), "{line} in {text}");
        }
    }

    #[test]
    fn an_all_day_meeting_ends_the_day_after_its_last() {
        let days = |starts, ends| {
            let text = unfolded(&calendar("g.example", vec![Entry { all_day: true, ..entry(starts, ends) }]));
            text.lines().filter(|line| line.starts_with("DTSTART") || line.starts_with("DTEND")).map(str::to_owned).collect::<Vec<_>>()
        };
        let both = |start: &str, end: &str| vec![format!("DTEND;VALUE=DATE:{end}"), format!("DTSTART;VALUE=DATE:{start}")];
        assert_eq!(days("2026-03-30T00:00:00", "2026-04-02T00:00:00"), both("20260330", "20260402"));
        assert_eq!(days("2026-03-30T00:00:00", "2026-03-30T23:59:00"), both("20260330", "20260331"));
    }

    #[test]
    fn hostile_texts_stay_texts_and_no_line_is_too_long() {
        for length in 60..260 {
            let title = format!("{}ü; a, b\\n\r\nEND:VEVENT\u{0}", "ß".repeat(length));
            let text = calendar(
                "g.example",
                vec![Entry {
                    title: title.clone(),
                    description: title.clone(),
                    place: Some(title.clone()),
                    topics: vec![title.clone()],
                    ..entry("2026-03-03T13:00:00", "2026-03-03T13:00:00")
                }],
            );
            assert!(text.split("\r\n").all(|line| line.len() <= LINE && !line.contains(['\r', '\n', '\0'])), "{text}");
            let read: Calendar = text.parse().unwrap();
            let events: Vec<&Event> = read.events().collect();
            let expected = printable(&title);
            assert_eq!(events.len(), 1);
            assert_eq!((events[0].get_summary(), events[0].get_location()), (Some(expected.as_str()), Some(expected.as_str())));
            assert_eq!(events[0].get_categories(), Some(vec![expected]));
            assert!(events[0].get_end().is_none());
        }
    }
}
