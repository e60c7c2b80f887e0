//! What pages said before, in bundles: written by an export that is asked for it, and read by an import.

use std::path::Path;

use app::db::harness::TestEngine;
use server::bundle::Severity;
use server::export::export;
use server::import::Report;
use server::page_history;

use crate::bundles::{self, Folder};
use crate::on_every_database;
use crate::site::TestSite;
use crate::visitor::Visitor;

const PAGE: &str = "/c/design/pages/playbook";
const HISTORY: &str = "/c/design/pages/playbook/history";
const EDIT: &str = "/c/design/pages/playbook/edit";

async fn stage(site: &TestSite) -> Visitor<'_> {
    let ada = site.member("Ada Okafor").await;
    site.holds(&[
        ("communities/design.md", "---\nname: Design\n---\n"),
        ("pages/design/playbook.md", "---\ntitle: Playbook\n---\nWhat we do.\n"),
    ])
    .await;
    site.puts("ada-okafor", "design", "active", Some("lead")).await;
    ada
}

/// Imports a folder, as `guildhall import` does.
async fn imports(site: &TestSite, dir: &Path) -> Report {
    let mut report = bundles::imports(site, dir).await;
    page_history::read(site.db(), dir, &mut report).await.unwrap();
    report
}

on_every_database!(async fn what_a_page_said_goes_along_with_who_said_it(site) {
    let ada = stage(site).await;
    let body = "What we *do*: \"this\",\n\n- that # and\n  more";
    ada.posts(EDIT, "save_page", &[("body", body), ("why", "More: of it")]).await.leads_to(PAGE);
    ada.posts(HISTORY, "keep_version", &[("name", "As agreed")]).await.leads_to(HISTORY);
    // Somebody wrote with her.
    let bob = site.member("Bob Ito").await;
    const WROTE: &str = "insert into revision_contributor (revision_id, position, member_id) select r.id, 0, m.id from revision r, member m where r.number = 2 and m.handle = 'bob-ito'";
    let mut tx = site.db().begin().await.unwrap();
    app::run!(tx, sqlx::query(WROTE)).unwrap();
    tx.commit([]).await.unwrap();
    drop(bob);
    let folder = Folder::new();
    let mut exported = export(site.db(), &site.app().files, &folder.0).await.unwrap();
    assert!(!folder.0.join("revisions").exists(), "only who asks for it gets it");
    page_history::write(site.db(), &folder.0, &mut exported).await.unwrap();
    assert_eq!((exported.histories, exported.to_string().ends_with(", and what 1 of the pages said before")), (1, true), "{exported}");
    let written = std::fs::read_to_string(folder.0.join("revisions/design/playbook.yaml")).unwrap();
    assert!(written.contains("ada-okafor") && written.contains("As agreed") && written.contains("bob-ito"), "{written}");
    // The same site has it already.
    let again = imports(site, &folder.0).await;
    assert_eq!((again.histories.unchanged, again.is_all_unchanged()), (1, true), "{again}");
    let other = TestSite::make(if site.url().starts_with("sqlite") { TestEngine::Sqlite } else { TestEngine::Postgres }).await;
    let report = imports(&other, &folder.0).await;
    assert_eq!(report.histories.created, 1, "{report}");
    let cleo = other.member("Cleo").await;
    other.puts("cleo", "design", "active", Some("lead")).await;
    let (here, there) = (ada.reads(HISTORY).await, cleo.reads(HISTORY).await);
    for says in ["“More: of it”", "“As agreed”", "Written by Bob Ito", "Revision 3: Ada Okafor"] {
        assert!(here.contains(says) && there.contains(says), "{says}: {here} {there}");
    }
    // It goes on from there, and the next import changes nothing.
    cleo.posts(EDIT, "save_page", &[("body", "New words.")]).await.leads_to(PAGE);
    assert!(cleo.reads(HISTORY).await.contains("Revision 4: Cleo"));
    assert_eq!(imports(&other, &folder.0).await.histories.unchanged, 1);
    other.remove().await;
});

on_every_database!(async fn what_cannot_be_taken_of_a_history_is_told(site) {
    let ada = stage(site).await;
    let folder = Folder::new();
    folder.holds("revisions/design/playbook.yaml", "- made: 2026-01-01T00:00:00Z\n  by: nobody-here\n  body: Before.\n");
    folder.holds("revisions/design/nowhere.yaml", "[]");
    folder.holds("revisions/design/notes.txt", "x");
    folder.holds("revisions/design/wrong.yaml", "- body: [");
    site.holds(&[("pages/design/wrong.md", "---\ntitle: Wrong\n---\n"), ("communities/design.md", "---\nname: Design\n---\n"), ("pages/design/playbook.md", "---\ntitle: Playbook\n---\nWhat we do.\n")]).await;
    let mut report = Report::default();
    page_history::read(site.db(), &folder.0, &mut report).await.unwrap();
    assert!(report.notes.iter().all(|note| note.severity == Severity::Skipped));
    let told: Vec<String> = report.notes.iter().map(|note| format!("{}: {}", note.file.display(), note.message)).collect();
    assert_eq!(told.len(), 3, "{told:?}");
    assert!(told[0].starts_with("revisions/design/notes.txt: What a page said") && told[1].contains("add `pages/design/nowhere.md`") && told[2].contains("can’t be understood"), "{told:?}");
    let history = ada.reads(HISTORY).await;
    assert!(history.contains("Revision 1: Name not shown") && history.contains("Before."), "{history}");
});
