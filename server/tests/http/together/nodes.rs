//! Two nodes on one PostgreSQL: their editors write together, and see each other.

use app::db::harness::TestEngine;
use app::pages::together::document::{self, closing};
use yrs::sync::awareness::AwarenessUpdateEntry;
use yrs::sync::{AwarenessUpdate, Message};

use super::program::Program;
use super::{TEXT, editor, page_id, stage};
use crate::site::TestSite;

#[tokio::test]
async fn two_nodes_edit_one_page() {
    let site = TestSite::make(TestEngine::Postgres).await;
    stage(&site).await;
    let (ada, bob) = (editor(&site, "Ada").await, editor(&site, "Bob").await);
    let (here, page) = (site.serves().await, page_id(&site).await);
    let (there, _) = site.serves_from_another_node().await;
    let (mut one, mut two) = (Program::joins(here, page, &ada).await, Program::joins(there, page, &bob).await);
    one.reads(TEXT).await;
    two.reads(TEXT).await;
    for round in 0..5 {
        one.writes(|text| format!("one {round} {text}")).await;
        two.writes(|text| format!("{text} two {round}")).await;
    }
    one.is_saved().await;
    two.is_saved().await;
    one.reads("two 4").await;
    two.reads("one 4").await;
    assert_eq!(document::says(&one.doc), document::says(&two.doc));
    site.remove().await;
}

#[tokio::test]
async fn editors_of_two_nodes_see_each_other_under_their_own_names() {
    let site = TestSite::make(TestEngine::Postgres).await;
    stage(&site).await;
    let (ada, bob) = (editor(&site, "Ada").await, editor(&site, "Bob").await);
    let (here, page) = (site.serves().await, page_id(&site).await);
    let (there, _) = site.serves_from_another_node().await;
    let (mut one, mut two) = (Program::joins(here, page, &ada).await, Program::joins(there, page, &bob).await);
    for (program, at) in [(&mut one, 7), (&mut two, 9)] {
        let state = format!("{{\"user\":{{\"name\":\"Somebody Else\"}},\"at\":{at}}}");
        let clients = [(program.doc.client_id(), AwarenessUpdateEntry { clock: 1, json: state.into() })].into();
        program.says(&Message::Awareness(AwarenessUpdate { clients })).await;
    }
    two.hears(|program, _| program.who.contains("\"name\":\"Ada\"") && program.who.contains("\"at\":7")).await;
    one.hears(|program, _| program.who.contains("\"name\":\"Bob\"") && program.who.contains("\"at\":9")).await;
    // Who comes later is told of both, and who leaves is gone everywhere.
    let mut three = Program::joins(there, page, &ada).await;
    three.hears(|program, _| program.who.contains("\"at\":7") && program.who.contains("\"at\":9")).await;
    one.socket.close(None).await.unwrap();
    two.hears(|program, _| program.who == "null").await;
    site.remove().await;
}

#[tokio::test]
async fn a_hundred_edit_a_page_on_both_nodes_together() {
    let site = TestSite::make(TestEngine::Postgres).await;
    stage(&site).await;
    let (ada, bob) = (editor(&site, "Ada").await, editor(&site, "Bob").await);
    let (here, page) = (site.serves().await, page_id(&site).await);
    let (there, _) = site.serves_from_another_node().await;
    let mut all = Vec::new();
    for _ in 0..100 {
        all.push(Program::tries(here, page, &ada.cookies(), None).await.unwrap());
    }
    all[99].hears(|_, message| message.is_some()).await;
    let mut late = Program::tries(there, page, &bob.cookies(), None).await.unwrap();
    let (number, why) = late.is_closed().await;
    assert!(number == closing::FULL && why.contains("100 people"), "{number} {why}");
    site.remove().await;
}
