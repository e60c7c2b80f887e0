//! The SQL of resources' screens. Resources have the audience of their community's pages.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::model::{ResourceKind, ResourceList, ResourceScreen, ResourceStatus, ResourceSummary};
use crate::asked::Asked;
use crate::communities::model::{CommunityHead, Section};
use crate::db::statement::{Statement, ask};
use crate::db::{Db, key};
use crate::error::AppError;
use crate::link::is_safe_address;
use crate::members::store::author_handle;
use crate::names::fold;
use crate::state::Viewer;
use crate::topics::facets::{self, Topic};
use crate::ui::filtering::{Form, choices};
use crate::ui::pagination::Slice;
use crate::{on, queries, visible, when};

/// Resources on a page of a list; the statement below reads one more.
const PAGE: usize = 30;

/// Joined as lists are; see `related::store`.
macro_rules! resources {
    ($more:literal, $which:literal) => {
        concat!(
            "select r.id, r.slug, r.title, r.sort_title, r.summary, r.kind, r.url, r.source, r.status, c.slug as community_slug, \
             c.name as community_name, c.short_name as community_short_name",
            $more,
            " from resource r left join community c on c.id = r.community_id where ",
            visible!("pages"),
            $which
        )
    };
}

queries! {
    LIST = resources!("", " and (r.sort_title, r.id) > ($2, $3)");
    KINDS = concat!(
        "select k.kind from (select 'link' as kind union all select 'article' union all select 'file' union all select 'recording') k \
         where exists (select 1 from resource r join community c on c.id = r.community_id where r.kind = k.kind and ($2 = '' or c.slug = $2) and ", visible!("pages"), ")"
    );
    RESOURCE = resources!(", r.body_html, r.published_at", " and c.slug = $2 and r.slug = $3");
    AUTHORS = concat!("select ", author_handle!(), ", m.name from resource_author x join member m on m.id = x.member_id where x.resource_id = $1 order by x.position");
    TOPICS = "select t.slug, t.title from resource_topic x join topic t on t.id = x.topic_id where x.resource_id = $1 order by x.position";
}

const OF_COMMUNITY: &str = " and c.slug = $?";
const OF_TOPIC: &str = " and r.id in (select x.resource_id from resource_topic x where x.topic_id = $?)";
const OF_KIND: &str = " and r.kind = $?";
const BY_TITLE: &str = " order by r.sort_title, r.id limit 31";

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    slug: String,
    title: String,
    sort_title: String,
    summary: String,
    #[sqlx(try_from = "String")]
    kind: ResourceKind,
    url: Option<String>,
    source: Option<String>,
    #[sqlx(try_from = "String")]
    status: ResourceStatus,
    community_slug: String,
    community_name: String,
    community_short_name: Option<String>,
}

/// What a list is narrowed to.
#[derive(Clone, Debug, Default)]
struct Narrowed {
    community: Option<String>,
    topic: Option<Topic>,
    kind: Option<ResourceKind>,
}

impl Narrowed {
    fn list(&self, viewer: Viewer, (title, id): (String, Uuid)) -> Statement {
        Statement::new(LIST, [viewer.member.into(), title.into(), id.into()])
            .with_any(OF_COMMUNITY, self.community.as_deref())
            .with_any(OF_TOPIC, self.topic.as_ref().map(|topic| topic.id))
            .with_any(OF_KIND, self.kind.map(ResourceKind::as_str))
            .with(BY_TITLE, [])
    }
}

/// What is composed here, for the test that prepares every statement.
#[cfg(test)]
pub(crate) fn composed() -> Vec<Statement> {
    let topic = Topic { id: Uuid::nil(), slug: String::new(), title: String::new() };
    let narrowed = |bits: u8| Narrowed {
        community: (bits & 1 > 0).then(|| "design".to_owned()),
        topic: (bits & 2 > 0).then(|| topic.clone()),
        kind: (bits & 4 > 0).then_some(ResourceKind::Link),
    };
    (0..8).map(|bits| narrowed(bits).list(Viewer::ANONYMOUS, (String::new(), Uuid::nil()))).collect()
}

/// A page of the resources the viewer may see, of one community or of all, by title.
///
/// # Errors
/// `NotFound` where the viewer may not see the community's resources, `Invalid` where the query asks for what is not there.
pub async fn list(db: &Db, viewer: Viewer, (head, asked): (Option<CommunityHead>, &Asked)) -> Result<ResourceList, AppError> {
    if head.as_ref().is_some_and(|head| !head.sees.pages) {
        return Err(AppError::NotFound);
    }
    let key = key::parse_text(asked.after())?;
    let community = head.as_ref().map(|head| head.slug.clone());
    let topics = facets::of_resources(db, viewer, community.as_deref()).await?;
    let kinds: Vec<String> =
        on!(db.reader(), c => sqlx::query_scalar(KINDS).bind(viewer.member).bind(community.as_deref().unwrap_or_default()).fetch_all(c))?;
    let narrowed = Narrowed {
        community,
        topic: facets::chosen(db, &asked.text("topic")).await?,
        kind: asked.word("kind", "There is no such kind of resource. Choose one from the list of resources.")?,
    };
    let rows: Vec<Row> = ask!(db, query_as, narrowed.list(viewer, key), fetch_all)?;
    let slice = Slice::cut(rows, PAGE, asked.after(), |row| key::text(&row.sort_title, row.id));
    let list = Slice { items: slice.items.into_iter().map(summary).collect(), next: slice.next, later: slice.later };
    let kind = |kind: ResourceKind| (kind.as_str().to_owned(), kind.title().to_owned());
    let kinds = ResourceKind::ALL.iter().filter(|word| kinds.iter().any(|found| found == word.as_str())).map(|word| kind(*word));
    let address = head.as_ref().map_or_else(|| "/resources".to_owned(), |head| Section::Resources.address(&head.slug));
    let filters = Form::new(address, "Show")
        .choice(("topic", "Topic", "Any topic"), narrowed.topic.map(|topic| (topic.slug, topic.title)), topics)
        .choice(("kind", "Kind", "Any kind"), narrowed.kind.map(kind), choices(kinds))
        .done();
    Ok(ResourceList { head, filters, list })
}

fn summary(row: Row) -> ResourceSummary {
    // What the community made itself stands beside its name: once.
    let own =
        [Some(&row.community_name), row.community_short_name.as_ref()].into_iter().flatten().map(|name| fold(name)).collect::<Vec<_>>();
    ResourceSummary {
        href: format!("/c/{}/resources/{}", row.community_slug, row.slug),
        title: row.title,
        community: (row.community_slug, row.community_name),
        kind: row.kind,
        summary: row.summary,
        url: row.url.filter(|url| is_safe_address(url)),
        source: row.source.filter(|source| !own.contains(&fold(source))),
        archived: row.status == ResourceStatus::Archived,
    }
}

#[derive(sqlx::FromRow)]
struct Detail {
    #[sqlx(flatten)]
    row: Row,
    body_html: String,
    published_at: Option<DateTime<Utc>>,
}

/// A resource.
///
/// # Errors
/// `NotFound` where there is none or none for the viewer.
pub async fn resource(db: &Db, viewer: Viewer, head: CommunityHead, slug: &str) -> Result<ResourceScreen, AppError> {
    let found: Option<Detail> =
        on!(db.reader(), c => sqlx::query_as(RESOURCE).bind(viewer.member).bind(head.slug.as_str()).bind(slug).fetch_optional(c))?;
    let Detail { row, body_html, published_at } = found.ok_or(AppError::NotFound)?;
    let authors: Vec<(String, String)> = on!(db.reader(), c => sqlx::query_as(AUTHORS).bind(row.id).fetch_all(c))?;
    let topics: Vec<(String, String)> = on!(db.reader(), c => sqlx::query_as(TOPICS).bind(row.id).fetch_all(c))?;
    Ok(ResourceScreen { head, resource: summary(row), body_html, published: published_at.map(when::stamp), authors, topics })
}
