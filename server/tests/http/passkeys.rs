//! Passkeys: added, used as the only step and as the second, and lost.

use app::on;
use axum::http::StatusCode;
use chrono::TimeDelta;

use crate::authenticator::Authenticator;
use crate::on_every_database;
use crate::site::TestSite;
use crate::visitor::{PASSWORD, Visitor, address_of};

const REFUSED: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;
const NOT_CONFIRMED: &str = "The passkey could not be confirmed here.";
const OUTDATED: &str = "That took too long, or was done already.";
const UNKNOWN: &str = "This passkey is not known here.";

/// Somebody who gets in by a password and a passkey, and their recovery codes.
async fn careful<'s>(site: &'s TestSite, passkey: &Authenticator) -> (Visitor<'s>, Vec<String>) {
    let ada = site.member("Ada").await;
    ada.adds(passkey, "My phone").await.leads_to("/me/security");
    ada.posts("/me/security", "require_passkey", &[]).await.leads_to("/me/security/codes");
    let codes = codes(&ada.gets("/me/security/codes").await.body);
    (ada, codes)
}

fn codes(page: &str) -> Vec<String> {
    page.split("<code>").skip(1).map(|rest| rest.split("</code>").next().unwrap().replace("<!>", "")).collect()
}

async fn is_in(visitor: &Visitor<'_>) -> bool {
    visitor.gets("/me").await.status == StatusCode::OK
}

async fn subjects(site: &TestSite, of: &str) -> Vec<String> {
    site.mails_to(&address_of(of)).await.into_iter().map(|mail| mail.subject).collect()
}

on_every_database!(async fn a_passkey_is_added_named_and_signs_in(site) {
    let (ada, passkey) = (site.member("Ada").await, Authenticator::new(1));
    let page = ada.gets("/me/security").await;
    assert!(page.body.contains("<noscript><p class=\"hint\">To add a passkey, JavaScript has to be on.</p></noscript>"), "{}", page.body);
    ada.adds(&passkey, " My  phone ").await.leads_to("/me/security");
    let page = ada.reads("/me/security").await;
    assert!(page.contains("“My phone” lets you in from now on.") && page.contains("Not used yet"), "{page}");
    assert_eq!(subjects(site, "Ada").await.last().unwrap(), "How you get in to Guildhall has changed");
    let other = site.visitor();
    let challenge = other.begins("sign_in").await;
    assert!(challenge.options.contains("\"rpId\":\"site.example\"") && challenge.options.contains("\"userVerification\":\"required\""));
    let member: uuid::Uuid = on!(site.db().reader(), c => sqlx::query_scalar("select member_id from passkey").fetch_one(c)).unwrap();
    let credential = passkey.signs(&challenge.options, Some(member));
    let fields = [("token", challenge.token.as_str()), ("credential", &credential)];
    other.posts("/sign-in?to=/people", "sign_in_with_passkey", &fields).await.leads_to("/people");
    assert!(is_in(&other).await);
    assert!(ada.reads("/me/security").await.contains("Last used"));
    let id = on!(site.db().reader(), c => sqlx::query_scalar("select id from passkey").fetch_one(c)).map(|id: uuid::Uuid| id.to_string()).unwrap();
    ada.posts("/me/security", "rename_passkey", &[("passkey", &id), ("name", "")]).await.says(REFUSED, "Give it a name");
    ada.posts("/me/security", "rename_passkey", &[("passkey", &id), ("name", "Old phone")]).await.leads_to("/me/security");
    assert!(ada.reads("/me/security").await.contains("Old phone"));
});

on_every_database!(async fn a_challenge_is_answered_once_within_five_minutes_and_for_what_it_was_put(site) {
    let (ada, passkey) = (site.member("Ada").await, Authenticator::new(1));
    ada.adds(&passkey, "My phone").await.leads_to("/me/security");
    let visitor = site.visitor();
    let challenge = visitor.begins("sign_in").await;
    let credential = passkey.signs(&challenge.options, None);
    let fields = [("token", challenge.token.as_str()), ("credential", &credential)];
    visitor.posts("/sign-in", "sign_in_with_passkey", &fields).await.leads_to("/me");
    let thief = site.visitor();
    thief.posts("/sign-in", "sign_in_with_passkey", &fields).await.says(REFUSED, OUTDATED);
    // What was signed answers no other challenge.
    let another = thief.begins("sign_in").await;
    thief.posts("/sign-in", "sign_in_with_passkey", &[("token", &another.token), ("credential", &credential)]).await.says(REFUSED, NOT_CONFIRMED);
    let late = thief.begins("sign_in").await;
    let credential = passkey.signs(&late.options, None);
    site.clock.set(site.clock.now() + TimeDelta::minutes(6));
    thief.posts("/sign-in", "sign_in_with_passkey", &[("token", &late.token), ("credential", &credential)]).await.says(REFUSED, OUTDATED);
    // A challenge to make one lets nobody in.
    let making = ada.begins("add").await;
    thief.posts("/sign-in", "sign_in_with_passkey", &[("token", &making.token), ("credential", "{}")]).await.says(REFUSED, OUTDATED);
    assert!(!is_in(&thief).await);
});

on_every_database!(async fn a_passkey_that_was_used_elsewhere_copied_or_not_confirmed_is_refused(site) {
    let (ada, passkey) = (site.member("Ada").await, Authenticator::new(1));
    ada.adds(&passkey, "My phone").await.leads_to("/me/security");
    let visitor = site.visitor();
    for origin in ["http://site.example.evil", "https://site.example", "http://site.example:8080", "http://www.site.example"] {
        passkey.origin.set(origin);
        visitor.signs_in_with(&passkey).await.says(REFUSED, NOT_CONFIRMED);
    }
    passkey.origin.set("http://site.example");
    // Somebody was there, but nobody looked who.
    passkey.flags.set(0x01);
    visitor.signs_in_with(&passkey).await.says(REFUSED, NOT_CONFIRMED);
    passkey.flags.set(0x05);
    visitor.signs_in_with(&passkey).await.leads_to("/me");
    // A copy has counted less.
    passkey.counter.set(1);
    let copy = site.visitor();
    copy.signs_in_with(&passkey).await.says(REFUSED, "This passkey seems to have a copy somewhere");
    // Another key under the same name for it.
    passkey.counter.set(100);
    let challenge = copy.begins("sign_in").await;
    let forged = Authenticator::new(2).signs(&challenge.options, None).replace(&"AgIC".repeat(6), &"AQEB".repeat(6)).replace("AgI\"", "AQE\"");
    copy.posts("/sign-in", "sign_in_with_passkey", &[("token", &challenge.token), ("credential", &forged)]).await.says(REFUSED, NOT_CONFIRMED);
    for nothing in ["", "{}", "null", "[[[[", "\"x\""] {
        let challenge = copy.begins("sign_in").await;
        copy.posts("/sign-in", "sign_in_with_passkey", &[("token", &challenge.token), ("credential", nothing)]).await.says(REFUSED, "Nothing came from the passkey");
    }
    assert!(!is_in(&copy).await);
});

on_every_database!(async fn a_removed_passkey_lets_nobody_in_and_one_is_nobody_elses(site) {
    let (ada, bob) = (site.member("Ada").await, site.member("Bob").await);
    let (phone, key) = (Authenticator::new(1), Authenticator::new(2));
    ada.adds(&phone, "My phone").await.leads_to("/me/security");
    ada.adds(&key, "A key").await.leads_to("/me/security");
    bob.adds(&phone, "Not mine").await.says(REFUSED, "This passkey is here already.");
    let ids: Vec<uuid::Uuid> = on!(site.db().reader(), c => sqlx::query_scalar("select id from passkey order by created_at, id").fetch_all(c)).unwrap();
    let phones = ids[0].to_string();
    let fields = [("__fn", "/do/app/accounts/passkeys/api/remove_passkey"), ("passkey", phones.as_str())];
    bob.posts_raw("/me/security", &fields).await.says(REFUSED, "This passkey is removed already.");
    ada.posts("/me/security", "remove_passkey", &[("passkey", &phones)]).await.leads_to("/me/security");
    let visitor = site.visitor();
    visitor.signs_in_with(&phone).await.says(REFUSED, UNKNOWN);
    visitor.signs_in_with(&key).await.leads_to("/me");
    assert!(visitor.reads("/me/security").await.contains("A key"));
    // Whom it says it is of has to be whose it is.
    let challenge = site.visitor().begins("sign_in").await;
    let credential = key.signs(&challenge.options, Some(uuid::Uuid::from_u128(7)));
    site.visitor().posts("/sign-in", "sign_in_with_passkey", &[("token", &challenge.token), ("credential", &credential)]).await.says(REFUSED, UNKNOWN);
});

on_every_database!(async fn who_wants_it_is_asked_for_a_passkey_after_the_password_and_after_a_mailed_link(site) {
    let passkey = Authenticator::new(1);
    let (_, codes) = careful(site, &passkey).await;
    assert_eq!(codes.len(), 10);
    let visitor = site.visitor();
    visitor.posts("/sign-in?to=/people", "sign_in", &[("email", "ada@site.example"), ("password", PASSWORD)]).await.leads_to("/sign-in/second");
    assert!(!is_in(&visitor).await, "half way is not in");
    assert!(visitor.reads("/sign-in/second").await.contains("You asked for a passkey after the password, Ada."));
    visitor.goes_on_with(&passkey).await.leads_to("/people");
    assert!(is_in(&visitor).await);
    let by_mail = site.visitor();
    by_mail.posts("/sign-in", "mail_sign_in", &[("email", "ada@site.example")]).await.leads_to("/sign-in/sent");
    by_mail.posts_as_is(&site.mailed_link("ada@site.example").await).await.leads_to("/sign-in/second");
    assert!(!is_in(&by_mail).await);
    by_mail.goes_on_with(&passkey).await.leads_to("/me");
    let forgot = site.visitor();
    forgot.posts("/password", "mail_password", &[("email", "ada@site.example")]).await.leads_to("/password/sent");
    let link = site.mailed_link("ada@site.example").await;
    forgot.posts(&link, "reset_password", &[("password", "seven grey owls stayed")]).await.leads_to("/sign-in/second");
    assert!(!is_in(&forgot).await && !is_in(&visitor).await);
    forgot.goes_on_with(&passkey).await.leads_to("/me");
    // A passkey alone is both steps.
    let alone = site.visitor();
    alone.signs_in_with(&passkey).await.leads_to("/me");
});

on_every_database!(async fn nobody_goes_on_who_did_not_type_the_password_or_with_another_passkey(site) {
    let (passkey, others) = (Authenticator::new(1), Authenticator::new(2));
    careful(site, &passkey).await;
    let bob = site.member("Bob").await;
    bob.adds(&others, "Bob’s").await.leads_to("/me/security");
    let stranger = site.visitor();
    assert!(stranger.reads("/sign-in/second").await.contains("Sign in again"));
    let begun = stranger.posts_raw("/do/app/accounts/passkeys/api/begin_passkey", &[("ceremony", "second")]).await;
    assert_eq!(begun.status, REFUSED);
    let half_way = site.visitor();
    half_way.signs_in("ada@site.example").await.leads_to("/sign-in/second");
    half_way.goes_on_with(&others).await.says(REFUSED, "This passkey is of another account.");
    // A challenge to whoever comes is none to Ada, and the other way round.
    let (open, hers) = (stranger.begins("sign_in").await, half_way.begins("second").await);
    assert!(hers.options.contains("allowCredentials\":[{"), "{}", hers.options);
    let signed = passkey.signs(&open.options, None);
    half_way.posts("/sign-in/second", "confirm_with_passkey", &[("token", &open.token), ("credential", &signed)]).await.says(REFUSED, OUTDATED);
    let signed = passkey.signs(&hers.options, None);
    stranger.posts("/sign-in", "sign_in_with_passkey", &[("token", &hers.token), ("credential", &signed)]).await.says(REFUSED, OUTDATED);
    site.clock.set(site.clock.now() + TimeDelta::minutes(16));
    assert!(half_way.reads("/sign-in/second").await.contains("Sign in again"));
    assert!(!is_in(&half_way).await && !is_in(&stranger).await);
});

on_every_database!(async fn a_recovery_code_lets_in_once_and_codes_are_shown_once(site) {
    let passkey = Authenticator::new(1);
    let (ada, codes) = careful(site, &passkey).await;
    assert!(ada.reads("/me/security/codes").await.contains("Codes are shown once"));
    let stored: Vec<String> = on!(site.db().reader(), c => sqlx::query_scalar("select hash from recovery_code").fetch_all(c)).unwrap();
    assert!(stored.len() == 10 && stored.iter().all(|hash| hash.len() == 43 && !codes.contains(hash)));
    let with_code = async |code: &str| {
        let visitor = site.visitor();
        visitor.signs_in("ada@site.example").await.leads_to("/sign-in/second");
        let answer = visitor.posts("/sign-in/second", "use_recovery_code", &[("code", code)]).await;
        (answer, visitor)
    };
    let (answer, visitor) = with_code(&codes[3].to_uppercase().replace('-', " ")).await;
    answer.leads_to("/me");
    assert!(visitor.reads("/me").await.contains("That recovery code is used up. 9 are left."));
    assert!(site.mails_to("ada@site.example").await.last().is_some_and(|mail| format!("{:?}", mail.body).contains("One of your recovery codes was used to sign in.")));
    with_code(&codes[3]).await.0.says(REFUSED, "you have used it already");
    with_code("k7mq").await.0.says(REFUSED, "A recovery code is 16 letters and digits");
    ada.posts("/me/security", "make_recovery_codes", &[]).await.leads_to("/me/security/codes");
    let new = self::codes(&ada.gets("/me/security/codes").await.body);
    with_code(&codes[4]).await.0.says(REFUSED, "This is none of your recovery codes");
    with_code(&new[4]).await.0.leads_to("/me");
});

on_every_database!(async fn codes_are_not_guessed(site) {
    careful(site, &Authenticator::new(1)).await;
    let visitor = site.visitor();
    visitor.signs_in("ada@site.example").await.leads_to("/sign-in/second");
    let tried = async || visitor.posts("/sign-in/second", "use_recovery_code", &[("code", "0000-0000-0000-0000")]).await;
    for _ in 0..10 {
        assert_eq!(tried().await.status, REFUSED);
    }
    assert_eq!(tried().await.status, StatusCode::TOO_MANY_REQUESTS);
});

on_every_database!(async fn how_one_gets_in_is_changed_only_a_moment_after_signing_in(site) {
    let passkey = Authenticator::new(1);
    let (ada, _) = careful(site, &passkey).await;
    site.clock.set(site.clock.now() + TimeDelta::minutes(11));
    let page = ada.gets("/me/security").await;
    assert!(page.text().contains("You signed in more than ten minutes ago.") && !page.body.contains("/remove_passkey"), "{}", page.text());
    let begun = ada.posts_raw("/do/app/accounts/passkeys/api/begin_passkey", &[("ceremony", "add")]).await;
    assert_eq!(begun.status, StatusCode::UNAUTHORIZED);
    for function in ["add_passkey", "remove_passkey", "require_passkey", "stop_requiring_passkey", "make_recovery_codes"] {
        let function = format!("/do/app/accounts/passkeys/api/{function}");
        let fields = [("__fn", function.as_str()), ("token", ""), ("credential", ""), ("passkey", "")];
        ada.posts_raw("/me/security", &fields).await.leads_to("/sign-in?to=%2Fme%2Fsecurity");
    }
    ada.signs_in_with(&passkey).await.leads_to("/me");
    ada.posts("/me/security", "remove_passkey", &[]).await.says(REFUSED, "This is your only passkey, and signing in asks for one.");
    ada.posts("/me/security", "stop_requiring_passkey", &[]).await.leads_to("/me/security");
    ada.posts("/me/security", "remove_passkey", &[]).await.leads_to("/me/security");
    site.visitor().signs_in("ada@site.example").await.leads_to("/me");
    assert!(subjects(site, "Ada").await.iter().filter(|subject| subject.starts_with("How you get in")).count() >= 4);
});

#[tokio::test]
async fn a_site_without_a_name_has_no_passkeys() {
    let mut site = TestSite::make(app::db::harness::TestEngine::Sqlite).await;
    site.set(|site| site.base_url = "http://127.0.0.1:3000".to_owned());
    assert!(!site.page("/sign-in").await.contains("passkey"));
    let begun = site.visitor().posts_raw("/do/app/accounts/passkeys/api/begin_passkey", &[("ceremony", "sign_in")]).await;
    assert_eq!(begun.status, StatusCode::BAD_REQUEST);
    site.remove().await;
}
