//! What leads change of a community besides its words: when it ends, its colour, what it belongs to, and who leads it.

use axum::http::StatusCode;

use crate::belonging::founds;
use crate::on_every_database;

const WRONG: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;

on_every_database!(async fn a_lead_says_when_it_ends_and_which_colour_it_has(site) {
    let ada = site.member("Ada").await;
    let about = format!("{}/settings/about", founds(&ada, "Design", &[]).await);
    ada.posts(&about, "change_about", &[("ends_on", "soon")]).await.says(WRONG, "Write the day as year-month-day");
    ada.posts(&about, "change_about", &[("accent", "red; x")]).await.says(WRONG, "Write a colour as six digits");
    ada.posts(&about, "change_about", &[("kind", "working_group"), ("ends_on", "2026-09-30"), ("accent", "#8A2BE2")]).await.leads_to(&about);
    let form = ada.gets(&about).await.body;
    assert!(form.contains("value=\"2026-09-30\"") && form.contains("value=\"#8a2be2\""), "what was saved is shown");
    let page = site.get("/c/design").await;
    assert!(page.text().contains("30 September 2026") && page.body.contains("/c/design/accent.css"), "{}", page.text());
    ada.posts(&about, "change_about", &[("ends_on", ""), ("accent", "")]).await.leads_to(&about);
    let page = site.get("/c/design").await;
    assert!(!page.text().contains("30 September 2026") && !page.body.contains("accent.css"));
});

on_every_database!(async fn a_community_belongs_to_one_that_its_lead_sees_and_never_to_itself(site) {
    let (ada, eve) = (site.member("Ada").await, site.member("Eve").await);
    let (design, _) = (founds(&ada, "Design", &[]).await, founds(&ada, "Icons", &[]).await);
    let hidden = founds(&eve, "Secret", &[("hidden", "yes")]).await;
    let about = |slug: &str| format!("/c/{slug}/settings/about");
    ada.posts(&about("icons"), "change_about", &[("parent", "design")]).await.leads_to(&about("icons"));
    assert!(site.get("/c/icons").await.body.contains("href=\"/c/design\"") && site.get(&design).await.body.contains("href=\"/c/icons\""));
    for circle in ["design", "icons"] {
        ada.posts(&about("design"), "change_about", &[("parent", circle)]).await.says(WRONG, "belongs to this community itself");
    }
    for nothing in ["nothing", hidden.trim_start_matches("/c/"), "everyone"] {
        ada.posts(&about("design"), "change_about", &[("parent", nothing)]).await.says(WRONG, "There is no such community.");
    }
    // One that this lead may not see is neither shown nor taken away by saving.
    site.puts("ada", hidden.trim_start_matches("/c/"), "active", None).await;
    ada.posts(&about("design"), "change_about", &[("parent", hidden.as_str())]).await.leads_to(&about("design"));
    ada.posts(&hidden, "leave", &[]).await;
    assert!(!ada.gets(&about("design")).await.body.contains("secret-"));
    ada.posts(&about("design"), "change_about", &[("summary", "Other words.")]).await.leads_to(&about("design"));
    assert!(eve.gets(&design).await.body.contains(&format!("href=\"{hidden}\"")));
    assert!(!site.get(&design).await.body.contains("secret-"), "and nobody else learns of it");
});

on_every_database!(async fn a_lead_hands_the_community_to_another_member_in_one_act(site) {
    let (ada, bob, eve) = (site.member("Ada").await, site.member("Bob").await, site.member("Eve").await);
    let home = founds(&ada, "Design", &[]).await;
    bob.posts(&home, "join", &[]).await.leads_to(&home);
    let end = format!("{home}/settings/end");
    for (whom, says) in [("nobody", "No member has the handle @nobody"), ("@eve", "does not belong to Design yet"), ("ada", "This is you."), ("", "No member has the handle")] {
        ada.posts(&end, "transfer", &[("handle", whom)]).await.says(WRONG, says);
    }
    let sent = [("__fn", "/do/app/memberships/api/transfer"), ("community", "design"), ("handle", "bob")];
    for other in [&bob, &eve] {
        assert_eq!(other.posts_raw(&end, &sent).await.status, StatusCode::FORBIDDEN);
    }
    ada.posts(&end, "transfer", &[("handle", "@Bob")]).await.leads_to(&home);
    assert!(ada.reads(&home).await.contains("Bob leads Design now"));
    assert_eq!(ada.gets(&end).await.status, StatusCode::FORBIDDEN);
    let log = bob.reads(&format!("{home}/settings/log")).await;
    assert!(log.contains("Ada gave Bob a role in Design") && log.contains("Ada stepped down from a role in Design") && log.contains("handed over to Bob"), "{log}");
    assert!(bob.reads("/me/notifications").await.contains("Design"));
    bob.posts(&format!("{home}/settings/members/ada"), "remove_member", &[]).await.leads_to(&format!("{home}/settings/members"));
});
