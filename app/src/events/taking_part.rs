//! Server functions about taking part in events: all meetings of a series at once, places that are held back, who was there and what they took away, and thanks to speakers.

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

/// Gives somebody a place at a meeting that is held back.
#[server(output = Read, prefix = "/do")]
pub async fn give_place(
    community: String,
    slug: String,
    #[server(default)] date: String,
    #[server(default)] handle: String,
) -> Result<Done, AppError> {
    super::rsvp::holding::give(&community, (&slug, &date), &handle).await
}

/// Holds so many places at a meeting back.
#[server(output = Read, prefix = "/do")]
pub async fn hold_places(
    community: String,
    slug: String,
    #[server(default)] date: String,
    #[server(default)] held: String,
) -> Result<Done, AppError> {
    super::rsvp::holding::hold(&community, (&slug, &date), &held).await
}

/// Thanks somebody who spoke at a meeting.
#[server(output = Read, prefix = "/do")]
pub async fn thank_speaker(
    community: String,
    slug: String,
    #[server(default)] date: String,
    #[server(default)] handle: String,
    #[server(default)] line: String,
) -> Result<Done, AppError> {
    super::thanking::thank(&community, (&slug, &date), (&handle, &line)).await
}

/// Checks somebody in at a meeting, or takes that back.
#[server(output = Read, prefix = "/do")]
pub async fn check_in(
    community: String,
    slug: String,
    #[server(default)] date: String,
    #[server(default)] handle: String,
    #[server(default)] came: String,
) -> Result<Done, AppError> {
    super::attendance::check_in(&community, (&slug, &date), &handle, !came.is_empty()).await
}

/// Makes a code by which people check themselves in at a meeting.
#[server(output = Read, prefix = "/do")]
pub async fn make_check_in_code(community: String, slug: String, #[server(default)] date: String) -> Result<Done, AppError> {
    super::attendance::make_code(&community, (&slug, &date)).await
}

/// Checks oneself in at a meeting.
#[server(output = Read, prefix = "/do")]
pub async fn check_in_myself(
    community: String,
    slug: String,
    #[server(default)] date: String,
    #[server(default)] code: String,
) -> Result<Done, AppError> {
    super::attendance::check_in_myself(&community, (&slug, &date), &code).await
}

/// Reads who came from the list that was sent along.
#[server(output = Read, prefix = "/do")]
pub async fn read_attendance(community: String, slug: String, #[server(default)] date: String) -> Result<Done, AppError> {
    super::attendance::read_list(&community, (&slug, &date)).await
}

/// Says what one took away from a meeting, or removes that.
#[server(output = Read, prefix = "/do")]
pub async fn take_away(
    community: String,
    slug: String,
    #[server(default)] date: String,
    #[server(default)] takeaway: String,
    #[server(default)] removed: String,
) -> Result<Done, AppError> {
    super::attendance::take_away(&community, (&slug, &date), &takeaway, !removed.is_empty()).await
}
