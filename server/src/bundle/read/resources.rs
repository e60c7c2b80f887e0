//! `resources/{community}/{slug}.md`.

use app::resources::model::{ResourceKind, ResourceStatus};
use app::resources::record::ResourceRecord;
use chrono::{DateTime, Utc};

use super::source::{Desk, Source};
use super::time::Moment;
use super::yaml::Node;
use crate::bundle::{Record, Severity};

pub(super) fn resource(source: &mut Source, desk: &mut Desk) -> Option<Record> {
    let title = source.title(&["title", "name"], desk);
    let url = url(source);
    let kind = source.fields.word(&["kind"]).unwrap_or(if url.is_some() { ResourceKind::Link } else { ResourceKind::Article });
    let draft = source.fields.flag(&["draft"]).unwrap_or(false);
    if draft {
        desk.notes.say(
            &source.file,
            source.line,
            Severity::Changed,
            "Resources have no drafts here; it became archived, so that it is not shown in lists",
        );
    }
    let archived = source.is_expired(desk) || draft;
    let status = source.fields.word(&["status"]).unwrap_or(if archived { ResourceStatus::Archived } else { ResourceStatus::Current });
    Some(Record::Resource(ResourceRecord {
        community: source.community.clone(),
        slug: source.slug.clone(),
        title,
        kind,
        url,
        source: source.fields.text(&["source"]),
        summary: source.summary(),
        status,
        published: published(source, desk),
        authors: desk.people(source, &["authors", "author"]),
        topics: desk.topics(source, &["topics", "tags", "categories", "resource_topics"]),
        aliases: source.aliases(),
        body: source.markdown(desk),
    }))
}

/// Where it is. A path as `url` is Hugo's word for the address of the file itself.
fn url(source: &mut Source) -> Option<String> {
    if let Some(Node::Text(path)) = source.fields.peek("url")
        && source.foreign
        && path.starts_with('/')
    {
        source.permalinks.push(path.clone());
        let _ = source.fields.take(&["url"]);
    }
    source.fields.address(&["url", "source_url", "redirectto", "redirect_to", "link"])
}

/// Its date; a `time` beside it counts where the date has none.
fn published(source: &mut Source, desk: &Desk) -> Option<DateTime<Utc>> {
    let time = if source.foreign { source.fields.text(&["time"]) } else { None };
    let (moment, _) = source.fields.moment(&["published", "date"])?;
    let timed = time.filter(|_| !moment.timed).and_then(|time| Moment::parse(&format!("{} {time}", moment.wall.date())));
    Some(timed.unwrap_or(moment).instant(desk.timezone, source.foreign))
}
