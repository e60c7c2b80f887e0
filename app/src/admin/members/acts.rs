//! What administrators do to accounts.

use uuid::Uuid;

use super::store::{self, MemberRow};
use crate::accounts::model::Purpose;
use crate::accounts::{links, mails as account_mails, personal_tokens, session_store};
use crate::activity::{Act, Deed, ObjectKind};
use crate::admin::{mails, rules, typed};
use crate::db::Tx;
use crate::error::AppError;
use crate::events::guests;
use crate::mail;
use crate::state::{AppState, SignedIn, administrator};
use crate::ui::form::Done;

pub(super) fn done(whom: &MemberRow, says: String) -> Done {
    Done::at(format!("/admin/members/{}", whom.handle)).saying(says)
}

pub(super) fn act(by: &SignedIn, deed: Deed, whom: &MemberRow, why: &str) -> Act {
    Act::by(by.member, deed, ObjectKind::Person, whom.id).noting(format!("{} ({}): {why}", whom.name, whom.handle))
}

/// Ends all of a member's sessions and personal tokens, and makes the links useless that could begin one.
pub(crate) async fn shut_out(tx: &mut Tx, member: Uuid) -> Result<(), sqlx::Error> {
    for purpose in [Purpose::SignIn, Purpose::Password, Purpose::Email, Purpose::SecondStep] {
        links::forget(tx, member, purpose).await?;
    }
    personal_tokens::store::end_all(tx, member).await?;
    session_store::end_others(tx, member, Uuid::nil()).await
}

/// Begins a transaction about a member, in which whoever acts still administers the site. Gives how many do.
pub(super) async fn begin(app: &AppState, by: &SignedIn, handle: &str) -> Result<(Tx, MemberRow, usize), AppError> {
    let mut tx = app.db.begin().await?;
    let administrators = store::lock_administrators(&mut tx).await?;
    if !administrators.contains(&by.member) {
        return Err(AppError::NotFound);
    }
    let whom = store::lock(&mut tx, handle).await?;
    Ok((tx, whom, administrators.len()))
}

/// Suspends an account.
pub async fn suspend(handle: &str, why: &str) -> Result<Done, AppError> {
    let (app, by) = administrator()?;
    let why = typed::reason(why)?;
    let (mut tx, whom, _) = begin(&app, &by, handle).await?;
    rules::may_suspend(by.member, whom.standing())?;
    store::set_suspended(&mut tx, whom.id, Some(&why)).await?;
    shut_out(&mut tx, whom.id).await?;
    guests::leave(&app, &mut tx, whom.id).await?;
    if let Some(email) = &whom.email {
        mail::post(&mut tx, &mails::suspended(&app.site, email, &why)).await?;
    }
    tx.commit([act(&by, Deed::Suspended, &whom, &why)]).await?;
    Ok(done(&whom, format!("{} is suspended, and all their sessions have ended. They are told by mail.", whom.name)))
}

/// Restores a suspended account.
pub async fn restore(handle: &str, why: &str) -> Result<Done, AppError> {
    let (app, by) = administrator()?;
    let why = typed::reason(why)?;
    let (mut tx, whom, _) = begin(&app, &by, handle).await?;
    rules::may_restore(whom.standing())?;
    store::set_suspended(&mut tx, whom.id, None).await?;
    if let Some(email) = &whom.email {
        mail::post(&mut tx, &mails::restored(&app.site, email)).await?;
    }
    tx.commit([act(&by, Deed::Restored, &whom, &why)]).await?;
    Ok(done(&whom, format!("{} can sign in again. They are told by mail.", whom.name)))
}

/// Makes somebody administrator.
pub async fn appoint(handle: &str, why: &str) -> Result<Done, AppError> {
    let (app, by) = administrator()?;
    let why = typed::reason(why)?;
    let (mut tx, whom, _) = begin(&app, &by, handle).await?;
    rules::may_appoint(whom.standing())?;
    store::set_administrator(&mut tx, whom.id, true).await?;
    tx.commit([act(&by, Deed::Appointed, &whom, &why)]).await?;
    Ok(done(&whom, format!("{} administers this site now.", whom.name)))
}

/// Takes administration back.
pub async fn dismiss(handle: &str, why: &str) -> Result<Done, AppError> {
    let (app, by) = administrator()?;
    let why = typed::reason(why)?;
    let (mut tx, whom, administrators) = begin(&app, &by, handle).await?;
    rules::may_dismiss(whom.standing(), administrators)?;
    store::set_administrator(&mut tx, whom.id, false).await?;
    tx.commit([act(&by, Deed::Dismissed, &whom, &why)]).await?;
    if whom.id == by.member {
        return Ok(Done::at("/me").saying("You don’t administer this site any longer."));
    }
    Ok(done(&whom, format!("{} does not administer this site any longer.", whom.name)))
}

/// Mails a link to set a password by.
pub async fn send_password(handle: &str) -> Result<Done, AppError> {
    let (app, by) = administrator()?;
    let (mut tx, whom, _) = begin(&app, &by, handle).await?;
    rules::may_be_helped(whom.standing())?;
    let email = whom.email.clone().ok_or(AppError::NotFound)?;
    let token = links::make(&mut tx, Purpose::Password, Some(whom.id), &()).await?;
    mail::post(&mut tx, &account_mails::password(&app.site, &email, &token.text())).await?;
    tx.commit([act(&by, Deed::SentPassword, &whom, "a link to set a password went to their address")]).await?;
    Ok(done(&whom, format!("A link to set a password is on its way to {email}.")))
}

/// Ends all sessions.
pub async fn sign_out(handle: &str, why: &str) -> Result<Done, AppError> {
    let (app, by) = administrator()?;
    let why = typed::reason(why)?;
    let (mut tx, whom, _) = begin(&app, &by, handle).await?;
    rules::may_be_helped(whom.standing())?;
    shut_out(&mut tx, whom.id).await?;
    tx.commit([act(&by, Deed::SignedOut, &whom, &why)]).await?;
    Ok(done(&whom, format!("All sessions of {} have ended.", whom.name)))
}
