//! Joining with a personal token.

use std::time::{Duration, Instant};

use app::pages::together::document::closing;
use app::{on, run};
use axum::http::{Request, StatusCode};
use chrono::TimeDelta;
use uuid::Uuid;

use super::program::Program;
use super::{TEXT, editor, page_id, stage};
use crate::on_every_database;
use crate::site::TestSite;
use crate::visitor::{PASSWORD, Visitor};

const TOKENS: &str = "/me/security/tokens";
const NEW: &str = "/me/security/tokens/new";

/// Makes a token.
pub(super) async fn token(of: &Visitor<'_>, name: &str) -> String {
    of.posts(TOKENS, "make_token", &[("name", name), ("days", "30")]).await.leads_to(NEW);
    of.cookie("token").unwrap()
}

/// Joins with a token, and reads the page.
async fn joins(site: &TestSite, page: Uuid, token: &str) -> Program {
    let mut program = Program::asks(site.serves().await, &format!("/live/pages/{page}?token={token}"), []).await.unwrap();
    program.begins().await;
    program.reads(TEXT).await;
    program
}

/// The status that a program with a token is turned away with; `None` where it is let in.
async fn refused(site: &TestSite, page: Uuid, token: &str) -> Option<StatusCode> {
    let bearer = format!("Bearer {token}");
    Program::asks(site.serves().await, &format!("/live/pages/{page}"), [("authorization", bearer.as_str())]).await.err()
}

on_every_database!(async fn a_token_is_shown_once_and_opens_pages_for_its_owner(site) {
    stage(site).await;
    let root = site.administrator("Root").await;
    let (ada, page) = (editor(site, "Ada").await, page_id(site).await);
    let token = token(&ada, "My laptop").await;
    assert!(!ada.reads(TOKENS).await.contains(&token));
    let shown = ada.reads(NEW).await;
    assert!(shown.contains(&token) && shown.contains("My laptop"), "{shown}");
    assert!(!ada.reads(NEW).await.contains(&token) && ada.reads(TOKENS).await.contains("Not used yet"));
    let stored: String = on!(site.db().reader(), c => sqlx::query_scalar("select token_hash from personal_token").fetch_one(c)).unwrap();
    assert_ne!(stored, token);
    let mut program = joins(site, page, &token).await;
    program.writes(|text| text.replace("Mondays", "Tuesdays")).await;
    program.is_saved().await;
    assert!(ada.reads(TOKENS).await.contains("Last used"));
    // Another site’s program may come with one: nobody’s browser brings it by itself.
    let headers = [("authorization", format!("bearer {token}")), ("origin", "https://notes.example".to_owned())];
    let headers = headers.iter().map(|(name, value)| (*name, value.as_str()));
    assert!(Program::asks(site.serves().await, &format!("/live/pages/{page}"), headers).await.is_ok());
    let mail = site.mails_to("ada@site.example").await;
    assert!(mail.iter().any(|mail| format!("{mail:?}").contains("A personal token was made")), "{mail:?}");
    assert!(root.reads("/admin/log").await.contains("Ada made a personal token"));
});

on_every_database!(async fn a_token_opens_no_more_than_its_owner_may_edit(site) {
    stage(site).await;
    let (bob, cy, page) = (site.member("Bob").await, site.member("Cy").await, page_id(site).await);
    site.puts("bob", "design", "active", None).await;
    let (bobs, cys) = (token(&bob, "Notes").await, token(&cy, "Notes").await);
    assert_eq!(refused(site, page, &bobs).await, Some(StatusCode::FORBIDDEN));
    assert_eq!(refused(site, page, &cys).await, Some(StatusCode::NOT_FOUND));
    assert_eq!(refused(site, Uuid::now_v7(), &bobs).await, Some(StatusCode::NOT_FOUND));
    for wrong in ["", "x", "A".repeat(43).as_str()] {
        assert_eq!(refused(site, page, wrong).await, Some(StatusCode::UNAUTHORIZED), "{wrong}");
    }
});

on_every_database!(async fn a_token_opens_nothing_but_the_sockets_of_pages(site) {
    stage(site).await;
    let (ada, page) = (editor(site, "Ada").await, page_id(site).await);
    let token = token(&ada, "Notes").await;
    let ask = |path: String| Request::get(path).header("authorization", format!("Bearer {token}"));
    for path in ["/me".to_owned(), format!("/me?token={token}"), "/me/data.zip".to_owned(), format!("/live/pages/{page}/offers"), "/c/design/pages/charter/edit".to_owned()] {
        let answer = site.sends(ask(path.clone())).await;
        assert!(!answer.status.is_success(), "{path}: {}", answer.status);
    }
    let preview = Request::post(format!("/live/pages/{page}/preview?token={token}")).header("authorization", format!("Bearer {token}"));
    assert_eq!(site.sends_body(preview, "x".into()).await.status, StatusCode::UNAUTHORIZED);
});

on_every_database!(async fn a_revoked_token_closes_its_sockets_within_a_second(site) {
    stage(site).await;
    let (ada, bob, page) = (editor(site, "Ada").await, editor(site, "Bob").await, page_id(site).await);
    let (one, other) = (token(&ada, "One").await, token(&bob, "Other").await);
    let (mut closes, mut stays) = (joins(site, page, &one).await, joins(site, page, &other).await);
    let id: Uuid = on!(site.db().reader(), c => sqlx::query_scalar("select id from personal_token where name = 'One'").fetch_one(c)).unwrap();
    // Nobody revokes another’s.
    bob.posts(TOKENS, "revoke_token", &[("id", &id.to_string())]).await.says(StatusCode::UNPROCESSABLE_ENTITY, "revoked already");
    let began = Instant::now();
    ada.posts(TOKENS, "revoke_token", &[("id", &id.to_string())]).await.leads_to(TOKENS);
    let (number, why) = closes.is_closed().await;
    assert!(number == closing::REFUSED && why.contains("token has ended"), "{number} {why}");
    assert!(began.elapsed() < Duration::from_secs(1), "{:?}", began.elapsed());
    assert_eq!(refused(site, page, &one).await, Some(StatusCode::UNAUTHORIZED));
    stays.writes(|text| format!("{text} On I write.")).await;
    stays.is_saved().await;
});

on_every_database!(async fn a_token_ends_with_its_day_and_with_its_owners_sessions(site) {
    stage(site).await;
    let root = site.administrator("Root").await;
    let (ada, page) = (editor(site, "Ada").await, page_id(site).await);
    let first = token(&ada, "First").await;
    let mut open = joins(site, page, &first).await;
    ada.posts("/me/security", "change_password", &[("current_password", PASSWORD), ("password", "another long pass phrase")]).await.leads_to("/me/security");
    assert_eq!(open.is_closed().await.0, closing::REFUSED);
    assert_eq!(refused(site, page, &first).await, Some(StatusCode::UNAUTHORIZED));
    let second = token(&ada, "Second").await;
    let elsewhere = site.visitor();
    elsewhere.posts("/sign-in", "sign_in", &[("email", "ada@site.example"), ("password", "another long pass phrase")]).await.leads_to("/me");
    ada.posts("/me/security", "end_other_sessions", &[]).await.leads_to("/me/security");
    assert_eq!(refused(site, page, &second).await, Some(StatusCode::UNAUTHORIZED));
    let third = token(&ada, "Third").await;
    root.posts("/admin/members/ada", "suspend_member", &[("why", "To see")]).await.leads_to("/admin/members/ada");
    assert_eq!(refused(site, page, &third).await, Some(StatusCode::UNAUTHORIZED));
    let bob = editor(site, "Bob").await;
    let fourth = token(&bob, "Fourth").await;
    site.clock.set(site.clock.now() + TimeDelta::days(30) - TimeDelta::seconds(1));
    let mut open = joins(site, page, &fourth).await;
    site.clock.set(site.clock.now() + TimeDelta::seconds(2));
    assert_eq!(open.is_closed().await.0, closing::REFUSED);
    assert_eq!(refused(site, page, &fourth).await, Some(StatusCode::UNAUTHORIZED));
});

on_every_database!(async fn what_is_typed_for_a_token_is_looked_at(site) {
    let ada = site.member("Ada").await;
    ada.posts(TOKENS, "make_token", &[("name", " "), ("days", "30")]).await.says(StatusCode::UNPROCESSABLE_ENTITY, "Give it a name");
    for days in ["", "31", "-1", "99999999999999999999", "365x"] {
        ada.posts(TOKENS, "make_token", &[("name", "X"), ("days", days)]).await.says(StatusCode::UNPROCESSABLE_ENTITY, "30, 90 or 365");
    }
    for number in 0..20 {
        token(&ada, &format!("Token {number}")).await;
    }
    ada.posts(TOKENS, "make_token", &[("name", "X"), ("days", "90")]).await.says(StatusCode::UNPROCESSABLE_ENTITY, "Revoke one first");
    // Who came long ago signs in once more.
    site.clock.set(site.clock.now() + TimeDelta::minutes(11));
    assert!(ada.reads(TOKENS).await.contains("sign in once more"));
});

on_every_database!(async fn guesses_are_counted(site) {
    stage(site).await;
    let (ada, page) = (editor(site, "Ada").await, page_id(site).await);
    let good = token(&ada, "Good").await;
    assert_eq!(refused(site, page, "guessed").await, Some(StatusCode::UNAUTHORIZED));
    let mut tx = site.db().begin().await.unwrap();
    run!(tx, sqlx::query("update attempt set count = 600 where key like 'token_from:%'")).unwrap();
    tx.commit([]).await.unwrap();
    assert_eq!(refused(site, page, "guessed").await, Some(StatusCode::TOO_MANY_REQUESTS));
    assert_eq!(refused(site, page, &good).await, Some(StatusCode::TOO_MANY_REQUESTS));
    site.clock.set(site.clock.now() + TimeDelta::minutes(16));
    assert_eq!(refused(site, page, &good).await, None);
});
