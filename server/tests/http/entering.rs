//! What nobody gets in by, and what nobody is flooded with.

use axum::http::StatusCode;
use chrono::TimeDelta;

use crate::on_every_database;
use crate::visitor::PASSWORD;

on_every_database!(async fn signing_in_again_leads_to_no_other_site(site) {
    let ada = site.member("Ada").await;
    for to in ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/%5Cevil.example", "/sign-in"] {
        let page = ada.gets(&format!("/sign-in?to={to}")).await.body;
        let on = page.split(">Go on<").next().unwrap().rsplit("href=\"").next().unwrap();
        assert!(page.contains(">Go on<") && on.starts_with("/me\""), "{to}: {on}");
        let visitor = site.visitor();
        visitor.posts(&format!("/sign-in?to={to}"), "sign_in", &[("email", "ada@site.example"), ("password", PASSWORD)]).await.leads_to("/me");
    }
    assert!(ada.gets("/sign-in?to=/c/design").await.body.contains("href=\"/c/design\""));
});

on_every_database!(async fn whoever_reads_the_address_before_gets_in_by_it_no_more(site) {
    let ada = site.member("Ada").await;
    let before = "ada@site.example";
    let eve = site.visitor();
    eve.posts("/sign-in", "mail_sign_in", &[("email", before)]).await.leads_to("/sign-in/sent");
    let signs_in = site.mailed_link(before).await;
    eve.posts("/password", "mail_password", &[("email", before)]).await.leads_to("/password/sent");
    let sets = site.mailed_link(before).await;
    for new in ["other@new.example", "ada@new.example"] {
        let sent = [("email", new), ("current_password", PASSWORD)];
        ada.posts("/me/security", "change_email", &sent).await.leads_to("/me/security");
    }
    let (other, link) = (site.mailed_link("other@new.example").await, site.mailed_link("ada@new.example").await);
    ada.posts_as_is(&link).await.leads_to("/me/security");
    for gone in [&signs_in, &sets, &other] {
        assert_eq!(ada.gets(gone).await.status, StatusCode::BAD_REQUEST, "{gone}");
    }
    for address in [before, "ada@new.example"] {
        let mail = site.mails_to(address).await.pop().unwrap();
        assert_eq!(mail.subject, "Your address on Guildhall has changed", "{address}");
    }
    assert!(format!("{:?}", site.mails_to(before).await.pop().unwrap()).contains("ada@new.example"));
});

on_every_database!(async fn nobody_is_flooded_with_invitations(site) {
    let ada = site.member("Ada").await;
    let found = [("name", "Design"), ("summary", "What it is."), ("kind", "practice"), ("join_rule", "open")];
    ada.posts("/communities/new", "found", &found).await.leads_to("/c/design/settings");
    let invite = async |people: &str| ada.posts("/c/design/settings", "invite", &[("people", people)]).await;
    for _ in 0..6 {
        invite("zoe@other.example").await.leads_to("/c/design/settings");
    }
    assert!(ada.reads("/c/design/settings").await.contains("One address has had too many mails within the hour"));
    assert_eq!(site.mails_to("zoe@other.example").await.len(), 5);
    let many = |from: usize, count: usize| (from..from + count).map(|n| format!("p{n}@other.example\n")).collect::<String>();
    invite(&many(0, 100)).await.leads_to("/c/design/settings");
    let refused = invite(&many(100, 95)).await;
    refused.says(StatusCode::TOO_MANY_REQUESTS, "That is too many at once: 94 are left at present. Wait 24 hours for more.");
    assert!(site.mails_to("p100@other.example").await.is_empty());
    invite(&many(100, 94)).await.leads_to("/c/design/settings");
    assert_eq!(invite("p300@other.example").await.status, StatusCode::TOO_MANY_REQUESTS, "each counts, not each form");
});

on_every_database!(async fn a_clock_that_jumps_keeps_nobody_out_for_long_and_lets_nobody_in(site) {
    let ada = site.member("Ada").await;
    let today = site.clock.now();
    let tries = async || {
        let mut status = StatusCode::OK;
        for _ in 0..12 {
            let sent = [("email", "ada@site.example"), ("password", "not the right one")];
            status = site.visitor().posts("/sign-in", "sign_in", &sent).await.status;
        }
        status
    };
    // Ahead by a year, by mistake, and back.
    site.clock.set(today + TimeDelta::days(365));
    assert_eq!(ada.gets("/me").await.status, StatusCode::UNAUTHORIZED, "a session that would have ended has");
    assert_eq!(tries().await, StatusCode::TOO_MANY_REQUESTS);
    site.clock.set(today);
    site.visitor().signs_in("ada@site.example").await.leads_to("/me");
    assert_eq!(tries().await, StatusCode::TOO_MANY_REQUESTS, "what was tried since is counted");
    assert_eq!(ada.gets("/me").await.status, StatusCode::OK);
    // Back by a year: what is there stays, and nothing fails.
    site.clock.set(today - TimeDelta::days(365));
    assert_eq!(ada.gets("/me").await.status, StatusCode::OK);
    site.visitor().signs_in("ada@site.example").await.leads_to("/me");
});

on_every_database!(async fn an_account_made_by_an_invitation_ends_the_session_before(site) {
    let ada = site.member("Ada").await;
    let found = [("name", "Design"), ("summary", "What it is."), ("kind", "practice"), ("join_rule", "open")];
    ada.posts("/communities/new", "found", &found).await.leads_to("/c/design/settings");
    ada.posts("/c/design/settings", "invite", &[("people", "zoe@other.example")]).await.leads_to("/c/design/settings");
    let link = site.mailed_link("zoe@other.example").await;
    let before = ada.cookie("session").unwrap();
    let sent = [("__fn", "/do/app/memberships/api/sign_up_invited"), ("token", link.rsplit('/').next().unwrap()), ("name", "Zoe"), ("password", PASSWORD)];
    ada.posts_raw(&link, &sent).await.leads_to("/c/design");
    assert_ne!(ada.cookie("session").unwrap(), before);
    let old = site.visitor();
    old.has_cookie("session", &before);
    assert_eq!(old.gets("/me").await.status, StatusCode::UNAUTHORIZED);
});
