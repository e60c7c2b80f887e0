//! Server functions about organisations.

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use super::model::{OrganisationList, OrganisationScreen};
use crate::error::AppError;

/// A page of the organisations.
#[server(input = GetUrl, prefix = "/do")]
pub async fn organisations(after: String) -> Result<OrganisationList, AppError> {
    let (app, _) = crate::state::asked()?;
    super::store::list(&app.db, &after).await
}

/// An organisation with a page of its people.
#[server(input = GetUrl, prefix = "/do")]
pub async fn organisation(slug: String, after: String) -> Result<OrganisationScreen, AppError> {
    let (app, viewer) = crate::state::asked()?;
    super::store::screen(&app.db, viewer, &slug, &after).await
}
