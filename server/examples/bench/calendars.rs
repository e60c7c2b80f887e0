//! Calendars: a month of many meetings, a feed of many events, and what it takes to hear that it has not changed.

use std::fmt::Write;
use std::path::Path;
use std::{fs, str};

use anyhow::{Context, ensure};
use app::clock::Clock;
use chrono::{Datelike, Days, Months, NaiveDate};

use crate::client::{get, load, median, unchanged};
use crate::servers::{Server, Site};
use crate::{AFRESH, ROUNDS};

/// A community whose series meet so often in each month.
const MONTHS: &str = "months";
const SERIES: u32 = 200;
const MEETINGS: usize = 500;

/// A community with so many single events to come: as many as a feed holds.
const FEED: &str = "/c/feed/calendar.ics";
const EVENTS: u32 = 2_000;

/// Fills a site with them.
pub fn fill(site: &Site) -> anyhow::Result<()> {
    let folder = site.folder().join("calendars");
    let today = Clock::system().now().date_naive();
    let month = today.with_day(1).context("no first of the month")?;
    for community in [MONTHS, "feed"] {
        write(&folder, &format!("communities/{community}.md"), &format!("---\nname: The {community}\n---\n"))?;
    }
    for n in 0..SERIES {
        // Three times a month, or twice: five hundred meetings of two hundred series.
        let days = if n % 2 == 0 { "3,10,17" } else { "5,19" };
        let rule = format!("rrule: FREQ=MONTHLY;BYMONTHDAY={days}\n");
        let first = month + Days::new(if n % 2 == 0 { 2 } else { 4 });
        write(&folder, &format!("events/{MONTHS}/series-{n}.md"), &event(("Series", n), first, &rule))?;
    }
    for n in 0..EVENTS {
        write(&folder, &format!("events/feed/event-{n}.md"), &event(("Event", n), today + Days::new(u64::from(n / 5) + 1), ""))?;
    }
    site.run(&["import", folder.to_str().context("a folder with a strange name")?])
}

fn event((kind, n): (&str, u32), day: NaiveDate, rule: &str) -> String {
    let hour = 8 + n % 10;
    format!(
        "---\ntitle: {kind} {n} of those who meet\nsummary: What we do the {n}th time.\nstarts: {day}T{hour:02}:00\nends: {day}T{:02}:00\ntimezone: Europe/London\nplace: Room {n}\n{rule}---\n\
         We look at *one* thing that somebody made, and say what we would do otherwise. Bring your own; the last half hour is for questions.\n",
        hour + 1
    )
}

fn write(folder: &Path, file: &str, text: &str) -> anyhow::Result<()> {
    let file = folder.join(file);
    fs::create_dir_all(file.parent().context("a file without a folder")?)?;
    Ok(fs::write(file, text)?)
}

/// Measures a site that was filled.
pub fn measure(text: &mut String, server: &Server) -> anyhow::Result<()> {
    // The next month is whole, whatever day it is.
    let on = Clock::system().now().date_naive().with_day(1).context("no first of the month")? + Months::new(1);
    let month = format!("/c/{MONTHS}/events?view=month&on={on}");
    let seen = count(&get(&server.address, &month, AFRESH)?, &format!("href=\"/c/{MONTHS}/events/series-"));
    ensure!(seen >= MEETINGS, "{month} shows {seen} meetings, and not {MEETINGS}");
    let held = count(&get(&server.address, FEED, AFRESH)?, "BEGIN:VEVENT");
    ensure!(held == usize::try_from(EVENTS)?, "{FEED} holds {held} events, and not {EVENTS}");
    writeln!(text, "| at one connection | p50 ms | p99 ms | wanted: p50 ms |\n|---|--:|--:|--:|")?;
    let mut row = |name: &str, wanted: u32, ask: &dyn Fn() -> anyhow::Result<crate::client::Round>| -> anyhow::Result<()> {
        let rounds = (0..ROUNDS).map(|_| ask()).collect::<anyhow::Result<Vec<_>>>()?;
        let middle = median(rounds)?;
        writeln!(text, "| {name} | {:.2} | {:.2} | ≤ {wanted} |", middle.percentile(50), middle.percentile(99))?;
        Ok(())
    };
    row(&format!("a month of {MEETINGS} meetings of {SERIES} series, afresh"), 5, &|| load(&server.address, &month, AFRESH, 1))?;
    row(&format!("a feed of {EVENTS} events, afresh"), 50, &|| load(&server.address, FEED, AFRESH, 1))?;
    row("the same, where it has not changed (304)", 1, &|| unchanged(&server.address, FEED, "", 1))?;
    writeln!(text)?;
    Ok(())
}

fn count(page: &[u8], what: &str) -> usize {
    str::from_utf8(page).map_or(0, |page| page.matches(what).count())
}
