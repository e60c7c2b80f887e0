//! The events that digital.gov published, at the times that it announced: by the clock of Washington, in summer and in winter.

use std::path::Path;

use app::db::harness::TestEngine;
use chrono::{NaiveDate, NaiveDateTime, TimeZone, Utc};
use chrono_tz::America::New_York;
use server::bundle::{Known, ReadOptions, read};

use crate::site::TestSite;

/// What a file says of when its event was, without the offset, which is wrong in most; `None` for a draft. Read here by itself, line by line: not as the program reads it.
fn announced(text: &str) -> Option<(NaiveDateTime, NaiveDateTime)> {
    let lines = || text.lines().skip_while(|line| line.trim() != "---").skip(1).take_while(|line| line.trim() != "---");
    if lines().any(|line| line.split_whitespace().collect::<String>() == "draft:true") {
        return None;
    }
    let time = |field: &str| {
        let value = lines().find_map(|line| line.strip_prefix(field)).unwrap().trim();
        let (day, clock) = value.split_once(' ').unwrap();
        let clock: Vec<u32> = clock.split([':', ' ']).take(3).map(|part| part.parse().unwrap()).collect();
        day.parse::<NaiveDate>().unwrap().and_hms_opt(clock[0], clock[1], clock[2]).unwrap()
    };
    Some((time("date:"), time("end_date:")))
}

fn files(dir: &Path, found: &mut Vec<String>) {
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "md") && !path.ends_with("_index.md") {
            found.push(std::fs::read_to_string(path).unwrap());
        }
    }
}

/// A time of the only entry of a calendar, which stands on the clock of Washington.
fn time_of(calendar: &str, name: &str) -> NaiveDateTime {
    let begins = format!("{name};TZID=America/New_York:");
    let entry = calendar.split("BEGIN:VEVENT").nth(1).unwrap();
    let text = entry.split("\r\n").find_map(|line| line.strip_prefix(&begins)).unwrap_or_else(|| panic!("{begins} in {calendar}"));
    NaiveDateTime::parse_from_str(text, "%Y%m%dT%H%M%S").unwrap()
}

#[tokio::test]
async fn all_published_events_stand_in_the_calendar_at_the_times_announced() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/digitalgov/content");
    if !dir.exists() {
        eprintln!("skipped: {} is not here", dir.display());
        return;
    }
    let mut texts = Vec::new();
    files(&dir.join("events"), &mut texts);
    let mut expected: Vec<(NaiveDateTime, NaiveDateTime)> = texts.iter().filter_map(|text| announced(text)).collect();
    expected.sort_unstable();
    assert_eq!((texts.len(), expected.len()), (338, 332));
    for engine in [TestEngine::Sqlite, TestEngine::Postgres] {
        let site = TestSite::make(engine).await;
        site.clock.set("2025-06-01T12:00:00Z".parse().unwrap());
        let options =
            ReadOptions { timezone: Some(New_York), today: site.clock.now().date_naive(), known: &Known::default(), progress: &|_, _| {} };
        site.writes(read(&dir, &options).unwrap().records, false).await;
        let mut pages: Vec<String> = Vec::new();
        for list in ["/events", "/events?past"] {
            pages.extend(
                site.walk(list, "/c/").await.into_iter().filter(|href| href.matches('/').count() == 4 && href.contains("/events/")),
            );
        }
        assert_eq!(pages.len(), 332, "each event once");
        let mut held = Vec::new();
        for page in &pages {
            let calendar = site.get(&format!("{page}/event.ics")).await.body.replace("\r\n ", "");
            let starts = time_of(&calendar, "DTSTART");
            held.push((starts, time_of(&calendar, "DTEND")));
            // The instant that machines read on its page is that hour in Washington.
            let instant =
                New_York.from_local_datetime(&starts).earliest().unwrap().with_timezone(&Utc).format("%Y-%m-%dT%H:%M:%SZ").to_string();
            let shown = site.get(page).await.body;
            assert!(shown.contains(&format!("datetime=\"{instant}\"")), "{page} at {instant}");
        }
        held.sort_unstable();
        assert_eq!(held, expected);
        // One in the afternoon in Washington, whatever the offset in the file.
        let page = site.page("/events?view=week&on=2018-04-27").await;
        assert!(
            page.contains("Web Design System") && page.contains("1 pm to") && page.contains("pm EDT") && !page.contains("pm EST"),
            "{page}"
        );
        let winter = expected.iter().find(|(starts, _)| starts.format("%m %H:%M").to_string() == "01 13:00").unwrap().0;
        let page = site.page(&format!("/events?view=week&on={}", winter.date())).await;
        assert!(page.contains("1 pm to") && page.contains("pm EST") && !page.contains("pm EDT"), "{page}");
        site.remove().await;
    }
}
