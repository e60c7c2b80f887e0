//! What open pages are told, over a real connection.

use std::time::Duration;

use app::db::Db;
use app::live::follow::follow;
use axum::http::StatusCode;

use crate::on_every_database;
use crate::questions::{Board, QUESTIONS, answers, asks};
use crate::site::TestSite;
use crate::visitor::Visitor;

/// How soon a signal has to be there.
const SOON: Duration = Duration::from_secs(1);

/// An open page.
struct Page {
    response: reqwest::Response,
    /// All that came.
    text: String,
    read: usize,
}

impl Page {
    /// Opens somebody's page that watches something on a site.
    async fn opened(by: &Visitor<'_>, site: &str, watches: &str) -> Self {
        let request = reqwest::Client::new().get(format!("{site}/live?{watches}"));
        let session = by.cookie("session").map(|session| format!("session={session}")).unwrap_or_default();
        let response = request.header("cookie", session).send().await.unwrap();
        assert_eq!(response.status().as_u16(), 200, "{watches}");
        Self { response, text: String::new(), read: 0 }
    }

    /// The next signal and what it says; `None` where the stream ends.
    async fn next(&mut self) -> Option<(String, String)> {
        loop {
            while let Some((block, _)) = self.text[self.read..].split_once("\n\n") {
                self.read += block.len() + 2;
                let line = |name: &str| block.lines().find_map(|line| line.strip_prefix(name)).map(|value| value.trim().to_owned());
                if let Some(event) = line("event:") {
                    return Some((event, line("data:").unwrap_or_default()));
                }
            }
            let chunk = self.response.chunk().await.unwrap()?;
            self.text.push_str(std::str::from_utf8(&chunk).unwrap());
        }
    }

    /// Wants a signal soon, whatever comes before it.
    async fn hears(&mut self, event: &str, data: &str) {
        let heard = async { while self.next().await.expect("the stream goes on") != (event.to_owned(), data.to_owned()) {} };
        let heard = tokio::time::timeout(SOON, heard).await;
        assert!(heard.is_ok(), "no {event} {data} in: {}", self.text);
    }

    /// Whether the stream ends soon.
    async fn ends(&mut self) -> bool {
        tokio::time::timeout(SOON, async { while self.next().await.is_some() {} }).await.is_ok()
    }
}

/// What a page of a question watches.
fn watching(question: &str) -> String {
    format!("question=design/{}", question.rsplit('/').next().unwrap())
}

async fn asked<'s>(site: &'s TestSite, audience: &str) -> (Board<'s>, String) {
    let board = Board::open_to(site, audience).await;
    let question = asks(&board.ada, "How long does it take?", &[]).await;
    (board, question)
}

on_every_database!(async fn whoever_has_a_question_open_hears_at_once_that_it_has_changed(site) {
    let (board, question) = asked(site, "public").await;
    let url = format!("http://{}", site.serves().await);
    let mut pages = [Page::opened(&site.visitor(), &url, &watching(&question)).await, Page::opened(&board.lead, &url, &watching(&question)).await];
    let changed = ("changed", "question");
    let answer = answers(&board.bob, &question, "Three weeks.").await;
    for page in &mut pages {
        page.hears(changed.0, changed.1).await;
    }
    let acts = [("find_helpful", vec![("post", answer.as_str()), ("yes", "yes")]), ("comment", vec![("post", answer.as_str()), ("body", "Thank you.")]), ("accept", vec![("post", answer.as_str())])];
    for (function, fields) in acts {
        board.ada.posts(&question, function, &fields).await;
        for page in &mut pages {
            page.hears(changed.0, changed.1).await;
        }
    }
    board.ada.posts(&format!("{question}/edit"), "edit_question", &[("body", "In days.")]).await.leads_to(&question);
    pages[0].hears(changed.0, changed.1).await;
    for page in &pages {
        for secret in ["Three", "Thank", "days", "ob", "Ada"] {
            assert!(!page.text.contains(secret), "it tells that something changed, and not what: {}", page.text);
        }
    }
});

on_every_database!(async fn who_may_not_see_a_thing_is_answered_as_if_it_were_not_there(site) {
    let (board, question) = asked(site, "members").await;
    let stranger = site.member("Stranger").await;
    for who in [&site.visitor(), &stranger] {
        for watches in [watching(&question), "question=design/not-there".to_owned(), "question=nowhere/x".to_owned(), "question=x".to_owned(), "event=design/x".to_owned(), "page=design/x/y".to_owned()] {
            let answer = who.gets(&format!("/live?{watches}")).await;
            assert_eq!((answer.status, answer.body.as_str()), (StatusCode::NOT_FOUND, who.gets("/live?question=no/no").await.body.as_str()), "{watches}");
        }
    }
    assert_eq!(board.bob.gets(&format!("/live?{}", watching(&question))).await.status, StatusCode::OK);
    assert_eq!(site.get("/live").await.status, StatusCode::NO_CONTENT, "nothing to wait for");
});

on_every_database!(async fn who_loses_sight_of_a_thing_hears_of_it_no_more(site) {
    let (board, question) = asked(site, "members").await;
    let url = format!("http://{}", site.serves().await);
    let mut page = Page::opened(&board.bob, &url, &watching(&question)).await;
    board.bob.posts("/c/design", "leave", &[]).await;
    assert!(page.ends().await, "{}", page.text);
    let mut page = Page::opened(&board.lead, &url, &watching(&question)).await;
    board.ada.posts(&question, "delete_post", &[("post", "question")]).await.leads_to(&question);
    page.hears("changed", "question").await;
});

on_every_database!(async fn who_writes_without_their_name_is_not_betrayed_by_what_others_hear(site) {
    let board = Board::open_to(site, "members").await;
    let zora = site.member("Zora").await;
    zora.posts("/c/design", "join", &[]).await.leads_to("/c/design");
    let question = asks(&zora, "Am I any good?", &[("anonymous", "yes")]).await;
    let url = format!("http://{}", site.serves().await);
    let (mut others, mut own) = (Page::opened(&board.bob, &url, &watching(&question)).await, Page::opened(&zora, &url, "").await);
    own.hears("bell", "0").await;
    zora.posts(&question, "comment", &[("post", "question"), ("body", "Really."), ("anonymous", "yes")]).await;
    others.hears("changed", "question").await;
    zora.posts(&format!("{question}/edit"), "edit_question", &[("body", "Often I wonder.")]).await.leads_to(&question);
    others.hears("changed", "question").await;
    answers(&board.lead, &question, "You are.").await;
    others.hears("changed", "question").await;
    own.hears("bell", "1").await;
    let signals: Vec<&str> = others.text.lines().filter(|line| !line.is_empty() && !line.starts_with("retry:")).collect();
    assert!(signals.iter().all(|line| ["event: changed", "data: question", "event: bell", "data: 0"].contains(line)), "{}", others.text);
});

on_every_database!(async fn the_bell_counts_what_comes_and_what_is_read(site) {
    let (board, question) = asked(site, "public").await;
    let url = format!("http://{}", site.serves().await);
    let mut page = Page::opened(&board.ada, &url, "").await;
    page.hears("bell", "0").await;
    answers(&board.bob, &question, "Three weeks.").await;
    page.hears("bell", "1").await;
    board.ada.posts("/me/notifications", "mark_all_read", &[]).await;
    page.hears("bell", "0").await;
});

on_every_database!(async fn who_looks_at_an_event_or_a_page_hears_that_it_has_changed(site) {
    let event = "---\ntitle: A talk\nstarts: 2026-03-10 13:00\nends: 2026-03-10 14:00\ntimezone: UTC\n---\n";
    let holds = async |text: &str| site.holds(&[("communities/design.md", "---\nname: Design\n---\n"), ("events/design/talk.md", event), ("pages/design/b.md", text)]).await;
    holds("---\ntitle: B\n---\nOnce.\n").await;
    let ada = site.member("Ada").await;
    let url = format!("http://{}", site.serves().await);
    let mut page = Page::opened(&site.visitor(), &url, "event=design/talk").await;
    ada.posts("/c/design/events/talk", "rsvp", &[("answer", "going")]).await.leads_to("/c/design/events/talk");
    page.hears("changed", "event").await;
    let mut page = Page::opened(&site.visitor(), &url, "page=design/b").await;
    holds("---\ntitle: B\n---\nTwice.\n").await;
    page.hears("changed", "page").await;
});

on_every_database!(async fn what_another_node_writes_is_heard_too(site) {
    let (board, question) = asked(site, "public").await;
    let elsewhere = Db::open(site.url(), site.clock.clone()).await.unwrap();
    let there = elsewhere.clone();
    let following = tokio::spawn(async move { follow(&there).await });
    let url = format!("http://{}", site.serves_from(&elsewhere).await);
    let mut page = Page::opened(&board.lead, &url, &watching(&question)).await;
    // It listens a moment after it was told to.
    for n in 0..20 {
        board.bob.posts(&question, "comment", &[("post", "question"), ("body", &format!("{n}."))]).await;
        let heard = tokio::time::timeout(Duration::from_millis(400), async { while page.next().await.unwrap().0 != "changed" {} });
        if heard.await.is_ok() {
            break;
        }
    }
    answers(&board.bob, &question, "Three weeks.").await;
    page.hears("changed", "question").await;
    elsewhere.hub().end();
    assert!(page.ends().await, "all streams end before the site does");
    following.abort();
    elsewhere.close().await;
    assert_eq!(site.get(QUESTIONS).await.status, StatusCode::OK);
});
