//! `events/{community}/{slug}.md`.

mod asks;
mod holders;

use app::events::guests::rules::MOST;
use app::events::model::{EventAudience, EventStatus};
use app::events::organising::LONGEST_SIGN_UP;
use app::events::record::{EventRecord, OccurrenceRecord};
use app::link::Link;
use app::redirects::store::normal_path;
use chrono::{NaiveDateTime, TimeDelta};
use chrono_tz::Tz;

use super::fields::Fields;
use super::source::{Desk, Source};
use super::time::Moment;
use super::yaml::Node;
use crate::bundle::{Record, Severity};

pub(super) fn event(source: &mut Source, desk: &mut Desk) -> Option<Record> {
    let title = source.title(&["title", "name"], desk);
    let zone = zone(source, desk);
    let Some(times) = times(source, zone) else {
        let message = "It has no date that can be read; write `starts: 2026-03-01T13:00` and import again";
        desk.notes.say(&source.file, source.line, Severity::Skipped, message);
        return None;
    };
    let (community, hosts, organiser) = holders::hosts(source, desk);
    let draft = source.fields.flag(&["draft"]).unwrap_or(false);
    let status = source.fields.word(&["status"]).unwrap_or(if draft { EventStatus::Draft } else { EventStatus::Confirmed });
    // Whom a word that is not known means is not guessed: those who organise put it right.
    let audience = if source.fields.peek("audience").is_some() { EventAudience::Organisers } else { EventAudience::Community };
    Some(Record::Event(EventRecord {
        community,
        slug: source.slug.clone(),
        summary: source.summary(),
        starts: times.starts,
        ends: times.ends,
        timezone: zone.zone.name().to_owned(),
        all_day: times.all_day,
        rrule: source.fields.text(&["rrule"]).map(|rule| rule.trim_start_matches("RRULE:").to_owned()),
        exdates: dates(source, zone, "exdates"),
        rdates: dates(source, zone, "rdates"),
        occurrences: occurrences(source, zone, desk),
        hosts,
        organiser,
        speakers: holders::speakers(source, desk),
        format: source.fields.word(&["format"]),
        status,
        cancelled_because: source.fields.text(&["cancelled_because"]),
        audience: source.fields.word(&["audience"]).unwrap_or(audience),
        place: place(source),
        online_url: source.fields.address(&["online_url", "zoom", "meeting_url"]),
        link_for: source.fields.word(&["link_for"]).unwrap_or_default(),
        registration_url: source.fields.address(&["registration_url", "registration"]),
        captions_url: source.fields.address(&["captions_url", "captions"]),
        capacity: source.fields.number::<i32>(&["capacity", "seats"]),
        asks: asks::asks(source),
        guests: source.fields.number::<i32>(&["guests"]).map_or(0, |guests| guests.clamp(0, MOST)),
        held: source.fields.number::<i32>(&["held"]).map_or(0, |held| held.max(0)),
        opens_before: before(source, "opens_before"),
        closes_before: before(source, "closes_before"),
        language: source.fields.text(&["language", "lang"]),
        recordings: recordings(source, &title),
        materials: source.fields.links(&["materials", "slides"]),
        topics: desk.topics(source, &["topics", "tags", "categories"]),
        continues: source.fields.text(&["continues"]),
        aliases: source.aliases(),
        body: source.markdown(desk),
        title,
    }))
}

/// How many minutes before a meeting sign-up opens or closes.
fn before(source: &mut Source, field: &str) -> Option<i32> {
    source.fields.number::<i32>(&[field]).filter(|minutes| (0..=LONGEST_SIGN_UP).contains(&i64::from(*minutes)))
}

/// The zone an event's clock shows, and whether offsets written beside its times are to be ignored.
#[derive(Clone, Copy)]
struct Zone {
    zone: Tz,
    offsets_are_wrong: bool,
}

impl Zone {
    fn wall(self, moment: Moment) -> NaiveDateTime {
        moment.wall_in(self.zone, self.offsets_are_wrong)
    }
}

/// Its own zone, `--timezone`, or UTC.
fn zone(source: &mut Source, desk: &Desk) -> Zone {
    let otherwise = desk.timezone.unwrap_or(Tz::UTC);
    let own = source.fields.text_at(&["timezone", "time_zone"]);
    let zone = own.map_or(otherwise, |(name, line)| {
        name.parse().unwrap_or_else(|_| {
            source.fields.say(
                line,
                Severity::Changed,
                format!("`{name}` is no time zone; {otherwise} was taken. Write it like Europe/London"),
            );
            otherwise
        })
    });
    Zone { zone, offsets_are_wrong: desk.timezone.is_some() }
}

struct Times {
    starts: NaiveDateTime,
    ends: NaiveDateTime,
    all_day: bool,
}

fn times(source: &mut Source, zone: Zone) -> Option<Times> {
    let (start, start_line) = source.fields.moment(&["starts", "date", "start_date", "start"])?;
    let end = source.fields.moment(&["ends", "end_date", "end"]);
    let all_day = source.fields.flag(&["all_day"]);
    let starts = zone.wall(start);
    let whole_days = all_day.unwrap_or(!start.timed && end.is_none_or(|(end, _)| !end.timed));
    let after = if whole_days { TimeDelta::days(1) } else { TimeDelta::hours(1) };
    let ends = match end {
        // The last day of an event of whole days is a part of it.
        Some((end, _)) if whole_days && !end.timed => zone.wall(end) + TimeDelta::days(1),
        Some((end, _)) => zone.wall(end),
        None => starts + after,
    };
    let line = end.map_or(start_line, |(_, line)| line);
    if ends >= starts {
        return Some(Times { starts, ends, all_day: whole_days });
    }
    let ends = starts + after;
    source.fields.say(
        line,
        Severity::Changed,
        format!("It ends before it starts; {} was taken as the end. Mend `ends`", ends.format("%Y-%m-%d %H:%M")),
    );
    Some(Times { starts, ends, all_day: whole_days })
}

/// The wall times of a list.
fn dates(source: &mut Source, zone: Zone, list: &'static str) -> Vec<NaiveDateTime> {
    let mut dates = Vec::new();
    for (written, line) in source.fields.texts(&[list]) {
        match Moment::parse(&written).map(|moment| zone.wall(moment)) {
            Some(date) if dates.contains(&date) => {}
            Some(date) => dates.push(date),
            None => source.fields.say(line, Severity::LeftOut, format!("`{list}` holds no date: “{written}”; it was left out")),
        }
    }
    dates
}

fn occurrences(source: &mut Source, zone: Zone, desk: &mut Desk) -> Vec<OccurrenceRecord> {
    let mut occurrences: Vec<OccurrenceRecord> = Vec::new();
    for (mut map, line) in source.fields.maps(&["occurrences"]) {
        let wall = |map: &mut Fields, name: &str| map.moment(&[name]).map(|(moment, _)| zone.wall(moment));
        let recurrence = wall(&mut map, "recurrence");
        let (starts, ends) = (wall(&mut map, "starts"), wall(&mut map, "ends"));
        let (title, status, because) = (map.text(&["title"]), map.word(&["status"]), map.text(&["cancelled_because"]));
        let recordings = map.links(&["recordings"]);
        // What is written there is the meeting’s own, also where it is nothing.
        let own = |map: &mut Fields, name: &str| map.peek(name).is_some().then(|| map.text(&[name]).unwrap_or_default());
        let (summary, place, online_url) = (own(&mut map, "summary"), own(&mut map, "place"), own_address(&mut map));
        let body = map.peek("body").is_some().then(|| map.markdown(&["body"]).unwrap_or_default());
        let materials = map.peek("materials").is_some().then(|| map.links(&["materials"]));
        let speakers = holders::own_speakers(&mut map, line, source, desk);
        let aliases = map.texts(&["aliases"]).into_iter().map(|(path, _)| normal_path(&path)).collect();
        source.fields.close(map, "occurrences");
        match recurrence {
            Some(recurrence) if !occurrences.iter().any(|known| known.recurrence == recurrence) => {
                occurrences.push(OccurrenceRecord {
                    recurrence,
                    starts,
                    ends,
                    title,
                    status,
                    cancelled_because: because,
                    recordings,
                    summary,
                    body,
                    place,
                    online_url,
                    speakers,
                    materials,
                    aliases,
                });
            }
            Some(_) => source.fields.say(line, Severity::LeftOut, "The same meeting (`recurrence`) stands twice; the first counts"),
            None => source.fields.say(line, Severity::LeftOut, "A meeting without its `recurrence` (the time the rule gives) was left out"),
        }
    }
    occurrences
}

/// The address of a meeting's own video call; empty where it has none.
fn own_address(map: &mut Fields) -> Option<String> {
    map.peek("online_url").is_some().then(|| map.address(&["online_url"]).unwrap_or_default())
}

/// Where, in one line; other sites part it into room, address and city.
fn place(source: &mut Source) -> Option<String> {
    if let Some(place) = source.fields.text(&["place"]) {
        return Some(place);
    }
    let mut parts = Vec::new();
    if !matches!(source.fields.peek("venue"), Some(Node::Text(_))) {
        for (mut map, _) in source.fields.maps(&["venue"]) {
            parts.extend(address_parts(&mut map));
            source.fields.close(map, "venue");
        }
    }
    parts.extend(source.fields.text(&["venue", "location"]));
    parts.extend(address_parts(&mut source.fields));
    (!parts.is_empty()).then(|| parts.join(", "))
}

fn address_parts(fields: &mut Fields) -> Vec<String> {
    let mut parts: Vec<String> = ["venue_name", "room", "address", "city"].iter().filter_map(|name| fields.text(&[name])).collect();
    let state = [fields.text(&["state"]), fields.text(&["zip"])].into_iter().flatten().collect::<Vec<_>>().join(" ");
    parts.extend((!state.is_empty()).then_some(state));
    parts.extend(fields.text(&["country"]));
    parts
}

fn recordings(source: &mut Source, title: &str) -> Vec<Link> {
    let mut recordings = source.fields.links(&["recordings"]);
    let video = source.fields.text(&["youtube_id", "youtube"]);
    let name = source.fields.text(&["youtube_title"]);
    if let Some(video) = video {
        let url = if video.contains("://") { video } else { format!("https://www.youtube.com/watch?v={video}") };
        let link = Link { title: name.unwrap_or_else(|| title.to_owned()), url, summary: None };
        if !recordings.iter().any(|known| known.url == link.url) {
            recordings.push(link);
        }
    }
    recordings
}
