//! Server functions about communities.

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use super::about::{CommunityScreen, MembersScreen};
use super::directory::DirectoryScreen;
use crate::error::AppError;
use crate::wire::Read;

/// A page of the directory, as the query of its address asks.
#[server(input = GetUrl, output = Read, prefix = "/do")]
pub async fn directory(query: String) -> Result<DirectoryScreen, AppError> {
    use crate::activity::ObjectKind::{Community, Event, Page, Person, Question, Resource, Topic};
    let (app, viewer) = crate::state::asked(&[Community, Event, Page, Person, Question, Resource, Topic])?;
    super::directory_store::directory(&app.db, viewer, app.clock.now(), &crate::asked::Asked::of(&query)).await
}

/// A community's own screen.
#[server(input = GetUrl, output = Read, prefix = "/do")]
pub async fn community(slug: String) -> Result<CommunityScreen, AppError> {
    use crate::activity::ObjectKind::{Community, Event, Organisation, Person, Topic};
    let (app, viewer, head) = crate::state::asked_in(&slug, &[Community, Event, Organisation, Person, Topic]).await?;
    super::about_store::screen(&app.db, viewer, (app.clock.now(), &app.site.year), head).await
}

/// A page of a community's members.
#[server(input = GetUrl, output = Read, prefix = "/do")]
pub async fn community_members(slug: String, after: String) -> Result<MembersScreen, AppError> {
    use crate::activity::ObjectKind::{Organisation, Person};
    let (app, viewer, head) = crate::state::asked_in(&slug, &[Organisation, Person]).await?;
    super::about_store::members(&app.db, viewer, app.clock.now().date_naive(), head, &after).await
}
