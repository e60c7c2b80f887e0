//! The SQL of identities at providers, and of who was sent there.

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use super::rules::Known;
use crate::accounts::token::Token;
use crate::db::{Db, Tx};
use crate::{on, queries, run};

/// How long somebody may take at the provider.
pub const PATIENCE: TimeDelta = TimeDelta::minutes(10);

queries! {
    SEND = "insert into sso_attempt (state_hash, provider, nonce, pkce_verifier, to_path, browser_hash, member_id, created_at, expires_at) \
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    TAKE = "delete from sso_attempt where state_hash = $1 and provider = $2 and browser_hash = $3 and expires_at > $4 \
            returning nonce, pkce_verifier, to_path, member_id";
    PURGE = "delete from sso_attempt where expires_at < $1";
    WHOSE = "select i.member_id, m.standing from identity i join member m on m.id = i.member_id where i.provider = $1 and i.subject = $2";
    LINK = "insert into identity (provider, subject, member_id, email, created_at, last_used_at) values ($1, $2, $3, $4, $5, $5) \
            on conflict (provider, subject) do nothing returning member_id";
    USE = "update identity set last_used_at = $3, email = coalesce($4, email) where provider = $1 and subject = $2";
    LIST = "select provider, subject, email, created_at, last_used_at from identity where member_id = $1 order by created_at, provider, subject limit 100";
    LOCK = "update account set revision = revision + 1 where member_id = $1 returning password";
    OTHERS = "select provider from identity where member_id = $1 and not (provider = $2 and subject = $3)";
    UNLINK = "delete from identity where provider = $1 and subject = $2 and member_id = $3";
}

/// Somebody who is sent to a provider.
pub struct Attempt<'a> {
    /// What comes back with them.
    pub state: &'a Token,
    /// Where they are sent.
    pub provider: &'a str,
    /// What the provider's token has to hold.
    pub nonce: &'a str,
    /// What only we know of the code.
    pub verifier: &'a str,
    /// Where they want to go.
    pub to: &'a str,
    /// What their browser keeps.
    pub browser: &'a Token,
    /// Who links an identity.
    pub member: Option<Uuid>,
}

/// Somebody who came back.
#[derive(Debug, sqlx::FromRow)]
pub struct Returned {
    /// What the provider's token has to hold.
    pub nonce: String,
    /// What only we know of the code.
    pub pkce_verifier: String,
    /// Where they wanted to go.
    pub to_path: String,
    /// Who links an identity.
    pub member_id: Option<Uuid>,
}

/// Who somebody is at a provider.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Identity {
    /// The provider's slug.
    pub provider: String,
    /// Who, as it says.
    pub subject: String,
    /// The address there.
    pub email: Option<String>,
    /// When it was linked.
    pub created_at: DateTime<Utc>,
    /// When somebody last came in by it.
    pub last_used_at: DateTime<Utc>,
}

/// Writes down whom a provider gets to see.
///
/// # Errors
/// When the database refuses.
pub async fn send(tx: &mut Tx, attempt: &Attempt<'_>) -> Result<(), sqlx::Error> {
    let now = tx.now();
    run!(tx, sqlx::query(PURGE).bind(now))?;
    run!(
        tx,
        sqlx::query(SEND)
            .bind(attempt.state.hash())
            .bind(attempt.provider)
            .bind(attempt.nonce)
            .bind(attempt.verifier)
            .bind(attempt.to)
            .bind(attempt.browser.hash())
            .bind(attempt.member)
            .bind(now)
            .bind(now + PATIENCE)
    )
    .map(drop)
}

/// Takes back who was sent, once, and only in the browser that was sent.
///
/// # Errors
/// When the database refuses.
pub async fn take(tx: &mut Tx, provider: &str, state: &Token, browser: &Token) -> Result<Option<Returned>, sqlx::Error> {
    let now = tx.now();
    on!(tx.conn(), c => sqlx::query_as(TAKE).bind(state.hash()).bind(provider).bind(browser.hash()).bind(now).fetch_optional(c))
}

/// Whose an identity is.
///
/// # Errors
/// When the database does not answer.
pub async fn whose(db: &Db, provider: &str, subject: &str) -> Result<Option<Known>, sqlx::Error> {
    let found: Option<(Uuid, String)> = on!(db.reader(), c => sqlx::query_as(WHOSE).bind(provider).bind(subject).fetch_optional(c))?;
    Ok(found.map(|(member, standing)| Known { member, active: standing == "active" }))
}

/// Links an identity. Gives whether nobody had it.
///
/// # Errors
/// When the database refuses.
pub async fn link(tx: &mut Tx, member: Uuid, provider: &str, subject: &str, email: Option<&str>) -> Result<bool, sqlx::Error> {
    let now = tx.now();
    let linked: Option<Uuid> =
        on!(tx.conn(), c => sqlx::query_scalar(LINK).bind(provider).bind(subject).bind(member).bind(email).bind(now).fetch_optional(c))?;
    Ok(linked.is_some())
}

/// Notes that somebody came in by an identity, and the address it has now.
///
/// # Errors
/// When the database refuses.
pub async fn used(tx: &mut Tx, provider: &str, subject: &str, email: Option<&str>) -> Result<(), sqlx::Error> {
    let now = tx.now();
    run!(tx, sqlx::query(USE).bind(provider).bind(subject).bind(now).bind(email)).map(drop)
}

/// A member's identities, the oldest first.
///
/// # Errors
/// When the database does not answer.
pub async fn list(db: &Db, member: Uuid) -> Result<Vec<Identity>, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_as(LIST).bind(member).fetch_all(c))
}

/// Locks a member's ways in. Gives whether they have a password, and the providers of their other identities.
///
/// # Errors
/// When the database refuses, or the member has no account.
pub async fn lock_ways_in(tx: &mut Tx, member: Uuid, provider: &str, subject: &str) -> Result<(bool, Vec<String>), sqlx::Error> {
    let password: Option<String> = on!(tx.conn(), c => sqlx::query_scalar(LOCK).bind(member).fetch_one(c))?;
    let others: Vec<String> = on!(tx.conn(), c => sqlx::query_scalar(OTHERS).bind(member).bind(provider).bind(subject).fetch_all(c))?;
    Ok((password.is_some(), others))
}

/// Unlinks a member's identity. Gives whether they had it.
///
/// # Errors
/// When the database refuses.
pub async fn unlink(tx: &mut Tx, member: Uuid, provider: &str, subject: &str) -> Result<bool, sqlx::Error> {
    let gone = run!(tx, sqlx::query(UNLINK).bind(provider).bind(subject).bind(member))?;
    Ok(gone == 1)
}
