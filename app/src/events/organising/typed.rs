//! What an organiser typed, read into a record.

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone};
use chrono_tz::Tz;

use super::{rhythm, sign_up, store};
use crate::communities::commitment::Calendar;
use crate::db::Db;
use crate::error::AppError;
use crate::events::asking;
use crate::events::guests;
use crate::events::model::{EventFormat, EventStatus, LANGUAGES};
use crate::events::record::{EventRecord, SpeakerRecord};
use crate::events::schedule;
use crate::link::is_safe_address;
use crate::members::editing_store::Choices;
use crate::members::lines::{links, named};
use crate::typed as lines;
use crate::when;

/// The longest description, in characters.
pub(super) const BODY: usize = 50_000;

/// The longest an event lasts.
const LONGEST: TimeDelta = TimeDelta::days(31);

/// The fields of an event's form, as they were sent.
#[derive(Debug, Default)]
pub struct Typed {
    pub title: String,
    pub summary: String,
    pub format: String,
    pub status: String,
    /// Whom it is for; empty: as before.
    pub audience: String,
    pub day: String,
    pub from: String,
    pub to: String,
    pub last_day: String,
    pub all_day: bool,
    pub timezone: String,
    pub repeats: String,
    pub until: String,
    /// How often it takes place, in words.
    pub said: String,
    /// A day a line.
    pub besides: String,
    /// A day a line.
    pub except: String,
    pub place: String,
    pub online_url: String,
    pub link_for: String,
    pub captions_url: String,
    pub language: String,
    pub registration_url: String,
    pub capacity: String,
    /// A question a line.
    pub asks: String,
    pub guests: String,
    /// Places that are held back.
    pub held: String,
    /// From when people sign up for the first meeting, by its wall clock.
    pub opens: String,
    /// Until when.
    pub closes: String,
    pub speakers: String,
    pub topics: String,
    pub body: String,
    pub recordings: String,
    pub materials: String,
    /// What its form showed; empty where that does not matter.
    pub base: String,
    /// Whether meetings that people answered to may go.
    pub agreed: bool,
    /// Whether answers to questions that are asked no more may go.
    pub forgets: bool,
    /// What the organiser agreed to of those who may not see it any more.
    pub without: String,
}

impl Typed {
    /// The record before, changed by what was typed; and what the organiser should know of it.
    ///
    /// # Errors
    /// With a sentence for every field that is wrong.
    pub(super) async fn read(
        &self,
        (db, year): (&Db, &Calendar),
        before: &EventRecord,
        topics: &Choices,
    ) -> Result<(EventRecord, String), AppError> {
        let mut typed = lines::Typed::default();
        let timed = self.timed(&mut typed, before, year);
        let speakers = speakers(db, &mut typed, &self.speakers).await?;
        let mut take = |field: &str, read: Result<Vec<String>, String>| {
            read.unwrap_or_else(|says| {
                typed.say(field, says);
                Vec::new()
            })
        };
        let topics = take("topics", named(&self.topics, &topics.known, "topics"));
        let mut list = |field: &str, text: &str, before| {
            links(text, before).unwrap_or_else(|says: String| {
                typed.say(field, says);
                Vec::new()
            })
        };
        let (recordings, materials) =
            (list("recordings", &self.recordings, &before.recordings), list("materials", &self.materials, &before.materials));
        let seats = capacity(&mut typed, &self.capacity);
        let sign_up = sign_up::read(&mut typed, (&self.opens, &self.closes), timed.starts);
        let cancelled = before.status == EventStatus::Cancelled;
        let record = EventRecord {
            title: typed.line("title", &self.title, 200),
            summary: typed.maybe_line("summary", &self.summary, 300).unwrap_or_default(),
            format: self.format.parse::<EventFormat>().ok(),
            // What is cancelled stays so, whatever else is changed: to hold it after all is an act of its own.
            status: if cancelled { before.status } else { typed.word("status", &self.status) },
            audience: if self.audience.is_empty() { before.audience } else { typed.word("audience", &self.audience) },
            place: typed.maybe_line("place", &self.place, 200),
            online_url: address(&mut typed, "online_url", &self.online_url),
            link_for: if self.link_for.is_empty() { before.link_for } else { typed.word("link_for", &self.link_for) },
            captions_url: address(&mut typed, "captions_url", &self.captions_url),
            language: language(&mut typed, &self.language, before),
            registration_url: address(&mut typed, "registration_url", &self.registration_url),
            capacity: seats,
            held: held(&mut typed, &self.held, seats),
            opens_before: sign_up.0,
            closes_before: sign_up.1,
            asks: asking::rules::read(&mut typed, &self.asks),
            guests: guests::rules::each(&mut typed, &self.guests),
            speakers,
            topics,
            recordings,
            materials,
            body: typed.text("body", &self.body, BODY),
            ..timed
        };
        let tried = schedule::meetings(&record, schedule::horizon(record.starts.and_utc()));
        if typed.wrong.is_empty()
            && let Err(says) = tried
        {
            typed.say("repeats", format!("That does not work: {says}."));
        }
        let zone: Option<Tz> = record.timezone.parse().ok();
        let says = zone.filter(|_| !self.all_day).map(|zone| strange(record.starts, zone)).unwrap_or_default();
        typed.done((record, says))
    }

    /// The record before, with what was typed of when it takes place; of dates besides and dates left out, those that stay.
    pub(super) fn timed(&self, typed: &mut lines::Typed, before: &EventRecord, year: &Calendar) -> EventRecord {
        let (starts, ends) = self.times(typed);
        let zone: Option<Tz> = self.timezone.parse().ok();
        if zone.is_none() {
            typed.say("timezone", "Choose the time zone in which the clock of the meeting runs.");
        }
        let rrule = rhythm::rule(typed, self, before, (starts.date(), year));
        // A new rule begins with the first day that it gives.
        let first = rrule.as_ref().filter(|rule| before.rrule.as_ref() != Some(rule)).zip(zone);
        let first = first.and_then(|(rule, zone)| schedule::first(starts, rule, zone)).unwrap_or(starts);
        let (rdates, exdates) = rhythm::kept(typed, self, before);
        EventRecord {
            starts: first,
            ends: first + (ends - starts),
            timezone: self.timezone.clone(),
            all_day: self.all_day,
            rrule,
            rdates,
            exdates,
            ..before.clone()
        }
    }

    fn times(&self, typed: &mut lines::Typed) -> (NaiveDateTime, NaiveDateTime) {
        let day = date(typed, "day", &self.day).unwrap_or_default();
        let last = if self.last_day.is_empty() { Some(day) } else { date(typed, "last_day", &self.last_day) }.unwrap_or(day);
        if self.all_day {
            if last < day {
                typed.say("last_day", "The last day is before the first.");
            }
            let after = last.succ_opt().unwrap_or(last);
            return bounded(typed, "last_day", (day.and_time(NaiveTime::MIN), after.and_time(NaiveTime::MIN)));
        }
        let from = time(typed, "from", &self.from);
        let to = time(typed, "to", &self.to);
        let (starts, ends) = (day.and_time(from), last.and_time(to));
        if typed.wrong.is_empty() && ends <= starts {
            typed.say("to", "It ends before it begins. If it goes on after midnight, say on which day it ends.");
        }
        bounded(typed, "last_day", (starts, ends))
    }
}

fn bounded(typed: &mut lines::Typed, field: &str, (starts, ends): (NaiveDateTime, NaiveDateTime)) -> (NaiveDateTime, NaiveDateTime) {
    if ends - starts > LONGEST {
        typed.say(field, "It lasts longer than a month. Make an event for each part of it.");
    }
    (starts, ends)
}

pub(super) fn date(typed: &mut lines::Typed, field: &str, text: &str) -> Option<NaiveDate> {
    let read = NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d").ok();
    match read {
        Some(date) if (1990..2100).contains(&date.year()) => Some(date),
        Some(_) => {
            typed.say(field, "Choose a year between 1990 and 2099.");
            None
        }
        None => {
            typed.say(field, "Write the date as year, month and day: 2026-03-10.");
            None
        }
    }
}

pub(super) fn time(typed: &mut lines::Typed, field: &str, text: &str) -> NaiveTime {
    let read = ["%H:%M", "%H:%M:%S"].iter().find_map(|form| NaiveTime::parse_from_str(text.trim(), form).ok());
    read.unwrap_or_else(|| {
        typed.say(field, "Write the time as hours and minutes: 13:30.");
        NaiveTime::MIN
    })
}

pub(super) fn address(typed: &mut lines::Typed, field: &str, text: &str) -> Option<String> {
    let address = typed.maybe_line(field, text, 1_000)?;
    let web = address.starts_with("https://") || address.starts_with("http://");
    if web && is_safe_address(&address) {
        return Some(address);
    }
    typed.say(field, "Write a whole web address, beginning with https://.");
    None
}

/// A language of the list, or the one it had.
fn language(typed: &mut lines::Typed, tag: &str, before: &EventRecord) -> Option<String> {
    let tag = Some(tag.trim()).filter(|tag| !tag.is_empty())?;
    if LANGUAGES.iter().all(|(known, _)| *known != tag) && before.language.as_deref() != Some(tag) {
        typed.say("language", "Choose one of these.");
    }
    Some(tag.to_owned())
}

fn capacity(typed: &mut lines::Typed, text: &str) -> Option<i32> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let read = text.parse().ok().filter(|seats| (1..=100_000).contains(seats));
    if read.is_none() {
        typed.say("capacity", "Write how many can come, in digits, or leave it empty.");
    }
    read
}

/// How many places are held back; none where there are as many as one likes.
fn held(typed: &mut lines::Typed, text: &str, seats: Option<i32>) -> i32 {
    let text = text.trim();
    if text.is_empty() {
        return 0;
    }
    let read = text.parse().ok().filter(|held| (0..=seats.unwrap_or_default()).contains(held));
    read.unwrap_or_else(|| {
        typed.say("held", "Write a number in digits that is not more than can come, or leave it empty.");
        0
    })
}

pub(super) async fn speakers(db: &Db, typed: &mut lines::Typed, text: &str) -> Result<Vec<SpeakerRecord>, AppError> {
    let mut speakers = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()).take(30) {
        let speaker = match line.strip_prefix('@') {
            Some(handle) => {
                let handle = handle.trim().to_lowercase();
                if store::person(db, &handle).await?.is_none() {
                    typed.say("speakers", format!("Nobody here has the handle @{handle}. Write their name without the @, or look up the handle in their profile’s address."));
                }
                SpeakerRecord::Person(handle)
            }
            None => SpeakerRecord::Named { name: typed.line("speakers", line, 100) },
        };
        if !speakers.contains(&speaker) {
            speakers.push(speaker);
        }
    }
    Ok(speakers)
}

/// What is odd about a time on the day that the clocks change (RFC 5545, 3.3.5); empty where nothing is.
fn strange(starts: NaiveDateTime, zone: Tz) -> String {
    match zone.from_local_datetime(&starts) {
        chrono::LocalResult::Single(_) => String::new(),
        chrono::LocalResult::Ambiguous(..) => "The clocks go back that day and this hour comes twice: the first one is meant.".to_owned(),
        chrono::LocalResult::None => {
            let held = schedule::instant(starts, zone).with_timezone(&zone).naive_local();
            format!("The clocks go forward that day and skip this hour: it begins at {}.", when::clock_time(held.time()))
        }
    }
}
