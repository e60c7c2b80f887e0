//! The piece of a text that shows why it was found.

use std::collections::BTreeSet;

use super::words::{folded, stem};

/// About how many characters a snippet has.
const LENGTH: usize = 200;

/// How many of them stand before the first word that was looked for.
const BEFORE: usize = 50;

/// A word of the text, and which of the words that were looked for it is.
struct Found<'s> {
    start: usize,
    end: usize,
    stem: &'s str,
}

/// Cuts the piece that holds most of `stems`, the first of such; its beginning where it holds none. Stretches of text, each with whether it is one of them.
pub fn cut(text: &str, stems: &BTreeSet<&str>) -> Vec<(String, bool)> {
    let found = find(text, stems);
    let best = (0..found.len()).max_by_key(|&i| (distinct(&found[i..]), std::cmp::Reverse(i)));
    let start = best.map_or(0, |i| beginning(text, found[i].start));
    let end = ending(text, start);
    let mut pieces: Vec<(String, bool)> = Vec::new();
    let mut push = |piece: &str, is_match: bool| {
        if !piece.is_empty() {
            pieces.push((piece.split_inclusive(char::is_whitespace).map(one_line).collect(), is_match));
        }
    };
    push(if start > 0 { "… " } else { "" }, false);
    let mut at = start;
    for word in found.iter().filter(|word| word.start >= start && word.end <= end) {
        push(&text[at..word.start], false);
        push(&text[word.start..word.end], true);
        at = word.end;
    }
    let rest = &text[at..end];
    push(
        if end < text.len() {
            rest.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '–' | '—'))
        } else {
            rest
        },
        false,
    );
    push(if end < text.len() { " …" } else { "" }, false);
    pieces
}

/// A word with the white space behind it; line breaks and the like become spaces.
fn one_line(word: &str) -> String {
    let bare = word.trim_end();
    if bare.len() == word.len() { word.to_owned() } else { format!("{bare} ") }
}

fn find<'s>(text: &str, stems: &BTreeSet<&'s str>) -> Vec<Found<'s>> {
    let mut found = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (start, c.is_alphanumeric()) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                found.extend(which(&text[from..at], stems).map(|stem| Found { start: from, end: at, stem }));
                start = None;
            }
            _ => {}
        }
    }
    found
}

fn which<'s>(word: &str, stems: &BTreeSet<&'s str>) -> Option<&'s str> {
    let first = word.as_bytes().first()?.to_ascii_lowercase();
    // A stem begins as its words do: most words of a text need not be stemmed to know that they are not looked for.
    if word.is_ascii() && !stems.iter().any(|stem| stem.as_bytes().first() == Some(&first)) {
        return None;
    }
    folded(word).iter().find_map(|word| stems.get(stem(word).as_str()).copied())
}

/// How many of the words looked for stand within a snippet's length from the first of these.
fn distinct(found: &[Found<'_>]) -> usize {
    let within = found.iter().take_while(|word| word.end <= found[0].start + LENGTH - BEFORE);
    within.map(|word| word.stem).collect::<BTreeSet<_>>().len()
}

/// Where a snippet begins that shows what stands at `at`: at a word's or, if one is near, a sentence's start.
fn beginning(text: &str, at: usize) -> usize {
    if at <= BEFORE {
        return 0;
    }
    let from = text.floor_char_boundary(at - BEFORE);
    let before = &text[from..at];
    let sentence = before.rfind(['\n', '.', '?', '!', '…']).map(|end| end + before[end..].chars().next().map_or(1, char::len_utf8));
    let word = sentence.filter(|end| before[*end..].starts_with(char::is_whitespace)).or_else(|| before.find(char::is_whitespace));
    let skipped = word.unwrap_or_default();
    let white = before[skipped..].len() - before[skipped..].trim_start().len();
    from + skipped + white
}

fn ending(text: &str, start: usize) -> usize {
    if text.len() - start <= LENGTH {
        return text.len();
    }
    let end = text.floor_char_boundary(start + LENGTH);
    text[start..end].rfind(char::is_whitespace).map_or(end, |space| start + space)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, stems: &[&str]) -> String {
        cut(text, &stems.iter().copied().collect())
            .into_iter()
            .map(|(piece, is_match)| if is_match { format!("[{piece}]") } else { piece })
            .collect()
    }

    #[test]
    fn every_form_of_the_words_is_marked_whatever_its_accents() {
        assert_eq!(shown("Designers write a Résumé;\ndesign it.", &["design", "resum"]), "[Designers] write a [Résumé]; [design] it.");
        assert_eq!(shown("Nothing here.", &["design"]), "Nothing here.");
        assert_eq!(shown("", &["design"]), "");
    }

    #[test]
    fn the_piece_with_most_of_the_words_is_shown() {
        let text = format!("A form. {}At last a letter with its form, {}", "Words and words. ".repeat(40), "and on and on ".repeat(30));
        let piece = shown(&text, &["form", "letter"]);
        assert!(piece.starts_with("… At last a [letter] with its [form], and on"), "{piece}");
        assert!(piece.ends_with(" …") && piece.chars().count() < LENGTH + 20, "{piece}");
    }

    #[test]
    fn any_text_is_cut_between_characters() {
        for text in ["é".repeat(1000), "🦀 ".repeat(500), "語".repeat(300) + " form " + &"語".repeat(300), "form\0form".repeat(90)] {
            shown(&text, &["form", "crab"]);
        }
    }
}
