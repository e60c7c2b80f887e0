//! `events/{community}/{slug}.md`.

use app::events::model::EventStatus;
use app::events::record::{EventRecord, OccurrenceRecord, Speaker};
use app::link::Link;
use chrono::{NaiveDateTime, TimeDelta};
use chrono_tz::Tz;

use super::fields::Fields;
use super::index::EVERYONE;
use super::source::{Desk, Source};
use super::text;
use super::yaml::Node;
use crate::bundle::note::Tally;
use crate::bundle::{Record, Severity};

pub(super) fn event(source: &mut Source, desk: &mut Desk) -> Option<Record> {
    let title = source.title(&["title", "name"], desk);
    let (zone, timezone) = timezone(source, desk);
    let Some(times) = times(source, zone) else {
        let message = "It has no date that can be read; write `starts: 2026-03-01T13:00` and import again";
        desk.notes.say(&source.file, source.line, Severity::Skipped, message);
        return None;
    };
    let (community, hosts, organiser) = hosts(source, desk);
    let draft = source.fields.flag(&["draft"]).unwrap_or(false);
    let status = source.fields.word(&["status"]).unwrap_or(if draft { EventStatus::Draft } else { EventStatus::Confirmed });
    let zoned = |source: &mut Source, names: &[&str]| exdates(source, names, zone);
    Some(Record::Event(EventRecord {
        community,
        slug: source.slug.clone(),
        summary: source.summary(),
        starts: times.starts,
        ends: times.ends,
        timezone,
        all_day: times.all_day,
        rrule: source.fields.text(&["rrule"]).map(|rule| rule.trim_start_matches("RRULE:").to_owned()),
        exdates: zoned(source, &["exdates"]),
        occurrences: occurrences(source, zone),
        hosts,
        organiser,
        speakers: speakers(source, desk),
        format: source.fields.word(&["format"]),
        status,
        cancelled_because: source.fields.text(&["cancelled_because"]),
        place: place(source),
        online_url: source.fields.address(&["online_url", "zoom", "meeting_url"]),
        registration_url: source.fields.address(&["registration_url", "registration"]),
        captions_url: source.fields.address(&["captions_url", "captions"]),
        capacity: source.fields.number::<i32>(&["capacity", "seats"]),
        language: source.fields.text(&["language", "lang"]),
        recordings: recordings(source, &title),
        materials: source.fields.links(&["materials", "slides"]),
        topics: desk.topics(source, &["topics", "tags", "categories"]),
        aliases: source.aliases(),
        body: source.markdown(desk),
        title,
    }))
}

/// The zone its clock shows: its own, `--timezone`, or UTC.
fn timezone(source: &mut Source, desk: &Desk) -> (Option<Tz>, String) {
    let own = source.fields.text_at(&["timezone", "time_zone"]);
    let zone = match own {
        Some((name, line)) => match name.parse::<Tz>() {
            Ok(zone) => Some(zone),
            Err(_) => {
                let instead = desk.timezone.unwrap_or(Tz::UTC);
                source.fields.say(
                    line,
                    Severity::Changed,
                    format!("`{name}` is no time zone; {instead} was taken. Write it like Europe/London"),
                );
                desk.timezone
            }
        },
        None => desk.timezone,
    };
    (zone, zone.unwrap_or(Tz::UTC).name().to_owned())
}

struct Times {
    starts: NaiveDateTime,
    ends: NaiveDateTime,
    all_day: bool,
}

fn times(source: &mut Source, zone: Option<Tz>) -> Option<Times> {
    let (start, start_line) = source.fields.moment(&["starts", "date", "start_date", "start"])?;
    let end = source.fields.moment(&["ends", "end_date", "end"]);
    let all_day = source.fields.flag(&["all_day"]);
    let starts = start.wall_in(zone);
    let whole_days = all_day.unwrap_or(!start.timed && end.is_none_or(|(end, _)| !end.timed));
    let after = if whole_days { TimeDelta::days(1) } else { TimeDelta::hours(1) };
    let ends = match end {
        // The last day of an event of whole days is a part of it.
        Some((end, _)) if whole_days && !end.timed && all_day.is_none() => end.wall_in(zone) + TimeDelta::days(1),
        Some((end, _)) => end.wall_in(zone),
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

fn exdates(source: &mut Source, names: &[&str], zone: Option<Tz>) -> Vec<NaiveDateTime> {
    let mut dates = Vec::new();
    for (written, line) in source.fields.texts(names) {
        match super::time::Moment::parse(&written).map(|moment| moment.wall_in(zone)) {
            Some(date) if dates.contains(&date) => {}
            Some(date) => dates.push(date),
            None => source.fields.say(line, Severity::LeftOut, format!("`{}` holds no date: “{written}”; it was left out", names[0])),
        }
    }
    dates
}

fn occurrences(source: &mut Source, zone: Option<Tz>) -> Vec<OccurrenceRecord> {
    let mut occurrences: Vec<OccurrenceRecord> = Vec::new();
    for (mut map, line) in source.fields.maps(&["occurrences"]) {
        let wall = |map: &mut Fields, name: &str| map.moment(&[name]).map(|(moment, _)| moment.wall_in(zone));
        let recurrence = wall(&mut map, "recurrence");
        let (starts, ends) = (wall(&mut map, "starts"), wall(&mut map, "ends"));
        let (title, status, because) = (map.text(&["title"]), map.word(&["status"]), map.text(&["cancelled_because"]));
        let recordings = map.links(&["recordings"]);
        source.fields.close(map, "occurrences");
        match recurrence {
            Some(recurrence) if !occurrences.iter().any(|known| known.recurrence == recurrence) => {
                occurrences.push(OccurrenceRecord { recurrence, starts, ends, title, status, cancelled_because: because, recordings });
            }
            Some(_) => source.fields.say(line, Severity::LeftOut, "The same meeting (`recurrence`) stands twice; the first counts"),
            None => source.fields.say(line, Severity::LeftOut, "A meeting without its `recurrence` (the time the rule gives) was left out"),
        }
    }
    occurrences
}

/// The home community, the co-hosts, and who holds it where that is no community here.
fn hosts(source: &mut Source, desk: &mut Desk) -> (String, Vec<String>, Option<String>) {
    let at_home = source.community != EVERYONE || !source.foreign;
    let mut found: Vec<String> = Vec::new();
    let mut rest: Vec<String> = Vec::new();
    for (word, line) in source.fields.texts(&["hosts", "event_cop"]).into_iter().chain(source.fields.texts(&["event_cop", "cop_events"])) {
        match desk.index.community(&word) {
            Some(slug) => found.push(slug),
            None if source.foreign => find_by_name(source, &word, line, desk, &mut found, &mut rest),
            None => {
                let message =
                    format!("There is no community `{word}` to host it; it was left out. Add `communities/{}.md`", text::slug_of(&word));
                desk.notes.say(&source.file, line, Severity::LeftOut, message);
            }
        }
    }
    for (word, line) in source.fields.texts(&["host"]) {
        find_by_name(source, &word, line, desk, &mut found, &mut rest);
    }
    if !at_home && found.is_empty() && rest.is_empty() {
        desk.notes.tally(
            &source.file,
            source.line,
            Tally {
                severity: Severity::Changed,
                before: "No host is named in".to_owned(),
                counted: ("event", "events"),
                after: (
                    "which went to `everyone`; write `host` and import again",
                    "which went to `everyone`; write `host` and import again",
                ),
            },
        );
    }
    let mut hosts: Vec<String> = Vec::new();
    let home = if at_home { source.community.clone() } else { found.first().cloned().unwrap_or_else(|| EVERYONE.to_owned()) };
    for slug in found {
        if slug != home && !hosts.contains(&slug) {
            hosts.push(slug);
        }
    }
    let rest = (!rest.is_empty()).then(|| rest.join(", "));
    let organiser = source.fields.text(&["organiser"]).or(rest);
    let organiser = if organiser.is_none() { source.fields.text(&["event_organizer", "event_organiser", "organizer"]) } else { organiser };
    (home, hosts, organiser)
}

/// Matches free text with communities; what matches none is kept as the organiser.
fn find_by_name(source: &Source, host: &str, line: usize, desk: &mut Desk, found: &mut Vec<String>, rest: &mut Vec<String>) {
    let named = desk.index.hosts.find(host);
    if let Some(unknown) = &named.rest {
        let (before, after) = if named.communities.is_empty() {
            (
                format!("“{host}” is no community here. It holds"),
                (
                    "which went to `everyone` with that as the organiser; move it, or give the community that name and import again",
                    "which went to `everyone` with that as the organiser; move them, or give the community that name and import again",
                ),
            )
        } else {
            (
                format!(
                    "“{host}” was matched with {}; “{unknown}” is no community here and was kept as the organiser of",
                    quoted(&named.communities)
                ),
                ("", ""),
            )
        };
        desk.notes.tally(&source.file, line, Tally { severity: Severity::Changed, before, counted: ("event", "events"), after });
    }
    found.extend(named.communities);
    rest.extend(named.rest);
}

fn quoted(slugs: &[String]) -> String {
    slugs.iter().map(|slug| format!("`{slug}`")).collect::<Vec<_>>().join(", ")
}

/// Handles, names, and those other sites name as authors.
fn speakers(source: &mut Source, desk: &mut Desk) -> Vec<Speaker> {
    let mut speakers: Vec<Speaker> = Vec::new();
    let named = match source.fields.peek("speakers") {
        Some(Node::List(items)) => items.clone(),
        Some(Node::Text(text)) => vec![super::yaml::Item { line: source.line, value: Node::Text(text.clone()) }],
        _ => Vec::new(),
    };
    let _ = source.fields.take(&["speakers"]);
    let mut said: Vec<(Node, usize)> = named.into_iter().map(|item| (item.value, item.line)).collect();
    said.extend(source.fields.texts(&["authors", "author"]).into_iter().map(|(word, line)| (Node::Text(word), line)));
    for (value, line) in said {
        let speaker = match value {
            Node::Text(word) if word.trim().is_empty() => continue,
            Node::Text(word) => speaker(source, word.trim(), line, desk),
            Node::Map(entries) => {
                let mut map = Fields::new(entries);
                map.foreign = source.foreign;
                let name = map.text(&["name"]);
                source.fields.close(map, "speakers");
                match name {
                    Some(name) => Speaker::Named { name },
                    None => continue,
                }
            }
            _ => continue,
        };
        if !speakers.contains(&speaker) {
            speakers.push(speaker);
        }
    }
    speakers
}

fn speaker(source: &Source, word: &str, line: usize, desk: &mut Desk) -> Speaker {
    if let Some(handle) = desk.index.person(word) {
        return Speaker::Person(handle);
    }
    let name = if text::is_slug(&word.to_lowercase()) { text::name_of(word) } else { text::tidy(word) };
    let message =
        format!("Nobody here is `{word}`; the speaker is listed as “{name}”. Add `people/{}.md` to link a profile", text::slug_of(word));
    desk.notes.say(&source.file, line, Severity::Changed, message);
    Speaker::Named { name }
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
