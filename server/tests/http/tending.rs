//! Making pages, naming, moving and ordering them, putting them away.

mod capturing;
mod history;
mod suggesting;

use axum::http::StatusCode;

use crate::on_every_database;
use crate::site::TestSite;
use crate::visitor::Visitor;

const NEW: &str = "/c/design/new-page";
const PLAYBOOK: &str = "/c/design/pages/playbook";

/// A public community with an editor and a member.
async fn stage(site: &TestSite) -> (Visitor<'_>, Visitor<'_>) {
    let (ada, bob) = (site.member("Ada Okafor").await, site.member("Bob Ito").await);
    site.holds(&[("communities/design.md", "---\nname: Design\n---\n")]).await;
    site.puts("ada-okafor", "design", "active", Some("editor")).await;
    site.puts("bob-ito", "design", "active", None).await;
    (ada, bob)
}

async fn makes(ada: &Visitor<'_>, title: &str, under: &str, leads_to: &str) {
    ada.posts(NEW, "make_page", &[("title", title), ("under", under), ("body", "So *it* is."), ("status", "published")])
        .await
        .leads_to(leads_to);
}

on_every_database!(async fn editors_make_pages_and_members_only_where_the_community_says_so(site) {
    let (ada, bob) = stage(site).await;
    let tree = ada.gets("/c/design/pages").await;
    assert!(tree.body.contains("href=\"/c/design/new-page\"") && tree.text().contains("make the first page"), "{}", tree.body);
    assert!(!bob.gets("/c/design/pages").await.body.contains("new-page") && !site.get("/c/design/pages").await.body.contains("new-page"));
    bob.gets(NEW).await.says(StatusCode::FORBIDDEN, "Leads and editors of the community do this.");
    makes(&ada, "Playbook", "", PLAYBOOK).await;
    let page = site.page(PLAYBOOK).await;
    assert!(page.contains("Playbook") && page.contains("So it is.") && page.contains("Ada Okafor"), "{page}");
    assert!(site.page("/search?q=playbook").await.contains("Playbook"));
    let cleo = site.member("Cleo Lead").await;
    site.puts("cleo-lead", "design", "active", Some("lead")).await;
    cleo.posts("/c/design/settings/pages", "let_members_edit", &[("yes", "yes")]).await.leads_to("/c/design/settings/pages");
    makes(&bob, "By Bob", "playbook", "/c/design/pages/playbook/by-bob").await;
});

on_every_database!(async fn what_is_wrong_with_a_page_is_said_beside_its_field(site) {
    let (ada, _) = stage(site).await;
    makes(&ada, "Playbook", "", PLAYBOOK).await;
    makes(&ada, "Playbook", "", "/c/design/pages/playbook-2").await;
    makes(&ada, "History", "playbook", "/c/design/pages/playbook/history-2").await;
    for (field, value, says) in [
        ("title", "", "Fill this in."),
        ("slug", "Edit", "“edit” is an address of the site itself."),
        ("slug", "playbook", "Another page has or had this address"),
        ("under", "nowhere", "That page is not there any more."),
        ("topics", "cats", "Not known here: “cats”."),
    ] {
        let mut fields = vec![("title", "Another"), ("body", "kept as typed"), ("status", "published")];
        fields.retain(|(name, _)| *name != field);
        fields.push((field, value));
        let answer = ada.posts(NEW, "make_page", &fields).await;
        answer.says(StatusCode::UNPROCESSABLE_ENTITY, says);
        assert!(answer.body.contains("kept as typed"), "{field}");
    }
    let charter = ada.gets("/c/design/new-page?template=charter&title=Ours").await;
    assert!(charter.body.contains("What we’re about") && charter.body.contains("value=\"Ours\""), "{}", charter.body);
});

on_every_database!(async fn a_draft_is_seen_by_those_who_edit_pages_alone(site) {
    let (ada, bob) = stage(site).await;
    ada.posts(NEW, "make_page", &[("title", "Xyzzy"), ("status", "draft")]).await.leads_to("/c/design/pages/xyzzy");
    assert!(ada.reads("/c/design/pages/xyzzy").await.contains("This page is a draft."));
    assert!(ada.reads("/c/design/pages").await.contains("Xyzzy") && ada.reads("/c/design/settings/pages").await.contains("Xyzzy"));
    assert_eq!(bob.gets("/c/design/pages/xyzzy").await.status, StatusCode::NOT_FOUND);
    for path in ["/c/design/pages", "/c/design", "/search?q=xyzzy", "/sitemap.xml", "/c/design/feed.atom"] {
        assert!(!bob.gets(path).await.text().contains("Xyzzy") && !site.get(path).await.body.contains("/pages/xyzzy"), "{path}");
    }
    ada.posts("/c/design/pages/xyzzy/settings", "change_page", &[("status", "published")]).await.leads_to("/c/design/pages/xyzzy");
    assert!(site.page("/c/design/pages").await.contains("Xyzzy"));
});

on_every_database!(async fn a_page_that_moves_takes_all_below_it_along_and_old_addresses_lead_there(site) {
    let (ada, _) = stage(site).await;
    makes(&ada, "Playbook", "", PLAYBOOK).await;
    makes(&ada, "Retros", "playbook", "/c/design/pages/playbook/retros").await;
    makes(&ada, "Short", "playbook/retros", "/c/design/pages/playbook/retros/short").await;
    makes(&ada, "Archive", "", "/c/design/pages/archive").await;
    let settings = format!("{PLAYBOOK}/settings");
    for circular in ["playbook", "playbook/retros"] {
        let answer = ada.posts(&settings, "change_page", &[("under", circular)]).await;
        answer.says(StatusCode::UNPROCESSABLE_ENTITY, "A page cannot lie below itself.");
    }
    ada.posts(&settings, "change_page", &[("slug", "handbook"), ("under", "archive"), ("title", "Handbook")]).await.leads_to("/c/design/pages/archive/handbook");
    for (old, new) in [("playbook", "archive/handbook"), ("playbook/retros", "archive/handbook/retros"), ("playbook/retros/short", "archive/handbook/retros/short")] {
        let answer = site.get(&format!("/c/design/pages/{old}")).await;
        assert_eq!((answer.status, answer.header("location")), (StatusCode::PERMANENT_REDIRECT, format!("/c/design/pages/{new}").as_str()));
        assert_eq!(site.get(&format!("/c/design/pages/{new}")).await.status, StatusCode::OK);
    }
    assert!(site.get("/search?q=short").await.body.contains("/c/design/pages/archive/handbook/retros/short"));
    ada.posts(NEW, "make_page", &[("title", "Other"), ("slug", "playbook"), ("status", "published")]).await.says(StatusCode::UNPROCESSABLE_ENTITY, "has or had this address");
    // Back again: its own old address is free for it.
    ada.posts("/c/design/pages/archive/handbook/settings", "change_page", &[("slug", "playbook"), ("under", "")]).await.leads_to(PLAYBOOK);
    assert_eq!(site.get("/c/design/pages/archive/handbook/retros").await.header("location"), "/c/design/pages/playbook/retros");
    assert!(ada.reads(&format!("{PLAYBOOK}/history")).await.contains("Ada Okafor"), "a new title is in the history");
});

on_every_database!(async fn pages_are_put_in_order_by_buttons(site) {
    let (ada, _) = stage(site).await;
    for (title, slug) in [("One", "one"), ("Two", "two"), ("Three", "three")] {
        makes(&ada, title, "", &format!("/c/design/pages/{slug}")).await;
    }
    let order = async || site.walk("/c/design/pages", "/c/design/pages/").await.into_iter().filter(|href| !href.ends_with("pages")).collect::<Vec<_>>();
    let settings = "/c/design/pages/three/settings";
    ada.posts(settings, "shift_page", &[("way", "up")]).await.leads_to(settings);
    assert_eq!(order().await, ["/c/design/pages/one", "/c/design/pages/three", "/c/design/pages/two"]);
    ada.posts(settings, "shift_page", &[("way", "up")]).await.leads_to(settings);
    assert!(ada.reads(settings).await.contains("It is number 1 of the 3 pages here."));
    ada.posts(settings, "shift_page", &[("way", "down")]).await.leads_to(settings);
    assert_eq!(order().await, ["/c/design/pages/one", "/c/design/pages/three", "/c/design/pages/two"]);
});

on_every_database!(async fn pages_are_arranged_by_steps_and_by_where_they_are_dropped(site) {
    const HERE: &str = "/c/design/arrange-pages";
    let (ada, bob) = stage(site).await;
    for (title, under) in [("One", ""), ("Two", ""), ("Deep", "two"), ("Three", "")] {
        let address = if under.is_empty() { format!("/c/design/pages/{}", title.to_lowercase()) } else { format!("/c/design/pages/{under}/deep") };
        makes(&ada, title, under, &address).await;
    }
    let order = async || {
        let page = ada.gets(HERE).await.body;
        page.split("id=\"at-").skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(order().await, ["one", "two", "two/deep", "three"]);
    let goes = async |fields: &[(&str, &str)], at: &str| ada.posts(HERE, "arrange_page", fields).await.leads_to(&format!("{HERE}{at}"));
    goes(&[("step", "up:three")], "#at-three").await;
    assert_eq!(order().await, ["one", "three", "two", "two/deep"]);
    goes(&[("step", "in:three")], "#at-one/three").await;
    assert_eq!(order().await, ["one", "one/three", "two", "two/deep"]);
    assert_eq!(site.get("/c/design/pages/three").await.header("location"), "/c/design/pages/one/three");
    goes(&[("step", "out:one/three")], "#at-three").await;
    goes(&[("path", "two"), ("under", ""), ("before", "one")], "#at-two").await;
    goes(&[("path", "one"), ("under", "two"), ("before", "two/deep")], "#at-two/one").await;
    assert_eq!(order().await, ["two", "two/one", "two/deep", "three"]);
    // What cannot be stays as it is, and says why.
    for (fields, says) in [
        (vec![("path", "two"), ("under", "two/one")], "cannot lie below itself"),
        (vec![("path", "two/deep"), ("under", "two"), ("before", "three")], "Somebody moved a page meanwhile"),
        (vec![("step", "up:nowhere")], "not there any more"),
        (vec![("path", "two"), ("under", "nowhere")], "not there any more"),
        (vec![("step", "up:two")], "can go no further that way"),
    ] {
        let answer = ada.posts(HERE, "arrange_page", &fields).await;
        answer.leads_to(HERE);
        assert!(ada.reads(HERE).await.contains(says), "{says}");
    }
    assert_eq!(order().await, ["two", "two/one", "two/deep", "three"]);
    ada.posts(HERE, "arrange_page", &[("step", "around:two")]).await.says(StatusCode::UNPROCESSABLE_ENTITY, "up, down, in or out");
    assert_eq!(bob.gets(HERE).await.status, StatusCode::FORBIDDEN);
});

on_every_database!(async fn deleting_hides_with_a_reason_and_can_be_undone(site) {
    let (ada, bob) = stage(site).await;
    makes(&ada, "Playbook", "", PLAYBOOK).await;
    makes(&ada, "Retros", "playbook", "/c/design/pages/playbook/retros").await;
    let settings = format!("{PLAYBOOK}/settings");
    ada.posts(&settings, "delete_page", &[("why", "Out of date.")]).await.says(StatusCode::UNPROCESSABLE_ENTITY, "1 page lies below it.");
    ada.posts(&settings, "delete_page", &[("why", ""), ("along", "yes")]).await.says(StatusCode::UNPROCESSABLE_ENTITY, "Fill this in.");
    ada.posts(&settings, "delete_page", &[("why", "Out of date."), ("along", "yes")]).await.leads_to("/c/design/settings/pages");
    for path in [PLAYBOOK, "/c/design/pages/playbook/retros"] {
        for answer in [ada.gets(path).await, bob.gets(path).await, site.get(path).await] {
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        }
    }
    assert!(!site.page("/search?q=retros").await.contains("Retros"));
    let tending = ada.reads("/c/design/settings/pages").await;
    assert!(tending.contains("Out of date.") && tending.contains("Ada Okafor"), "{tending}");
    ada.posts("/c/design/settings/pages", "undelete_page", &[("path", "playbook")]).await.leads_to(PLAYBOOK);
    assert!(site.page("/c/design/pages/playbook/retros").await.contains("So it is."));
});

on_every_database!(async fn an_archived_page_is_read_and_out_of_the_tree(site) {
    let (ada, _) = stage(site).await;
    makes(&ada, "Playbook", "", PLAYBOOK).await;
    ada.posts(&format!("{PLAYBOOK}/settings"), "change_page", &[("status", "archived")]).await.leads_to(PLAYBOOK);
    assert!(site.page(PLAYBOOK).await.contains("This page is archived."));
    assert!(!site.page("/c/design/pages").await.contains("Playbook"));
});

on_every_database!(async fn a_bundle_names_no_page_as_what_is_done_with_pages(site) {
    let report = site.imports(&[("communities/design.md", "---\nname: Design\n---\n"), ("pages/design/a.md", "---\ntitle: A\n---\n"), ("pages/design/a/history.md", "---\ntitle: Ours\n---\nLong ago.\n")]).await;
    assert!(report.to_string().contains("It was named `history-page`"), "{report}");
    assert!(site.page("/c/design/pages/a/history-page").await.contains("Long ago."));
});

on_every_database!(async fn pages_lead_to_each_other_by_title_as_far_as_they_are_there(site) {
    let (ada, bob) = stage(site).await;
    makes(&ada, "Playbook", "", PLAYBOOK).await;
    let body = "See [[Playbook]], [[playbook|how we work]], [[Not yet]] and `[[Playbook]]`.";
    ada.posts(NEW, "make_page", &[("title", "Start"), ("body", body), ("status", "published")]).await.leads_to("/c/design/pages/start");
    let page = bob.gets("/c/design/pages/start").await;
    assert!(page.body.contains("<a href=\"/c/design/pages/playbook\">how we work</a>"), "{}", page.body);
    assert!(page.text().contains("See Playbook, how we work, Not yet and [[Playbook]].") && !page.body.contains("new-page"), "{}", page.text());
    assert!(ada.gets("/c/design/pages/start").await.body.contains("href=\"/c/design/new-page?title=Not+yet\""));
    assert!(bob.reads(PLAYBOOK).await.contains("Linked from\nStart"));
    assert!(ada.reads("/c/design/settings/pages").await.contains("On “Start”"));
    ada.posts(&format!("{PLAYBOOK}/settings"), "change_page", &[("status", "draft")]).await.leads_to(PLAYBOOK);
    assert!(!bob.gets("/c/design/pages/start").await.body.contains("<a href=\"/c/design/pages/playbook\""), "a link to what one may not see is text");
    makes(&ada, "Not yet", "", "/c/design/pages/not-yet").await;
    assert!(site.get("/c/design/pages/start").await.body.contains("<a href=\"/c/design/pages/not-yet\">Not yet</a>"));
});

on_every_database!(async fn pages_are_taken_along_as_markdown(site) {
    let (ada, _) = stage(site).await;
    makes(&ada, "Playbook", "", PLAYBOOK).await;
    makes(&ada, "Retros", "playbook", "/c/design/pages/playbook/retros").await;
    makes(&ada, "Other", "", "/c/design/pages/other").await;
    ada.posts(NEW, "make_page", &[("title", "Xyzzy"), ("status", "draft")]).await.leads_to("/c/design/pages/xyzzy");
    let file = site.get("/c/design/pages.md").await;
    assert_eq!(file.header("content-type"), "text/markdown; charset=utf-8");
    assert!(file.body.starts_with("# Playbook\n\nSo *it* is.\n\n# Retros\n") && file.body.contains("# Other") && !file.body.contains("Xyzzy"), "{}", file.body);
    let below = site.get("/c/design/pages.md?under=playbook").await.body;
    assert!(below.contains("# Retros") && !below.contains("# Other"), "{below}");
    assert_eq!(site.get("/c/design/pages.md?under=xyzzy").await.status, StatusCode::NOT_FOUND);
});

on_every_database!(async fn what_is_longer_than_a_page_becomes_none_however_few_its_letters(site) {
    let (ada, bob) = stage(site).await;
    // Two bytes each.
    let long = "é".repeat(300_000);
    let new = [("title", "Long"), ("status", "published"), ("body", long.as_str())];
    ada.posts(NEW, "make_page", &new).await.says(StatusCode::UNPROCESSABLE_ENTITY, "586 KB long; at most 512 KB fit");
    assert_eq!(ada.gets("/c/design/pages/long").await.status, StatusCode::NOT_FOUND);
    makes(&ada, "Playbook", "", PLAYBOOK).await;
    let suggested = bob.posts(&format!("{PLAYBOOK}/suggest"), "suggest_change", &[("body", &long)]).await;
    suggested.says(StatusCode::UNPROCESSABLE_ENTITY, "586 KB long; at most 512 KB fit");
    let much = ada.posts(NEW, "make_page", &[("title", "Long"), ("body", &"x".repeat(5 * 1024 * 1024))]).await;
    much.says(StatusCode::PAYLOAD_TOO_LARGE, "more than a form may send");
});
