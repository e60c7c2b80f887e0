use proptest::prelude::*;

use super::*;
use crate::events::model::EventStatus;
use crate::events::record::EventRecord;
use crate::when::wall;

fn brought(file: &str) -> Option<(Vec<EventRecord>, Report)> {
    let mut report = Report::default();
    let horizon = wall("2027-09-02T12:00:00").unwrap();
    let with = Reading { community: "design", zone: Tz::Europe__London, topics: &[], horizon };
    let said = read(file.as_bytes(), &with, &mut report)?.said;
    report.listed.sort_by_key(|left| left.line);
    Some((said.into_iter().map(|said| said.record).collect(), report))
}

fn calendar(entries: &str) -> (Vec<EventRecord>, Report) {
    brought(&format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{entries}END:VCALENDAR\r\n")).unwrap()
}

fn one(lines: &str) -> EventRecord {
    let (mut records, report) = calendar(&format!("BEGIN:VEVENT\r\nUID:a\r\nSUMMARY:A\r\n{lines}END:VEVENT\r\n"));
    assert!(report.is_whole(), "{report}");
    records.remove(0)
}

#[test]
fn times_are_on_the_clock_of_the_zone_they_name() {
    let in_berlin = one("DTSTART;TZID=\"W. Europe Standard Time\":20260310T130000\r\nDTEND;TZID=America/New_York:20260310T090000\r\n");
    assert_eq!(in_berlin.timezone, "Europe/Berlin");
    assert_eq!((in_berlin.starts, in_berlin.ends), (wall("2026-03-10T13:00:00").unwrap(), wall("2026-03-10T14:00:00").unwrap()));
    let utc = one("DTSTART:20260710T120000Z\r\nDURATION:PT90M\r\n");
    assert_eq!(
        (utc.timezone.as_str(), utc.starts, utc.ends),
        ("Europe/London", wall("2026-07-10T13:00:00").unwrap(), wall("2026-07-10T14:30:00").unwrap())
    );
    let floating = one("DTSTART:20260710T120000\r\n");
    assert_eq!((floating.timezone.as_str(), floating.starts), ("Europe/London", wall("2026-07-10T12:00:00").unwrap()));
    let day = one("DTSTART;VALUE=DATE:20260710\r\nDTEND;VALUE=DATE:20260712\r\n");
    assert!(day.all_day && day.ends == wall("2026-07-12T00:00:00").unwrap());
}

#[test]
fn a_series_keeps_its_rule_with_what_is_left_out_added_and_different() {
    let (records, report) = calendar(
        "BEGIN:VEVENT\r\nUID:s\r\nSUMMARY:Show and tell\r\nDTSTART;TZID=Europe/London:20260303T130000\r\nDTEND;TZID=Europe/London:20260303T140000\r\n\
         RRULE:FREQ=WEEKLY;UNTIL=20260428T120000Z\r\nEXDATE;TZID=Europe/London:20260310T130000,20260317T130000\r\nRDATE:20260401T120000Z\r\nEND:VEVENT\r\n\
         BEGIN:VEVENT\r\nUID:s\r\nSUMMARY:Guests\r\nRECURRENCE-ID:20260407T120000Z\r\nDTSTART;TZID=Europe/London:20260408T150000\r\nDTEND;TZID=Europe/London:20260408T160000\r\nEND:VEVENT\r\n\
         BEGIN:VEVENT\r\nUID:s\r\nSUMMARY:Show and tell\r\nSTATUS:CANCELLED\r\nRECURRENCE-ID;TZID=Europe/London:20260414T130000\r\nDTSTART;TZID=Europe/London:20260414T130000\r\nDTEND;TZID=Europe/London:20260414T140000\r\nEND:VEVENT\r\n",
    );
    assert!(report.is_whole() && records.len() == 1, "{report}");
    let series = &records[0];
    assert_eq!(series.exdates.len(), 2);
    assert_eq!(series.rdates, [wall("2026-04-01T13:00:00").unwrap()]);
    let [moved, cancelled] = &series.occurrences[..] else { panic!("{series:?}") };
    assert_eq!((moved.recurrence, moved.starts), (wall("2026-04-07T13:00:00").unwrap(), wall("2026-04-08T15:00:00")));
    assert_eq!(moved.title.as_deref(), Some("Guests"));
    assert_eq!((cancelled.starts, cancelled.status, cancelled.title.as_deref()), (None, Some(EventStatus::Cancelled), None));
}

#[test]
fn the_start_is_a_meeting_even_where_the_rule_does_not_give_it() {
    let series = one("DTSTART;TZID=Europe/London:20260304T130000\r\nRRULE:FREQ=WEEKLY;BYDAY=TU\r\n");
    assert_eq!(series.rdates, [wall("2026-03-04T13:00:00").unwrap()]);
    let listed = one("DTSTART:20260304T130000\r\nRDATE:20260311T130000,20260401T130000\r\n");
    assert!(listed.rrule.is_some() && listed.rdates.len() == 2);
}

#[test]
fn what_is_folded_and_escaped_is_read_as_it_is_meant() {
    let event = one(
        "DTSTART:20260304T130000\r\nLOCATION:Room 4\\, Haldon\r\nDESCRIPTION:One *two*\\nthree\r\n  four\\; five\r\nURL:https://example.org/x\r\nX-GOOGLE-CONFERENCE:https://meet.example/abc\r\n",
    );
    assert_eq!(event.place.as_deref(), Some("Room 4, Haldon"));
    assert_eq!(event.body, "One \\*two\\*\\\nthree four; five\n\n\n<https://example.org/x>");
    assert_eq!(event.online_url.as_deref(), Some("https://meet.example/abc"));
}

#[test]
fn what_can_be_read_of_a_broken_file_is_read_and_the_rest_listed_by_line() {
    let (records, report) = brought(
        "BEGIN:VCALENDAR\nnonsense\nBEGIN:VEVENT\nUID:1\nSUMMARY:No start\nEND:VEVENT\nBEGIN:VEVENT\nUID:2\nSUMMARY:Fine\nDTSTART:20260310T130000Z\nBEGIN:VALARM\nSUMMARY:Wake up\nEND:VALARM\nEND:VEVENT\n\
         BEGIN:VEVENT\nUID:3\nSUMMARY:Odd\nDTSTART;TZID=Mars/Olympus:20260310T130000\nEND:VEVENT\nBEGIN:VEVENT\nUID:4\nSUMMARY:Year one\nDTSTART:00010310T130000\nEND:VEVENT\n\
         BEGIN:VEVENT\nUID:5\nCLASS:PRIVATE\nSUMMARY:Doctor\nDTSTART:20260310T130000Z\nEND:VEVENT\nBEGIN:VEVENT\nUID:6\nSUMMARY:Bad rule\nDTSTART:20260310T130000Z\nRRULE:FREQ=SOMETIMES\nEND:VEVENT\n\
         BEGIN:VEVENT\nUID:7\nSUMMARY:Cut off\nDTSTART:20260311T13",
    )
    .unwrap();
    let titles: Vec<&str> = records.iter().map(|record| record.title.as_str()).collect();
    assert_eq!(titles, ["Fine", "Bad rule"]);
    let lines: Vec<usize> = report.listed.iter().map(|left| left.line).collect();
    assert_eq!(lines, [2, 3, 15, 20, 25, 31, 37, 37], "{report}");
    assert!(report.to_string().contains("line 15: “Mars/Olympus” is no time zone that is known here, so it was left out"), "{report}");
}

#[test]
fn a_file_without_a_calendar_is_none() {
    assert!(brought("").is_none() && brought("name,date\nTalk,2026-03-10\n").is_none() && brought("\u{0}\u{1}PNG").is_none());
}

#[test]
fn a_file_brings_at_most_ten_thousand_meetings() {
    let daily =
        |n: usize| format!("BEGIN:VEVENT\r\nUID:{n}\r\nSUMMARY:{n}\r\nDTSTART:20260101T130000Z\r\nRRULE:FREQ=HOURLY\r\nEND:VEVENT\r\n");
    let (records, report) = calendar(&(0..20).map(daily).collect::<String>());
    assert_eq!(records.len(), 5);
    assert!(report.to_string().contains("more than 10000 meetings"), "{report}");
}

/// Lines as calendars have them, and broken in every way.
fn line() -> impl Strategy<Value = String> {
    let name = prop_oneof![
        Just("DTSTART"),
        Just("DTEND"),
        Just("DURATION"),
        Just("RRULE"),
        Just("EXDATE"),
        Just("RDATE"),
        Just("RECURRENCE-ID"),
        Just("UID"),
        Just("SUMMARY"),
        Just("DESCRIPTION"),
        Just("BEGIN"),
        Just("END"),
        Just("CATEGORIES"),
        Just("X-WR-TIMEZONE"),
        Just("TZID"),
        Just("")
    ];
    let parameter = prop_oneof![
        Just(""),
        Just(";VALUE=DATE"),
        Just(";TZID=Europe/London"),
        Just(";TZID=\"Romance Standard Time\""),
        Just(";TZID="),
        Just(";X=\""),
        Just(";=;")
    ];
    let value = prop_oneof![
        Just("20260310T130000".to_owned()),
        Just("20260310".to_owned()),
        Just("99991231T235959Z".to_owned()),
        Just("VEVENT".to_owned()),
        Just("VCALENDAR".to_owned()),
        Just("VTIMEZONE".to_owned()),
        Just("FREQ=DAILY;COUNT=3".to_owned()),
        Just("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=2".to_owned()),
        Just("PT999999H".to_owned()),
        Just("P1W".to_owned()),
        "FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)(;(COUNT|INTERVAL|BYDAY|BYSETPOS|UNTIL|BYMONTHDAY)=-?[0-9A-Z]{1,8}){0,3}",
        ".{0,20}"
    ];
    (
        name,
        parameter,
        prop_oneof![Just(":"), Just(":"), Just(":"), Just(";"), Just("")],
        value,
        prop_oneof![Just("\r\n"), Just("\n"), Just("\r\n "), Just("\n\n")],
    )
        .prop_map(|(name, parameter, colon, value, end)| format!("{name}{parameter}{colon}{value}{end}"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn no_file_makes_the_reader_panic(lines in proptest::collection::vec(line(), 0..30), bytes in proptest::collection::vec(any::<u8>(), 0..60)) {
        let lines = lines.concat();
        let entry = format!("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n{lines}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");
        drop(brought(&entry));
        drop(brought(&lines));
        let mut file = entry.into_bytes();
        file.extend(bytes);
        let with = Reading { community: "design", zone: Tz::UTC, topics: &[], horizon: wall("2027-09-02T12:00:00").unwrap() };
        drop(read(&file, &with, &mut Report::default()));
    }
}
