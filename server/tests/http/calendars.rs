//! Calendars as other people's programs read them: `icalendar` and `recurring-ical-events` for Python find the very meetings that the site holds. It is noon on Monday 2 March 2026.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use app::on;
use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use uuid::Uuid;

use crate::on_every_database;
use crate::site::TestSite;

/// Odd offsets, clocks that change by half an hour, backwards, for a month of fasting, in the other half of the year, or not at all.
const ZONES: [&str; 12] = [
    "Europe/London",
    "Europe/Dublin",
    "America/New_York",
    "America/St_Johns",
    "America/Santiago",
    "Asia/Kathmandu",
    "Asia/Gaza",
    "Australia/Lord_Howe",
    "Pacific/Chatham",
    "Africa/Casablanca",
    "Africa/Cairo",
    "UTC",
];

/// Name, first start and end, what else stands in the file.
const SERIES: [(&str, &str, &str, &str); 9] = [
    (
        "weekly",
        "2022-01-04T13:00",
        "2022-01-04T14:00",
        "rrule: FREQ=WEEKLY\nexdates: ['2022-01-04T13:00', '2026-03-17T13:00']\nrdates: ['2026-03-19T09:15']\noccurrences:\n\
         - {recurrence: '2026-03-24T13:00', starts: '2026-03-25T10:00', ends: '2026-03-25T12:00', title: Moved}\n- {recurrence: '2023-05-02T13:00', title: Then}\n\
         - {recurrence: '2026-03-31T13:00', status: cancelled, cancelled_because: Snow}\n- {recurrence: '2026-04-07T13:00', status: draft}\n\
         - {recurrence: '2026-03-19T09:15', title: Besides}\n",
    ),
    ("monthly", "2022-01-05T09:30", "2022-01-05T10:45", "rrule: FREQ=MONTHLY;BYDAY=2TU\n"),
    ("nightly", "2026-01-01T01:30", "2026-01-01T02:30", "rrule: FREQ=DAILY;COUNT=330\n"),
    ("midnight", "2025-09-05T00:00", "2025-09-05T00:45", "rrule: FREQ=DAILY;COUNT=240\n"),
    ("late", "2022-01-08T22:00", "2022-01-09T04:00", "rrule: FREQ=WEEKLY;BYDAY=SA,TH;UNTIL=20261231T235959\n"),
    ("quarterly", "2022-01-28T16:00", "2022-01-28T17:00", "rrule: FREQ=MONTHLY;INTERVAL=3;BYDAY=FR;BYSETPOS=-1\n"),
    ("days", "2024-02-29T00:00", "2024-03-02T00:00", "all_day: true\nrrule: FREQ=MONTHLY;BYMONTHDAY=-1\nexdates: ['2026-03-31T00:00']\n"),
    (
        "before",
        "2026-03-12T13:00",
        "2026-03-12T14:00",
        "rrule: FREQ=WEEKLY;COUNT=5\nrdates: ['2026-03-04T09:15']\noccurrences:\n- {recurrence: '2026-03-04T09:15', title: Before, place: Elsewhere}\n",
    ),
    ("once", "2026-03-29T02:15", "2026-03-29T03:30", ""),
];

fn file(zone: &str, (name, starts, ends, more): (&str, &str, &str, &str)) -> (String, String) {
    let slug = format!("{name}-{}", zone.replace(['/', '_'], "-").to_lowercase());
    (format!("events/design/{slug}.md"), format!("---\ntitle: {slug}\nstarts: {starts}\nends: {ends}\ntimezone: {zone}\n{more}---\n"))
}

/// What takes place: whose it is, from when, until when, how it is called, and whether it does.
pub type Taken = (String, String, String, String, String);

/// What Python finds in a calendar.
pub fn expanded(calendar: &str, from: &str, to: &str) -> Vec<Taken> {
    let python = std::env::var_os("TEST_ICS")
        .map(PathBuf::from)
        .filter(|python| python.exists())
        .expect("TEST_ICS names no Python that has icalendar: run the tests through `make test`, which installs it");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/http/expand.py");
    let mut process = Command::new(python)
        .arg(script)
        .args([from, to])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    process.stdin.take().unwrap().write_all(calendar.as_bytes()).unwrap();
    let output = process.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    let mut found: Vec<Taken> = text
        .lines()
        .map(|line| {
            let meeting: serde_json::Value = serde_json::from_str(line).unwrap();
            let field = |name: &str| meeting[name].as_str().unwrap().to_owned();
            (field("title"), field("starts"), field("ends"), field("status"), field("uid"))
        })
        .filter(|(_, starts, ..)| starts.as_str() >= from && starts.as_str() < to)
        .collect();
    found.sort();
    found
}

/// What the site holds.
pub async fn held(site: &TestSite, from: &str, to: &str) -> Vec<Taken> {
    type Row = (Uuid, String, String, bool, DateTime<Utc>, DateTime<Utc>, String, String);
    const HELD: &str = "select e.id, coalesce(o.title, e.title), coalesce(o.status, e.status), e.all_day, o.starts_at, o.ends_at, o.starts_wall, o.ends_wall \
                        from occurrence o join event e on e.id = o.event_id where coalesce(o.status, e.status) <> 'draft'";
    let rows: Vec<Row> = on!(site.db().reader(), c => sqlx::query_as(HELD).fetch_all(c)).unwrap();
    let mut held: Vec<Taken> = rows
        .into_iter()
        .map(|(id, title, status, all_day, starts, ends, starts_wall, ends_wall)| {
            let instant = |at: DateTime<Utc>| at.format("%Y-%m-%dT%H:%M:%SZ").to_string();
            let last = || (ends_wall.parse::<NaiveDateTime>().unwrap() - TimeDelta::seconds(1)).date().succ_opt().unwrap().to_string();
            let times = if all_day { (starts_wall[..10].to_owned(), last()) } else { (instant(starts), instant(ends)) };
            (title, times.0, times.1, status, format!("{id}@site.example"))
        })
        .filter(|(_, starts, ..)| starts.as_str() >= from && starts.as_str() < to)
        .collect();
    held.sort();
    held
}

pub fn same(found: &[Taken], held: &[Taken]) {
    let only = |some: &[Taken], others: &[Taken]| some.iter().filter(|one| !others.contains(one)).take(12).cloned().collect::<Vec<_>>();
    assert!(found == held, "only in the calendar: {:#?}\nonly on the site: {:#?}", only(found, held), only(held, found));
}

on_every_database!(async fn other_programs_find_the_very_meetings_the_site_holds_over_five_years_in_twelve_zones(site) {
    let (from, to) = ("2022-01-01", "2027-08-30");
    let files: Vec<(String, String)> = ZONES.iter().flat_map(|zone| SERIES.iter().map(|series| file(zone, *series))).collect();
    let mut files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    files.push(("communities/design.md", "---\nname: Design\n---\n"));
    site.clock.set("2026-03-02T12:00:00Z".parse().unwrap());
    site.holds(&files).await;
    let held = held(site, from, to).await;
    assert!(held.len() > 15_000, "{}", held.len());
    let feed = site.get("/c/design/calendar.ics").await.body;
    assert!(feed.split("\r\n").all(|line| line.len() <= 75));
    assert_eq!(feed.matches("BEGIN:VTIMEZONE").count(), ZONES.len() - 1);
    same(&expanded(&feed, from, to), &held);
    for address in ["/c/design/events/weekly-asia-kathmandu", "/c/design/events/nightly-europe-london", "/c/design/events/once-africa-cairo"] {
        let slug = address.rsplit('/').next().unwrap();
        let of_event: Vec<Taken> = {
            let uid = &held.iter().find(|meeting| meeting.0 == slug).unwrap().4;
            held.iter().filter(|meeting| meeting.4 == *uid).cloned().collect()
        };
        same(&expanded(&site.get(&format!("{address}/event.ics")).await.body, from, to), &of_event);
    }
    let one = expanded(&site.get("/c/design/events/weekly-europe-london/2026-03-24/event.ics").await.body, from, to);
    assert_eq!((one.len(), one[0].0.as_str(), one[0].1.as_str()), (1, "Moved", "2026-03-25T10:00:00Z"));
});

on_every_database!(async fn a_month_and_a_week_are_tables_with_ways_to_those_beside_them(site) {
    let event = |slug: &str, starts: &str, ends: &str, more: &str| {
        let text = format!("---\ntitle: {slug} meets\nstarts: {starts}\nends: {ends}\ntimezone: Europe/London\n{more}---\n");
        (format!("events/design/{slug}.md"), text)
    };
    let files = [
        event("ants", "2026-03-10T13:00", "2026-03-10T14:00", "format: workshop\n"),
        event("bees", "2026-03-10T13:30", "2026-03-10T15:00", "status: cancelled\n"),
        event("cats", "2026-03-10T16:00", "2026-03-10T17:00", ""),
        event("days", "2026-03-30T00:00", "2026-04-02T00:00", "all_day: true\n"),
        event("elks", "2026-05-10T13:00", "2026-05-10T14:00", ""),
        event("fish", "2026-03-11T13:00", "2026-03-11T14:00", "status: draft\n"),
    ];
    let mut files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    files.push(("communities/design.md", "---\nname: Design\n---\n"));
    files.push(("communities/inner.md", "---\nname: Inner\naudience: {events: members}\n---\n"));
    files.push(("events/inner/secret.md", "---\ntitle: Secret meets\nstarts: 2026-03-12T13:00\nends: 2026-03-12T14:00\ntimezone: UTC\n---\n"));
    site.clock.set("2026-03-02T12:00:00Z".parse().unwrap());
    site.holds(&files).await;
    let body = async |path: &str| site.get(path).await.body;
    let month = body("/events?view=month").await;
    assert!(month.contains("<table") && month.contains("March 2026") && month.contains("Tuesday 10 March"), "{month}");
    for (title, times) in [("ants meets", 1), ("bees meets", 1), ("days meets", 3), ("elks meets", 0), ("fish meets", 0), ("Secret meets", 0)] {
        // On each of its days once; of the first of April stands what the last week of March holds.
        assert_eq!(month.matches(&format!(">{title}<")).count(), times, "{title}: {month}");
    }
    for link in ["/events?view=month&amp;on=2026-02-01", "/events?view=month&amp;on=2026-04-01", "/events?view=week&amp;on=2026-03-02"] {
        assert!(month.contains(&format!("href=\"{link}\"")), "{link}: {month}");
    }
    assert!(month.contains("aria-current=\"date\""), "{month}");
    let week = body("/c/design/events?view=week&on=2026-03-12").await;
    assert!(week.contains("9 to 15 March 2026") && week.contains("at-once--2") && week.contains("1 pm to 2 pm GMT") && week.contains("Cancelled"), "{week}");
    let narrowed = body("/events?view=month&on=2026-03-10&format=workshop").await;
    assert!(narrowed.contains("ants meets") && !narrowed.contains("cats meets") && narrowed.contains("on=2026-04-01&amp;format=workshop"), "{narrowed}");
    assert!(body("/events?view=month&on=2026-05-01").await.contains("elks meets") && body("/events").await.contains("view=month"));
    assert!(body("/events?view=week&on=2027-01-01").await.contains("Nothing takes place in this week."));
    for wrong in ["/events?view=year", "/events?view=month&on=2026-3-1", "/events?view=month&on=0001-01-01", "/events?view=week&on=never"] {
        assert_eq!(site.get(wrong).await.status, axum::http::StatusCode::BAD_REQUEST, "{wrong}");
    }
});
