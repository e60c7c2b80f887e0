//! Files of pages in bundles: written by an export, and read by an import.

use std::path::Path;

use app::on;
use axum::http::StatusCode;
use image::{ImageFormat, Rgb, RgbImage};
use server::bundle::Severity;
use server::export::export;
use server::import::Report;
use server::page_files;
use uuid::Uuid;

use crate::bundles::{self, Folder};
use crate::on_every_database;
use crate::photos::written;
use crate::site::TestSite;
use crate::visitor::Visitor;

const FILES: &str = "/c/design/pages/playbook/files";
const PDF: &[u8] = b"%PDF-1.7 A plan.";
const ID: &str = "0197f1c2a4b87d3e8f00112233445566";

async fn stage(site: &TestSite) -> Visitor<'_> {
    let ada = site.member("Ada Okafor").await;
    site.holds(&[
        ("communities/design.md", "---\nname: Design\n---\n"),
        ("pages/design/playbook.md", "---\ntitle: Playbook\n---\nWhat we do.\n"),
        ("pages/design/other.md", "---\ntitle: Other\n---\nMore.\n"),
    ])
    .await;
    site.puts("ada-okafor", "design", "active", Some("editor")).await;
    ada
}

/// Imports a folder, as `guildhall import` does.
async fn imports(site: &TestSite, dir: &Path) -> Report {
    let mut report = bundles::imports(site, dir).await;
    page_files::read(site.db(), &site.app().files, dir, &mut report).await.unwrap();
    report
}

/// What is skipped of the files of a folder, with why.
async fn skipped(site: &TestSite, folder: &Folder) -> Vec<(String, String)> {
    let mut report = Report::default();
    page_files::read(site.db(), &site.app().files, &folder.0, &mut report).await.unwrap();
    assert!(report.notes.iter().all(|note| note.severity == Severity::Skipped));
    report.notes.into_iter().map(|note| (note.file.display().to_string(), note.message)).collect()
}

on_every_database!(async fn files_of_pages_go_along_and_texts_go_on_to_show_them(site) {
    let ada = stage(site).await;
    ada.uploads(FILES, "add_page_file", ("file", "Our Plan.pdf"), PDF).await.leads_to(FILES);
    ada.uploads(FILES, "add_page_file", ("file", "Wall.png"), &written(&RgbImage::from_pixel(40, 30, Rgb([9, 99, 199])), ImageFormat::Png)).await.leads_to(FILES);
    let files: Vec<(Uuid, String)> = on!(site.db().reader(), c => sqlx::query_as("select id, name from page_file order by name").fetch_all(c)).unwrap();
    let [plan, wall] = &files[..] else { panic!("{files:?}") };
    let shows = format!("![A wall](/files/{}/{})", wall.0.simple(), wall.1);
    ada.posts("/c/design/pages/playbook/edit", "save_page", &[("body", &shows)]).await;
    let folder = Folder::new();
    let exported = export(site.db(), &site.app().files, &folder.0).await.unwrap();
    assert_eq!((exported.files, exported.lost.len()), (2, 0));
    let bundled = folder.0.join(format!("files/{}", plan.0.simple()));
    assert_eq!(std::fs::read(bundled.join("our-plan.pdf")).unwrap(), PDF);
    let about = std::fs::read_to_string(bundled.join("about.yaml")).unwrap();
    assert!(about.contains("page: design/playbook") && about.contains("title: Our Plan") && about.contains("by: ada-okafor"), "{about}");

    let other = TestSite::make(if site.url().starts_with("sqlite") { app::db::harness::TestEngine::Sqlite } else { app::db::harness::TestEngine::Postgres }).await;
    let report = imports(&other, &folder.0).await;
    assert!(report.notes.is_empty() && report.attached.created == 2, "{report}");
    let page = other.get("/c/design/pages/playbook").await;
    assert!(page.body.contains(&format!("src=\"/files/{}/{}\"", wall.0.simple(), wall.1)) && page.text().contains("Our Plan PDF"), "{}", page.body);
    for (id, name) in &files {
        let address = format!("/files/{}/{name}", id.simple());
        let (here, there) = (site.get(&address).await, other.get(&address).await);
        assert_eq!((there.status, &there.bytes), (StatusCode::OK, &here.bytes), "{address}");
    }
    // A second time changes nothing, and what is exported again is the same.
    let report = imports(&other, &folder.0).await;
    assert!(report.is_all_unchanged() && report.attached.unchanged == 2, "{report}");
    let again = Folder::new();
    export(other.db(), &other.app().files, &again.0).await.unwrap();
    assert_eq!(std::fs::read_to_string(again.0.join(format!("files/{}/about.yaml", plan.0.simple()))).unwrap(), about);
    other.remove().await;
});

on_every_database!(async fn what_is_broken_is_skipped_and_told(site) {
    stage(site).await;
    let folder = Folder::new();
    let about = b"page: design/playbook\ntitle: Plan\n";
    let ids: Vec<String> = (0..9).map(|_| Uuid::now_v7().simple().to_string()).collect();
    let lies = |number: usize, name: &str, bytes: &[u8]| {
        folder.holds(&format!("files/{}/{name}", ids[number]), bytes);
        folder.holds(&format!("files/{}/about.yaml", ids[number]), about);
    };
    lies(0, "plan.pdf", b"<html>");
    lies(1, "run.html", b"<script>");
    lies(2, "wall.png", b"\x89PNG\r\n\x1a\n and no more");
    lies(3, "Plan.pdf", PDF);
    lies(4, "big.txt", &vec![b'x'; 10_000_001]);
    folder.holds(&format!("files/{}/plan.pdf", ids[5]), PDF);
    lies(6, "plan.pdf", PDF);
    folder.holds(&format!("files/{}/about.yaml", ids[6]), b"page: design/nowhere\n");
    lies(7, "one.txt", b"1");
    lies(7, "two.txt", b"2");
    lies(8, "good.txt", b"good");
    folder.holds("files/readme/x.txt", b"x");
    let skipped = skipped(site, &folder).await;
    for (number, part) in [(0, "no PDF file"), (1, "can’t be kept"), (2, "plan|read|picture|broken"), (3, "lower-case"), (4, "10 MB"), (5, "says whose file this is"), (6, "`design/nowhere`"), (7, "There are 2 files")] {
        let (_, says) = skipped.iter().find(|(file, _)| file.contains(&ids[number])).unwrap_or_else(|| panic!("{part}: {skipped:?}"));
        assert!(part.split('|').any(|part| says.contains(part)), "{part}: {says}");
    }
    assert!(skipped.iter().any(|(file, says)| file == "files/readme/" && says.contains("a UUID")), "{skipped:?}");
    assert_eq!(skipped.len(), 9);
    let kept: Vec<String> = on!(site.db().reader(), c => sqlx::query_scalar("select title from page_file").fetch_all(c)).unwrap();
    assert_eq!(kept, ["Plan"]);
});

on_every_database!(async fn the_limits_of_pages_hold_for_bundles_and_a_file_stays_where_it_is(site) {
    stage(site).await;
    let folder = Folder::new();
    for _ in 0..51 {
        let id = Uuid::now_v7().simple();
        folder.holds(&format!("files/{id}/a.txt"), b"a");
        folder.holds(&format!("files/{id}/about.yaml"), b"page: design/playbook\n");
    }
    let refused = skipped(site, &folder).await;
    assert!(refused.len() == 1 && refused[0].1.contains("has 50 files"), "{refused:?}");
    let folder = Folder::new();
    folder.holds(&format!("files/{ID}/a.txt"), b"a");
    folder.holds(&format!("files/{ID}/about.yaml"), b"page: design/other\n");
    assert!(skipped(site, &folder).await.is_empty());
    folder.holds(&format!("files/{ID}/about.yaml"), b"page: design/playbook\n");
    assert!(skipped(site, &folder).await[0].1.contains("at another page"));
});
