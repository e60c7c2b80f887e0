//! What the server may not have yet is kept in the browser: a page that is closed, or a browser that ends, loses nothing.

use leptos::prelude::window;
use web_sys::Storage;
use yrs::{ReadTxn, Transact};

use super::super::document;
use super::{Editor, now};

fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

impl Editor {
    fn stash_name(&self) -> String {
        format!("guildhall:{}", self.place.socket)
    }

    /// Keeps what the server may not have.
    pub(super) fn stash(&mut self) {
        if self.unsaved.is_none() || self.ended {
            return;
        }
        let missing = self.doc.transact().encode_state_as_update_v1(&self.kept);
        let hex: String =
            missing.iter().flat_map(|byte| [byte >> 4, byte & 15]).filter_map(|digit| char::from_digit(digit.into(), 16)).collect();
        // Where the browser has no room, the connection alone keeps it.
        self.stashed = storage().is_some_and(|storage| storage.set_item(&self.stash_name(), &hex).is_ok());
    }

    /// Takes in what was kept when the page was last edited here.
    pub(super) fn take_from_stash(&mut self) {
        let found = storage().and_then(|storage| storage.get_item(&self.stash_name()).ok().flatten());
        let Some(hex) = found else { return };
        let digits: Vec<u8> = hex.chars().filter_map(|digit| digit.to_digit(16)).filter_map(|digit| u8::try_from(digit).ok()).collect();
        let change: Vec<u8> = digits.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).collect();
        if document::take(&self.doc, &change, "stash").is_ok() {
            self.unsaved = Some(now());
            self.stashed = true;
        }
    }

    /// Forgets what the server has by now.
    pub(super) fn forget_stash(&mut self) {
        self.stashed = false;
        if let Some(storage) = storage() {
            // What is not there need not be removed.
            drop(storage.remove_item(&self.stash_name()));
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
