//! Administration: who may, and what becomes of what they do.

use app::error::AppError;
use app::wire::from_text;
use axum::http::StatusCode;
use chrono::TimeDelta;

use crate::on_every_database;
use crate::site::TestSite;
use crate::visitor::{PASSWORD, Visitor};

const ADA: (&str, &str) = (
    "people/ada.md",
    "---\nname: Ada Okafor\nrole: Designer\norganisations: [opw]\nask_about: [forms]\nlinks: [{title: Site, url: \"https://ada.example\"}]\n---\nI draw **forms**.\n",
);
const BEA: (&str, &str) = ("people/bea.md", "---\nname: Bea Lind\n---\n");
const OPW: (&str, &str) = ("organisations/opw.md", "---\nname: Office for Public Works\n---\n");
const FORMS: (&str, &str) = ("topics/forms.md", "---\ntitle: Forms\n---\n");
const BLANKS: (&str, &str) = ("topics/blanks.md", "---\ntitle: Blanks\n---\n");
const DESIGN: (&str, &str) = (
    "communities/design.md",
    "---\nname: Design\ntopics: [forms, blanks]\nmembers:\n- person: ada\n  since: 2020-01-01\n  roles: [{role: lead}]\n- person: bea\n---\n",
);
const SECRET: (&str, &str) = ("communities/secret.md", "---\nname: Secret\nlisted: false\n---\n");
const TALK: (&str, &str) = (
    "events/design/talk.md",
    "---\ntitle: Talk\nstarts: 2026-03-03T13:00\nends: 2026-03-03T14:00\ntimezone: UTC\nspeakers: [ada]\ntopics: [blanks]\n---\n",
);
const HOW: (&str, &str) =
    ("questions/design/how.md", "---\ntitle: How?\nasked: 2026-01-01T12:00\nauthor: ada\ntopics: [blanks]\n---\nSo?\n");

/// Every screen of administration.
const SCREENS: [&str; 10] = [
    "/admin",
    "/admin/members",
    "/admin/members/ada",
    "/admin/communities",
    "/admin/organisations",
    "/admin/organisations/opw",
    "/admin/topics",
    "/admin/topics/forms",
    "/admin/log",
    "/admin/settings",
];

/// Every function of administration, and what it takes.
const FUNCTIONS: [(&str, &[(&str, &str)]); 16] = [
    ("suspend_member", &[("handle", "bob"), ("why", "x")]),
    ("restore_member", &[("handle", "bob"), ("why", "x")]),
    ("appoint_administrator", &[("handle", "bob"), ("why", "x")]),
    ("dismiss_administrator", &[("handle", "rhea"), ("why", "x")]),
    ("send_password", &[("handle", "bob")]),
    ("sign_member_out", &[("handle", "bob"), ("why", "x")]),
    ("merge_member", &[("handle", "ada"), ("into", "bob"), ("why", "x")]),
    ("step_in", &[("community", "design"), ("why", "x")]),
    ("archive_community", &[("community", "design"), ("why", "x")]),
    ("revive_community", &[("community", "design"), ("why", "x")]),
    ("make_organisation", &[("name", "X")]),
    ("rename_organisation", &[("organisation", "opw"), ("name", "X")]),
    ("add_domain", &[("organisation", "opw"), ("domain", "site.example")]),
    ("remove_domain", &[("organisation", "opw"), ("domain", "site.example")]),
    ("rename_topic", &[("topic", "forms"), ("title", "X")]),
    ("merge_topic", &[("topic", "forms"), ("into", "blanks"), ("why", "x")]),
];

/// A bundle with something of each kind, most of it Ada’s.
pub const ALL: [(&str, &str); 9] = [ADA, BEA, OPW, FORMS, BLANKS, DESIGN, SECRET, TALK, HOW];

pub async fn holds_all(site: &TestSite) {
    site.holds(&ALL).await;
}

/// Posts a function's form with a reason.
pub async fn does(root: &Visitor<'_>, path: &str, function: &str, more: &[(&str, &str)]) -> crate::site::Answer {
    let fields: Vec<(&str, &str)> = more.iter().copied().chain([("why", "It was asked for.")]).collect();
    root.posts(path, function, &fields).await
}

on_every_database!(async fn for_everybody_else_none_of_it_is_there(site) {
    holds_all(site).await;
    let (root, bob) = (site.administrator("Rhea").await, site.member("Bob").await);
    // A lead: of a community that the administrator merged their profile into.
    let lead = site.member("Ada Okafor").await;
    does(&root, "/admin/members/bea", "merge_member", &[("into", "ada-okafor")]).await.leads_to("/admin/members/ada-okafor");
    does(&root, "/admin/members/ada", "merge_member", &[("into", "ada-okafor")]).await.leads_to("/admin/members/ada-okafor");
    assert!(site.page("/c/design").await.contains("Ada Okafor"));
    let nobody = site.visitor();
    for visitor in [&nobody, &bob, &lead] {
        // Takes the notice that welcomes them.
        visitor.gets("/").await;
        let nothing = visitor.gets("/nothing-is-here").await;
        assert_eq!(nothing.status, StatusCode::NOT_FOUND);
        for path in SCREENS.iter().chain(&["/admin/nothing", "/admin/members/bob/nothing"]) {
            let answer = visitor.gets(path).await;
            assert_eq!((answer.status, answer.text()), (nothing.status, nothing.text()), "{path}");
            assert_eq!(answer.header("cache-control"), nothing.header("cache-control"), "{path}");
        }
        for (function, fields) in FUNCTIONS {
            let name = format!("/do/app/admin/api/{function}");
            let sent: Vec<(&str, &str)> = fields.iter().copied().chain([("__fn", name.as_str())]).collect();
            visitor.posts_raw("/admin/members/bob", &sent).await.says(StatusCode::NOT_FOUND, "There is no such page.");
            assert_eq!(visitor.posts_raw("/sign-in", &sent).await.status, StatusCode::NOT_FOUND, "{function}");
            let direct = visitor.posts_raw(&name, fields).await;
            assert_eq!(from_text(&direct.body), Ok(AppError::NotFound), "{function}");
        }
    }
    for path in ["/admin/nothing", "/admin/members/nobody", "/admin/topics/none", "/admin/organisations/none"] {
        assert_eq!(root.gets(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert!(bob.gets("/me/security").await.status == StatusCode::OK, "nothing happened to Bob");
});

on_every_database!(async fn administrators_find_members_by_name_and_by_address(site) {
    holds_all(site).await;
    let root = site.administrator("Rhea").await;
    site.member("Bob Ross").await;
    let overview = root.reads("/admin").await;
    assert!(overview.contains("2 members with accounts") && overview.contains("2 active communities"), "{overview}");
    for (query, found, not) in [("ros", "Bob Ross", "Ada"), ("BOB%40site.example", "bob@site.example", "Ada"), ("okafor", "Listed, no account yet", "Bob")] {
        let page = root.reads(&format!("/admin/members?q={query}")).await;
        assert!(page.contains(found) && !page.contains(not), "{query}: {page}");
    }
    assert!(root.reads("/admin/members?q=bob%40site").await.contains("Nobody matches."));
    let bob = root.reads("/admin/members/bob-ross").await;
    for part in ["bob@site.example", "1 session", "2 March 2026", "They belong to no community."] {
        assert!(bob.contains(part), "{part} in {bob}");
    }
    assert!(root.reads("/admin/members/ada").await.contains("Lead\nSince 1 January 2020"));
    assert!(root.reads("/admin/settings").await.contains("Anybody (REGISTRATION is open)"));
});

on_every_database!(async fn every_member_is_on_one_page_of_the_list(site) {
    let files: Vec<(String, String)> = (0..75).map(|n| (format!("people/person-{n}.md"), format!("---\nname: Same Name {}\n---\n", n % 7))).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    site.holds(&files).await;
    let root = site.administrator("Rhea").await;
    let (mut found, mut next) = (Vec::new(), Some("/admin/members".to_owned()));
    while let Some(path) = next {
        let body = root.gets(&path).await.body;
        let handles = body.split("href=\"/admin/members/").skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned);
        found.extend(handles);
        next = body.split("<a ").find(|tag| tag.split('>').next().is_some_and(|tag| tag.contains("rel=\"next\""))).map(|tag| {
            tag.split_once("href=\"").unwrap().1.split('"').next().unwrap().replace("&amp;", "&")
        });
    }
    found.sort();
    let mut expected: Vec<String> = (0..75).map(|n| format!("person-{n}")).chain(["rhea".to_owned()]).collect();
    expected.sort();
    assert_eq!(found, expected);
});

on_every_database!(async fn a_suspended_member_is_out_at_once_and_told_why(site) {
    let (root, bob) = (site.administrator("Rhea").await, site.member("Bob").await);
    bob.posts("/sign-in", "mail_sign_in", &[("email", "bob@site.example")]).await.leads_to("/sign-in/sent");
    let link = site.mailed_link("bob@site.example").await;
    root.posts("/admin/members/bob", "suspend_member", &[("why", " ")]).await.says(StatusCode::UNPROCESSABLE_ENTITY, "Write why.");
    root.posts("/admin/members/bob", "suspend_member", &[("why", "Spam in every community.")]).await.leads_to("/admin/members/bob");
    assert_eq!(bob.gets("/me/security").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(bob.gets(&link).await.status, StatusCode::BAD_REQUEST, "links that would sign in are useless");
    let mail = site.mails_to("bob@site.example").await.pop().unwrap();
    assert!(mail.subject.contains("is suspended") && format!("{:?}", mail.body).contains("Spam in every community."), "{mail:?}");
    bob.signs_in("bob@site.example").await.says(StatusCode::FORBIDDEN, "Spam in every community.");
    let page = root.reads("/admin/members/bob").await;
    assert!(page.contains("Suspended because\nSpam in every community."), "{page}");
    does(&root, "/admin/members/bob", "restore_member", &[]).await.leads_to("/admin/members/bob");
    bob.signs_in("bob@site.example").await.leads_to("/me");
    let log = root.reads("/admin/log?member=bob").await;
    for entry in ["Rhea suspended Bob", "Bob (bob): Spam in every community.", "Rhea restored Bob", "Bob got an account"] {
        assert!(log.contains(entry), "{entry} in {log}");
    }
});

on_every_database!(async fn there_is_always_an_administrator_and_nobody_suspends_themselves(site) {
    let (root, bob) = (site.administrator("Rhea").await, site.member("Bob").await);
    does(&root, "/admin/members/rhea", "dismiss_administrator", &[]).await.says(StatusCode::UNPROCESSABLE_ENTITY, "the last administrator");
    let myself = [("__fn", "/do/app/admin/api/suspend_member"), ("handle", "rhea"), ("why", "x")];
    root.posts_raw("/admin/members/rhea", &myself).await.says(StatusCode::UNPROCESSABLE_ENTITY, "");
    assert_eq!(root.gets("/admin").await.status, StatusCode::OK);
    does(&root, "/admin/members/bob", "appoint_administrator", &[]).await.leads_to("/admin/members/bob");
    does(&bob, "/admin/members/rhea", "suspend_member", &[]).await.says(StatusCode::UNPROCESSABLE_ENTITY, "Take that back first");
    does(&bob, "/admin/members/rhea", "dismiss_administrator", &[]).await.leads_to("/admin/members/rhea");
    assert_eq!(root.gets("/admin").await.status, StatusCode::NOT_FOUND);
    does(&bob, "/admin/members/bob", "dismiss_administrator", &[]).await.says(StatusCode::UNPROCESSABLE_ENTITY, "the last administrator");
    let log = bob.reads("/admin/log?deed=dismissed").await;
    assert!(log.contains("Bob dismissed Rhea as administrator") && !log.contains("got an account"), "{log}");
});

on_every_database!(async fn administrators_help_who_can_t_get_in(site) {
    let (root, bob) = (site.administrator("Rhea").await, site.member("Bob").await);
    root.posts("/admin/members/bob", "send_password", &[]).await.leads_to("/admin/members/bob");
    let link = site.mailed_link("bob@site.example").await;
    assert!(link.starts_with("/password/"), "{link}");
    site.visitor().posts(&link, "reset_password", &[("password", "seven grey owls stayed")]).await.leads_to("/me");
    assert_eq!(bob.gets("/me/security").await.status, StatusCode::UNAUTHORIZED);
    does(&root, "/admin/members/bob", "sign_member_out", &[]).await.leads_to("/admin/members/bob");
    assert!(root.reads("/admin/members/bob").await.contains("Nowhere"));
});

on_every_database!(async fn administrators_step_in_where_nobody_leads_and_archive_and_revive(site) {
    holds_all(site).await;
    let root = site.administrator("Rhea").await;
    let page = root.reads("/admin/communities").await;
    for part in ["Secret", "Hidden", "Seeking a lead", "Led by Ada Okafor", "2 members"] {
        assert!(page.contains(part), "{part} in {page}");
    }
    assert_eq!(root.gets("/c/secret").await.status, StatusCode::NOT_FOUND);
    does(&root, "/admin/communities", "step_in", &[("community", "secret")]).await.leads_to("/c/secret");
    assert_eq!(root.gets("/c/secret").await.status, StatusCode::OK);
    does(&root, "/admin/communities", "step_in", &[("community", "secret")]).await.says(StatusCode::UNPROCESSABLE_ENTITY, "You lead this community already.");
    assert!(root.reads("/admin/communities").await.contains("Led by Rhea"));
    does(&root, "/admin/communities", "archive_community", &[("community", "design")]).await.leads_to("/admin/communities");
    assert!(site.page("/c/design").await.contains("Archived") || root.reads("/admin/communities").await.contains("Archived"));
    does(&root, "/admin/communities", "revive_community", &[("community", "design")]).await.leads_to("/admin/communities");
    assert!(!root.reads("/admin/communities").await.contains("Archived"));
    let log = root.reads("/admin/log?community=secret").await;
    assert!(log.contains("Rhea stepped in as lead of Secret") && log.contains("It was asked for.") && !log.contains("Design (design)"), "{log}");
});

on_every_database!(async fn an_address_at_an_organisation_s_domain_proves_that_somebody_belongs(site) {
    holds_all(site).await;
    let (root, bob) = (site.administrator("Rhea").await, site.visitor());
    bob.signs_up("Bob", "bob@mail.opw.example").await;
    let page = "/admin/organisations/opw";
    root.posts(page, "add_domain", &[("domain", "gmail.com")]).await.says(StatusCode::UNPROCESSABLE_ENTITY, "Anybody can have an address there");
    assert!(!site.page("/organisations/opw").await.contains("Bob"));
    root.posts(page, "add_domain", &[("domain", "@OPW.example")]).await.leads_to(page);
    for path in ["/organisations/opw", "/people/bob"] {
        assert!(site.page(path).await.contains("Verified 2 March 2026"), "{path}");
    }
    root.posts("/admin/organisations", "make_organisation", &[("name", "Treasury"), ("website", "javascript:x")]).await.says(StatusCode::UNPROCESSABLE_ENTITY, "whole address");
    root.posts("/admin/organisations", "make_organisation", &[("name", "Treasury")]).await.leads_to("/admin/organisations/treasury");
    root.posts("/admin/organisations/treasury", "add_domain", &[("domain", "opw.example")]).await.says(StatusCode::UNPROCESSABLE_ENTITY, "of Office for Public Works already");
    root.posts("/admin/organisations/treasury", "add_domain", &[("domain", "treasury.example")]).await.leads_to("/admin/organisations/treasury");
    site.clock.set(site.clock.now() + TimeDelta::days(1));
    site.visitor().signs_up("Eve", "eve@opw.example").await;
    assert!(site.page("/people/eve").await.contains("Verified 3 March 2026"), "an account that is opened later");
    let change = [("email", "bob@treasury.example"), ("current_password", PASSWORD)];
    bob.posts("/me/security", "change_email", &change).await.leads_to("/me/security");
    bob.posts_as_is(&site.mailed_link("bob@treasury.example").await).await.leads_to("/me/security");
    let profile = site.page("/people/bob").await;
    assert!(profile.contains("Treasury") && !profile.contains("Public Works"), "{profile}");
    // Ada says so herself, in the bundle: that stays when her proof ends, and an import leaves proofs alone.
    let ada = site.visitor();
    ada.signs_up("Ada Okafor", "ada@opw.example").await;
    does(&root, "/admin/members/ada", "merge_member", &[("into", "ada-okafor")]).await.leads_to("/admin/members/ada-okafor");
    assert!(site.page("/people/ada-okafor").await.contains("Verified 3 March 2026"));
    root.posts(page, "remove_domain", &[("domain", "opw.example")]).await.leads_to(page);
    let colleagues = site.page("/organisations/opw").await;
    assert!(colleagues.contains("Ada Okafor") && !colleagues.contains("Verified") && !colleagues.contains("Eve"), "{colleagues}");
});

on_every_database!(async fn organisations_and_topics_keep_their_old_addresses(site) {
    holds_all(site).await;
    let root = site.administrator("Rhea").await;
    root.posts("/admin/organisations/opw", "rename_organisation", &[("name", "Works Office")]).await.leads_to("/admin/organisations/works-office");
    root.posts("/admin/topics/forms", "rename_topic", &[("title", "Blanks")]).await.says(StatusCode::UNPROCESSABLE_ENTITY, "Merge the two");
    root.posts("/admin/topics/forms", "rename_topic", &[("title", "Good forms")]).await.leads_to("/admin/topics/good-forms");
    assert!(root.reads("/admin/topics").await.contains("1 community\n1 event\n1 question"));
    does(&root, "/admin/topics/blanks", "merge_topic", &[("into", "nothing")]).await.says(StatusCode::UNPROCESSABLE_ENTITY, "There is no such topic.");
    does(&root, "/admin/topics/blanks", "merge_topic", &[("into", "good-forms")]).await.leads_to("/admin/topics/good-forms");
    for (old, new) in [("/organisations/opw", "/organisations/works-office"), ("/topics/forms", "/topics/good-forms"), ("/topics/blanks", "/topics/good-forms")] {
        let answer = site.get(old).await;
        assert_eq!((answer.status, answer.header("location")), (StatusCode::PERMANENT_REDIRECT, new));
    }
    root.posts("/admin/topics/good-forms", "rename_topic", &[("title", "Forms")]).await.leads_to("/admin/topics/forms");
    assert_eq!(site.get("/topics/blanks").await.header("location"), "/topics/forms", "in one hop still");
    let topic = site.page("/topics/forms").await;
    assert!(topic.contains("How?") && topic.contains("Talk"), "{topic}");
    assert!(root.reads("/admin/topics/forms").await.contains("1 community, 1 event, 1 question"));
    let log = root.reads("/admin/log?kind=topic").await;
    assert!(log.contains("Rhea renamed the topic “Forms”") && log.contains("Blanks (blanks) became part of Good forms (good-forms): It was asked for."), "{log}");
});

on_every_database!(async fn the_log_is_read_page_by_page_and_narrowed(site) {
    holds_all(site).await;
    let root = site.administrator("Rhea").await;
    for n in 0..60 {
        root.posts("/admin/topics/forms", "rename_topic", &[("title", &format!("Forms {n}"))]).await;
        root.posts(&format!("/admin/topics/forms-{n}"), "rename_topic", &[("title", "Forms")]).await;
    }
    let (mut notes, mut next) = (Vec::new(), Some("/admin/log?deed=renamed".to_owned()));
    while let Some(path) = next {
        let answer = root.gets(&path).await;
        notes.extend(answer.text().lines().filter(|line| line.contains(" is Forms")).map(str::to_owned));
        next = answer.body.split("<a ").find(|tag| tag.split('>').next().is_some_and(|tag| tag.contains("rel=\"next\""))).map(|tag| {
            tag.split_once("href=\"").unwrap().1.split('"').next().unwrap().replace("&amp;", "&")
        });
    }
    assert_eq!(notes.len(), 120);
    assert_eq!(notes[0], "Forms 59 (forms-59) is Forms (forms)");
    notes.dedup();
    assert_eq!(notes.len(), 120);
    assert!(root.reads("/admin/log").await.contains("2 March 2026, midday UTC"));
    for (query, sentence) in [("member=nobody", "Nobody has this handle."), ("community=none", "no such community"), ("kind=x", "no such kind"), ("deed=x", "no such deed"), ("after=x", "no page of this list")] {
        root.gets(&format!("/admin/log?{query}")).await.says(StatusCode::BAD_REQUEST, sentence);
    }
});
