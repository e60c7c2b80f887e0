//! The SQL of pages' screens.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::contents;
use super::model::{PageLink, PageScreen, PageStatus, TreeScreen};
use super::tree::{Leaf, Tree};
use crate::communities::model::CommunityHead;
use crate::db::Db;
use crate::error::AppError;
use crate::members::store::author_handle;
use crate::state::Viewer;
use crate::{on, queries, visible, when};

/// Up to how many pages a tree shows whole; a larger one shows its upper two levels.
const WHOLE: usize = 150;

queries! {
    TREE = concat!(
        "select p.path, p.title, p.summary, p.position from page p join community c on c.id = p.community_id where c.slug = $2 and p.status = 'published' and ",
        visible!("pages")
    );
    PAGE = concat!(
        "select p.id, p.title, p.summary, p.body_html, p.status, p.published_at from page p join community c on c.id = p.community_id \
         where c.slug = $2 and p.path = $3 and (p.status <> 'draft' or $4) and p.deleted_at is null and ",
        visible!("pages")
    );
    DRAFTS = "select p.title, p.path, p.summary from page p join community c on c.id = p.community_id where c.slug = $1 and p.status = 'draft' and p.deleted_at is null order by p.path limit 200";
    AUTHORS = concat!("select ", author_handle!(), ", m.name from page_author x join member m on m.id = x.member_id where x.page_id = $1 order by x.position");
    TOPICS = "select t.slug, t.title from page_topic x join topic t on t.id = x.topic_id where x.page_id = $1 order by x.position";
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    title: String,
    summary: String,
    body_html: String,
    #[sqlx(try_from = "String")]
    status: PageStatus,
    published_at: Option<DateTime<Utc>>,
}

async fn plant(db: &Db, viewer: Viewer, head: &CommunityHead) -> Result<Tree, AppError> {
    if !head.sees.pages {
        return Err(AppError::NotFound);
    }
    let leaves: Vec<Leaf> = on!(db.reader(), c => sqlx::query_as(TREE).bind(viewer.member).bind(head.slug.as_str()).fetch_all(c))?;
    Ok(Tree::plant(format!("/c/{}/pages", head.slug), leaves))
}

/// A community's pages.
///
/// # Errors
/// `NotFound` where they are not for the viewer.
pub async fn tree(db: &Db, viewer: Viewer, head: CommunityHead) -> Result<TreeScreen, AppError> {
    let tree = plant(db, viewer, &head).await?;
    let depth = if tree.len() > WHOLE { 2 } else { usize::MAX };
    let drafts = if head.edits { drafts(db, &head).await? } else { Vec::new() };
    Ok(TreeScreen { head, tree: tree.whole(depth), drafts })
}

/// What is not published yet. For those who edit pages.
async fn drafts(db: &Db, head: &CommunityHead) -> Result<Vec<PageLink>, sqlx::Error> {
    let rows: Vec<(String, String, String)> = on!(db.reader(), c => sqlx::query_as(DRAFTS).bind(head.slug.as_str()).fetch_all(c))?;
    let link = |(title, path, summary)| PageLink { title, href: format!("/c/{}/pages/{path}", head.slug), summary };
    Ok(rows.into_iter().map(link).collect())
}

/// A page, and where it lies. An archived one lies nowhere.
///
/// # Errors
/// `NotFound` where there is none or none for the viewer.
pub async fn page(db: &Db, viewer: Viewer, head: CommunityHead, path: &str) -> Result<PageScreen, AppError> {
    let path = path.trim_end_matches('/');
    let tree = plant(db, viewer, &head).await?;
    let row: Option<Row> = on!(db.reader(), c => sqlx::query_as(PAGE).bind(viewer.member).bind(head.slug.as_str()).bind(path).bind(head.edits).fetch_optional(c))?;
    let row = row.ok_or(AppError::NotFound)?;
    let authors: Vec<(String, String)> = on!(db.reader(), c => sqlx::query_as(AUTHORS).bind(row.id).fetch_all(c))?;
    let topics: Vec<(String, String)> = on!(db.reader(), c => sqlx::query_as(TOPICS).bind(row.id).fetch_all(c))?;
    let here = tree.find(path);
    Ok(PageScreen {
        id: row.id,
        contents: contents::headings(&row.body_html),
        above: tree.above(path),
        children: here.map(|here| tree.children(here)).unwrap_or_default(),
        previous: here.and_then(|here| tree.link(here.checked_sub(1)?)),
        next: here.and_then(|here| tree.link(here + 1)),
        tree: tree.opened_at(path),
        href: format!("/c/{}/pages/{path}", head.slug),
        head,
        draft: row.status == PageStatus::Draft,
        title: row.title,
        summary: row.summary,
        body_html: row.body_html,
        archived: row.status == PageStatus::Archived,
        published: row.published_at.map(when::stamp),
        authors,
        topics,
    })
}
