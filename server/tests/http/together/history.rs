//! The history of a page that is edited live: each revision once, by whoever wrote it.

use app::on;
use app::pages::together::document;

use super::program::Program;
use super::{EDIT, PAGE, TEXT, body, desk, editor, revisions, sits, until};
use crate::on_every_database;
use crate::site::TestSite;

/// What each revision says, and whose it is.
async fn history(site: &TestSite) -> Vec<(String, String)> {
    const HISTORY: &str =
        "select r.body, coalesce(m.handle, '') as handle from revision r left join member m on m.id = r.author_id order by r.number";
    on!(site.db().reader(), c => sqlx::query_as(HISTORY).fetch_all(c)).unwrap()
}

fn said(revisions: &[(&str, &str)]) -> Vec<(String, String)> {
    revisions.iter().map(|(body, by)| ((*body).to_owned(), (*by).to_owned())).collect()
}

on_every_database!(async fn a_form_saved_amid_live_editing_takes_nothing_back_in_the_history(site) {
    let (address, page, ada) = desk(site).await;
    let bob = editor(site, "Bob").await;
    let mut one = sits(address, page, &ada).await;
    one.writes(|text| text.replace("Mondays", "Tuesdays")).await;
    one.is_saved().await;
    until(async || body(site).await.contains("Tuesdays")).await;
    let (live, saved) = (TEXT.replace("Mondays", "Tuesdays"), TEXT.replace("Mondays", "Tuesdays").replace("Why", "Because"));
    bob.posts(EDIT, "save_page", &[("body", &saved)]).await.leads_to(PAGE);
    one.reads("Because").await;
    one.socket.close(None).await.unwrap();
    until(async || site.app().rooms.open() == 0).await;
    assert_eq!(history(site).await, said(&[(TEXT, ""), (&live, "ada"), (&saved, "bob")]));
    let mut two = Program::joins(address, page, &ada).await;
    two.reads("Because").await;
    two.writes(|text| format!("{text} Always.")).await;
    two.is_saved().await;
    two.socket.close(None).await.unwrap();
    until(async || site.app().rooms.open() == 0).await;
    assert_eq!(history(site).await, said(&[(TEXT, ""), (&live, "ada"), (&saved, "bob"), (&format!("{saved} Always."), "ada")]));
});

on_every_database!(async fn who_wrote_is_known_whichever_node_keeps_the_revision(site) {
    let (address, page, ada) = desk(site).await;
    let bob = editor(site, "Bob").await;
    let mut one = sits(address, page, &ada).await;
    one.writes(|text| format!("{text} Always.")).await;
    one.is_saved().await;
    // The first node keeps no revision while Ada is there; she might as well never leave.
    let (elsewhere, app) = site.serves_from_another_node().await;
    let mut two = Program::joins(elsewhere, page, &bob).await;
    two.reads("Always.").await;
    two.socket.close(None).await.unwrap();
    until(async || app.rooms.open() == 0).await;
    let kept = said(&[(TEXT, ""), (&format!("{TEXT} Always."), "ada")]);
    assert_eq!(history(site).await, kept);
    one.socket.close(None).await.unwrap();
    until(async || site.app().rooms.open() == 0).await;
    assert_eq!(history(site).await, kept);
});

on_every_database!(async fn bringing_a_revision_back_loses_nothing_of_what_is_written_live(site) {
    let (address, page, ada) = desk(site).await;
    ada.posts(EDIT, "save_page", &[("body", "Something else.")]).await.leads_to(PAGE);
    let mut one = Program::joins(address, page, &ada).await;
    one.reads("Something else.").await;
    one.writes(|text| format!("{text} And more.")).await;
    one.is_saved().await;
    // The body may lag behind still.
    ada.posts("/c/design/pages/charter/history", "restore_page", &[("number", "1")]).await.leads_to(PAGE);
    one.reads("Mondays").await;
    assert_eq!(document::says(&one.doc), TEXT);
    assert!(revisions(site).await.iter().any(|body| body.contains("And more.")), "{:?}", revisions(site).await);
    assert_eq!(body(site).await, TEXT);
});
