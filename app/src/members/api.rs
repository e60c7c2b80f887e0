//! Server functions about people.

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use super::profile::{PeopleScreen, ProfileScreen};
use crate::error::AppError;
use crate::wire::Read;

/// A page of the people whose name begins so and who belong there; empty for all.
#[server(input = GetUrl, output = Read, prefix = "/do")]
pub async fn people(query: String, organisation: String, after: String) -> Result<PeopleScreen, AppError> {
    use crate::activity::ObjectKind::{Organisation, Person};
    let (app, _) = crate::state::asked(&[Organisation, Person])?;
    super::store::people(&app.db, query, organisation, &after).await
}

/// Somebody's profile.
#[server(input = GetUrl, output = Read, prefix = "/do")]
pub async fn profile(handle: String) -> Result<ProfileScreen, AppError> {
    use crate::activity::ObjectKind;
    let (app, viewer) = crate::state::asked(ObjectKind::ALL)?;
    super::profile_store::profile(&app.db, viewer, app.clock.now().date_naive(), &handle).await
}
