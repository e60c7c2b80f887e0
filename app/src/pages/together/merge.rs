//! Merging two edits of one text, word by word.

use std::ops::Range;
use std::time::{Duration, Instant};

use similar::{Algorithm, DiffTag, capture_diff_slices_deadline};

/// How long two texts are compared; beyond it, more counts as changed than need be.
const LONGEST: Duration = Duration::from_millis(500);

/// So many pieces of the base were replaced by this.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Change {
    of: Range<usize>,
    by: String,
}

/// What two edits of a base make together; `None` where they change the same place.
pub fn merge(base: &str, mine: &str, theirs: &str) -> Option<String> {
    if mine == theirs || base == theirs {
        return Some(mine.to_owned());
    }
    if base == mine {
        return Some(theirs.to_owned());
    }
    let pieces = pieces(base);
    let mut all = changes(&pieces, mine);
    for change in changes(&pieces, theirs) {
        if all.contains(&change) {
            continue;
        }
        // Two that touch could each be meant to stand before the other.
        if all.iter().any(|other| other.of.start <= change.of.end && change.of.start <= other.of.end) {
            return None;
        }
        all.push(change);
    }
    all.sort_by_key(|change| change.of.start);
    Some(apply(&pieces, &all))
}

fn apply(pieces: &[&str], changes: &[Change]) -> String {
    let (mut text, mut at) = (String::new(), 0);
    for change in changes {
        text.extend(pieces[at..change.of.start].iter().copied());
        text.push_str(&change.by);
        at = change.of.end;
    }
    text.extend(pieces[at..].iter().copied());
    text
}

fn changes(base: &[&str], text: &str) -> Vec<Change> {
    let new = pieces(text);
    let operations = capture_diff_slices_deadline(Algorithm::Myers, base, &new, Some(Instant::now() + LONGEST));
    let changes = operations.iter().map(similar::DiffOp::as_tag_tuple).filter(|(tag, ..)| *tag != DiffTag::Equal);
    changes.map(|(_, of, by)| Change { of, by: new[by].concat() }).collect()
}

/// Words, single spaces, line breaks and signs.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut word = false;
    for (at, c) in text.char_indices() {
        let in_word = c.is_alphanumeric();
        if at > start && !(word && in_word) {
            pieces.push(&text[start..at]);
            start = at;
        }
        word = in_word;
    }
    if start < text.len() {
        pieces.push(&text[start..]);
    }
    pieces
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn edits_of_different_places_go_together() {
        let base = "# Charter\n\nWe meet on Mondays.\n\nAll are welcome.\n";
        let mine = "# Charter\n\nWe meet on Tuesdays.\n\nAll are welcome.\n";
        let theirs = "# Our charter\n\nWe meet on Mondays.\n\nAll are welcome.\n\nBring tea.\n";
        let both = "# Our charter\n\nWe meet on Tuesdays.\n\nAll are welcome.\n\nBring tea.\n";
        assert_eq!(merge(base, mine, theirs).as_deref(), Some(both));
    }

    #[test]
    fn edits_of_the_same_word_do_not() {
        assert_eq!(merge("We meet on Mondays.", "We meet on Tuesdays.", "We meet on Fridays."), None);
        assert_eq!(merge("one two", "one and two", "one or two"), None);
        assert_eq!(merge("one two three", "one three", "one TWO three"), None);
    }

    #[test]
    fn the_same_edit_made_twice_is_made_once() {
        assert_eq!(
            merge("We met on Monday, then.", "We meet on Monday, then.", "We meet on Monday, now.").as_deref(),
            Some("We meet on Monday, now.")
        );
    }

    proptest! {
        #[test]
        fn an_edit_beside_none_stands_as_it_is(base in "[ab \n]{0,30}", text in "[abé \n]{0,30}") {
            prop_assert_eq!(merge(&base, &text, &base), Some(text.clone()));
            prop_assert_eq!(merge(&base, &base, &text), Some(text.clone()));
            prop_assert_eq!(merge(&base, &text, &text), Some(text));
        }

        #[test]
        fn changes_make_the_text_they_were_read_from(base in "[ab \n]{0,30}", text in "[abé \n]{0,30}") {
            let pieces = pieces(&base);
            prop_assert_eq!(apply(&pieces, &changes(&pieces, &text)), text);
        }

        #[test]
        fn whose_edit_comes_first_makes_no_difference(base in "[a-c ]{0,20}", mine in "[a-c ]{0,20}", theirs in "[a-c ]{0,20}") {
            prop_assert_eq!(merge(&base, &mine, &theirs), merge(&base, &theirs, &mine));
        }

        #[test]
        fn a_line_of_each_survives(lines in prop::collection::vec("[a-z]{3,8}", 5..12), one in 0usize..2, other in 3usize..5) {
            let with = |at: usize, word: &str| {
                let mut lines = lines.clone();
                lines[at] = word.to_owned();
                lines.join("\n")
            };
            let merged = merge(&lines.join("\n"), &with(one, "MINE"), &with(other, "THEIRS")).unwrap_or_default();
            prop_assert!(merged.contains("MINE") && merged.contains("THEIRS"), "{}", merged);
        }
    }
}
