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

/// A change that changes nothing: what a program answers that has nothing to add.
pub(super) const NOTHING: [u8; 2] = [0, 0];

/// Whether a page has room for what the document says.
pub(super) fn fits(doc: &Doc) -> bool {
    let text = document::text(doc);
    let units = text.len(&doc.transact()) as usize;
    units <= document::LONGEST && (units <= document::LONGEST / 3 || document::says(doc).len() <= document::LONGEST)
}
