//! Server functions of identities.

use leptos::prelude::*;

use crate::error::AppError;
use crate::ui::form::Done;
use crate::wire::Read;

/// Unlinks an identity from the account of who is signed in.
#[server(output = Read, prefix = "/do")]
pub async fn unlink_identity(provider: String, subject: String) -> Result<Done, AppError> {
    super::linking::unlink(&provider, &subject).await
}
