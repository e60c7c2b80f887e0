//! A page's text as a document of Yjs, the same on the server and in the browser.

use std::sync::Arc;

use yrs::{Doc, GetString, OffsetKind, Options, ReadTxn, StateVector, Text, TextRef, Transact, Update, updates::decoder::Decode};

/// The name under which the text stands in the document.
pub const NAME: &str = "body";

/// The message by which an editor asks to be told once what it sent before is kept for good: it comes back.
pub const SAVED: u8 = 102;

/// A change that changes nothing: what a program answers that has nothing to add.
pub const NOTHING: [u8; 2] = [0, 0];

/// The longest text of a page, in bytes.
pub const LONGEST: usize = 512 * 1024;

/// Why a socket was closed, as the browser reads it.
pub mod closing {
    /// Who edits or reads may do so no longer, who only watches has sent something, or the page is gone.
    pub const REFUSED: u16 = 4003;
    /// As many edit the page as fit.
    pub const FULL: u16 = 4008;
    /// What was sent could not be read, or was too much.
    pub const MALFORMED: u16 = 4007;
    /// Too much waits to be sent, or the server ends: come again.
    pub const AGAIN: u16 = 4009;
}

/// A document with nothing in it.
pub fn new() -> Doc {
    Doc::with_options(Options { offset_kind: OffsetKind::Utf16, ..Options::default() })
}

/// The text within it.
pub fn text(doc: &Doc) -> TextRef {
    doc.get_or_insert_text(NAME)
}

/// What it says.
pub fn says(doc: &Doc) -> String {
    let text = text(doc);
    text.get_string(&doc.transact())
}

/// All of it, as one change.
pub fn whole(doc: &Doc) -> Vec<u8> {
    doc.transact().encode_state_as_update_v1(&StateVector::default())
}

/// Takes in a change.
///
/// # Errors
/// With what is wrong with it.
pub fn take(doc: &Doc, change: &[u8], origin: &'static str) -> Result<(), String> {
    let update = Update::decode_v1(change).map_err(|error| error.to_string())?;
    doc.transact_mut_with(origin).apply_update(update).map_err(|error| error.to_string())
}

/// Something in a text was replaced: where, how much of it, and by what. Counted as UTF-16 does, as browsers do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replaced {
    /// Where it begins.
    pub at: u32,
    /// How much went.
    pub gone: u32,
    /// What came.
    pub came: Arc<str>,
}

/// The smallest stretch whose replacement makes one text the other; `None` where they are the same.
pub fn replaced(before: &str, after: &str) -> Option<Replaced> {
    if before == after {
        return None;
    }
    let same = |(a, b): &(char, char)| a == b;
    let head: usize = before.chars().zip(after.chars()).take_while(same).map(|(c, _)| c.len_utf8()).sum();
    let (was, is) = (&before[head..], &after[head..]);
    let tail: usize = was.chars().rev().zip(is.chars().rev()).take_while(same).map(|(c, _)| c.len_utf8()).sum();
    Some(Replaced { at: units(&before[..head]), gone: units(&was[..was.len() - tail]), came: is[..is.len() - tail].into() })
}

/// The length of a text in UTF-16.
pub fn units(text: &str) -> u32 {
    u32::try_from(text.encode_utf16().count()).unwrap_or(u32::MAX)
}

/// Makes the document's text say something, by the smallest change.
pub fn rewrite(doc: &Doc, now: &str, origin: &'static str) {
    let text = text(doc);
    if let Some(change) = replaced(&says(doc), now) {
        let mut tx = doc.transact_mut_with(origin);
        text.remove_range(&mut tx, change.at, change.gone);
        text.insert(&mut tx, change.at, &change.came);
    }
}

/// Where a place in a text lies once something else was replaced: what stands behind moves along.
pub fn moved(place: u32, change: &Replaced) -> u32 {
    let came = units(&change.came);
    if place <= change.at {
        place
    } else if place >= change.at + change.gone {
        place - change.gone + came
    } else {
        change.at + came.min(place - change.at)
    }
}

/// A line of a text, counted from one, by a place in it.
pub fn line(text: &str, place: u32) -> usize {
    let mut left = place as usize;
    let before = text.chars().take_while(|c| {
        let fits = left >= c.len_utf16();
        left = left.saturating_sub(c.len_utf16());
        fits
    });
    before.filter(|c| *c == '\n').count() + 1
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_rewritten_document_says_what_it_was_told(one in "[aé😀\n]{0,20}", other in "[aé😀\n]{0,20}") {
            let doc = new();
            rewrite(&doc, &one, "test");
            rewrite(&doc, &other, "test");
            prop_assert_eq!(says(&doc), other);
        }

        /// Links that lose, repeat and reorder what they carry, and then carry all of it: every replica says the same.
        #[test]
        fn replicas_converge_over_bad_links(
            edits in prop::collection::vec((0usize..4, 0usize..40, 0usize..6, "[aé😀 ]{0,5}"), 1..40),
            lost in prop::collection::vec(any::<bool>(), 160),
            order in any::<prop::sample::Index>(),
        ) {
            let replicas: Vec<Doc> = (0..4).map(|_| new()).collect();
            let mut sent: Vec<Vec<u8>> = Vec::new();
            let mut fates = lost.into_iter().cycle();
            for (who, at, gone, came) in edits {
                let doc = &replicas[who];
                let before: Vec<char> = says(doc).chars().collect();
                let at = at.min(before.len());
                let after: String = before[..at].iter().copied().chain(came.chars()).chain(before[(at + gone).min(before.len())..].iter().copied()).collect();
                let seen = doc.transact().state_vector();
                rewrite(doc, &after, "test");
                let change = doc.transact().encode_diff_v1(&seen);
                for (other, doc) in replicas.iter().enumerate() {
                    if other != who && fates.next() == Some(true) {
                        take(doc, &change, "link").unwrap();
                    }
                }
                sent.push(change);
            }
            let first = order.index(sent.len());
            sent.rotate_left(first);
            sent.reverse();
            for doc in &replicas {
                for change in sent.iter().chain(&sent) {
                    take(doc, change, "link").unwrap();
                }
            }
            let texts: Vec<String> = replicas.iter().map(says).collect();
            prop_assert!(texts.iter().all(|text| *text == texts[0]), "{:?}", texts);
        }
    }

    #[test]
    fn a_caret_stays_where_it_was_in_the_words() {
        let change = replaced("one two", "one and two").unwrap();
        assert_eq!((moved(2, &change), moved(4, &change), moved(7, &change)), (2, 4, 11));
        assert_eq!((line("a\n😀b\nc", 0), line("a\n😀b\nc", 4), line("a\n😀b\nc", 6)), (1, 2, 3));
    }
}
