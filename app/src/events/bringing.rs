//! Server functions about guests.

use leptos::prelude::*;

use crate::error::AppError;
use crate::ui::form::Done;
use crate::wire::Read;

/// Brings a guest to a meeting that one comes to.
#[server(output = Read, prefix = "/do")]
pub async fn bring_guest(
    community: String,
    slug: String,
    #[server(default)] date: String,
    #[server(default)] name: String,
    #[server(default)] email: String,
) -> Result<Done, AppError> {
    super::guests::bring(&community, (&slug, &date), (&name, &email)).await
}

/// Takes back that one brings a guest.
#[server(output = Read, prefix = "/do")]
pub async fn remove_guest(
    community: String,
    slug: String,
    #[server(default)] date: String,
    #[server(default)] email: String,
) -> Result<Done, AppError> {
    super::guests::remove(&community, (&slug, &date), &email).await
}

/// Checks a guest in at a meeting, or takes that back.
#[server(output = Read, prefix = "/do")]
pub async fn check_in_guest(
    community: String,
    slug: String,
    #[server(default)] date: String,
    #[server(default)] email: String,
    #[server(default)] came: String,
) -> Result<Done, AppError> {
    super::guests::check_in(&community, (&slug, &date), &email, !came.is_empty()).await
}

/// Says, as a guest, that one can’t come, by the link in the mail.
#[server(output = Read, prefix = "/do")]
pub async fn guest_cannot_come(token: String) -> Result<Done, AppError> {
    super::guests::cannot_come(&token).await
}

/// Wants no more mails as a guest, by the link in one.
#[server(output = Read, prefix = "/do")]
pub async fn stop_guest_mails(token: String) -> Result<Done, AppError> {
    super::guests::stop_mails(&token).await
}
