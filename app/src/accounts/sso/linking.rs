//! Linking an identity that waits for its owner, and unlinking one.

use axum::http::request::Parts;
use leptos::prelude::use_context;

use super::coming_back::{Waiting, linked};
use super::{rules, store};
use crate::accounts::cookie::{self, Kept};
use crate::accounts::model::Purpose;
use crate::accounts::store::Account;
use crate::accounts::{links, mails, passkeys};
use crate::activity::{Act, Deed, ObjectKind};
use crate::db::Tx;
use crate::error::AppError;
use crate::mail;
use crate::organisations::{proof, vouching};
use crate::state::{AppState, signed_in};
use crate::ui::form::Done;

/// Links the identity with which somebody came to this browser a moment ago to the account they signed in to now, where that is the one with its address. Gives what the log and
/// the next page say of it.
pub(in crate::accounts) async fn link_what_waits(
    app: &AppState,
    tx: &mut Tx,
    account: &Account,
) -> Result<Option<(Act, String)>, AppError> {
    let token = use_context::<Parts>().and_then(|parts| cookie::read_kept(Kept::Identity, &parts.headers, &app.site));
    let Some(token) = token.map(|token| token.text()) else { return Ok(None) };
    let waits = links::look(&app.db, Purpose::Identity, &token, app.clock.now()).await;
    if !waits.is_ok_and(|link| link.member_id == Some(account.member_id)) {
        return Ok(None);
    }
    let waiting: Waiting = links::take(tx, Purpose::Identity, &token).await?.read()?;
    cookie::forget(Kept::Identity, &app.site);
    let Some(provider) = app.site.provider(&waiting.provider) else { return Ok(None) };
    if !store::link(tx, account.member_id, &waiting.provider, &waiting.subject, Some(&waiting.email)).await? {
        return Ok(None);
    }
    vouching::signed_in(tx, app, account.member_id, (&waiting.provider, &waiting.subject)).await?;
    mail::post(tx, &mails::identity_linked(&app.site, &account.email, &provider.name)).await?;
    let says = format!("From now on you also get in with {}.", provider.name);
    Ok(Some((linked(account.member_id, provider), says)))
}

/// Unlinks an identity of who is signed in, where it is not their only way in.
pub(super) async fn unlink(provider: &str, subject: &str) -> Result<Done, AppError> {
    let (app, member) = signed_in()?;
    let mut tx = app.db.begin().await?;
    let (has_password, others) = store::lock_ways_in(&mut tx, member.member, provider, subject).await?;
    // One at a provider that is no longer there lets nobody in.
    let others = others.iter().filter(|slug| app.site.provider(slug).is_some()).count();
    let passkeys = passkeys::store::count(&mut tx, member.member).await?;
    if passkeys == 0 && !rules::may_unlink(has_password, others) {
        return Err(AppError::form("This is your only way in. Set a password first, or link another sign-in."));
    }
    if !store::unlink(&mut tx, member.member, provider, subject).await? {
        return Err(AppError::form("This sign-in is unlinked already."));
    }
    let mut acts = proof::recheck(&mut tx, member.member).await?;
    let name = app.site.provider(provider).map_or_else(|| provider.to_owned(), |provider| provider.name.clone());
    acts.push(Act::by(member.member, Deed::Unlinked, ObjectKind::Person, member.member).noting(provider));
    tx.commit(acts).await?;
    Ok(Done::at("/me/security").saying(format!("{name} lets you in no more.")))
}
