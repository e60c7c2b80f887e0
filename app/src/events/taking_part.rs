//! Server functions about taking part in events: all meetings of a series at once.

use std::collections::BTreeMap;

use leptos::prelude::*;

use crate::error::AppError;
use crate::ui::form::Done;
use crate::wire::Read;

/// Says whether one comes to all meetings of a series that are to come.
#[server(output = Read, prefix = "/do")]
pub async fn rsvp_series(
    community: String,
    slug: String,
    #[server(default)] answer: String,
    #[server(default)] note: String,
    #[server(default)] needs: String,
    #[server(default)] replies: BTreeMap<String, String>,
) -> Result<Done, AppError> {
    let said = super::rsvp::Said { answer: &answer, note: &note, needs: &needs, replies: &replies };
    super::rsvp::series::answer(&community, &slug, &said).await
}
