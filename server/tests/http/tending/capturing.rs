//! Pages made of what was said elsewhere, and looked at again on their day.

use axum::http::StatusCode;

use super::{NEW, PLAYBOOK, makes, stage};
use crate::event_audiences::{self, EDIT, EVENT};
use crate::on_every_database;

on_every_database!(async fn pages_are_looked_at_again_on_their_day(site) {
    let (ada, _) = stage(site).await;
    site.clock.set("2026-03-02T12:00:00Z".parse().unwrap());
    makes(&ada, "Playbook", "", PLAYBOOK).await;
    let (settings, tending) = (format!("{PLAYBOOK}/settings"), "/c/design/settings/pages");
    ada.posts(&settings, "change_page", &[("review_by", "soon")]).await.says(StatusCode::UNPROCESSABLE_ENTITY, "Write the date as year, month and day");
    ada.posts(&settings, "change_page", &[("review_by", "2026-03-10")]).await.leads_to(PLAYBOOK);
    assert!(!ada.reads(tending).await.contains("To look at again"));
    site.clock.set("2026-03-10T12:00:00Z".parse().unwrap());
    assert!(ada.reads(tending).await.contains("To be looked at by"));
    assert!(ada.gets(tending).await.body.contains("href=\"/c/design/pages/playbook/edit\""));
    ada.posts(tending, "review_page", &[("word", "outdated")]).await.leads_to(tending);
    assert!(site.page(PLAYBOOK).await.contains("This page is out of date."));
    ada.posts(tending, "review_page", &[("word", "correct")]).await.leads_to(tending);
    assert!(!site.page(PLAYBOOK).await.contains("out of date") && !ada.reads(tending).await.contains("To look at again"));
});

on_every_database!(async fn answers_and_meetings_become_pages_that_lead_back(site) {
    let (ada, bob) = stage(site).await;
    site.clock.set("2026-03-12T12:00:00Z".parse().unwrap());
    site.holds(&[
        ("communities/design.md", "---\nname: Design\n---\n"),
        ("people/cleo.md", "---\nname: Cleo Wu\n---\n"),
        ("questions/design/how.md", "---\ntitle: How do we meet?\nasked: 2026-03-01\nanswers:\n- {author: cleo, at: 2026-03-01T10:00:00Z, body: In a circle.}\n---\nTell me.\n"),
        ("events/design/talk.md", "---\ntitle: The talk\nstarts: 2026-03-10T13:00\nends: 2026-03-10T14:00\ntimezone: Europe/London\n---\nAbout circles.\n"),
    ])
    .await;
    let from = "/c/design/new-page?from=questions/how&of=1";
    assert!(ada.gets("/c/design/questions/how").await.body.contains("new-page?from=questions/how&amp;of=1"));
    assert!(!bob.gets("/c/design/questions/how").await.body.contains("new-page"));
    let page = ada.gets(from).await;
    assert!(page.body.contains("value=\"How do we meet?\"") && page.body.contains("In a circle.") && page.body.contains("answered by Cleo Wu"), "{}", page.body);
    ada.posts(from, "make_page", &[]).await.leads_to("/c/design/pages/how-do-we-meet");
    assert!(site.get("/c/design/pages/how-do-we-meet").await.body.contains("href=\"/c/design/questions/how#answer-1\""));
    assert!(ada.gets("/c/design/events/talk").await.body.contains("new-page?from=events/talk") && !bob.gets("/c/design/events/talk").await.body.contains("new-page"));
    let page = ada.gets("/c/design/new-page?from=events/talk").await;
    assert!(page.body.contains("value=\"Notes: The talk\"") && page.body.contains("About circles."), "{}", page.body);
});

on_every_database!(async fn notes_of_an_event_for_fewer_are_for_fewer_unless_one_says_otherwise(site) {
    let people = event_audiences::stage(site).await;
    let (ada, lea, bob) = (&people["Ada"], &people["Lea"], &people["Bob"]);
    let from = "/c/design/new-page?from=events/xyzzy";
    for (event, page) in [("community", "community"), ("members", "members"), ("organisers", "editors")] {
        ada.posts(EDIT, "change_event", &[("audience", event)]).await.leads_to(EVENT);
        let form = lea.gets(from).await.body;
        let mut radios = form.split("<input").skip(1).filter_map(|rest| rest.split('>').next()).filter(|tag| tag.contains("name=\"audience\""));
        let chosen = radios.find(|tag| tag.contains(" checked")).unwrap();
        assert!(chosen.contains(&format!("value=\"{page}\"")), "{event}: {chosen}");
    }
    lea.posts(from, "make_page", &[]).await.leads_to("/c/design/pages/notes-xyzzy");
    assert_eq!(lea.gets("/c/design/pages/notes-xyzzy").await.status, StatusCode::OK);
    assert_eq!(bob.gets("/c/design/pages/notes-xyzzy").await.status, StatusCode::NOT_FOUND);
});

on_every_database!(async fn a_thread_becomes_a_page_with_who_said_what_and_comes_up_to_be_looked_at_again(site) {
    let (ada, bob) = stage(site).await;
    site.clock.set("2026-03-12T12:00:00Z".parse().unwrap());
    let question = "---\ntitle: How do we meet?\nasked: 2026-03-01\nanswers:\n- {anonymous: true, at: 2026-03-01T10:00:00Z, body: In a row.}\n- {author: cleo, at: 2026-03-01T11:00:00Z, accepted: true, body: In a circle.}\n---\nTell me.\n";
    site.holds(&[
        ("communities/design.md", "---\nname: Design\n---\n"),
        ("people/cleo.md", "---\nname: Cleo Wu\n---\n"),
        ("questions/design/how.md", question),
    ])
    .await;
    let from = |of: &str| format!("/c/design/new-page?from=questions/how&of={of}");
    let screen = ada.gets("/c/design/questions/how").await.body;
    for of in ["all", "accepted"] {
        assert!(screen.contains(&from(of).replace('&', "&amp;")), "{of}: {screen}");
    }
    let accepted = ada.gets(&from("accepted")).await.body;
    assert!(accepted.contains("Tell me.") && accepted.contains("The accepted answer by Cleo Wu") && !accepted.contains("In a row."), "{accepted}");
    ada.posts(&from("all"), "make_page", &[]).await.leads_to("/c/design/pages/how-do-we-meet");
    let page = site.get("/c/design/pages/how-do-we-meet").await;
    let text = page.text();
    let at = |words: &str| text.find(words).unwrap_or_else(|| panic!("{words}: {text}"));
    assert!(at("Tell me.") < at("In a circle.") && at("In a circle.") < at("In a row.") && text.contains("The accepted answer by Cleo Wu"), "{text}");
    assert!(page.body.contains("href=\"/c/design/questions/how\"") && !text.contains("asked by"), "{text}");
    // Who may not make pages makes none, and what is not there is an empty page.
    bob.gets(&from("all")).await.says(StatusCode::FORBIDDEN, "Leads and editors");
    assert_eq!(site.get(&from("all")).await.status, StatusCode::UNAUTHORIZED);
    for other in ["/c/design/new-page?from=questions/nowhere&of=all", "/c/design/new-page?from=questions/how&of=x"] {
        assert!(!ada.gets(other).await.body.contains("Tell me."), "{other}");
    }
    ada.posts(NEW, "make_page", &[("title", "Another"), ("status", "published"), ("review_by", "soon")]).await.says(StatusCode::UNPROCESSABLE_ENTITY, "Write the date as year, month and day");
    // Half a year later somebody looks whether it is still so.
    let tending = "/c/design/settings/pages";
    assert!(!ada.reads(tending).await.contains("To look at again"));
    site.clock.set("2026-09-11T12:00:00Z".parse().unwrap());
    ada.signs_in("ada@site.example").await.leads_to("/me");
    assert!(ada.reads(tending).await.contains("To be looked at by"));
});
