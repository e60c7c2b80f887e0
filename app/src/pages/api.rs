//! Server functions about pages.

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use super::model::{PageScreen, TreeScreen};
use crate::error::AppError;
use crate::wire::Read;

/// A community's pages.
#[server(input = GetUrl, output = Read, prefix = "/do")]
pub async fn read_tree(community: String) -> Result<TreeScreen, AppError> {
    let (app, viewer, head) = crate::state::asked_in(&community, &[]).await?;
    super::store::tree(&app.db, viewer, head).await
}

/// A page.
#[server(input = GetUrl, output = Read, prefix = "/do")]
pub async fn read_page(community: String, path: String) -> Result<PageScreen, AppError> {
    use crate::activity::ObjectKind::{Person, Topic};
    let (app, viewer, head) = crate::state::asked_in(&community, &[Person, Topic]).await?;
    // Whoever edits sees at once what was written a moment ago.
    if head.edits && app.rooms.open() > 0 {
        super::together::screen::shows(&app, head.id, &path).await?;
    }
    let mut screen = super::store::page(&app.db, viewer, head.clone(), &path).await?;
    super::together::screen::reads(screen.id);
    super::embedding::shown(&app, viewer, &head, &mut screen.body_html).await?;
    crate::unfurling::titles(&app, viewer, &mut [&mut screen.body_html]).await?;
    Ok(screen)
}
