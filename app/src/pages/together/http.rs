//! The address of a page's socket, and of what a text would look like.

use std::collections::HashMap;

use axum::Router;
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::{Extension, FromRef, Path, Query, State};
use axum::http::HeaderMap;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use serde::Deserialize;
use uuid::Uuid;

use super::document::LONGEST;
use super::offered::offered;
use super::rooms::As;
use super::socket::{READ, serve};
use super::{naming, screen, store};
use crate::accounts::personal_tokens::brought;
use crate::error::AppError;
use crate::markdown;
use crate::memberships::rules::to_edit;
use crate::memberships::store as memberships;
use crate::origin;
use crate::pages::{embedding, wiki};
use crate::state::{AppState, Caller, SignedIn, Viewer, internal};

/// The routes.
pub fn routes<S>() -> Router<S>
where
    AppState: FromRef<S>,
    S: Clone + Send + Sync + 'static,
{
    Router::new()
        .route("/live/pages/{page}", get(live))
        .route("/live/pages/{page}/preview", post(preview))
        .route("/live/pages/{page}/offers", get(offers))
        .route("/live/pages/{page}/versions", post(version))
}

/// What a program adds to the address.
#[derive(Deserialize)]
struct Added {
    /// The token, of a program that can send no header.
    token: Option<String>,
    /// That it wants to watch, and not to edit.
    watch: Option<String>,
}

/// Any client of Yjs may join here, with the cookie of a session or a personal token: y-sync and awareness, in binary. Who may read the page may watch.
async fn live(
    State(app): State<AppState>,
    Path(page): Path<String>,
    Query(added): Query<Added>,
    Extension(caller): Extension<Caller>,
    member: Option<Extension<SignedIn>>,
    headers: HeaderMap,
    upgrade: Result<WebSocketUpgrade, axum::extract::ws::rejection::WebSocketUpgradeRejection>,
) -> Result<Response, AppError> {
    let member = match brought(&app, &caller, &headers, added.token.as_deref()).await? {
        // A browser sends no token by itself: who brings one may come from any site.
        Some(member) => member,
        None => {
            from_here(&headers)?;
            member.map(|Extension(member)| member).ok_or(AppError::SignIn)?
        }
    };
    let (is, page) = match added.watch {
        Some(_) => (As::Watcher, readable(&app, &page, &member).await?),
        None => (As::Editor, editable(&app, &page, &member).await?),
    };
    Ok(match upgrade {
        Ok(upgrade) => upgrade.max_message_size(READ).max_frame_size(READ).on_upgrade(move |socket| serve(socket, app, (member, is), page)),
        Err(refused) => refused.into_response(),
    })
}

/// What a text would look like on a page, by the renderer that will render it.
async fn preview(
    State(app): State<AppState>,
    Path(page): Path<String>,
    member: Option<Extension<SignedIn>>,
    headers: HeaderMap,
    text: String,
) -> Result<Html<String>, AppError> {
    let page = admitted(&app, &page, member.as_deref(), &headers).await?;
    if text.len() > LONGEST {
        return Err(AppError::field("body", "At most 512 KB fit on a page."));
    }
    let html = markdown::render(&text);
    let known = known(&app, member.as_deref(), &page).await?;
    let html = embedding::described(&html, |words| known.contains_key(words));
    Ok(Html(wiki::linked(&html, &known, Some(&format!("/c/{}/new-page", page.community)))))
}

/// Keeps what a page says now as a version of a name.
async fn version(
    State(app): State<AppState>,
    Path(page): Path<String>,
    member: Option<Extension<SignedIn>>,
    headers: HeaderMap,
    name: String,
) -> Result<String, AppError> {
    let page = admitted(&app, &page, member.as_deref(), &headers).await?;
    let by = member.ok_or(AppError::SignIn)?;
    naming::keep(&app, &by, page.id, &name).await
}

/// What a page can lead to, for who edits it.
async fn known(app: &AppState, member: Option<&SignedIn>, page: &store::Edited) -> Result<HashMap<String, String>, sqlx::Error> {
    let viewer = member.map_or(Viewer::ANONYMOUS, SignedIn::viewer);
    wiki::known(&app.db, viewer, (&page.community, true)).await
}

/// What the editor offers while one types.
async fn offers(
    State(app): State<AppState>,
    Path(page): Path<String>,
    member: Option<Extension<SignedIn>>,
    headers: HeaderMap,
) -> Result<Response, AppError> {
    let page = admitted(&app, &page, member.as_deref(), &headers).await?;
    let offered = serde_json::to_string(&offered(&app.db, &page, &known(&app, member.as_deref(), &page).await?).await?)
        .map_err(|error| internal(&error))?;
    Ok(([(CONTENT_TYPE, "application/json"), (CACHE_CONTROL, "no-store")], offered).into_response())
}

/// The page, for who may edit it from where they ask.
pub(crate) async fn admitted(
    app: &AppState,
    page: &str,
    member: Option<&SignedIn>,
    headers: &HeaderMap,
) -> Result<store::Edited, AppError> {
    from_here(headers)?;
    editable(app, page, member.ok_or(AppError::SignIn)?).await
}

/// Refuses what another site has a browser ask.
fn from_here(headers: &HeaderMap) -> Result<(), AppError> {
    match origin::is_ours(headers) {
        true => Ok(()),
        false => Err(AppError::Forbidden("Another site asked for this. Open the page here.".to_owned())),
    }
}

/// The page, for a member who may read it while it is edited.
async fn readable(app: &AppState, page: &str, member: &SignedIn) -> Result<store::Edited, AppError> {
    let page: Uuid = page.parse().map_err(|_| AppError::NotFound)?;
    if !store::is_readable(&app.db, member.viewer(), page).await? {
        return Err(AppError::NotFound);
    }
    let page = store::by_id(&app.db, page).await?.ok_or(AppError::NotFound)?;
    screen::is_tended(&page)?;
    Ok(page)
}

/// The page, for a member who may edit it.
async fn editable(app: &AppState, page: &str, member: &SignedIn) -> Result<store::Edited, AppError> {
    let page: Uuid = page.parse().map_err(|_| AppError::NotFound)?;
    let page = store::by_id(&app.db, page).await?.ok_or(AppError::NotFound)?;
    let standing = memberships::standing(&app.db, page.community_id, member.member, app.clock.now().date_naive()).await?;
    // Who does not belong need not learn that there is such a page.
    if !standing.is_member() {
        return Err(AppError::NotFound);
    }
    to_edit(&standing, page.community_status)?;
    screen::is_tended(&page)?;
    Ok(page)
}
