//! Looking for questions: by words, by community, by who asked, and those one follows.

use axum::http::StatusCode;

use super::{Board, QUESTIONS, answers, asks};
use crate::on_every_database;
use crate::site::TestSite;
use crate::visitor::Visitor;

/// The slugs of the questions on a page, in order.
async fn listed(by: &Visitor<'_>, path: &str) -> Vec<String> {
    let page = by.gets(path).await;
    assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.text());
    let rows = page.body.split("class=\"list-title\"").skip(1);
    rows.map(|row| row.split("href=\"").nth(1).unwrap().split('"').next().unwrap().rsplit('/').next().unwrap().to_owned()).collect()
}

fn question(title: &str, body: &str, more: &str) -> String {
    format!("---\ntitle: {title}\nasked: 2026-02-20T10:00:00Z\n{more}---\n{body}\n")
}

/// Questions about pens and boxes, here and there.
async fn stage(site: &TestSite) {
    site.holds(&[
        ("communities/design.md", "---\nname: Design\n---\n"),
        ("communities/data.md", "---\nname: Data\n---\n"),
        ("communities/secret.md", "---\nname: Secret\naudience: {questions: members}\n---\n"),
        ("people/ada.md", "---\nname: Ada\n---\n"),
        ("questions/design/pen.md", &question("Which pen?", "A fountain.", "author: ada\n")),
        (
            "questions/design/box.md",
            &question("Which box?", "Of wood.", "answers:\n- {at: 2026-02-21T10:00:00Z, accepted: true, body: Keep a fountain in it.}\n"),
        ),
        (
            "questions/design/said.md",
            &question("What is said?", "Little.", "comments:\n- {at: 2026-02-21T10:00:00Z, body: Of fountains.}\n"),
        ),
        ("questions/data/pen.md", &question("What does a pen count?", "A fountain of ink.", "")),
        ("questions/secret/pen.md", &question("Which secret pen?", "A fountain.", "")),
    ])
    .await;
}

on_every_database!(async fn a_list_is_searched_inside_with_its_other_filters_kept(site) {
    stage(site).await;
    let anybody = site.visitor();
    let mut found = listed(&anybody, "/questions?q=fountain").await;
    found.sort();
    assert_eq!(found, ["box", "pen", "pen", "said"], "in questions, answers and comments, where anybody reads them");
    let mut here = listed(&anybody, "/c/design/questions?q=fountains").await;
    here.sort();
    assert_eq!(here, ["box", "pen", "said"]);
    assert_eq!(listed(&anybody, "/c/design/questions?q=fountain&state=solved").await, ["box"]);
    assert_eq!(listed(&anybody, "/questions?q=fountain&community=data").await, ["pen"]);
    assert_eq!(listed(&anybody, "/questions?q=foun&author=ada").await, ["pen"], "a word that is begun");
    assert!(listed(&anybody, "/questions?q=nowhere").await.is_empty() && listed(&anybody, "/questions?q=***").await.is_empty());
    let page = anybody.gets("/c/design/questions?q=fountain&state=solved&sort=newest").await;
    assert!(page.body.contains("value=\"fountain\"") && page.text().contains("“fountain”"), "{}", page.text());
    assert!(page.body.contains("href=\"/c/design/questions?state=solved&amp;sort=newest\""), "it is taken away by itself: {}", page.body);
    assert!(page.body.contains("All (1)"), "{}", page.text());
});

on_every_database!(async fn comments_that_are_gone_are_not_found(site) {
    let board = Board::open_to(site, "public").await;
    let question = asks(&board.ada, "How long?", &[]).await;
    let answer = answers(&board.bob, &question, "Three weeks.").await;
    board.lead.posts(&question, "comment", &[("post", "question"), ("body", "Xylophones take longer.")]).await;
    board.lead.posts(&question, "comment", &[("post", &answer), ("body", "Bassoons do not.")]).await;
    let anybody = site.visitor();
    for path in ["/questions?q=", "/c/design/questions?q="] {
        for word in ["xylophone", "bassoon"] {
            assert_eq!(listed(&anybody, &format!("{path}{word}")).await, ["how-long"], "{word}");
        }
    }
    assert!(site.page("/search?q=xylophones").await.contains("How long?"));
    board.lead.posts(&question, "delete_post", &[("post", "comment-1")]).await;
    board.lead.posts(&question, "delete_post", &[("post", &answer), ("why", "Not so.")]).await;
    for word in ["xylophone", "bassoon", "weeks"] {
        assert!(listed(&anybody, &format!("/questions?q={word}")).await.is_empty(), "{word}");
        assert!(!site.page(&format!("/search?q={word}")).await.contains("How long?"), "{word}");
    }
});

on_every_database!(async fn of_very_many_that_match_the_newest_are_listed(site) {
    let files: Vec<(String, String)> = (0..300).map(|n| {
        let (day, hour) = (1 + n / 24, n % 24);
        let text = format!("---\ntitle: Which tree {n}?\nasked: 2026-01-{day:02}T{hour:02}:00:00Z\n---\nAn oak.\n");
        (format!("questions/design/q{n}.md"), text)
    }).collect();
    let mut all = vec![("communities/design.md", "---\nname: Design\n---\n")];
    all.extend(files.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    site.holds(&all).await;
    let found = site.walk("/c/design/questions?q=oaks&sort=newest", &format!("{QUESTIONS}/")).await;
    assert!(found.len() >= 250 && found[0].ends_with("/q299") && found[249].ends_with("/q50"), "{} {:?}", found.len(), &found[..3]);
    assert!(site.page("/questions?q=oaks").await.contains("of very many only the newest"));
});

on_every_database!(async fn all_questions_are_narrowed_to_a_community_that_one_may_see(site) {
    stage(site).await;
    let anybody = site.visitor();
    let page = anybody.gets("/questions").await;
    let select = page.body.split("id=\"filter-community\"").nth(1).unwrap().split("</select>").next().unwrap();
    assert!(select.contains("Data") && select.contains("Design") && !select.contains("Secret"), "{select}");
    assert_eq!(listed(&anybody, "/questions?community=data").await, ["pen"]);
    assert!(anybody.reads("/questions?community=data").await.contains("Community: Data"));
    for nowhere in ["secret", "nothing"] {
        assert_eq!(anybody.gets(&format!("/questions?community={nowhere}")).await.status, StatusCode::BAD_REQUEST, "{nowhere}");
    }
    assert_eq!(listed(&anybody, "/c/design/questions?community=data").await.len(), 3, "a board is its own");
});

on_every_database!(async fn a_name_in_a_list_leads_to_what_else_they_asked_and_no_name_to_nothing(site) {
    let board = Board::open_to(site, "members").await;
    asks(&board.ada, "By name?", &[]).await;
    asks(&board.ada, "Without?", &[("anonymous", "yes")]).await;
    let page = board.bob.gets(QUESTIONS).await;
    assert_eq!(page.body.matches("?author=").count(), 1, "{}", page.body);
    assert!(page.body.contains("href=\"/c/design/questions?author=ada\""));
    assert!(board.bob.gets("/questions").await.body.contains("href=\"/questions?author=ada\""));
    assert_eq!(listed(&board.bob, "/c/design/questions?author=ada").await, ["by-name"]);
    let narrowed = board.bob.gets("/c/design/questions?author=ada").await;
    assert!(narrowed.text().contains("Asked by: Ada") && narrowed.text().contains("Clear all"), "{}", narrowed.body);
});

on_every_database!(async fn what_one_follows_is_a_view_of_its_own_page_by_page(site) {
    let board = Board::open_to(site, "public").await;
    assert!(board.bob.reads("/questions?show=followed").await.contains("You follow no question here yet."));
    assert_eq!(site.get("/questions?show=followed").await.status, StatusCode::UNAUTHORIZED);
    for n in 0..40 {
        site.clock.set(site.clock.now() + chrono::TimeDelta::minutes(2));
        let by = if n < 20 { &board.ada } else { &board.lead };
        let question = asks(by, &format!("Question {n}?"), &[]).await;
        if n != 7 {
            board.bob.posts(&question, "follow", &[]).await.leads_to(&question);
        }
    }
    for list in ["/questions", QUESTIONS] {
        let page = board.bob.gets(&format!("{list}?show=followed")).await;
        assert!(page.text().contains("Followed (39)") && page.text().contains("Questions you follow"), "{}", page.text());
        let first = listed(&board.bob, &format!("{list}?show=followed")).await;
        let link = page.body.split("<a ").find(|tag| tag.split('>').next().is_some_and(|tag| tag.contains("rel=\"next\""))).unwrap();
        let next = link.split("href=\"").nth(1).unwrap().split('"').next().unwrap().replace("&amp;", "&");
        let rest = listed(&board.bob, &next).await;
        let all: Vec<&String> = first.iter().chain(&rest).collect();
        assert!(all.len() == 39 && all[0] == "question-39" && !all.contains(&&"question-7".to_owned()), "{all:?}");
    }
    assert!(board.ada.reads("/questions").await.contains("Followed (0)") && !site.page("/questions").await.contains("Followed"));
    board.lead.posts(&format!("{QUESTIONS}/question-39"), "delete_post", &[("post", "question"), ("why", "x")]).await;
    assert!(board.bob.reads("/questions?show=followed").await.contains("Followed (38)"), "what is gone is not counted");
});

on_every_database!(async fn topics_that_are_used_are_offered_first(site) {
    let board = Board::open_to(site, "public").await;
    for topic in ["Alder", "Zelkova", "Birch"] {
        asks(&board.lead, &format!("A {topic}?"), &[("topics", topic)]).await;
    }
    asks(&board.lead, "Another?", &[("topics", "Zelkova")]).await;
    let form = board.ada.gets("/c/design/ask").await.body;
    let list = form.split("<datalist").nth(1).unwrap().split("</datalist>").next().unwrap();
    let places = ["Zelkova", "Alder", "Birch"].map(|topic| list.find(topic).unwrap_or_else(|| panic!("{topic} in {list}")));
    assert!(places.is_sorted(), "{list}");
});

on_every_database!(async fn two_leads_who_make_one_topic_at_once_both_ask(site) {
    let board = Board::open_to(site, "public").await;
    site.puts("ada", "everyone", "active", Some("lead")).await;
    site.puts("lead", "everyone", "active", Some("lead")).await;
    let ask = |by: &Visitor<'_>, title: &str| {
        let fields = [("__fn", "/do/app/questions/posting/ask"), ("community", "everyone"), ("title", title), ("topics", "Retrospectives")];
        by.posting("/c/everyone/ask", &fields)
    };
    for round in 0..5 {
        let titles = [format!("First {round}?"), format!("Second {round}?")];
        let asked = tokio::join!(tokio::spawn(ask(&board.ada, &titles[0])), tokio::spawn(ask(&board.lead, &titles[1])));
        for answer in [asked.0.unwrap(), asked.1.unwrap()] {
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        }
    }
    assert!(site.page("/topics/retrospectives").await.contains("Second 4?"));
});

on_every_database!(async fn who_asked_is_shown_on_the_question_who_may_know(site) {
    let board = Board::open_to(site, "members").await;
    let first = asks(&board.lead, "Which box?", &[("topics", "Forms")]).await;
    let answer = answers(&board.bob, &first, "The left one.").await;
    board.lead.posts(&first, "accept", &[("post", &answer)]).await;
    let question = asks(&board.ada, "Which pen?", &[("topics", "Forms"), ("anonymous", "yes")]).await;
    let page = board.ada.reads(&question).await;
    assert!(page.contains("They may know.") && page.contains("Ask Bob") && page.contains("1 answer about this accepted"), "{page}");
    for other in [&board.lead, &board.bob] {
        assert!(!other.reads(&question).await.contains("They may know."));
    }
    board.ada.posts(&question, "invite_to_answer", &[("handle", "bob")]).await.leads_to(&format!("{question}/invite"));
    let page = board.ada.reads(&question).await;
    assert!(!page.contains("They may know.") && !page.contains("Ask Bob"), "{page}");
    assert!(board.bob.reads("/me/notifications").await.contains("Which pen?"));
});
