//! The SQL of accounts.

use uuid::Uuid;

use super::email::Email;
use super::handle::{self, Handle};
use super::name::DisplayName;
use crate::activity::{Act, Deed, ObjectKind};
use crate::db::records::Index;
use crate::db::{Db, Tx};
use crate::members::model::{Audiences, PersonKind};
use crate::members::record::PersonRecord;
use crate::members::record_store;
use crate::organisations::proof;
use crate::{on, queries, run};

queries! {
    BY_EMAIL = "select a.member_id, a.email, a.password, a.asks_passkey, m.name, m.handle, m.standing, m.suspended_because from account a join member m on m.id = a.member_id where a.email_key = $1";
    BY_MEMBER = "select a.member_id, a.email, a.password, a.asks_passkey, m.name, m.handle, m.standing, m.suspended_because from account a join member m on m.id = a.member_id where a.member_id = $1";
    ANY = "select 1 from account limit 1";
    TAKEN = "select 1 from member where handle = $1 or handle_key = $2 limit 1";
    RESERVED = "select 1 from redirect where path = $1";
    OPEN = "insert into account (member_id, email, email_key, password, created_at, updated_at) values ($1, $2, $3, $4, $5, $5) on conflict (email_key) do nothing returning member_id";
    CLAIM = "update member set has_account = true, administrator = $2, handle_key = $3, revision = revision + 1, updated_at = $4 where id = $1";
    SET_PASSWORD = "update account set password = $2, revision = revision + 1, updated_at = $3 where member_id = $1";
    SET_EMAIL = "update account set email = $2, email_key = $3, revision = revision + 1, updated_at = $4 \
                 where member_id = $1 and not exists (select 1 from account o where o.email_key = $3 and o.member_id <> $1) returning member_id";
}

/// An account.
#[derive(Clone, sqlx::FromRow)]
pub struct Account {
    /// Whose.
    pub member_id: Uuid,
    /// Their address.
    pub email: String,
    /// The hash of their password, where they have one.
    pub password: Option<String>,
    /// Whether a passkey is asked for after a password or a mailed link.
    pub asks_passkey: bool,
    /// Their name.
    pub name: String,
    /// `/people/{handle}`
    pub handle: String,
    standing: String,
    /// Why they may not sign in at present.
    pub suspended_because: Option<String>,
}

impl Account {
    /// Whether they may sign in.
    pub fn is_active(&self) -> bool {
        self.standing == "active"
    }
}

/// Somebody who gets an account.
pub struct Newcomer<'a> {
    /// Their name.
    pub name: &'a DisplayName,
    /// Their address, which they proved or which the console vouches for.
    pub email: &'a Email,
    /// The hash of their password.
    pub password: Option<&'a str>,
    /// Whether they administer the site.
    pub administrator: bool,
}

/// The account with an address.
///
/// # Errors
/// When the database does not answer.
pub async fn by_email(db: &Db, email: &Email) -> Result<Option<Account>, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_as(BY_EMAIL).bind(email.key()).fetch_optional(c))
}

/// A member's account.
///
/// # Errors
/// When the database does not answer.
pub async fn by_member(db: &Db, member: Uuid) -> Result<Option<Account>, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_as(BY_MEMBER).bind(member).fetch_optional(c))
}

/// Whether the site has any account.
///
/// # Errors
/// When the database does not answer.
pub async fn any(db: &Db) -> Result<bool, sqlx::Error> {
    let found: Option<i32> = on!(db.reader(), c => sqlx::query_scalar(ANY).fetch_optional(c))?;
    Ok(found.is_some())
}

/// Makes a member with an account, under a handle made of their name. `None` where the address has an account already.
///
/// # Errors
/// When the database refuses.
pub async fn open(tx: &mut Tx, newcomer: &Newcomer<'_>) -> Result<Option<(Uuid, Act)>, sqlx::Error> {
    let (id, now) = (Uuid::now_v7(), tx.now());
    let handle = free_handle(tx, newcomer.name).await?;
    record_store::save(tx, &Index::default(), id, &blank(handle.as_str(), newcomer.name.as_str())).await?;
    let opened: Option<Uuid> = on!(tx.conn(), c => sqlx::query_scalar(OPEN)
        .bind(id)
        .bind(newcomer.email.address())
        .bind(newcomer.email.key())
        .bind(newcomer.password)
        .bind(now)
        .fetch_optional(c))?;
    if opened.is_none() {
        return Ok(None);
    }
    run!(tx, sqlx::query(CLAIM).bind(id).bind(newcomer.administrator).bind(handle.skeleton()).bind(now))?;
    // Nobody new belongs anywhere by a proof, so that none ends.
    proof::recheck(tx, id).await.map(drop)?;
    Ok(Some((id, Act::by(id, Deed::Joined, ObjectKind::Person, id))))
}

/// Gives a member who is listed under that handle an account. Gives whether it was made: not where the address has one already.
///
/// # Errors
/// When the database refuses.
pub async fn open_listed(tx: &mut Tx, (member, handle): (Uuid, &str), (email, password): (&Email, &str)) -> Result<bool, sqlx::Error> {
    let now = tx.now();
    let opened: Option<Uuid> = on!(tx.conn(), c => sqlx::query_scalar(OPEN)
        .bind(member)
        .bind(email.address())
        .bind(email.key())
        .bind(Some(password))
        .bind(now)
        .fetch_optional(c))?;
    if opened.is_none() {
        return Ok(false);
    }
    run!(tx, sqlx::query(CLAIM).bind(member).bind(false).bind(handle::skeleton(handle)).bind(now))?;
    proof::recheck(tx, member).await.map(drop)?;
    Ok(true)
}

fn blank(handle: &str, name: &str) -> PersonRecord {
    PersonRecord {
        handle: handle.to_owned(),
        name: name.to_owned(),
        kind: PersonKind::Person,
        sort_name: None,
        pronouns: None,
        role: None,
        job_family: None,
        place: None,
        timezone: None,
        organisations: Vec::new(),
        links: Vec::new(),
        ask_about: Vec::new(),
        learning: Vec::new(),
        seen_by: Audiences::default(),
        aliases: Vec::new(),
        body: String::new(),
    }
}

/// The first handle made of a name that nobody has, had, or has one that looks like.
async fn free_handle(tx: &mut Tx, name: &DisplayName) -> Result<Handle, sqlx::Error> {
    let suggested = Handle::suggest(name.as_str());
    let mut handle = suggested.clone();
    let mut number = 1;
    while is_taken(tx, &handle).await? {
        number += 1;
        handle = suggested.numbered(number);
    }
    Ok(handle)
}

/// Whether somebody has or had a handle, or has one that looks like it.
///
/// # Errors
/// When the database does not answer.
pub async fn is_taken(tx: &mut Tx, handle: &Handle) -> Result<bool, sqlx::Error> {
    let key = handle::skeleton(handle.as_str());
    let path = format!("/people/{}", handle.as_str());
    let taken: Option<i32> = on!(tx.conn(), c => sqlx::query_scalar(TAKEN).bind(handle.as_str()).bind(key.clone()).fetch_optional(c))?;
    let reserved: Option<i32> = on!(tx.conn(), c => sqlx::query_scalar(RESERVED).bind(path.clone()).fetch_optional(c))?;
    Ok(taken.is_some() || reserved.is_some())
}

/// Sets the hash of a member's password.
///
/// # Errors
/// When the database refuses.
pub async fn set_password(tx: &mut Tx, member: Uuid, hash: &str) -> Result<(), sqlx::Error> {
    let now = tx.now();
    run!(tx, sqlx::query(SET_PASSWORD).bind(member).bind(hash).bind(now)).map(drop)
}

/// Sets a member's address, which they proved. Gives whether it was free.
///
/// # Errors
/// When the database refuses.
pub async fn set_email(tx: &mut Tx, member: Uuid, email: &Email) -> Result<bool, sqlx::Error> {
    let now = tx.now();
    let set: Option<Uuid> = on!(tx.conn(), c => sqlx::query_scalar(SET_EMAIL).bind(member).bind(email.address()).bind(email.key()).bind(now).fetch_optional(c))?;
    Ok(set.is_some())
}
