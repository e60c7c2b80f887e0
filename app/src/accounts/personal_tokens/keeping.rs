//! One's own tokens: made, shown once, and revoked. Who makes one has to have signed in a moment ago, and is told by mail.

use axum::http::request::Parts;
use chrono::TimeDelta;
use leptos::prelude::use_context;
use uuid::Uuid;

use super::store;
use crate::accounts::cookie::{self, Kept};
use crate::accounts::passkeys::freshness::freshly_signed_in;
use crate::accounts::passkeys::{named, store as passkeys, tell};
use crate::activity::{Act, Deed, ObjectKind};
use crate::error::AppError;
use crate::state::{AppState, SignedIn, signed_in};
use crate::ui::form::Done;

/// Where one's tokens are.
pub(super) const HERE: &str = "/me/security/tokens";

/// Where a new one is shown.
pub(super) const NEW: &str = "/me/security/tokens/new";

/// The most tokens of one member.
const MOST: i64 = 20;

/// How long a new token waits to be shown.
const WAIT: TimeDelta = TimeDelta::minutes(10);

/// How long a token may live, in days.
pub(super) const DAYS: [i64; 3] = [30, 90, 365];

fn act(member: &SignedIn, deed: Deed, name: &str) -> Act {
    Act::by(member.member, deed, ObjectKind::Person, member.member).noting(name)
}

/// Makes a token, to be shown on the next screen.
pub(super) async fn make(name: &str, days: &str) -> Result<Done, AppError> {
    let (app, member) = freshly_signed_in()?;
    let name = named(name)?;
    let days = days.parse().ok().filter(|days| DAYS.contains(days));
    let days = days.ok_or_else(|| AppError::field("days", "Choose how long it is to work: 30, 90 or 365 days."))?;
    let mut tx = app.db.begin().await?;
    // Of two that are made at once, the second counts the first.
    passkeys::lock_account(&mut tx, member.member).await?;
    if store::count(&mut tx, member.member).await? >= MOST {
        return Err(AppError::form(format!("You have {MOST} tokens, and more can’t be kept. Revoke one first.")));
    }
    let token = store::make(&mut tx, member.member, &name, TimeDelta::days(days)).await?;
    let change = format!("A personal token was made: “{name}”. A program that has it edits pages as you, for {days} days.");
    tell(&app, &mut tx, member.member, &change).await?;
    tx.commit([act(&member, Deed::MadeToken, &name)]).await?;
    cookie::keep(Kept::Token, &app.site, &token, WAIT);
    Ok(Done::at(NEW).saying(format!("“{name}” is made.")))
}

/// The token that waits to be shown, this once, and its name.
pub(super) async fn shown(app: &AppState, member: Uuid) -> Result<Option<(String, String)>, AppError> {
    let token = use_context::<Parts>().and_then(|parts| cookie::read_kept(Kept::Token, &parts.headers, &app.site));
    let Some(token) = token else { return Ok(None) };
    cookie::forget(Kept::Token, &app.site);
    let name = store::name(&app.db, member, &token, app.clock.now()).await?;
    Ok(name.map(|name| (name, token.text())))
}

/// Ends a token.
pub(super) async fn revoke(id: &str) -> Result<Done, AppError> {
    let (app, member) = signed_in()?;
    let gone = || AppError::form("This token is revoked already.");
    let id: Uuid = id.parse().map_err(|_| gone())?;
    let mut tx = app.db.begin().await?;
    let name = store::revoke(&mut tx, member.member, id).await?.ok_or_else(gone)?;
    tx.commit([act(&member, Deed::RevokedToken, &name)]).await?;
    Ok(Done::at(HERE).saying(format!("“{name}” opens nothing any more.")))
}
