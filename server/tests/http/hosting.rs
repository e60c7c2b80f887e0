//! Co-hosts: one community asks another to hold an event with it. It is noon on 2 March 2026.

use app::run;
use axum::http::StatusCode;

use crate::on_every_database;
use crate::site::TestSite;
use crate::visitor::Visitor;

const CRIT: &str = "/c/design/events/the-crit";
const HOSTS: &str = "/c/design/events/the-crit/hosts";
const HOSTING: &str = "/c/research/hosting";

/// Who organises for Design, who organises for Research, a member of both, and who leads a third community.
async fn stage(site: &TestSite) -> [Visitor<'_>; 4] {
    site.clock.set("2026-03-02T12:00:00Z".parse().unwrap());
    let people = [site.member("Ada").await, site.member("Bob").await, site.member("Eve").await, site.member("Cy").await];
    site.holds(&[
        ("communities/design.md", "---\nname: Design\n---\n"),
        ("communities/research.md", "---\nname: Research\n---\n"),
        ("communities/writing.md", "---\nname: Writing\n---\n"),
    ])
    .await;
    site.puts("ada", "design", "active", Some("organiser")).await;
    site.puts("bob", "research", "active", Some("organiser")).await;
    site.puts("eve", "design", "active", None).await;
    site.puts("eve", "research", "active", None).await;
    site.puts("cy", "writing", "active", Some("lead")).await;
    let fields =
        [("title", "The crit"), ("day", "2026-03-10"), ("from", "13:00"), ("to", "14:30"), ("timezone", "UTC"), ("status", "confirmed")];
    people[0].posts("/c/design/new-event", "make_event", &fields).await.leads_to(CRIT);
    people
}

async fn asks(ada: &Visitor<'_>) {
    ada.posts(HOSTS, "ask_to_host", &[("host", "research")]).await.leads_to(HOSTS);
}

on_every_database!(async fn a_community_is_asked_and_co_hosts_once_it_has_said_yes(site) {
    let [ada, bob, eve, cy] = stage(site).await;
    let page = ada.gets(&format!("{CRIT}/edit")).await.body;
    assert!(page.contains(HOSTS), "{page}");
    let page = ada.reads(HOSTS).await;
    assert!(page.contains("Design holds it alone.") && page.contains("Research") && page.contains("Writing"), "{page}");
    ada.posts(HOSTS, "ask_to_host", &[("host", "")]).await.says(StatusCode::UNPROCESSABLE_ENTITY, "Choose one of the communities");
    ada.posts(HOSTS, "ask_to_host", &[("host", "design")]).await.says(StatusCode::UNPROCESSABLE_ENTITY, "Choose one of the communities");
    asks(&ada).await;
    let page = ada.reads(HOSTS).await;
    assert!(page.contains("Asked, has not answered yet"), "{page}");
    // Nothing has happened yet for anybody else.
    assert!(!site.page("/c/research/events").await.contains("The crit"));
    assert!(!site.get("/c/research/calendar.ics").await.body.contains("The crit"));
    assert!(!site.page(CRIT).await.contains("Research"));

    let mails = site.mails_to("bob@site.example").await;
    assert!(mails.iter().any(|mail| mail.subject.contains("asks you to co-host “The crit”")), "{mails:?}");
    let page = bob.reads("/me/notifications").await;
    assert!(page.contains("Ada asks you to co-host it") && page.contains("The crit"), "{page}");
    assert!(bob.reads("/c/research/new-event").await.contains("We are asked to co-host 1 event"));
    for other in [&eve, &cy] {
        assert!(!other.reads("/me/notifications").await.contains("The crit"));
        assert_eq!(other.gets(HOSTING).await.status, StatusCode::FORBIDDEN);
        let answer = other.posts_raw(HOSTING, &[("__fn", "/do/app/events/co_hosting/answer_hosting"), ("community", "research"), ("home", "design"), ("slug", "the-crit"), ("yes", "yes")]).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
    }
    let answer = cy.posts_raw("/c/writing/hosting", &[("__fn", "/do/app/events/co_hosting/answer_hosting"), ("community", "writing"), ("home", "design"), ("slug", "the-crit"), ("yes", "yes")]).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);

    let page = bob.reads(HOSTING).await;
    assert!(page.contains("The crit") && page.contains("By Design") && page.contains("10 March 2026"), "{page}");
    bob.posts(HOSTING, "answer_hosting", &[("yes", "yes")]).await.leads_to(HOSTING);
    assert!(site.page("/c/research/events").await.contains("The crit"));
    assert!(site.get("/c/research/calendar.ics").await.body.contains("The crit"));
    assert!(site.page(CRIT).await.contains("Research"));
    assert!(ada.reads("/me/notifications").await.contains("It has a co-host"));
    assert!(ada.reads(HOSTS).await.contains("Co-host"));
    // Nobody answers twice, and an edit keeps who holds it.
    let again = [("__fn", "/do/app/events/co_hosting/answer_hosting"), ("community", "research"), ("home", "design"), ("slug", "the-crit"), ("yes", "yes")];
    assert!(bob.posts_raw(HOSTING, &again).await.text().contains("Nobody asks Research to co-host that any more."));
    ada.posts(&format!("{CRIT}/edit"), "change_event", &[("title", "The big crit")]).await.leads_to(CRIT);
    assert!(site.page("/c/research/events").await.contains("The big crit"));

    let page = bob.reads(HOSTING).await;
    assert!(page.contains("Nobody asks you to co-host an event.") && page.contains("The big crit"), "{page}");
    bob.posts(HOSTING, "answer_hosting", &[("yes", "")]).await.leads_to(HOSTING);
    assert!(!site.page("/c/research/events").await.contains("The big crit"));
    assert!(!site.page(CRIT).await.contains("Research"));
});

on_every_database!(async fn who_is_asked_may_say_no_and_who_asks_may_take_it_back(site) {
    let [ada, bob, ..] = stage(site).await;
    asks(&ada).await;
    bob.posts(HOSTING, "answer_hosting", &[("yes", "")]).await.leads_to(HOSTING);
    assert!(ada.reads("/me/notifications").await.contains("Who was asked does not co-host it"));
    assert!(ada.reads(HOSTS).await.contains("Design holds it alone."));
    asks(&ada).await;
    ada.posts(HOSTS, "remove_host", &[("host", "research")]).await.leads_to(HOSTS);
    assert!(bob.reads(HOSTING).await.contains("Nobody asks you to co-host an event."));
    asks(&ada).await;
    bob.posts(HOSTING, "answer_hosting", &[("yes", "yes")]).await.leads_to(HOSTING);
    ada.posts(HOSTS, "remove_host", &[("host", "research")]).await.leads_to(HOSTS);
    assert!(!site.page(CRIT).await.contains("Research"));
    // Who organises in both says yes by asking.
    site.puts("ada", "writing", "active", Some("organiser")).await;
    ada.posts(HOSTS, "ask_to_host", &[("host", "writing")]).await.leads_to(HOSTS);
    assert!(site.page(CRIT).await.contains("Writing"));
});

on_every_database!(async fn what_is_cancelled_or_a_draft_has_nobody_asked_and_a_role_that_ends_ends_what_it_saw(site) {
    let [ada, bob, ..] = stage(site).await;
    asks(&ada).await;
    ada.posts(&format!("{CRIT}/edit"), "call_off_event", &[("because", "Ill")]).await.leads_to(CRIT);
    assert!(bob.reads(HOSTING).await.contains("Nobody asks you to co-host an event."));
    ada.posts(HOSTS, "ask_to_host", &[("host", "writing")]).await.says(StatusCode::UNPROCESSABLE_ENTITY, "a draft, or cancelled");
    let late = bob.posts_raw(HOSTING, &[("__fn", "/do/app/events/co_hosting/answer_hosting"), ("community", "research"), ("home", "design"), ("slug", "the-crit"), ("yes", "yes")]).await;
    late.says(StatusCode::UNPROCESSABLE_ENTITY, "It is not on the calendar any more.");
    assert!(bob.reads("/me/notifications").await.contains("The crit"));
    bob.posts("/c/research", "leave", &[]).await;
    assert!(!bob.reads("/me/notifications").await.contains("The crit"));
    assert_eq!(bob.gets(HOSTING).await.status, StatusCode::FORBIDDEN);
});

on_every_database!(async fn who_is_asked_for_a_series_is_asked_for_both_halves_where_it_is_parted(site) {
    let [ada, bob, ..] = stage(site).await;
    ada.posts(&format!("{CRIT}/edit"), "change_event", &[("repeats", "weekly")]).await.leads_to(CRIT);
    asks(&ada).await;
    let later = "/c/design/events/the-later-crit";
    ada.posts(&format!("{CRIT}/edit?from=2026-03-24"), "change_event", &[("title", "The later crit")]).await.leads_to(later);
    let page = bob.reads(HOSTING).await;
    assert!(page.contains("The crit") && page.contains("The later crit"), "{page}");
    bob.posts(HOSTING, "answer_hosting", &[("slug", "the-later-crit"), ("yes", "yes")]).await.leads_to(HOSTING);
    assert!(site.page(later).await.contains("Research") && !site.page(CRIT).await.contains("Research"));
});

on_every_database!(async fn a_co_host_that_those_who_organise_can_not_see_they_can_still_remove(site) {
    let [ada, bob, ..] = stage(site).await;
    asks(&ada).await;
    bob.posts(HOSTING, "answer_hosting", &[("yes", "yes")]).await.leads_to(HOSTING);
    assert!(bob.reads(HOSTING).await.contains("The crit"));
    ada.posts(HOSTS, "ask_to_host", &[("host", "writing")]).await.leads_to(HOSTS);
    let mut tx = site.db().begin().await.unwrap();
    run!(tx, sqlx::query("update community set listed = false where slug in ('research', 'writing')")).unwrap();
    tx.commit([]).await.unwrap();
    // What was just done is said once.
    ada.reads(HOSTS).await;
    let page = ada.gets(HOSTS).await;
    assert_eq!(page.text().matches("A community you can’t see").count(), 2, "{}", page.text());
    for hidden in ["Research", "research", "Writing", "/c/writing"] {
        assert!(!page.body.contains(hidden), "{hidden}: {}", page.body);
    }
    let own = [("__fn", "/do/app/events/co_hosting/remove_host"), ("community", "design"), ("slug", "the-crit"), ("host", "~0000000000000000")];
    assert_eq!(ada.posts_raw(HOSTS, &own).await.status, StatusCode::NOT_FOUND);
    ada.posts(HOSTS, "remove_host", &[]).await.leads_to(HOSTS);
    let page = ada.reads(HOSTS).await;
    assert!(page.contains("That community is no co-host any more.") && page.contains("Asked, has not answered yet"), "{page}");
    assert!(!bob.reads(HOSTING).await.contains("The crit"));
    ada.posts(HOSTS, "remove_host", &[]).await.leads_to(HOSTS);
    let page = ada.reads(HOSTS).await;
    assert!(page.contains("That community is not asked any more.") && page.contains("Design holds it alone."), "{page}");
});

on_every_database!(async fn the_log_of_a_community_names_none_that_is_hidden(site) {
    let [ada, bob, _, cy] = stage(site).await;
    site.puts("cy", "design", "active", Some("lead")).await;
    site.puts("ada", "research", "active", None).await;
    // The ones that are asked while everybody may know of them stand in the log by their names.
    asks(&ada).await;
    let log = "/c/design/settings/log";
    assert!(cy.reads(log).await.contains("Research"), "{}", cy.reads(log).await);
    ada.posts(HOSTS, "remove_host", &[("host", "research")]).await.leads_to(HOSTS);
    let forget = async || {
        let mut tx = site.db().begin().await.unwrap();
        run!(tx, sqlx::query("delete from activity")).unwrap();
        run!(tx, sqlx::query("update community set listed = false where slug in ('research', 'design')")).unwrap();
        tx.commit([]).await.unwrap();
    };
    forget().await;
    // Ada belongs to both; those who read either log may not know of the other.
    asks(&ada).await;
    bob.posts(HOSTING, "answer_hosting", &[("yes", "yes")]).await.leads_to(HOSTING);
    ada.posts(HOSTS, "remove_host", &[("host", "research")]).await.leads_to(HOSTS);
    asks(&ada).await;
    ada.posts(HOSTS, "remove_host", &[("host", "research")]).await.leads_to(HOSTS);
    let told = cy.gets(log).await;
    assert!(told.text().contains("The crit") && !told.body.contains("Research") && !told.body.contains("research"), "{}", told.text());
    // Nor is it said where the event was, in the log of the other.
    let cleo = site.member("Cleo").await;
    site.puts("cleo", "research", "active", Some("lead")).await;
    let told = cleo.gets("/c/research/settings/log").await;
    assert!(told.status == StatusCode::OK && !told.body.contains("Design") && !told.body.contains("/c/design"), "{}", told.text());
});
