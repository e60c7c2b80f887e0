//! The SQL of what becomes of a community: whether it waits to be approved, its address, whether it lives, what it goes into.

use uuid::Uuid;

use super::model::CommunityStatus;
use crate::db::Tx;
use crate::db::bulk::Rows;
use crate::{on, queries, run};

queries! {
    STATUS = "update community set status = $2, merged_into_id = $3, revision = revision + 1, updated_at = $4 where id = $1";
    // Who follows both follows one.
    MOVE_FOLLOWS = "update follow set object_id = $2 where object_id = $1 and kind = 'community' \
                    and not exists (select 1 from follow o where o.member_id = follow.member_id and o.kind = 'community' and o.object_id = $2)";
    END_FOLLOWS = "delete from follow where object_id = $1 and kind = 'community'";
    RENAME = "update community set slug = $2, revision = revision + 1, updated_at = $3 where id = $1";
    TAKEN = "select 1 from community where slug = $1";
    RESERVED = "select 1 from redirect where path = $1 and object_id <> $2";
    FREE = "delete from redirect where path = $1 and object_id = $2";
    OLD = "insert into redirect (path, kind, object_id, position) select $1, 'community', $2, coalesce((select max(r.position) + 1 from redirect r where r.object_id = $2), 0) \
           where not exists (select 1 from redirect o where o.path = $1)";
    PROPOSE = "update community set proposed = true, asked_hidden = not listed, listed = false where id = $1";
    PROPOSE_AGAIN = "update community set declined_at = null, declined_because = null where id = $1 and proposed and declined_at is not null";
    BELONGING = "select member_id from membership where community_id = $1 and state = 'active'";
}

/// Writes whether it lives, and into which other it went.
///
/// # Errors
/// When the database refuses.
pub async fn set_status(tx: &mut Tx, id: Uuid, status: CommunityStatus, into: Option<Uuid>) -> Result<(), sqlx::Error> {
    let now = tx.now();
    run!(tx, sqlx::query(STATUS).bind(id).bind(status.as_str()).bind(into).bind(now)).map(drop)
}

/// Has who follows a community follow the one that it went into.
///
/// # Errors
/// When the database refuses.
pub async fn move_follows(tx: &mut Tx, from: Uuid, into: Uuid) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(MOVE_FOLLOWS).bind(from).bind(into))?;
    run!(tx, sqlx::query(END_FOLLOWS).bind(from)).map(drop)
}

/// Hides a new community until an administrator approves.
///
/// # Errors
/// When the database refuses.
pub async fn propose(tx: &mut Tx, id: Uuid) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(PROPOSE).bind(id)).map(drop)
}

/// Has a community that was declined wait again. Gives whether it was.
///
/// # Errors
/// When the database refuses.
pub async fn propose_again(tx: &mut Tx, id: Uuid) -> Result<bool, sqlx::Error> {
    Ok(run!(tx, sqlx::query(PROPOSE_AGAIN).bind(id))? > 0)
}

/// Whether another community has or had an address.
///
/// # Errors
/// When the database does not answer.
pub async fn is_taken(tx: &mut Tx, slug: &str, by_other_than: Uuid) -> Result<bool, sqlx::Error> {
    let taken: Option<i32> = on!(tx.conn(), c => sqlx::query_scalar(TAKEN).bind(slug).fetch_optional(c))?;
    let path = format!("/c/{slug}");
    let reserved: Option<i32> = on!(tx.conn(), c => sqlx::query_scalar(RESERVED).bind(path.clone()).bind(by_other_than).fetch_optional(c))?;
    Ok(taken.is_some() || reserved.is_some())
}

/// Gives a community another address; the old one leads there.
///
/// # Errors
/// When the database refuses.
pub async fn rename(tx: &mut Tx, id: Uuid, old: &str, new: &str) -> Result<(), sqlx::Error> {
    let now = tx.now();
    run!(tx, sqlx::query(RENAME).bind(id).bind(new).bind(now))?;
    run!(tx, sqlx::query(FREE).bind(format!("/c/{new}")).bind(id))?;
    run!(tx, sqlx::query(OLD).bind(format!("/c/{old}")).bind(id)).map(drop)
}

/// Makes everybody who belongs to one community belong to another too.
///
/// # Errors
/// When the database refuses.
pub async fn join_all(tx: &mut Tx, from: Uuid, into: Uuid) -> Result<(), sqlx::Error> {
    let members: Vec<Uuid> = on!(tx.conn(), c => sqlx::query_scalar(BELONGING).bind(from).fetch_all(c))?;
    let now = tx.now();
    let mut rows = Rows::new("membership", &["id", "community_id", "member_id", "state", "since", "changed_at"]);
    for member in members {
        rows.push([Uuid::now_v7().into(), into.into(), member.into(), "active".into(), Some(now.date_naive()).into(), now.into()]);
    }
    rows.insert_new(tx).await.map(drop)
}
