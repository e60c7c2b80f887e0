//! Changes on their way to the database, several at once.

use std::collections::BTreeMap;

use uuid::Uuid;
use yrs::{Doc, Text, Transact};

use super::super::document;

/// So many bytes are written down at once.
pub(super) const MOST_AT_ONCE: usize = 1024 * 1024;

/// What was said since the last was written down.
#[derive(Default)]
pub(super) struct Batch {
    pub(super) changes: Vec<(Uuid, Vec<u8>)>,
    /// Who made them: somebody may have left by the time they are written down.
    pub(super) authors: BTreeMap<Uuid, String>,
    pub(super) asked: Vec<(Uuid, Vec<u8>)>,
    pub(super) bytes: usize,
}

impl Batch {
    pub(super) fn add(&mut self, socket: Uuid, change: Vec<u8>) {
        self.bytes += change.len();
        self.changes.push((socket, change));
    }
}

/// So many bytes a page's document may have, with marks of all that was ever deleted, and whatever else a program puts there.
const HEAVIEST: usize = 32 * document::LONGEST;

/// Why a page has no room for what its document holds, if so. `weight` is how many bytes that has at the most.
pub(super) fn refused(doc: &Doc, weight: &mut usize) -> Option<&'static str> {
    let text = document::text(doc);
    let units = text.len(&doc.transact()) as usize;
    let fits = units <= document::LONGEST && (units <= document::LONGEST / 3 || document::says(doc).len() <= document::LONGEST);
    if !fits {
        return Some("A page has room for 512 KB. Make several pages of it.");
    }
    if *weight > HEAVIEST {
        *weight = document::whole(doc).len();
    }
    (*weight > HEAVIEST).then_some("This page holds too much besides its text. Make a new page of the text.")
}

#[cfg(test)]
mod tests {
    use yrs::Map;

    use super::*;

    #[test]
    fn a_program_does_not_fill_a_page_beside_its_text() {
        let doc = document::new();
        document::rewrite(&doc, "Short.", "test");
        let mut weight = usize::MAX;
        assert_eq!(refused(&doc, &mut weight), None);
        assert_eq!(weight, document::whole(&doc).len());
        doc.get_or_insert_map("else").insert(&mut doc.transact_mut(), "much", "x".repeat(HEAVIEST));
        weight += HEAVIEST;
        assert!(refused(&doc, &mut weight).is_some_and(|why| why.contains("besides its text")));
    }
}
