//! Server functions about files of pages.

use leptos::prelude::*;

use crate::error::AppError;
use crate::ui::form::Done;
use crate::wire::Read;

/// Keeps the file that was sent along at a page.
#[server(output = Read, prefix = "/do")]
pub async fn add_page_file(community: String, path: String, #[server(default)] title: String) -> Result<Done, AppError> {
    super::sheet::add(&community, &path, &title).await
}

/// Removes a file of a page.
#[server(output = Read, prefix = "/do")]
pub async fn remove_page_file(community: String, path: String, #[server(default)] id: String) -> Result<Done, AppError> {
    super::sheet::remove(&community, &path, &id).await
}
