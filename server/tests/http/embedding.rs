//! Lists of what a community has, within its pages.

use crate::on_every_database;

const DESIGN: (&str, &str) = ("communities/design.md", "---\nname: Design\naudience: {pages: public, questions: members}\n---\n");
const TALK: (&str, &str) = (
    "events/design/talk.md",
    "---\ntitle: A talk <on> tea\nstarts: 2126-07-03T13:00\nends: 2126-07-03T14:00\ntimezone: Europe/London\n---\n",
);
const QUESTION: (&str, &str) =
    ("questions/design/how.md", "---\ntitle: How do we begin?\nasked: 2026-01-01T12:00\nauthor: ada\n---\nSo?\n");
const ADA: (&str, &str) = ("people/ada.md", "---\nname: Ada\n---\n");
const HOME: (&str, &str) = (
    "pages/design/home.md",
    "---\ntitle: Home\n---\nBegin.\n\n[[Upcoming events]]\n\nMore.\n\n[[unanswered questions]]\n\nIn a line: [[upcoming events]].\n\nEnd.\n",
);

on_every_database!(async fn a_page_lists_what_its_community_has_for_who_may_see_it(site) {
    site.holds(&[DESIGN, ADA, TALK, QUESTION, HOME]).await;
    let bob = site.member("Bob").await;
    site.puts("bob", "design", "active", None).await;
    let anybody = site.get("/c/design/pages/home").await;
    let event = "<ul class=\"embedded\"><li><a href=\"/c/design/events/talk\" dir=\"auto\">A talk &lt;on&gt; tea</a> <span>Wednesday 3 July 2126, 1 pm to 2 pm, ";
    assert!(anybody.body.contains(event), "{}", anybody.body);
    assert!(!anybody.body.contains("How do we begin?") && !anybody.body.contains("No question waits"), "{}", anybody.body);
    assert!(anybody.text().contains("In a line: upcoming events."), "{}", anybody.text());
    let member = bob.reads("/c/design/pages/home").await;
    assert!(member.contains("How do we begin?\n No answer yet") || member.contains("How do we begin? No answer yet"), "{member}");
    // What was kept for everybody follows what it lists.
    site.holds(&[DESIGN, ADA, ("events/design/talk.md", &TALK.1.replace("A talk <on> tea", "Coffee instead")), QUESTION, HOME]).await;
    assert!(site.page("/c/design/pages/home").await.contains("Coffee instead"));
});

on_every_database!(async fn an_empty_list_says_so_and_is_no_page_that_is_missing(site) {
    site.holds(&[("communities/design.md", "---\nname: Design\n---\n"), ("pages/design/home.md", "---\ntitle: Home\n---\n[[upcoming events]]\n\n[[latest questions]]\n\n[[leads]]\n")])
        .await;
    let ada = site.member("Ada").await;
    site.puts("ada", "design", "active", Some("lead")).await;
    let page = ada.reads("/c/design/pages/home").await;
    for says in ["No event is announced.", "Nothing was asked yet.", "Ada"] {
        assert!(page.contains(says), "{says}: {page}");
    }
    assert!(!ada.reads("/c/design/settings/pages").await.contains("upcoming events"));
});
