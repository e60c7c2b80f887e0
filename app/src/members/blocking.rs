//! Blocking somebody: of a profile they see what a stranger sees, and what they do reaches whoever blocks them no more. Nothing tells them.

use uuid::Uuid;

use crate::db::{Db, Tx};
use crate::error::AppError;
use crate::state::signed_in;
use crate::ui::form::{Done, Form};
use crate::ui::forming::form;
use crate::{on, queries, run};

use super::api::{Block, Unblock};

queries! {
    BY_HANDLE = "select id, name from member where handle = $1 and standing <> 'former'";
    BLOCK = "insert into block (member_id, blocked_id, blocked_at) values ($1, $2, $3) on conflict (member_id, blocked_id) do nothing";
    UNBLOCK = "delete from block where member_id = $1 and blocked_id = $2";
    BLOCKED = "select m.handle, m.name from block b join member m on m.id = b.blocked_id where b.member_id = $1 order by m.sort_name, m.handle limit 500";
    BLOCKERS = "select member_id from block where blocked_id = $1";
    BLOCKS = "select 1 from block where member_id = $1 and blocked_id = $2";
}

/// Whether a member blocks another.
///
/// # Errors
/// When the database does not answer.
pub async fn blocks(tx: &mut Tx, member: Uuid, other: Uuid) -> Result<bool, sqlx::Error> {
    let found: Option<i32> = on!(tx.conn(), c => sqlx::query_scalar(BLOCKS).bind(member).bind(other).fetch_optional(c))?;
    Ok(found.is_some())
}

/// Who blocks a member.
///
/// # Errors
/// When the database does not answer.
pub async fn blockers(tx: &mut Tx, member: Uuid) -> Result<Vec<Uuid>, sqlx::Error> {
    on!(tx.conn(), c => sqlx::query_scalar(BLOCKERS).bind(member).fetch_all(c))
}

/// Handle and name of everybody a member blocks.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn blocked(db: &Db, member: Uuid) -> Result<Vec<(String, String)>, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_as(BLOCKED).bind(member).fetch_all(c))
}

/// Blocks somebody, or stops to.
pub(super) async fn set(handle: &str, blocks: bool) -> Result<Done, AppError> {
    let (app, member) = signed_in()?;
    let mut tx = app.db.begin().await?;
    let found: Option<(Uuid, String)> = on!(tx.conn(), c => sqlx::query_as(BY_HANDLE).bind(handle).fetch_optional(c))?;
    let (other, name) = found.ok_or(AppError::NotFound)?;
    if other == member.member {
        return Err(AppError::form("That is you."));
    }
    let now = tx.now();
    if blocks {
        run!(tx, sqlx::query(BLOCK).bind(member.member).bind(other).bind(now))?;
    } else {
        run!(tx, sqlx::query(UNBLOCK).bind(member.member).bind(other))?;
    }
    // No act: no log tells who blocks whom.
    tx.commit([]).await?;
    Ok(match blocks {
        true => Done::at(format!("/people/{handle}")).saying(format!("You block {name}. They are not told.")),
        false => Done::at("/me/profile").saying(format!("You no longer block {name}.")),
    })
}

/// The form that blocks somebody, on their profile.
pub(super) fn block_form(handle: &str) -> Form {
    form::<Block>("Block them").with("handle", handle).danger().done()
}

/// The form that stops blocking somebody.
pub(super) fn unblock_form(handle: &str) -> Form {
    form::<Unblock>("Stop blocking").with("handle", handle).quiet().done()
}
