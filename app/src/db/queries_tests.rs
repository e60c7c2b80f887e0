//! Every statement, prepared on both engines.

use std::collections::BTreeSet;

use sqlx::{AssertSqlSafe, Executor, SqlSafeStr, Statement as _};

use super::Engine;
use super::bulk::bind_all;
use super::harness::{ENGINES, TestDb, TestEngine};
use super::statement::Statement;
use crate::clock::Clock;
use crate::{
    accounts, activity, admin, communities, events, feed, home, live, members, memberships, notifications, on, organisations, pages,
    questions, redirects, reports, resources, revisions, search, sitemap, topics,
};

pub(super) const ALL: &[&[(&str, &str)]] = &[
    accounts::attempts::QUERIES,
    accounts::links::QUERIES,
    accounts::passkeys::store::QUERIES,
    accounts::personal_tokens::store::QUERIES,
    accounts::session_store::QUERIES,
    accounts::sso::store::QUERIES,
    accounts::store::QUERIES,
    activity::jobs::QUERIES,
    activity::log::store::QUERIES,
    admin::communities::store::QUERIES,
    admin::members::store::QUERIES,
    admin::merging::memberships::QUERIES,
    admin::merging::store::QUERIES,
    admin::organisations::store::QUERIES,
    admin::overview::QUERIES,
    admin::topics::store::QUERIES,
    communities::about_store::QUERIES,
    communities::audiences::store::QUERIES,
    communities::directory_store::QUERIES,
    communities::joining_store::QUERIES,
    communities::record_store::QUERIES,
    communities::ending_store::QUERIES,
    communities::settings_store::QUERIES,
    communities::store::QUERIES,
    super::records::QUERIES,
    super::sources::QUERIES,
    events::asking::store::QUERIES,
    events::attendance::store::QUERIES,
    events::audience_store::QUERIES,
    events::guests::store::QUERIES,
    events::guests::telling_store::QUERIES,
    events::hosting::store::QUERIES,
    events::importing::followed::store::QUERIES,
    events::importing::store::QUERIES,
    events::invitations_store::QUERIES,
    events::organising::store::QUERIES,
    events::own_calendar_store::QUERIES,
    events::record_differing_store::QUERIES,
    events::record_meetings_store::QUERIES,
    events::record_store::QUERIES,
    events::reminders_store::QUERIES,
    events::rsvp::listing::QUERIES,
    events::rsvp::ASKED_QUERIES,
    events::rsvp::HOLDING_QUERIES,
    events::rsvp::mine_store::QUERIES,
    events::rsvp::needs_store::QUERIES,
    events::rsvp::store::QUERIES,
    events::store::ABOUT_QUERIES,
    events::store::ADDRESSES_QUERIES,
    events::store::AGENDA_QUERIES,
    events::store::CALENDAR_QUERIES,
    events::store::DETAIL_QUERIES,
    events::store::TURN_QUERIES,
    events::thanking::store::QUERIES,
    feed::store::QUERIES,
    home::store::QUERIES,
    live::store::QUERIES,
    memberships::invitation_store::QUERIES,
    memberships::list_store::QUERIES,
    memberships::store::QUERIES,
    memberships::unvouching::QUERIES,
    members::blocking::QUERIES,
    members::editing_store::QUERIES,
    members::leaving_store::QUERIES,
    members::photo_store::QUERIES,
    members::profile_store::QUERIES,
    members::record_store::QUERIES,
    members::people_store::QUERIES,
    memberships::transferring::QUERIES,
    members::takeout::account_store::QUERIES,
    members::takeout::doing_store::QUERIES,
    members::takeout::written_store::QUERIES,
    notifications::choosing_store::QUERIES,
    notifications::mailing_store::QUERIES,
    notifications::purging::QUERIES,
    notifications::store::QUERIES,
    organisations::proof::QUERIES,
    organisations::vouching::QUERIES,
    organisations::record_store::QUERIES,
    organisations::store::QUERIES,
    pages::embedding_store::QUERIES,
    pages::attached::bundled::QUERIES,
    pages::attached::store::QUERIES,
    pages::record_store::QUERIES,
    pages::store::QUERIES,
    pages::tending::capturing_store::QUERIES,
    pages::tending::store::QUERIES,
    pages::tending::suggesting_store::QUERIES,
    pages::wiki::QUERIES,
    pages::together::store::QUERIES,
    questions::asking_store::QUERIES,
    questions::board::QUERIES,
    questions::drafting_store::QUERIES,
    questions::editing_store::QUERIES,
    questions::inviting_store::QUERIES,
    questions::lifecycle_store::QUERIES,
    questions::office::record_store::QUERIES,
    questions::office::store::QUERIES,
    questions::narrowing::QUERIES,
    questions::places_store::QUERIES,
    questions::posts_store::QUERIES,
    questions::record_store::QUERIES,
    questions::screen_store::QUERIES,
    questions::store::QUERIES,
    questions::suggesting_store::QUERIES,
    questions::telling::QUERIES,
    questions::thanking::QUERIES,
    redirects::store::QUERIES,
    reports::store::QUERIES,
    reports::subject::QUERIES,
    resources::record_store::QUERIES,
    resources::store::QUERIES,
    revisions::bundled::QUERIES,
    revisions::store::QUERIES,
    search::index::QUERIES,
    search::store::QUERIES,
    search::texts::QUERIES,
    sitemap::store::QUERIES,
    topics::facets::QUERIES,
    topics::record_store::QUERIES,
    topics::store::QUERIES,
];

/// Statements of one engine.
pub(super) fn own(engine: TestEngine) -> &'static [(&'static str, &'static str)] {
    match engine {
        TestEngine::Sqlite => search::store::sqlite::QUERIES,
        TestEngine::Postgres => search::store::postgres::QUERIES,
    }
}

/// Every statement that a list composes of its filters.
pub(super) fn composed() -> Vec<(&'static str, Vec<Statement>)> {
    vec![
        ("directory", communities::directory_store::composed()),
        ("members of administration", admin::members::store::composed()),
        ("log", activity::log::store::composed()),
        ("agenda", events::store::composed_agendas()),
        ("attendance", events::attendance::store::composed()),
        ("brought in", events::importing::store::composed()),
        ("people", members::people_store::composed()),
        ("mailed", notifications::mailing_store::composed()),
        ("who is told", notifications::store::composed()),
        ("questions", questions::store::composed()),
        ("mentions", questions::mentions::composed()),
        ("invitees", memberships::invitee_store::composed()),
        ("standings", memberships::standings_store::composed()),
        ("who is signed in", crate::pages::together::store::composed()),
        ("proofs", organisations::proof::composed()),
        ("similar questions", questions::similar::composed()),
        ("resources", resources::store::composed()),
        ("unfurling", crate::unfurling::composed()),
        ("cards", crate::pages::cards_store::composed()),
    ]
}

/// The numbers of the placeholders, `$1` …, in a statement.
pub(super) fn placeholders(sql: &str) -> BTreeSet<usize> {
    sql.split('$')
        .skip(1)
        .filter_map(|after| after[..after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len())].parse().ok())
        .collect()
}

#[tokio::test]
async fn every_statement_prepares_on_both_engines_with_placeholders_numbered_from_one() {
    for engine in ENGINES {
        let test = TestDb::make(engine, Clock::system()).await.unwrap();
        for (name, sql) in ALL.iter().copied().flatten().chain(own(engine)) {
            let expected = placeholders(sql);
            assert_eq!(expected, (1..=expected.len()).collect(), "{name}: placeholders have gaps");
            let prepared = on!(test.db.reader(), c => async { c.prepare((*sql).into_sql_str()).await.map(|statement| match statement.parameters() {
                Some(sqlx::Either::Left(types)) => types.len(),
                Some(sqlx::Either::Right(count)) => count,
                None => 0,
            }) });
            assert_eq!(prepared.unwrap_or_else(|e| panic!("{name} on {engine:?}: {e}")), expected.len(), "{name} on {engine:?}");
        }
        test.remove().await;
    }
}

#[tokio::test]
async fn every_composed_statement_runs_on_both_engines_with_what_is_bound_to_it() {
    for engine in ENGINES {
        let test = TestDb::make(engine, Clock::system()).await.unwrap();
        for (name, statement) in composed().into_iter().flat_map(|(name, all)| all.into_iter().map(move |statement| (name, statement))) {
            let expected: BTreeSet<usize> = (1..=statement.values().len()).collect();
            assert_eq!(placeholders(statement.sql()), expected, "{name}: {}", statement.sql());
            let ran = on!(test.db.reader(), c => async { bind_all!(sqlx::query(AssertSqlSafe(statement.sql().to_owned())), statement.values()).fetch_all(c).await.map(drop) });
            ran.unwrap_or_else(|e| panic!("{name} on {engine:?}: {e}: {}", statement.sql()));
        }
        test.remove().await;
    }
}

/// Every Rust file of the program with its text.
pub(crate) fn sources() -> Vec<(std::path::PathBuf, String)> {
    let mut folders = vec![std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                found.push((path, text));
            }
        }
    }
    found
}

/// SQL stands in named constants, where the test above finds it. `db` alone composes statements.
#[test]
fn no_statement_is_written_where_it_runs() {
    for (path, text) in sources().into_iter().filter(|(path, _)| !path.to_string_lossy().contains("src/db/")) {
        for opening in ["sqlx::query(\"", "query_as(\"", "query_scalar(\"", "sqlx::query(r", "query_as(r", "query_scalar(r"] {
            assert!(!text.contains(opening), "{}: {opening}", path.display());
        }
    }
}

/// SQLite keeps a compiled statement whatever values are bound to it (`.cargo/config.toml` has it built so). Else it compiles one anew each time a value is bound
/// that says how many rows there may be, such as a limit or an end of a range.
#[tokio::test]
async fn sqlite_compiles_a_statement_once() {
    let test = TestDb::make(TestEngine::Sqlite, Clock::system()).await.unwrap();
    let Engine::Sqlite(pool) = test.db.reader() else { unreachable!() };
    let options: Vec<String> = sqlx::query_scalar("pragma compile_options").fetch_all(pool).await.unwrap();
    assert!(options.iter().any(|option| option == "ENABLE_QPSG"), "{options:?}");
    test.remove().await;
}

#[test]
fn every_module_with_statements_is_in_the_list() {
    let listed: BTreeSet<&str> = ALL
        .iter()
        .copied()
        .flatten()
        .chain(ENGINES.into_iter().flat_map(own))
        .filter_map(|(name, _)| name.rsplit_once("::").map(|(module, _)| module))
        .collect();
    for (path, text) in sources() {
        if !text.lines().any(|line| line.starts_with("queries! {")) {
            continue;
        }
        let path = path.to_string_lossy().replace("/mod.rs", ".rs");
        let module = path.rsplit_once("src/").unwrap().1.trim_end_matches(".rs").replace('/', "::");
        assert!(listed.contains(format!("app::{module}").as_str()), "{module} is not in ALL");
    }
}
