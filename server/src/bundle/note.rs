//! What the reader tells about a bundle: plain sentences with file and line.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

app::words! {
    /// What became of the thing a note is about.
    pub enum Severity {
        /// The file was not taken.
        Skipped = "skipped",
        /// A part of the file was not taken.
        LeftOut = "left_out",
        /// It was taken, though not as it stood.
        Changed = "changed",
    }
}

/// One sentence of the report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The file, relative to the bundle's folder; of a note on many files, the first.
    pub file: PathBuf,
    /// The line in it, from 1.
    pub line: Option<usize>,
    /// What became of it.
    pub severity: Severity,
    /// What happened, and how to mend it.
    pub message: String,
}

/// A remark that many files may earn; the report says it once, with their number.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Tally {
    pub severity: Severity,
    /// What stands before the number: "the field `kicker`, found in".
    pub before: String,
    /// One and many: "event", "events".
    pub counted: (&'static str, &'static str),
    /// What stands after it: "has no place here and was left out".
    pub after: (&'static str, &'static str),
}

impl Tally {
    fn sentence(&self, count: usize) -> String {
        let (counted, after) = if count == 1 { (self.counted.0, self.after.0) } else { (self.counted.1, self.after.1) };
        format!("{} {count} {counted} {after}", self.before)
    }
}

/// The notes of one reading.
#[derive(Default)]
pub(super) struct Notes {
    notes: Vec<Note>,
    tallies: BTreeMap<Tally, (usize, PathBuf, Option<usize>)>,
}

impl Notes {
    /// Adds a sentence about one place.
    pub fn say(&mut self, file: &Path, line: impl Into<Option<usize>>, severity: Severity, message: impl Into<String>) {
        self.notes.push(Note { file: file.to_owned(), line: line.into(), severity, message: message.into() });
    }

    /// Counts a remark; the first place it was made at is the one the report names.
    pub fn tally(&mut self, file: &Path, line: impl Into<Option<usize>>, tally: Tally) {
        self.tallies.entry(tally).or_insert_with(|| (0, file.to_owned(), line.into())).0 += 1;
    }

    /// All notes, by file and line, the tallies in one sentence each.
    pub fn finish(self) -> Vec<Note> {
        let mut notes = self.notes;
        for (tally, (count, file, line)) in self.tallies {
            notes.push(Note { file, line, severity: tally.severity, message: tally.sentence(count) });
        }
        notes.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
        notes
    }
}
