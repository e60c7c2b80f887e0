//! Passwords and addresses of accounts: set, changed and proved.

use serde::{Deserialize, Serialize};
use tokio::task::spawn_blocking;

use super::attempts::{LINK_FROM, MAIL_FROM, MAIL_TO, SIGN_IN_TO, spend};
use super::email::Email;
use super::model::Purpose;
use super::passkeys::{freshness::wants_fresh, second_step};
use super::password::{self, NewPassword};
use super::signing_up::caller;
use super::sso::link_what_waits;
use super::{cookie, links, mails, personal_tokens, session_store, signing_in, store};
use crate::error::AppError;
use crate::mail;
use crate::organisations::proof;
use crate::state::{AppState, SignedIn, asked, internal, signed_in};
use crate::ui::form::Done;

/// The hash of a password. Takes a while, on a thread that may.
pub(super) async fn hash(app: &AppState, new: NewPassword) -> Result<String, AppError> {
    let cost = app.site.password_cost;
    let hashed = spawn_blocking(move || password::hash(&new, cost)).await.map_err(|error| internal(&error))?;
    hashed.map_err(|error| internal(&error))
}

/// Whether a password is the one of that hash. Takes as long where there is none.
pub(super) async fn verify(app: &AppState, typed: &str, hash: Option<String>) -> Result<bool, AppError> {
    let (typed, cost) = (typed.to_owned(), app.site.password_cost);
    let verified = spawn_blocking(move || match hash {
        Some(hash) => password::verify(&typed, &hash),
        None => password::verify_nobody(&typed, cost),
    });
    verified.await.map_err(|error| internal(&error))
}

/// The password hashed anew, where it was hashed at another cost. To be called before a transaction begins: it takes a while.
pub(super) async fn freshened(app: &AppState, account: &store::Account, typed: &str) -> Result<Option<String>, AppError> {
    let outdated = account.password.as_deref().is_some_and(|hash| password::is_outdated(hash, app.site.password_cost));
    // What was a password once stays one, whatever new ones have to be.
    match NewPassword::parse(typed, &[]) {
        Ok(same) if outdated => hash(app, same).await.map(Some),
        _ => Ok(None),
    }
}

fn new_password(app: &AppState, account: &store::Account, typed: &str) -> Result<NewPassword, AppError> {
    NewPassword::parse(typed, &[&account.email, &account.name, &app.site.name]).map_err(|says| AppError::field("password", says))
}

/// Mails a link to set a new password by.
pub(super) async fn mail_link(email: &str) -> Result<Done, AppError> {
    signing_in::ask_for_link(email, Purpose::Password, &(), mails::password).await?;
    Ok(Done::at("/password/sent"))
}

/// Sets a new password by a link.
pub(super) async fn reset(token: &str, typed: &str) -> Result<Done, AppError> {
    let (app, _) = asked(&[])?;
    spend(&app.db, LINK_FROM, &caller().address).await?;
    // Looked at first: a password that can't be taken uses no link up.
    let link = links::look(&app.db, Purpose::Password, token, app.clock.now()).await?;
    let account = match link.member_id {
        Some(member) => store::by_member(&app.db, member).await?.filter(store::Account::is_active),
        None => None,
    };
    let account = account.ok_or_else(links::gone)?;
    let hash = hash(&app, new_password(&app, &account, typed)?).await?;
    let mut tx = app.db.begin().await?;
    links::take(&mut tx, Purpose::Password, token).await?;
    for purpose in [Purpose::Password, Purpose::SignIn, Purpose::Email, Purpose::SecondStep] {
        links::forget(&mut tx, account.member_id, purpose).await?;
    }
    store::set_password(&mut tx, account.member_id, &hash).await?;
    session_store::end_others(&mut tx, account.member_id, uuid::Uuid::nil()).await?;
    personal_tokens::store::end_all(&mut tx, account.member_id).await?;
    mail::post(&mut tx, &mails::password_changed(&app.site, &account.email)).await?;
    if account.asks_passkey {
        return second_step::ask(&app, tx, &account, "/me")
            .await
            .map(|done| done.saying("Your new password is set. All sessions have ended, and your personal tokens."));
    }
    let token = session_store::begin(&mut tx, account.member_id, &caller().device).await?;
    let act = link_what_waits(&app, &mut tx, &account).await?.map(|(act, _)| act);
    tx.commit(act).await?;
    cookie::set(&app.site, &token, session_store::LIFE);
    Ok(Done::at("/me").saying("Your new password is set, and you are signed in. All other sessions have ended, and your personal tokens."))
}

/// Changes the password of who is signed in.
pub(super) async fn change(current: &str, typed: &str) -> Result<Done, AppError> {
    let (app, member) = signed_in()?;
    let account = confirmed(&app, &member, current).await?;
    let hash = hash(&app, new_password(&app, &account, typed)?).await?;
    let mut tx = app.db.begin().await?;
    store::set_password(&mut tx, account.member_id, &hash).await?;
    links::forget(&mut tx, account.member_id, Purpose::SecondStep).await?;
    session_store::end_others(&mut tx, account.member_id, member.session).await?;
    personal_tokens::store::end_all(&mut tx, account.member_id).await?;
    mail::post(&mut tx, &mails::password_changed(&app.site, &account.email)).await?;
    tx.commit([]).await?;
    Ok(Done::at("/me/security").saying("Your new password is set. All other sessions have ended, and your personal tokens."))
}

/// The account of who is signed in, once its password has been typed again. Who has none to type has to have signed in a moment ago.
pub(crate) async fn confirmed(app: &AppState, member: &SignedIn, current: &str) -> Result<store::Account, AppError> {
    let account = store::by_member(&app.db, member.member).await?.ok_or(AppError::SignIn)?;
    if account.password.is_none() {
        wants_fresh(app, member)?;
        return Ok(account);
    }
    spend(&app.db, SIGN_IN_TO, &format!("member {}", member.member)).await?;
    if !verify(app, current, account.password.clone()).await? {
        return Err(AppError::field("current_password", "This is not your password. Type the one you sign in with."));
    }
    Ok(account)
}

/// What a link to another address carries.
#[derive(Serialize, Deserialize)]
struct NewAddress {
    email: String,
}

/// Asks for another address.
pub(super) async fn change_email(email: &str, current: &str) -> Result<Done, AppError> {
    let (app, member) = signed_in()?;
    let email = Email::parse(email).map_err(|says| AppError::field("email", says))?;
    let account = confirmed(&app, &member, current).await?;
    spend(&app.db, MAIL_FROM, &caller().address).await?;
    spend(&app.db, MAIL_TO, &email.key()).await?;
    let taken = store::by_email(&app.db, &email).await?;
    let mut tx = app.db.begin().await?;
    let letter = match taken {
        // Only who reads that address learns that it has an account.
        Some(other) => mails::sign_up_again(&app.site, &other.email),
        None => {
            let carried = NewAddress { email: email.address() };
            let token = links::make(&mut tx, Purpose::Email, Some(member.member), &carried).await?;
            mails::new_email(&app.site, &carried.email, &token.text())
        }
    };
    mail::post(&mut tx, &letter).await?;
    mail::post(&mut tx, &mails::email_changes(&app.site, &account.email, &email.address())).await?;
    tx.commit([]).await?;
    Ok(Done::at("/me/security").saying(format!("A mail is on its way to {}. Follow its link to use that address.", email.address())))
}

/// Takes the address that a link confirms.
pub(super) async fn confirm_email(token: &str) -> Result<Done, AppError> {
    let (app, member) = signed_in()?;
    spend(&app.db, LINK_FROM, &caller().address).await?;
    let mut tx = app.db.begin().await?;
    let link = links::take(&mut tx, Purpose::Email, token).await?;
    if link.member_id != Some(member.member) {
        return Err(AppError::Forbidden("This link is for another account. Sign in with the one you want to change.".to_owned()));
    }
    let carried: NewAddress = link.read()?;
    let email = Email::parse(&carried.email).map_err(|_| links::gone())?;
    let before = store::by_member(&app.db, member.member).await?.ok_or(AppError::SignIn)?;
    if !store::set_email(&mut tx, member.member, &email).await? {
        return Err(AppError::form("This address has an account already."));
    }
    // Who reads the address before gets in by it no more.
    for purpose in [Purpose::SignIn, Purpose::Password, Purpose::Email, Purpose::SecondStep, Purpose::Identity] {
        links::forget(&mut tx, member.member, purpose).await?;
    }
    mail::post(&mut tx, &mails::email_changed_from(&app.site, &before.email, &email.address())).await?;
    mail::post(&mut tx, &mails::email_changed_to(&app.site, &email.address())).await?;
    let acts = proof::recheck(&mut tx, member.member).await?;
    tx.commit(acts).await?;
    Ok(Done::at("/me/security").saying(format!("Your address is {} from now on.", email.address())))
}
