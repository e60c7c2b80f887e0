//! Server functions about editing a page.

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use super::model::EditScreen;
use crate::error::AppError;
use crate::ui::form::Done;
use crate::wire::Read;

/// What edits a page.
#[server(input = GetUrl, output = Read, prefix = "/do")]
pub async fn read_edit(community: String, path: String) -> Result<EditScreen, AppError> {
    super::screen::read(&community, &path).await
}

/// Saves a page's text.
#[server(output = Read, prefix = "/do")]
pub async fn save_page(
    community: String,
    path: String,
    #[server(default)] body: String,
    #[server(default)] why: String,
    #[server(default)] base: String,
) -> Result<Done, AppError> {
    super::saving::save(&community, &path, (&body, &why, &base)).await
}
