//! What is told of a dump: each remark once, with how many it holds for.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::bundle::{Note, Severity};

/// A sentence that follows a number, of one and of many.
pub(super) type Sentence = (Severity, &'static str, &'static str);

pub(super) const BROKEN: Sentence = (
    Severity::Skipped,
    "post lacks what every post has: an id, a date, and for an answer its question and a text",
    "posts lack what every post has: an id, a date, and for an answer its question and a text",
);
pub(super) const OTHER: Sentence = (
    Severity::Skipped,
    "post is neither a question nor an answer nor a tag’s description, and has no place here",
    "posts are neither questions nor answers nor tags’ descriptions, and have no place here",
);
pub(super) const ORPHAN: Sentence = (
    Severity::Skipped,
    "answer or comment is about a question that the dump does not hold",
    "answers and comments are about questions that the dump does not hold",
);
pub(super) const BROKEN_COMMENT: Sentence =
    (Severity::Skipped, "comment lacks an id, a date or a text", "comments lack an id, a date or a text");
pub(super) const DOWN_VOTES: Sentence =
    (Severity::LeftOut, "vote against a post has no counterpart here", "votes against posts have no counterpart here");
pub(super) const NAMELESS: Sentence = (
    Severity::LeftOut,
    "post or comment is by somebody whose name the dump does not hold; it stands under no name",
    "posts and comments are by people whose names the dump does not hold; they stand under no name",
);
pub(super) const TAGLESS: Sentence = (
    Severity::LeftOut,
    "description of a tag does not say of which; Tags.xml would",
    "descriptions of tags do not say of which; Tags.xml would",
);
pub(super) const NOT_ACCEPTED: Sentence = (
    Severity::LeftOut,
    "question has an accepted answer that the dump does not hold",
    "questions have accepted answers that the dump does not hold",
);
pub(super) const NEGATIVE: Sentence = (
    Severity::Changed,
    "post has a score below zero; nobody finding it helpful is the least there is here",
    "posts have a score below zero; nobody finding them helpful is the least there is here",
);
pub(super) const CLOSED: Sentence = (
    Severity::Changed,
    "question is closed; the dump does not say why, so only the day is kept",
    "questions are closed; the dump does not say why, so only the days are kept",
);
pub(super) const WIKI: Sentence = (
    Severity::Changed,
    "post belonged to everybody as a community wiki; here it is by who wrote it first",
    "posts belonged to everybody as community wikis; here they are by who wrote them first",
);

/// The remarks of one import.
#[derive(Default)]
pub(super) struct Remarks(BTreeMap<(&'static str, Sentence), usize>);

impl Remarks {
    /// Counts a remark about a file.
    pub(super) fn count(&mut self, file: &'static str, sentence: Sentence) {
        *self.0.entry((file, sentence)).or_default() += 1;
    }

    /// The remarks, with their numbers.
    pub(super) fn into_notes(self) -> Vec<Note> {
        let note = |((file, (severity, one, many)), count): ((&str, Sentence), usize)| {
            let sentence = if count == 1 { one } else { many };
            Note { file: PathBuf::from(file), line: None, severity, message: format!("{count} {sentence}") }
        };
        self.0.into_iter().map(note).collect()
    }
}
