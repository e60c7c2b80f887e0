//! From a bundle to the site: what is new is made, what changed at the source is written, what was edited here since is left alone, and everything is told.

mod office;
mod report;
#[cfg(test)]
mod tests;

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::path::PathBuf;

use app::activity::{Act, Deed, ObjectKind};
use app::clock::Clock;
use app::db::records::Index;
use app::db::sources::{Remembered, old_addresses, remember, remembered};
use app::db::{Db, Tx};
use app::events::schedule;
use app::members::record_store;
use app::names;
use app::redirects::store::normal_path;
use indicatif::ProgressBar;
use uuid::Uuid;

use self::office::Offices;
pub use self::report::{Counts, Report};
use crate::bundle::{Note, Record, Severity, Sourced};
use crate::site_records::{KINDS, address, community, each_batch, hash, save, slug};

/// Records written in one transaction.
const BATCH: usize = 200;

/// How an import goes about it.
pub struct Options<'a> {
    /// The name the source is remembered by.
    pub source: &'a str,
    /// Takes the source's version of what was edited on both sides.
    pub overwrite: bool,
    /// Is told how far it is.
    pub progress: ProgressBar,
}

/// What to do with a record.
enum Decision {
    Create,
    Update,
    Unchanged { remember: bool },
    Conflict(&'static str),
}

/// Writes the records of a bundle. Each transaction holds whole records and what is remembered of them, so an import that was cut off is completed by the next.
///
/// # Errors
/// When the database refuses; what was committed until then stays.
pub async fn write(db: &Db, clock: &Clock, records: Vec<Sourced>, options: &Options<'_>) -> Result<Report, sqlx::Error> {
    let here = hashes_here(db).await?;
    write_over(db, clock, records, &here, options).await
}

/// Writes records that are known to be new or to overwrite whatever is there: what is there is not read.
///
/// # Errors
/// As [`write`].
pub async fn write_new(db: &Db, clock: &Clock, records: Vec<Sourced>, options: &Options<'_>) -> Result<Report, sqlx::Error> {
    write_over(db, clock, records, &Hashes::new(), options).await
}

/// What the site holds, as hashes of its records.
type Hashes = HashMap<(ObjectKind, String), String>;

async fn write_over(db: &Db, clock: &Clock, records: Vec<Sourced>, here: &Hashes, options: &Options<'_>) -> Result<Report, sqlx::Error> {
    let mut index = Index::load(db).await?;
    let remembered = remembered(db, options.source).await?;
    let mut report = Report::default();
    let mut records = records;
    let moved = moved(db, &records, &remembered, &mut index).await?;
    settle(db, clock, &index, &mut records, &mut report).await?;

    // Communities may refer to each other in any order: every new thing has its id before the first is written.
    for sourced in &records {
        let (kind, slug) = (sourced.record.kind(), slug(&sourced.record));
        if index.get(kind, &slug).is_none() {
            index.insert(kind, slug, Uuid::now_v7());
        }
    }

    options.progress.set_length(records.len() as u64);
    let mut batch = Batch { tx: db.begin().await?, acts: Vec::new(), written: 0 };
    let mut records = records.into_iter().peekable();
    while let Some(Sourced { record, file, line }) = records.next() {
        let (kind, key) = (record.kind(), record.key());
        let hash = hash(&record);
        let there = here.get(&(kind, key.clone()));
        let known = remembered.get(&(kind, key.clone()));
        let (there, known) = (there.map(String::as_str), known.map(|known| known.hash.as_str()));
        let decision = if moved.contains(&(kind, key.clone())) {
            if known == Some(hash.as_str()) { Decision::Unchanged { remember: false } } else { Decision::Conflict(MOVED) }
        } else {
            decide(&hash, there, known, options.overwrite, is_builtin(&record))
        };
        let counts = report.counts(kind);
        let deed = match decision {
            Decision::Create => {
                counts.created += 1;
                Some(Deed::Imported)
            }
            Decision::Update => {
                counts.updated += 1;
                Some(Deed::Reimported)
            }
            Decision::Unchanged { remember: again } => {
                counts.unchanged += 1;
                if again {
                    let object = index.want(kind, &slug(&record))?;
                    remember(&mut batch.tx, options.source, kind, &key, &Remembered { object, hash: hash.clone() }).await?;
                }
                None
            }
            Decision::Conflict(why) => {
                counts.conflicting += 1;
                report.notes.push(Note { file, line: Some(line), severity: Severity::Skipped, message: why.to_owned() });
                None
            }
        };
        if let Some(deed) = deed {
            let object = index.want(kind, &slug(&record))?;
            save(&mut batch.tx, &index, object, &record).await?;
            remember(&mut batch.tx, options.source, kind, &key, &Remembered { object, hash }).await?;
            let community = community(&record).and_then(|slug| index.get(ObjectKind::Community, slug));
            batch.acts.push(Act::of(deed, kind, object).in_community(community));
            batch.written += 1;
        }
        options.progress.inc(1);
        // Communities refer to each other, so they are committed together.
        let more_communities =
            kind == ObjectKind::Community && records.peek().is_some_and(|next| next.record.kind() == ObjectKind::Community);
        if batch.written >= BATCH && !more_communities {
            batch = batch.commit_and_begin(db).await?;
        }
    }
    batch.tx.commit(batch.acts).await?;
    if report.written() > 0 {
        db.analyze().await?;
    }
    options.progress.finish_and_clear();
    Ok(report)
}

const MOVED: &str =
    "it changed at the source, but on the site it got another address, or became part of something else; the site’s version was left alone";

/// What was renamed on the site, or became part of something else: its old address leads to what is remembered of it. Whoever refers to it means that.
async fn moved(
    db: &Db,
    records: &[Sourced],
    remembered: &HashMap<(ObjectKind, String), Remembered>,
    index: &mut Index,
) -> Result<HashSet<(ObjectKind, String)>, sqlx::Error> {
    let gone = |record: &&Record| index.get(record.kind(), &slug(record)).is_none();
    let known = |record: &Record| Some((record.kind(), record.key(), remembered.get(&(record.kind(), record.key()))?.object));
    let gone: Vec<(&Record, (ObjectKind, String, Uuid))> =
        records.iter().map(|sourced| &sourced.record).filter(gone).filter_map(|record| Some((record, known(record)?))).collect();
    let mut moved = HashSet::new();
    if gone.is_empty() {
        return Ok(moved);
    }
    let leads = old_addresses(db).await?;
    for (record, (kind, key, object)) in gone {
        if leads.get(&address(record)) == Some(&object) {
            index.insert(kind, slug(record), object);
            moved.insert((kind, key));
        }
    }
    Ok(moved)
}

struct Batch {
    tx: Tx,
    acts: Vec<Act>,
    written: usize,
}

impl Batch {
    async fn commit_and_begin(self, db: &Db) -> Result<Self, sqlx::Error> {
        self.tx.commit(self.acts).await?;
        Ok(Self { tx: db.begin().await?, acts: Vec::new(), written: 0 })
    }
}

fn decide(source: &str, here: Option<&str>, remembered: Option<&str>, overwrite: bool, builtin: bool) -> Decision {
    match (here, remembered) {
        (None, _) => Decision::Create,
        (Some(here), remembered) if here == source => Decision::Unchanged { remember: remembered != Some(source) },
        // The source has not changed since: whatever was edited here stays, and is no conflict.
        (Some(_), Some(remembered)) if remembered == source && !overwrite => Decision::Unchanged { remember: false },
        (Some(here), Some(remembered)) if here == remembered || overwrite => Decision::Update,
        (Some(_), None) if overwrite || builtin => Decision::Update,
        (Some(_), Some(_)) => Decision::Conflict(
            "it was edited both here and at the source since the last import; the site’s version was left alone (--overwrite takes the source’s)",
        ),
        (Some(_), None) => Decision::Conflict(
            "the site has something else of this name, which did not come from this source; it was left alone (--overwrite takes the source’s)",
        ),
    }
}

/// The community `everyone` is on every site before anybody wrote a word about it.
fn is_builtin(record: &Record) -> bool {
    matches!(record, Record::Community(community) if community.slug == app::communities::EVERYONE)
}

async fn hashes_here(db: &Db) -> Result<Hashes, sqlx::Error> {
    let mut hashes = Hashes::new();
    for kind in KINDS {
        each_batch::<sqlx::Error>(db, kind, |batch| {
            hashes.extend(batch.iter().map(|(_, record)| ((kind, record.key()), hash(record))));
            Ok(())
        })
        .await?;
    }
    Ok(hashes)
}

/// Makes records say exactly what will be stored, so that they hash alike when read back.
async fn settle(db: &Db, clock: &Clock, index: &Index, records: &mut [Sourced], report: &mut Report) -> Result<(), sqlx::Error> {
    let horizon = schedule::horizon(clock.now());
    let taken = old_addresses(db).await?;
    let offices = Offices::of(records, horizon);
    let people = records.iter().any(|sourced| matches!(sourced.record, Record::Person(_)));
    let chosen = if people { record_store::chosen_audiences(db).await? } else { HashMap::new() };
    let mut claimed: HashMap<String, PathBuf> = HashMap::new();
    for Sourced { record, file, line } in records {
        let mut left_out = Vec::new();
        match record {
            Record::Person(person) => {
                person.sort_name = person.sort_name.as_deref().map(names::fold).filter(|key| *key != names::sort_name(&person.name));
                // Who sees what is for those who are there to choose.
                if let Some(chosen) = index.get(ObjectKind::Person, &person.handle).and_then(|id| chosen.get(&id)) {
                    person.seen_by = *chosen;
                }
            }
            Record::Community(community) => community.members.sort_by(|a, b| a.person.cmp(&b.person)),
            Record::Event(event) => left_out.extend(schedule::settle(event, horizon)),
            Record::Question(question) => left_out.extend(offices.settle(index, question)),
            _ => {}
        }
        let own = address(record);
        let id = index.get(record.kind(), &slug(record));
        let aliases = std::mem::take(record.aliases_mut());
        for alias in aliases {
            let path = normal_path(&alias);
            if path == own || path == "/" || record.aliases_mut().contains(&path) {
                continue;
            }
            if let Some(other) = taken.get(&path)
                && Some(*other) != id
            {
                left_out.push(format!("the old address {path} leads to something else on the site already, and still does"));
                continue;
            }
            match claimed.entry(path) {
                Entry::Occupied(first) => {
                    left_out.push(format!("the old address {} is claimed by {} too, which keeps it", first.key(), first.get().display()));
                }
                Entry::Vacant(free) => {
                    record.aliases_mut().push(free.key().clone());
                    free.insert(file.clone());
                }
            }
        }
        let notes =
            left_out.into_iter().map(|message| Note { file: file.clone(), line: Some(*line), severity: Severity::LeftOut, message });
        report.notes.extend(notes);
    }
    Ok(())
}
