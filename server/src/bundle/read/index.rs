//! What references can point to: everything in the bundle and on the site.

use std::collections::{BTreeMap, BTreeSet};

use super::Known;
use super::hosts::Hosts;
use super::text;

/// The names things go by.
#[derive(Default)]
pub(super) struct Index {
    pub organisations: BTreeSet<String>,
    topics: BTreeSet<String>,
    topic_aliases: BTreeMap<String, String>,
    people: BTreeSet<String>,
    people_aliases: BTreeMap<String, String>,
    communities: BTreeSet<String>,
    community_aliases: BTreeMap<String, String>,
    claims: BTreeMap<String, String>,
    pub hosts: Hosts,
    pub pages: BTreeSet<String>,
    targets: BTreeMap<String, Target>,
}

/// Where a link to a file of the source leads here.
#[derive(Clone, Debug)]
pub(super) struct Target {
    /// The address, on the source if the thing has one there.
    pub address: String,
    pub title: String,
}

/// The slug of the community that every site has.
pub(super) const EVERYONE: &str = "everyone";

impl Index {
    /// What the site has.
    pub fn of(known: &Known) -> Self {
        let mut index = Self {
            organisations: known.organisations.clone(),
            topics: known.topics.clone(),
            people: known.people.clone(),
            pages: known.pages.clone(),
            ..Self::default()
        };
        index.communities.insert(EVERYONE.to_owned());
        for handle in &known.people {
            index.people_aliases.insert(handle.to_lowercase(), handle.clone());
        }
        for community in &known.communities {
            index.communities.insert(community.slug.clone());
            index.hosts.add(&community.slug, [Some(community.name.as_str()), community.short_name.as_deref()].into_iter().flatten());
        }
        index
    }

    pub fn add_topic<'a>(&mut self, slug: &str, also: impl IntoIterator<Item = &'a str>) {
        self.topics.insert(slug.to_owned());
        for alias in also {
            self.topic_aliases.entry(alias.to_lowercase()).or_insert_with(|| slug.to_owned());
        }
    }

    pub fn add_person<'a>(&mut self, handle: &'a str, also: impl IntoIterator<Item = &'a str>) {
        self.people.insert(handle.to_owned());
        for alias in [handle].into_iter().chain(also) {
            self.people_aliases.entry(alias.to_lowercase()).or_insert_with(|| handle.to_owned());
            self.people_aliases.entry(app::names::fold(alias)).or_insert_with(|| handle.to_owned());
        }
    }

    pub fn add_community<'a>(&mut self, slug: &str, also: impl IntoIterator<Item = &'a str>) {
        self.communities.insert(slug.to_owned());
        for alias in also {
            self.community_aliases.entry(alias.to_lowercase()).or_insert_with(|| slug.to_owned());
        }
    }

    /// Another person of the same name.
    pub fn namesake(&self, handle: &str, name: &str) -> Option<&String> {
        self.people_aliases.get(&app::names::fold(name)).filter(|other| *other != handle)
    }

    /// Notes the old addresses that a community lists as its own.
    pub fn claim(&mut self, slug: &str, paths: &[String]) {
        for path in paths {
            self.claims.entry(path.clone()).or_insert_with(|| slug.to_owned());
        }
    }

    /// The other community that lists one of these addresses as its own.
    pub fn claimant(&self, slug: &str, paths: &[String]) -> Option<String> {
        paths.iter().find_map(|path| self.claims.get(path.trim_end_matches('/'))).filter(|claimant| *claimant != slug).cloned()
    }

    /// Makes a file of the source findable by the ways links are written.
    pub fn add_target<'a>(&mut self, ways: impl IntoIterator<Item = &'a str>, target: &Target) {
        for way in ways {
            self.targets.entry(link_key(way)).or_insert_with(|| target.clone());
        }
    }

    /// The topic a word means, by slug, title or old name.
    pub fn topic(&self, word: &str) -> Option<String> {
        if self.topics.contains(word) {
            return Some(word.to_owned());
        }
        let slug = text::slug_of(word);
        let found =
            self.topics.get(&slug).or_else(|| self.topic_aliases.get(&word.to_lowercase())).or_else(|| self.topic_aliases.get(&slug));
        found.cloned()
    }

    /// The person a word means, by handle in any case, old handle or name.
    pub fn person(&self, word: &str) -> Option<String> {
        if self.people.contains(word) {
            return Some(word.to_owned());
        }
        self.people_aliases.get(&word.to_lowercase()).or_else(|| self.people_aliases.get(&app::names::fold(word))).cloned()
    }

    /// The community a slug means, in any case or spelt as an address or file name of the source.
    pub fn community(&self, word: &str) -> Option<String> {
        if self.communities.contains(word) {
            return Some(word.to_owned());
        }
        self.community_aliases.get(&word.to_lowercase()).or_else(|| self.communities.get(&text::slug_of(word))).cloned()
    }

    /// Where a link to a file or path of the source leads.
    pub fn target(&self, link: &str) -> Option<&Target> {
        self.targets.get(&link_key(link))
    }
}

/// `/guides/dap/_index.md` and `guides/dap/` are one.
fn link_key(link: &str) -> String {
    let link = link.trim().trim_matches('/').to_lowercase();
    let link = link.strip_suffix(".md").unwrap_or(&link);
    link.strip_suffix("/_index").unwrap_or(link).to_owned()
}
