//! A thing as the index holds it.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::model::FoundKind;
use super::rules::name;
use super::words::{folded, stem};
use crate::names;

/// The version of what is written into the index. Another one builds it anew.
pub const VERSION: i32 = 2;

/// Words of a thing that are indexed, and bytes of its text that are kept for snippets.
const MOST_WORDS: usize = 20_000;
const MOST_TEXT: usize = 200_000;

/// What stands between two parts of a thing, so that no phrase reaches over it. No word is written so.
pub const GAP: &str = "=";

/// The audience of what everybody reads who sees its section.
pub const EVERYBODY: &str = "community";

/// What every question of a community is indexed with: those that match elsewhere are not read. No word is written so.
pub fn within(community: Uuid) -> String {
    format!("=c{}", community.simple())
}

/// A thing, ready to be indexed.
#[derive(Clone, Debug)]
pub struct Document {
    /// What it is.
    pub kind: FoundKind,
    /// Its id.
    pub object: Uuid,
    /// The community it belongs to.
    pub community: Option<Uuid>,
    /// Who of those who see its section may read it: a page may be for fewer, and so may an event.
    pub audience: String,
    /// Its slug, handle or path.
    pub slug: String,
    /// What it is called.
    pub title: String,
    /// What else it is called: a short name, an acronym, a handle.
    pub names: Vec<String>,
    /// Found like the summary, but not shown with the text.
    pub aside: String,
    /// Its summary, or what comes first.
    pub lead: String,
    /// What it says, without markup.
    pub text: String,
    /// Remarks beside it.
    pub notes: Vec<String>,
    /// Its place among those of its kind that match as well.
    pub order: Order,
}

/// How the things of a kind follow each other.
#[derive(Clone, Debug)]
pub enum Order {
    /// The newest first.
    Newest(DateTime<Utc>),
    /// By name; those that are no longer alive after the others.
    Name { key: String, alive: bool },
}

/// Bits of an id that hold the place in the kind's order, and those behind that tell apart what has the same place.
const PLACE_BITS: u32 = 36;
const APART_BITS: u32 = 24;

/// The ids of a kind: the first and the last.
pub fn ids(kind: FoundKind) -> (i64, i64) {
    let bits = PLACE_BITS + APART_BITS;
    let first = (kind as i64) << bits;
    (first, first + ((1 << bits) - 1))
}

impl Document {
    /// The id its row should have; a taken one goes on to the next.
    pub fn id(&self) -> i64 {
        let place = match &self.order {
            Order::Newest(at) => {
                let last = (1_i64 << PLACE_BITS) - 1;
                // Seconds since the year 1000: the bits last until the year 3177.
                last - (at.timestamp() + 30_610_224_000).clamp(0, last)
            }
            Order::Name { key, alive } => {
                let letters = key.bytes().filter_map(|b| match b {
                    b'0'..=b'9' => Some(i64::from(b - b'0') + 1),
                    b'a'..=b'z' => Some(i64::from(b - b'a') + 11),
                    _ => None,
                });
                let key = letters.chain(std::iter::repeat(0)).take(6).fold(0_i64, |key, letter| key << 6 | letter);
                if *alive { key } else { 37 << 30 | (key >> 6) }
            }
        };
        let apart = self.object.as_u128() as i64 & ((1 << APART_BITS) - 1);
        ids(self.kind).0 | place << APART_BITS | apart
    }

    /// The text that snippets are cut from.
    pub fn shown(&self) -> String {
        let mut text = match (self.lead.is_empty(), self.text.is_empty()) {
            (false, false) => format!("{}\n{}", self.lead, self.text),
            _ => format!("{}{}", self.lead, self.text),
        };
        text.truncate(text.floor_char_boundary(MOST_TEXT));
        // PostgreSQL stores no NUL.
        text.replace('\0', "")
    }

    /// Its remarks, as they are stored.
    pub fn note(&self) -> String {
        self.notes.join("\n")
    }

    /// What is indexed, in order: its names as `==name`, the words of its title as `=word`, those of title and summary as `+word`, then all words. `forms` gets every word with its stem.
    pub fn terms(&self, forms: &mut HashMap<String, String>) -> Vec<String> {
        let mut stems = |text: &str| -> Vec<String> {
            let words = folded(text).into_iter().take(MOST_WORDS);
            words
                .map(|word| match forms.get(&word) {
                    Some(stem) => stem.clone(),
                    None => {
                        let stem = stem(&word);
                        forms.insert(word, stem.clone());
                        stem
                    }
                })
                .collect()
        };
        let mut titles = stems(&self.title);
        for other in &self.names {
            titles.push(GAP.to_owned());
            titles.extend(stems(other));
        }
        let mut leads = stems(&self.aside);
        leads.push(GAP.to_owned());
        leads.extend(stems(&self.lead));
        let text = stems(&self.text);

        let mut keys: Vec<String> = std::iter::once(&self.title).chain(&self.names).map(|title| name(title)).collect();
        keys.extend(acronym(&self.title).map(name));
        keys.sort();
        keys.dedup();
        let gap = || std::iter::once(GAP.to_owned());
        let marked = |mark: char, words: &[String]| -> Vec<String> {
            words.iter().map(|word| if word == GAP { word.clone() } else { format!("{mark}{word}") }).collect()
        };
        let keys = keys.into_iter().filter(|key| !key.is_empty()).map(|key| format!("=={key}"));
        let place = self.community.filter(|_| self.kind == FoundKind::Question).map(within);
        keys.chain(place)
            .chain(marked('=', &titles))
            .chain(gap())
            .chain(marked('+', &titles))
            .chain(gap())
            .chain(marked('+', &leads))
            .chain(gap())
            .chain(titles)
            .chain(gap())
            .chain(leads)
            .chain(gap())
            .chain(text)
            .collect()
    }
}

/// What a name ends in, in brackets: "FISSEA" of "Federal Information Security Educators (FISSEA)".
fn acronym(title: &str) -> Option<&str> {
    title.trim_end().strip_suffix(')')?.rsplit_once('(').map(|(_, acronym)| acronym)
}

/// By the last word of a person's name, as lists of people are.
pub fn by_name(key: &str, alive: bool) -> Order {
    Order::Name { key: names::fold(key), alive }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(title: &str, order: Order) -> Document {
        Document {
            kind: FoundKind::Topic,
            object: Uuid::from_u128(7),
            community: None,
            audience: EVERYBODY.to_owned(),
            slug: String::new(),
            title: title.to_owned(),
            names: vec!["x-y".to_owned()],
            aside: String::new(),
            lead: "Lead".to_owned(),
            text: "Text".to_owned(),
            notes: Vec::new(),
            order,
        }
    }

    #[test]
    fn ids_keep_the_order_of_a_kind_within_the_kind() {
        let at = |seconds| Order::Newest(DateTime::from_timestamp(seconds, 0).unwrap());
        let orders = [by_name("17 Ways", true), by_name("Ada", true), by_name("Bob", true), by_name("Ada", false), by_name("Zoë", false)];
        let named: Vec<i64> = orders.into_iter().map(|order| document("", order).id()).collect();
        let dated: Vec<i64> = [i64::from(i32::MAX) * 9, 1, 0, -1, -90_000_000_000].map(|seconds| document("", at(seconds)).id()).into();
        let (first, last) = ids(FoundKind::Topic);
        for ids in [named, dated] {
            assert!(ids.is_sorted() && ids.iter().all(|id| (first..=last).contains(id)), "{ids:?}");
        }
        assert!(last > first && ids(FoundKind::Resource).1 < first && last > 0);
    }

    #[test]
    fn names_titles_and_summaries_are_told_from_the_rest() {
        let mut forms = HashMap::new();
        let terms = document("Service Designers (SD)", by_name("", true)).terms(&mut forms);
        assert_eq!(
            terms.join(" "),
            "==sd ==servicedesignerssd ==xy =servic =design =sd = =x =y = +servic +design +sd = +x +y = = +lead = servic design sd = x y = = lead = text"
        );
        assert_eq!(forms["designers"], "design");
    }
}
