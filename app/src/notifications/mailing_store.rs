//! The SQL of mailing.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::store::{ToldRow, shown, told};
use crate::accounts::token::Token;
use crate::db::statement::{Statement, ask, ask_in};
use crate::db::{Db, Tx};
use crate::{on, queries, run};

queries! {
    NEXT = "select n.member_id from notification n where n.due_at <= $1 order by n.due_at, n.member_id limit 1";
    // Of two that take at once, the second finds nothing left.
    TAKE = "update notification set due_at = null where member_id = $1 and due_at <= $2 returning id";
    PUT_OFF = "update notification set due_at = $3 where member_id = $1 and due_at <= $2";
    READER = "select a.email, m.name from member m join account a on a.member_id = m.id where m.id = $1 and m.standing = 'active'";
    MAILED = "update notification set mailed_at = $2 where id = $1";
    STOP = "insert into mail_stop (token, member_id, scope) values ($1, $2, $3) on conflict (member_id, scope) do update set scope = excluded.scope returning token";
}

const SHOWN: &str = concat!(told!(), "where n.member_id = $1 and n.read_at is null and ", shown!());
const THESE: &str = " and n.id in";
const OLDEST: &str = " order by n.id";

/// Who is written to.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Reader {
    pub(super) email: String,
    pub(super) name: String,
}

fn shown_of(member: Uuid, ids: &[Uuid]) -> Statement {
    Statement::new(SHOWN, [member.into()]).with_list(THESE, ids.iter().map(|id| (*id).into())).with(OLDEST, [])
}

/// What is composed here, for the test that prepares every statement.
#[cfg(test)]
pub(crate) fn composed() -> Vec<Statement> {
    vec![shown_of(Uuid::nil(), &[Uuid::nil()])]
}

/// Somebody to whom something is due.
pub(super) async fn next(db: &Db, now: DateTime<Utc>) -> Result<Option<Uuid>, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_scalar(NEXT).bind(now).fetch_optional(c))
}

/// Takes what is due to somebody.
pub(super) async fn take(tx: &mut Tx, member: Uuid, now: DateTime<Utc>) -> Result<Vec<Uuid>, sqlx::Error> {
    on!(tx.conn(), c => sqlx::query_scalar(TAKE).bind(member).bind(now).fetch_all(c))
}

/// Has what is due to somebody be due later.
pub(super) async fn put_off(tx: &mut Tx, member: Uuid, now: DateTime<Utc>, to: DateTime<Utc>) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(PUT_OFF).bind(member).bind(now).bind(to)).map(drop)
}

/// Where to write to somebody, unless they can't sign in.
pub(super) async fn reader(tx: &mut Tx, member: Uuid) -> Result<Option<Reader>, sqlx::Error> {
    on!(tx.conn(), c => sqlx::query_as(READER).bind(member).fetch_optional(c))
}

/// The same of a mail that is about to be sent.
pub(super) async fn reader_now(db: &Db, member: Uuid) -> Result<Option<Reader>, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_as(READER).bind(member).fetch_optional(c))
}

/// Those of the notifications of a mail that is about to be sent that its reader has not read and may see, the oldest first.
pub(super) async fn shown_now(db: &Db, member: Uuid, ids: &[Uuid]) -> Result<Vec<ToldRow>, sqlx::Error> {
    ask!(db, query_as, shown_of(member, ids), fetch_all)
}

/// Those of a member's notifications that they have not read and may see, the oldest first.
pub(super) async fn shown(tx: &mut Tx, member: Uuid, ids: &[Uuid]) -> Result<Vec<ToldRow>, sqlx::Error> {
    ask_in!(tx, query_as, shown_of(member, ids), fetch_all)
}

/// Notes that a notification was mailed.
pub(super) async fn mailed(tx: &mut Tx, id: Uuid) -> Result<(), sqlx::Error> {
    let now = tx.now();
    run!(tx, sqlx::query(MAILED).bind(id).bind(now)).map(drop)
}

/// The token that stops what a member is mailed of a kind: the same in every mail.
pub(super) async fn stop_token(tx: &mut Tx, member: Uuid, scope: &str) -> Result<String, sqlx::Error> {
    on!(tx.conn(), c => sqlx::query_scalar(STOP).bind(Token::make().text()).bind(member).bind(scope).fetch_one(c))
}
