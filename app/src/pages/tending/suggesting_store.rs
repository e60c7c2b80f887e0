//! The SQL of suggestions.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::db::{Db, Tx};
use crate::pages::model::PageStatus;
use crate::state::Viewer;
use crate::{on, queries, run, visible_page};

queries! {
    SHOWN = concat!(
        "select p.id, p.title, p.body from page p join community c on c.id = p.community_id where c.id = $2 and p.path = $3 and p.status = 'published' and ",
        visible_page!("p")
    );
    KEEP = "insert into page_suggestion (id, page_id, member_id, base, body, why, made_at) values ($1, $2, $3, $4, $5, $6, $7)";
    WAITING_OF = "select count(*) from page_suggestion s join page p on p.id = s.page_id where s.member_id = $2 and s.settled_at is null and p.community_id = $1";
    WAITING = "select s.id, s.page_id, s.member_id, p.title, p.path, p.status, p.body as now, s.base, s.body, s.why, s.made_at, m.name from page p join page_suggestion s on s.page_id = p.id \
               left join member m on m.id = s.member_id where p.community_id = $1 and p.deleted_at is null and s.settled_at is null order by s.made_at limit 50";
    SETTLE = "update page_suggestion set settled_at = $3, settled_by = $4, taken = $5, note = $6 where id = $2 and settled_at is null \
              and page_id in (select p.id from page p where p.community_id = $1 and p.deleted_at is null)";
    ONE = "select s.id, s.page_id, s.member_id, p.title, p.path, p.status, p.body as now, s.base, s.body, s.why, s.made_at, m.name from page_suggestion s join page p on p.id = s.page_id \
           left join member m on m.id = s.member_id where s.id = $1";
}

/// A page as those see it who suggest something for it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Shown {
    pub(super) id: Uuid,
    pub(super) title: String,
    pub(super) body: String,
}

/// A suggestion.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Suggestion {
    pub(super) id: Uuid,
    pub(super) page_id: Uuid,
    pub(super) member_id: Uuid,
    /// The page's title.
    pub(super) title: String,
    /// Where it lies.
    pub(super) path: String,
    /// Where the page stands.
    #[sqlx(try_from = "String")]
    pub(super) status: PageStatus,
    /// What the page says now.
    pub(super) now: String,
    /// What it said when the suggestion was begun.
    pub(super) base: String,
    /// What it should say.
    pub(super) body: String,
    pub(super) why: Option<String>,
    pub(super) made_at: DateTime<Utc>,
    /// Who suggested it.
    pub(super) name: Option<String>,
}

/// The page at a path, where it is published and the viewer sees it.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn shown(db: &Db, viewer: Viewer, (community, path): (Uuid, &str)) -> Result<Option<Shown>, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_as(SHOWN).bind(viewer.member).bind(community).bind(path).fetch_optional(c))
}

/// Keeps a suggestion of a member for a page: what it was begun with, what it says, and why. Gives its id.
///
/// # Errors
/// When the database refuses.
pub(super) async fn keep(
    tx: &mut Tx,
    (page, by): (Uuid, Uuid),
    (base, body, why): (&str, &str, Option<&str>),
) -> Result<Uuid, sqlx::Error> {
    let (id, now) = (Uuid::now_v7(), tx.now());
    run!(tx, sqlx::query(KEEP).bind(id).bind(page).bind(by).bind(base).bind(body).bind(why).bind(now))?;
    Ok(id)
}

/// How many suggestions of a member wait in a community.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn waiting_of(db: &Db, community: Uuid, member: Uuid) -> Result<i64, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_scalar(WAITING_OF).bind(community).bind(member).fetch_one(c))
}

/// The suggestions that wait in a community, the oldest first.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn waiting(db: &Db, community: Uuid) -> Result<Vec<Suggestion>, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_as(WAITING).bind(community).fetch_all(c))
}

/// Settles a suggestion of a community; `None` where none of that id waits there.
///
/// # Errors
/// When the database refuses.
pub(super) async fn settle(
    tx: &mut Tx,
    (community, id): (Uuid, Uuid),
    (by, taken, note): (Uuid, bool, Option<&str>),
) -> Result<Option<Suggestion>, sqlx::Error> {
    let now = tx.now();
    let settled = run!(tx, sqlx::query(SETTLE).bind(community).bind(id).bind(now).bind(by).bind(taken).bind(note))?;
    if settled == 0 {
        return Ok(None);
    }
    on!(tx.conn(), c => sqlx::query_as(ONE).bind(id).fetch_optional(c))
}
