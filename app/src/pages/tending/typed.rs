//! What somebody typed of a page, read into a record.

use super::places::{join, slug};
use crate::db::Db;
use crate::error::AppError;
use crate::events::organising::store::person;
use crate::members::editing_store::Choices;
use crate::members::lines::named;
use crate::names;
use crate::pages::addresses::is_reserved;
use crate::pages::model::{PageAudience, PageStatus};
use crate::pages::record::PageRecord;
use crate::typed as lines;

/// The longest title, in characters.
const TITLE: usize = 200;
/// The most authors.
const AUTHORS: usize = 20;

/// The fields of a page's form, as they were sent.
#[derive(Debug, Default)]
pub(super) struct Typed {
    pub(super) title: String,
    pub(super) slug: String,
    pub(super) under: String,
    pub(super) summary: String,
    pub(super) topics: String,
    pub(super) authors: String,
    pub(super) status: String,
    pub(super) review_by: String,
    pub(super) outdated: String,
    pub(super) audience: String,
}

impl Typed {
    /// The record before, changed by what was typed; not yet where it lies.
    pub(super) async fn read(
        &self,
        db: &Db,
        (before, topics): (&PageRecord, &Choices),
        typed: &mut lines::Typed,
    ) -> Result<PageRecord, AppError> {
        let topics = named(&self.topics, &topics.known, "topics").unwrap_or_else(|says| {
            typed.say("topics", says);
            Vec::new()
        });
        Ok(PageRecord {
            title: typed.line("title", &self.title, TITLE),
            summary: typed.maybe_line("summary", &self.summary, 300).unwrap_or_default(),
            // What does not say leaves it as it is.
            audience: if self.audience.is_empty() { before.audience } else { typed.word::<PageAudience>("audience", &self.audience) },
            status: typed.word::<PageStatus>("status", &self.status),
            review_by: super::reviewing::read(typed, &self.review_by),
            outdated: !self.outdated.is_empty(),
            authors: authors(db, typed, &self.authors).await?,
            topics,
            ..before.clone()
        })
    }

    /// The last part of the address that is wanted: what was typed, or else one made of the title.
    pub(super) fn wanted(&self, typed: &mut lines::Typed) -> Option<String> {
        let asked = self.slug.trim();
        if asked.is_empty() {
            return None;
        }
        let made = names::slug(asked);
        if made.is_empty() {
            typed.say("slug", "Use letters and digits, with hyphens between the words: “how-we-meet”.");
        } else if is_reserved(&made) {
            typed.say("slug", format!("“{made}” is an address of the site itself. Choose another, “{made}-page” for example."));
        }
        Some(made)
    }

    /// The slug made of the title.
    pub(super) fn made(&self) -> String {
        Some(names::slug(&self.title)).filter(|slug| !slug.is_empty()).unwrap_or_else(|| "page".to_owned())
    }

    /// Where a page that lies at a path is to lie.
    pub(super) fn path(&self, now: &str, typed: &mut lines::Typed) -> String {
        let last = self.wanted(typed).unwrap_or_else(|| slug(now).to_owned());
        let path = join(&self.under, &last);
        if path.len() > 400 {
            typed.say("under", "Its address would be too long there. Choose a page further up, or a shorter end of its address.");
        }
        path
    }
}

/// Handles, one a line or with commas between them.
async fn authors(db: &Db, typed: &mut lines::Typed, text: &str) -> Result<Vec<String>, AppError> {
    let mut authors: Vec<String> = Vec::new();
    let words = text.split([',', '\n']).map(|word| word.trim().trim_start_matches('@').to_lowercase());
    for handle in words.filter(|word| !word.is_empty()).take(AUTHORS + 1) {
        if authors.contains(&handle) {
            continue;
        }
        if person(db, &handle).await?.is_none() {
            typed.say("authors", format!("Nobody here has the handle @{handle}. Look it up in their profile’s address."));
        }
        authors.push(handle);
    }
    if authors.len() > AUTHORS {
        typed.say("authors", format!("At most {AUTHORS} authors stand at a page."));
    }
    Ok(authors)
}
