//! One's own passkeys: added, named and removed, and asked for or not. For what changes who gets in somebody has to have signed in a moment ago, and it is mailed to them.

use uuid::Uuid;

use super::freshness::freshly_signed_in;
use super::{ceremony, codes, store};
use crate::accounts::device::device_name;
use crate::accounts::signing_up::caller;
use crate::accounts::{mails, store as accounts};
use crate::activity::{Act, Deed, ObjectKind};
use crate::db::Tx;
use crate::error::AppError;
use crate::mail;
use crate::plain;
use crate::state::{AppState, SignedIn, signed_in};
use crate::ui::form::Done;

/// Where one's passkeys are.
const HERE: &str = "/me/security";

/// The most passkeys of one member.
const MOST: i64 = 20;

/// The longest name, in characters.
const LONGEST: usize = 60;

fn act(member: &SignedIn, deed: Deed) -> Act {
    Act::by(member.member, deed, ObjectKind::Person, member.member)
}

/// Tells a member what was changed.
pub(in crate::accounts) async fn tell(app: &AppState, tx: &mut Tx, member: Uuid, change: &str) -> Result<(), AppError> {
    let account = accounts::by_member(&app.db, member).await?.ok_or(AppError::SignIn)?;
    Ok(mail::post(tx, &mails::way_in_changed(&app.site, &account.email, change)).await?)
}

/// The name of a passkey or of a token, as it was typed.
pub(in crate::accounts) fn named(typed: &str) -> Result<String, AppError> {
    let name = plain::line(&plain::printable(typed));
    match name.chars().count() {
        0 => Err(AppError::field("name", "Give it a name by which you will know it: “My phone”.")),
        characters if characters > LONGEST => {
            Err(AppError::field("name", format!("This has {characters} characters. Shorten it to {LONGEST}.")))
        }
        _ => Ok(name),
    }
}

/// Adds the passkey that was made. Without a name it is called after the browser.
pub(super) async fn add(token: &str, credential: &str, name: &str) -> Result<Done, AppError> {
    let (app, member) = freshly_signed_in()?;
    let name = if name.trim().is_empty() { device_name(&caller().device) } else { named(name)? };
    let (id, key) = ceremony::made(&app, member.member, token, credential).await?;
    let mut tx = app.db.begin().await?;
    store::lock_account(&mut tx, member.member).await?;
    if store::count(&mut tx, member.member).await? >= MOST {
        return Err(AppError::form(format!("You have {MOST} passkeys, and more can’t be kept. Remove one first.")));
    }
    if !store::add(&mut tx, member.member, &id, &name, &key).await? {
        return Err(AppError::form("This passkey is here already."));
    }
    tell(&app, &mut tx, member.member, &format!("A passkey was added to your account: “{name}”. It lets you in.")).await?;
    tx.commit([act(&member, Deed::AddedPasskey).noting(&name)]).await?;
    Ok(Done::at(HERE).saying(format!("“{name}” lets you in from now on.")))
}

/// Gives a passkey another name.
pub(super) async fn rename(passkey: &str, name: &str) -> Result<Done, AppError> {
    let (app, member) = signed_in()?;
    let (id, name) = (passkey.parse().map_err(|_| gone())?, named(name)?);
    let mut tx = app.db.begin().await?;
    if !store::rename(&mut tx, member.member, id, &name).await? {
        return Err(gone());
    }
    tell(&app, &mut tx, member.member, &format!("A passkey of yours has another name: “{name}”.")).await?;
    tx.commit([act(&member, Deed::RenamedPasskey).noting(&name)]).await?;
    Ok(Done::at(HERE).saying(format!("That passkey is called “{name}” from now on.")))
}

/// Removes a passkey.
pub(super) async fn remove(passkey: &str) -> Result<Done, AppError> {
    let (app, member) = freshly_signed_in()?;
    let id: Uuid = passkey.parse().map_err(|_| gone())?;
    let mut tx = app.db.begin().await?;
    let asks = store::lock_account(&mut tx, member.member).await?;
    let name = store::remove(&mut tx, member.member, id).await?.ok_or_else(gone)?;
    if asks && store::count(&mut tx, member.member).await? == 0 {
        return Err(AppError::form(
            "This is your only passkey, and signing in asks for one. Add another first, or have no passkey asked for after the password.",
        ));
    }
    tell(&app, &mut tx, member.member, &format!("A passkey was removed from your account: “{name}”. It lets nobody in any more.")).await?;
    tx.commit([act(&member, Deed::RemovedPasskey).noting(&name)]).await?;
    Ok(Done::at(HERE).saying(format!("“{name}” lets nobody in any more. You may remove it from your device as well.")))
}

fn gone() -> AppError {
    AppError::form("This passkey is removed already.")
}

/// Has a passkey asked for after the password, and makes recovery codes.
pub(super) async fn require() -> Result<Done, AppError> {
    let (app, member) = freshly_signed_in()?;
    let mut tx = app.db.begin().await?;
    store::lock_account(&mut tx, member.member).await?;
    if store::count(&mut tx, member.member).await? == 0 {
        return Err(AppError::form("Add a passkey first: without one you could not sign in any more."));
    }
    store::ask(&mut tx, member.member, true).await?;
    let token = codes::make(&mut tx, member.member).await?;
    tell(&app, &mut tx, member.member, "From now on a passkey is asked for after your password, and recovery codes were made.").await?;
    tx.commit([act(&member, Deed::RequiredPasskey)]).await?;
    codes::hand_over(&app, &token);
    Ok(Done::at(codes::HERE).saying("From now on signing in asks for a passkey after the password."))
}

/// Has no passkey asked for after the password any more. The recovery codes are of no use then, and go.
pub(super) async fn stop_requiring() -> Result<Done, AppError> {
    let (app, member) = freshly_signed_in()?;
    let mut tx = app.db.begin().await?;
    store::lock_account(&mut tx, member.member).await?;
    store::ask(&mut tx, member.member, false).await?;
    store::replace_codes(&mut tx, member.member, &[]).await?;
    tell(&app, &mut tx, member.member, "No passkey is asked for after your password any more, and your recovery codes are gone.").await?;
    tx.commit([act(&member, Deed::StoppedRequiringPasskey)]).await?;
    Ok(Done::at(HERE).saying("Signing in asks for no passkey after the password any more."))
}

/// Makes recovery codes in place of those before.
pub(super) async fn make_codes() -> Result<Done, AppError> {
    let (app, member) = freshly_signed_in()?;
    let mut tx = app.db.begin().await?;
    if !store::lock_account(&mut tx, member.member).await? {
        return Err(AppError::form("Recovery codes are of use once a passkey is asked for after the password. Have that first."));
    }
    let token = codes::make(&mut tx, member.member).await?;
    tell(&app, &mut tx, member.member, "New recovery codes were made. Those you had before work no more.").await?;
    tx.commit([act(&member, Deed::MadeCodes)]).await?;
    codes::hand_over(&app, &token);
    Ok(Done::at(codes::HERE).saying("These are your new recovery codes. Those before work no more."))
}
