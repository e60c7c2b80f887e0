//! The SQL of resources' screens. Resources have the audience of their community's pages.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::model::{ResourceKind, ResourceList, ResourceScreen, ResourceStatus, ResourceSummary};
use crate::communities::model::CommunityHead;
use crate::db::{Db, key};
use crate::error::AppError;
use crate::link::is_safe_address;
use crate::state::Viewer;
use crate::ui::pagination::Slice;
use crate::{on, queries, visible, when};

/// Resources on a page of a list.
const PAGE: usize = 30;

macro_rules! resources {
    ($more:literal, $which:literal) => {
        concat!(
            "select r.id, r.slug, r.title, r.sort_title, r.summary, r.kind, r.url, r.source, r.status, c.slug as community_slug, \
             c.name as community_name",
            $more,
            " from resource r join community c on c.id = r.community_id where ",
            visible!("pages"),
            $which
        )
    };
}

queries! {
    LIST = resources!("", " and (r.sort_title, r.id) > ($2, $3) order by r.sort_title, r.id limit $4");
    LIST_OF = resources!("", " and (r.sort_title, r.id) > ($2, $3) and c.slug = $5 order by r.sort_title, r.id limit $4");
    RESOURCE = resources!(", r.body_html, r.published_at", " and c.slug = $2 and r.slug = $3");
    AUTHORS = "select m.handle, m.name from resource_author x join member m on m.id = x.member_id where x.resource_id = $1 order by x.position";
    TOPICS = "select t.slug, t.title from resource_topic x join topic t on t.id = x.topic_id where x.resource_id = $1 order by x.position";
}

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
}

/// A page of the resources the viewer may see, of one community or of all, by title.
///
/// # Errors
/// `NotFound` where the viewer may not see the community's resources, `Invalid` where `after` is no key.
pub async fn list(db: &Db, viewer: Viewer, head: Option<CommunityHead>, after: &str) -> Result<ResourceList, AppError> {
    if head.as_ref().is_some_and(|head| !head.sees.pages) {
        return Err(AppError::NotFound);
    }
    let (from, id) = key::parse_text(after)?;
    let limit = PAGE as i64 + 1;
    let rows: Vec<Row> = match &head {
        None => on!(db.reader(), c => sqlx::query_as(LIST).bind(viewer.member).bind(from.as_str()).bind(id).bind(limit).fetch_all(c))?,
        Some(head) => {
            let slug = head.slug.as_str();
            on!(db.reader(), c => sqlx::query_as(LIST_OF).bind(viewer.member).bind(from.as_str()).bind(id).bind(limit).bind(slug).fetch_all(c))?
        }
    };
    let slice = Slice::cut(rows, PAGE, after, |row| key::text(&row.sort_title, row.id));
    let list = Slice { items: slice.items.into_iter().map(summary).collect(), next: slice.next, later: slice.later };
    Ok(ResourceList { head, list })
}

fn summary(row: Row) -> ResourceSummary {
    ResourceSummary {
        href: format!("/c/{}/resources/{}", row.community_slug, row.slug),
        title: row.title,
        community: (row.community_slug, row.community_name),
        kind: row.kind,
        summary: row.summary,
        url: row.url.filter(|url| is_safe_address(url)),
        source: row.source,
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
