//! What an import tells at its end.

use std::collections::BTreeMap;
use std::fmt;

use app::activity::ObjectKind;

use crate::bundle::{FILES, Note, REVISIONS, Severity};
use crate::site_records::KINDS;

/// What became of the records of a kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Were not there.
    pub created: usize,
    /// Were there and have changed at the source.
    pub updated: usize,
    /// Were there as the source has them.
    pub unchanged: usize,
    /// Were left alone, because they were edited here too.
    pub conflicting: usize,
}

/// What an import did.
#[derive(Clone, Debug, Default)]
pub struct Report {
    counts: BTreeMap<ObjectKind, Counts>,
    /// What became of files of pages.
    pub attached: Counts,
    /// What became of what pages said before.
    pub histories: Counts,
    /// What was skipped, left out or changed, with file and line.
    pub notes: Vec<Note>,
    /// Files looked at.
    pub files: usize,
}

impl Report {
    /// The counts of a kind.
    pub fn counts(&mut self, kind: ObjectKind) -> &mut Counts {
        self.counts.entry(kind).or_default()
    }

    /// Adds what another import did.
    pub fn add(&mut self, other: Report) {
        for (kind, more) in other.counts {
            let counts = self.counts(kind);
            counts.created += more.created;
            counts.updated += more.updated;
            counts.unchanged += more.unchanged;
            counts.conflicting += more.conflicting;
        }
        self.attached.created += other.attached.created;
        self.attached.unchanged += other.attached.unchanged;
        self.histories.created += other.histories.created;
        self.histories.unchanged += other.histories.unchanged;
        self.notes.extend(other.notes);
        self.files += other.files;
    }

    /// How many records were written.
    pub fn written(&self) -> usize {
        self.counts.values().map(|counts| counts.created + counts.updated).sum()
    }

    /// Whether nothing was created, updated or in conflict.
    pub fn is_all_unchanged(&self) -> bool {
        self.attached.created + self.histories.created == 0
            && self.counts.values().all(|counts| counts.created + counts.updated + counts.conflicting == 0)
    }

    /// How many files could not be taken.
    pub fn skipped(&self) -> usize {
        self.notes.iter().filter(|note| note.severity == Severity::Skipped).count()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:<14} {:>9} {:>9} {:>9} {:>11}", "", "created", "updated", "unchanged", "conflicting")?;
        let kinds = KINDS.map(|kind| (kind.folder(), self.counts.get(&kind).copied().unwrap_or_default()));
        let besides = [(FILES, self.attached), (REVISIONS, self.histories)].into_iter().filter(|(_, counts)| *counts != Counts::default());
        for (folder, counts) in kinds.into_iter().chain(besides) {
            let Counts { created, updated, unchanged, conflicting } = counts;
            writeln!(f, "{folder:<14} {created:>9} {updated:>9} {unchanged:>9} {conflicting:>11}")?;
        }
        let sections = [
            (Severity::Skipped, "Skipped: not taken from the bundle"),
            (Severity::LeftOut, "Left out: the rest of the file was taken"),
            (Severity::Changed, "Changed: taken, though not as it stood"),
        ];
        for (severity, title) in sections {
            let mut notes: Vec<&Note> = self.notes.iter().filter(|note| note.severity == severity).collect();
            if notes.is_empty() {
                continue;
            }
            notes.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
            writeln!(f, "\n{title} ({})", notes.len())?;
            for note in notes {
                let line = note.line.map(|line| format!(":{line}")).unwrap_or_default();
                writeln!(f, "  {}{line}: {}", note.file.display(), note.message)?;
            }
        }
        writeln!(f, "\n{} files read", self.files)
    }
}
