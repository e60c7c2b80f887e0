//! Which communities a free text names: "Multilingual CoP and the Web Managers Community of Practice".

use std::collections::BTreeSet;

/// The names communities go by, each folded to the words that tell it from others.
#[derive(Default)]
pub(super) struct Hosts {
    names: Vec<Name>,
}

struct Name {
    words: BTreeSet<String>,
    slug: String,
    /// Whether a part of it may be enough.
    main: bool,
}

/// What a text names.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Named {
    /// Slugs of communities, in the order of the text.
    pub communities: Vec<String>,
    /// What names none of them.
    pub rest: Option<String>,
}

impl Hosts {
    /// Adds the names of a community. "Application Programming Interfaces (APIs)" is known by either.
    pub fn add<'a>(&mut self, slug: &str, names: impl IntoIterator<Item = &'a str>) {
        self.extend(slug, names, true);
    }

    /// Adds old names of a community: addresses, file names.
    pub fn add_old<'a>(&mut self, slug: &str, names: impl IntoIterator<Item = &'a str>) {
        self.extend(slug, names, false);
    }

    fn extend<'a>(&mut self, slug: &str, names: impl IntoIterator<Item = &'a str>, main: bool) {
        for words in names.into_iter().flat_map(ways).map(|way| words(&way)).filter(|words| !words.is_empty()) {
            if !self.names.iter().any(|known| known.words == words && known.slug == slug) {
                self.names.push(Name { words, slug: slug.to_owned(), main });
            }
        }
    }

    /// The communities a text names.
    pub fn find(&self, text: &str) -> Named {
        if let Some(slug) = self.one(text) {
            return Named { communities: vec![slug], rest: None };
        }
        let parts = parts(text);
        let mut named = Named::default();
        let mut rest: Vec<&str> = Vec::new();
        let mut at = 0;
        while at < parts.len() {
            // The longest run of parts first: "Challenge & Prize" is one name.
            let run = (at + 1..=parts.len()).rev().find_map(|end| {
                let whole = &text[parts[at].0..parts[end - 1].1];
                self.one(whole).map(|slug| (slug, end))
            });
            match run {
                Some((slug, end)) => {
                    if !named.communities.contains(&slug) {
                        named.communities.push(slug);
                    }
                    at = end;
                }
                None => {
                    rest.push(text[parts[at].0..parts[at].1].trim());
                    at += 1;
                }
            }
        }
        named.rest = match (named.communities.is_empty(), rest.is_empty()) {
            (true, _) => Some(text.trim().to_owned()),
            (false, true) => None,
            (false, false) => Some(rest.join(", ")),
        };
        named
    }

    /// The one community a name means.
    fn one(&self, name: &str) -> Option<String> {
        // What stands in brackets behind one name of several is no name of them all.
        let single = parts(name).len() == 1;
        let ways: Vec<String> = ways(name).into_iter().take(if single { usize::MAX } else { 1 }).collect();
        let exact = ways.iter().find_map(|way| {
            let words = words(way);
            self.names.iter().find(|known| known.words == words).map(|known| known.slug.clone())
        });
        // A part of a name is enough where the text says that it is a community's, and only one has it: "Video Community".
        let folded = app::names::fold(name);
        let is_community = folded
            .split(|c: char| !c.is_alphanumeric())
            .any(|word| matches!(word, "community" | "communities" | "cop") || is_of_government(word));
        exact.or_else(|| (is_community && single).then(|| self.by_part(&words(&ways[0]))).flatten())
    }

    fn by_part(&self, words: &BTreeSet<String>) -> Option<String> {
        if words.is_empty() {
            return None;
        }
        let similar =
            |known: &Name| known.main && known.words.len() > 1 && (known.words.is_superset(words) || words.is_superset(&known.words));
        let slugs: BTreeSet<&String> = self.names.iter().filter(|known| similar(known)).map(|known| &known.slug).collect();
        match slugs.len() {
            1 => slugs.into_iter().next().cloned(),
            _ => None,
        }
    }
}

/// A name without what stands in brackets, and what does.
fn ways(name: &str) -> Vec<String> {
    let mut outside = String::new();
    let mut inside = Vec::new();
    let mut rest = name;
    while let Some((before, (within, after))) = rest.split_once('(').and_then(|(before, after)| Some((before, after.split_once(')')?))) {
        outside.push_str(before);
        outside.push(' ');
        inside.push(within.to_owned());
        rest = after;
    }
    [outside + rest].into_iter().chain(inside).collect()
}

/// Words that many communities' names share.
const COMMON: &[&str] = &[
    "a",
    "an",
    "and",
    "by",
    "communities",
    "community",
    "cop",
    "federal",
    "for",
    "gov",
    "government",
    "hosted",
    "in",
    "of",
    "our",
    "practice",
    "the",
    "u",
    "us",
    "s",
];

fn words(name: &str) -> BTreeSet<String> {
    let folded = app::names::fold(name);
    let words = folded.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty() && !COMMON.contains(word));
    let stems = words.map(|word| if is_of_government(word) { &word[..word.len() - 3] } else { word });
    stems.map(|word| if word.len() > 2 && !word.ends_with("ss") { word.trim_end_matches('s') } else { word }.to_owned()).collect()
}

/// "SocialGov" is what governments call their community on social media.
fn is_of_government(word: &str) -> bool {
    word.len() > 5 && word.ends_with("gov")
}

/// The ranges of a list's parts: split at commas, semicolons, `&`, `+` and "and".
fn parts(text: &str) -> Vec<(usize, usize)> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let split = [", and ", " and ", ", ", "; ", " & ", " + ", " / "]
            .iter()
            .find(|split| rest.starts_with(**split))
            .map_or(0, |split| split.len());
        if split > 0 {
            parts.push((start, at));
            at += split;
            start = at;
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    parts.push((start, text.len()));
    parts.retain(|(start, end)| !text[*start..*end].trim().is_empty());
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hosts() -> Hosts {
        let mut hosts = Hosts::default();
        for (slug, names) in [
            ("user-experience", &["User Experience", "UX"] as &[&str]),
            ("web-managers", &["Web Managers", "WCM", "web content managers"]),
            ("web-analytics", &["Web Analytics", "WAO", "web-analytics-and-optimization"]),
            ("multilingual", &["Multilingual"]),
            ("social-media", &["Social Media"]),
            ("apis", &["Application Programming Interfaces (APIs)"]),
            ("prizes", &["Challenge & Prize"]),
            ("section-508", &["Section 508 IT Accessibility"]),
            ("video", &["Video Production Pros"]),
            ("uswds", &["U.S. Web Design System", "uswds"]),
        ] {
            hosts.add(slug, names.iter().copied());
        }
        hosts
    }

    #[test]
    fn a_community_is_known_by_all_it_is_called() {
        for (text, slug) in [
            ("UX Community of Practice", "user-experience"),
            (" User Experience (UX) CoP ", "user-experience"),
            ("API Community of Practice", "apis"),
            ("Challenges and Prizes Federal Community of Practice", "prizes"),
            ("IT Accessibility and Section 508 Community", "section-508"),
            ("Video Community", "video"),
            ("U.S. Web Design System", "uswds"),
            ("Web Analytics Optimization Community", "web-analytics"),
            ("the Web Content Managers", "web-managers"),
            ("SocialGov", "social-media"),
        ] {
            assert_eq!(hosts().find(text), Named { communities: vec![slug.to_owned()], rest: None }, "{text}");
        }
    }

    #[test]
    fn several_hosts_are_all_found() {
        let found = hosts().find("Multilingual Community of Practice, and the Web Managers Community of Practice");
        assert_eq!(found, Named { communities: vec!["multilingual".into(), "web-managers".into()], rest: None });
        let found = hosts().find("User Experience (UX) and the Web Analytics and Optimization (WAO)");
        assert_eq!(found, Named { communities: vec!["user-experience".into(), "web-analytics".into()], rest: None });
    }

    #[test]
    fn what_names_no_community_is_kept() {
        let found = hosts().find("The IRS, GSA Finance, and the UX Community of Practice");
        assert_eq!(found, Named { communities: vec!["user-experience".into()], rest: Some("The IRS, GSA Finance".into()) });
        assert_eq!(hosts().find("TTS Accessibility and Content Guilds").rest.as_deref(), Some("TTS Accessibility and Content Guilds"));
        assert_eq!(hosts().find("Web Community").communities, Vec::<String>::new());
    }
}
