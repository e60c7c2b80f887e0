//! Pages that not all who see a community's pages may read: nowhere, for whoever may not.

use std::collections::BTreeMap;

use app::run;
use axum::http::{Request, StatusCode};

use crate::on_every_database;
use crate::site::TestSite;
use crate::visitor::Visitor;

const PAGE: &str = "/c/design/pages/xyzzy";

/// A public community with pages about forms, and who looks at them: an editor, a lead, a member, somebody signed in and a stranger.
async fn stage(site: &TestSite) -> BTreeMap<&'static str, Visitor<'_>> {
    let page = "---\ntitle: Playbook\npublished: 2026-03-01\ntopics: [forms]\n---\nSee [[Xyzzy|the other]].\n";
    site.holds(&[
        ("topics/forms.md", "---\ntitle: Forms\n---\n"),
        ("communities/design.md", "---\nname: Design\n---\n"),
        ("pages/design/playbook.md", page),
        ("pages/design/zebra.md", "---\ntitle: Zebra\n---\nStripes.\n"),
    ])
    .await;
    let mut people = BTreeMap::from([("stranger", site.visitor())]);
    for (name, handle, role) in
        [("Ada Okafor", "ada-okafor", Some("editor")), ("Lea Lead", "lea-lead", Some("lead")), ("Bob Ito", "bob-ito", None)]
    {
        people.insert(name, site.member(name).await);
        site.puts(handle, "design", "active", role).await;
    }
    people.insert("Eve", site.member("Eve").await);
    let new = [
        ("title", "Xyzzy"),
        ("summary", "What is Xyzzy?"),
        ("body", "We meet [[Playbook]] and [[Zebra]]."),
        ("topics", "Forms"),
        ("audience", "community"),
        ("status", "published"),
    ];
    people["Ada Okafor"].posts("/c/design/new-page", "make_page", &new).await.leads_to(PAGE);
    for who in ["Bob Ito", "Eve"] {
        people[who].posts(PAGE, "follow", &[]).await;
    }
    people
}

/// Where a page is shown to whoever sees the others.
const LISTS: [&str; 16] = [
    "/",
    "/c/design",
    "/c/design/pages",
    "/c/design/pages/playbook",
    "/c/design/pages/zebra",
    "/c/design/pages.md",
    "/c/design/pages.html",
    "/c/design/feed.atom",
    "/feed.atom",
    "/topics/forms",
    "/topics/forms/feed.atom",
    "/people/ada-okafor",
    "/search?q=xyzzy",
    "/sitemap.xml",
    "/sitemap/pages-1.xml",
    "/me/notifications",
];

/// Whether a list tells what the page is called, or where it is. What somebody typed in a text stays what they typed.
fn tells(list: &str, body: &str) -> bool {
    if list.starts_with("/search") {
        return body.contains("href=\"/c/design/pages/xyzzy");
    }
    let body = body.replace("[[Xyzzy|the other]]", "");
    body.contains("Xyzzy") || body.contains("/pages/xyzzy")
}

async fn sees(who: &Visitor<'_>) -> Vec<&'static str> {
    let mut seen = Vec::new();
    for list in LISTS {
        if tells(list, &who.gets(list).await.body) {
            seen.push(list);
        }
    }
    seen
}

on_every_database!(async fn a_page_for_fewer_is_nowhere_for_all_others(site) {
    let people = stage(site).await;
    let everywhere = sees(&people["stranger"]).await;
    for list in ["/c/design", "/c/design/pages", "/c/design/pages/playbook", "/c/design/pages/zebra", "/c/design/pages.md", "/c/design/pages.html", "/c/design/feed.atom", "/feed.atom", "/topics/forms", "/people/ada-okafor", "/search?q=xyzzy"] {
        assert!(everywhere.contains(&list), "{list} shows it to all: {everywhere:?}");
    }
    for (audience, readers) in [("members", &["Ada Okafor", "Lea Lead", "Bob Ito"][..]), ("editors", &["Ada Okafor", "Lea Lead"]), ("community", &["Ada Okafor", "Lea Lead", "Bob Ito", "Eve", "stranger"])] {
        people["Ada Okafor"].posts(&format!("{PAGE}/settings"), "change_page", &[("audience", audience)]).await.leads_to(PAGE);
        for (who, visitor) in &people {
            let reads = readers.contains(who);
            for path in [PAGE.to_owned(), "/live?page=design/xyzzy".to_owned(), "/c/design/pages.html?under=xyzzy".to_owned(), "/c/design/pages.md?under=xyzzy".to_owned(), "/do/app/pages/api/read_page?community=design&path=xyzzy".to_owned()] {
                let answer = visitor.gets(&path).await;
                assert_eq!(answer.status == StatusCode::OK, reads, "{path} by {who}, for {audience}: {}", answer.status);
                assert!(reads || answer.status == StatusCode::NOT_FOUND, "{path} by {who}: {}", answer.status);
            }
            let seen = sees(visitor).await;
            if reads {
                for list in ["/c/design", "/c/design/pages", "/c/design/pages/playbook", "/c/design/pages/zebra", "/c/design/pages.md", "/topics/forms", "/search?q=xyzzy"] {
                    assert!(seen.contains(&list), "{list} for {who}, for {audience}");
                }
            } else {
                assert_eq!(seen, [""; 0], "by {who}, for {audience}");
            }
        }
    }
});

on_every_database!(async fn who_may_not_read_a_page_neither_suggests_nor_reads_its_files_nor_follows_old_addresses(site) {
    let people = stage(site).await;
    let (ada, bob) = (&people["Ada Okafor"], &people["Bob Ito"]);
    let files = format!("{PAGE}/files");
    ada.uploads(&files, "add_page_file", ("file", "plan.pdf"), b"%PDF-1.7").await.leads_to(&files);
    let body = ada.gets(&files).await.body;
    let href = format!("/files/{}", body.split("\"/files/").nth(1).unwrap().split('"').next().unwrap());
    assert_eq!(site.get(&href).await.header("cache-control"), "public, no-cache");
    ada.posts(&format!("{PAGE}/settings"), "change_page", &[("slug", "secret"), ("audience", "editors")]).await.leads_to("/c/design/pages/secret");
    for path in [href.as_str(), PAGE, "/c/design/pages/secret", "/c/design/pages/secret/suggest", "/c/design/pages/secret/edit"] {
        assert_eq!(bob.gets(path).await.status, StatusCode::NOT_FOUND, "{path}");
        assert!(!site.sends(Request::get(path)).await.status.is_success(), "{path}");
    }
    let file = ada.gets(&href).await;
    assert_eq!((file.status, file.header("cache-control")), (StatusCode::OK, "private, no-cache"));
    assert!(ada.reads("/c/design/pages/secret").await.contains("Only leads and those who edit pages may read this page."));
    // Its address is no title either.
    ada.posts("/c/design/pages/zebra/edit", "save_page", &[("body", "http://site.example/c/design/pages/secret")]).await.leads_to("/c/design/pages/zebra");
    assert!(ada.gets("/c/design/pages/zebra").await.body.contains("/secret\">Xyzzy</a>"));
    assert!(!bob.gets("/c/design/pages/zebra").await.body.contains("Xyzzy") && !site.get("/c/design/pages/zebra").await.body.contains("Xyzzy"));
    // Whoever edits pages reads them, where all members do as well.
    people["Lea Lead"].posts("/c/design/settings/pages", "let_members_edit", &[("yes", "yes")]).await.leads_to("/c/design/settings/pages");
    assert_eq!(bob.gets("/c/design/pages/secret").await.status, StatusCode::OK);
    assert_eq!(people["Eve"].gets("/c/design/pages/secret").await.status, StatusCode::NOT_FOUND);
});

on_every_database!(async fn an_audience_that_is_not_known_lets_nobody_in_but_those_who_edit_pages(site) {
    let ada = site.member("Ada").await;
    let report = site.imports(&[("communities/design.md", "---\nname: Design\n---\n"), ("pages/design/plan.md", "---\ntitle: Plan\naudience: board\n---\n"), ("pages/design/notes.md", "---\ntitle: Notes\naudience: members\n---\n")]).await;
    assert!(report.to_string().contains("`audience` was left out"), "{report}");
    site.puts("ada", "design", "active", Some("editor")).await;
    for page in ["/c/design/pages/plan", "/c/design/pages/notes"] {
        assert_eq!((site.get(page).await.status, ada.gets(page).await.status), (StatusCode::NOT_FOUND, StatusCode::OK), "{page}");
    }
    ada.posts("/c/design/pages/plan/settings", "change_page", &[("audience", "board")]).await.says(StatusCode::UNPROCESSABLE_ENTITY, "Choose one of these.");
});

on_every_database!(async fn a_page_for_fewer_is_found_by_those_who_may_read_it_and_counted_for_nobody_else(site) {
    let page = |title: &str, audience: &str| format!("---\ntitle: {title}\naudience: {audience}\n---\nA word about quokkas and {title}.\n");
    let (all, members, editors) = (page("Aardvark", "community"), page("Badger", "members"), page("Cheetah", "editors"));
    site.holds(&[
        ("communities/design.md", "---\nname: Design\n---\n"),
        ("pages/design/a.md", &all),
        ("pages/design/b.md", &members),
        ("pages/design/c.md", &editors),
        ("resources/design/q.md", "---\ntitle: Quokka cards\nurl: https://example.org/\n---\nQuokkas.\n"),
    ])
    .await;
    let (ada, bob, eve) = (site.member("Ada").await, site.member("Bob").await, site.member("Eve").await);
    site.puts("ada", "design", "active", Some("editor")).await;
    site.puts("bob", "design", "active", None).await;
    site.puts("eve", "design", "requested", None).await;
    for (who, sees) in [(&ada, &["Aardvark", "Badger", "Cheetah"][..]), (&bob, &["Aardvark", "Badger"]), (&eve, &["Aardvark"]), (&site.visitor(), &["Aardvark"])] {
        for list in ["/search?q=quokka", "/search?q=quokka&kind=page", "/search?q=quok"] {
            let found = who.reads(list).await;
            for title in ["Aardvark", "Badger", "Cheetah"] {
                assert_eq!(found.contains(title), sees.contains(&title), "{title} in {list}: {found}");
            }
            let counted = if sees.len() == 1 { "1 page\n".to_owned() } else { format!("{} pages\n", sees.len()) };
            assert!(if list.contains("kind") { found.contains(&counted) } else { found.contains("Quokka cards") }, "{counted}: {found}");
        }
        // The very name, and a word of its text alone.
        for query in ["/search?q=cheetah", "/search?q=%22quokkas+and+cheetah%22"] {
            assert_eq!(who.reads(query).await.contains("A word about"), sees.contains(&"Cheetah"), "{query}");
        }
    }
    // Whoever leaves finds it no longer, and what is for all is found by all.
    let mut tx = site.db().begin().await.unwrap();
    run!(tx, sqlx::query("update membership set state = 'requested' where member_id = (select id from member where handle = 'bob')")).unwrap();
    tx.commit([]).await.unwrap();
    assert!(!bob.reads("/search?q=quokka").await.contains("Badger"));
    ada.posts("/c/design/pages/c/settings", "change_page", &[("audience", "community")]).await.leads_to("/c/design/pages/c");
    assert!(site.page("/search?q=cheetah").await.contains("Cheetah"));
    ada.posts("/c/design/pages/a/settings", "change_page", &[("audience", "members")]).await.leads_to("/c/design/pages/a");
    assert!(!site.page("/search?q=aardvark").await.contains("A word about"));
});
