//! Server functions about people.

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use super::profile::{PeopleScreen, ProfileScreen};
use crate::error::AppError;
use crate::wire::Read;

/// A page of the people, as the query of its address asks.
#[server(input = GetUrl, output = Read, prefix = "/do")]
pub async fn people(query: String) -> Result<PeopleScreen, AppError> {
    use crate::activity::ObjectKind::{Community, Organisation, Person, Topic};
    let (app, _) = crate::state::asked(&[Community, Organisation, Person, Topic])?;
    super::store::people(&app.db, &crate::asked::Asked::of(&query)).await
}

/// Somebody's profile; with `show` all of one kind of what they did.
#[server(input = GetUrl, output = Read, prefix = "/do")]
pub async fn profile(handle: String, show: String, after: String) -> Result<ProfileScreen, AppError> {
    use crate::activity::ObjectKind;
    let (app, viewer) = crate::state::asked(ObjectKind::ALL)?;
    super::profile_store::profile(&app.db, viewer, app.clock.now().date_naive(), (&handle, &show, &after)).await
}
