//! Server functions of passkeys.

use leptos::prelude::*;

use crate::error::AppError;
use crate::ui::form::Done;
use crate::ui::passkey::Challenge;
use crate::wire::Read;

words! {
    /// What a challenge is for.
    pub enum Ceremony {
        /// Signs in.
        SignIn = "sign_in",
        /// Goes on after the password.
        Second = "second",
        /// Makes another passkey.
        Add = "add",
    }
}

/// Gives the browser a challenge.
#[server(output = Read, prefix = "/do")]
pub async fn begin_passkey(#[server(default)] ceremony: String) -> Result<Challenge, AppError> {
    super::ceremony::begin(&ceremony).await
}

/// Signs in with a passkey, and goes on to `to`.
#[server(output = Read, prefix = "/do")]
pub async fn sign_in_with_passkey(token: String, credential: String, #[server(default)] to: String) -> Result<Done, AppError> {
    super::ceremony::sign_in(&token, &credential, &to).await
}

/// Goes on with a passkey after the password.
#[server(output = Read, prefix = "/do")]
pub async fn confirm_with_passkey(token: String, credential: String) -> Result<Done, AppError> {
    super::second_step::with_passkey(&token, &credential).await
}

/// Goes on with a recovery code after the password.
#[server(output = Read, prefix = "/do")]
pub async fn use_recovery_code(#[server(default)] code: String) -> Result<Done, AppError> {
    super::second_step::with_code(&code).await
}

/// Adds a passkey to the account of who is signed in.
#[server(output = Read, prefix = "/do")]
pub async fn add_passkey(token: String, credential: String, #[server(default)] name: String) -> Result<Done, AppError> {
    super::keeping::add(&token, &credential, &name).await
}

/// Gives a passkey another name.
#[server(output = Read, prefix = "/do")]
pub async fn rename_passkey(passkey: String, #[server(default)] name: String) -> Result<Done, AppError> {
    super::keeping::rename(&passkey, &name).await
}

/// Removes a passkey.
#[server(output = Read, prefix = "/do")]
pub async fn remove_passkey(passkey: String) -> Result<Done, AppError> {
    super::keeping::remove(&passkey).await
}

/// Has a passkey asked for after the password, and makes recovery codes.
#[server(output = Read, prefix = "/do")]
pub async fn require_passkey() -> Result<Done, AppError> {
    super::keeping::require().await
}

/// Has no passkey asked for after the password any more.
#[server(output = Read, prefix = "/do")]
pub async fn stop_requiring_passkey() -> Result<Done, AppError> {
    super::keeping::stop_requiring().await
}

/// Makes recovery codes in place of those before.
#[server(output = Read, prefix = "/do")]
pub async fn make_recovery_codes() -> Result<Done, AppError> {
    super::keeping::make_codes().await
}
