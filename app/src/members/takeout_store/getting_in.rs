//! How somebody gets in: their account, and what opens it.

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::queries;

queries! {
    pub(super) ACCOUNT = "select m.handle, m.administrator, a.email, a.password is not null as has_password, a.created_at, a.updated_at from member m join account a on a.member_id = m.id where m.id = $1";
    pub(super) PASSKEYS = "select k.name, k.created_at, k.last_used_at from passkey k where k.member_id = $1 order by k.created_at, k.id";
    pub(super) PROGRAMS = "select t.name, t.made_at, t.expires_at, t.used_at from personal_token t where t.member_id = $1 order by t.made_at, t.id";
    pub(super) SESSIONS = "select s.device, s.created_at, s.seen_at, s.expires_at from session s where s.member_id = $1 order by s.seen_at desc";
}

/// An account.
#[derive(Serialize, sqlx::FromRow)]
pub struct Account {
    /// `/people/{handle}`
    pub handle: String,
    /// The address.
    pub email: String,
    /// Whether there is a password.
    pub has_password: bool,
    /// Whether it administers the site.
    pub administrator: bool,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
}

/// A program that edits pages as a member, by a personal token.
#[derive(Serialize, sqlx::FromRow)]
pub struct Program {
    /// What its owner calls it.
    pub name: String,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
    /// When a program last came with it.
    pub used_at: Option<DateTime<Utc>>,
}

/// A session.
#[derive(Serialize, sqlx::FromRow)]
pub struct Session {
    /// The browser.
    pub device: String,
    /// When it began.
    pub created_at: DateTime<Utc>,
    /// When it was last used.
    pub seen_at: DateTime<Utc>,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
}

/// A passkey. What it signs with never left its owner's device.
#[derive(Serialize, sqlx::FromRow)]
pub struct Passkey {
    /// What its owner calls it.
    pub name: String,
    /// When it was added.
    pub created_at: DateTime<Utc>,
    /// When it was last used.
    pub last_used_at: Option<DateTime<Utc>>,
}
