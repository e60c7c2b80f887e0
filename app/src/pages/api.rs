//! Server functions about pages.

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use super::model::{PageScreen, TreeScreen};
use crate::error::AppError;

/// A community's pages.
#[server(input = GetUrl, prefix = "/do")]
pub async fn read_tree(community: String) -> Result<TreeScreen, AppError> {
    let (app, viewer) = crate::state::asked()?;
    let head = crate::communities::store::head(&app.db, viewer, &community).await?;
    super::store::tree(&app.db, viewer, head).await
}

/// A page.
#[server(input = GetUrl, prefix = "/do")]
pub async fn read_page(community: String, path: String) -> Result<PageScreen, AppError> {
    let (app, viewer) = crate::state::asked()?;
    let head = crate::communities::store::head(&app.db, viewer, &community).await?;
    super::store::page(&app.db, viewer, head, &path).await
}
