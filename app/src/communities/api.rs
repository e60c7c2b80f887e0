//! Server functions about communities.

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use super::about::{CommunityScreen, MembersScreen};
use super::directory::DirectoryScreen;
use crate::error::AppError;

/// A page of the directory, as the query of its address asks.
#[server(input = GetUrl, prefix = "/do")]
pub async fn directory(query: String) -> Result<DirectoryScreen, AppError> {
    let (app, viewer) = crate::state::asked()?;
    super::directory_store::directory(&app.db, viewer, app.clock.now(), &crate::asked::Asked::of(&query)).await
}

/// A community's own screen.
#[server(input = GetUrl, prefix = "/do")]
pub async fn community(slug: String) -> Result<CommunityScreen, AppError> {
    let (app, viewer) = crate::state::asked()?;
    super::about_store::screen(&app.db, viewer, app.clock.now(), &slug).await
}

/// A page of a community's members.
#[server(input = GetUrl, prefix = "/do")]
pub async fn community_members(slug: String, after: String) -> Result<MembersScreen, AppError> {
    let (app, viewer) = crate::state::asked()?;
    super::about_store::members(&app.db, viewer, app.clock.now().date_naive(), &slug, &after).await
}
