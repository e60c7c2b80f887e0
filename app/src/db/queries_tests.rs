//! Every statement, prepared on both engines.

use std::collections::BTreeSet;

use sqlx::{Executor, SqlSafeStr, Statement};

use super::harness::{ENGINES, TestDb};
use crate::clock::Clock;
use crate::{communities, home, members, on, organisations, topics};

const ALL: &[&[(&str, &str)]] = &[
    communities::store::QUERIES,
    communities::about_store::QUERIES,
    home::store::QUERIES,
    members::store::QUERIES,
    members::profile_store::QUERIES,
    organisations::store::QUERIES,
    topics::store::QUERIES,
    events::store::AGENDA_QUERIES,
    events::store::DETAIL_QUERIES,
    pages::store::QUERIES,
    questions::store::QUERIES,
    resources::store::QUERIES,
];

/// The numbers of the placeholders, `$1` …, in a statement.
fn placeholders(sql: &str) -> BTreeSet<usize> {
    sql.split('$')
        .skip(1)
        .filter_map(|after| after[..after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len())].parse().ok())
        .collect()
}

#[tokio::test]
async fn every_statement_prepares_on_both_engines_with_placeholders_numbered_from_one() {
    for engine in ENGINES {
        let test = TestDb::make(engine, Clock::system()).await.unwrap();
        for (name, sql) in ALL.iter().copied().flatten() {
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

/// SQL stands in named constants, where the test above finds it.
#[test]
fn no_statement_is_written_where_it_runs() {
    let src = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut folders = vec![src];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") && !path.to_string_lossy().contains("src/db/") {
                let text = std::fs::read_to_string(&path).unwrap();
                for opening in ["query(\"", "query_as(\"", "query_scalar(\"", "query(r", "query_as(r", "query_scalar(r"] {
                    if text.contains(opening) {
                        found.push(format!("{}: {opening}", path.display()));
                    }
                }
            }
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}
