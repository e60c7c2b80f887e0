//! Server functions about communities that hold an event together.

use leptos::prelude::*;

use crate::error::AppError;
use crate::ui::form::Done;
use crate::wire::Read;

/// Asks a community to co-host an event.
#[server(output = Read, prefix = "/do")]
pub async fn ask_to_host(community: String, slug: String, #[server(default)] host: String) -> Result<Done, AppError> {
    super::hosting::ask(&community, &slug, &host).await
}

/// Removes a co-host of an event, or takes back that a community is asked.
#[server(output = Read, prefix = "/do")]
pub async fn remove_host(
    community: String,
    slug: String,
    #[server(default)] host: String,
    #[server(default)] without: String,
) -> Result<Done, AppError> {
    super::hosting::remove(&community, &slug, (&host, &without)).await
}

/// Says whether a community co-hosts an event of another, `home`.
#[server(output = Read, prefix = "/do")]
pub async fn answer_hosting(
    community: String,
    #[server(default)] home: String,
    #[server(default)] slug: String,
    #[server(default)] yes: String,
    #[server(default)] without: String,
) -> Result<Done, AppError> {
    super::hosting::answer(&community, (&home, &slug), (!yes.is_empty(), &without)).await
}
