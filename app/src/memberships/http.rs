//! Routes of belonging that are no page: the list of members as a table.

use axum::Extension;
use axum::Router;
use axum::extract::{FromRef, Path, State};
use axum::response::Response;
use axum::routing::get;

use super::{list_store, store};
use crate::communities::store::head;
use crate::csv;
use crate::error::AppError;
use crate::state::{AppState, SignedIn};

/// The routes.
pub fn routes<S: Clone + Send + Sync + 'static>() -> Router<S>
where
    AppState: FromRef<S>,
{
    Router::new().route("/c/{community}/members.csv", get(members))
}

/// For leads; to everybody else it is not there.
async fn members(State(app): State<AppState>, Path(slug): Path<String>, member: Option<Extension<SignedIn>>) -> Response {
    let table = table(&app, &slug, member.map(|Extension(member)| member)).await;
    csv::download(&format!("{slug}-members"), table)
}

async fn table(app: &AppState, slug: &str, member: Option<SignedIn>) -> Result<String, AppError> {
    let member = member.ok_or(AppError::NotFound)?;
    let head = head(&app.db, member.viewer(), slug).await?;
    if !store::standing(&app.db, head.id, member.member, app.clock.now().date_naive()).await?.may_lead() {
        return Err(AppError::NotFound);
    }
    let mut table = String::from("name,handle,member since,role,organisation\r\n");
    for row in list_store::export(&app.db, head.id, member.member).await? {
        let since = row.since.map(|day| day.to_string()).unwrap_or_default();
        let cells = [row.name, row.handle, since, row.role.unwrap_or_default(), row.organisation.unwrap_or_default()];
        table.push_str(&csv::row(cells));
    }
    Ok(table)
}
