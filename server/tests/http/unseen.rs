//! What a community's log tells, and what a title shows: nothing that its reader may not see, and nothing that nobody sees.

use axum::http::StatusCode;

use crate::belonging::founds;
use crate::on_every_database;
use crate::questions::{asks, sends};

const LOG: &str = "/c/design/settings/log";

on_every_database!(async fn what_moved_into_a_hidden_community_is_no_longer_named_in_the_log_of_the_old_one(site) {
    let (ada, eve) = (site.member("Ada").await, site.member("Eve").await);
    let home = founds(&ada, "Design", &[]).await;
    let hidden = founds(&eve, "Secret", &[("hidden", "yes")]).await;
    let slug = hidden.trim_start_matches("/c/");
    site.puts("eve", "design", "active", Some("lead")).await;
    // What only members read does not leave them.
    ada.posts("/c/design/settings/audiences", "change_audiences", &[("questions", "public")]).await;
    let question = asks(&eve, "Who is let go?", &[("body", "Names.")]).await;
    assert!(ada.reads(LOG).await.contains("Who is let go?"));
    sends(&eve, &question, "move_question", &[("into", slug)]).await;
    let there = format!("{hidden}/settings/log");
    assert!(eve.reads(&there).await.contains("Who is let go?"), "{}", eve.reads(&there).await);
    let log = ada.gets(LOG).await;
    assert!(log.text().contains("Eve moved a question that is no longer here in Design"), "{}", log.text());
    for told in ["secret-", "Secret", "Who is let go"] {
        assert!(!log.body.contains(told), "{told}: {}", log.text());
    }
    assert!(eve.gets(LOG).await.body.contains("Who is let go?"), "who belongs to both reads it in both");
    assert!(eve.reads(&there).await.contains("design →"), "that it came from where everybody may look is no secret");

    site.puts("ada", slug, "active", Some("lead")).await;
    ada.posts(&format!("{hidden}/settings/end"), "merge", &[("into", "design")]).await.leads_to(&home);
    let bob = site.member("Bob").await;
    site.puts("bob", "design", "active", Some("lead")).await;
    let log = bob.gets(LOG).await.body;
    assert!(log.contains("merged") && !log.contains("secret-") && !log.contains("Secret"), "{log}");
});

on_every_database!(async fn a_title_has_something_to_see(site) {
    let ada = site.member("Ada").await;
    founds(&ada, "Design", &[]).await;
    for unseen in ["\u{3164}", "\u{200d}\u{200d}", "\u{2800}", "a\u{202e}b", "\u{feff}"] {
        let answer = ada.posts("/c/design/ask", "ask", &[("title", unseen), ("body", "Why?")]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", unseen.escape_unicode());
    }
    let question = asks(&ada, "👩\u{200d}🚀 fliegt ❤\u{fe0f}?", &[("body", "می\u{200c}خواهم")]).await;
    assert!(ada.reads(&question).await.contains("👩\u{200d}🚀 fliegt ❤\u{fe0f}?"));
});
