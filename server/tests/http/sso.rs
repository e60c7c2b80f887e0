//! Signing in through a provider, against a real one: who gets in, as whom, and what is refused.

use app::accounts::model::Registration;
use app::clock::Clock;
use app::db::harness::TestEngine;
use app::{on, run};
use axum::http::StatusCode;
use chrono::TimeDelta;

use crate::office::{Office, leaves};
use crate::site::{Answer, TestSite};
use crate::visitor::{PASSWORD, Visitor};

/// Runs a test on both engines, on a site that knows a provider.
macro_rules! with_a_provider {
    (async fn $name:ident($site:ident, $office:ident) $body:block) => {
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            async fn rule($site: &mut TestSite, #[allow(unused_mut)] mut $office: Office) $body

            async fn on(engine: TestEngine) {
                let (mut site, office) = site_and_office(engine).await;
                rule(&mut site, office).await;
                site.remove().await;
            }

            #[tokio::test]
            async fn on_sqlite() {
                on(TestEngine::Sqlite).await;
            }

            #[tokio::test]
            async fn on_postgres() {
                on(TestEngine::Postgres).await;
            }
        }
    };
}

pub(crate) use with_a_provider;

pub(crate) async fn site_and_office(engine: TestEngine) -> (TestSite, Office) {
    let office = Office::opens_at(0);
    let mut site = TestSite::make(engine).await;
    // The provider's clock is the machine's.
    site.clock.set(Clock::system().now());
    let providers = office.providers();
    site.set(|site| site.providers = providers);
    (site, office)
}

impl TestSite {
    /// Sets who gets an account; at no domain that anybody here has.
    pub(crate) fn admits(&mut self, office: &Office, policy: Registration) {
        let providers = office.providers();
        self.set(|site| {
            (site.providers, site.registration) = (providers, policy);
            site.registration_domains = vec!["other.example".to_owned()];
        });
    }
}

/// Whether somebody is signed in.
async fn is_in(visitor: &Visitor<'_>) -> bool {
    visitor.gets("/").await.body.contains("class=\"account-me\"")
}

async fn accounts(site: &TestSite) -> i64 {
    on!(site.db().reader(), c => sqlx::query_scalar("select count(*) from account").fetch_one(c)).unwrap()
}

/// What the problem’s page says, which has to be the page that it led to.
async fn problem(visitor: &Visitor<'_>, answer: &Answer, word: &str) -> String {
    let to = answer.header("location");
    assert!(to.contains(&format!("?problem={word}")), "{} {to}", answer.status);
    visitor.reads(to).await
}

/// The way to the provider, and back.
pub const WORK: &str = "/sign-in/with/work";

with_a_provider!(async fn somebody_new_gets_an_account_and_finds_it_the_next_time(site, office) {
    let ada = site.visitor();
    let page = ada.gets("/sign-in?to=/communities%3Fq%3Da").await;
    assert!(page.body.contains("href=\"/sign-in/with/work?to=%2Fcommunities%3Fq%3Da\" rel=\"external\" class=\"button\">Continue with Example Office"), "{}", page.body);
    office.brings(&ada, "/sign-in/with/work?to=/communities%3Fq%3Da", "ada").await.leads_to("/communities?q=a");
    assert!(ada.reads("/people/ada-okafor").await.contains("Ada Okafor"));
    assert!(ada.reads("/me/security").await.contains("Your address is Ada@site.example."));

    let elsewhere = site.visitor();
    office.brings(&elsewhere, WORK, "ada").await.leads_to("/me");
    assert!(is_in(&elsewhere).await && is_in(&ada).await);
    assert_eq!(accounts(site).await, 1);
});

with_a_provider!(async fn a_name_that_can_t_be_shown_is_made_of_the_address(site, office) {
    let ben = site.visitor();
    office.brings(&ben, WORK, "ben").await.leads_to("/me");
    assert!(ben.reads("/people").await.contains("ben.lindqvist"));
});

with_a_provider!(async fn an_account_with_the_address_is_linked_once_its_owner_has_signed_in(site, office) {
    site.member("Ada").await;
    site.member("Ben").await;
    let somebody = site.visitor();
    let answer = office.brings(&somebody, "/sign-in/with/work?to=/events", "ada").await;
    assert_eq!(answer.header("location"), "/sign-in?problem=known&to=%2Fevents");
    assert!(problem(&somebody, &answer, "known").await.contains("An account with your address is here already."));
    assert!(!is_in(&somebody).await);
    // Another's account is not the one that is meant.
    somebody.signs_in("ben@site.example").await.leads_to("/me");
    assert!(!somebody.reads("/me/security").await.contains("Unlink"));

    somebody.posts(answer.header("location"), "sign_in", &[("email", "ada@site.example"), ("password", PASSWORD)]).await.leads_to("/events");
    assert!(somebody.reads("/me/security").await.contains("From now on you also get in with Example Office."));
    assert!(somebody.cookie("identity").is_none());
    let mail = site.mails_to("ada@site.example").await.pop().unwrap();
    assert_eq!(mail.subject, "Another way in to your account on Guildhall");
    let elsewhere = site.visitor();
    office.brings(&elsewhere, WORK, "ada").await.leads_to("/me");
    assert!(elsewhere.gets("/me/security").await.body.contains("Unlink"));
    assert_eq!(accounts(site).await, 2);
});

with_a_provider!(async fn a_mailed_link_proves_it_as_well_and_only_in_that_browser(site, office) {
    site.member("Ada").await;
    let somebody = site.visitor();
    office.brings(&somebody, WORK, "ada").await;
    let owner = site.visitor();
    owner.signs_in("ada@site.example").await.leads_to("/me");
    assert!(!owner.reads("/me/security").await.contains("Unlink"), "whoever came with the identity has proved nothing");
    somebody.posts("/sign-in", "mail_sign_in", &[("email", "ada@site.example")]).await.leads_to("/sign-in/sent");
    let link = site.mailed_link("ada@site.example").await;
    somebody.posts_as_is(&link).await.leads_to("/me");
    assert!(somebody.reads("/me/security").await.contains("Unlink"));
});

with_a_provider!(async fn who_was_sent_comes_back_once_and_in_the_same_browser(site, office) {
    let ada = site.visitor();
    let back = office.lets_in(&leaves(&ada, WORK).await, "ada").await;
    let other = site.visitor();
    assert_ne!(other.gets(WORK).await.header("location"), other.gets(WORK).await.header("location"), "nobody is sent with another’s state");
    problem(&other, &other.gets(&back).await, "expired").await;
    leaves(&other, WORK).await;
    problem(&other, &other.gets(&back).await, "expired").await;
    problem(&ada, &ada.gets(&back.replace("/work/", "/home/")).await, "expired").await;
    let (path, _) = back.split_once("state=").unwrap();
    let forged = format!("{path}state={}", "A".repeat(43));
    problem(&ada, &ada.gets(&forged).await, "expired").await;
    problem(&ada, &ada.gets("/sign-in/with/work/callback").await, "expired").await;
    assert_eq!(accounts(site).await, 0);

    ada.gets(&back).await.leads_to("/me");
    problem(&ada, &ada.gets(&back).await, "expired").await;
    assert!(is_in(&ada).await && !is_in(&other).await);
});

with_a_provider!(async fn who_takes_longer_than_ten_minutes_starts_again(site, office) {
    let ada = site.visitor();
    let back = office.lets_in(&leaves(&ada, WORK).await, "ada").await;
    site.clock.set(site.clock.now() + TimeDelta::minutes(10));
    problem(&ada, &ada.gets(&back).await, "expired").await;
    assert!(!is_in(&ada).await);
});

with_a_provider!(async fn a_code_of_another_sign_in_is_not_taken(site, office) {
    let (ada, ben) = (site.visitor(), site.visitor());
    let code = |back: &str| back.split_once("code=").unwrap().1.split('&').next().unwrap().to_owned();
    let of_ada = office.lets_in(&leaves(&ada, WORK).await, "ada").await;
    let of_ben = office.lets_in(&leaves(&ben, WORK).await, "ben").await;
    // PKCE: the code was asked for with another secret.
    let mixed = of_ben.replace(&code(&of_ben), &code(&of_ada));
    problem(&ben, &ben.gets(&mixed).await, "refused").await;
    // What was remembered of it is used up, whatever became of it.
    problem(&ben, &ben.gets(&of_ben).await, "expired").await;
    let left = leaves(&ben, WORK).await;
    let elsewhere = office.lets_in(&left, "ben").await.replace("127.0.0.1", "evil.example");
    assert!(elsewhere.contains("iss="), "{elsewhere}");
    problem(&ben, &ben.gets(&elsewhere).await, "refused").await;
    assert_eq!(accounts(site).await, 0);
});

with_a_provider!(async fn an_address_that_nobody_vouches_for_makes_no_account(site, office) {
    site.member("Eve").await;
    let visitor = site.visitor();
    let answer = office.brings(&visitor, WORK, "eve").await;
    assert!(problem(&visitor, &answer, "unverified").await.contains("does not vouch for your e-mail address"));
    let answer = office.brings(&visitor, WORK, "sam").await;
    assert!(problem(&visitor, &answer, "no-address").await.contains("gave no e-mail address"));
    let answer = office.brings(&visitor, WORK, "nobody").await;
    let text = problem(&visitor, &answer, "cancelled").await;
    assert!(text.contains("The sign-in was broken off") && !text.contains("no</b>"), "{text}");
    assert!(!is_in(&visitor).await && visitor.cookie("identity").is_none());
    assert_eq!(accounts(site).await, 1);
});

with_a_provider!(async fn who_is_suspended_stays_out(site, office) {
    office.brings(&site.visitor(), WORK, "ada").await.leads_to("/me");
    let mut tx = site.db().begin().await.unwrap();
    run!(tx, sqlx::query("update member set standing = 'suspended' where handle = 'ada-okafor'")).unwrap();
    tx.commit([]).await.unwrap();
    let ada = site.visitor();
    let answer = office.brings(&ada, WORK, "ada").await;
    assert!(problem(&ada, &answer, "suspended").await.contains("This account is suspended."));
    assert!(!is_in(&ada).await);
});

with_a_provider!(async fn who_leaves_is_forgotten_and_may_come_anew(site, office) {
    office.brings(&site.visitor(), WORK, "ada").await.leads_to("/me");
    let mut tx = site.db().begin().await.unwrap();
    run!(tx, sqlx::query("delete from account")).unwrap();
    tx.commit([]).await.unwrap();
    let ada = site.visitor();
    office.brings(&ada, WORK, "ada").await.leads_to("/me");
    assert!(is_in(&ada).await);
    assert_eq!(accounts(site).await, 1);
});

with_a_provider!(async fn the_operator_says_who_gets_an_account(site, office) {
    site.admits(&office, Registration::Invitation);
    let ada = site.visitor();
    let answer = office.brings(&ada, WORK, "ada").await;
    assert!(problem(&ada, &answer, "invitation").await.contains("This site is by invitation"));
    site.admits(&office, Registration::Domains);
    let ada = site.visitor();
    problem(&ada, &office.brings(&ada, WORK, "ada").await, "domain").await;
    assert_eq!(accounts(site).await, 0);
    site.admits(&office, Registration::SingleSignOn);
    let ada = site.visitor();
    let page = ada.gets("/sign-in").await.body;
    assert!(page.contains("Continue with Home") && page.contains("<summary>With a password"), "{page}");
    office.brings(&ada, WORK, "ada").await.leads_to("/me");
    assert_eq!(accounts(site).await, 1);
});

with_a_provider!(async fn people_are_led_to_paths_of_this_site_only(site, office) {
    for to in ["https://evil.example/", "//evil.example", "/%5Cevil.example", "/%0D%0Aset-cookie:x=y", "/sign-in/with/work"] {
        office.brings(&site.visitor(), &format!("/sign-in/with/work?to={to}"), "ada").await.leads_to("/me");
    }
});

with_a_provider!(async fn an_identity_is_linked_from_one_s_own_page_only(site, office) {
    let ben = site.member("Ben").await;
    let page = ben.gets("/me/security").await.body;
    let link = page.split("href=\"").find(|rest| rest.starts_with("/sign-in/with/work?link=")).unwrap().split('"').next().unwrap();
    // What another site could make somebody follow links nothing.
    for path in [WORK.to_owned(), format!("{WORK}?link={}", "A".repeat(43))] {
        problem(&ben, &office.brings(&ben, &path, "sam").await, "no-address").await;
    }
    office.brings(&ben, link, "sam").await.leads_to("/me/security");
    assert!(ben.reads("/me/security").await.contains("Unlink"));
    assert_eq!(site.mails_to("ben@site.example").await.pop().unwrap().subject, "Another way in to your account on Guildhall");
    let elsewhere = site.visitor();
    office.brings(&elsewhere, WORK, "sam").await.leads_to("/me");
    assert!(elsewhere.reads("/me/security").await.contains("ben@site.example"));

    let ada = site.member("Ada").await;
    let page = ada.gets("/me/security").await.body;
    let link = page.split("href=\"").find(|rest| rest.starts_with("/sign-in/with/work?link=")).unwrap().split('"').next().unwrap();
    let answer = office.brings(&ada, link, "sam").await;
    assert!(answer.header("location").starts_with("/me/security?"));
    assert!(problem(&ada, &answer, "elsewhere").await.contains("You are linked to another account here."));
    // Who signs out on the way, or in as somebody else, links nothing.
    let back = office.lets_in(&leaves(&ada, link).await, "ada").await;
    ada.signs_in("ben@site.example").await.leads_to("/me");
    problem(&ada, &ada.gets(&back).await, "expired").await;
});

with_a_provider!(async fn the_only_way_in_is_not_unlinked(site, office) {
    let ada = site.visitor();
    office.brings(&ada, WORK, "ada").await.leads_to("/me");
    let unlink = [("provider", "work")];
    let refused = ada.posts("/me/security", "unlink_identity", &unlink).await;
    refused.says(StatusCode::UNPROCESSABLE_ENTITY, "This is your only way in.");
    ada.posts("/me/security", "change_password", &[("password", PASSWORD)]).await.leads_to("/me/security");
    ada.posts("/me/security", "unlink_identity", &unlink).await.leads_to("/me/security");
    assert!(ada.reads("/me/security").await.contains("Example Office lets you in no more."));
    let elsewhere = site.visitor();
    problem(&elsewhere, &office.brings(&elsewhere, WORK, "ada").await, "known").await;
    // Nobody unlinks what is another's.
    elsewhere.signs_in("ada@site.example").await.leads_to("/me");
    let ben = site.member("Ben").await;
    let answer = ben
        .posts_raw(
            "/me/security",
            &[("__fn", "/do/app/accounts/sso/api/unlink_identity"), ("provider", "work"), ("subject", "ada-7")],
        )
        .await;
    answer.says(StatusCode::UNPROCESSABLE_ENTITY, "This sign-in is unlinked already.");
    assert!(elsewhere.reads("/me/security").await.contains("Unlink"));
});

with_a_provider!(async fn a_provider_may_change_its_keys_and_may_be_away(site, office) {
    let ada = site.visitor();
    office.brings(&ada, WORK, "ada").await.leads_to("/me");
    office.opens_again();
    site.clock.set(site.clock.now() + TimeDelta::minutes(2));
    office.brings(&site.visitor(), WORK, "ada").await.leads_to("/me");

    let back = office.lets_in(&leaves(&ada, WORK).await, "ada").await;
    office.closes();
    problem(&ada, &ada.gets(&back).await, "unreachable").await;
    let visitor = site.visitor();
    let answer = visitor.gets("/sign-in/with/home").await;
    assert!(problem(&visitor, &answer, "unreachable").await.contains("Your organisation’s sign-in does not answer."));
    problem(&visitor, &visitor.gets("/sign-in/with/nobody").await, "unknown").await;
    office.opens_again();
    leaves(&visitor, "/sign-in/with/home").await;
});

with_a_provider!(async fn whoever_leaves_too_often_waits(site, office) {
    let visitor = site.visitor();
    for _ in 0..60 {
        leaves(&visitor, WORK).await;
    }
    problem(&visitor, &visitor.gets(WORK).await, "too-often").await;
    visitor.comes_from("192.0.2.2");
    assert!(leaves(&visitor, WORK).await.starts_with(&office.url));
});
