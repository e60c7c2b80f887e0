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

const PRIVATE: (&str, &str) =
    ("communities/data.md", "---\nname: Data\naudience: {events: members, questions: members, pages: public}\n---\n");
const CARDS: (&str, &str) = (
    "pages/design/cards.md",
    "---\ntitle: Cards\n---\nBegin.\n\n[[event: talk]]\n\n[[Event: data/meeting]]\n\n[[question: data/which]]\n\n[[person: @ada]]\n\n[[event: nowhere]]\n\n[[person: nobody]]\n\nEnd.\n",
);
const MEETING: (&str, &str) = (
    "events/data/meeting.md",
    "---\ntitle: Inner circle\nstarts: 2126-07-03T13:00\nends: 2126-07-03T14:00\ntimezone: Europe/London\n---\n",
);
const WHICH: (&str, &str) = ("questions/data/which.md", "---\ntitle: Which one\nasked: 2026-01-01T12:00\n---\nSo?\n");

on_every_database!(async fn one_event_question_or_person_is_a_card_for_who_may_see_it_and_absent_for_others(site) {
    site.holds(&[DESIGN, PRIVATE, ADA, TALK, MEETING, WHICH, CARDS]).await;
    let (bob, cy) = (site.member("Bob").await, site.member("Cy").await);
    site.puts("bob", "data", "active", None).await;
    let page = "/c/design/pages/cards";
    let seen = site.get(page).await.body;
    let talk = "<ul class=\"embedded\"><li><a href=\"/c/design/events/talk\" dir=\"auto\">A talk &lt;on&gt; tea</a> <span>Wednesday 3 July 2126, 1 pm to 2 pm, ";
    assert!(seen.contains(talk) && seen.contains("<li><a href=\"/people/ada\" dir=\"auto\">Ada</a></li>"), "{seen}");
    for hidden in ["Inner circle", "Which one", "nowhere", "nobody", "[[event", "[[person", "<!--card"] {
        assert!(!seen.contains(hidden), "{hidden}: {seen}");
    }
    // Who may not see a thing is shown what everybody is shown.
    assert!(!cy.gets(page).await.body.contains("Inner circle") && !cy.gets(page).await.body.contains("Which one"));
    let member = bob.gets(page).await.body;
    assert!(member.contains("href=\"/c/data/events/meeting\"") && member.contains("Which one</a> <span>No answer yet</span>"), "{member}");
    // In the file as well, with addresses that lead to the site.
    let file = site.get("/c/design/pages.html").await.body;
    assert!(file.contains("/c/design/events/talk\" dir=\"auto\">A talk &lt;on&gt; tea</a>") && file.contains("/people/ada\""), "{file}");
    assert!(!file.contains("Inner circle") && !file.contains("Which one") && !file.contains("[[") && !file.contains("<!--"), "{file}");
    assert!(bob.gets("/c/design/pages.html").await.body.contains("Inner circle"));
    assert!(site.get("/c/design/pages.md").await.body.contains("[[event: talk]]"), "as text it reads well");
    // What was kept for everybody follows what it shows: a new title, and who may see it.
    site.holds(&[DESIGN, PRIVATE, ADA, ("events/design/talk.md", &TALK.1.replace("A talk <on> tea", "Coffee instead")), MEETING, WHICH, CARDS]).await;
    assert!(site.page(page).await.contains("Coffee instead"));
    let open = PRIVATE.1.replace("events: members", "events: public");
    site.imports_with(&[DESIGN, ("communities/data.md", &open), ADA, TALK, MEETING, WHICH, CARDS], true).await;
    assert!(site.page(page).await.contains("Inner circle"));
});

on_every_database!(async fn a_file_of_many_pages_shows_the_cards_of_all_of_them(site) {
    let mut files = vec![("communities/design.md".to_owned(), DESIGN.1.to_owned())];
    for number in 0..90 {
        files.push((format!("people/p-{number}.md"), format!("---\nname: Person {number}\n---\n")));
    }
    for (page, numbers) in [("one", 0..45), ("two", 45..90)] {
        let cards: String = numbers.map(|number| format!("[[person: p-{number}]]\n\n")).collect();
        files.push((format!("pages/design/{page}.md"), format!("---\ntitle: {page}\n---\n{cards}")));
    }
    site.holds(&files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect::<Vec<_>>()).await;
    let file = site.get("/c/design/pages.html").await.body;
    let missing: Vec<usize> = (0..90).filter(|number| !file.contains(&format!(">Person {number}</a>"))).collect();
    assert_eq!(missing, [0; 0]);
    assert!(site.get("/c/design/pages/two").await.body.contains(">Person 89</a>"));
});

on_every_database!(async fn a_card_is_no_page_that_is_missing_and_the_preview_says_what_it_will_be(site) {
    site.holds(&[DESIGN, TALK, CARDS]).await;
    let ada = site.member("Ada").await;
    site.puts("ada", "design", "active", Some("lead")).await;
    let tended = ada.reads("/c/design/settings/pages").await;
    assert!(!tended.contains("Wanted") && !tended.contains("event: talk"), "{tended}");
    let id: uuid::Uuid = app::on!(site.db().reader(), c => sqlx::query_scalar("select id from page where path = 'cards'").fetch_one(c)).unwrap();
    let request = axum::http::Request::post(format!("/live/pages/{id}/preview")).header("cookie", ada.cookies());
    let seen = site.sends_body(request, "[[event: talk]]\n\n[[event: a b]]".into()).await.body;
    assert!(seen.contains("The event “talk” is shown here, for those who may see it.") && seen.contains("new-page?title=event"), "{seen}");
});
