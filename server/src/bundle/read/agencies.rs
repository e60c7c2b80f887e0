//! Organisations by the names people write: "General Services Administration" and "U. S. General Services Adminstration" are one.

use std::collections::BTreeMap;

use super::source::Source;
use super::text;
use super::yaml::Node;
use crate::bundle::Kind;

/// The organisations that people name instead of giving a slug.
#[derive(Default)]
pub(super) struct Agencies {
    /// By key, each spelling and how often it was found.
    spellings: BTreeMap<String, BTreeMap<String, usize>>,
}

/// The fields that name one.
pub(super) const FIELDS: &[&str] = &["agency_full_name", "organisation", "organization", "company", "employer"];

impl Agencies {
    /// Counts the spellings in all files on people.
    pub fn of(sources: &mut [Source]) -> Self {
        let mut agencies = Self::default();
        for source in sources.iter().filter(|source| source.kind == Kind::Person) {
            for field in FIELDS {
                if let Some(Node::Text(name)) = source.fields.peek(field) {
                    let name = spelling(name);
                    *agencies.spellings.entry(key(&name)).or_default().entry(name).or_insert(0) += 1;
                }
            }
        }
        agencies
    }

    /// The slug and the usual spelling of an organisation's name; none where the name has no letters.
    pub fn named(&self, name: &str) -> Option<(String, String)> {
        let name = spelling(name);
        let key = key(&name);
        let usual = self.spellings.get(&key).and_then(|spellings| {
            // Of two equally usual ones the longer says more.
            spellings
                .iter()
                .max_by_key(|(spelling, count)| (**count, spelling.len(), std::cmp::Reverse(*spelling)))
                .map(|(spelling, _)| spelling.clone())
        });
        let slug = app::names::slug(&key);
        (!slug.is_empty()).then(|| (slug, usual.unwrap_or(name)))
    }
}

fn spelling(name: &str) -> String {
    text::tidy(name).trim_matches([',', ';', '.', ' ']).replace("U. S. ", "U.S. ").replace("U.S ", "U.S. ")
}

/// What different spellings of one name have in common.
fn key(name: &str) -> String {
    let folded =
        app::names::fold(name).replace('&', " and ").replace("u.s.", " ").replace("united states", " ").replace("dept.", "department");
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty() && !matches!(*word, "the" | "us"));
    let key = words.collect::<Vec<_>>().join(" ").replace("adminstration", "administration");
    let key = match key.strip_suffix(" department") {
        Some(of) => format!("department of {of}"),
        None => key,
    };
    SLIPS.iter().find(|(slip, _)| *slip == key).map_or(key, |(_, meant)| (*meant).to_owned())
}

/// Slips of the pen and short forms that no rule catches.
const SLIPS: &[(&str, &str)] = &[
    ("center for disease control", "centers for disease control and prevention"),
    ("centers for disease control", "centers for disease control and prevention"),
    ("national archives", "national archives and records administration"),
    ("national institute of science and technology", "national institute of standards and technology"),
    ("office of special council", "office of special counsel"),
    ("smithsonian institute", "smithsonian institution"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_organisation_have_one_key() {
        for (one, other) in [
            ("U.S. General Services Administration", " U. S. General Services Adminstration"),
            ("General Services Administration", "U.S General Services Administration"),
            ("United States Department of Justice", "U.S. Department of Justice"),
            ("State Department", "U.S. Department of State"),
            ("U.S. Department of Interior", "Department of the Interior"),
            ("Centers for Disease Control & Prevention", "Center for Disease Control"),
            (
                "Department of Homeland Security, Office of Strategy, Policy, and Plans",
                "Department of Homeland Security – Office of Strategy, Policy, and Plans",
            ),
        ] {
            assert_eq!(key(&spelling(one)), key(&spelling(other)), "{one} / {other}");
        }
        assert_ne!(key("U.S. Army"), key("U.S. Air Force"));
    }

    #[test]
    fn the_usual_spelling_is_the_name() {
        let mut agencies = Agencies::default();
        let spellings = agencies.spellings.entry("department of state".into()).or_default();
        spellings.insert("Department of State".into(), 4);
        spellings.insert("U.S. Department of State".into(), 4);
        spellings.insert("State Department".into(), 1);
        assert_eq!(agencies.named("State Department"), Some(("department-of-state".into(), "U.S. Department of State".into())));
        assert_eq!(agencies.named(" "), None);
    }
}
