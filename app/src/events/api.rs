//! Server functions about events.

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use super::model::{Agenda, EventScreen, MeetingScreen};
use crate::error::AppError;
use crate::wire::Read;

/// A page of what takes place in every community the viewer may see, as the query of its address asks.
#[server(input = GetUrl, output = Read, prefix = "/do")]
pub async fn read_agenda(query: String) -> Result<Agenda, AppError> {
    use crate::activity::ObjectKind::{Community, Event, Topic};
    let (app, viewer) = crate::state::asked(&[Community, Event, Topic])?;
    super::store::agenda(&app.db, viewer, app.clock.now(), (None, &crate::asked::Asked::of(&query))).await
}

/// A page of what takes place in a community, as the query of its address asks.
#[server(input = GetUrl, output = Read, prefix = "/do")]
pub async fn read_community_agenda(community: String, query: String) -> Result<Agenda, AppError> {
    use crate::activity::ObjectKind::{Community, Event, Topic};
    let (app, viewer, head) = crate::state::asked_in(&community, &[Community, Event, Topic]).await?;
    super::store::agenda(&app.db, viewer, app.clock.now(), (Some(head), &crate::asked::Asked::of(&query))).await
}

/// An event.
#[server(input = GetUrl, output = Read, prefix = "/do")]
pub async fn read_event(community: String, slug: String, after: String) -> Result<EventScreen, AppError> {
    use crate::activity::ObjectKind::{Community, Event, Person, Topic};
    let (app, viewer, head) = crate::state::asked_in(&community, &[Community, Event, Person, Topic]).await?;
    super::store::event(&app.db, viewer, app.clock.now(), (head, &slug, &after)).await
}

/// One meeting of a series.
#[server(input = GetUrl, output = Read, prefix = "/do")]
pub async fn read_meeting(community: String, slug: String, date: String) -> Result<MeetingScreen, AppError> {
    use crate::activity::ObjectKind::{Community, Event, Person, Topic};
    let (app, viewer, head) = crate::state::asked_in(&community, &[Community, Event, Person, Topic]).await?;
    super::store::meeting(&app.db, viewer, app.clock.now(), (head, &slug, &date)).await
}
