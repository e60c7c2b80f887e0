//! The SQL of personal tokens.

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use crate::accounts::token::Token;
use crate::activity::ObjectKind;
use crate::db::{Db, Tx};
use crate::live::Channel;
use crate::state::SignedIn;
use crate::{on, queries, run};

/// When it is written down again that a token is in use.
const SEEN: TimeDelta = TimeDelta::minutes(10);

queries! {
    RESOLVE = "select t.id, t.made_at, t.used_at, m.id as member, m.handle, m.name, m.photo from personal_token t join member m on m.id = t.member_id \
               where t.token_hash = $1 and t.expires_at > $2 and m.standing = 'active'";
    SEE = "update personal_token set used_at = $2 where id = $1";
    COUNT = "select count(*) from personal_token t where t.member_id = $1 and t.expires_at > $2";
    MAKE = "insert into personal_token (id, member_id, name, token_hash, made_at, expires_at) values ($1, $2, $3, $4, $5, $6)";
    LIST = "select t.id, t.name, t.made_at, t.expires_at, t.used_at from personal_token t where t.member_id = $1 and t.expires_at > $2 order by t.made_at, t.id limit 100";
    NAME = "select t.name from personal_token t where t.token_hash = $1 and t.member_id = $2 and t.expires_at > $3";
    REVOKE = "delete from personal_token where id = $1 and member_id = $2 returning name";
    END_ALL = "delete from personal_token where member_id = $1";
    PURGE = "delete from personal_token where expires_at < $1";
}

/// A token, as its owner sees it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct TokenRow {
    /// Its id.
    pub id: Uuid,
    /// What its owner calls it.
    pub name: String,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// Its last instant.
    pub expires_at: DateTime<Utc>,
    /// When a program last came with it, to within ten minutes.
    pub used_at: Option<DateTime<Utc>>,
}

#[derive(sqlx::FromRow)]
struct Resolved {
    id: Uuid,
    made_at: DateTime<Utc>,
    used_at: Option<DateTime<Utc>>,
    member: Uuid,
    handle: String,
    name: String,
    photo: Option<Uuid>,
}

/// For whom a token stands, who administers nothing by it. Notes at most every ten minutes that it is in use.
///
/// # Errors
/// When the database refuses.
pub async fn resolve(db: &Db, token: &Token, now: DateTime<Utc>) -> Result<Option<SignedIn>, sqlx::Error> {
    let found: Option<Resolved> = on!(db.reader(), c => sqlx::query_as(RESOLVE).bind(token.hash()).bind(now).fetch_optional(c))?;
    let Some(r) = found else { return Ok(None) };
    if r.used_at.is_none_or(|used| now - used > SEEN) {
        let mut tx = db.begin().await?;
        run!(tx, sqlx::query(SEE).bind(r.id).bind(now))?;
        tx.commit([]).await?;
    }
    Ok(Some(SignedIn {
        session: r.id,
        since: r.made_at,
        member: r.member,
        handle: r.handle,
        name: r.name,
        administrator: false,
        photo: r.photo,
    }))
}

/// How many tokens of a member open something.
///
/// # Errors
/// When the database does not answer.
pub async fn count(tx: &mut Tx, member: Uuid) -> Result<i64, sqlx::Error> {
    let now = tx.now();
    on!(tx.conn(), c => sqlx::query_scalar(COUNT).bind(member).bind(now).fetch_one(c))
}

/// Makes a token for a member that lives so long.
///
/// # Errors
/// When the database refuses.
pub async fn make(tx: &mut Tx, member: Uuid, name: &str, lives: TimeDelta) -> Result<Token, sqlx::Error> {
    let (token, now) = (Token::make(), tx.now());
    run!(tx, sqlx::query(PURGE).bind(now))?;
    run!(tx, sqlx::query(MAKE).bind(Uuid::now_v7()).bind(member).bind(name).bind(token.hash()).bind(now).bind(now + lives))?;
    Ok(token)
}

/// A member's tokens, the first made first.
///
/// # Errors
/// When the database does not answer.
pub async fn list(db: &Db, member: Uuid, now: DateTime<Utc>) -> Result<Vec<TokenRow>, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_as(LIST).bind(member).bind(now).fetch_all(c))
}

/// What a member calls a token; `None` where it is none of theirs.
///
/// # Errors
/// When the database does not answer.
pub async fn name(db: &Db, member: Uuid, token: &Token, now: DateTime<Utc>) -> Result<Option<String>, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_scalar(NAME).bind(token.hash()).bind(member).bind(now).fetch_optional(c))
}

/// Ends one of a member's tokens, and gives its name; `None` where it is none of theirs.
///
/// # Errors
/// When the database refuses.
pub async fn revoke(tx: &mut Tx, member: Uuid, token: Uuid) -> Result<Option<String>, sqlx::Error> {
    on!(tx.conn(), c => sqlx::query_scalar(REVOKE).bind(token).bind(member).fetch_optional(c))
}

/// Ends all of a member's tokens. The commit has the sockets they opened looked at.
///
/// # Errors
/// When the database refuses.
pub async fn end_all(tx: &mut Tx, member: Uuid) -> Result<(), sqlx::Error> {
    if run!(tx, sqlx::query(END_ALL).bind(member))? > 0 {
        tx.wakes(Channel::Kind(ObjectKind::Person));
    }
    Ok(())
}
