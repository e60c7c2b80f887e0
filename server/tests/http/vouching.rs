//! Belonging to an organisation because its own sign-in provider lets one in, against a real one.

use app::clock::Clock;
use app::db::harness::TestEngine;
use app::on;
use app::organisations::vouching;
use axum::http::StatusCode;
use chrono::TimeDelta;

use crate::office::Office;
use crate::site::TestSite;
use crate::sso::{WORK, site_and_office, with_a_provider};
use crate::visitor::{PASSWORD, Visitor};

/// What somebody's profile says of the Tax Office.
async fn is_verified(visitor: &Visitor<'_>) -> bool {
    visitor.reads("/people/ada-okafor").await.contains("Verified")
}

with_a_provider!(async fn signing_in_through_an_organisations_own_provider_proves_that_one_belongs(site, office) {
    let root = site.administrator("Root").await;
    root.posts("/admin/organisations", "make_organisation", &[("name", "Tax Office")]).await;
    let screen = "/admin/organisations/tax-office";
    let ada = site.visitor();
    office.brings(&ada, WORK, "ada").await.leads_to("/me");
    assert!(!is_verified(&ada).await);
    root.posts_raw(screen, &[("__fn", "/do/app/admin/api/add_provider"), ("organisation", "tax-office"), ("provider", "nobodys")])
        .await
        .says(StatusCode::UNPROCESSABLE_ENTITY, "Choose a sign-in provider");
    root.posts(screen, "add_provider", &[("provider", "work")]).await.leads_to(screen);
    assert!(root.reads(screen).await.contains("Example Office"));
    assert!(is_verified(&ada).await, "who came in by it lately belongs at once");
    root.posts("/admin/organisations", "make_organisation", &[("name", "Mint")]).await;
    root.posts_raw(screen, &[("__fn", "/do/app/admin/api/add_provider"), ("organisation", "mint"), ("provider", "work")])
        .await
        .says(StatusCode::UNPROCESSABLE_ENTITY, "is Tax Office’s already");

    root.posts(screen, "remove_provider", &[("provider", "work")]).await.leads_to(screen);
    assert!(!is_verified(&ada).await, "taken from the organisation, it proves nothing");
    root.posts(screen, "add_provider", &[("provider", "work")]).await.leads_to(screen);
    // What is not used for long enough proves no more, until they come in by it again.
    let began = site.clock.now();
    site.clock.set(began + TimeDelta::days(89));
    vouching::sweep(&site.app()).await.unwrap();
    assert!(proved(site).await);
    site.clock.set(began + TimeDelta::days(91));
    vouching::sweep(&site.app()).await.unwrap();
    assert!(!proved(site).await);
    site.clock.set(Clock::system().now());
    office.brings(&site.visitor(), WORK, "ada").await.leads_to("/me");
    assert!(proved(site).await);
    // Taken from the settings, it proves nothing; back there, it does.
    let mut away = site.app();
    let mut without = (*away.site).clone();
    without.providers.clear();
    away.site = std::sync::Arc::new(without);
    vouching::sweep(&away).await.unwrap();
    assert!(!proved(site).await);
    vouching::sweep(&site.app()).await.unwrap();
    assert!(proved(site).await);
});

with_a_provider!(async fn an_identity_that_is_unlinked_proves_nothing_and_the_address_still_does(site, office) {
    let root = site.administrator("Root").await;
    root.posts("/admin/organisations", "make_organisation", &[("name", "Tax Office")]).await;
    let screen = "/admin/organisations/tax-office";
    root.posts(screen, "add_provider", &[("provider", "work")]).await.leads_to(screen);
    site.member("Ada").await;
    let ada = site.visitor();
    let answer = office.brings(&ada, WORK, "ada").await;
    ada.posts(answer.header("location"), "sign_in", &[("email", "ada@site.example"), ("password", PASSWORD)]).await.leads_to("/me");
    assert!(proved(site).await, "linking is a sign-in there");
    root.posts(screen, "add_domain", &[("domain", "site.example")]).await.leads_to(screen);
    ada.posts("/me/security", "unlink_identity", &[]).await.leads_to("/me/security");
    assert!(proved(site).await, "the address proves it as well");
    root.posts(screen, "remove_domain", &[("domain", "site.example")]).await.leads_to(screen);
    assert!(!proved(site).await);
    let answer = office.brings(&ada, WORK, "ada").await;
    ada.posts(answer.header("location"), "sign_in", &[("email", "ada@site.example"), ("password", PASSWORD)]).await;
    assert!(proved(site).await);
    ada.posts("/me/security", "unlink_identity", &[]).await.leads_to("/me/security");
    assert!(!proved(site).await);
});

/// Whether Ada is proved to belong to an organisation.
async fn proved(site: &TestSite) -> bool {
    const PROVED: &str = "select count(*) from member_organisation mo join member m on m.id = mo.member_id where m.handle like 'ada%' and mo.proof is not null";
    let count: i64 = on!(site.db().reader(), c => sqlx::query_scalar(PROVED).fetch_one(c)).unwrap();
    count > 0
}
