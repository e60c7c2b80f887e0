//! What the server may not have yet is kept in the browser: a page that is closed, or a browser that ends, loses nothing.
//!
//! Every editor keeps its own, under a name that tells whose it is and of which page. Whoever edits the page next takes in all that is their own, of other tabs too, and forgets it once the
//! server has it, unless that tab has kept more since.

use leptos::prelude::window;
use web_sys::Storage;
use yrs::{ReadTxn, Transact};

use super::super::document;
use super::{Editor, Place, now};

fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

/// Where an editor keeps what the server may not have.
pub(super) struct Stash {
    /// What all names of one's own begin with.
    names: String,
    name: String,
    /// What other tabs kept, or this one when it was last here, and was taken in: by name.
    taken: Vec<(String, String)>,
    keeps: bool,
}

impl Stash {
    pub(super) fn of(place: &Place) -> Self {
        let names = format!("guildhall:{}:{}:", place.socket, place.mine);
        let name = format!("{names}{:x}", (js_sys::Math::random() * 4_503_599_627_370_496.0) as u64);
        // A browser may have no room, or keep nothing of this site.
        let keeps = storage().is_some_and(|storage| storage.set_item(&name, "").is_ok() && storage.remove_item(&name).is_ok());
        Self { names, name, taken: Vec::new(), keeps }
    }

    /// Whether the browser keeps what it is given, as far as is known.
    pub(super) fn keeps(&self) -> bool {
        self.keeps
    }

    /// What is kept of one's own: by name.
    fn found(&self) -> Vec<(String, String)> {
        let Some(storage) = storage() else { return Vec::new() };
        let names = (0..storage.length().unwrap_or_default()).filter_map(|at| storage.key(at).ok().flatten());
        names
            .filter(|name| name.starts_with(&self.names))
            .filter_map(|name| {
                let hex = storage.get_item(&name).ok().flatten()?;
                Some((name, hex))
            })
            .collect()
    }
}

impl Editor {
    /// Keeps what the server may not have.
    pub(super) fn stash(&mut self) {
        if self.unsaved.is_none() || self.ended {
            return;
        }
        let missing = self.doc.transact().encode_state_as_update_v1(&self.kept);
        let hex: String =
            missing.iter().flat_map(|byte| [byte >> 4, byte & 15]).filter_map(|digit| char::from_digit(digit.into(), 16)).collect();
        // Where the browser has no room, the connection alone keeps it.
        self.stashed = storage().is_some_and(|storage| storage.set_item(&self.stash.name, &hex).is_ok());
        self.stash.keeps = self.stashed;
    }

    /// Takes in what was kept when the page was last edited here, and what other tabs keep.
    pub(super) fn take_from_stash(&mut self) {
        for (name, hex) in self.stash.found() {
            let digits: Vec<u8> = hex.chars().filter_map(|digit| digit.to_digit(16)).filter_map(|digit| u8::try_from(digit).ok()).collect();
            let change: Vec<u8> = digits.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).collect();
            if document::take(&self.doc, &change, "stash").is_ok() {
                self.unsaved = Some(now());
                self.stashed = true;
                self.stash.taken.push((name, hex));
            }
        }
    }

    /// Forgets what the server has by now: what another tab has kept since stays.
    pub(super) fn forget_stash(&mut self) {
        self.stashed = false;
        let Some(storage) = storage() else { return };
        // What is not there need not be removed.
        drop(storage.remove_item(&self.stash.name));
        for (name, hex) in std::mem::take(&mut self.stash.taken) {
            if storage.get_item(&name).ok().flatten().is_some_and(|kept| kept == hex) {
                drop(storage.remove_item(&name));
            }
        }
    }

    /// Undoes, or does again, what was done here; never what others did.
    pub(super) fn undo(&mut self, again: bool) {
        let done = if again { self.undo.redo_blocking() } else { self.undo.undo_blocking() };
        if done {
            self.show_undone();
        }
    }
}
