//! The last look at all records together: names told apart, old addresses given once, dependencies first.

use std::collections::{BTreeMap, BTreeSet};

use super::source::Desk;
use super::{Sourced, communities, pages};
use crate::bundle::{Kind, Record, Severity};

pub(super) fn finish(mut records: Vec<Sourced>, desk: &mut Desk) -> Vec<Sourced> {
    tell_events_apart(&mut records, desk);
    let mut by_kind: BTreeMap<Kind, Vec<Sourced>> = BTreeMap::new();
    for sourced in records {
        by_kind.entry(sourced.record.kind()).or_default().push(sourced);
    }
    let mut ordered = Vec::new();
    for kind in [Kind::Organisation, Kind::Topic, Kind::Person, Kind::Community, Kind::Page, Kind::Event, Kind::Question, Kind::Resource] {
        let mut of_kind = by_kind.remove(&kind).unwrap_or_default();
        of_kind.sort_by_cached_key(|sourced| sourced.record.key());
        ordered.extend(match kind {
            Kind::Community => communities::in_order(of_kind, desk),
            Kind::Page => pages::in_order(of_kind, desk),
            _ => of_kind,
        });
    }
    give_aliases_once(&mut ordered, desk);
    ordered
}

/// Of events of one name in one community the first keeps it; the later ones get their date.
fn tell_events_apart(records: &mut [Sourced], desk: &mut Desk) {
    records.sort_by_cached_key(|sourced| match &sourced.record {
        Record::Event(event) => (Some(event.starts), sourced.file.clone()),
        _ => (None, sourced.file.clone()),
    });
    let mut taken: BTreeSet<String> =
        records.iter().filter(|sourced| sourced.record.kind() == Kind::Event).map(|sourced| sourced.record.key()).collect();
    let mut seen: BTreeSet<String> = BTreeSet::new();
    for sourced in records {
        if !matches!(sourced.record, Record::Event(_)) || seen.insert(sourced.record.key()) {
            continue;
        }
        let mut count = 1;
        let mut before = String::new();
        if let Record::Event(event) = &mut sourced.record {
            before = std::mem::take(&mut event.slug);
        }
        loop {
            if let Record::Event(event) = &mut sourced.record {
                let number = if count == 1 { String::new() } else { format!("-{count}") };
                event.slug = format!("{before}-{}{number}", event.starts.date());
            }
            count += 1;
            if taken.insert(sourced.record.key()) {
                break;
            }
        }
        seen.insert(sourced.record.key());
        let message = format!("Another event of the community is called `{before}` already; this one became `{}`", sourced.record.key());
        desk.notes.say(&sourced.file, sourced.line, Severity::Changed, message);
    }
}

/// An old address leads to one thing: the one that has it on the source, else one whose kind the address names, else the first that claims it.
fn give_aliases_once(records: &mut [Sourced], desk: &mut Desk) {
    let mut owner: BTreeMap<String, (u8, usize)> = BTreeMap::new();
    for (at, sourced) in records.iter_mut().enumerate() {
        let folder = sourced.record.kind().folder();
        for alias in sourced.record.aliases_mut().iter() {
            let path = bare(alias);
            let rank = match desk.permalinks.get(path) {
                Some(file) if *file == sourced.file => 0,
                _ if path.trim_start_matches('/').starts_with(folder) => 1,
                _ => 2,
            };
            let claim = owner.entry(path.to_owned()).or_insert((rank, at));
            *claim = (*claim).min((rank, at));
        }
    }
    let keys: Vec<String> = records.iter().map(|sourced| sourced.record.key()).collect();
    for (at, sourced) in records.iter_mut().enumerate() {
        let (file, line) = (sourced.file.clone(), sourced.line);
        let mut seen = BTreeSet::new();
        sourced.record.aliases_mut().retain(|alias| {
            let holder = owner.get(bare(alias)).map_or(at, |(_, holder)| *holder);
            if holder != at {
                let message = format!("The old address `{alias}` leads to `{}` already; it was left out here", keys[holder]);
                desk.notes.say(&file, line, Severity::LeftOut, message);
            }
            holder == at && seen.insert(bare(alias).to_owned())
        });
    }
}

fn bare(path: &str) -> &str {
    path.trim_end_matches('/')
}
