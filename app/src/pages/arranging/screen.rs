//! The screen of putting pages in order.

use leptos::server_fn::ServerFn;

use super::api::ArrangePage;
use super::model::{ArrangeRow, ArrangeScreen};
use crate::error::AppError;
use crate::pages::model::PageStatus;
use crate::pages::tending::editing::editor;
use crate::pages::tending::places::{Places, Way};
use crate::pages::tending::store::places;

/// `/c/{community}/arrange-pages`
pub(super) async fn read(community: &str) -> Result<ArrangeScreen, AppError> {
    let (app, _, head) = editor(community).await?;
    let mut rows = Vec::new();
    below(&places(&app.db, head.id).await?, "", &mut rows);
    Ok(ArrangeScreen { head, function: ArrangePage::PATH.to_owned(), rows })
}

fn below(places: &Places, path: &str, rows: &mut Vec<ArrangeRow>) {
    for place in places.children(path) {
        let note = match place.status {
            PageStatus::Draft => "Draft",
            PageStatus::Archived => "Archived",
            PageStatus::Published => "",
        };
        rows.push(ArrangeRow {
            title: place.title.clone(),
            path: place.path.clone(),
            depth: place.path.matches('/').count(),
            note: note.to_owned(),
            ways: [Way::Up, Way::Down, Way::In, Way::Out].map(|way| places.step(&place.path, way).is_some()),
        });
        below(places, &place.path, rows);
    }
}
