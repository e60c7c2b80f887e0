//! Server functions about topics.

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use super::model::{TopicList, TopicScreen};
use crate::error::AppError;
use crate::wire::Read;

/// A page of the topics.
#[server(input = GetUrl, output = Read, prefix = "/do")]
pub async fn topics(after: String) -> Result<TopicList, AppError> {
    use crate::activity::ObjectKind;
    let (app, viewer) = crate::state::asked(ObjectKind::ALL)?;
    super::store::list(&app.db, viewer, &after).await
}

/// A topic with what is about it; with `show=writings` all that was written about it.
#[server(input = GetUrl, output = Read, prefix = "/do")]
pub async fn topic(slug: String, show: String, after: String) -> Result<TopicScreen, AppError> {
    use crate::activity::ObjectKind;
    let (app, viewer) = crate::state::asked(ObjectKind::ALL)?;
    super::store::screen(&app.db, viewer, app.clock.now(), (&slug, &show, &after)).await
}
