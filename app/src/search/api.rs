//! The server function of a search.

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use super::model::SearchScreen;
use crate::error::AppError;
use crate::wire::Read;

/// What the viewer may see of what was asked for; `kind` narrows it to one.
#[server(input = GetUrl, output = Read, prefix = "/do")]
pub async fn search(query: String, kind: String) -> Result<SearchScreen, AppError> {
    // Of no kind: there are too many searches to keep any.
    let (app, viewer) = crate::state::asked(&[])?;
    super::store::search(&app.db, viewer, &query, &kind).await
}
