//! Reading a bundle: every file becomes a record or a note.

mod addresses;
mod agencies;
pub(crate) mod body;
mod communities;
mod document;
mod events;
mod fields;
mod files;
mod finish;
mod hosts;
mod index;
mod pages;
mod people;
mod questions;
mod repair;
mod resources;
mod source;
mod text;
mod time;
mod topics;
mod yaml;

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use super::note::{Note, Notes, Severity};
use super::record::{Kind, Record};
use index::Index;
use source::{Desk, Source};

/// How to read.
pub struct ReadOptions<'a> {
    /// The zone the source's clocks show, for sources whose offsets are wrong: offsets other than `Z` are then ignored.
    pub timezone: Option<chrono_tz::Tz>,
    /// Today, in the sense of "past its `expirydate`".
    pub today: NaiveDate,
    /// What references may also point to.
    pub known: &'a Known,
    /// Called after each file with how many are done, and of how many.
    pub progress: &'a dyn Fn(usize, usize),
}

/// What the site has that a bundle is read for.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// Slugs.
    pub organisations: BTreeSet<String>,
    /// Slugs.
    pub topics: BTreeSet<String>,
    /// Handles.
    pub people: BTreeSet<String>,
    /// Communities; `everyone` need not be among them.
    pub communities: Vec<KnownCommunity>,
    /// Pages as `community/path`.
    pub pages: BTreeSet<String>,
}

/// A community of the site.
#[derive(Clone, Debug)]
pub struct KnownCommunity {
    /// Its slug.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// What members call it.
    pub short_name: Option<String>,
}

/// What was read.
#[derive(Debug)]
pub struct Bundle {
    /// Records that can be stored in this order: nothing refers to what comes later but for communities merged into later ones.
    pub records: Vec<Sourced>,
    /// What is to be told, by file and line.
    pub notes: Vec<Note>,
    /// How many files there were, hidden ones aside.
    pub files: usize,
}

/// A record and where it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sourced {
    /// The record.
    pub record: Record,
    /// Its file, relative to the bundle's folder; of something a file only mentions, that file.
    pub file: PathBuf,
    /// The line it begins on, from 1.
    pub line: usize,
}

/// The folder can't be read at all.
#[derive(Debug, thiserror::Error)]
#[error("The folder {} can't be read: {source}", dir.display())]
pub struct ReadError {
    /// Which.
    pub dir: PathBuf,
    source: io::Error,
}

/// Reads a folder of Markdown files. Runs to completion on the calling thread; nothing in the folder is changed.
///
/// # Errors
/// When the folder itself can't be listed. A file that can't be read becomes a note, and the rest goes on.
pub fn read(dir: &Path, options: &ReadOptions<'_>) -> Result<Bundle, ReadError> {
    let files = files::list(dir).map_err(|source| ReadError { dir: dir.to_owned(), source })?;
    Ok(read_from(&files, &|file| std::fs::read(dir.join(file)), options))
}

/// Reads files that are in memory already, by their paths relative to the bundle's folder.
pub fn read_files(contents: BTreeMap<PathBuf, Vec<u8>>, options: &ReadOptions<'_>) -> Bundle {
    let files: Vec<PathBuf> = contents.keys().cloned().collect();
    read_from(&files, &|file| contents.get(file).cloned().ok_or_else(|| io::ErrorKind::NotFound.into()), options)
}

fn read_from(files: &[PathBuf], open: &dyn Fn(&Path) -> io::Result<Vec<u8>>, options: &ReadOptions<'_>) -> Bundle {
    let mut desk = Desk {
        timezone: options.timezone,
        today: options.today,
        notes: Notes::default(),
        index: Index::of(options.known),
        made: Vec::new(),
        permalinks: BTreeMap::new(),
    };
    // Told once, and not of each file: none of them lies where it should.
    if let Some(folder) = files::meant(files) {
        let message = format!("Nothing was read: what can be imported lies further below. Import the folder `{folder}` in this one");
        desk.notes.say(Path::new(&folder), None, Severity::Skipped, message);
        return Bundle { records: Vec::new(), notes: desk.notes.finish(), files: files.len() };
    }
    let mut sources: Vec<Source> = files.iter().filter_map(|file| source::open(file, open, &mut desk.notes)).collect();
    addresses::assign(&mut sources, &mut desk);
    let agencies = agencies::Agencies::of(&mut sources);

    let total = files.len();
    let mut done = total - sources.len();
    let mut records = Vec::new();
    for kind in [Kind::Organisation, Kind::Topic, Kind::Person, Kind::Community, Kind::Page, Kind::Event, Kind::Question, Kind::Resource] {
        let (of_kind, others): (Vec<Source>, Vec<Source>) = sources.into_iter().partition(|source| source.kind == kind);
        sources = others;
        for mut source in of_kind {
            let record = match kind {
                Kind::Organisation => people::organisation(&mut source, &mut desk),
                Kind::Topic => topics::topic(&mut source, &mut desk),
                Kind::Person => people::person(&mut source, &agencies, &mut desk),
                Kind::Community => communities::community(&mut source, &mut desk),
                Kind::Page => pages::page(&mut source, &mut desk),
                Kind::Event => events::event(&mut source, &mut desk),
                Kind::Question => questions::question(&mut source, &mut desk),
                Kind::Resource => resources::resource(&mut source, &mut desk),
            };
            let (file, line) = (source.file.clone(), source.line);
            desk.close(source);
            records.extend(record.map(|record| Sourced { record, file, line }));
            done += 1;
            (options.progress)(done, total);
        }
    }
    records.append(&mut desk.made);
    let records = finish::finish(records, &mut desk);
    Bundle { records, notes: desk.notes.finish(), files: total }
}
