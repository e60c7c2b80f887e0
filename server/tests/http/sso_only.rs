//! A site that people enter through their organisation alone, and accounts that have no password.

use app::accounts::model::Registration;
use app::db::harness::TestEngine;
use app::on;
use axum::http::StatusCode;
use chrono::TimeDelta;

use crate::office::Office;
use crate::site::TestSite;
use crate::sso::{site_and_office, with_a_provider};
use crate::visitor::PASSWORD;

async fn accounts(site: &TestSite) -> i64 {
    on!(site.db().reader(), c => sqlx::query_scalar("select count(*) from account").fetch_one(c)).unwrap()
}

with_a_provider!(async fn who_is_invited_comes_through_the_provider_and_makes_no_password(site, office) {
    let ben = site.member("Ben").await;
    let found = [("name", "Design"), ("summary", "What it is."), ("kind", "practice"), ("join_rule", "invitation")];
    ben.posts("/communities/new", "found", &found).await.leads_to("/c/design/settings");
    ben.posts("/c/design/settings", "invite", &[("people", "ada@site.example")]).await.leads_to("/c/design/settings");
    let link = site.mailed_link("ada@site.example").await;
    site.admits(&office, Registration::SingleSignOn);
    let ada = site.visitor();
    let page = ada.gets(&link).await;
    assert!(page.text().contains("Sign in through your organisation first.") && !page.body.contains("type=\"password\""), "{}", page.text());
    let token = link.rsplit('/').next().unwrap();
    let sent = [("__fn", "/do/app/memberships/api/sign_up_invited"), ("token", token), ("name", "Ada"), ("password", PASSWORD)];
    ada.posts_raw(&link, &sent).await.says(StatusCode::UNPROCESSABLE_ENTITY, "Accounts here are made by signing in through your organisation.");
    assert_eq!(accounts(site).await, 1);
    let way = page.body.split("href=\"").find(|rest| rest.starts_with("/sign-in/with/work")).unwrap().split('"').next().unwrap();
    office.brings(&ada, &way.replace("&amp;", "&"), "ada").await.leads_to(&link);
    ada.posts(&link, "accept_mailed", &[]).await.leads_to("/c/design");
    assert!(ada.reads("/c/design").await.contains("You belong to Design now."));
});

with_a_provider!(async fn a_profile_is_claimed_through_the_provider_as_well(site, office) {
    let root = site.administrator("Root").await;
    site.imports(&[("people/ada-okafor.md", "---\nname: Ada Okafor\n---\n")]).await;
    root.posts("/admin/members/ada-okafor", "invite_to_claim", &[("email", "ada@site.example")]).await.leads_to("/admin/members/ada-okafor");
    let link = site.mailed_link("ada@site.example").await;
    site.admits(&office, Registration::SingleSignOn);
    let ada = site.visitor();
    let page = ada.gets(&link).await;
    assert!(page.text().contains("Sign in through your organisation first.") && !page.body.contains("type=\"password\""), "{}", page.text());
    let token = link.rsplit('/').next().unwrap();
    let sent = [("__fn", "/do/app/accounts/api/claim_profile"), ("token", token), ("password", PASSWORD)];
    ada.posts_raw(&link, &sent).await.says(StatusCode::UNPROCESSABLE_ENTITY, "Accounts here are made by signing in through your organisation.");
    office.brings(&ada, &format!("/sign-in/with/work?to={link}"), "ada").await.leads_to(&link);
    assert!(ada.posts(&link, "take_profile", &[]).await.header("location").starts_with("/people/"));
});

with_a_provider!(async fn a_link_that_was_mailed_before_makes_no_account_either(site, office) {
    let fields = [("name", "Eve"), ("email", "eve@site.example"), ("password", PASSWORD)];
    site.visitor().posts("/sign-up", "sign_up", &fields).await.leads_to("/sign-up/sent");
    let link = site.mailed_link("eve@site.example").await;
    site.admits(&office, Registration::SingleSignOn);
    site.visitor().posts_as_is(&link).await.says(StatusCode::UNPROCESSABLE_ENTITY, "Accounts here are made by signing in through your organisation.");
    assert_eq!(accounts(site).await, 0);
});

with_a_provider!(async fn who_has_no_password_changes_the_account_only_a_moment_after_signing_in(site, office) {
    let ada = site.visitor();
    office.brings(&ada, "/sign-in/with/work", "ada").await.leads_to("/me");
    site.clock.set(site.clock.now() + TimeDelta::minutes(11));
    for (path, function, fields) in [
        ("/me/security", "accounts/api/change_password", vec![("password", PASSWORD)]),
        ("/me/security", "accounts/api/change_email", vec![("email", "eve@site.example")]),
        ("/me/data", "members/api/delete_account", vec![("contributions", "keep")]),
    ] {
        let function = format!("/do/app/{function}");
        let mut sent = vec![("__fn", function.as_str())];
        sent.extend(fields);
        ada.posts_raw(path, &sent).await.leads_to(&format!("/sign-in?to={}", path.replace('/', "%2F")));
        let page = ada.gets(path).await.body;
        assert!(page.contains("sign in again") && !page.contains(&function), "{page}");
    }
    assert_eq!((accounts(site).await, site.mails_to("eve@site.example").await.len()), (1, 0));
    office.brings(&ada, "/sign-in/with/work?to=/me/security", "ada").await.leads_to("/me/security");
    ada.posts("/me/security", "change_password", &[("password", PASSWORD)]).await.leads_to("/me/security");
    site.clock.set(site.clock.now() + TimeDelta::minutes(11));
    ada.posts("/me/security", "change_password", &[("password", "another long password"), ("current_password", PASSWORD)]).await.leads_to("/me/security");
});
