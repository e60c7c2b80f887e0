//! Memberships that hang on a proof, and end with it; and what stays when one ends.

use app::on;
use app::organisations::proof;
use axum::http::StatusCode;
use uuid::Uuid;

use crate::losing_sight::places_taken;
use crate::on_every_database;
use crate::site::TestSite;
use crate::visitor::{PASSWORD, Visitor};

const TAX: &str = "/admin/organisations/tax-office";
const HOME: &str = "/c/tax-people";
const ABOUT: &str = "/c/tax-people/settings/about";

/// A community that people of the Tax Office join by themselves, led by the administrator.
async fn founded(site: &TestSite) -> Visitor<'_> {
    let root = site.administrator("Root").await;
    for (name, domain) in [("Tax Office", "tax.example"), ("Road Office", "road.example")] {
        root.posts("/admin/organisations", "make_organisation", &[("name", name)]).await;
        let path = format!("/admin/organisations/{}", name.to_lowercase().replace(' ', "-"));
        root.posts(&path, "add_domain", &[("domain", domain)]).await.leads_to(&path);
    }
    let found = [("name", "Tax People"), ("summary", "What it is."), ("kind", "practice"), ("join_rule", "open")];
    root.posts("/communities/new", "found", &found).await.leads_to("/c/tax-people/settings");
    root.posts(ABOUT, "change_joining", &[("join_rule", "organisation"), ("organisations", "Tax Office")]).await.leads_to(ABOUT);
    root
}

async fn somebody<'s>(site: &'s TestSite, name: &str, email: &str) -> Visitor<'s> {
    let visitor = site.visitor();
    visitor.signs_up(name, email).await;
    visitor
}

async fn belongs(visitor: &Visitor<'_>) -> bool {
    visitor.reads(HOME).await.contains("You belong to this community.")
}

/// How often somebody was told that they belong no longer.
async fn told(site: &TestSite, email: &str) -> usize {
    site.mails_to(email).await.iter().filter(|mail| mail.subject == "You no longer belong to Tax People").count()
}

on_every_database!(async fn who_came_by_a_proof_alone_goes_with_it_and_is_told_and_the_others_stay(site) {
    let root = founded(site).await;
    let (ada, bob) = (somebody(site, "Ada", "ada@tax.example").await, somebody(site, "Bob", "bob@tax.example").await);
    let (carol, dan) = (somebody(site, "Carol", "carol@tax.example").await, somebody(site, "Dan", "dan@site.example").await);
    for joins in [&ada, &carol] {
        joins.posts(HOME, "join", &[]).await.leads_to(HOME);
        assert!(belongs(joins).await);
    }
    root.posts("/c/tax-people/settings", "invite", &[("people", "@bob")]).await.leads_to("/c/tax-people/settings");
    bob.posts("/me", "answer_invitation", &[("yes", "yes")]).await.leads_to(HOME);
    dan.posts(HOME, "join", &[("note", "I like taxes.")]).await.leads_to(HOME);
    root.posts("/c/tax-people/settings", "approve", &[("handle", "dan")]).await.leads_to("/c/tax-people/settings");
    let of_carol = "/c/tax-people/settings/members/carol";
    root.posts(of_carol, "give_role", &[("role", "organiser")]).await.leads_to(of_carol);
    root.posts(TAX, "remove_domain", &[("domain", "tax.example")]).await.leads_to(TAX);
    assert!(!belongs(&ada).await, "who came by the rule alone goes");
    for (stays, why) in [(&bob, "was invited"), (&carol, "has a role"), (&dan, "was let in"), (&root, "leads")] {
        assert!(belongs(stays).await, "who {why} stays");
    }
    let log = root.reads("/c/tax-people/settings/log").await;
    assert!(log.contains("The site ended the membership of Ada in Tax People") && log.contains("the proof that had let them in has ended"), "{log}");
    assert_eq!(log.matches("The site ended").count(), 1, "{log}");
    assert_eq!((told(site, "ada@tax.example").await, told(site, "bob@tax.example").await), (1, 0));
    root.posts(TAX, "add_domain", &[("domain", "tax.example")]).await.leads_to(TAX);
    ada.posts(HOME, "join", &[]).await.leads_to(HOME);
    assert!(belongs(&ada).await, "with the proof they come back by themselves");
});

on_every_database!(async fn another_rule_is_checked_at_once(site) {
    let root = founded(site).await;
    root.posts(ABOUT, "change_joining", &[("organisations", "Tax Office, Road Office")]).await.leads_to(ABOUT);
    let (ada, bob) = (somebody(site, "Ada", "ada@tax.example").await, somebody(site, "Bob", "bob@road.example").await);
    for joins in [&ada, &bob] {
        joins.posts(HOME, "join", &[]).await.leads_to(HOME);
    }
    root.posts(ABOUT, "change_joining", &[("organisations", "Tax Office")]).await.leads_to(ABOUT);
    assert!(root.reads(ABOUT).await.contains("One person who had come in by this alone no longer belongs, and has been told."));
    assert!(belongs(&ada).await && !belongs(&bob).await);
    assert_eq!(told(site, "bob@road.example").await, 1);
    // Where no proof lets people in any more, nobody's membership hangs on one.
    root.posts(ABOUT, "change_joining", &[("join_rule", "request")]).await.leads_to(ABOUT);
    root.posts(TAX, "remove_domain", &[("domain", "tax.example")]).await.leads_to(TAX);
    root.posts(ABOUT, "change_joining", &[("join_rule", "organisation")]).await.leads_to(ABOUT);
    assert!(belongs(&ada).await);
});

on_every_database!(async fn an_address_at_a_domain_lets_people_join_as_long_as_they_have_it(site) {
    let root = founded(site).await;
    root.posts(ABOUT, "change_joining", &[("join_rule", "domains"), ("domains", "")]).await.says(StatusCode::UNPROCESSABLE_ENTITY, "Name at least one domain");
    root.posts(ABOUT, "change_joining", &[("join_rule", "domains"), ("domains", "localhost")])
        .await
        .says(StatusCode::UNPROCESSABLE_ENTITY, "“localhost” is not the name of a mail domain");
    root.posts(ABOUT, "change_joining", &[("join_rule", "domains"), ("domains", "Works.EXAMPLE, @bücher.example")]).await.leads_to(ABOUT);
    assert!(root.gets(ABOUT).await.body.contains("value=\"works.example, xn--bcher-kva.example\""));
    let (ada, bob) = (somebody(site, "Ada", "ada@post.works.example").await, somebody(site, "Bob", "bob@xn--bcher-kva.example").await);
    for joins in [&ada, &bob] {
        joins.posts(HOME, "join", &[]).await.leads_to(HOME);
        assert!(belongs(joins).await);
    }
    for (name, email) in [("Eve", "eve@notworks.example"), ("Mallory", "mallory@works.example.evil.example"), ("Ted", "ted@tax.example")] {
        let other = somebody(site, name, email).await;
        assert!(other.reads(HOME).await.contains("Ask to join"), "{email}");
        other.posts(HOME, "join", &[]).await.leads_to(HOME);
        assert!(!belongs(&other).await, "{email}");
    }
    let sent = [("email", "ada@site.example"), ("current_password", PASSWORD)];
    ada.posts("/me/security", "change_email", &sent).await.leads_to("/me/security");
    assert!(belongs(&ada).await, "nothing has changed yet");
    let link = site.mailed_link("ada@site.example").await;
    ada.posts_as_is(&link).await.leads_to("/me/security");
    assert!(!belongs(&ada).await && belongs(&bob).await);
    assert_eq!(told(site, "ada@site.example").await, 1);
});

on_every_database!(async fn a_check_that_was_cut_off_is_done_by_a_job(site) {
    founded(site).await;
    let ada = somebody(site, "Ada", "ada@tax.example").await;
    ada.posts(HOME, "join", &[]).await.leads_to(HOME);
    const OFFICE: &str = "select id from organisation where slug = 'tax-office'";
    const WAITING: &str = "select payload from job where kind = 'check_proofs'";
    let office: Uuid = on!(site.db().reader(), c => sqlx::query_scalar(OFFICE).fetch_one(c)).unwrap();
    let waiting: Option<String> = on!(site.db().reader(), c => sqlx::query_scalar(WAITING).fetch_optional(c)).unwrap();
    assert_eq!(waiting, None, "nothing is left to a job where nothing was cut off");
    let mut tx = site.db().begin().await.unwrap();
    app::run!(tx, sqlx::query("delete from organisation_domain where domain = 'tax.example'")).unwrap();
    proof::announce(&mut tx, office, "tax.example").await.unwrap();
    tx.commit([]).await.unwrap();
    assert!(belongs(&ada).await);
    let payload: String = on!(site.db().reader(), c => sqlx::query_scalar(WAITING).fetch_one(c)).unwrap();
    for _ in 0..2 {
        proof::check(site.db(), &payload).await.unwrap();
        assert!(!belongs(&ada).await);
    }
    assert_eq!(told(site, "ada@tax.example").await, 1);
});

/// An event for members with a single place: somebody who came by a proof has it, and the lead waits.
async fn held<'s>(site: &'s TestSite, root: &Visitor<'_>) -> Visitor<'s> {
    const AUDIENCES: &str = "/c/tax-people/settings/audiences";
    root.posts_agreeing(AUDIENCES, "change_audiences", &[("events", "members")]).await.leads_to(AUDIENCES);
    let audit = [
        ("title", "Audit"),
        ("day", "2026-03-10"),
        ("from", "13:00"),
        ("to", "14:00"),
        ("timezone", "UTC"),
        ("status", "confirmed"),
        ("capacity", "1"),
    ];
    root.posts("/c/tax-people/new-event", "make_event", &audit).await.leads_to(AUDIT);
    let ada = somebody(site, "Ada", "ada@tax.example").await;
    ada.posts(HOME, "join", &[]).await.leads_to(HOME);
    for who in [&ada, root] {
        who.posts(AUDIT, "rsvp", &[("answer", "going")]).await.leads_to(AUDIT);
    }
    assert!(root.reads(AUDIT).await.contains("You are on the waiting list"));
    ada
}

const AUDIT: &str = "/c/tax-people/events/audit";

/// How often Ada was told that she has no place any more.
async fn lost(site: &TestSite) -> usize {
    site.mails_to("ada@tax.example").await.iter().filter(|mail| mail.subject == "You have no place any more: Audit").count()
}

on_every_database!(async fn who_belongs_no_longer_without_a_proof_gives_back_the_places_they_had(site) {
    let root = founded(site).await;
    let ada = held(site, &root).await;
    root.posts(TAX, "remove_domain", &[("domain", "tax.example")]).await.leads_to(TAX);
    assert!(!belongs(&ada).await);
    places_taken(site).await;
    assert!(lost(site).await == 1 && root.reads(AUDIT).await.contains("You are coming"));
});

on_every_database!(async fn who_says_that_people_belong_no_longer_agrees_that_they_lose_their_places(site) {
    let root = founded(site).await;
    let ada = held(site, &root).await;
    let asked = root.posts(ABOUT, "change_joining", &[("organisations", "Road Office")]).await;
    let says = "1 person who said that they come or may came in by this alone, and would see what they answered to no more. Nothing has changed yet.";
    asked.says(StatusCode::UNPROCESSABLE_ENTITY, says);
    assert!(belongs(&ada).await);
    let shown = asked.asks_in("without").unwrap();
    root.posts(ABOUT, "change_joining", &[("organisations", "Road Office"), ("without", "no")]).await.says(StatusCode::UNPROCESSABLE_ENTITY, says);
    root.posts(ABOUT, "change_joining", &[("organisations", "Road Office"), ("without", shown.as_str())]).await.leads_to(ABOUT);
    places_taken(site).await;
    assert!(!belongs(&ada).await && lost(site).await == 1 && root.reads(AUDIT).await.contains("You are coming"));
});
