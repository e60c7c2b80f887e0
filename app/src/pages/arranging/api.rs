//! Server functions of putting pages in order.

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use super::model::ArrangeScreen;
use crate::error::AppError;
use crate::ui::form::Done;
use crate::wire::Read;

/// A community's pages, for who puts them in order.
#[server(input = GetUrl, output = Read, prefix = "/do")]
pub async fn read_arrange(community: String) -> Result<ArrangeScreen, AppError> {
    super::screen::read(&community).await
}

/// Moves a page: a step, `up:path`, `down:path`, `in:path` or `out:path`; or below another page, before one of those there.
#[server(output = Read, prefix = "/do")]
pub async fn arrange_page(
    community: String,
    #[server(default)] step: String,
    #[server(default)] path: String,
    #[server(default)] under: String,
    #[server(default)] before: String,
) -> Result<Done, AppError> {
    crate::pages::tending::moving::arrange(&community, &step, [&path, &under, &before]).await
}
