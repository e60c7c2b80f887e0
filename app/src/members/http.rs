//! `/me/data.zip`: everything about who is signed in.

use axum::Router;
use axum::extract::{Extension, FromRef, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use super::takeout;
use crate::accounts::attempts::{TAKE_OUT, spend};
use crate::activity::{Act, Deed, ObjectKind};
use crate::error::AppError;
use crate::state::{AppState, SignedIn};

/// The routes.
pub fn routes<S>() -> Router<S>
where
    S: Clone + Send + Sync + 'static,
    AppState: FromRef<S>,
{
    Router::new().route("/me/data.zip", get(data))
}

async fn data(State(app): State<AppState>, member: Option<Extension<SignedIn>>) -> Result<Response, AppError> {
    let Extension(member) = member.ok_or(AppError::SignIn)?;
    spend(&app.db, TAKE_OUT, &format!("member {}", member.member)).await?;
    let archive = takeout::archive(&app, member.member).await?;
    let tx = app.db.begin().await?;
    tx.commit([Act::by(member.member, Deed::Downloaded, ObjectKind::Person, member.member)]).await?;
    let name = format!("attachment; filename=\"{}.zip\"", member.handle);
    let headers = [(CONTENT_TYPE, "application/zip"), (CACHE_CONTROL, "no-store"), (CONTENT_DISPOSITION, name.as_str())];
    Ok((headers, archive).into_response())
}
