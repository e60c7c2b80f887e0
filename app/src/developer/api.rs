//! The server function of the pages for developers.

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use super::model::ComponentsScreen;
use crate::error::AppError;
use crate::wire::Read;

/// Every component in every state.
#[server(input = GetUrl, output = Read, prefix = "/do")]
pub async fn components() -> Result<ComponentsScreen, AppError> {
    let (app, _) = crate::state::asked(&[])?;
    if app.site.developer { Ok(super::components::screen()) } else { Err(AppError::NotFound) }
}
