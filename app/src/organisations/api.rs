//! Server functions about organisations.

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use super::model::{OrganisationList, OrganisationScreen};
use crate::error::AppError;
use crate::wire::Read;

/// A page of the organisations.
#[server(input = GetUrl, output = Read, prefix = "/do")]
pub async fn organisations(after: String) -> Result<OrganisationList, AppError> {
    use crate::activity::ObjectKind::{Organisation, Person};
    let (app, viewer) = crate::state::asked(&[Organisation, Person])?;
    super::store::list(&app.db, viewer, &after).await
}

/// An organisation with a page of its people.
#[server(input = GetUrl, output = Read, prefix = "/do")]
pub async fn organisation(slug: String, after: String) -> Result<OrganisationScreen, AppError> {
    use crate::activity::ObjectKind::{Community, Organisation, Person};
    let (app, viewer) = crate::state::asked(&[Community, Organisation, Person])?;
    super::store::screen(&app.db, viewer, &slug, &after).await
}
