//! The SQL of passkeys and recovery codes.

use chrono::{DateTime, Utc};
use uuid::Uuid;
use webauthn_rs::prelude::Passkey;

use crate::accounts::token::RecoveryCode;
use crate::db::{Db, Tx};
use crate::{on, queries, run};

queries! {
    LIST = "select id, name, created_at, last_used_at from passkey where member_id = $1 order by created_at, id limit 100";
    CREDENTIALS = "select credential_id from passkey where member_id = $1 order by created_at, id limit 100";
    COUNT = "select count(*) from passkey where member_id = $1";
    ADD = "insert into passkey (id, member_id, credential_id, name, key, created_at) values ($1, $2, $3, $4, $5, $6) on conflict (credential_id) do nothing returning id";
    // Locks it: of two that prove it at once, the second sees the counter of the first.
    LOCK = "update passkey set last_used_at = $2 where credential_id = $1 returning id, member_id, name, key";
    SAVE = "update passkey set key = $2 where id = $1";
    RENAME = "update passkey set name = $3 where id = $1 and member_id = $2";
    REMOVE = "delete from passkey where id = $1 and member_id = $2 returning name";
    LOCK_ACCOUNT = "update account set revision = revision + 1 where member_id = $1 returning asks_passkey";
    ASK = "update account set asks_passkey = $2, revision = revision + 1, updated_at = $3 where member_id = $1";
    FORGET_CODES = "delete from recovery_code where member_id = $1";
    ADD_CODE = "insert into recovery_code (member_id, hash, created_at) values ($1, $2, $3)";
    KNOWS_CODE = "select 1 from recovery_code where member_id = $1 and hash = $2";
    USE_CODE = "delete from recovery_code where member_id = $1 and hash = $2";
    CODES = "select count(*) from recovery_code where member_id = $1";
}

/// A passkey, as its owner sees it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct PasskeyRow {
    /// Its id.
    pub id: Uuid,
    /// What its owner calls it.
    pub name: String,
    /// When it was added.
    pub created_at: DateTime<Utc>,
    /// When somebody last got in by it.
    pub last_used_at: Option<DateTime<Utc>>,
}

/// A passkey that is being proved.
#[derive(sqlx::FromRow)]
pub struct Locked {
    /// Its id.
    pub id: Uuid,
    /// Whose.
    pub member_id: Uuid,
    /// What its owner calls it.
    pub name: String,
    key: String,
}

impl Locked {
    /// What checks it.
    ///
    /// # Errors
    /// When another release wrote it and this one can't read it.
    pub fn key(&self) -> Result<Passkey, sqlx::Error> {
        serde_json::from_str(&self.key).map_err(|error| sqlx::Error::Decode(error.into()))
    }
}

fn written(key: &Passkey) -> Result<String, sqlx::Error> {
    serde_json::to_string(key).map_err(|error| sqlx::Error::Encode(error.into()))
}

/// A member's passkeys, the oldest first.
///
/// # Errors
/// When the database does not answer.
pub async fn list(db: &Db, member: Uuid) -> Result<Vec<PasskeyRow>, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_as(LIST).bind(member).fetch_all(c))
}

/// What browsers know a member's passkeys by, base64url.
///
/// # Errors
/// When the database does not answer.
pub async fn credentials(db: &Db, member: Uuid) -> Result<Vec<String>, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_scalar(CREDENTIALS).bind(member).fetch_all(c))
}

/// How many passkeys a member has.
///
/// # Errors
/// When the database does not answer.
pub async fn count(tx: &mut Tx, member: Uuid) -> Result<i64, sqlx::Error> {
    on!(tx.conn(), c => sqlx::query_scalar(COUNT).bind(member).fetch_one(c))
}

/// Adds a passkey. Gives whether nobody had it.
///
/// # Errors
/// When the database refuses.
pub async fn add(tx: &mut Tx, member: Uuid, credential: &str, name: &str, key: &Passkey) -> Result<bool, sqlx::Error> {
    let (id, key, now) = (Uuid::now_v7(), written(key)?, tx.now());
    let added: Option<Uuid> = on!(tx.conn(), c => sqlx::query_scalar(ADD).bind(id).bind(member).bind(credential).bind(name).bind(&key).bind(now).fetch_optional(c))?;
    Ok(added.is_some())
}

/// Locks a passkey to prove it, by what the browser knows it by, and notes that it is used: both are undone where it is not proved.
///
/// # Errors
/// When the database refuses.
pub async fn lock(tx: &mut Tx, credential: &str) -> Result<Option<Locked>, sqlx::Error> {
    let now = tx.now();
    on!(tx.conn(), c => sqlx::query_as(LOCK).bind(credential).bind(now).fetch_optional(c))
}

/// Saves what checks a passkey: its counter moved.
///
/// # Errors
/// When the database refuses.
pub async fn save(tx: &mut Tx, id: Uuid, key: &Passkey) -> Result<(), sqlx::Error> {
    let key = written(key)?;
    run!(tx, sqlx::query(SAVE).bind(id).bind(&key)).map(drop)
}

/// Gives a member's passkey another name. Gives whether they have it.
///
/// # Errors
/// When the database refuses.
pub async fn rename(tx: &mut Tx, member: Uuid, id: Uuid, name: &str) -> Result<bool, sqlx::Error> {
    Ok(run!(tx, sqlx::query(RENAME).bind(id).bind(member).bind(name))? == 1)
}

/// Removes a member's passkey. Gives its name.
///
/// # Errors
/// When the database refuses.
pub async fn remove(tx: &mut Tx, member: Uuid, id: Uuid) -> Result<Option<String>, sqlx::Error> {
    on!(tx.conn(), c => sqlx::query_scalar(REMOVE).bind(id).bind(member).fetch_optional(c))
}

/// Locks how a member gets in. Gives whether a passkey is asked for after the password.
///
/// # Errors
/// When the database refuses, or the member has no account.
pub async fn lock_account(tx: &mut Tx, member: Uuid) -> Result<bool, sqlx::Error> {
    on!(tx.conn(), c => sqlx::query_scalar(LOCK_ACCOUNT).bind(member).fetch_one(c))
}

/// Sets whether a passkey is asked for after the password.
///
/// # Errors
/// When the database refuses.
pub async fn ask(tx: &mut Tx, member: Uuid, asks: bool) -> Result<(), sqlx::Error> {
    let now = tx.now();
    run!(tx, sqlx::query(ASK).bind(member).bind(asks).bind(now)).map(drop)
}

/// Puts recovery codes in the place of those before.
///
/// # Errors
/// When the database refuses.
pub async fn replace_codes(tx: &mut Tx, member: Uuid, codes: &[RecoveryCode]) -> Result<(), sqlx::Error> {
    let now = tx.now();
    run!(tx, sqlx::query(FORGET_CODES).bind(member))?;
    for code in codes {
        run!(tx, sqlx::query(ADD_CODE).bind(member).bind(code.hash()).bind(now))?;
    }
    Ok(())
}

/// Whether a recovery code is a member's, and not used.
///
/// # Errors
/// When the database does not answer.
pub async fn knows_code(db: &Db, member: Uuid, code: &RecoveryCode) -> Result<bool, sqlx::Error> {
    let known: Option<i32> = on!(db.reader(), c => sqlx::query_scalar(KNOWS_CODE).bind(member).bind(code.hash()).fetch_optional(c))?;
    Ok(known.is_some())
}

/// Uses a recovery code up. Gives whether it was the member's, and not used.
///
/// # Errors
/// When the database refuses.
pub async fn use_code(tx: &mut Tx, member: Uuid, code: &RecoveryCode) -> Result<bool, sqlx::Error> {
    Ok(run!(tx, sqlx::query(USE_CODE).bind(member).bind(code.hash()))? == 1)
}

/// How many recovery codes a member has left.
///
/// # Errors
/// When the database does not answer.
pub async fn codes(db: &Db, member: Uuid) -> Result<i64, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_scalar(CODES).bind(member).fetch_one(c))
}
