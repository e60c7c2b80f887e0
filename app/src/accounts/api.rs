//! Server functions of getting in. What somebody may learn about an address is the same whether or not it has an account.

use leptos::prelude::*;

use crate::error::AppError;
use crate::ui::form::Done;
use crate::wire::Read;

/// Asks for an account: a mail goes to the address, whatever the case.
#[server(output = Read, prefix = "/do")]
pub async fn sign_up(name: String, email: String, password: String) -> Result<Done, AppError> {
    super::signing_up::ask(&name, &email, &password).await
}

/// Makes the account that a mail's link confirms, and signs in.
#[server(output = Read, prefix = "/do")]
pub async fn confirm_sign_up(token: String) -> Result<Done, AppError> {
    super::signing_up::confirm(&token).await
}

/// Makes the first administrator, by the link that the console printed.
#[server(output = Read, prefix = "/do")]
pub async fn set_up(token: String, name: String, email: String, password: String) -> Result<Done, AppError> {
    super::signing_up::set_up(&token, &name, &email, &password).await
}

/// Makes a listed profile an account, by a mail's link, and signs in.
#[server(output = Read, prefix = "/do")]
pub async fn claim_profile(token: String, password: String) -> Result<Done, AppError> {
    super::claiming::claim(&token, &password).await
}

/// Makes a listed profile part of the account one is signed in with, by a mail's link.
#[server(output = Read, prefix = "/do")]
pub async fn take_profile(token: String) -> Result<Done, AppError> {
    super::claiming::take(&token).await
}

/// Signs in with a password, and goes on to `to`.
#[server(output = Read, prefix = "/do")]
pub async fn sign_in(email: String, password: String, #[server(default)] to: String) -> Result<Done, AppError> {
    super::signing_in::with_password(&email, &password, &to).await
}

/// Mails a link to sign in by.
#[server(output = Read, prefix = "/do")]
pub async fn mail_sign_in(email: String, #[server(default)] to: String) -> Result<Done, AppError> {
    super::signing_in::mail_link(&email, &to).await
}

/// Signs in by a mail's link.
#[server(output = Read, prefix = "/do")]
pub async fn use_sign_in(token: String) -> Result<Done, AppError> {
    super::signing_in::with_link(&token).await
}

/// Ends this session.
#[server(output = Read, prefix = "/do")]
pub async fn sign_out() -> Result<Done, AppError> {
    super::signing_in::out().await
}

/// Mails a link to set a new password by.
#[server(output = Read, prefix = "/do")]
pub async fn mail_password(email: String) -> Result<Done, AppError> {
    super::passwords::mail_link(&email).await
}

/// Sets a new password by a mail's link; ends all sessions and begins one.
#[server(output = Read, prefix = "/do")]
pub async fn reset_password(token: String, password: String) -> Result<Done, AppError> {
    super::passwords::reset(&token, &password).await
}

/// Changes the password of who is signed in; ends their other sessions.
#[server(output = Read, prefix = "/do")]
pub async fn change_password(#[server(default)] current_password: String, password: String) -> Result<Done, AppError> {
    super::passwords::change(&current_password, &password).await
}

/// Ends one of one's sessions.
#[server(output = Read, prefix = "/do")]
pub async fn end_session(session: String) -> Result<Done, AppError> {
    super::signing_in::end(&session).await
}

/// Ends all of one's sessions but this one.
#[server(output = Read, prefix = "/do")]
pub async fn end_other_sessions() -> Result<Done, AppError> {
    super::signing_in::end_others().await
}

/// Asks for another address: the new one confirms it, the old one is told.
#[server(output = Read, prefix = "/do")]
pub async fn change_email(email: String, #[server(default)] current_password: String) -> Result<Done, AppError> {
    super::passwords::change_email(&email, &current_password).await
}

/// Takes the address that a mail's link confirms.
#[server(output = Read, prefix = "/do")]
pub async fn confirm_email(token: String) -> Result<Done, AppError> {
    super::passwords::confirm_email(&token).await
}
