//! What administrators do about what members keep with their accounts.

use super::acts::{act, begin, done};
use crate::accounts::email::Email;
use crate::accounts::passkeys::store as passkeys;
use crate::accounts::{claiming, mails as account_mails};
use crate::activity::Deed;
use crate::admin::{mails, rules, typed};
use crate::error::AppError;
use crate::mail;
use crate::members::photos;
use crate::state::administrator;
use crate::ui::form::Done;

/// Removes a member's photo.
pub async fn remove_photo(handle: &str, why: &str) -> Result<Done, AppError> {
    let (app, by) = administrator()?;
    let why = typed::reason(why)?;
    let (mut tx, whom, _) = begin(&app, &by, handle).await?;
    photos::set(&mut tx, whom.id, None).await?;
    if let Some(email) = &whom.email {
        mail::post(&mut tx, &mails::photo_removed(&app.site, email, &why)).await?;
    }
    tx.commit([act(&by, Deed::RemovedPhoto, &whom, &why)]).await?;
    Ok(done(&whom, format!("The photo of {} is removed. They are told by mail.", whom.name)))
}

/// Invites the owner of a listed profile to claim it.
pub async fn invite_to_claim(handle: &str, email: &str) -> Result<Done, AppError> {
    let (app, by) = administrator()?;
    let (mut tx, whom, _) = begin(&app, &by, handle).await?;
    rules::may_be_claimed(whom.standing())?;
    let email = Email::parse(email).map_err(|says| AppError::field("email", says))?;
    claiming::invite(&mut tx, &app.site, &whom, &email).await?;
    tx.commit([act(&by, Deed::Invited, &whom, "to claim the profile")]).await?;
    Ok(done(&whom, format!("A link to claim the profile is on its way to {}. It works for two weeks.", email.address())))
}

/// Has no passkey asked for any more of a member who lost theirs and their recovery codes.
pub async fn ask_no_passkey(handle: &str, why: &str) -> Result<Done, AppError> {
    let (app, by) = administrator()?;
    let why = typed::reason(why)?;
    let (mut tx, whom, _) = begin(&app, &by, handle).await?;
    rules::may_be_helped(whom.standing())?;
    passkeys::ask(&mut tx, whom.id, false).await?;
    passkeys::replace_codes(&mut tx, whom.id, &[]).await?;
    if let Some(email) = &whom.email {
        let change = "An administrator has stopped a passkey from being asked for after your password. Your recovery codes are gone.";
        mail::post(&mut tx, &account_mails::way_in_changed(&app.site, email, change)).await?;
    }
    tx.commit([act(&by, Deed::StoppedRequiringPasskey, &whom, &why)]).await?;
    Ok(done(&whom, format!("{} is asked for no passkey after the password any more. They are told by mail.", whom.name)))
}
