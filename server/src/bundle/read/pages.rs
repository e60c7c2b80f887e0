//! `pages/{community}/{path}.md`, and guides of other sites.

use std::collections::{BTreeMap, BTreeSet};

use app::pages::addresses::is_reserved;
use app::pages::model::{PageAudience, PageStatus};
use app::pages::record::PageRecord;

use super::source::{Desk, Source};
use super::{Sourced, text};
use crate::bundle::{Record, Severity};

pub(super) fn page(source: &mut Source, desk: &mut Desk) -> Option<Record> {
    let title = source.title(&["title", "name"], desk);
    let draft = source.fields.flag(&["draft"]).unwrap_or(false);
    let expired = source.is_expired(desk);
    let status = match (draft, expired) {
        (true, _) => PageStatus::Draft,
        (false, true) => PageStatus::Archived,
        (false, false) => PageStatus::Published,
    };
    if source.foreign {
        // Says which tree it is of, as its folder does.
        let _ = source.fields.take(&["guide"]);
    }
    // Whom a word that is not known means is not guessed: those who edit pages put it right.
    let audience = if source.fields.peek("audience").is_some() { PageAudience::Editors } else { PageAudience::Community };
    Some(Record::Page(PageRecord {
        community: source.community.clone(),
        path: free(source, desk),
        title,
        summary: source.summary(),
        position: source.fields.number(&["position", "guide_weight", "weight"]).unwrap_or(0),
        status: source.fields.word(&["status"]).unwrap_or(status),
        audience: source.fields.word(&["audience"]).unwrap_or(audience),
        published: source.instant(&["published", "date"], desk),
        authors: desk.people(source, &["authors", "author"]),
        topics: desk.topics(source, &["topics", "tags", "categories"]),
        review_by: source.fields.date(&["review_by"]),
        outdated: source.fields.flag(&["outdated"]).unwrap_or(false),
        aliases: source.aliases(),
        body: source.markdown(desk),
    }))
}

/// The path, without words that end the addresses of what is done with a page.
fn free(source: &Source, desk: &mut Desk) -> String {
    let Some(word) = source.slug.split('/').find(|segment| is_reserved(segment)) else { return source.slug.clone() };
    let says = format!(
        "No page is called `{word}`: below a page that is the address of something else. It was named `{word}-page`; give it another name"
    );
    desk.notes.say(&source.file, None, Severity::Changed, says);
    let named = source.slug.split('/').map(|segment| if is_reserved(segment) { format!("{segment}-page") } else { segment.to_owned() });
    named.collect::<Vec<_>>().join("/")
}

/// Puts parents before children, and makes the parents that are missing.
pub(super) fn in_order(pages: Vec<Sourced>, desk: &mut Desk) -> Vec<Sourced> {
    let mut by_place: BTreeMap<(String, Vec<String>), Sourced> = BTreeMap::new();
    for sourced in pages {
        if let Record::Page(record) = &sourced.record {
            by_place.insert((record.community.clone(), segments(&record.path)), sourced);
        }
    }
    let mut missing: BTreeSet<(String, Vec<String>)> = BTreeSet::new();
    for (community, path) in by_place.keys() {
        for depth in 1..path.len() {
            let place = (community.clone(), path[..depth].to_vec());
            let known = desk.index.pages.contains(&format!("{community}/{}", place.1.join("/")));
            if !known && !by_place.contains_key(&place) {
                missing.insert(place);
            }
        }
    }
    for (community, path) in missing {
        // The first page below it tells where it came from.
        let below = by_place.range((community.clone(), path.clone())..).next();
        let Some((file, line)) = below.map(|(_, sourced)| (sourced.file.clone(), sourced.line)) else { continue };
        let title = text::sentence_of(path.last().map_or("", String::as_str));
        let message =
            format!("The page above it is missing; an empty one, “{title}”, was made. Add `pages/{community}/{}.md`", path.join("/"));
        desk.notes.say(&file, None, Severity::Changed, message);
        let record = PageRecord { title, ..PageRecord::empty(&community, &path.join("/")) };
        by_place.insert((community, path), Sourced { record: Record::Page(record), file, line });
    }
    by_place.into_values().collect()
}

fn segments(path: &str) -> Vec<String> {
    path.split('/').map(str::to_owned).collect()
}
