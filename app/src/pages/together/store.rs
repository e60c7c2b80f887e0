//! The SQL of a page's document: its changes, numbered by page.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use uuid::Uuid;
use yrs::Doc;

use super::document;
use crate::communities::model::CommunityStatus;
use crate::db::bulk::Value;
use crate::db::statement::{Statement, ask, ask_in};
use crate::db::{Db, Tx};
use crate::error::AppError;
use crate::live::Channel;
use crate::pages::model::PageStatus;
use crate::pages::wiki;
use crate::state::{Viewer, internal};
use crate::{markdown, on, queries, run, visible_page};

queries! {
    FIND = "select p.id, p.community_id, p.title, p.body, p.status, p.path, c.slug as community, c.status as community_status, p.seq, p.shown, p.revised, p.written from page p \
            join community c on c.id = p.community_id where p.community_id = $1 and p.path = $2 and p.deleted_at is null";
    BY_ID = "select p.id, p.community_id, p.title, p.body, p.status, p.path, c.slug as community, c.status as community_status, p.seq, p.shown, p.revised, p.written from page p \
             join community c on c.id = p.community_id where p.id = $1 and p.deleted_at is null";
    LOCK = "update page set revision = revision + 1 where id = $1";
    NUMBER = "update page set seq = seq + 1 where id = $1 returning seq";
    READABLE = concat!(
        "select count(*) from page p join community c on c.id = p.community_id where p.id = $2 and p.status <> 'draft' and p.deleted_at is null and ",
        visible_page!("p")
    );
    SEQ = "select p.seq from page p where p.id = $1";
    APPEND = "insert into page_update (page_id, seq, bytes, authors) values ($1, $2, $3, $4)";
    COMPACT = "select s.seq from page_snapshot s where s.page_id = $1";
    SNAPSHOT = "select s.seq, s.bytes from page_snapshot s where s.page_id = $1 and s.seq > $2";
    CHANGES = "select u.seq, u.bytes from page_update u where u.page_id = $1 and u.seq > $2 and u.seq <= $3 order by u.seq";
    KEEP = "insert into page_snapshot (page_id, seq, bytes, authors) values ($1, $2, $3, $4) \
            on conflict (page_id) do update set seq = excluded.seq, bytes = excluded.bytes, authors = excluded.authors where page_snapshot.seq < excluded.seq";
    COMPACTED = "select s.authors from page_snapshot s where s.page_id = $1";
    AUTHORS = "select u.authors from page_update u where u.page_id = $1 and u.seq > $2 and u.seq <= $3 order by u.seq";
    REVISED = "update page set revised = $2 where id = $1";
    CREDITED = "update page_snapshot set authors = '' where page_id = $1";
    DROP = "delete from page_update where page_id = $1 and seq <= $2";
    HOME = "select community_id from page where id = $1";
    WRITE = "update page set body = $2, body_html = $3, html_version = $4, written = $5, updated_at = $6, shown = seq where id = $1";
    SHOWN = "update page set shown = seq where id = $1";
    BEHIND = "select p.id from page p where p.seq > p.shown and p.id > $1 order by p.id limit 100";
    AUTHOR = "select (select w.member_id from page_author w where w.page_id = p.id order by w.position limit 1) as author, p.updated_at from page p where p.id = $1";
    WRITTEN = "update page set written = $2 where id = $1";
}

const SESSIONS: &str = "select s.id from session s join member m on m.id = s.member_id where s.expires_at > $1 and m.standing = 'active'";
const TOKENS: &str = " union all select t.id from personal_token t join member m on m.id = t.member_id where t.expires_at > $1 and m.standing = 'active' and t.id in";

fn alive_of(sessions: &BTreeSet<Uuid>, now: DateTime<Utc>) -> Statement {
    let ids = || sessions.iter().map(|id| Value::from(*id));
    Statement::new(SESSIONS, [now.into()]).with_list(" and s.id in", ids()).with_list(TOKENS, ids())
}

fn there_of(members: &BTreeSet<Uuid>) -> Statement {
    Statement::new("select m.id from member m where true", []).with_list(" and m.id in", members.iter().map(|id| Value::from(*id)))
}

/// What is composed here, for the test that prepares every statement.
#[cfg(test)]
pub(crate) fn composed() -> Vec<Statement> {
    let two = BTreeSet::from([Uuid::nil(), Uuid::max()]);
    vec![alive_of(&two, DateTime::UNIX_EPOCH), there_of(&two)]
}

/// A page, as far as its text goes.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Edited {
    /// Its id.
    pub id: Uuid,
    /// The community.
    pub community_id: Uuid,
    /// The community's slug.
    pub community: String,
    /// Its path.
    pub path: String,
    /// Its title.
    pub title: String,
    /// Markdown.
    pub body: String,
    /// Whether it is shown.
    #[sqlx(try_from = "String")]
    pub status: PageStatus,
    /// Whether the community lives.
    #[sqlx(try_from = "String")]
    pub community_status: CommunityStatus,
    /// How many changes its document has seen.
    pub seq: i64,
    /// The last of them that the body shows.
    pub shown: i64,
    /// The last of them whose authors a revision names.
    pub revised: i64,
    /// The fingerprint of what the document last wrote.
    pub written: Option<String>,
}

impl Edited {
    /// Whether something else than its document has changed the body.
    pub fn strayed(&self) -> bool {
        self.written.as_deref() != Some(super::text::fingerprint(&self.body).as_str())
    }
}

/// A page by its path; `None` where there is none.
///
/// # Errors
/// When the database does not answer.
pub async fn find(db: &Db, community: Uuid, path: &str) -> Result<Option<Edited>, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_as(FIND).bind(community).bind(path).fetch_optional(c))
}

/// A page by its id; `None` where there is none.
///
/// # Errors
/// When the database does not answer.
pub async fn by_id(db: &Db, page: Uuid) -> Result<Option<Edited>, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_as(BY_ID).bind(page).fetch_optional(c))
}

/// Whether the viewer may read a page, as its readers see it.
///
/// # Errors
/// When the database does not answer.
pub async fn is_readable(db: &Db, viewer: Viewer, page: Uuid) -> Result<bool, sqlx::Error> {
    let found: i64 = on!(db.reader(), c => sqlx::query_scalar(READABLE).bind(viewer.member).bind(page).fetch_one(c))?;
    Ok(found > 0)
}

/// Locks a page: whoever changes its text does this first. `None` where it is gone.
///
/// # Errors
/// When the database refuses.
pub async fn lock(tx: &mut Tx, page: Uuid) -> Result<Option<Edited>, sqlx::Error> {
    run!(tx, sqlx::query(LOCK).bind(page))?;
    on!(tx.conn(), c => sqlx::query_as(BY_ID).bind(page).fetch_optional(c))
}

/// Appends a change and gives its number; `None` where the page is gone. The commit wakes whoever has the page open.
///
/// # Errors
/// When the database refuses.
pub async fn append(tx: &mut Tx, page: Uuid, bytes: &[u8], authors: &str) -> Result<Option<i64>, sqlx::Error> {
    let seq: Option<i64> = on!(tx.conn(), c => sqlx::query_scalar(NUMBER).bind(page).fetch_optional(c))?;
    if let Some(seq) = seq {
        run!(tx, sqlx::query(APPEND).bind(page).bind(seq).bind(bytes).bind(authors))?;
        tx.wakes(Channel::Document(page));
    }
    Ok(seq)
}

/// How many changes a page's document has seen; `None` where it is gone.
///
/// # Errors
/// When the database does not answer.
pub async fn seq(db: &Db, page: Uuid) -> Result<Option<i64>, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_scalar(SEQ).bind(page).fetch_optional(c))
}

/// The changes of a page after one and up to another, in their order; the first may be all changes up to its own.
///
/// # Errors
/// When the database does not answer.
pub async fn changes(tx: &mut Tx, page: Uuid, (after, to): (i64, i64)) -> Result<Vec<(i64, Vec<u8>)>, sqlx::Error> {
    let snapshot: Option<(i64, Vec<u8>)> = on!(tx.conn(), c => sqlx::query_as(SNAPSHOT).bind(page).bind(after).fetch_optional(c))?;
    let from = snapshot.as_ref().map_or(after, |(seq, _)| *seq);
    let rows: Vec<(i64, Vec<u8>)> = on!(tx.conn(), c => sqlx::query_as(CHANGES).bind(page).bind(from).bind(to).fetch_all(c))?;
    Ok(snapshot.into_iter().chain(rows).collect())
}

/// A page's document as it was after a change.
///
/// # Errors
/// When the database does not answer, or holds what is no change.
pub async fn document(tx: &mut Tx, page: Uuid, to: i64) -> Result<Doc, AppError> {
    let doc = document::new();
    for (_, change) in changes(tx, page, (0, to)).await? {
        document::take(&doc, &change, "database").map_err(|error| internal(&error))?;
    }
    Ok(doc)
}

/// The last change up to which all are kept as one; none where none are.
///
/// # Errors
/// When the database does not answer.
pub async fn compacted(tx: &mut Tx, page: Uuid) -> Result<i64, sqlx::Error> {
    let seq: Option<i64> = on!(tx.conn(), c => sqlx::query_scalar(COMPACT).bind(page).fetch_optional(c))?;
    Ok(seq.unwrap_or_default())
}

/// Keeps all changes up to one as one.
///
/// # Errors
/// When the database refuses.
pub async fn compact(tx: &mut Tx, page: Uuid, seq: i64, whole: &[u8]) -> Result<(), sqlx::Error> {
    let Some(locked) = lock(tx, page).await? else { return Ok(()) };
    let authors = authors(tx, &locked, seq).await?.iter().map(Uuid::to_string).collect::<Vec<_>>().join(",");
    run!(tx, sqlx::query(KEEP).bind(page).bind(seq).bind(whole).bind(authors))?;
    run!(tx, sqlx::query(DROP).bind(page).bind(seq)).map(drop)
}

/// Who wrote on a page that is locked, up to a change, since its latest revision.
///
/// # Errors
/// When the database does not answer.
pub async fn authors(tx: &mut Tx, page: &Edited, to: i64) -> Result<BTreeSet<Uuid>, sqlx::Error> {
    let compacted: Option<String> = on!(tx.conn(), c => sqlx::query_scalar(COMPACTED).bind(page.id).fetch_optional(c))?;
    let rows: Vec<String> = on!(tx.conn(), c => sqlx::query_scalar(AUTHORS).bind(page.id).bind(page.revised).bind(to).fetch_all(c))?;
    Ok(compacted.iter().chain(&rows).flat_map(|row| row.split(',')).filter_map(|author| author.parse().ok()).collect())
}

/// Those of some members who are there still, in the order of their ids.
///
/// # Errors
/// When the database does not answer.
pub async fn there(tx: &mut Tx, members: &BTreeSet<Uuid>) -> Result<Vec<Uuid>, sqlx::Error> {
    let there: Vec<Uuid> = ask_in!(tx, query_scalar, there_of(members), fetch_all)?;
    Ok(members.iter().copied().filter(|member| there.contains(member)).collect())
}

/// Remembers that a revision names all who wrote up to a change.
///
/// # Errors
/// When the database refuses.
pub async fn revised(tx: &mut Tx, page: Uuid, to: i64) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(REVISED).bind(page).bind(to))?;
    run!(tx, sqlx::query(CREDITED).bind(page)).map(drop)
}

/// Writes what a page says.
///
/// # Errors
/// When the database refuses.
pub async fn write(tx: &mut Tx, page: Uuid, body: &str) -> Result<(), sqlx::Error> {
    let (now, html, written) = (tx.now(), markdown::render(body), super::text::fingerprint(body));
    if wiki::keep(tx, page, &html).await? {
        // The pages it leads to, or led to, name it.
        let community: Uuid = on!(tx.conn(), c => sqlx::query_scalar(HOME).bind(page).fetch_one(c))?;
        tx.wakes(Channel::Community(community));
    }
    run!(tx, sqlx::query(WRITE).bind(page).bind(body).bind(html).bind(markdown::VERSION).bind(written).bind(now))?;
    tx.wakes(Channel::Page(page));
    Ok(())
}

/// Who wrote a page first, as far as is known, and when it was last changed.
///
/// # Errors
/// When the database does not answer.
pub async fn author(tx: &mut Tx, page: Uuid) -> Result<(Option<Uuid>, DateTime<Utc>), sqlx::Error> {
    on!(tx.conn(), c => sqlx::query_as(AUTHOR).bind(page).fetch_one(c))
}

/// Remembers that the document knows what the page says.
///
/// # Errors
/// When the database refuses.
pub async fn know(tx: &mut Tx, page: Uuid, body: &str) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(WRITTEN).bind(page).bind(super::text::fingerprint(body))).map(drop)
}

/// Which of some sessions still sign somebody in, and which of some personal tokens still stand for somebody.
///
/// # Errors
/// When the database does not answer.
pub async fn alive(db: &Db, sessions: BTreeSet<Uuid>, now: DateTime<Utc>) -> Result<BTreeSet<Uuid>, sqlx::Error> {
    let alive: Vec<Uuid> = ask!(db, query_scalar, alive_of(&sessions, now), fetch_all)?;
    Ok(alive.into_iter().collect())
}

/// Remembers that a page's body shows all its document says.
///
/// # Errors
/// When the database refuses.
pub async fn shown(tx: &mut Tx, page: Uuid) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(SHOWN).bind(page)).map(drop)
}

/// The next pages whose body lags behind their document; none once all have been had.
///
/// # Errors
/// When the database does not answer.
pub async fn behind(db: &Db, after: Uuid) -> Result<Vec<Uuid>, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_scalar(BEHIND).bind(after).fetch_all(c))
}
