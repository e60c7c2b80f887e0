//! One's own profile, and who sees what of it.

use app::{on, run};
use axum::http::StatusCode;
use chrono::TimeDelta;

use crate::on_every_database;
use crate::photos::picture;
use crate::site::TestSite;
use crate::visitor::Visitor;

const OPW: (&str, &str) = ("organisations/opw.md", "---\nname: Office for Public Works\nshort_name: OPW\n---\n");
const FORMS: (&str, &str) = ("topics/forms.md", "---\ntitle: Forms\n---\n");
const TESTING: (&str, &str) = ("topics/testing.md", "---\ntitle: Testing\n---\n");
const DESIGN: (&str, &str) = ("communities/design.md", "---\nname: Design\n---\n");
const HOME: &str = "/me/profile";

/// Ada, with something in every field.
async fn ada(site: &TestSite) -> Visitor<'_> {
    site.holds(&[OPW, FORMS, TESTING, DESIGN]).await;
    let ada = site.member("Ada Okafor").await;
    let fields = [
        ("pronouns", "she/her"),
        ("role", "Cartographer"),
        ("job_family", "Geography"),
        ("place", "Haldon"),
        ("timezone", "Europe/London"),
        ("organisations", "opw"),
        ("about", "I draw **coastlines**."),
        ("links", "My maps https://maps.example/ada"),
        ("ask_about", "Forms"),
        ("learning", "testing"),
    ];
    ada.posts(HOME, "save_profile", &fields).await.leads_to(HOME);
    ada
}

/// Puts somebody into a community.
async fn joins(site: &TestSite, handle: &str, community: &str) {
    const JOIN: &str = "insert into membership (id, community_id, member_id, state) select $1, c.id, m.id, 'active' from community c, member m where c.slug = $2 and m.handle = $3";
    let mut tx = site.db().begin().await.unwrap();
    run!(tx, sqlx::query(JOIN).bind(uuid::Uuid::now_v7()).bind(community).bind(handle)).unwrap();
    tx.commit([]).await.unwrap();
}

on_every_database!(async fn what_another_tab_saved_is_not_written_over_unseen(site) {
    let ada = site.member("Ada").await;
    let typed = [("__fn", "/do/app/members/api/save_profile"), ("name", "Ada"), ("handle", "ada"), ("role", "Typed here"), ("seen", "another")];
    let answer = ada.posts_raw(HOME, &typed).await;
    answer.says(StatusCode::UNPROCESSABLE_ENTITY, "Your profile was changed since you opened it");
    assert!(answer.body.contains("value=\"Typed here\""), "{}", answer.body);
    ada.posts(HOME, "save_profile", &[("role", "Typed here")]).await.leads_to(HOME);
    assert!(site.page("/people/ada").await.contains("Typed here"));
});

on_every_database!(async fn a_profile_is_edited_and_says_so(site) {
    let ada = ada(site).await;
    let profile = site.page("/people/ada-okafor").await;
    for part in ["she/her", "Cartographer", "Geography", "Haldon", "Office for Public Works", "I draw coastlines.", "My maps", "Ask Ada about\nForms", "Is learning\nTesting"] {
        assert!(profile.contains(part), "{part} in {profile}");
    }
    assert!(!profile.contains("no account yet"), "an account stays one");
    assert!(ada.reads("/people/ada-okafor").await.contains("Edit your profile"));
    assert!(site.page("/search?q=cartographer").await.contains("Ada Okafor"), "found at once");
    let form = ada.gets(HOME).await;
    assert!(form.body.contains("My maps https://maps.example/ada") && form.body.contains("Office for Public Works</textarea>"), "{}", form.body);
    ada.posts(HOME, "save_profile", &[]).await.leads_to(HOME);
    assert_eq!(site.page("/people/ada-okafor").await, profile, "saved as it stands, nothing changes");
});

on_every_database!(async fn everything_wrong_is_said_at_once_and_nothing_typed_is_lost(site) {
    let ada = ada(site).await;
    let long = "x".repeat(5_001);
    let fields = [
        ("name", "Ada \u{202e}Okafor"),
        ("handle", "Ada Okafor!"),
        ("timezone", "Atlantis/City"),
        ("organisations", "Office for Public Works\nMinistry of Cats"),
        ("links", "My page javascript:alert(1)"),
        ("ask_about", "forms, juggling"),
        ("about", long.as_str()),
    ];
    let answer = ada.posts(HOME, "save_profile", &fields).await;
    for sentence in ["a character that is not seen", "letters a to z", "no time zone", "“Ministry of Cats”", "does not end in a link", "“juggling”", "5001 characters"] {
        answer.says(StatusCode::UNPROCESSABLE_ENTITY, sentence);
    }
    for field in ["name", "handle", "timezone", "organisations", "links", "ask_about", "about"] {
        assert!(answer.body.contains(&format!("id=\"save_profile-{field}-error\"")), "{field}");
    }
    assert!(answer.body.contains("Ministry of Cats</textarea>") && answer.body.contains(&long));
    assert!(site.page("/people/ada-okafor").await.contains("Cartographer"), "nothing is saved");
});

on_every_database!(async fn an_old_handle_leads_to_the_new_one_and_stays_its_owners(site) {
    let (ada, eve) = (ada(site).await, site.member("Eve").await);
    ada.posts(HOME, "save_profile", &[("handle", "@Countess")]).await.leads_to(HOME);
    let moved = site.get("/people/ada-okafor").await;
    assert_eq!((moved.status, moved.header("location")), (StatusCode::PERMANENT_REDIRECT, "/people/countess"));
    assert!(site.page("/people?q=countess").await.contains("Ada Okafor"));
    for taken in ["ada-okafor", "countess", "c0untess"] {
        eve.posts(HOME, "save_profile", &[("handle", taken)]).await.says(StatusCode::UNPROCESSABLE_ENTITY, "Somebody has or had this handle");
    }
    ada.posts(HOME, "save_profile", &[("handle", "ada-okafor")]).await.leads_to(HOME);
    assert_eq!(site.get("/people/countess").await.header("location"), "/people/ada-okafor");
    assert_eq!(site.get("/people/ada-okafor").await.status, StatusCode::OK);
    ada.posts(HOME, "save_profile", &[("handle", "ada-3")]).await.leads_to(HOME);
    ada.posts(HOME, "save_profile", &[("handle", "ada-4")]).await.says(StatusCode::TOO_MANY_REQUESTS, "tried too often");
    site.clock.set(site.clock.now() + TimeDelta::hours(25));
    ada.posts(HOME, "save_profile", &[("handle", "ada-4")]).await.leads_to(HOME);
});

/// What is hidden, where it would show, and by which field.
const SHOWN: [(&str, &str, &[&str]); 9] = [
    ("photo", "/photos/", &["/people/ada-okafor", "/people", "/topics/forms", "/organisations/opw"]),
    ("pronouns", "she/her", &["/people/ada-okafor"]),
    ("role", "Cartographer", &["/people/ada-okafor", "/people", "/topics/forms", "/organisations/opw"]),
    ("place", "Haldon", &["/people/ada-okafor"]),
    ("organisations", "Office for Public Works", &["/people/ada-okafor"]),
    ("about", "coastlines", &["/people/ada-okafor"]),
    ("links", "My maps", &["/people/ada-okafor"]),
    ("topics", "Forms", &["/people/ada-okafor"]),
    ("communities", "Design", &["/people/ada-okafor"]),
];

on_every_database!(async fn each_part_of_a_profile_shows_to_its_audience_and_to_nobody_else(site) {
    let ada = ada(site).await;
    ada.uploads(HOME, "upload_photo", ("photo", "ada.jpg"), &picture()).await.leads_to(HOME);
    let (eve, fay) = (site.member("Eve").await, site.member("Fay").await);
    joins(site, "ada-okafor", "design").await;
    joins(site, "fay", "design").await;
    let stranger = site.visitor();
    let readers = [("a stranger", &stranger), ("a member", &eve), ("a fellow", &fay), ("oneself", &ada)];
    for (audience, sees) in [("everyone", 4), ("members", 3), ("communities", 2), ("nobody", 1)] {
        let all: Vec<(&str, &str)> = SHOWN.iter().map(|(field, ..)| (*field, audience)).collect();
        ada.posts(HOME, "save_audiences", &all).await.leads_to(HOME);
        for (n, (who, reader)) in readers.iter().enumerate() {
            let may = n + sees >= 4;
            let screens = SHOWN.iter().flat_map(|(_, said, paths)| paths.iter().map(move |path| (*said, *path)));
            for (said, path) in screens.filter(|(_, path)| may || *path == "/people/ada-okafor" || *path == "/people") {
                let text = if *who == "a stranger" { site.get(path).await.body } else { reader.gets(path).await.body };
                let main = text.split_once("<main").unwrap().1.split_once("</main>").unwrap().0;
                // What can be filtered by stands in the list's own form.
                assert_eq!(main.contains(said), may, "{said} at {path} for {who}, seen by {audience}");
            }
            for (path, found) in [("/people?organisation=opw", may), ("/people?topic=forms", may), ("/topics/forms", may), ("/organisations/opw", may)] {
                assert_eq!(reader.gets(path).await.text().contains("Ada Okafor"), found, "{path} for {who}, seen by {audience}");
            }
            for word in ["cartographer", "coastlines", "haldon"] {
                let found = reader.reads(&format!("/search?q={word}")).await.contains("Ada Okafor");
                assert_eq!(found, audience == "everyone", "{word} for {who}, seen by {audience}");
            }
            assert!(reader.reads("/people").await.contains("Ada Okafor"), "a name is everyone's");
        }
    }
});

on_every_database!(async fn who_is_suspended_is_in_no_list_of_people(site) {
    let _ada = ada(site).await;
    let mut tx = site.db().begin().await.unwrap();
    const SUSPEND: &str = "update member set standing = 'suspended' where handle = 'ada-okafor' returning id";
    let id: uuid::Uuid = on!(tx.conn(), c => sqlx::query_scalar(SUSPEND).fetch_one(c)).unwrap();
    use app::activity::{Act, Deed, ObjectKind};
    tx.commit([Act::of(Deed::Edited, ObjectKind::Person, id)]).await.unwrap();
    for path in ["/people", "/people?q=okafor", "/topics/forms", "/organisations/opw", "/search?q=okafor"] {
        assert!(!site.page(path).await.contains("Ada Okafor"), "{path}");
    }
});

on_every_database!(async fn nobody_edits_a_profile_without_signing_in(site) {
    let answer = site.get(HOME).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
});

on_every_database!(async fn an_import_shows_nothing_that_was_hidden_where_it_was_exported(site) {
    let ada = ("people/ada.md", "---\nname: Ada Okafor\nrole: Cartographer\nplace: Haldon\nseen_by: {role: nobody, place: members}\n---\n");
    site.holds(&[ada]).await;
    let eve = site.member("Eve").await;
    for (path, reads) in [("/people/ada", "Ada Okafor"), ("/people", "Ada Okafor")] {
        let text = site.page(path).await;
        assert!(text.contains(reads) && !text.contains("Cartographer") && !text.contains("Haldon"), "{path}: {text}");
    }
    let text = eve.reads("/people/ada").await;
    assert!(text.contains("Haldon") && !text.contains("Cartographer"), "{text}");
    assert!(!site.page("/search?q=haldon").await.contains("Ada Okafor"));
});
