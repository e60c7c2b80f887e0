//! Import and export through the database: nothing lost, nothing done twice, nobody's edit overwritten.

use std::path::{Path, PathBuf};

use app::activity::ObjectKind;
use app::db::harness::{ENGINES, TestDb, TestEngine};
use chrono_tz::America::New_York;
use server::bundle::{Known, ReadOptions, read};
use server::export::export;
use server::sample;

use crate::on_every_database;
use crate::site::TestSite;

const BEFORE: (&str, &str) = ("communities/design.md", "---\nname: Design\nsummary: Before.\n---\n");
const AFTER: (&str, &str) = ("communities/design.md", "---\nname: Design\nsummary: After.\n---\n");
const EDITED: (&str, &str) = ("communities/design.md", "---\nname: Design\nsummary: Edited here.\n---\n");

async fn edited_here(site: &TestSite) {
    // An edit on the site is a write that the import does not remember.
    let files = [EDITED].iter().map(|(path, text)| (PathBuf::from(path), text.as_bytes().to_vec())).collect();
    let bundle = server::bundle::read_files(
        files,
        &ReadOptions { timezone: None, today: site.clock.now().date_naive(), known: &Known::default(), progress: &|_, _| {} },
    );
    let index = app::db::records::Index::load(site.db()).await.unwrap();
    let id = index.get(ObjectKind::Community, "design").unwrap();
    let mut tx = site.db().begin().await.unwrap();
    server::site_records::save(&mut tx, &index, id, &bundle.records[0].record).await.unwrap();
    tx.commit([]).await.unwrap();
}

async fn summary(site: &TestSite) -> &'static str {
    let page = site.page("/communities").await;
    ["Before.", "After.", "Edited here."].into_iter().find(|summary| page.contains(summary)).unwrap()
}

on_every_database!(async fn what_changed_at_the_source_is_updated(site) {
    site.holds(&[BEFORE]).await;
    assert!(site.imports(&[BEFORE]).await.is_all_unchanged());
    let mut report = site.imports(&[AFTER]).await;
    assert_eq!(report.counts(ObjectKind::Community).updated, 1);
    assert_eq!(summary(site).await, "After.");
});

on_every_database!(async fn who_sees_what_of_somebody_is_theirs_to_choose_and_no_conflict(site) {
    let ada = |fields: &str| format!("---\nname: Ada\n{fields}---\n");
    let file = "people/ada.md";
    site.holds(&[(file, &ada("seen_by: {role: members}\n"))]).await;
    // The source says otherwise now: what is there stays, and is nothing to be done again and again.
    for _ in 0..2 {
        assert!(site.imports_with(&[(file, &ada(""))], true).await.is_all_unchanged());
    }
    let mut report = site.imports(&[(file, &ada("role: Baker\n"))]).await;
    assert_eq!((report.counts(ObjectKind::Person).updated, report.counts(ObjectKind::Person).conflicting), (1, 0));
    assert!(!site.page("/people/ada").await.contains("Baker"), "members alone see what she does");
});

on_every_database!(async fn what_was_edited_here_only_stays_and_is_no_conflict(site) {
    site.holds(&[BEFORE]).await;
    edited_here(site).await;
    assert!(site.imports(&[BEFORE]).await.is_all_unchanged());
    assert_eq!(summary(site).await, "Edited here.");
});

on_every_database!(async fn what_was_edited_on_both_sides_is_a_conflict_and_left_alone_until_overwritten(site) {
    site.holds(&[BEFORE]).await;
    edited_here(site).await;
    let mut report = site.imports(&[AFTER]).await;
    assert_eq!(report.counts(ObjectKind::Community).conflicting, 1);
    assert!(report.to_string().contains("communities/design.md:2: it was edited both here and at the source"), "{report}");
    assert_eq!(summary(site).await, "Edited here.");
    site.imports_with(&[AFTER], true).await;
    assert_eq!(summary(site).await, "After.");
    assert!(site.imports(&[AFTER]).await.is_all_unchanged());
});

on_every_database!(async fn an_import_that_was_cut_off_is_completed_by_the_next(site) {
    let records = sample::records(site.clock.now().date_naive());
    let all = records.len();
    // Whatever was committed before a crash is a beginning of the list, with what is remembered of it.
    site.writes(records[..all / 2].to_vec(), false).await;
    let report = site.writes(records.clone(), false).await;
    assert_eq!(report.written(), all - all / 2);
    assert!(site.writes(records, false).await.is_all_unchanged());
});

on_every_database!(async fn a_bad_file_is_told_of_and_the_rest_goes_on(site) {
    let report = site.imports(&[("communities/bad.md", "---\nname: [\n---\n"), ("people/empty.md", ""), BEFORE]).await;
    let told = report.to_string();
    assert!(told.contains("communities/bad.md:") && told.contains("people/empty.md"), "{told}");
    assert_eq!(summary(site).await, "Before.");
});

on_every_database!(async fn a_series_whose_rule_makes_no_sense_is_kept_as_one_meeting_and_told_of(site) {
    let event = "---\ntitle: Talk\nstarts: 2026-03-03T13:00\nends: 2026-03-03T14:00\ntimezone: UTC\nrrule: FREQ=SOMETIMES\n---\n";
    let report = site.imports(&[("events/everyone/talk.md", event)]).await;
    assert!(report.to_string().contains("events/everyone/talk.md:2: the rule “FREQ=SOMETIMES” can’t be used"), "{report}");
});

fn files(dir: &Path) -> Vec<(PathBuf, String)> {
    let mut files = Vec::new();
    let mut folders = vec![dir.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path)
            } else {
                files.push((path.strip_prefix(dir).unwrap().to_owned(), std::fs::read_to_string(&path).unwrap()))
            }
        }
    }
    files.sort();
    files
}

async fn exported(site: &TestSite) -> (PathBuf, Vec<(PathBuf, String)>) {
    let dir = std::env::temp_dir().join(format!("guildhall_export_{}", uuid::Uuid::now_v7()));
    export(site.db(), &site.app().files, &dir).await.unwrap();
    let files = files(&dir);
    (dir, files)
}

/// Exports the site, imports that into an empty one, exports that, and compares. Gives what was exported.
pub async fn assert_round_trip(site: &TestSite, engine: TestEngine) -> Vec<(PathBuf, String)> {
    let (dir, first) = exported(site).await;
    let other = TestSite::make(engine).await;
    let bundle =
        read(&dir, &ReadOptions { timezone: None, today: site.clock.now().date_naive(), known: &Known::default(), progress: &|_, _| {} })
            .unwrap();
    assert!(bundle.notes.is_empty(), "{:#?}", bundle.notes);
    let report = other.writes(bundle.records, false).await;
    assert!(report.notes.is_empty(), "{report}");
    let (again, second) = exported(&other).await;
    for (a, b) in first.iter().zip(&second) {
        assert_eq!(a, b);
    }
    assert_eq!(first.len(), second.len());
    other.remove().await;
    for dir in [dir, again] {
        std::fs::remove_dir_all(dir).unwrap();
    }
    first
}

#[tokio::test]
async fn a_site_survives_export_and_import_to_the_letter() {
    for engine in ENGINES {
        let site = TestSite::make(engine).await;
        site.writes(sample::records(site.clock.now().date_naive()), false).await;
        assert_round_trip(&site, engine).await;
        site.remove().await;
    }
}

#[tokio::test]
async fn digital_gov_is_imported_whole_and_a_second_time_changes_nothing() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/digitalgov/content");
    if !dir.exists() {
        eprintln!("skipped: {} is not here", dir.display());
        return;
    }
    for engine in ENGINES {
        let site = TestSite::make(engine).await;
        let options =
            ReadOptions { timezone: Some(New_York), today: site.clock.now().date_naive(), known: &Known::default(), progress: &|_, _| {} };
        let bundle = read(&dir, &options).unwrap();
        assert_eq!(bundle.files, 1835);
        let mut report = site.writes(bundle.records.clone(), false).await;
        let created = [ObjectKind::Community, ObjectKind::Event, ObjectKind::Person].map(|kind| report.counts(kind).created);
        assert_eq!(created, [40, 338, 1043]);
        assert!(site.writes(bundle.records, false).await.is_all_unchanged());
        assert_round_trip(&site, engine).await;
        site.remove().await;
    }
}

#[tokio::test]
async fn the_template_of_test_databases_is_migrated() {
    for engine in ENGINES {
        let test = TestDb::make(engine, app::clock::Clock::system()).await.unwrap();
        assert!(test.db.is_current().await.unwrap());
        test.remove().await;
    }
}
