//! Inviting the people of a table: it is looked at first, with whom each row is matched.

use app::on;
use axum::http::StatusCode;
use chrono::TimeDelta;

use crate::on_every_database;
use crate::site::TestSite;
use crate::visitor::Visitor;

const SETTINGS: &str = "/c/design/settings";

const TABLE: &str = "Organisation;E-Mail;Full name\r\nTax Office;ada@other.example;Ada Okafor\r\nRoad Office;zoe@other.example;Zoë Ångström\r\n\
                     ;bob@site.example;\r\n;;Nobody\r\n;ADA@other.example;Ada again\r\n@bob\r\n@nobody\r\n@listed\r\n";

async fn founded<'s>(site: &'s TestSite, lead: Visitor<'s>) -> Visitor<'s> {
    let listed = "---\nname: Ada Okafor\norganisations: [tax-office]\n---\n";
    site.imports(&[
        ("organisations/tax-office.md", "---\nname: Tax Office\n---\n"),
        ("people/ada-okafor.md", listed),
        ("people/listed.md", "---\nname: Listed\n---\n"),
    ])
    .await;
    let found = [("name", "Design"), ("summary", "What it is."), ("kind", "practice"), ("join_rule", "open")];
    lead.posts("/communities/new", "found", &found).await.leads_to(SETTINGS);
    lead
}

/// Brings a table, and gives the page where it is looked at.
async fn brings(lead: &Visitor<'_>, table: &[u8]) -> String {
    let answer = lead.uploads(SETTINGS, "invite", ("file", "people.csv"), table).await;
    let to = answer.header("location").to_owned();
    assert!(to.starts_with("/c/design/settings/invite/"), "{to}: {}", answer.text());
    to
}

on_every_database!(async fn a_table_is_looked_at_before_anybody_is_invited(site) {
    let lead = founded(site, site.member("Lena").await).await;
    let bob = site.member("Bob").await;
    let mails = site.mails_to("bob@site.example").await.len();
    let looks = brings(&lead, TABLE.as_bytes()).await;
    let page = lead.reads(&looks).await;
    for says in [
        "Looks like Ada Okafor, Tax Office, who is listed here without an account: an administrator can",
        "Zoë Ångström, zoe@other.example",
        "Member of this site: is told here and by mail",
        "This row has no e-mail address.",
        "Stands above already.",
        "Nobody here has the handle @nobody.",
        "Is listed here but has no account yet",
        "Invite 4 people",
    ] {
        assert!(page.contains(says), "{says}: {page}");
    }
    let lines = page.matches("Gets a mail with a link").count();
    assert_eq!(lines, 3, "who has an account is invited by mail like others: {page}");
    assert!(site.mails_to("zoe@other.example").await.is_empty() && !bob.reads("/me").await.contains("Lena invites you"));
    lead.posts(&looks, "invite_list", &[]).await.leads_to(SETTINGS);
    assert!(lead.reads(SETTINGS).await.contains("4 invitations are on the way."));
    assert_eq!(site.mails_to("zoe@other.example").await.len(), 1);
    assert!(site.mails_to("bob@site.example").await.len() > mails && bob.reads("/me").await.contains("Lena invites you"));
    assert!(lead.reads("/c/design/settings/log").await.contains("ada@other.example, who looks like /people/ada-okafor"));
    assert_eq!(lead.gets(&looks).await.status, StatusCode::BAD_REQUEST, "a list is used once");
});

on_every_database!(async fn who_administers_has_the_owner_claim_the_profile(site) {
    let root = founded(site, site.administrator("Root").await).await;
    let looks = brings(&root, TABLE.as_bytes()).await;
    assert!(root.reads(&looks).await.contains("they get a link to claim the profile as well."));
    root.posts(&looks, "invite_list", &[]).await.leads_to(SETTINGS);
    let subjects: Vec<_> = site.mails_to("ada@other.example").await.into_iter().map(|mail| mail.subject).collect();
    assert_eq!(subjects, ["Root invites you to Design", "Your profile on Guildhall"]);
    let claim = site.mailed_link("ada@other.example").await;
    assert!(site.visitor().reads(&claim).await.contains("Are you Ada Okafor?"));
});

on_every_database!(async fn a_list_is_for_whoever_brought_it_and_not_for_ever(site) {
    let lead = founded(site, site.member("Lena").await).await;
    let bob = site.member("Bob").await;
    bob.posts("/c/design", "join", &[]).await.leads_to("/c/design");
    let looks = brings(&lead, b"zoe@other.example\n").await;
    assert_eq!(bob.gets(&looks).await.status, StatusCode::FORBIDDEN);
    let of_bob = "/c/design/settings/members/bob";
    lead.posts(of_bob, "give_role", &[("role", "greeter")]).await.leads_to(of_bob);
    assert_eq!(bob.gets(&looks).await.status, StatusCode::BAD_REQUEST, "another's list is not theirs");
    let list = looks.rsplit('/').next().unwrap();
    let sent = [("__fn", "/do/app/memberships/api/invite_list"), ("community", "design"), ("list", list)];
    assert_ne!(bob.posts_raw(&looks, &sent).await.status, StatusCode::SEE_OTHER);
    let found = [("name", "Other"), ("summary", "What it is."), ("kind", "practice"), ("join_rule", "open")];
    lead.posts("/communities/new", "found", &found).await.leads_to("/c/other/settings");
    assert_eq!(lead.gets(&format!("/c/other/settings/invite/{list}")).await.status, StatusCode::BAD_REQUEST, "nor another community's");
    site.clock.set(site.clock.now() + TimeDelta::minutes(61));
    assert_eq!(lead.gets(&looks).await.status, StatusCode::BAD_REQUEST);
    let invitations: i64 = on!(site.db().reader(), c => sqlx::query_scalar("select count(*) from invitation").fetch_one(c)).unwrap();
    assert_eq!(invitations, 0);
});

on_every_database!(async fn what_is_no_table_is_refused_with_what_to_do(site) {
    let lead = founded(site, site.member("Lena").await).await;
    let brought = async |file: &[u8]| lead.uploads(SETTINGS, "invite", ("file", "people.csv"), file).await;
    brought(b"name,e-mail\r\n").await.says(StatusCode::UNPROCESSABLE_ENTITY, "This file names nobody.");
    brought("a@b.example\n".repeat(201).as_bytes()).await.says(StatusCode::UNPROCESSABLE_ENTITY, "more than 200 people");
    brought(&vec![b'a'; 1_100_000]).await.says(StatusCode::UNPROCESSABLE_ENTITY, "more than one megabyte");
    let photo = brings(&lead, b"\xff\xd8\xff\xe0 not a table\n\x00\x01").await;
    assert!(lead.reads(&photo).await.contains("The list names nobody who can be invited."));
    lead.posts(SETTINGS, "invite", &[("people", "")]).await.says(StatusCode::UNPROCESSABLE_ENTITY, "Write whom to invite");
    let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain("name\te-mail\r\nZoë\tzoe@other.example".encode_utf16().flat_map(u16::to_le_bytes)).collect();
    assert!(lead.reads(&brings(&lead, &utf16).await).await.contains("Zoë, zoe@other.example"));
});

on_every_database!(async fn what_is_typed_can_be_looked_at_first_as_well(site) {
    let lead = founded(site, site.member("Lena").await).await;
    let answer = lead.posts(SETTINGS, "invite", &[("people", "Ada Okafor, ada@other.example\nnobody at all"), ("look", "yes")]).await;
    let looks = answer.header("location").to_owned();
    let page = lead.reads(&looks).await;
    assert!(page.contains("Looks like Ada Okafor") && page.contains("Write an e-mail address, or a handle"), "{page}");
    lead.posts(&looks, "invite_list", &[]).await.leads_to(SETTINGS);
    assert_eq!(site.mails_to("ada@other.example").await.len(), 1);
});
