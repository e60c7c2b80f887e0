//! Tags, with their descriptions, as topics.

use std::collections::HashMap;
use std::path::Path;

use app::activity::ObjectKind;
use app::db::sources;
use app::plain;
use app::topics::record::TopicRecord;

use super::desk::{Desk, said};
use super::dump::{TagWiki, topic_slug, topic_title};
use super::remarks::TAGLESS;
use super::survey::Survey;
use super::xml::rows;
use crate::bundle::{Record, from_html};

/// The longest sentence that stands for a topic, in characters.
const SUMMARY: usize = 300;

/// What describes a tag: its opening and the whole.
#[derive(Clone, Debug, Default)]
struct Described {
    opening: Option<TagWiki>,
    whole: Option<TagWiki>,
}

/// Writes the topics of all tags that questions have. A topic that the site has already stays as it is.
pub(super) async fn write<'d>(mut desk: Desk<'d>, dir: &Path, survey: &mut Survey) -> anyhow::Result<Desk<'d>> {
    let mut described = descriptions(dir, survey)?;
    let wikis = std::mem::take(&mut survey.wikis);
    wikis.values().filter(|wiki| !wiki.body.is_empty()).for_each(|_| survey.remarks.count("Posts.xml", TAGLESS));
    for tag in &survey.tags {
        let slug = topic_slug(tag);
        let key = format!("tag:{tag}");
        let known = desk.slug_of(ObjectKind::Topic, &key).await?;
        if slug.is_empty() || (known.is_none() && sources::topic(&mut desk.tx, &slug).await?.is_some()) {
            continue;
        }
        let Described { opening, whole } = described.remove(tag).unwrap_or_default();
        let (opening, whole) = (opening.map(|wiki| wiki.body).unwrap_or_default(), whole.map(|wiki| wiki.body).unwrap_or_default());
        let record = TopicRecord {
            slug: known.map_or(slug, |(_, slug)| slug),
            title: topic_title(tag),
            // Openings are plain text in some dumps and HTML in others.
            summary: plain::cut(&plain::line(&plain::text(&opening)), SUMMARY),
            links: Vec::new(),
            aliases: Vec::new(),
            body: from_html(&whole),
        };
        let index = desk.index();
        desk.put(&key, &said(&(tag, &opening, &whole))?, (&Record::Topic(record), &index)).await?;
        desk = desk.rest().await?;
    }
    Ok(desk)
}

/// Takes the descriptions whose tags are known: by Tags.xml, or because they say so themselves. The opening and the whole are made together, one after the other.
fn descriptions(dir: &Path, survey: &mut Survey) -> anyhow::Result<HashMap<String, Described>> {
    let mut described: HashMap<String, Described> = HashMap::new();
    let path = dir.join("Tags.xml");
    if path.is_file() {
        survey.files += 1;
        rows(&path, |mut row| {
            let (opening, whole) = (row.number("ExcerptPostId"), row.number("WikiPostId"));
            if let Some(tag) = row.text("TagName") {
                let mut take = |id: Option<i64>| id.and_then(|id| survey.wikis.remove(&id));
                described.insert(tag, Described { opening: take(opening), whole: take(whole) });
            }
            Ok(())
        })?;
    }
    let titled: Vec<(i64, String)> =
        survey.wikis.values().filter(|wiki| wiki.is_excerpt).filter_map(|wiki| Some((wiki.id, wiki.title.clone()?))).collect();
    for (id, tag) in titled {
        let opening = survey.wikis.remove(&id);
        let at = opening.as_ref().map(|wiki| wiki.at);
        let beside = survey.wikis.get(&(id - 1)).is_some_and(|whole| !whole.is_excerpt && Some(whole.at) == at);
        let whole = if beside { survey.wikis.remove(&(id - 1)) } else { None };
        described.entry(tag).or_insert(Described { opening, whole });
    }
    Ok(described)
}
