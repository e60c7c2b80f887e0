//! What an import decides, and that whatever is stored is read back to the letter.

use std::collections::BTreeMap;

use app::communities::everyone;
use app::db::harness::{ENGINES, TestDb};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use super::*;
use crate::bundle::tests::generated::records::records;
use crate::bundle::{Known, ReadOptions, read_files};

fn decided(source: &str, here: Option<&str>, remembered: Option<&str>, overwrite: bool) -> &'static str {
    match decide(source, here, remembered, overwrite, false) {
        Decision::Create => "create",
        Decision::Update => "update",
        Decision::Unchanged { .. } => "unchanged",
        Decision::Conflict(_) => "conflict",
    }
}

#[test]
fn an_edit_at_the_source_is_told_from_an_edit_here() {
    for (source, here, remembered, expected, with_overwrite) in [
        ("new", None, None, "create", "create"),
        ("old", Some("old"), Some("old"), "unchanged", "unchanged"),
        ("new", Some("old"), Some("old"), "update", "update"),
        ("old", Some("edited"), Some("old"), "unchanged", "update"),
        ("new", Some("edited"), Some("old"), "conflict", "update"),
        ("same", Some("same"), Some("old"), "unchanged", "unchanged"),
        ("new", Some("other"), None, "conflict", "update"),
        ("same", Some("same"), None, "unchanged", "unchanged"),
    ] {
        assert_eq!(decided(source, here, remembered, false), expected, "{source} {here:?} {remembered:?}");
        assert_eq!(decided(source, here, remembered, true), with_overwrite, "{source} {here:?} {remembered:?} with --overwrite");
    }
}

/// What generated records refer to.
const KNOWN: &[(&str, &str)] = &[
    ("organisations/opw.md", "name: OPW"),
    ("organisations/no.md", "name: No"),
    ("topics/data.md", "title: Data"),
    ("topics/design.md", "title: Design"),
    ("topics/yes.md", "title: Yes"),
    ("people/ada.md", "name: Ada"),
    ("people/bob.md", "name: Bob"),
    ("people/eve.md", "name: Eve"),
    ("people/null.md", "name: Nobody"),
    ("communities/ux.md", "name: UX"),
    ("communities/dev.md", "name: Dev"),
    ("pages/ux/known.md", "title: Known"),
    ("events/dev/office.md", "title: Office hours\nstarts: 2026-03-10T13:00\nends: 2026-03-10T14:00\ntimezone: UTC"),
];

fn known() -> Vec<Sourced> {
    let files: BTreeMap<_, _> = KNOWN.iter().map(|(path, fields)| (path.into(), format!("---\n{fields}\n---\n").into_bytes())).collect();
    let bundle =
        read_files(files, &ReadOptions { timezone: None, today: Default::default(), known: &Known::default(), progress: &|_, _| {} });
    assert!(bundle.notes.is_empty(), "{:#?}", bundle.notes);
    bundle.records
}

#[test]
fn whatever_is_stored_is_read_back_to_the_letter() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let clock = Clock::system();
    let options = || Options { source: "generated", overwrite: true, progress: ProgressBar::hidden() };
    for engine in ENGINES {
        let test = runtime.block_on(TestDb::make(engine, clock.clone())).unwrap();
        runtime.block_on(everyone::ensure(&test.db)).unwrap();
        runtime.block_on(write(&test.db, &clock, known(), &options())).unwrap();
        let config = ProptestConfig { cases: 40, max_shrink_iters: 200, failure_persistence: None, ..ProptestConfig::default() };
        let stored = TestRunner::new(config).run(&records(), |records| {
            let sourced: Vec<Sourced> = records.into_iter().map(|record| Sourced { file: record.key().into(), line: 1, record }).collect();
            let first = runtime.block_on(write(&test.db, &clock, sourced.clone(), &options()));
            prop_assert!(first.is_ok(), "{first:?}");
            let second = runtime.block_on(write(&test.db, &clock, sourced, &options())).unwrap();
            prop_assert!(second.is_all_unchanged(), "what was read back differs from what was written:\n{second}");
            Ok(())
        });
        stored.unwrap_or_else(|failure| panic!("{engine:?}: {failure}"));
        runtime.block_on(test.remove());
    }
}
