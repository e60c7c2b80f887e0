//! Server functions about events.

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use super::model::{Agenda, EventScreen, MeetingScreen};
use crate::error::AppError;

/// A page of what takes place in every community the viewer may see, as the query of its address asks.
#[server(input = GetUrl, prefix = "/do")]
pub async fn read_agenda(query: String) -> Result<Agenda, AppError> {
    let (app, viewer) = crate::state::asked()?;
    super::store::agenda(&app.db, viewer, app.clock.now(), (None, &crate::asked::Asked::of(&query))).await
}

/// A page of what takes place in a community, as the query of its address asks.
#[server(input = GetUrl, prefix = "/do")]
pub async fn read_community_agenda(community: String, query: String) -> Result<Agenda, AppError> {
    let (app, viewer) = crate::state::asked()?;
    let head = crate::communities::store::head(&app.db, viewer, &community).await?;
    super::store::agenda(&app.db, viewer, app.clock.now(), (Some(head), &crate::asked::Asked::of(&query))).await
}

/// An event.
#[server(input = GetUrl, prefix = "/do")]
pub async fn read_event(community: String, slug: String, after: String) -> Result<EventScreen, AppError> {
    let (app, viewer) = crate::state::asked()?;
    let head = crate::communities::store::head(&app.db, viewer, &community).await?;
    super::store::event(&app.db, viewer, app.clock.now(), (head, &slug, &after)).await
}

/// One meeting of a series.
#[server(input = GetUrl, prefix = "/do")]
pub async fn read_meeting(community: String, slug: String, date: String) -> Result<MeetingScreen, AppError> {
    let (app, viewer) = crate::state::asked()?;
    let head = crate::communities::store::head(&app.db, viewer, &community).await?;
    super::store::meeting(&app.db, viewer, app.clock.now(), (head, &slug, &date)).await
}
