//! Getting in: signing up, signing in, links in mails, sessions, limits.

use app::accounts::model::Registration;
use axum::http::{Request, StatusCode};
use chrono::TimeDelta;

use crate::on_every_database;
use crate::visitor::{PASSWORD, address_of};

const WRONG: &str = "That e-mail and password don’t go together.";
const GONE: &str = "This link has been used already, or is too old.";

on_every_database!(async fn somebody_signs_up_confirms_and_is_in(site) {
    let ada = site.visitor();
    assert!(ada.gets("/").await.body.contains("href=\"/sign-in\""));
    ada.signs_up("Ada Okafor", "Ada@site.example").await;
    let page = ada.gets("/me").await;
    assert!(page.text().contains("Welcome to Guildhall."), "{}", page.text());
    assert!(page.body.contains("class=\"account-me\"") && page.body.contains("Ada Okafor"), "{}", page.body);
    assert!(!ada.reads("/me").await.contains("Welcome to Guildhall."), "said once");
    assert!(ada.reads("/people/ada-okafor").await.contains("Ada Okafor"));
    assert!(site.page("/people?q=okafor").await.contains("Ada Okafor"), "found at once, by everybody");
});

on_every_database!(async fn what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(site) {
    let ada = site.visitor();
    let answer = ada.posts("/sign-up", "sign_up", &[("name", "Ada <b>"), ("email", "ada@nowhere"), ("password", "short")]).await;
    answer.says(StatusCode::UNPROCESSABLE_ENTITY, "There is a problem");
    assert!(answer.body.contains("value=\"Ada &lt;b&gt;\"") && answer.body.contains("value=\"ada@nowhere\""), "{}", answer.body);
    assert!(!answer.body.contains("short\""), "a password is not sent back");
    assert!(answer.body.contains("href=\"#sign_up-email\"") && answer.body.contains("id=\"sign_up-email-error\""));
    assert_eq!(answer.header("cache-control"), "private, no-cache");
    assert!(site.mails_to("ada@nowhere").await.is_empty());
});

on_every_database!(async fn an_address_with_an_account_gets_the_same_answer_and_another_mail(site) {
    site.member("Ada").await;
    let other = site.visitor();
    let fields = [("name", "Eve"), ("email", "ADA@site.example"), ("password", PASSWORD)];
    other.posts("/sign-up", "sign_up", &fields).await.leads_to("/sign-up/sent");
    let mail = site.mails_to(&address_of("Ada")).await.pop().unwrap();
    assert_eq!(mail.subject, "You have an account on Guildhall");
    for (page, function) in [("/password", "mail_password"), ("/sign-in", "mail_sign_in")] {
        for email in ["ada@site.example", "nobody@site.example"] {
            let answer = other.posts(page, function, &[("email", email)]).await;
            answer.leads_to(&format!("{page}/sent"));
        }
    }
    assert_eq!(site.mails_to("nobody@site.example").await.len(), 2);
});

on_every_database!(async fn a_wrong_password_and_an_unknown_address_read_the_same(site) {
    site.member("Ada").await;
    let visitor = site.visitor();
    let wrong = visitor.posts("/sign-in", "sign_in", &[("email", "ada@site.example"), ("password", "not this one, surely")]).await;
    let unknown = visitor.posts("/sign-in", "sign_in", &[("email", "eve@site.example"), ("password", "not this one, surely")]).await;
    wrong.says(StatusCode::UNPROCESSABLE_ENTITY, WRONG);
    assert_eq!((wrong.status, wrong.text()), (unknown.status, unknown.text()));
    visitor.signs_in("ADA@SITE.EXAMPLE").await.leads_to("/me");
});

on_every_database!(async fn signing_in_leads_back_to_where_one_was_going_and_nowhere_else(site) {
    site.member("Ada").await;
    let sign_in = |to: &'static str| async move {
        let visitor = site.visitor();
        let answer = visitor.posts(&format!("/sign-in?to={to}"), "sign_in", &[("email", "ada@site.example"), ("password", PASSWORD)]).await;
        answer.header("location").to_owned()
    };
    assert_eq!(sign_in("/c/everyone").await, "/c/everyone");
    for evil in ["https://evil.example", "//evil.example", "/%5Cevil.example", "javascript:alert(1)"] {
        let to = sign_in(evil).await;
        assert!(to == "/me" || to == "/", "{evil} led to {to}");
    }
});

on_every_database!(async fn a_link_works_once_and_not_for_ever_and_following_it_uses_nothing_up(site) {
    site.member("Ada").await;
    let visitor = site.visitor();
    visitor.posts("/sign-in", "mail_sign_in", &[("email", "ada@site.example")]).await.leads_to("/sign-in/sent");
    let link = site.mailed_link("ada@site.example").await;
    for _ in 0..3 {
        assert!(visitor.reads(&link).await.contains("One press"), "a mail scanner follows links");
    }
    visitor.posts_as_is(&link).await.leads_to("/me");
    visitor.gets(&link).await.says(StatusCode::BAD_REQUEST, GONE);

    visitor.posts("/password", "mail_password", &[("email", "ada@site.example")]).await.leads_to("/password/sent");
    let link = site.mailed_link("ada@site.example").await;
    site.clock.set(site.clock.now() + TimeDelta::hours(3));
    visitor.gets(&link).await.says(StatusCode::BAD_REQUEST, GONE);
    visitor.gets("/password/nonsense").await.says(StatusCode::BAD_REQUEST, GONE);
});

on_every_database!(async fn a_new_password_ends_every_session(site) {
    let ada = site.member("Ada").await;
    let elsewhere = site.visitor();
    elsewhere.signs_in("ada@site.example").await.leads_to("/me");
    let forgetful = site.visitor();
    forgetful.posts("/password", "mail_password", &[("email", "ada@site.example")]).await.leads_to("/password/sent");
    let link = site.mailed_link("ada@site.example").await;
    let new = "seven grey owls stayed";
    forgetful.posts(&link, "reset_password", &[("password", "too short")]).await.says(StatusCode::UNPROCESSABLE_ENTITY, "at least 12");
    forgetful.posts(&link, "reset_password", &[("password", new)]).await.leads_to("/me");
    assert_eq!(forgetful.gets("/me/security").await.status, StatusCode::OK);
    for old in [&ada, &elsewhere] {
        assert_eq!(old.gets("/me/security").await.status, StatusCode::UNAUTHORIZED);
    }
    elsewhere.signs_in("ada@site.example").await.says(StatusCode::UNPROCESSABLE_ENTITY, WRONG);
    let told = site.mails_to("ada@site.example").await.pop().unwrap();
    assert_eq!(told.subject, "Your password on Guildhall has changed");
});

on_every_database!(async fn guessing_is_slowed_down_by_account_and_by_address(site) {
    site.member("Ada").await;
    let guesser = site.visitor();
    let guess = [("email", "ada@site.example"), ("password", "a guess at a password")];
    for n in 0..10 {
        guesser.comes_from(&format!("198.51.100.{n}"));
        guesser.posts("/sign-in", "sign_in", &guess).await.says(StatusCode::UNPROCESSABLE_ENTITY, WRONG);
    }
    guesser.posts("/sign-in", "sign_in", &guess).await.says(StatusCode::TOO_MANY_REQUESTS, "Wait 15 minutes and try again.");
    site.clock.set(site.clock.now() + TimeDelta::minutes(16));
    guesser.signs_in("ada@site.example").await.leads_to("/me");
    let sprayer = site.visitor();
    for n in 0..60 {
        let email = format!("member{n}@site.example");
        sprayer.posts("/sign-in", "sign_in", &[("email", &email), ("password", "a guess at a password")]).await.says(StatusCode::UNPROCESSABLE_ENTITY, WRONG);
    }
    sprayer.signs_in("ada@site.example").await.says(StatusCode::TOO_MANY_REQUESTS, "too often");
});

on_every_database!(async fn sessions_are_listed_ended_and_expire(site) {
    let ada = site.member("Ada").await;
    let elsewhere = site.visitor();
    elsewhere.signs_in("ada@site.example").await.leads_to("/me");
    assert!(ada.reads("/me/security").await.contains("This session"));
    ada.posts("/me/security", "end_session", &[]).await.leads_to("/me/security");
    assert_eq!(elsewhere.gets("/me/security").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(elsewhere.cookie("session"), None, "what signs nobody in is forgotten");
    elsewhere.signs_in("ada@site.example").await.leads_to("/me");
    ada.posts("/me/security", "end_other_sessions", &[]).await.leads_to("/me/security");
    assert_eq!(elsewhere.gets("/me/security").await.status, StatusCode::UNAUTHORIZED);
    site.clock.set(site.clock.now() + TimeDelta::days(29));
    assert_eq!(ada.gets("/me/security").await.status, StatusCode::OK);
    site.clock.set(site.clock.now() + TimeDelta::days(31));
    assert_eq!(ada.gets("/me/security").await.status, StatusCode::UNAUTHORIZED, "unused for a month");
});

on_every_database!(async fn a_session_ends_at_last_however_much_it_is_used(site) {
    let ada = site.member("Ada").await;
    for _ in 0..9 {
        site.clock.set(site.clock.now() + TimeDelta::days(9) + TimeDelta::hours(20));
        assert_eq!(ada.gets("/me/security").await.status, StatusCode::OK);
    }
    site.clock.set(site.clock.now() + TimeDelta::days(9));
    assert_eq!(ada.gets("/me/security").await.status, StatusCode::UNAUTHORIZED);
});

on_every_database!(async fn signing_out_ends_the_session_on_the_server_too(site) {
    let ada = site.member("Ada").await;
    let token = ada.cookie("session").unwrap();
    let out = ada.posts("/me/security", "sign_out", &[]).await;
    out.leads_to("/");
    assert_eq!(out.header("clear-site-data"), "\"storage\"", "drafts that the browser kept go too");
    assert!(ada.reads("/").await.contains("You are signed out."));
    ada.has_cookie("session", &token);
    assert_eq!(ada.gets("/me/security").await.status, StatusCode::UNAUTHORIZED);
});

on_every_database!(async fn forged_cookies_sign_nobody_in(site) {
    site.member("Ada").await;
    for forged in ["", "x", &"A".repeat(43), "' or 1=1 --", "%00"] {
        let visitor = site.visitor();
        visitor.has_cookie("session", forged);
        assert_eq!(visitor.gets("/me/security").await.status, StatusCode::UNAUTHORIZED, "{forged}");
    }
});

on_every_database!(async fn an_address_changes_once_the_new_one_is_proved_and_the_old_one_is_told(site) {
    let ada = site.member("Ada").await;
    site.member("Bob").await;
    let change = async |email: &str, password: &str| ada.posts("/me/security", "change_email", &[("email", email), ("current_password", password)]).await;
    change("ada@new.example", "wrong one here").await.says(StatusCode::UNPROCESSABLE_ENTITY, "This is not your password.");
    change("bob@site.example", PASSWORD).await.leads_to("/me/security");
    change("ada@new.example", PASSWORD).await.leads_to("/me/security");
    assert!(site.mails_to("ada@site.example").await.iter().any(|mail| mail.subject.contains("about to change")));
    assert!(site.mails_to("bob@site.example").await.iter().any(|mail| mail.subject == "You have an account on Guildhall"));
    let link = site.mailed_link("ada@new.example").await;
    let bob = site.visitor();
    bob.signs_in("bob@site.example").await.leads_to("/me");
    bob.posts_as_is(&link).await.says(StatusCode::FORBIDDEN, "for another account");
    ada.posts_as_is(&link).await.leads_to("/me/security");
    site.visitor().signs_in("ada@new.example").await.leads_to("/me");
    site.visitor().signs_in("ada@site.example").await.says(StatusCode::UNPROCESSABLE_ENTITY, WRONG);
});

on_every_database!(async fn the_console_s_link_makes_one_administrator(site) {
    let link = app::accounts::signing_up::first_link(&site.app()).await.unwrap().unwrap();
    let (again, path) = (site.visitor(), link.split_once("site.example").unwrap().1.to_owned());
    assert_eq!(again.gets(&path).await.status, StatusCode::OK);
    site.administrator("Root Admin").await;
    again.gets(&path).await.says(StatusCode::BAD_REQUEST, GONE);
    assert_eq!(app::accounts::signing_up::first_link(&site.app()).await.unwrap(), None);
});

on_every_database!(async fn pages_of_somebody_signed_in_are_kept_for_nobody(site) {
    let ada = site.member("Ada").await;
    let theirs = ada.gets("/communities").await;
    assert!(theirs.body.contains("Ada") && theirs.header("cache-control").contains("private") && theirs.header("etag").is_empty());
    let ours = site.get("/communities").await;
    assert!(!ours.body.contains("Ada"), "{}", ours.body);
});

on_every_database!(async fn forms_of_other_sites_are_refused(site) {
    let ada = site.member("Ada").await;
    let cookie = format!("session={}", ada.cookie("session").unwrap());
    for (name, value) in [("sec-fetch-site", "cross-site"), ("sec-fetch-site", "same-site"), ("origin", "https://evil.example")] {
        for path in ["/me/security", "/do/app/accounts/api/sign_out"] {
            let request = Request::post(path).header("cookie", &cookie).header("host", "site.example").header(name, value);
            let answer = site.sends(request.header("content-type", "application/x-www-form-urlencoded")).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{name}: {value}");
        }
    }
    assert_eq!(ada.gets("/me/security").await.status, StatusCode::OK);
});

on_every_database!(async fn a_form_that_names_no_function_of_ours_does_nothing(site) {
    let ada = site.member("Ada").await;
    for function in ["", "/do/app/nothing", "/healthz", "/do/app/accounts/api/sign_out?x", "/do/app/members/api/people"] {
        assert_eq!(ada.posts_raw("/me/security", &[("__fn", function)]).await.status, StatusCode::BAD_REQUEST, "{function}");
    }
    let large = "x".repeat(3_000_000);
    let answer = ada.posts_raw("/me/security", &[("__fn", "/do/app/accounts/api/sign_out"), ("x", &large)]).await;
    answer.says(StatusCode::PAYLOAD_TOO_LARGE, "more than a form may send: 2 megabytes");
    assert!(answer.body.contains("<h1"), "it comes back on the page of the form");
});

on_every_database!(async fn the_operator_says_who_may_sign_up(mut site) {
    let fields = [("name", "Eve"), ("email", "eve@other.example"), ("password", PASSWORD)];
    site.set(|site| {
        site.registration = Registration::Domains;
        site.registration_domains = vec!["site.example".to_owned()];
    });
    site.visitor().posts("/sign-up", "sign_up", &fields).await.says(StatusCode::UNPROCESSABLE_ENTITY, "Use your address at site.example");
    site.member("Ada").await;
    for policy in [Registration::Invitation, Registration::SingleSignOn] {
        site.set(|site| site.registration = policy);
        let visitor = site.visitor();
        assert!(!visitor.gets("/sign-up").await.body.contains("type=\"password\""));
        let mut sent = fields.to_vec();
        sent.push(("__fn", "/do/app/accounts/api/sign_up"));
        assert_eq!(visitor.posts_raw("/sign-up", &sent).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
});
