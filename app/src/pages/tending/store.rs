//! The SQL of tending pages.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::places::{Place, Places, join};
use crate::activity::ObjectKind;
use crate::communities::model::CommunityHead;
use crate::db::records::{Batch, Index};
use crate::db::{Db, Tx};
use crate::error::AppError;
use crate::events::organising::store::person;
use crate::members::editing_store::{self, Choices};
use crate::pages::addresses::is_reserved;
use crate::pages::record::PageRecord;
use crate::pages::record_store;
use crate::redirects::store::take_back;
use crate::{on, queries, run};

queries! {
    PLACES = "select id, path, title, position, status from page where community_id = $1 and deleted_at is null order by path";
    TAKEN = "select id from page where community_id = $1 and path = $2";
    // Deleted ones as well: they stay below the page they were below.
    BELOW = "select id, path from page where community_id = $1 and path > $2 and path < $3 order by path";
    MOVE = "update page set path = $2, parent_id = $3, position = $4, revision = revision + 1, updated_at = $5 where id = $1";
    MOVE_ALONG = "update page set path = $2, revision = revision + 1, updated_at = $3 where id = $1";
    PLACE = "update page set position = $2, revision = revision + 1, updated_at = $3 where id = $1";
    DELETE = "update page set deleted_status = status, status = 'draft', deleted_at = $2, deleted_by = $3, deleted_because = $4, revision = revision + 1, updated_at = $2 \
              where id = $1 and deleted_at is null";
    UNDELETE = "update page set status = coalesce(deleted_status, 'published'), deleted_status = null, deleted_at = null, deleted_by = null, deleted_because = null, \
                revision = revision + 1, updated_at = $2 where id = $1";
    DELETED = "select p.path, p.title, p.deleted_at, p.deleted_because, m.name from page p left join member m on m.id = p.deleted_by \
               where p.community_id = $1 and p.deleted_at is not null order by p.deleted_at desc, p.path limit 100";
    DELETED_ALONG = "select p.id from page p join page d on d.community_id = p.community_id and d.deleted_at = p.deleted_at \
                     where d.community_id = $1 and d.path = $2 and (p.path = $2 or (p.path > $3 and p.path < $4))";
    LINKS = "select l.target, l.words, p.title from page p join page_link l on l.page_id = p.id where p.community_id = $1 and p.deleted_at is null order by l.target, p.path limit 1000";
    LOCK = "update page set revision = revision + 1 where id = $1";
    TO_REVIEW = "select path, title, review_by from page where community_id = $1 and status = 'published' and (outdated or review_by <= $2) order by review_by, path limit 100";
    LET_MEMBERS_EDIT = "update community set members_edit_pages = $2 where id = $1";
    MEMBERS_EDIT = "select members_edit_pages from community where id = $1";
}

/// Between these lie the paths below one: a slash is the letter before a nought.
pub(super) fn span(path: &str) -> (String, String) {
    (format!("{path}/"), format!("{path}0"))
}

/// Where a community's pages lie.
///
/// # Errors
/// When the database does not answer.
pub(in crate::pages) async fn places(db: &Db, community: Uuid) -> Result<Places, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_as(PLACES).bind(community).fetch_all(c)).map(Places)
}

/// The same inside a transaction.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn places_now(tx: &mut Tx, community: Uuid) -> Result<Places, sqlx::Error> {
    let places: Vec<Place> = on!(tx.conn(), c => sqlx::query_as(PLACES).bind(community).fetch_all(c))?;
    Ok(Places(places))
}

/// A page as it is.
///
/// # Errors
/// `NotFound` where there is none.
pub(super) async fn load(db: &Db, id: Uuid) -> Result<PageRecord, AppError> {
    let after = Uuid::from_u128(id.as_u128().saturating_sub(1));
    let found = record_store::load(db, Batch { after, to: id }).await?;
    found.into_iter().next().map(|(_, record)| record).ok_or(AppError::NotFound)
}

/// Locks a page, and reads it as it is then.
///
/// # Errors
/// `NotFound` where there is none.
pub(super) async fn lock(db: &Db, tx: &mut Tx, id: Uuid) -> Result<PageRecord, AppError> {
    run!(tx, sqlx::query(LOCK).bind(id))?;
    load(db, id).await
}

/// The topics a page may have.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn topics(db: &Db) -> Result<Choices, sqlx::Error> {
    editing_store::topics(db).await
}

/// Writes a page that lies where it did, or is new.
///
/// # Errors
/// When the database refuses.
pub(super) async fn save(db: &Db, tx: &mut Tx, (id, record): (Uuid, &PageRecord), places: &Places) -> Result<(), sqlx::Error> {
    let mut index = Index::load_communities(db).await?;
    topics(db).await?.ids.into_iter().for_each(|(slug, id)| index.insert(ObjectKind::Topic, slug, id));
    for handle in &record.authors {
        if let Some(id) = person(db, handle).await? {
            index.insert(ObjectKind::Person, handle.clone(), id);
        }
    }
    for place in &places.0 {
        index.insert(ObjectKind::Page, format!("{}/{}", record.community, place.path), place.id);
    }
    record_store::save(tx, &index, id, record).await
}

/// Whether a path is free for a page: no page of the community has it, and no other had.
///
/// # Errors
/// When the database refuses.
pub(super) async fn is_free(tx: &mut Tx, head: &CommunityHead, path: &str, page: Uuid) -> Result<bool, sqlx::Error> {
    let taken: Option<Uuid> = on!(tx.conn(), c => sqlx::query_scalar(TAKEN).bind(head.id).bind(path).fetch_optional(c))?;
    Ok(taken.is_none_or(|taken| taken == page) && take_back(tx, &super::editing::address(head, path), page).await?)
}

/// A free path below a page, with a slug like the one that is wanted.
///
/// # Errors
/// When the database refuses.
pub(super) async fn free_path(tx: &mut Tx, head: &CommunityHead, (under, slug): (&str, &str)) -> Result<String, sqlx::Error> {
    for number in 1..100 {
        let numbered = if number == 1 { slug.to_owned() } else { format!("{slug}-{number}") };
        let path = join(under, &numbered);
        if !is_reserved(&numbered) && is_free(tx, head, &path, Uuid::nil()).await? {
            return Ok(path);
        }
    }
    Ok(join(under, &format!("{slug}-{}", Uuid::now_v7().simple())))
}

/// Id and path of all that lies below a path, what is deleted included.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn below(tx: &mut Tx, community: Uuid, path: &str) -> Result<Vec<(Uuid, String)>, sqlx::Error> {
    let (from, to) = span(path);
    on!(tx.conn(), c => sqlx::query_as(BELOW).bind(community).bind(&from).bind(&to).fetch_all(c))
}

/// Lays a page elsewhere: its path, the page above it, and its position there.
///
/// # Errors
/// When the database refuses.
pub(super) async fn lay(tx: &mut Tx, page: Uuid, (path, parent, position): (&str, Option<Uuid>, i32)) -> Result<(), sqlx::Error> {
    let now = tx.now();
    run!(tx, sqlx::query(MOVE).bind(page).bind(path).bind(parent).bind(position).bind(now)).map(drop)
}

/// Takes a page along with the one above it.
///
/// # Errors
/// When the database refuses.
pub(super) async fn lay_along(tx: &mut Tx, page: Uuid, path: &str) -> Result<(), sqlx::Error> {
    let now = tx.now();
    run!(tx, sqlx::query(MOVE_ALONG).bind(page).bind(path).bind(now)).map(drop)
}

/// Sets a page's position among those beside it.
///
/// # Errors
/// When the database refuses.
pub(super) async fn place(tx: &mut Tx, page: Uuid, position: i32) -> Result<(), sqlx::Error> {
    let now = tx.now();
    run!(tx, sqlx::query(PLACE).bind(page).bind(position).bind(now)).map(drop)
}

/// Hides a page: by whom, and why.
///
/// # Errors
/// When the database refuses.
pub(super) async fn delete(tx: &mut Tx, page: Uuid, (by, why): (Uuid, &str)) -> Result<(), sqlx::Error> {
    let now = tx.now();
    run!(tx, sqlx::query(DELETE).bind(page).bind(now).bind(by).bind(why)).map(drop)
}

/// Brings a page back.
///
/// # Errors
/// When the database refuses.
pub(super) async fn undelete(tx: &mut Tx, page: Uuid) -> Result<(), sqlx::Error> {
    let now = tx.now();
    run!(tx, sqlx::query(UNDELETE).bind(page).bind(now)).map(drop)
}

/// The pages that were hidden with the one at a path, itself among them.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn deleted_along(tx: &mut Tx, community: Uuid, path: &str) -> Result<Vec<Uuid>, sqlx::Error> {
    let (from, to) = span(path);
    on!(tx.conn(), c => sqlx::query_scalar(DELETED_ALONG).bind(community).bind(path).bind(&from).bind(&to).fetch_all(c))
}

/// A page that was hidden.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Deleted {
    pub(super) path: String,
    pub(super) title: String,
    pub(super) deleted_at: DateTime<Utc>,
    pub(super) deleted_because: Option<String>,
    /// Who hid it.
    pub(super) name: Option<String>,
}

/// The pages that were hidden, the latest first.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn deleted(db: &Db, community: Uuid) -> Result<Vec<Deleted>, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_as(DELETED).bind(community).fetch_all(c))
}

/// What a page leads to.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Led {
    pub(super) target: String,
    pub(super) words: String,
    /// The title of the page that leads there.
    pub(super) title: String,
}

/// What the pages of a community lead to.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn links(db: &Db, community: Uuid) -> Result<Vec<Led>, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_as(LINKS).bind(community).fetch_all(c))
}

/// Path, title and day of the pages to look at again, and of those that are out of date.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn to_review(db: &Db, community: Uuid, today: NaiveDate) -> Result<Vec<(String, String, Option<NaiveDate>)>, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_as(TO_REVIEW).bind(community).bind(today).fetch_all(c))
}

/// Sets whether every member edits a community's pages.
///
/// # Errors
/// When the database refuses.
pub(super) async fn let_members_edit(tx: &mut Tx, community: Uuid, yes: bool) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(LET_MEMBERS_EDIT).bind(community).bind(yes)).map(drop)
}

/// Whether every member edits a community's pages.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn members_edit(db: &Db, community: Uuid) -> Result<bool, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_scalar(MEMBERS_EDIT).bind(community).fetch_one(c))
}
