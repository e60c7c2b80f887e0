//! How both engines would run every statement: none reads through the whole of a table that grows with the site.

use std::collections::HashMap;

use sqlx::AssertSqlSafe;

use super::harness::{TestDb, TestEngine};
use super::queries_tests::{ALL, composed, placeholders};
use super::{Db, Engine};
use crate::clock::Clock;

/// Tables that grow with what people do. The others hold some hundreds of rows on the largest site.
const GROWING: [&str; 35] = [
    "activity",
    "anonymous_author",
    "answer",
    "comment",
    "event",
    "event_host",
    "event_speaker",
    "event_topic",
    "follow",
    "followed_entry",
    "guest",
    "helpful",
    "member",
    "member_organisation",
    "membership",
    "membership_role",
    "notification",
    "occurrence",
    "occurrence_speaker",
    "page",
    "page_file",
    "page_link",
    "page_topic",
    "page_update",
    "question",
    "question_topic",
    "redirect",
    "resource",
    "resource_topic",
    "revision",
    "revision_contributor",
    "rsvp",
    "rsvp_reply",
    "search_row",
    "session",
];

/// Statements that read all there is, because that is what they are for; and beginnings of composed ones, which are read whole.
const EXEMPT: &[&str] = &[
    "app::db::records::",
    "app::db::sources::",
    "app::sitemap::",
    "app::search::store::FORGET_ALL",
    "::record_store::",
    "::agenda::MEETINGS",
    "::agenda::SLOTS",
    "app::questions::store::LIST",
];

/// The tables of a statement by the names it gives them, which may mean another within brackets.
fn names(sql: &str) -> HashMap<String, Vec<String>> {
    let words: Vec<&str> = sql.split(|c: char| c.is_whitespace() || "(),".contains(c)).filter(|word| !word.is_empty()).collect();
    let mut names: HashMap<String, Vec<String>> = HashMap::new();
    for (at, word) in words.iter().enumerate() {
        if matches!(*word, "from" | "join" | "update" | "into")
            && let Some(table) = words.get(at + 1)
        {
            names.entry((*table).to_owned()).or_default().push((*table).to_owned());
            if let Some(alias) = words.get(at + 2) {
                names.entry((*alias).to_owned()).or_default().push((*table).to_owned());
            }
        }
    }
    names
}

async fn sqlite_scans(db: &Db, sql: &str) -> Vec<String> {
    let Engine::Sqlite(pool) = db.reader() else { unreachable!() };
    let plan: Vec<(i64, i64, i64, String)> =
        sqlx::query_as(AssertSqlSafe(format!("explain query plan {sql}"))).fetch_all(pool).await.unwrap();
    // In the order of an index it is read no further than is asked for.
    let through = |step: &String| !step.contains(" USING ");
    plan.into_iter()
        .map(|(.., step)| step)
        .filter(through)
        .filter_map(|step| Some(step.strip_prefix("SCAN ")?.split(' ').next()?.to_owned()))
        .collect()
}

async fn postgres_scans(db: &Db, sql: &str) -> Vec<String> {
    let Engine::Postgres(pool) = db.reader() else { unreachable!() };
    let mut tx = pool.begin().await.unwrap();
    let run = async |tx: &mut sqlx::PgConnection, sql: String| sqlx::query(AssertSqlSafe(sql)).execute(tx).await.unwrap();
    // Where an index would do, the engine takes it however small the table is.
    run(&mut tx, "set local enable_seqscan = off".to_owned()).await;
    run(&mut tx, "set local plan_cache_mode = force_generic_plan".to_owned()).await;
    run(&mut tx, format!("prepare planned as {sql}")).await;
    let nulls = vec!["null"; placeholders(sql).len()].join(", ");
    let execute = if nulls.is_empty() { "execute planned".to_owned() } else { format!("execute planned({nulls})") };
    let plan: Vec<String> = sqlx::query_scalar(AssertSqlSafe(format!("explain {execute}"))).fetch_all(&mut *tx).await.unwrap();
    run(&mut tx, "deallocate planned".to_owned()).await;
    plan.into_iter().filter_map(|step| Some(step.split_once("Seq Scan on ")?.1.split(' ').next()?.to_owned())).collect()
}

async fn reads_no_growing_table_through(engine: TestEngine) {
    let test = TestDb::make(engine, Clock::system()).await.unwrap();
    let mut found = Vec::new();
    let fixed = ALL.iter().copied().flatten().map(|(name, sql)| (*name, (*sql).to_owned()));
    let composed = composed();
    let composed = composed.iter().flat_map(|(name, all)| all.iter().map(|statement| (*name, statement.sql().to_owned())));
    for (name, sql) in fixed.filter(|(name, _)| !EXEMPT.iter().any(|exempt| name.contains(exempt))).chain(composed) {
        let sql = sql.as_str();
        let names = names(sql);
        let scans = match engine {
            TestEngine::Sqlite => sqlite_scans(&test.db, sql).await,
            TestEngine::Postgres => postgres_scans(&test.db, sql).await,
        };
        for scan in scans {
            let tables = names.get(&scan).cloned().unwrap_or_else(|| vec![scan]);
            if let Some(table) = tables.iter().find(|table| GROWING.contains(&table.as_str())) {
                found.push(format!("{name} reads all of {table}: {sql}"));
            }
        }
    }
    test.remove().await;
    assert_eq!(found, [""; 0]);
}

#[tokio::test]
async fn no_statement_reads_through_a_growing_table_on_sqlite() {
    reads_no_growing_table_through(TestEngine::Sqlite).await;
}

#[tokio::test]
async fn no_statement_reads_through_a_growing_table_on_postgres() {
    reads_no_growing_table_through(TestEngine::Postgres).await;
}

#[test]
fn a_name_in_a_plan_leads_to_its_table() {
    let names = names("select 1 from question q join (select 1 from answer a) x on true");
    assert_eq!((names["q"].join(" ").as_str(), names["a"].join(" ").as_str()), ("question", "answer"));
}
