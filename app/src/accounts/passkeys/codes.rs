//! Recovery codes: ten, shown once.
//!
//! They are made of a token that the browser keeps until it has shown them; here there are only their hashes.

use axum::http::request::Parts;
use chrono::TimeDelta;
use leptos::prelude::use_context;
use uuid::Uuid;

use super::store;
use crate::accounts::cookie::{self, Kept};
use crate::accounts::token::{RecoveryCode, Token};
use crate::db::Tx;
use crate::state::AppState;

/// How many there are.
pub(super) const MANY: u8 = 10;

/// How long they wait to be shown.
const WAIT: TimeDelta = TimeDelta::minutes(10);

/// Where they are shown.
pub(super) const HERE: &str = "/me/security/codes";

fn of(token: &Token) -> Vec<RecoveryCode> {
    (0..MANY).map(|number| RecoveryCode::of(token, number)).collect()
}

/// Makes codes in place of those before, to be handed to the browser once that is committed.
pub(super) async fn make(tx: &mut Tx, member: Uuid) -> Result<Token, sqlx::Error> {
    let token = Token::make();
    store::replace_codes(tx, member, &of(&token)).await?;
    Ok(token)
}

/// Hands codes to the browser.
pub(super) fn hand_over(app: &AppState, token: &Token) {
    cookie::keep(Kept::Codes, &app.site, token, WAIT);
}

/// The codes that wait to be shown, this once.
pub(super) async fn shown(app: &AppState, member: Uuid) -> Result<Option<Vec<String>>, sqlx::Error> {
    let token = use_context::<Parts>().and_then(|parts| cookie::read_kept(Kept::Codes, &parts.headers, &app.site));
    let Some(codes) = token.as_ref().map(of) else { return Ok(None) };
    cookie::forget(Kept::Codes, &app.site);
    let current = match codes.first() {
        Some(code) => store::knows_code(&app.db, member, code).await?,
        None => false,
    };
    Ok(current.then(|| codes.iter().map(RecoveryCode::text).collect()))
}
