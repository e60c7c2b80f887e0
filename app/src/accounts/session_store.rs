//! The SQL of sessions.

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use super::token::Token;
use crate::db::{Db, Tx};
use crate::live::Channel;
use crate::state::SignedIn;
use crate::{on, queries, run};

/// How long a session lives, used or not.
pub const LIFE: TimeDelta = TimeDelta::days(90);

/// How long a session lives that is not used.
const IDLE: TimeDelta = TimeDelta::days(30);

/// When it is written down again that a session is in use.
const SEEN: TimeDelta = TimeDelta::minutes(10);

queries! {
    RESOLVE = "select s.id as session, s.created_at, s.seen_at, m.id as member, m.handle, m.name, m.administrator, m.photo from session s join member m on m.id = s.member_id \
               where s.token_hash = $1 and s.expires_at > $2 and s.seen_at > $3 and m.standing = 'active'";
    SEE = "update session set seen_at = $2 where id = $1";
    BEGIN = "insert into session (id, token_hash, member_id, device, created_at, seen_at, expires_at) values ($1, $2, $3, $4, $5, $5, $6)";
    LIST = "select s.id, s.device, s.created_at, s.seen_at from session s where s.member_id = $1 and s.expires_at > $2 and s.seen_at > $3 order by s.seen_at desc limit 100";
    END = "delete from session where id = $1 and member_id = $2";
    END_OTHERS = "delete from session where member_id = $1 and id <> $2";
    PURGE = "delete from session where expires_at < $1";
}

#[derive(sqlx::FromRow)]
struct Resolved {
    session: Uuid,
    created_at: DateTime<Utc>,
    seen_at: DateTime<Utc>,
    member: Uuid,
    handle: String,
    name: String,
    administrator: bool,
    photo: Option<Uuid>,
}

/// A session, as its owner sees it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct SessionRow {
    /// Its id.
    pub id: Uuid,
    /// The browser.
    pub device: String,
    /// When it began.
    pub created_at: DateTime<Utc>,
    /// When it was last used, to within ten minutes.
    pub seen_at: DateTime<Utc>,
}

/// Who a token signs in. Notes at most every ten minutes that it is in use.
///
/// # Errors
/// When the database refuses.
pub async fn resolve(db: &Db, token: &Token, now: DateTime<Utc>) -> Result<Option<SignedIn>, sqlx::Error> {
    let found: Option<Resolved> =
        on!(db.reader(), c => sqlx::query_as(RESOLVE).bind(token.hash()).bind(now).bind(now - IDLE).fetch_optional(c))?;
    let Some(r) = found else { return Ok(None) };
    if now - r.seen_at > SEEN {
        let mut tx = db.begin().await?;
        run!(tx, sqlx::query(SEE).bind(r.session).bind(now))?;
        tx.commit([]).await?;
    }
    Ok(Some(SignedIn {
        session: r.session,
        since: r.created_at,
        member: r.member,
        handle: r.handle,
        name: r.name,
        administrator: r.administrator,
        photo: r.photo,
    }))
}

/// Begins a session for a member on a device.
///
/// # Errors
/// When the database refuses.
pub async fn begin(tx: &mut Tx, member: Uuid, device: &str) -> Result<Token, sqlx::Error> {
    let (token, now) = (Token::make(), tx.now());
    let device: String = device.chars().take(300).collect();
    run!(tx, sqlx::query(PURGE).bind(now))?;
    run!(tx, sqlx::query(BEGIN).bind(Uuid::now_v7()).bind(token.hash()).bind(member).bind(device.clone()).bind(now).bind(now + LIFE))?;
    Ok(token)
}

/// A member's sessions, the last used first.
///
/// # Errors
/// When the database refuses.
pub async fn list(db: &Db, member: Uuid, now: DateTime<Utc>) -> Result<Vec<SessionRow>, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_as(LIST).bind(member).bind(now).bind(now - IDLE).fetch_all(c))
}

/// Ends one of a member's sessions.
///
/// # Errors
/// When the database refuses.
pub async fn end(tx: &mut Tx, member: Uuid, session: Uuid) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(END).bind(session).bind(member))?;
    closes(tx, member);
    Ok(())
}

/// Ends all of a member's sessions but one; all of them where that is no session of theirs.
///
/// # Errors
/// When the database refuses.
pub async fn end_others(tx: &mut Tx, member: Uuid, kept: Uuid) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(END_OTHERS).bind(member).bind(kept))?;
    closes(tx, member);
    Ok(())
}

/// Has whatever a member's sessions hold open look whether they live.
fn closes(tx: &mut Tx, member: Uuid) {
    tx.wakes(Channel::Member(member));
}
