//! The SQL of communities' screens.

use super::model::{CommunityHead, CommunityKind, CommunityList, CommunityStatus, CommunitySummary, Sections};
use crate::db::Db;
use crate::error::AppError;
use crate::state::Viewer;
use crate::ui::pagination::Slice;
use crate::{on, queries, visible};

/// Communities on a page of the directory.
const PAGE: usize = 30;

queries! {
    LIST = concat!(
        "select c.slug, c.name, c.sort_name, c.kind, c.status, c.summary, \
         case when ", visible!("members"), " then (select count(*) from membership m where m.community_id = c.id and m.state = 'active') end as members \
         from community c where ", visible!("about"), " and c.slug <> 'everyone' and (c.sort_name > $2 or $2 = '') order by c.sort_name limit $3"
    );
    /// A community that is hidden from the viewer gives no row, like one that is not there.
    HEAD = concat!(
        "select c.slug, c.name, c.short_name, c.summary, c.kind, c.status, ",
        visible!("about"), " as about, ", visible!("events"), " as events, ", visible!("questions"), " as questions, ",
        visible!("pages"), " as pages, ", visible!("members"), " as members \
         from community c where c.slug = $2 and (c.listed or exists (select 1 from membership v where v.community_id = c.id and v.member_id = $1 and v.state = 'active'))"
    );
}

#[derive(sqlx::FromRow)]
struct Row {
    slug: String,
    name: String,
    sort_name: String,
    #[sqlx(try_from = "String")]
    kind: CommunityKind,
    #[sqlx(try_from = "String")]
    status: CommunityStatus,
    summary: String,
    members: Option<i64>,
}

/// A page of the communities the viewer may see, by name.
pub async fn list(db: &Db, viewer: Viewer, after: &str) -> Result<CommunityList, AppError> {
    let rows: Vec<Row> = on!(db.reader(), c => sqlx::query_as(LIST).bind(viewer.member).bind(after).bind(PAGE as i64 + 1).fetch_all(c))?;
    let slice = Slice::cut(rows, PAGE, after, |row| row.sort_name.clone());
    let items = slice.items.into_iter().map(|r| CommunitySummary {
        slug: r.slug,
        name: r.name,
        kind: r.kind,
        status: r.status,
        summary: r.summary,
        members: r.members,
    });
    Ok(Slice { items: items.collect(), next: slice.next, later: slice.later })
}

#[derive(sqlx::FromRow)]
struct HeadRow {
    slug: String,
    name: String,
    short_name: Option<String>,
    summary: String,
    #[sqlx(try_from = "String")]
    kind: CommunityKind,
    #[sqlx(try_from = "String")]
    status: CommunityStatus,
    about: bool,
    events: bool,
    questions: bool,
    pages: bool,
    members: bool,
}

/// What stands over every screen of a community.
///
/// # Errors
/// `NotFound` where there is none, or none the viewer may know of, or none of its sections is for the viewer.
pub async fn head(db: &Db, viewer: Viewer, slug: &str) -> Result<CommunityHead, AppError> {
    let row: Option<HeadRow> = on!(db.reader(), c => sqlx::query_as(HEAD).bind(viewer.member).bind(slug).fetch_optional(c))?;
    let r = row.ok_or(AppError::NotFound)?;
    let sees = Sections { about: r.about, events: r.events, questions: r.questions, pages: r.pages, members: r.members };
    if !(sees.about || sees.events || sees.questions || sees.pages || sees.members) {
        return Err(AppError::NotFound);
    }
    let summary = if sees.about { r.summary } else { String::new() };
    Ok(CommunityHead { slug: r.slug, name: r.name, short_name: r.short_name, summary, kind: r.kind, status: r.status, sees })
}
