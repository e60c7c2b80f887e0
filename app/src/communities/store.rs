//! The SQL of communities' screens.

use super::model::{CommunityKind, CommunityList, CommunityStatus, CommunitySummary};
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
