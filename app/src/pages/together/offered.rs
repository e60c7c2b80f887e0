//! What the editor offers of a community: its pages, and beginnings of pages.

use std::collections::{HashMap, HashSet};

use serde::Serialize;

use super::store::Edited;
use crate::db::Db;
use crate::pages::tending::store::places;
use crate::pages::tending::templates::TEMPLATES;
use crate::pages::wiki;
use crate::pages::{cards, embedding};

/// So many pages are offered: those that lie first.
const MOST: usize = 2000;

/// Names, each with what is written for it.
#[derive(Serialize)]
pub(super) struct Offered {
    pages: Vec<(String, String)>,
    blocks: Vec<(&'static str, &'static str)>,
}

/// What is offered to who edits a page, of what they know.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn offered(db: &Db, page: &Edited, known: &HashMap<String, String>) -> Result<Offered, sqlx::Error> {
    let places = places(db, page.community_id).await?;
    let mut taken = HashSet::new();
    let others = places.0.into_iter().filter(|place| place.id != page.id && known.contains_key(&place.path)).take(MOST);
    let pages = others.map(|place| {
        // Of two pages with one title the first is meant; a path means one page alone.
        let first = taken.insert(wiki::key(&place.title));
        let plain = first && !place.title.contains(['[', ']', '|']);
        let link = if plain {
            format!("[[{}]]", place.title)
        } else {
            format!("[[{}|{}]]", place.path, place.title.replace(['[', ']', '|'], " "))
        };
        (place.title, link)
    });
    Ok(Offered {
        pages: pages.collect(),
        blocks: embedding::OFFERED
            .into_iter()
            .chain(cards::OFFERED)
            .chain(TEMPLATES.iter().map(|template| (template.title, template.body)))
            .collect(),
    })
}
