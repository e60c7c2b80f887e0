//! The server function of the front page.

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use super::model::FrontScreen;
use crate::error::AppError;
use crate::wire::Read;

/// The front page.
#[server(input = GetUrl, output = Read, prefix = "/do")]
pub async fn front() -> Result<FrontScreen, AppError> {
    use crate::activity::ObjectKind::{Community, Event, Person, Question, Topic};
    let (app, viewer) = crate::state::asked(&[Community, Event, Person, Question, Topic])?;
    super::store::front(&app.db, viewer, app.clock.now(), app.site.name.clone()).await
}
