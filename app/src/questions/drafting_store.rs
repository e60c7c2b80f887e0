//! The SQL of what somebody began to write.

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use crate::activity::ObjectKind;
use crate::db::{Db, Tx};
use crate::{on, queries, run, visible};

/// How long a draft is kept after it was last written at.
const KEPT: TimeDelta = TimeDelta::days(30);

/// How long after it was posted a text may still be on its way to be kept: less than a browser waits before it keeps the next one.
const LATE: TimeDelta = TimeDelta::seconds(2);

queries! {
    KEEP = "insert into draft (member_id, kind, object_id, title, body, topics, anonymous, saved_at) values ($1, $2, $3, $4, $5, $6, $7, $8) \
            on conflict (member_id, kind, object_id) do update set title = excluded.title, body = excluded.body, topics = excluded.topics, \
            anonymous = excluded.anonymous, saved_at = excluded.saved_at \
            where draft.title <> '' or draft.body <> '' or draft.topics <> '' or draft.saved_at < $9";
    READ = "select d.title, d.body, d.topics, d.anonymous, d.saved_at from draft d where d.member_id = $1 and d.kind = $2 and d.object_id = $3 \
            and (d.title <> '' or d.body <> '' or d.topics <> '')";
    // What was posted leaves nothing but when: a browser may be keeping it still.
    SPEND = "insert into draft (member_id, kind, object_id, title, body, topics, anonymous, saved_at) values ($1, $2, $3, '', '', '', $4, $5) \
             on conflict (member_id, kind, object_id) do update set title = '', body = '', topics = '', anonymous = excluded.anonymous, saved_at = excluded.saved_at";
    // A member has fifty at most: the oldest go.
    TRIM = "delete from draft where member_id = $1 and object_id not in (select d.object_id from draft d where d.member_id = $1 order by d.saved_at desc limit 50)";
    PURGE = "delete from draft where saved_at < $1 or (title = '' and body = '' and topics = '' and saved_at < $2)";
    OWN = concat!(
        "select d.title, d.body, d.saved_at, c.slug as community, c.name as place, q.slug as question, q.title as asked from draft d \
         left join question q on d.kind = 'question' and q.id = d.object_id join community c on c.id = coalesce(q.community_id, d.object_id) \
         where d.member_id = $1 and (d.title <> '' or d.body <> '' or d.topics <> '') and (d.kind = 'community' or q.deleted_at is null) and ", visible!("questions"), " order by d.saved_at desc, d.object_id limit 50"
    );
}

/// What is being written.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Draft {
    pub(super) title: String,
    pub(super) body: String,
    pub(super) topics: String,
    pub(super) anonymous: bool,
    pub(super) saved_at: DateTime<Utc>,
}

/// What somebody began to write, and where.
#[derive(sqlx::FromRow)]
pub(super) struct Own {
    pub(super) title: String,
    pub(super) body: String,
    pub(super) saved_at: DateTime<Utc>,
    pub(super) community: String,
    pub(super) place: String,
    pub(super) question: Option<String>,
    pub(super) asked: Option<String>,
}

/// Where something is being written: a question in a community, or an answer to a question.
pub(super) type Place = (ObjectKind, Uuid);

/// What a member began to write at a place.
pub(super) async fn read(db: &Db, member: Uuid, (kind, object): Place) -> Result<Option<Draft>, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_as(READ).bind(member).bind(kind.as_str()).bind(object).fetch_optional(c))
}

/// Forgets it: it was posted.
pub(super) async fn forget(tx: &mut Tx, member: Uuid, (kind, object): Place) -> Result<(), sqlx::Error> {
    let now = tx.now();
    run!(tx, sqlx::query(SPEND).bind(member).bind(kind.as_str()).bind(object).bind(false).bind(now)).map(drop)
}

/// Removes what nobody wrote at for thirty days.
///
/// # Errors
/// When the database refuses.
pub(crate) async fn purge(db: &Db) -> Result<u64, sqlx::Error> {
    let mut tx = db.begin().await?;
    let now = tx.now();
    let gone = run!(tx, sqlx::query(PURGE).bind(now - KEPT).bind(now - LATE))?;
    tx.commit([]).await?;
    Ok(gone)
}

/// Keeps what is being written; nothing is kept of nothing. What a browser keeps by itself is passed over where the text has just been posted: it was under way.
pub(super) async fn keep(db: &Db, (member, place): (Uuid, Place), draft: &Draft, by_itself: bool) -> Result<(), sqlx::Error> {
    let mut tx = db.begin().await?;
    if draft.title.is_empty() && draft.body.is_empty() && draft.topics.is_empty() {
        forget(&mut tx, member, place).await?;
        return tx.commit([]).await;
    }
    let now = tx.now();
    run!(
        tx,
        sqlx::query(KEEP)
            .bind(member)
            .bind(place.0.as_str())
            .bind(place.1)
            .bind(&draft.title)
            .bind(&draft.body)
            .bind(&draft.topics)
            .bind(draft.anonymous)
            .bind(now)
            .bind(if by_itself { now - LATE } else { now + LATE })
    )?;
    run!(tx, sqlx::query(TRIM).bind(member))?;
    tx.commit([]).await
}

/// What a member began to write anywhere, the latest first.
pub(super) async fn own(db: &Db, member: Uuid) -> Result<Vec<Own>, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_as(OWN).bind(member).fetch_all(c))
}
