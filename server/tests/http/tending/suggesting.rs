//! What members suggest for a page, and who hears of its changes.

use axum::http::StatusCode;

use super::{PLAYBOOK, makes, stage};
use crate::on_every_database;
use crate::visitor::PASSWORD;

on_every_database!(async fn members_suggest_changes_and_hear_what_became_of_them(site) {
    let (ada, bob) = stage(site).await;
    makes(&ada, "Playbook", "", PLAYBOOK).await;
    let suggest = format!("{PLAYBOOK}/suggest");
    assert!(bob.gets(PLAYBOOK).await.body.contains(&suggest) && !site.get(PLAYBOOK).await.body.contains(&suggest));
    bob.posts(&suggest, "suggest_change", &[]).await.says(StatusCode::UNPROCESSABLE_ENTITY, "This is what the page says already.");
    bob.posts(&suggest, "suggest_change", &[("body", "So it was."), ("why", "It is over.")]).await.leads_to(PLAYBOOK);
    bob.posts(&suggest, "suggest_change", &[("body", "So it will be.")]).await.leads_to(PLAYBOOK);
    let told = ada.reads("/me/notifications").await;
    assert_eq!(told.matches("Bob Ito suggests a change").count(), 2, "{told}");
    let tending = "/c/design/settings/pages";
    let shown = ada.reads(tending).await;
    assert!(shown.contains("Suggestion for “Playbook”: Bob Ito") && shown.contains("“It is over.”"), "{shown}");
    ada.posts(tending, "settle_suggestion", &[("word", "take")]).await.leads_to(tending);
    assert!(site.page(PLAYBOOK).await.contains("So it was."));
    let history = ada.reads(&format!("{PLAYBOOK}/history")).await;
    assert!(history.contains("“Suggested: It is over.”") && history.contains("Written by Bob Ito"), "{history}");
    assert!(bob.reads("/me/notifications").await.contains("Ada Okafor took your suggestion"));
    assert!(ada.reads(tending).await.contains("this no longer fits"), "the second was made for what the page said before");
    ada.posts(tending, "settle_suggestion", &[("word", "take")]).await.says(StatusCode::UNPROCESSABLE_ENTITY, "The page was changed since.");
    ada.posts(tending, "settle_suggestion", &[("word", "decline"), ("note", "Thanks.")]).await.leads_to(tending);
    assert!(bob.reads("/me/notifications").await.contains("did not take your suggestion"));
    assert!(!ada.reads(tending).await.contains("Suggestion for"));
    // Their name goes with their account.
    bob.posts("/me/data", "delete_account", &[("contributions", "keep"), ("current_password", PASSWORD)]).await.leads_to("/");
    let history = ada.reads(&format!("{PLAYBOOK}/history")).await;
    assert!(history.contains("Written by A former member") && !history.contains("Bob"), "{history}");
});

on_every_database!(async fn who_follows_a_page_hears_of_its_changes_once_a_day(site) {
    let (ada, bob) = stage(site).await;
    site.clock.set("2026-03-02T12:00:00Z".parse().unwrap());
    makes(&ada, "Playbook", "", PLAYBOOK).await;
    bob.posts(PLAYBOOK, "follow", &[]).await.leads_to(PLAYBOOK);
    let settings = format!("{PLAYBOOK}/settings");
    for title in ["Handbook", "Manual"] {
        ada.posts(&settings, "change_page", &[("title", title)]).await.leads_to(PLAYBOOK);
    }
    let told = bob.reads("/me/notifications").await;
    assert_eq!(told.matches("Ada Okafor changed").count(), 1, "{told}");
    site.clock.set("2026-03-03T12:00:00Z".parse().unwrap());
    ada.posts(&settings, "change_page", &[("title", "Handbook")]).await.leads_to(PLAYBOOK);
    assert_eq!(bob.reads("/me/notifications").await.matches("Ada Okafor changed").count(), 2);
    ada.posts(&settings, "change_page", &[("status", "draft")]).await.leads_to(PLAYBOOK);
    assert!(!bob.reads("/me/notifications").await.contains("Ada Okafor changed"), "nobody is told of what they may not see");
});

on_every_database!(async fn an_archived_page_takes_no_suggestion_and_no_old_text(site) {
    let (ada, bob) = stage(site).await;
    makes(&ada, "Playbook", "", PLAYBOOK).await;
    let (history, tending) = (format!("{PLAYBOOK}/history"), "/c/design/settings/pages");
    ada.posts(&format!("{PLAYBOOK}/edit"), "save_page", &[("body", "So it was.")]).await.leads_to(PLAYBOOK);
    bob.posts(&format!("{PLAYBOOK}/suggest"), "suggest_change", &[("body", "So it will be.")]).await.leads_to(PLAYBOOK);
    ada.posts(&format!("{PLAYBOOK}/settings"), "change_page", &[("status", "archived")]).await.leads_to(PLAYBOOK);
    assert!(!ada.gets(&history).await.body.contains("restore_page"));
    let restores = [("__fn", "/do/app/pages/tending/api/restore_page"), ("community", "design"), ("path", "playbook"), ("number", "1")];
    ada.posts_raw(&history, &restores).await.says(StatusCode::FORBIDDEN, "This page is archived");
    assert!(ada.reads(tending).await.contains("The page is archived"));
    ada.posts(tending, "settle_suggestion", &[("word", "take")]).await.says(StatusCode::UNPROCESSABLE_ENTITY, "The page is archived");
    assert!(site.page(PLAYBOOK).await.contains("So it was."));
    // It waits until the page is brought back.
    ada.posts(&format!("{PLAYBOOK}/settings"), "change_page", &[("status", "published")]).await.leads_to(PLAYBOOK);
    ada.posts(tending, "settle_suggestion", &[("word", "take")]).await.leads_to(tending);
    assert!(site.page(PLAYBOOK).await.contains("So it will be."));
});
