//! Server functions about resources.

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use super::model::{ResourceList, ResourceScreen};
use crate::error::AppError;
use crate::wire::Read;

/// A page of the resources of every community the viewer may see.
#[server(input = GetUrl, output = Read, prefix = "/do")]
pub async fn read_resources(after: String) -> Result<ResourceList, AppError> {
    use crate::activity::ObjectKind::{Community, Resource};
    let (app, viewer) = crate::state::asked(&[Community, Resource])?;
    super::store::list(&app.db, viewer, None, &after).await
}

/// A page of a community's resources.
#[server(input = GetUrl, output = Read, prefix = "/do")]
pub async fn read_community_resources(community: String, after: String) -> Result<ResourceList, AppError> {
    let (app, viewer, head) = crate::state::asked_in(&community, &[]).await?;
    super::store::list(&app.db, viewer, Some(head), &after).await
}

/// A resource.
#[server(input = GetUrl, output = Read, prefix = "/do")]
pub async fn read_resource(community: String, slug: String) -> Result<ResourceScreen, AppError> {
    use crate::activity::ObjectKind::{Person, Topic};
    let (app, viewer, head) = crate::state::asked_in(&community, &[Person, Topic]).await?;
    super::store::resource(&app.db, viewer, head, &slug).await
}
