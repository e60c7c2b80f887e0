//! What people type, read as a query: plain words, all of which must be there, and "quoted phrases". Nothing else has a meaning.

use std::collections::BTreeSet;

use super::model::MOST_WORDS;
use super::words::{folded, is_common, stem};

/// The letters a word must have before it is taken for the beginning of longer ones.
pub const BEGUN: usize = 3;

/// Characters that are read; longer texts are cut.
const READ: usize = 2_000;

/// One thing that must be there. Holds stems: letters and digits only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Term {
    /// One of these words.
    Word(Vec<String>),
    /// These words next to each other.
    Phrase(Vec<String>),
}

/// What to look for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// All of it must be there.
    pub terms: Vec<Term>,
    /// Every word that was typed, joined: what the very name of a thing is compared with.
    pub name: String,
    /// The last word, where it may be the beginning of a longer one.
    pub begun: Option<String>,
    /// Whether some of what was typed is not looked for.
    pub shortened: bool,
}

impl Query {
    /// Reads what was typed.
    pub fn parse(typed: &str) -> Self {
        let text: String = typed.chars().take(READ).collect();
        // Every kind of double quotes opens or closes.
        let text = text.replace(['“', '”', '„', '«', '»', '＂'], "\"");
        let mut query = Self { name: name(&text), shortened: typed.chars().nth(READ).is_some(), ..Self::default() };
        let mut left = MOST_WORDS;
        let parts: Vec<&str> = text.split('"').collect();
        let all_common = folded(&text).iter().all(|word| is_common(word));
        for (index, part) in parts.iter().enumerate() {
            // Quotes that were never closed hold plain words.
            let quoted = index % 2 == 1 && index + 1 < parts.len();
            let mut words = folded(part);
            if !quoted && !all_common {
                words.retain(|word| !is_common(word));
            }
            query.shortened |= words.len() > left;
            words.truncate(left);
            left -= words.len();
            if quoted && words.len() > 1 {
                query.terms.push(Term::Phrase(words.iter().map(|word| stem(word)).collect()));
                continue;
            }
            if index + 1 == parts.len() && !quoted && !query.shortened {
                query.begun = words.last().filter(|word| word.len() >= BEGUN && word.bytes().all(|b| b.is_ascii_alphabetic())).cloned();
            }
            query.terms.extend(words.iter().map(|word| Term::Word(vec![stem(word)])));
        }
        query
    }

    /// Whether there is nothing to look for.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// Takes in the stems of the words that the last one may be the beginning of.
    pub fn go_on(&mut self, stems: Vec<String>) {
        if let (Some(_), Some(Term::Word(words))) = (&self.begun, self.terms.last_mut()) {
            let known: BTreeSet<String> = words.iter().cloned().collect();
            words.extend(stems.into_iter().filter(|stem| !known.contains(stem)));
        }
    }

    /// Every stem that a snippet marks.
    pub fn stems(&self) -> BTreeSet<&str> {
        let words = self.terms.iter().flat_map(|term| match term {
            Term::Word(words) | Term::Phrase(words) => words,
        });
        words.map(String::as_str).collect()
    }
}

/// A name as it is compared: its words, joined. Empty where there are none.
pub fn name(text: &str) -> String {
    let mut name = folded(text).concat();
    name.truncate(100);
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(stem: &str) -> Term {
        Term::Word(vec![stem.to_owned()])
    }

    #[test]
    fn words_are_all_wanted_and_quotes_keep_them_together() {
        let query = Query::parse("Designs for \"bus passes\" online");
        assert_eq!(query.terms, [word("design"), Term::Phrase(vec!["bus".to_owned(), "pass".to_owned()]), word("onlin")]);
        assert_eq!((query.begun.as_deref(), query.name.as_str()), (Some("online"), "designsforbuspassesonline"));
    }

    #[test]
    fn common_words_count_only_where_there_are_no_others_or_in_quotes() {
        assert_eq!(Query::parse("the form").terms, [word("form")]);
        assert_eq!(Query::parse("how to").terms, [word("how"), word("to")]);
        assert_eq!(Query::parse("\"the form\"").terms, [Term::Phrase(vec!["the".to_owned(), "form".to_owned()])]);
    }

    #[test]
    fn signs_of_other_query_languages_are_nothing_but_gaps() {
        assert_eq!(
            Query::parse("NEAR(form* -letter title:^x)").terms,
            [word("near"), word("form"), word("letter"), word("titl"), word("x")]
        );
        for nothing in ["", " ", "\"", "\"\"", "***", "\0", "()", "-", "\u{202e}"] {
            assert!(Query::parse(nothing).is_empty(), "{nothing:?}");
        }
        assert_eq!(Query::parse("a quote \"never closed").terms, [word("quot"), word("never"), word("close")]);
    }

    #[test]
    fn a_query_without_end_is_cut_and_says_so() {
        let query = Query::parse(&"word ".repeat(10_000));
        assert_eq!(query.terms.len(), MOST_WORDS);
        assert!(query.shortened && query.begun.is_none());
    }

    #[test]
    fn the_last_word_may_be_the_beginning_of_longer_ones() {
        let mut query = Query::parse("a desi");
        query.go_on(vec!["design".to_owned(), "desi".to_owned()]);
        assert_eq!(query.terms, [Term::Word(vec!["desi".to_owned(), "design".to_owned()])]);
        assert_eq!(Query::parse("ux").begun, None, "too short to be the beginning of something");
        assert_eq!(Query::parse("\"ux design\"").begun, None, "quotes say that it is whole");
    }
}
