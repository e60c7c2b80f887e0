//! What the editor offers while one types: blocks and beginnings of pages behind a slash, pages of the community behind `[[`.

use super::document::units;

/// Something that is offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// What it is called.
    pub name: String,
    /// What is written.
    pub text: String,
    /// How far before its end the caret stands then, as UTF-16 counts.
    pub back: u32,
}

/// What somebody looks for at their caret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sought {
    /// Which kind.
    pub kind: Kind,
    /// What they typed of it.
    pub words: String,
    /// Where what is replaced begins, as UTF-16 counts.
    pub from: u32,
}

/// What can be looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A block, or the beginning of a page.
    Block,
    /// A page to link to.
    Page,
}

/// So many are offered at once.
pub const MOST: usize = 8;
/// Nobody looks for more than so many letters.
const LONGEST: usize = 60;

/// What every page may hold: name, text, and how far before its end one goes on.
const BLOCKS: [(&str, &str, u32); 11] = [
    ("Heading", "## ", 0),
    ("Smaller heading", "### ", 0),
    ("List", "- ", 0),
    ("Numbered list", "1. ", 0),
    ("Tasks", "- [ ] ", 0),
    ("Quote", "> ", 0),
    ("Table", "| What | Who |\n| --- | --- |\n|  |  |\n", 7),
    ("Code", "```\n\n```\n", 5),
    ("Line across", "---\n", 0),
    ("Picture", "![What it shows](https://)", 1),
    ("Link to a page", "[[", 0),
];

/// The blocks that every page may hold.
pub fn blocks() -> Vec<Offer> {
    BLOCKS.iter().map(|(name, text, back)| Offer { name: (*name).to_owned(), text: (*text).to_owned(), back: *back }).collect()
}

/// What is looked for where a text ends: a word behind a slash that begins the line, or words behind `[[` that are not closed.
pub fn sought(before: &str) -> Option<Sought> {
    let begins = before.rfind('\n').map_or(0, |end| end + 1);
    let line = &before[begins..];
    if let Some(at) = line.rfind("[[") {
        let words = &line[at + 2..];
        return (!words.contains(['[', ']', '|']) && words.len() <= LONGEST).then(|| Sought {
            kind: Kind::Page,
            words: words.to_owned(),
            from: units(&before[..begins + at]),
        });
    }
    let words = line.strip_prefix('/')?;
    let word = words.len() <= LONGEST && !words.contains('/') && !words.starts_with(' ');
    word.then(|| Sought { kind: Kind::Block, words: words.to_owned(), from: units(&before[..begins]) })
}

/// The best of what is offered for what was typed: names that begin with it first.
pub fn matching(offers: &[Offer], words: &str) -> Vec<Offer> {
    let words = words.trim().to_lowercase();
    let rank = |offer: &Offer| {
        let name = offer.name.to_lowercase();
        let starts = name.starts_with(&words);
        let begins_word = name.split_whitespace().any(|word| word.starts_with(&words));
        (name.contains(&words)).then_some(if starts { 0 } else { 2 - u8::from(begins_word) })
    };
    let mut found: Vec<(u8, &Offer)> = offers.iter().filter_map(|offer| Some((rank(offer)?, offer))).collect();
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().take(MOST).map(|(_, offer)| offer.clone()).collect()
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn a_slash_looks_for_something_only_where_a_line_begins() {
        let block = |words: &str, from| Some(Sought { kind: Kind::Block, words: words.to_owned(), from });
        assert_eq!(sought("/"), block("", 0));
        assert_eq!(sought("é😀\n/tab"), block("tab", 4));
        for nothing in ["", "and/or", " /tab", "/ tab", "/usr/bin", "/tab\n"] {
            assert_eq!(sought(nothing), None, "{nothing:?}");
        }
    }

    #[test]
    fn brackets_look_for_a_page_until_they_are_closed() {
        let page = |words: &str, from| Some(Sought { kind: Kind::Page, words: words.to_owned(), from });
        assert_eq!(sought("See [["), page("", 4));
        assert_eq!(sought("See [[a]] and [[Our pl"), page("Our pl", 14));
        for nothing in ["See [a", "See [[a]]", "[[path|wor", "[[\n"] {
            assert_eq!(sought(nothing), None, "{nothing:?}");
        }
    }

    #[test]
    fn what_begins_with_the_words_comes_first() {
        let names = |words| matching(&blocks(), words).into_iter().map(|offer| offer.name).collect::<Vec<_>>();
        assert_eq!(names("heading"), ["Heading", "Smaller heading"]);
        assert_eq!(names("LI"), ["List", "Line across", "Link to a page", "Numbered list"]);
        assert_eq!(names("").len(), MOST);
        assert!(names("zzz").is_empty());
    }
}
