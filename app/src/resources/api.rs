//! Server functions about resources.

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use super::model::{ResourceList, ResourceScreen};
use crate::error::AppError;
use crate::wire::Read;

/// A page of the resources of every community the viewer may see, as the query of its address asks.
#[server(input = GetUrl, output = Read, prefix = "/do")]
pub async fn read_resources(query: String) -> Result<ResourceList, AppError> {
    use crate::activity::ObjectKind::{Community, Resource, Topic};
    let (app, viewer) = crate::state::asked(&[Community, Resource, Topic])?;
    super::store::list(&app.db, viewer, (None, &crate::asked::Asked::of(&query))).await
}

/// A page of a community's resources, as the query of its address asks.
#[server(input = GetUrl, output = Read, prefix = "/do")]
pub async fn read_community_resources(community: String, query: String) -> Result<ResourceList, AppError> {
    use crate::activity::ObjectKind::Topic;
    let (app, viewer, head) = crate::state::asked_in(&community, &[Topic]).await?;
    super::store::list(&app.db, viewer, (Some(head), &crate::asked::Asked::of(&query))).await
}

/// A resource.
#[server(input = GetUrl, output = Read, prefix = "/do")]
pub async fn read_resource(community: String, slug: String) -> Result<ResourceScreen, AppError> {
    use crate::activity::ObjectKind::{Person, Topic};
    let (app, viewer, head) = crate::state::asked_in(&community, &[Person, Topic]).await?;
    super::store::resource(&app.db, viewer, head, &slug).await
}
