//! The server function that reads these screens.

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use super::model::SheetScreen;
use crate::error::AppError;
use crate::wire::Read;

/// The screen at a path.
#[server(input = GetUrl, output = Read, prefix = "/do")]
pub async fn sheet(path: String, query: String) -> Result<SheetScreen, AppError> {
    super::contents::at(&path, &query).await
}
