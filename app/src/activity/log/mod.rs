//! The log in plain words: who did what, when.

pub(crate) mod store;
mod wording;

use store::EntryRow;
use wording::{Entry, sentence};

use crate::ui::sheet::Row;
use crate::when;

/// An entry as a row of a list.
pub(crate) fn row(entry: EntryRow) -> Row {
    let title = match entry.words() {
        Some((deed, kind)) => sentence(&Entry {
            actor: entry.actor.as_deref(),
            deed,
            kind,
            object: entry.object.as_deref(),
            community: entry.community.as_deref().filter(|_| entry.community_id != Some(entry.object_id)),
            to_self: entry.actor_id == Some(entry.object_id),
        }),
        None => "Something that this release does not know".to_owned(),
    };
    let at = format!("{}, {} UTC", when::stamp(entry.at).text, when::clock_time(entry.at.time()));
    Row { href: entry.address, facts: vec![at], note: entry.note, ..Row::new(title) }
}
