//! The SQL of pages' screens.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::export::Sheet;
use super::model::{PageAudience, PageLink, PageScreen, PageStatus, TreeScreen};
use super::tree::{Leaf, Tree};
use super::{attached, contents, embedding, wiki};
use crate::activity::ObjectKind;
use crate::communities::model::{CommunityHead, CommunityStatus, Section};
use crate::db::Db;
use crate::error::AppError;
use crate::members::store::author_handle;
use crate::notifications::following::button;
use crate::state::Viewer;
use crate::{on, queries, visible_page, when};

/// Up to how many pages a tree shows whole; a larger one shows its upper two levels.
const WHOLE: usize = 150;

queries! {
    TREE = concat!(
        "select p.path, p.title, p.summary, p.position from page p join community c on c.id = p.community_id where c.slug = $2 and p.status = 'published' and ",
        visible_page!("p")
    );
    PAGE = concat!(
        "select p.id, p.title, p.summary, p.body_html, p.status, p.published_at, exists (select 1 from membership s where s.community_id = c.id and s.member_id = $1 and s.state = 'active') as suggests, p.outdated, p.audience from page p join community c on c.id = p.community_id \
         where c.slug = $2 and p.path = $3 and (p.status <> 'draft' or $4) and p.deleted_at is null and ",
        visible_page!("p")
    );
    DRAFTS = "select p.title, p.path, p.summary from page p join community c on c.id = p.community_id where c.slug = $1 and p.status = 'draft' and p.deleted_at is null order by p.path limit 200";
    TEXTS = concat!(
        "select p.path, p.body from page p join community c on c.id = p.community_id where c.slug = $2 and p.status = 'published' and ",
        visible_page!("p")
    );
    HTMLS = concat!(
        "select p.path, p.body_html from page p join community c on c.id = p.community_id where c.slug = $2 and p.status = 'published' and ",
        visible_page!("p")
    );
    LINKED_FROM = concat!(
        "select distinct p.title, p.path, p.summary from page_link l join page p on p.id = l.page_id join community c on c.id = p.community_id \
         where c.slug = $2 and l.target in ($3, $4) and p.path <> $3 and p.status = 'published' and ",
        visible_page!("p"),
        " order by p.title, p.path limit 50"
    );
    // Its authors and its topics, asked for at once.
    ABOUT = concat!(
        "select ", author_handle!(), ", m.name, x.position, true as author from page_author x join member m on m.id = x.member_id where x.page_id = $1 \
         union all select t.slug as handle, t.title as name, x.position, false as author from page_topic x join topic t on t.id = x.topic_id where x.page_id = $1 order by 4, 3"
    );
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    title: String,
    summary: String,
    body_html: String,
    suggests: bool,
    outdated: bool,
    #[sqlx(try_from = "String")]
    audience: PageAudience,
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

/// A text with its links to pages leading where they mean, for who sees the community's pages.
async fn linked(db: &Db, viewer: Viewer, head: &CommunityHead, html: String) -> Result<String, sqlx::Error> {
    if !html.contains("[[") {
        return Ok(html);
    }
    let known = wiki::known(db, viewer, (&head.slug, head.edits)).await?;
    let html = embedding::marked(&html, |words| known.contains_key(words));
    let new = head.edits.then(|| format!("/c/{}/new-page", head.slug));
    Ok(wiki::linked(&html, &known, new.as_deref()))
}

/// The pages that lead to one, by its path or its title.
async fn linked_from(db: &Db, viewer: Viewer, head: &CommunityHead, (path, title): (&str, &str)) -> Result<Vec<PageLink>, sqlx::Error> {
    let rows: Vec<(String, String, String)> = on!(db.reader(), c => sqlx::query_as(LINKED_FROM)
        .bind(viewer.member)
        .bind(head.slug.as_str())
        .bind(path)
        .bind(wiki::key(title))
        .fetch_all(c))?;
    Ok(links(head, rows))
}

/// Links to pages by title, path and summary.
fn links(head: &CommunityHead, rows: Vec<(String, String, String)>) -> Vec<PageLink> {
    let place = Section::Pages.address(&head.slug);
    rows.into_iter().map(|(title, path, summary)| PageLink { title, href: format!("{place}/{path}"), summary }).collect()
}

/// What is not published yet. For those who edit pages.
async fn drafts(db: &Db, head: &CommunityHead) -> Result<Vec<PageLink>, sqlx::Error> {
    let rows: Vec<(String, String, String)> = on!(db.reader(), c => sqlx::query_as(DRAFTS).bind(head.slug.as_str()).fetch_all(c))?;
    Ok(links(head, rows))
}

/// Title and text of a community's pages in the order of the tree; of one and those below it where `under` names one.
///
/// # Errors
/// `NotFound` where they are not for the viewer.
pub(super) async fn texts(db: &Db, viewer: Viewer, head: &CommunityHead, under: &str) -> Result<Vec<(String, String)>, AppError> {
    let tree = plant(db, viewer, head).await?;
    let rows: Vec<(String, String)> =
        on!(db.reader(), c => sqlx::query_as(TEXTS).bind(viewer.member).bind(head.slug.as_str()).fetch_all(c))?;
    let mut bodies: HashMap<String, String> = rows.into_iter().collect();
    let pages = tree.paths(under).filter_map(|(path, title)| Some((title.to_owned(), bodies.remove(path)?)));
    Ok(pages.collect())
}

/// Handle and name of a page's authors, slug and title of its topics.
async fn about(db: &Db, page: Uuid) -> Result<(Vec<(String, String)>, Vec<(String, String)>), sqlx::Error> {
    let rows: Vec<(String, String, i32, bool)> = on!(db.reader(), c => sqlx::query_as(ABOUT).bind(page).fetch_all(c))?;
    let (authors, topics): (Vec<_>, Vec<_>) = rows.into_iter().partition(|(.., author)| *author);
    let pair = |(one, name, ..): (String, String, i32, bool)| (one, name);
    Ok((authors.into_iter().map(pair).collect(), topics.into_iter().map(pair).collect()))
}

/// A community's pages in the order of the tree, rendered, their links among each other leading where they mean, lists and cards marked; one and those below it where `under` names one.
///
/// # Errors
/// `NotFound` where they are not for the viewer.
pub(super) async fn sheets(db: &Db, viewer: Viewer, head: &CommunityHead, under: &str) -> Result<Vec<Sheet>, AppError> {
    let tree = plant(db, viewer, head).await?;
    let rows: Vec<(String, String)> =
        on!(db.reader(), c => sqlx::query_as(HTMLS).bind(viewer.member).bind(head.slug.as_str()).fetch_all(c))?;
    let mut texts: HashMap<String, String> = rows.into_iter().collect();
    let known = wiki::known(db, viewer, (&head.slug, false)).await?;
    let sheet = |(path, title): (&str, &str)| {
        let html = embedding::marked(&texts.remove(path)?, |words| known.contains_key(words));
        let html = wiki::linked(&html, &known, None);
        Some(Sheet { path: path.to_owned(), title: title.to_owned(), html })
    };
    Ok(tree.paths(under).filter_map(sheet).collect())
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
    let (authors, topics) = about(db, row.id).await?;
    let here = tree.find(path);
    let body_html = linked(db, viewer, &head, row.body_html).await?;
    let href = format!("/c/{}/pages/{path}", head.slug);
    let follow =
        if row.status == PageStatus::Published { button(db, viewer, (ObjectKind::Page, row.id), &href).await? } else { Vec::new() };
    let files = attached::store::foot(db, row.id, &body_html).await?;
    let linked_from = linked_from(db, viewer, &head, (path, &row.title)).await?;
    Ok(PageScreen {
        id: row.id,
        contents: contents::headings(&body_html),
        above: tree.above(path),
        children: here.map(|here| tree.children(here)).unwrap_or_default(),
        previous: here.and_then(|here| tree.link(here.checked_sub(1)?)),
        next: here.and_then(|here| tree.link(here + 1)),
        tree: tree.opened_at(path),
        suggests: row.suggests && !head.edits && row.status == PageStatus::Published && head.status == CommunityStatus::Active,
        outdated: row.outdated,
        audience: row.audience,
        files,
        follow,
        linked_from,
        href,
        head,
        draft: row.status == PageStatus::Draft,
        title: row.title,
        summary: row.summary,
        body_html,
        archived: row.status == PageStatus::Archived,
        published: row.published_at.map(when::stamp),
        authors,
        topics,
    })
}
