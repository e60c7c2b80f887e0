//! The SQL of links in mails. A link is shown by a page with a button, and used up by the button: programs that look into mails follow links, and press no buttons.

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::model::Purpose;
use super::token::Token;
use crate::db::{Db, Tx};
use crate::error::AppError;
use crate::{on, queries, run};

queries! {
    MAKE = "insert into mailed_token (hash, kind, member_id, payload, created_at, expires_at) values ($1, $2, $3, $4, $5, $6)";
    LOOK = "select member_id, payload from mailed_token where hash = $1 and kind = $2 and expires_at > $3";
    USE = "delete from mailed_token where hash = $1 and kind = $2 and expires_at > $3 returning member_id, payload";
    FORGET = "delete from mailed_token where member_id = $1 and kind = $2";
    FORGET_KIND = "delete from mailed_token where kind = $1";
    PURGE = "delete from mailed_token where expires_at < $1";
}

/// What a link carries.
#[derive(Debug, sqlx::FromRow)]
pub struct Link {
    /// Whose it is.
    pub member_id: Option<Uuid>,
    payload: String,
}

impl Link {
    /// What was put into it.
    ///
    /// # Errors
    /// When another release put it there.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, AppError> {
        serde_json::from_str(&self.payload).map_err(|_| gone())
    }
}

/// What a link says that can't be used.
pub fn gone() -> AppError {
    AppError::Invalid("This link has been used already, or is too old. Ask for a new one.".to_owned())
}

/// What a link says that can't be used, and where another comes from.
fn gone_for(purpose: Purpose) -> AppError {
    let then = match purpose {
        Purpose::SignUp => "If your account is not made yet, sign up again.",
        Purpose::SignIn => "Have another one mailed to you under “Sign in”.",
        Purpose::Password => "Have another one mailed to you: “Sign in”, then “I forgot my password”.",
        Purpose::Email => "Change your address again among your settings, under “Signing in”.",
        Purpose::First => "Start the program again: it prints another.",
        Purpose::Claim => "Ask an administrator for another.",
        Purpose::Invitees => "Bring the list again, under “Joining”.",
        Purpose::Identity | Purpose::SecondStep | Purpose::Passkey | Purpose::NewPasskey => return gone(),
    };
    AppError::Invalid(format!("This link has been used already, or is too old. {then}"))
}

/// Makes a link's token.
///
/// # Errors
/// When the database refuses.
pub async fn make(tx: &mut Tx, purpose: Purpose, member: Option<Uuid>, payload: &impl Serialize) -> Result<Token, sqlx::Error> {
    let (token, now) = (Token::make(), tx.now());
    let payload = serde_json::to_string(payload).map_err(|error| sqlx::Error::Encode(error.into()))?;
    run!(tx, sqlx::query(PURGE).bind(now))?;
    run!(
        tx,
        sqlx::query(MAKE)
            .bind(token.hash())
            .bind(purpose.as_str())
            .bind(member)
            .bind(payload.clone())
            .bind(now)
            .bind(now + purpose.lives())
    )?;
    Ok(token)
}

/// Looks at a link without using it up.
///
/// # Errors
/// When it can't be used.
pub async fn look(db: &Db, purpose: Purpose, token: &str, now: DateTime<Utc>) -> Result<Link, AppError> {
    let token = Token::read(token).ok_or_else(gone)?;
    let found: Option<Link> =
        on!(db.reader(), c => sqlx::query_as(LOOK).bind(token.hash()).bind(purpose.as_str()).bind(now).fetch_optional(c))?;
    found.ok_or_else(|| gone_for(purpose))
}

/// Uses a link up.
///
/// # Errors
/// When it can't be used.
pub async fn take(tx: &mut Tx, purpose: Purpose, token: &str) -> Result<Link, AppError> {
    let token = Token::read(token).ok_or_else(gone)?;
    let now = tx.now();
    let found: Option<Link> =
        on!(tx.conn(), c => sqlx::query_as(USE).bind(token.hash()).bind(purpose.as_str()).bind(now).fetch_optional(c))?;
    found.ok_or_else(|| gone_for(purpose))
}

/// Makes a member's links for a purpose useless.
///
/// # Errors
/// When the database refuses.
pub async fn forget(tx: &mut Tx, member: Uuid, purpose: Purpose) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(FORGET).bind(member).bind(purpose.as_str())).map(drop)
}

/// Makes all links for a purpose useless.
///
/// # Errors
/// When the database refuses.
pub async fn forget_all(tx: &mut Tx, purpose: Purpose) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(FORGET_KIND).bind(purpose.as_str())).map(drop)
}
