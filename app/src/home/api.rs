//! The server function of the front page.

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use super::model::FrontScreen;
use crate::error::AppError;

/// The front page.
#[server(input = GetUrl, prefix = "/do")]
pub async fn front() -> Result<FrontScreen, AppError> {
    let (app, viewer) = crate::state::asked()?;
    super::store::front(&app.db, viewer, app.clock.now(), app.site.name.clone()).await
}
