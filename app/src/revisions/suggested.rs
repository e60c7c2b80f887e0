//! How suggested changes are shown to those who settle them, of pages, questions and answers alike.

use chrono::{DateTime, Utc};
use leptos::server_fn::ServerFn;

use super::diff;
use crate::error::AppError;
use crate::ui::forming::{Forming, form};
use crate::ui::sheet::{Part, Section};
use crate::when;

/// A suggestion as it is shown.
pub(crate) struct Suggested<'a> {
    /// What it is for.
    pub(crate) title: &'a str,
    /// Who suggested it; `None` where that is not known.
    pub(crate) by: Option<&'a str>,
    /// When.
    pub(crate) at: DateTime<Utc>,
    /// Why.
    pub(crate) why: Option<&'a str>,
    /// What it was begun with, and what it says instead.
    pub(crate) changes: &'a [(&'a str, &'a str)],
    /// Said where it no longer fits what stands there.
    pub(crate) outdated: Option<&'a str>,
}

/// Shows a suggestion with what it would change.
pub(crate) fn section(one: &Suggested<'_>, further: impl IntoIterator<Item = Part>) -> Section {
    let title = format!("Suggestion for “{}”: {}, {}", one.title, one.by.unwrap_or("Name not shown"), when::stamp(one.at).text);
    let mut parts: Vec<Part> = one.why.iter().map(|why| Part::Text(format!("“{why}”"))).collect();
    let changed = one.changes.iter().filter(|(was, is)| was != is);
    parts.extend(changed.map(|(was, is)| Part::Prose(diff::words(was, is))));
    parts.extend(one.outdated.map(|says| Part::Warning(says.to_owned())));
    parts.extend(further);
    Section { title, parts }
}

/// The ways to settle it: `about` says of which it is.
pub(crate) fn settling<F: ServerFn>(number: usize, about: impl Fn(Forming) -> Forming) -> [Part; 2] {
    let take = about(form::<F>("Take it")).with("word", "take").numbered(2 * number).done();
    let decline = about(form::<F>("Decline it")).with("word", "decline").text("note", "A word to who suggested it").optional();
    [Part::Form(take), Part::Folded("Decline it".to_owned(), Box::new(decline.numbered(2 * number + 1).quiet().done()))]
}

/// Whether a suggestion is taken, by the word that was sent.
///
/// # Errors
/// `Fields`, where it is no such word.
pub(crate) fn is_taken(word: &str) -> Result<bool, AppError> {
    match word {
        "take" => Ok(true),
        "decline" => Ok(false),
        _ => Err(AppError::field("word", "Take it or decline it.")),
    }
}
