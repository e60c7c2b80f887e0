//! Meetings as calendars read them (RFC 5545).
//!
//! Times stand on the wall clock of the event's zone, and the zone is written beside them: a series keeps its hour when the clock changes. A series is one entry with its rule, and what
//! differs from it is an entry of its own under the same id.

pub(crate) mod lines;
pub(crate) mod rules;
mod zones;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, Utc};
use chrono_tz::Tz;
use uuid::Uuid;

use self::lines::{Lines, quoted};
use self::rules::{Kept, Repeated};
use self::zones::{Zones, is_utc, written};
use super::model::EventStatus;
use super::schedule::{self, instant};
use crate::when::last_day;

/// What a calendar that is written here says it was made by.
pub(crate) const PRODUCT: &str = "-//Guildhall//Guildhall//EN";

/// A meeting, or a series of them.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The event's: stays when it is moved or renamed.
    pub id: Uuid,
    /// The UID it came with from another calendar; `None` where it was made here.
    pub uid: Option<String>,
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
    /// Name and address of who holds it.
    pub organiser: (String, String),
    /// Name and address of whose calendar it is for, where it is for one person's.
    pub attendee: Option<(String, String)>,
    /// Whether it takes place.
    pub status: EventStatus,
    /// Whether fewer than everybody on the web see it: not to be passed on.
    pub private: bool,
    /// From when to when, on its own wall clock.
    pub wall: (NaiveDateTime, NaiveDateTime),
    /// The zone of that clock.
    pub zone: Tz,
    /// Whether only the days matter.
    pub all_day: bool,
    /// How often its event was changed.
    pub revision: i64,
    /// When the event was made and last changed.
    pub stamps: (DateTime<Utc>, DateTime<Utc>),
    /// What it is of its event.
    pub(crate) part: Part,
}

/// What an entry is of its event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// All of it: a single meeting.
    Whole,
    /// All of it: a series.
    Series(Repeated),
    /// The meeting that the series gives at this wall-clock time.
    Meeting(NaiveDateTime),
}

/// A series, and what is known of it besides the entry of its first meeting.
#[derive(Debug)]
pub(crate) struct Series {
    /// The entry, as of its first meeting.
    pub(crate) entry: Entry,
    /// Its rule.
    pub(crate) rule: String,
    /// Wall-clock starts that don't take place, and those besides the rule's.
    pub(crate) dates: (Vec<NaiveDateTime>, Vec<NaiveDateTime>),
    /// Its meetings that differ.
    pub(crate) differing: Vec<Entry>,
    /// Makes the address of a meeting's page.
    pub(crate) page: fn(&str, NaiveDateTime) -> String,
}

/// What a calendar is written from.
#[derive(Debug, Default)]
pub struct Contents {
    /// Its name.
    pub(crate) name: String,
    /// Single meetings.
    pub(crate) entries: Vec<Entry>,
    /// Series.
    pub(crate) series: Vec<Series>,
}

/// Writes what one meeting does to one person's calendar: a `method` of `REQUEST` puts it there or changes it, `CANCEL` takes it away (RFC 5546).
pub(crate) fn invitation(host: &str, now: DateTime<Utc>, (method, entry): (&str, &Entry)) -> String {
    let mut lines = begun(method);
    if !is_utc(entry.zone) && !entry.all_day {
        Zones::from(entry.wall.0.year(), now).write(&mut lines, entry.zone);
    }
    event(&mut lines, host, entry);
    lines.put("END", "VCALENDAR");
    lines.done()
}

/// Writes a calendar. `host` makes the entries' ids unique in the world.
pub fn calendar(host: &str, now: DateTime<Utc>, contents: Contents) -> String {
    let singles = contents.entries.iter().map(|entry| (entry.zone, entry.wall.0));
    let all: Vec<(Tz, NaiveDateTime)> =
        singles.chain(contents.series.iter().map(|series| (series.entry.zone, series.entry.wall.0))).collect();
    let mut zones = Zones::from(all.iter().map(|(_, starts)| starts.year()).min().unwrap_or(now.year()), now);
    let mut lines = begun("PUBLISH");
    if !contents.name.is_empty() {
        lines.text("NAME", &contents.name);
        lines.text("X-WR-CALNAME", &contents.name);
    }
    lines.put("REFRESH-INTERVAL;VALUE=DURATION", "PT1H");
    lines.put("X-PUBLISHED-TTL", "PT1H");
    let named: BTreeMap<&str, Tz> = all.iter().filter(|(zone, _)| !is_utc(*zone)).map(|(zone, _)| (zone.name(), *zone)).collect();
    for zone in named.into_values() {
        zones.write(&mut lines, zone);
    }
    for entry in contents.entries {
        event(&mut lines, host, &entry);
    }
    for series in contents.series {
        for entry in series.entries(&mut zones, schedule::horizon(now)) {
            event(&mut lines, host, &entry);
        }
    }
    lines.put("END", "VCALENDAR");
    lines.done()
}

fn begun(method: &str) -> Lines {
    let mut lines = Lines::default();
    for (name, value) in [("BEGIN", "VCALENDAR"), ("VERSION", "2.0"), ("PRODID", PRODUCT), ("CALSCALE", "GREGORIAN"), ("METHOD", method)] {
        lines.put(name, value);
    }
    lines
}

impl Series {
    /// The entry of the series, and those of its meetings that differ from it.
    fn entries(self, zones: &mut Zones, horizon: NaiveDateTime) -> Vec<Entry> {
        let Self { entry, rule, dates, differing, page } = self;
        let kept = Kept { wall: entry.wall, zone: entry.zone, all_day: entry.all_day, rule, dates };
        let read = kept.read(horizon, zones.changes(entry.zone));
        let length = entry.wall.1 - entry.wall.0;
        let of_series = |start: NaiveDateTime| Entry { wall: (start, start + length), ..entry.clone() };
        let told: BTreeSet<NaiveDateTime> =
            differing.iter().filter_map(|entry| if let Part::Meeting(start) = entry.part { Some(start) } else { None }).collect();
        let odd = read.odd.iter().copied().filter(|start| !told.contains(start) && !kept.dates.0.contains(start));
        let odd: Vec<Entry> =
            odd.map(|start| Entry { part: Part::Meeting(start), url: page(&entry.url, start), ..of_series(start) }).collect();
        let whole = Entry { part: Part::Series(read.repeated), ..of_series(read.first) };
        [whole].into_iter().chain(differing).chain(odd).collect()
    }
}

fn event(lines: &mut Lines, host: &str, entry: &Entry) {
    lines.put("BEGIN", "VEVENT");
    lines.text("UID", &entry.uid.clone().unwrap_or_else(|| format!("{}@{host}", entry.id)));
    identity(lines, entry);
    lines.put("DTSTAMP", &instant_text(entry.stamps.1));
    lines.put("CREATED", &instant_text(entry.stamps.0));
    lines.put("LAST-MODIFIED", &instant_text(entry.stamps.1));
    lines.put("SEQUENCE", &entry.revision.to_string());
    lines.put(
        "STATUS",
        match entry.status {
            EventStatus::Cancelled => "CANCELLED",
            EventStatus::Tentative | EventStatus::Draft => "TENTATIVE",
            EventStatus::Confirmed => "CONFIRMED",
        },
    );
    if entry.private {
        lines.put("CLASS", "PRIVATE");
    }
    let (name, address) = &entry.organiser;
    lines.put(&format!("ORGANIZER;CN={}", quoted(name)), address);
    if let Some((name, address)) = &entry.attendee {
        let name = format!("ATTENDEE;CN={};CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=FALSE", quoted(name));
        lines.put(&name, &format!("mailto:{address}"));
    }
    described(lines, entry);
    if entry.all_day {
        lines.put("TRANSP", "TRANSPARENT");
    }
    if entry.status != EventStatus::Cancelled {
        alarm(lines, entry);
    }
    lines.put("END", "VEVENT");
}

/// Which meeting it is, when, and how it repeats.
fn identity(lines: &mut Lines, entry: &Entry) {
    if let Part::Meeting(recurrence) = &entry.part {
        entry.times(lines, "RECURRENCE-ID", &[*recurrence]);
    }
    let (starts, ends) = entry.wall;
    entry.times(lines, "DTSTART", &[starts]);
    if entry.all_day {
        lines.put("DTEND;VALUE=DATE", &day_after(last_day(starts, ends)).format("%Y%m%d").to_string());
    } else if instant(ends, entry.zone) > instant(starts, entry.zone) {
        // One without an end is a moment: nothing says how long it takes.
        entry.times(lines, "DTEND", &[ends]);
    }
    if let Part::Series(repeated) = &entry.part {
        if let Some(rule) = &repeated.rule {
            lines.put("RRULE", rule);
        }
        entry.times(lines, "RDATE", &repeated.rdates);
        entry.times(lines, "EXDATE", &repeated.exdates);
    }
}

fn described(lines: &mut Lines, entry: &Entry) {
    lines.text("SUMMARY", &entry.title);
    if !entry.description.is_empty() {
        lines.text("DESCRIPTION", &entry.description);
    }
    if let Some(place) = &entry.place {
        lines.text("LOCATION", place);
    }
    if !entry.topics.is_empty() {
        lines.texts("CATEGORIES", &entry.topics);
    }
    lines.put("URL", &entry.url);
}

/// An hour before; of what takes whole days, at noon the day before.
fn alarm(lines: &mut Lines, entry: &Entry) {
    lines.put("BEGIN", "VALARM");
    lines.put("ACTION", "DISPLAY");
    lines.put("TRIGGER", if entry.all_day { "-PT12H" } else { "-PT1H" });
    lines.text("DESCRIPTION", &entry.title);
    lines.put("END", "VALARM");
}

impl Entry {
    /// A line for each of the times, in the entry's zone; of what takes whole days, each day once.
    fn times(&self, lines: &mut Lines, name: &str, walls: &[NaiveDateTime]) {
        if self.all_day {
            let days: BTreeSet<NaiveDate> = walls.iter().map(NaiveDateTime::date).collect();
            days.iter().for_each(|day| lines.put(&format!("{name};VALUE=DATE"), &day.format("%Y%m%d").to_string()));
        } else if is_utc(self.zone) {
            walls.iter().for_each(|wall| lines.put(name, &format!("{}Z", written(*wall))));
        } else {
            let name = format!("{name};TZID={}", self.zone.name());
            walls.iter().for_each(|wall| lines.put(&name, &written(*wall)));
        }
    }
}

fn instant_text(instant: DateTime<Utc>) -> String {
    format!("{}Z", written(instant.naive_utc()))
}

fn day_after(day: NaiveDate) -> NaiveDate {
    day.checked_add_days(Days::new(1)).unwrap_or(day)
}

#[cfg(test)]
mod tests;
