//! Routes of belonging that are no page: the list of members as a table.

use axum::Extension;
use axum::Router;
use axum::extract::{FromRef, Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderName, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use super::{list_store, store};
use crate::communities::store::head;
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
    match table(&app, &slug, member.map(|Extension(member)| member)).await {
        Ok(csv) => {
            let headers: [(HeaderName, String); 3] = [
                (CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
                (CONTENT_DISPOSITION, format!("attachment; filename=\"{slug}-members.csv\"")),
                (CACHE_CONTROL, "no-store".to_owned()),
            ];
            (headers, csv).into_response()
        }
        Err(error) => (StatusCode::from_u16(error.status()).unwrap_or(StatusCode::NOT_FOUND), error.to_string()).into_response(),
    }
}

async fn table(app: &AppState, slug: &str, member: Option<SignedIn>) -> Result<String, AppError> {
    let member = member.ok_or(AppError::NotFound)?;
    let head = head(&app.db, member.viewer(), slug).await?;
    if !store::standing(&app.db, head.id, member.member, app.clock.now().date_naive()).await?.may_lead() {
        return Err(AppError::NotFound);
    }
    let mut csv = String::from("name,handle,member since,role,organisation\r\n");
    for row in list_store::export(&app.db, head.id).await? {
        let since = row.since.map(|day| day.to_string()).unwrap_or_default();
        let cells = [row.name, row.handle, since, row.role.unwrap_or_default(), row.organisation.unwrap_or_default()];
        csv.push_str(&cells.map(|cell| quoted(&cell)).join(","));
        csv.push_str("\r\n");
    }
    Ok(csv)
}

/// A cell (RFC 4180). One that a spreadsheet would take for a formula is made text.
pub(crate) fn quoted(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let cell = if formula { format!("'{cell}") } else { cell.to_owned() };
    if cell.contains([',', '"', '\n', '\r']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn no_cell_leaves_its_place_or_becomes_a_formula() {
        assert_eq!(quoted("Okafor, \"Ada\""), "\"Okafor, \"\"Ada\"\"\"");
        assert_eq!(quoted("=HYPERLINK(\"x\")"), "\"'=HYPERLINK(\"\"x\"\")\"");
        assert_eq!(quoted("Ada"), "Ada");
    }
}
