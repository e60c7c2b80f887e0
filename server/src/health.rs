//! What load balancers and service managers ask.

use axum::extract::State;
use axum::http::StatusCode;

use crate::router::Served;

/// `/healthz`: the program runs.
pub async fn alive() -> &'static str {
    "alive\n"
}

/// `/readyz`: the database answers and its schema is this program's.
pub async fn ready(State(served): State<Served>) -> (StatusCode, &'static str) {
    match served.app.db.is_current().await {
        Ok(true) => (StatusCode::OK, "ready\n"),
        Ok(false) => (StatusCode::SERVICE_UNAVAILABLE, "the database has yet to be migrated\n"),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n")
        }
    }
}
