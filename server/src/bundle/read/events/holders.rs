//! Who holds an event and who speaks: hosts, organiser, speakers.

use app::events::record::SpeakerRecord;

use crate::bundle::Severity;
use crate::bundle::note::Tally;
use crate::bundle::read::fields::Fields;
use crate::bundle::read::index::EVERYONE;
use crate::bundle::read::source::{Desk, Source};
use crate::bundle::read::text;
use crate::bundle::read::yaml::Node;

/// The home community, the co-hosts, and who holds it where that is no community here.
pub(super) fn hosts(source: &mut Source, desk: &mut Desk) -> (String, Vec<String>, Option<String>) {
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
pub(super) fn speakers(source: &mut Source, desk: &mut Desk) -> Vec<SpeakerRecord> {
    let mut said = named(source.fields.peek("speakers"), source.line);
    let _ = source.fields.take(&["speakers"]);
    said.extend(source.fields.texts(&["authors", "author"]).into_iter().map(|(word, line)| (Node::Text(word), line)));
    each(said, source, desk)
}

/// Who speaks at one meeting of a series, where that is said of it.
pub(super) fn own_speakers(map: &mut Fields, line: usize, source: &mut Source, desk: &mut Desk) -> Option<Vec<SpeakerRecord>> {
    let said = named(Some(map.peek("speakers")?), line);
    let _ = map.take(&["speakers"]);
    Some(each(said, source, desk))
}

fn named(node: Option<&Node>, line: usize) -> Vec<(Node, usize)> {
    match node {
        Some(Node::List(items)) => items.iter().map(|item| (item.value.clone(), item.line)).collect(),
        Some(Node::Text(text)) => vec![(Node::Text(text.clone()), line)],
        _ => Vec::new(),
    }
}

fn each(said: Vec<(Node, usize)>, source: &mut Source, desk: &mut Desk) -> Vec<SpeakerRecord> {
    let mut speakers: Vec<SpeakerRecord> = Vec::new();
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
                    Some(name) => SpeakerRecord::Named { name },
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

fn speaker(source: &Source, word: &str, line: usize, desk: &mut Desk) -> SpeakerRecord {
    if let Some(handle) = desk.index.person(word) {
        return SpeakerRecord::Person(handle);
    }
    let name = if text::is_slug(&word.to_lowercase()) { text::name_of(word) } else { text::tidy(word) };
    let message =
        format!("Nobody here is `{word}`; the speaker is listed as “{name}”. Add `people/{}.md` to link a profile", text::slug_of(word));
    desk.notes.say(&source.file, line, Severity::Changed, message);
    SpeakerRecord::Named { name }
}
