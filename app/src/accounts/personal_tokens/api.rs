//! Server functions of personal tokens.

use leptos::prelude::*;

use crate::error::AppError;
use crate::ui::form::Done;
use crate::wire::Read;

/// Makes a token for a program of who is signed in.
#[server(output = Read, prefix = "/do")]
pub async fn make_token(#[server(default)] name: String, #[server(default)] days: String) -> Result<Done, AppError> {
    super::keeping::make(&name, &days).await
}

/// Ends one of one's tokens.
#[server(output = Read, prefix = "/do")]
pub async fn revoke_token(#[server(default)] id: String) -> Result<Done, AppError> {
    super::keeping::revoke(&id).await
}
