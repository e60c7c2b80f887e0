//! From the entries of a calendar file to events.

use chrono::{Datelike, NaiveDateTime, TimeDelta};
use chrono_tz::Tz;

use super::daily::one_a_day;
use super::joining::joined;
use super::lines::{Component, Components, lines};
use super::report::Report;
use super::times::{Time, Zones, length, time_of, times};
use crate::events::calendar::PRODUCT;
use crate::events::model::EventStatus;
use crate::events::record::EventRecord;
use crate::events::schedule;
use crate::link::is_safe_address;
use crate::members::lines::{Known, MOST as MOST_TOPICS, named};
use crate::plain;

/// The most entries of a file that are read.
const ENTRIES: usize = 5_000;

/// The most meetings that are made of a file.
const MEETINGS: usize = 10_000;

/// The most categories of an entry that are looked at, and dates of a series that are kept.
const CATEGORIES: usize = 50;
const DATES: usize = 2_000;

/// The longest rule, in characters.
const RULE: usize = 500;

/// What a series counts at least among the meetings of a file: one that yields nothing takes its time as well.
const SERIES: usize = 20;

/// The longest description, in characters.
const BODY: usize = 50_000;

/// Why a meeting is cancelled, where the calendar says that it is.
pub(super) const CANCELLED_THERE: &str = "It is cancelled in the calendar it comes from.";

/// Why a meeting is cancelled, where a calendar that is followed holds it no longer.
pub(super) const GONE_THERE: &str = "It is no longer in the calendar it comes from.";

/// What a file is read with.
pub(super) struct Reading<'a> {
    /// The community's slug.
    pub(super) community: &'a str,
    /// The zone of times that name none.
    pub(super) zone: Tz,
    /// The topics an event may have.
    pub(super) topics: &'a [Known],
    /// Until when meetings are made.
    pub(super) horizon: NaiveDateTime,
}

/// An event as the file says it.
#[derive(Debug)]
pub(super) struct Said {
    /// By what it is known again: its UID.
    pub(super) key: String,
    /// Where it stands in the file.
    pub(super) line: usize,
    pub(super) record: EventRecord,
}

/// A VEVENT: a whole event, or what differs at one meeting of a series.
pub(super) struct Entry {
    pub(super) uid: String,
    pub(super) line: usize,
    pub(super) sequence: i64,
    pub(super) differs: Option<Time>,
    pub(super) record: EventRecord,
}

/// What a file holds.
#[derive(Debug, Default)]
pub(super) struct Held {
    /// The events that were read.
    pub(super) said: Vec<Said>,
    /// The UIDs of entries that are there and were not: what they said before still holds.
    pub(super) unread: Vec<String>,
    /// Whether a site like this one wrote it, which passes on what it has from elsewhere.
    pub(super) passed_on: bool,
}

/// The events of a file; `None` where it is no calendar.
pub(super) fn read(file: &[u8], with: &Reading<'_>, report: &mut Report) -> Option<Held> {
    let mut found = Components::of(lines(file, report), report);
    if !found.is_calendar {
        return None;
    }
    let mut unread = Vec::new();
    if let Some(first) = found.events.get(ENTRIES) {
        report.left(first.number, format!("the file holds more than {ENTRIES} entries; this one and those below were left out"));
        unread.extend(found.events.drain(ENTRIES..).map(|component| uid(&component)));
    }
    let zones = Zones::of(&found.head, &found.zones, with.zone);
    let called_off = found.head.iter().any(|line| line.name == "METHOD" && line.value.trim().eq_ignore_ascii_case("CANCEL"));
    let mut entries = Vec::new();
    for component in &found.events {
        match entry(component, &zones, with, report) {
            Ok(mut entry) => {
                if called_off {
                    cancel(&mut entry.record);
                }
                entries.push(entry);
            }
            Err(reason) => {
                // What has become private is meant to be gone.
                unread.extend(is_public(component).then(|| uid(component)));
                report.left(component.number, reason);
            }
        }
    }
    let mut said = joined(entries);
    let beyond = bounded(&mut said, with.horizon, report);
    unread.extend(beyond.into_iter().map(|one| one.key));
    let passed_on = found.head.iter().any(|line| line.name == "PRODID" && line.value.trim() == PRODUCT);
    Some(Held { said, unread, passed_on })
}

fn is_public(of: &Component) -> bool {
    of.text("CLASS").is_none_or(|class| class.eq_ignore_ascii_case("PUBLIC"))
}

fn cancel(record: &mut EventRecord) {
    record.status = EventStatus::Cancelled;
    record.cancelled_because = Some(CANCELLED_THERE.to_owned());
}

fn entry(of: &Component, zones: &Zones, with: &Reading<'_>, report: &mut Report) -> Result<Entry, String> {
    if !is_public(of) {
        return Err("it is marked as private, so it was left out".to_owned());
    }
    let start = of.line("DTSTART").ok_or("it does not say when it begins (DTSTART), so it was left out")?;
    let start = time_of(start, zones).map_err(|says| format!("{says}, so it was left out"))?;
    let differs = of.line("RECURRENCE-ID");
    if let Some(line) = differs.filter(|line| line.parameter("RANGE").is_some()) {
        report.left(line.number, "what it says of this meeting and all that follow (RANGE) was taken of this meeting alone");
    }
    let differs = differs.map(|line| time_of(line, zones)).transpose()?;
    let single = differs.is_none() && of.line("RRULE").is_none() && of.line("RDATE").is_none();
    let zone = match start {
        // A single time in UTC is one that its calendar wrote so; a series has to stay on the clock that its rule is meant for.
        Time::Wall(_, Some(zone)) if !(single && zone == Tz::UTC) => zone,
        _ => zones.usual,
    };
    let midnight = chrono::NaiveTime::MIN;
    let starts = start.on_clock(zone, midnight);
    let ends = ends(of, (start, starts, zone), zones).unwrap_or_else(|reason| {
        report.left(of.number, format!("{reason}; an hour is assumed"));
        starts + TimeDelta::hours(1)
    });
    if ![starts, ends].iter().all(|wall| (1990..2100).contains(&wall.year())) {
        return Err(format!("it takes place in the year {}, and this site keeps those from 1990 to 2099", starts.year()));
    }
    let title = plain::cut(&plain::line(&plain::printable(of.text("SUMMARY").unwrap_or_default())), 200);
    let mut record = EventRecord::meeting(with.community, "", &title, (starts, ends));
    if record.title.is_empty() {
        "Meeting".clone_into(&mut record.title);
        report.left(of.number, "it has no title (SUMMARY); “Meeting” stands for it");
    }
    record.timezone = zone.name().to_owned();
    record.all_day = matches!(start, Time::Day(_));
    describe(&mut record, of, with);
    repeat(&mut record, of, (zone, zones), report);
    Ok(Entry { uid: uid(of), line: of.number, sequence: number(of.text("SEQUENCE")), differs, record })
}

fn number(text: Option<&str>) -> i64 {
    text.and_then(|text| text.parse().ok()).unwrap_or_default()
}

/// What it is known by. Where it says nothing of that: when it begins, and its title.
fn uid(of: &Component) -> String {
    let given = of.text("UID").map(|uid| plain::line(&plain::printable(uid))).filter(|uid| !uid.is_empty() && uid.len() <= 500);
    given.unwrap_or_else(|| {
        let said = ["UID", "DTSTART", "SUMMARY"].map(|name| of.text(name).unwrap_or_default());
        super::uids::of_none(&said.join("\n"))
    })
}

fn ends(of: &Component, (start, starts, zone): (Time, NaiveDateTime, Tz), zones: &Zones) -> Result<NaiveDateTime, String> {
    let day = matches!(start, Time::Day(_));
    let usual = if day { TimeDelta::days(1) } else { TimeDelta::hours(1) };
    let lasts = |length: TimeDelta| starts.checked_add_signed(length).ok_or("it lasts too long".to_owned());
    let ends = match (of.line("DTEND"), of.text("DURATION")) {
        (Some(line), _) => time_of(line, zones)?.on_clock(zone, starts.time()),
        (None, Some(text)) => lasts(length(text).ok_or_else(|| format!("“{}” is no length", plain::cut(text, 40)))?)?,
        (None, None) => lasts(usual)?,
    };
    if ends < starts {
        return Err("it ends before it begins".to_owned());
    }
    if ends == starts { lasts(usual) } else { Ok(ends) }
}

fn describe(record: &mut EventRecord, of: &Component, with: &Reading<'_>) {
    match of.text("STATUS").map(str::to_ascii_uppercase).as_deref() {
        Some("CANCELLED") => cancel(record),
        Some("TENTATIVE") => record.status = EventStatus::Tentative,
        _ => {}
    }
    let web = |text: &str| (text.starts_with("https://") || text.starts_with("http://")) && is_safe_address(text) && text.len() <= 1_000;
    let address = |name: &str| of.text(name).map(|text| plain::line(&plain::printable(text))).filter(|text| web(text));
    let place = of.text("LOCATION").map(|text| plain::cut(&plain::line(&plain::printable(text)), 200)).filter(|place| !place.is_empty());
    let calls = ["X-GOOGLE-CONFERENCE", "X-MICROSOFT-SKYPETEAMSMEETINGURL", "X-MICROSOFT-ONLINEMEETINGEXTERNALLINK", "CONFERENCE"];
    record.online_url = address("LOCATION").or_else(|| calls.into_iter().find_map(address));
    record.place = place.filter(|place| !web(place));
    let mut body = of.text("DESCRIPTION").map(as_markdown).unwrap_or_default();
    if let Some(more) = address("URL").filter(|more| !body.contains(more)) {
        body = format!("{body}\n\n<{more}>");
    }
    record.body = body.trim().chars().take(BODY).collect();
    let names = of.all("CATEGORIES").flat_map(|line| line.value.split(',')).take(CATEGORIES);
    for slug in names.filter_map(|name| named(name, with.topics, "topics").ok()?.into_iter().next()) {
        if !record.topics.contains(&slug) && record.topics.len() < MOST_TOPICS {
            record.topics.push(slug);
        }
    }
}

/// Plain text as Markdown that says the same: its lines stay lines.
fn as_markdown(text: &str) -> String {
    let text = plain::printable(text);
    let mut markdown = String::with_capacity(text.len() + 16);
    let mut lines = text.lines().map(str::trim).peekable();
    while let Some(line) = lines.next() {
        // A number with a point begins a list as well: the point is escaped.
        let digits = line.chars().take_while(char::is_ascii_digit).count();
        for (at, c) in line.chars().enumerate() {
            let begins =
                (at == 0 && matches!(c, '#' | '>' | '-' | '+' | '=' | '~' | '|')) || (at == digits && at > 0 && matches!(c, '.' | ')'));
            if begins || matches!(c, '\\' | '*' | '_' | '`' | '<' | '[' | ']') {
                markdown.push('\\');
            }
            markdown.push(c);
        }
        if !line.is_empty() && lines.peek().is_some_and(|next| !next.is_empty()) {
            markdown.push('\\');
        }
        markdown.push('\n');
    }
    markdown
}

fn repeat(record: &mut EventRecord, of: &Component, (zone, zones): (Tz, &Zones), report: &mut Report) {
    let first = record.starts.time();
    let mut dates = |name: &str| {
        let mut dates = Vec::new();
        for line in of.all(name) {
            match times(line, zones) {
                Ok(times) => dates.extend(times.into_iter().map(|time| time.on_clock(zone, first))),
                Err(says) => report.left(line.number, format!("{says}, so this date was left out")),
            }
        }
        dates
    };
    let (exdates, rdates) = (dates("EXDATE"), dates("RDATE"));
    record.rrule = of.text("RRULE").map(|rule| rule.to_ascii_uppercase()).filter(|rule| {
        let fits = rule.len() <= RULE;
        if !fits {
            report.left(of.number, format!("its rule (RRULE) is longer than {RULE} characters, so only the first meeting was kept"));
        }
        fits
    });
    for second in of.all("RRULE").skip(1).chain(of.all("EXRULE")) {
        report.left(second.number, "a series has one rule here, so this further one was left out");
    }
    if record.rrule.is_none() && !rdates.is_empty() {
        record.rrule = Some("FREQ=DAILY;COUNT=1".to_owned());
    }
    record.exdates = exdates.into_iter().take(DATES).collect();
    record.rdates = rdates.into_iter().take(DATES).collect();
    // RFC 5545 counts the start in, also where the rule would not give it.
    if let Some(rule) = &record.rrule
        && schedule::first(record.starts, rule, zone).is_some_and(|given| given != record.starts)
    {
        record.rdates.push(record.starts);
    }
}

/// Makes the events say what can be kept, and takes out what would be more meetings than one file brings.
fn bounded(said: &mut Vec<Said>, horizon: NaiveDateTime, report: &mut Report) -> Vec<Said> {
    let mut meetings = 0;
    for (at, one) in said.iter_mut().enumerate() {
        for note in schedule::settle(&mut one.record, horizon) {
            report.left(one.line, note);
        }
        let all = schedule::meetings(&one.record, horizon).unwrap_or_default();
        if let Some(says) = one_a_day(&mut one.record, &all) {
            report.left(one.line, says);
        }
        let least = if one.record.rrule.is_some() { SERIES } else { 1 };
        // What has met for many years is one series still.
        meetings += all.len().min(usize::from(schedule::MOST)).max(least);
        if meetings > MEETINGS {
            report.left(one.line, format!("the file holds more than {MEETINGS} meetings; from this entry on they were left out"));
            return said.split_off(at);
        }
    }
    Vec::new()
}
