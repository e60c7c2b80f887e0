//! What an entry holds.

use icalendar::{Calendar, Component, Event, EventLike};

use super::lines::LINE;
use super::*;
use crate::plain::printable;
use crate::when::wall;

fn entry(starts: &str, ends: &str) -> Entry {
    let at = |text: &str| wall(text).unwrap();
    let instant = |text: &str| at(text).and_utc();
    Entry {
        id: Uuid::from_u128(7),
        uid: None,
        title: "Talk".to_owned(),
        description: String::new(),
        place: None,
        url: "https://g.example/c/design/events/talk".to_owned(),
        topics: Vec::new(),
        status: EventStatus::Confirmed,
        private: false,
        organiser: ("Design".to_owned(), "https://g.example/c/design".to_owned()),
        attendee: None,
        wall: (at(starts), at(ends)),
        zone: Tz::Europe__London,
        all_day: false,
        revision: 3,
        stamps: (instant("2026-01-01T00:00:00"), instant("2026-02-01T00:00:00")),
        part: Part::Whole,
    }
}

fn one(entry: Entry) -> String {
    let contents = Contents { entries: vec![entry], ..Contents::default() };
    calendar("g.example", "2026-03-02T12:00:00Z".parse().unwrap(), contents)
}

fn unfolded(calendar: &str) -> String {
    calendar.replace("\r\n ", "")
}

#[test]
fn an_entry_has_what_a_calendar_needs_to_update_it() {
    let text = unfolded(&one(entry("2026-03-03T13:00:00", "2026-03-03T14:00:00")));
    for line in [
        "BEGIN:VCALENDAR",
        "UID:00000000-0000-0000-0000-000000000007@g.example",
        "DTSTART;TZID=Europe/London:20260303T130000",
        "DTEND;TZID=Europe/London:20260303T140000",
        "ORGANIZER;CN=\"Design\":https://g.example/c/design",
        "TRIGGER:-PT1H",
        "DTSTAMP:20260201T000000Z",
        "LAST-MODIFIED:20260201T000000Z",
        "SEQUENCE:3",
        "STATUS:CONFIRMED",
    ] {
        assert!(text.contains(&format!("{line}\r\n")), "{line} in {text}");
    }
}

#[test]
fn what_came_from_another_calendar_keeps_its_uid_whatever_that_holds() {
    let came = Entry {
        uid: Some("talk; 1,2@elsewhere".to_owned()),
        part: Part::Meeting(wall("2026-03-03T13:00:00").unwrap()),
        ..entry("2026-03-04T13:00:00", "2026-03-04T14:00:00")
    };
    let text = unfolded(&one(came));
    assert!(text.contains("UID:talk\\; 1\\,2@elsewhere\r\nRECURRENCE-ID;TZID=Europe/London:20260303T130000\r\n"), "{text}");
}

#[test]
fn an_all_day_meeting_ends_the_day_after_its_last() {
    let days = |starts, ends| {
        let text = unfolded(&one(Entry { all_day: true, ..entry(starts, ends) }));
        text.lines().filter(|line| line.contains("VALUE=DATE:")).map(str::to_owned).collect::<Vec<_>>()
    };
    let both = |start: &str, end: &str| vec![format!("DTSTART;VALUE=DATE:{start}"), format!("DTEND;VALUE=DATE:{end}")];
    assert_eq!(days("2026-03-30T00:00:00", "2026-04-02T00:00:00"), both("20260330", "20260402"));
    assert_eq!(days("2026-03-30T00:00:00", "2026-03-30T23:59:00"), both("20260330", "20260331"));
}

#[test]
fn hostile_texts_stay_texts_and_no_line_is_too_long() {
    for length in 60..260 {
        let title = format!("{}ü; a, b\\n\r\nEND:VEVENT\u{0}", "ß".repeat(length));
        let text = one(Entry {
            title: title.clone(),
            description: title.clone(),
            place: Some(title.clone()),
            topics: vec![title.clone()],
            organiser: (title.clone(), "https://g.example/c/design".to_owned()),
            ..entry("2026-03-03T13:00:00", "2026-03-03T13:00:00")
        });
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
