//! Writes what a dump holds, and remembers it.

use std::collections::HashMap;
use std::path::PathBuf;

use app::activity::{Act, Deed, ObjectKind};
use app::communities::record::CommunityRecord;
use app::db::records::Index;
use app::db::sources::{self, Remembered, recall, remember, slug_today};
use app::db::{Db, Tx};
use app::names;
use serde::Serialize;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::Options;
use crate::bundle::{Note, Record, Severity};
use crate::import::Report;
use crate::site_records::{hash, one, save};

/// Things written in one transaction.
const BATCH: usize = 100;

/// How many people are remembered by their ids until all of them are forgotten.
const KNOWN: usize = 20_000;

const EDITED: &str =
    "was edited both here and in the dump since the last import; the site’s version was left alone (--overwrite takes the dump’s)";
const GONE: &str = "was removed here since the last import, and changed in the dump; it was left alone";

/// An import under way.
pub(super) struct Desk<'a> {
    pub(super) db: &'a Db,
    pub(super) tx: Tx,
    /// Id and slug of the community.
    pub(super) community: (Uuid, String),
    pub(super) report: Report,
    acts: Vec<Act>,
    source: String,
    overwrite: bool,
    /// Id and handle by the dump's keys.
    people: HashMap<String, Option<(Uuid, String)>>,
}

impl<'a> Desk<'a> {
    /// Begins; makes the community where it is not there.
    pub(super) async fn open(db: &'a Db, options: &Options<'_>) -> anyhow::Result<Self> {
        let name = options.community.trim();
        let slug = names::slug(name);
        anyhow::ensure!(!slug.is_empty(), "“{name}” makes no address of a community; use at least one letter or digit");
        let mut tx = db.begin().await?;
        let found = sources::community(&mut tx, &slug, name).await?;
        let is_new = found.is_none();
        let community = found.unwrap_or_else(|| (Uuid::now_v7(), slug));
        let source = format!("stackexchange:{}", options.source.unwrap_or(&community.1));
        let mut desk = Self {
            db,
            tx,
            community,
            report: Report::default(),
            acts: Vec::new(),
            source,
            overwrite: options.overwrite,
            people: HashMap::new(),
        };
        if is_new {
            let (id, slug) = desk.community.clone();
            let record = Record::Community(CommunityRecord::named(&slug, name));
            let index = desk.index();
            save(&mut desk.tx, &index, id, &record).await?;
            desk.report.counts(ObjectKind::Community).created += 1;
            desk.acts.push(Act::of(Deed::Imported, ObjectKind::Community, id).in_community(id));
        }
        Ok(desk)
    }

    /// An index that knows the community.
    pub(super) fn index(&self) -> Index {
        let mut index = Index::default();
        index.insert(ObjectKind::Community, self.community.1.clone(), self.community.0);
        index
    }

    /// What an earlier import wrote for a key of the dump.
    pub(super) async fn recall(&mut self, kind: ObjectKind, key: &str) -> Result<Option<Uuid>, sqlx::Error> {
        Ok(recall(&mut self.tx, &self.source, kind, key).await?.map(|known| known.object))
    }

    /// The slug that what an earlier import wrote has today.
    pub(super) async fn slug_of(&mut self, kind: ObjectKind, key: &str) -> Result<Option<(Uuid, String)>, sqlx::Error> {
        let Some(id) = self.recall(kind, key).await? else { return Ok(None) };
        Ok(slug_today(&mut self.tx, kind, id).await?.map(|slug| (id, slug)))
    }

    /// Id and handle of somebody, by the dump's key.
    pub(super) async fn person(&mut self, key: &str) -> Result<Option<(Uuid, String)>, sqlx::Error> {
        if let Some(known) = self.people.get(key) {
            return Ok(known.clone());
        }
        let handle = self.slug_of(ObjectKind::Person, key).await?;
        if self.people.len() >= KNOWN {
            self.people.clear();
        }
        self.people.insert(key.to_owned(), handle.clone());
        Ok(handle)
    }

    /// Writes one thing under the dump's key, if it is new or has changed there and not here. `said`: the hash of what the dump says of it.
    pub(super) async fn put(&mut self, key: &str, said: &str, (record, index): (&Record, &Index)) -> Result<(), sqlx::Error> {
        let kind = record.kind();
        let (object, deed) = match recall(&mut self.tx, &self.source, kind, key).await? {
            None => (Uuid::now_v7(), Deed::Imported),
            Some(known) => match self.changed(kind, &known, said).await? {
                Changed::No => {
                    self.report.counts(kind).unchanged += 1;
                    return Ok(());
                }
                Changed::There => (known.object, Deed::Reimported),
                Changed::Both(why) => {
                    self.report.counts(kind).conflicting += 1;
                    let message = format!("{} {why}", record.key());
                    self.report.notes.push(Note { file: PathBuf::from("Posts.xml"), line: None, severity: Severity::Skipped, message });
                    return Ok(());
                }
            },
        };
        save(&mut self.tx, index, object, record).await?;
        let remembered = Remembered { object, hash: format!("{said}:{}", hash(record)) };
        remember(&mut self.tx, &self.source, kind, key, &remembered).await?;
        let counts = self.report.counts(kind);
        *(if deed == Deed::Imported { &mut counts.created } else { &mut counts.updated }) += 1;
        let community = (kind == ObjectKind::Question).then_some(self.community.0);
        self.acts.push(Act::of(deed, kind, object).in_community(community));
        if kind == ObjectKind::Person {
            self.people.remove(key);
        }
        Ok(())
    }

    /// Whether something changed since the last import: what is remembered is the hash of what the dump said, and of what was written here for it.
    async fn changed(&self, kind: ObjectKind, known: &Remembered, said: &str) -> Result<Changed, sqlx::Error> {
        let (before, written) = known.hash.split_once(':').unwrap_or((&known.hash, ""));
        if before == said && !self.overwrite {
            return Ok(Changed::No);
        }
        let here = one(self.db, kind, known.object).await?.map(|record| hash(&record));
        Ok(match here {
            None if before == said => Changed::No,
            None => Changed::Both(GONE),
            Some(here) if here == written && before == said => Changed::No,
            Some(here) if here == written || self.overwrite => Changed::There,
            Some(_) => Changed::Both(EDITED),
        })
    }

    /// Commits once enough was written.
    pub(super) async fn rest(self) -> Result<Self, sqlx::Error> {
        if self.acts.len() < BATCH {
            return Ok(self);
        }
        self.tx.commit(self.acts).await?;
        Ok(Self { tx: self.db.begin().await?, acts: Vec::new(), ..self })
    }

    /// Ends; gives what became of everything.
    pub(super) async fn close(self) -> Result<Report, sqlx::Error> {
        self.tx.commit(self.acts).await?;
        Ok(self.report)
    }
}

/// What changed since the last import.
enum Changed {
    No,
    There,
    Both(&'static str),
}

/// The hash of what the dump says of something.
pub(super) fn said(what: &impl Serialize) -> anyhow::Result<String> {
    let digest = Sha256::digest(serde_json::to_vec(what)?);
    Ok(digest.iter().map(|byte| format!("{byte:02x}")).collect())
}
