//! Server functions about events.

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use super::model::{Agenda, EventScreen, MeetingScreen};
use crate::error::AppError;
use crate::wire::Read;

/// A page of what takes place in every community the viewer may see.
#[server(input = GetUrl, output = Read, prefix = "/do")]
pub async fn read_agenda(past: bool, after: String) -> Result<Agenda, AppError> {
    use super::store;
    use crate::activity::ObjectKind::{Community, Event};
    let (app, viewer) = crate::state::asked(&[Community, Event])?;
    store::agenda(&app.db, viewer, store::Of { head: None, past, now: app.clock.now() }, &after).await
}

/// A page of what takes place in a community.
#[server(input = GetUrl, output = Read, prefix = "/do")]
pub async fn read_community_agenda(community: String, past: bool, after: String) -> Result<Agenda, AppError> {
    use super::store;
    use crate::activity::ObjectKind::{Community, Event};
    let (app, viewer, head) = crate::state::asked_in(&community, &[Community, Event]).await?;
    store::agenda(&app.db, viewer, store::Of { head: Some(head), past, now: app.clock.now() }, &after).await
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
