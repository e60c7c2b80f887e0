//! Of memberships: roles that begin later, the guidelines one was shown, and how often leads are told.

use app::on;
use axum::http::StatusCode;
use chrono::TimeDelta;

use crate::on_every_database;
use crate::site::TestSite;
use crate::visitor::{PASSWORD, Visitor};

async fn founded<'s>(site: &'s TestSite, rule: &str) -> Visitor<'s> {
    let ada = site.member("Ada").await;
    let found = [("name", "Design"), ("summary", "What it is."), ("kind", "practice"), ("join_rule", rule)];
    ada.posts("/communities/new", "found", &found).await.leads_to("/c/design/settings");
    ada
}

on_every_database!(async fn a_role_that_begins_later_counts_for_nothing_yet(site) {
    let ada = founded(site, "request").await;
    let (bob, eve) = (site.member("Bob").await, site.member("Eve").await);
    bob.posts("/c/design", "join", &[]).await.leads_to("/c/design");
    ada.posts("/c/design/settings", "approve", &[]).await.leads_to("/c/design/settings");
    let of_bob = "/c/design/settings/members/bob";
    ada.posts(of_bob, "give_role", &[("role", "lead"), ("title", "Chair to be"), ("since", "2190-01-01")]).await.leads_to(of_bob);
    ada.posts("/c/design/settings/audiences", "change_audiences", &[("members", "leads"), ("questions", "leads")])
        .await
        .leads_to("/c/design/settings/audiences");
    for path in ["/c/design/members", "/c/design/questions"] {
        assert_eq!((ada.gets(path).await.status, bob.gets(path).await.status), (StatusCode::OK, StatusCode::NOT_FOUND), "{path}");
    }
    assert_eq!(bob.gets("/c/design/settings").await.status, StatusCode::FORBIDDEN);
    assert!(!bob.gets("/c/design").await.body.contains("/c/design/settings"));
    for (page, of) in [(site.page("/c/design").await, "the community"), (bob.reads("/me").await, "one’s own"), (bob.reads("/people/bob").await, "the profile")] {
        assert!(!page.contains("Chair to be"), "{of}: {page}");
    }
    eve.posts("/c/design", "join", &[]).await.leads_to("/c/design");
    let asks = async |of: &str| site.mails_to(of).await.iter().any(|mail| mail.subject == "Eve asks to join Design");
    assert!(asks("ada@site.example").await && !asks("bob@site.example").await);
    ada.posts("/c/design", "leave", &[]).await.says(StatusCode::UNPROCESSABLE_ENTITY, "You are the last lead.");
});

on_every_database!(async fn the_guidelines_that_are_accepted_are_those_that_were_shown(site) {
    let ada = founded(site, "open").await;
    let about = "/c/design/settings/about";
    ada.posts(about, "change_joining", &[("guidelines", "Be kind.")]).await.leads_to(about);
    let bob = site.member("Bob").await;
    let page = bob.gets("/c/design").await.body;
    assert!(page.contains("name=\"version\" value=\"2\""), "{page}");
    ada.posts(about, "change_joining", &[("guidelines", "Be kind, and pay.")]).await.leads_to(about);
    let sent = [("__fn", "/do/app/memberships/api/join"), ("community", "design"), ("guidelines", "yes"), ("version", "2")];
    let answer = bob.posts_raw("/c/design", &sent).await;
    answer.says(StatusCode::UNPROCESSABLE_ENTITY, "What members keep to has changed since you opened this page.");
    assert!(answer.body.contains("name=\"version\" value=\"3\"") && answer.body.contains("Be kind, and pay."));
    let without = [("__fn", "/do/app/memberships/api/join"), ("community", "design"), ("guidelines", "yes")];
    assert_eq!(bob.posts_raw("/c/design", &without).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    bob.posts("/c/design", "join", &[("guidelines", "yes")]).await.leads_to("/c/design");
    // By a mailed invitation as well.
    ada.posts("/c/design/settings", "invite", &[("people", "zoe@other.example")]).await.leads_to("/c/design/settings");
    let link = site.mailed_link("zoe@other.example").await;
    let zoe = site.visitor();
    zoe.posts(&link, "sign_up_invited", &[("name", "Zoe"), ("password", PASSWORD), ("guidelines", "yes")]).await.leads_to("/c/design");
});

on_every_database!(async fn leads_are_not_told_over_and_over_that_somebody_asks(site) {
    founded(site, "request").await;
    let bob = site.member("Bob").await;
    for _ in 0..5 {
        bob.posts("/c/design", "join", &[]).await.leads_to("/c/design");
        bob.posts("/c/design", "leave", &[]).await.leads_to("/me");
    }
    assert_eq!(bob.posts("/c/design", "join", &[]).await.status, StatusCode::TOO_MANY_REQUESTS);
    const TOLD: &str = "select count(*) from notification where kind = 'asks_to_join'";
    let told: i64 = on!(site.db().reader(), c => sqlx::query_scalar(TOLD).fetch_one(c)).unwrap();
    assert_eq!(told, 5);
});

on_every_database!(async fn who_belongs_and_follows_an_invitation_belongs_since_they_came(site) {
    let ada = founded(site, "open").await;
    let bob = site.member("Bob").await;
    bob.posts("/c/design", "join", &[]).await.leads_to("/c/design");
    let came = bob.reads("/me").await;
    ada.posts("/c/design/settings", "invite", &[("people", "bob@site.example")]).await.leads_to("/c/design/settings");
    let link = site.mailed_link("bob@site.example").await;
    site.clock.set(site.clock.now() + TimeDelta::days(3));
    bob.posts(&link, "accept_mailed", &[]).await.leads_to("/c/design");
    assert!(bob.reads("/c/design").await.contains("You belong here already."));
    let since = |page: &str| page.split("Since ").nth(1).unwrap().chars().take(14).collect::<String>();
    assert_eq!(since(&bob.reads("/me").await), since(&came));
    assert_eq!(ada.reads("/c/design/settings/log").await.matches("Bob joined Design").count(), 1);
});

on_every_database!(async fn an_invitation_by_mail_that_is_taken_back_stands_in_the_log(site) {
    let ada = founded(site, "open").await;
    ada.posts("/c/design/settings", "invite", &[("people", "zoe@other.example")]).await.leads_to("/c/design/settings");
    let link = site.mailed_link("zoe@other.example").await;
    ada.posts("/c/design/settings", "take_back", &[]).await.leads_to("/c/design/settings");
    assert_eq!(site.get(&link).await.status, StatusCode::BAD_REQUEST);
    let log = ada.reads("/c/design/settings/log").await;
    assert!(log.contains("Ada took back an invitation by mail to Design") && log.contains("zoe@other.example"), "{log}");
});

on_every_database!(async fn nobody_reads_that_a_lead_is_missing_whom_leads_are_hidden_from(site) {
    let ada = founded(site, "open").await;
    ada.posts("/c/design/settings/audiences", "change_audiences", &[("about", "members")]).await.leads_to("/c/design/settings/audiences");
    assert!(!site.page("/c/design").await.contains("looking for a lead"));
});
