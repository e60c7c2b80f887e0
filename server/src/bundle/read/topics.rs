//! `topics/{slug}.md`.

use app::link::Link;
use app::topics::record::TopicRecord;

use super::source::{Desk, Source};
use crate::bundle::{Record, Severity};

pub(super) fn topic(source: &mut Source, desk: &mut Desk) -> Option<Record> {
    let title = source.title(&["title", "name"], desk);
    let summary = source.summary();
    let mut links = source.fields.links(&["links"]);
    for further in further_links(source, desk) {
        if !links.iter().any(|link| link.url == further.url) {
            links.push(further);
        }
    }
    if source.is_expired(desk) {
        desk.notes.say(
            &source.file,
            source.line,
            Severity::Changed,
            "It is past its `expirydate`; a topic can't be archived here, so it is shown",
        );
    }
    let aliases = source.aliases();
    Some(Record::Topic(TopicRecord { slug: source.slug.clone(), title, summary, links, aliases, body: source.markdown(desk) }))
}

/// The links that other sites part by what they lead to: `legislation`, `featured_resources`, `featured_links`.
fn further_links(source: &mut Source, desk: &Desk) -> Vec<Link> {
    let mut links = source.fields.links(&["legislation"]);
    for field in ["featured_resources", "featured_links"] {
        for (mut map, _) in source.fields.maps(&[field]) {
            // The list has a heading of its own, which a list of links here has not.
            let _ = map.take(&["title"]);
            links.extend(map.links(&["resources", "links"]));
            source.fields.close(map, field);
        }
    }
    for link in &mut links {
        // A bare name is a resource of the source.
        let is_name = !link.url.contains([':', '/']);
        let path = if is_name { format!("/resources/{}/", link.url) } else { link.url.clone() };
        let target = desk.index.target(path.trim_start_matches("https://digital.gov"));
        if link.title == link.url {
            link.title = target.map_or_else(
                || super::text::sentence_of(link.url.trim_matches('/').rsplit('/').next().unwrap_or_default()),
                |t| t.title.clone(),
            );
        }
        if is_name {
            link.url = target.map_or(path, |target| target.address.clone());
        }
    }
    links
}
