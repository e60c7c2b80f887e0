//! Server functions of being called back.

use leptos::prelude::*;

use crate::error::AppError;
use crate::ui::form::Done;
use crate::wire::Read;

/// Follows what stands at a path of this site.
#[server(output = Read, prefix = "/do")]
pub async fn follow(path: String) -> Result<Done, AppError> {
    super::following::set(&path, true).await
}

/// Follows it no longer.
#[server(output = Read, prefix = "/do")]
pub async fn unfollow(path: String) -> Result<Done, AppError> {
    super::following::set(&path, false).await
}

/// Marks a notification read, with all about the same thing.
#[server(output = Read, prefix = "/do")]
pub async fn mark_read(id: String) -> Result<Done, AppError> {
    super::sheets::mark_read(&id).await
}

/// Marks all notifications read, up to one.
#[server(output = Read, prefix = "/do")]
pub async fn mark_all_read(until: String) -> Result<Done, AppError> {
    super::sheets::mark_all_read(&until).await
}
