//! Who may join those who edit a page, how many, and under which name.

use std::time::{Duration, Instant};

use app::activity::{Act, Deed, ObjectKind};
use app::pages::together::document::closing;
use app::{on, run};
use axum::http::StatusCode;
use uuid::Uuid;
use yrs::sync::Message;

use super::program::Program;
use super::{desk, editor, page_id, sits, stage};
use crate::on_every_database;

on_every_database!(async fn only_who_may_edit_a_page_joins(site) {
    stage(site).await;
    let (ada, bob) = (editor(site, "Ada").await, site.member("Bob").await);
    site.puts("bob", "design", "active", None).await;
    let (address, page) = (site.serves().await, page_id(site).await);
    let tries = async |page: Uuid, cookies: String, origin: Option<&str>| Program::tries(address, page, &cookies, origin).await.err();
    assert_eq!(tries(page, String::new(), None).await, Some(StatusCode::UNAUTHORIZED));
    assert_eq!(tries(page, bob.cookies(), None).await, Some(StatusCode::FORBIDDEN));
    assert_eq!(tries(page, site.member("Cy").await.cookies(), None).await, Some(StatusCode::NOT_FOUND));
    assert_eq!(tries(Uuid::now_v7(), ada.cookies(), None).await, Some(StatusCode::NOT_FOUND));
    assert_eq!(tries(page, ada.cookies(), Some("http://evil.example")).await, Some(StatusCode::FORBIDDEN));
    assert_eq!(tries(page, ada.cookies(), Some(&format!("http://{address}"))).await, None);
});

on_every_database!(async fn who_loses_the_role_is_out_within_a_second(site) {
    let (address, page, ada) = desk(site).await;
    let bob = editor(site, "Bob").await;
    let (mut one, mut two) = (sits(address, page, &ada).await, sits(address, page, &bob).await);
    let community: Uuid = on!(site.db().reader(), c => sqlx::query_scalar("select id from community where slug = 'design'").fetch_one(c)).unwrap();
    const TAKE: &str = "delete from membership_role where membership_id in (select ms.id from membership ms join member m on m.id = ms.member_id where m.handle = 'bob')";
    let mut tx = site.db().begin().await.unwrap();
    run!(tx, sqlx::query(TAKE)).unwrap();
    let began = Instant::now();
    tx.commit([Act::of(Deed::TookRole, ObjectKind::Community, community)]).await.unwrap();
    let (number, why) = two.is_closed().await;
    assert!(number == closing::REFUSED && why.contains("Leads and editors"), "{number} {why}");
    assert!(began.elapsed() < Duration::from_secs(1), "{:?}", began.elapsed());
    one.writes(|text| format!("{text} On I write.")).await;
    one.is_saved().await;
});

on_every_database!(async fn the_hundred_and_first_is_told_to_wait(site) {
    let (address, page, ada) = desk(site).await;
    let mut all = Vec::new();
    for _ in 0..100 {
        all.push(Program::tries(address, page, &ada.cookies(), None).await.unwrap());
    }
    all[99].hears(|_, message| message.is_some()).await;
    let mut late = Program::tries(address, page, &ada.cookies(), None).await.unwrap();
    let (number, why) = late.is_closed().await;
    assert!(number == closing::FULL && why.contains("100 people"), "{number} {why}");
});

on_every_database!(async fn everybody_is_there_under_their_own_name(site) {
    let (address, page, ada) = desk(site).await;
    let bob = editor(site, "Bob").await;
    let (mut one, mut two) = (Program::joins(address, page, &ada).await, Program::joins(address, page, &bob).await);
    let state = r#"{"user":{"name":"Somebody Else"},"at":7}"#;
    let clients = [(one.doc.client_id(), yrs::sync::awareness::AwarenessUpdateEntry { clock: 1, json: state.into() })].into();
    one.says(&Message::Awareness(yrs::sync::AwarenessUpdate { clients })).await;
    two.hears(|program, _| program.who.contains("\"name\":\"Ada\"") && program.who.contains("\"at\":7")).await;
    one.socket.close(None).await.unwrap();
    two.hears(|program, _| program.who == "null").await;
});
