//! The SQL of PostgreSQL: a tsvector and its GIN index.
//!
//! The planner chooses by how common the words are: rare ones are looked up in the index, and for common ones the rows are walked in their order until there are enough. The text search
//! configurations are not used, and so neither are their parser, their stop words and their dictionaries: words come folded and stemmed.

use super::{Mark, NOTHING};
use crate::search::document::GAP;
use crate::search::rules::Term;
use crate::{queries, visible};

/// Rows that match `$n`, of the kind whose ids are `$7` to `$8`, that the viewer may see.
macro_rules! found {
    ($columns:literal, $section:literal, $terms:literal) => {
        concat!(
            "select ",
            $columns,
            " from search_row s left join community c on c.id = s.community_id \
             where s.terms @@ cast(cast(",
            $terms,
            " as text) as tsquery) and s.id between $7 and $8 and (s.community_id is null or ",
            visible!($section),
            ")"
        )
    };
}

macro_rules! hits {
    ($section:literal) => {
        $crate::search::store::hits!(
            found!("s.id, 0 as tier", $section, "$2"),
            found!("s.id, 1 as tier", $section, "$3"),
            found!("s.id, 2 as tier", $section, "$4"),
            found!("s.id, 3 as tier", $section, "$5"),
            found!("s.id, 4 as tier", $section, "$6"),
            found!("1 as one", $section, "$6"),
            " order by s.id limit $9"
        )
    };
}

queries! {
    pub(super) ABOUT = hits!("about");
    pub(super) EVENTS = hits!("events");
    pub(super) QUESTIONS = hits!("questions");
    pub(super) PAGES = hits!("pages");
}

/// What is indexed, each word with its place. PostgreSQL counts places up to 16,383 and keeps 256 of a word.
pub fn indexed(terms: &[String]) -> String {
    let mut text = String::new();
    for (place, term) in terms.iter().enumerate().filter(|(_, term)| *term != GAP) {
        use std::fmt::Write;
        // Writing to a String cannot fail.
        let _ = write!(text, "'{term}':{} ", (place + 1).min(16_383));
    }
    text
}

/// What to look for, as a tsquery: all of it, or one of it.
pub fn query(terms: &[Term], mark: Mark, all: bool) -> String {
    let terms = terms.iter().map(|term| {
        let (words, sign) = match term {
            Term::Word(words) => (words, " | "),
            Term::Phrase(words) => (words, " <-> "),
        };
        let words: Vec<String> = words.iter().map(|word| format!("'{}{word}'", mark.as_str())).collect();
        format!("({})", words.join(sign))
    });
    terms.collect::<Vec<_>>().join(if all { " & " } else { " | " })
}

/// What matches the very name.
pub fn named(name: &str) -> String {
    if name.is_empty() { format!("'{NOTHING}'") } else { format!("'=={name}'") }
}
