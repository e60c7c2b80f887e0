//! What programs can send and nobody types: it costs nobody else anything, and no page its text.

use app::pages::together::document::closing;
use app::pages::together::text::show_all;
use app::{on, run};
use axum::http::{Request, StatusCode};
use futures_util::SinkExt;
use tokio_tungstenite::tungstenite::Message as Frame;
use uuid::Uuid;
use yrs::StateVector;
use yrs::sync::{Message, SyncMessage};
use yrs::updates::encoder::Encode;

use super::{EDIT, PAGE, TEXT, body, desk, page_id, revisions, sits, stage, until};
use crate::on_every_database;

on_every_database!(async fn a_letter_that_no_database_keeps_is_left_out_of_the_text(site) {
    let (address, page, ada) = desk(site).await;
    let mut one = sits(address, page, &ada).await;
    one.writes(|text| format!("{text} A\0B.")).await;
    one.is_saved().await;
    until(async || body(site).await.ends_with(" AB.")).await;
    let named = Request::post(format!("/live/pages/{page}/versions")).header("cookie", ada.cookies());
    assert_eq!(site.sends_body(named, "With it".into()).await.status, StatusCode::OK);
    ada.posts(EDIT, "save_page", &[("body", &format!("{TEXT} AB. By a form."))]).await.leads_to(PAGE);
    one.reads("By a form.").await;
    one.writes(|text| format!("{text} C\0D.")).await;
    one.is_saved().await;
    // A node that was killed before readers saw it.
    let mut tx = site.db().begin().await.unwrap();
    run!(tx, sqlx::query("update page set shown = 0 where id = $1").bind(page)).unwrap();
    tx.commit([]).await.unwrap();
    show_all(site.db()).await.unwrap();
    assert_eq!(body(site).await, format!("{TEXT} AB. By a form. CD."));
    one.socket.close(None).await.unwrap();
    until(async || site.app().rooms.open() == 0).await;
    assert!(revisions(site).await.last().unwrap().ends_with(" CD."));
});

on_every_database!(async fn a_page_that_cannot_be_read_keeps_no_other_from_being_shown(site) {
    stage(site).await;
    let good = page_id(site).await;
    let mut tx = site.db().begin().await.unwrap();
    // Before it in the order of ids.
    const BAD: &str = "insert into page (id, community_id, path, title, summary, body, body_html, html_version, position, status, created_at, updated_at) \
                       select $1, p.community_id, 'bad', 'Bad', '', '', '', 1, 0, 'published', p.created_at, p.updated_at from page p where p.id = $2";
    let bad = Uuid::from_u128(1);
    run!(tx, sqlx::query(BAD).bind(bad).bind(good)).unwrap();
    for page in [bad, good] {
        let change: &[u8] = if page == bad { &[9, 9, 9] } else { &[0, 0] };
        run!(tx, sqlx::query("insert into page_update (page_id, seq, bytes, authors) values ($1, 1, $2, '')").bind(page).bind(change)).unwrap();
    }
    run!(tx, sqlx::query("update page set seq = 1, shown = 0")).unwrap();
    tx.commit([]).await.unwrap();
    show_all(site.db()).await.unwrap();
    let behind: Vec<Uuid> = on!(site.db().reader(), c => sqlx::query_scalar("select id from page where shown < seq").fetch_all(c)).unwrap();
    assert_eq!(behind, [bad]);
    assert_eq!(body(site).await, TEXT);
});

on_every_database!(async fn who_asks_for_much_at_once_is_closed_alone(site) {
    let (address, page, ada) = desk(site).await;
    let mut one = sits(address, page, &ada).await;
    let who = Message::AwarenessQuery.encode_v1();
    let all = Message::Sync(SyncMessage::SyncStep1(StateVector::default())).encode_v1();
    // One frame holds them all.
    for frame in [who.repeat(1_000), all.repeat(100)] {
        let mut two = sits(address, page, &ada).await;
        two.socket.send(Frame::Binary(frame.into())).await.unwrap();
        let (number, why) = two.is_closed().await;
        assert!(number == closing::MALFORMED && why.contains("Too much"), "{number} {why}");
    }
    one.writes(|text| format!("{text} On I write.")).await;
    one.is_saved().await;
});
