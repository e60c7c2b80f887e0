//! Server functions about communities.

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use super::model::CommunityList;
use crate::error::AppError;

/// A page of the directory.
#[server(input = GetUrl, prefix = "/do")]
pub async fn communities(after: String) -> Result<CommunityList, AppError> {
    let (app, viewer) = crate::state::asked()?;
    super::store::list(&app.db, viewer, &after).await
}
