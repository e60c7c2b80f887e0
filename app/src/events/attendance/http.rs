//! Who came, as a table.

use std::collections::HashMap;

use axum::Extension;
use axum::extract::{Path, State};
use axum::response::Response;

use super::store;
use crate::communities::store::head;
use crate::csv;
use crate::error::AppError;
use crate::events::asking;
use crate::events::guests;
use crate::events::rsvp::store::find;
use crate::memberships::store::standing;
use crate::state::{AppState, SignedIn};

type Who = Option<Extension<SignedIn>>;

/// `/c/{community}/events/{slug}/people.csv`
pub(in crate::events) async fn of_event(
    State(app): State<AppState>,
    Path((community, slug)): Path<(String, String)>,
    who: Who,
) -> Response {
    answer(&app, &community, (&slug, ""), who).await
}

/// `/c/{community}/events/{slug}/{date}/people.csv`
pub(in crate::events) async fn of_meeting(
    State(app): State<AppState>,
    Path((community, slug, date)): Path<(String, String, String)>,
    who: Who,
) -> Response {
    answer(&app, &community, (&slug, &date), who).await
}

/// For those who organise; to everybody else it is not there.
async fn answer(app: &AppState, community: &str, which: (&str, &str), who: Who) -> Response {
    let name = [which.0, which.1, "people"].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-");
    csv::download(&name, table(app, community, which, who).await)
}

async fn table(app: &AppState, community: &str, which: (&str, &str), who: Who) -> Result<String, AppError> {
    let Extension(member) = who.ok_or(AppError::NotFound)?;
    let head = head(&app.db, member.viewer(), community).await?;
    if !standing(&app.db, head.id, member.member, app.clock.now().date_naive()).await?.may_organise() {
        return Err(AppError::NotFound);
    }
    let asked = find(&app.db, member.viewer(), head.id, which).await?;
    let replies = if asked.asks.is_empty() { HashMap::new() } else { asking::store::of_meeting(&app.db, asked.id).await? };
    let brought = guests::store::of_meeting(&app.db, asked.id).await?;
    let lines = store::table(&app.db, asked.id).await?;
    let of_needs: &[&str] = if lines.iter().any(|line| line.needs.is_some()) { &["needs"] } else { &[] };
    let of_guests: &[&str] = if brought.is_empty() { &[] } else { &["guest of", "address"] };
    let heads = ["name", "handle", "answer", "note", "answered", "came"].map(str::to_owned);
    let heads = heads.into_iter().chain(asked.asks.iter().map(|ask| ask.question.clone()));
    let mut table = csv::row(heads.chain(of_needs.iter().chain(of_guests).map(|head| (*head).to_owned())));
    for line in lines {
        let needs: Vec<String> = of_needs.iter().map(|_| line.needs.clone().unwrap_or_default()).collect();
        let came = line.came_at.map(|at| at.to_rfc3339()).unwrap_or_default();
        let told = asking::beside(&asked.asks, replies.get(&line.handle));
        let told: Vec<String> = told.map(|(_, reply)| reply.unwrap_or_default().to_owned()).collect();
        let cells = [line.name, line.handle, line.answer, line.note.unwrap_or_default(), line.answered_at.to_rfc3339(), came];
        table.push_str(&csv::row(cells.into_iter().chain(told).chain(needs).chain(of_guests.iter().map(|_| String::new()))));
    }
    for guest in brought {
        let came = guest.came_at.map(|at| at.to_rfc3339()).unwrap_or_default();
        let cells = [guest.name, String::new(), guest.answer.to_string(), String::new(), guest.answered_at.to_rfc3339(), came];
        let untold = asked.asks.iter().map(|_| String::new()).chain(of_needs.iter().map(|_| String::new()));
        table.push_str(&csv::row(cells.into_iter().chain(untold).chain([guest.by_handle, guest.email])));
    }
    Ok(table)
}
