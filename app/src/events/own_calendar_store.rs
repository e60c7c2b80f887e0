//! The SQL of secret addresses of people's own calendars.

use uuid::Uuid;

use crate::db::{Db, Tx};
use crate::{on, queries, run};

queries! {
    MAKE = "insert into calendar_address (member_id, secret, made_at) values ($1, $2, $3) on conflict (member_id) do update set secret = excluded.secret, made_at = excluded.made_at";
    STOP = "delete from calendar_address where member_id = $1";
    SECRET = "select secret from calendar_address where member_id = $1";
    OWNER = "select a.member_id from calendar_address a join member m on m.id = a.member_id where a.secret = $1 and m.standing = 'active'";
}

/// Whose calendar a secret opens.
///
/// # Errors
/// When the database does not answer.
pub async fn owner(db: &Db, secret: &str) -> Result<Option<Uuid>, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_scalar(OWNER).bind(secret).fetch_optional(c))
}

/// The secret of a member's address, where they have one.
pub(super) async fn secret(db: &Db, member: Uuid) -> Result<Option<String>, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_scalar(SECRET).bind(member).fetch_optional(c))
}

/// Gives a member an address by its secret; the one before opens nothing any more.
pub(super) async fn make(tx: &mut Tx, member: Uuid, secret: &str) -> Result<(), sqlx::Error> {
    let now = tx.now();
    run!(tx, sqlx::query(MAKE).bind(member).bind(secret).bind(now)).map(drop)
}

/// Has a member's address open nothing any more.
pub(super) async fn stop(tx: &mut Tx, member: Uuid) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(STOP).bind(member)).map(drop)
}
