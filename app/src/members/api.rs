//! Server functions about people.

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use super::profile::{PeopleScreen, ProfileScreen};
use crate::error::AppError;

/// A page of the people, as the query of its address asks.
#[server(input = GetUrl, prefix = "/do")]
pub async fn people(query: String) -> Result<PeopleScreen, AppError> {
    let (app, _) = crate::state::asked()?;
    super::store::people(&app.db, &crate::asked::Asked::of(&query)).await
}

/// Somebody's profile; with `show` all of one kind of what they did.
#[server(input = GetUrl, prefix = "/do")]
pub async fn profile(handle: String, show: String, after: String) -> Result<ProfileScreen, AppError> {
    let (app, viewer) = crate::state::asked()?;
    super::profile_store::profile(&app.db, viewer, app.clock.now().date_naive(), (&handle, &show, &after)).await
}
