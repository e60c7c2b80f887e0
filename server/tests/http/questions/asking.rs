//! Asking.

use app::run;
use axum::http::StatusCode;

use super::{Board, QUESTIONS, asks, sitemap};
use crate::on_every_database;

const WRONG: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;

on_every_database!(async fn a_member_asks_and_everybody_who_may_reads_it(site) {
    let board = Board::open_to(site, "public").await;
    let form = board.ada.gets("/c/design/ask").await;
    assert!(form.text().contains("Seen by everybody on the web."), "{}", form.text());
    let question = asks(&board.ada, "How do we find *people*?", &[("body", "For **interviews**.")]).await;
    assert_eq!(question, "/c/design/questions/how-do-we-find-people");
    let page = site.get(&question).await;
    assert!(page.body.contains("<strong>interviews</strong>") && page.text().contains("How do we find *people*?") && page.text().contains("Ada"), "{}", page.text());
    for list in ["/questions", QUESTIONS, "/c/design", "/search?q=interviews", "/feed.atom", &sitemap(site).await, "/people/ada"] {
        assert!(site.get(list).await.body.contains("how-do-we-find-people"), "{list}");
    }
    assert!(board.lead.reads("/c/design/settings/log").await.contains("Ada made the question “How do we find *people*?”"));
});

on_every_database!(async fn who_may_not_ask_is_told_what_to_do(site) {
    let board = Board::open_to(site, "public").await;
    let eve = site.member("Eve").await;
    assert!(site.get(QUESTIONS).await.body.contains("href=\"/sign-in?to=/c/design/ask\""));
    assert!(eve.gets(QUESTIONS).await.text().contains("Join to ask"));
    assert!(board.ada.gets(QUESTIONS).await.body.contains("href=\"/c/design/ask\""));
    eve.gets("/c/design/ask").await.says(StatusCode::FORBIDDEN, "Members of Design write here.");
    let sent = [("__fn", "/do/app/questions/posting/ask"), ("community", "design"), ("title", "May I?")];
    eve.posts_raw("/c/design", &sent).await.says(StatusCode::FORBIDDEN, "Members of Design write here.");
    board.lead.posts("/c/design/settings/end", "change_status", &[("status", "archived")]).await.leads_to("/c/design/settings/end");
    board.ada.gets("/c/design/ask").await.says(StatusCode::FORBIDDEN, "Design has ended");
    assert!(!board.ada.gets(QUESTIONS).await.text().contains("Ask a question"));
});

on_every_database!(async fn whoever_is_signed_in_asks_everybody(site) {
    let eve = site.member("Eve").await;
    let places = eve.gets("/ask").await;
    assert!(places.body.contains("href=\"/c/everyone/ask\""), "{}", places.text());
    let answer = eve.posts("/c/everyone/ask", "ask", &[("title", "Anybody?")]).await;
    answer.leads_to("/c/everyone/questions/anybody");
    assert!(site.page("/questions").await.contains("Anybody?"));
    assert_eq!(site.get("/ask").await.status, StatusCode::UNAUTHORIZED);
});

on_every_database!(async fn the_form_counts_who_will_see_what_is_asked(site) {
    let board = Board::open_to(site, "members").await;
    let form = board.ada.reads("/c/design/ask").await;
    assert!(form.contains("Seen by the 3 members of Design, not the public."), "{form}");
    let question = asks(&board.ada, "Only for us?", &[]).await;
    assert_eq!(site.get(&question).await.status, StatusCode::NOT_FOUND);
    assert!(!site.page("/questions").await.contains("Only for us?"));
    assert!(board.ada.reads("/ask").await.contains("Seen by the 3 members of Design"));
});

on_every_database!(async fn questions_of_one_name_have_addresses_of_their_own(site) {
    let board = Board::open_to(site, "public").await;
    assert_eq!(asks(&board.ada, "How?", &[]).await, "/c/design/questions/how");
    assert_eq!(asks(&board.bob, "How?!", &[]).await, "/c/design/questions/how-2");
    assert_eq!(asks(&board.bob, "怎么办", &[]).await, "/c/design/questions/zen-me-ban");
});

on_every_database!(async fn what_is_wrong_with_a_question_is_said_and_nothing_is_lost(site) {
    let board = Board::open_to(site, "public").await;
    let ask = async |fields: &[(&str, &str)]| board.ada.posts("/c/design/ask", "ask", fields).await;
    ask(&[("title", "  "), ("body", "kept")]).await.says(WRONG, "Fill this in.");
    assert!(ask(&[("title", " "), ("body", "kept")]).await.body.contains(">kept</textarea>"));
    ask(&[("title", "?!?")]).await.says(WRONG, "Ask in words");
    ask(&[("title", &"x".repeat(200))]).await.says(WRONG, "at most 150 fit");
    ask(&[("title", "Long?"), ("body", &"x".repeat(1_000_000))]).await.says(WRONG, "at most 50000 fit");
    let topics = vec!["topic"; 10_000].join(",");
    ask(&[("title", "Much?"), ("topics", &topics)]).await.says(WRONG, "At most 5 topics");
    ask(&[("title", "What?"), ("topics", "Nothing known")]).await.says(WRONG, "There is no topic “Nothing known” yet.");
    assert!(site.page(QUESTIONS).await.contains("Nothing has been asked yet."));
});

on_every_database!(async fn topics_are_known_ones_and_leads_make_new_ones(site) {
    let board = Board::open_to(site, "public").await;
    asks(&board.lead, "Which tools?", &[("topics", "User research, Tools, tools")]).await;
    let question = asks(&board.ada, "Whom to ask?", &[("topics", "user research")]).await;
    let page = site.get(&question).await;
    assert!(page.body.contains("href=\"/topics/user-research\""), "{}", page.text());
    let topic = site.page("/topics/user-research").await;
    assert!(topic.contains("Which tools?") && topic.contains("Whom to ask?"), "{topic}");
    assert!(board.ada.gets("/c/design/ask").await.body.contains("<option value=\"User research\""));
});

on_every_database!(async fn a_new_topic_tells_neither_who_asked_nor_of_a_hidden_community(site) {
    let board = Board::open_to(site, "members").await;
    let unnamed = [("topics", "Leaving quietly"), ("anonymous", "yes")];
    board.lead.posts("/c/design/ask", "ask", &[&[("title", "May I go?")], &unnamed[..]].concat()).await.says(StatusCode::UNPROCESSABLE_ENTITY, "There is no topic “Leaving quietly” yet");
    let question = asks(&board.lead, "May I go?", &[("anonymous", "yes")]).await;
    let edit = format!("{question}/edit");
    let base = board.lead.gets(&edit).await.body.split("name=\"base\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let edited = [("title", "May I go?"), ("topics", "Leaving quietly"), ("base", &base)];
    board.lead.posts(&edit, "edit_question", &edited).await.says(StatusCode::UNPROCESSABLE_ENTITY, "would tell that who asked leads here");
    let mut tx = site.db().begin().await.unwrap();
    run!(tx, sqlx::query("update community set listed = false where slug = 'design'")).unwrap();
    tx.commit([]).await.unwrap();
    board.lead.posts("/c/design/ask", "ask", &[("title", "When do we close?"), ("topics", "Leeds closes")]).await.says(StatusCode::UNPROCESSABLE_ENTITY, "There is no topic “Leeds closes” yet");
    for topic in ["/topics/leaving-quietly", "/topics/leeds-closes"] {
        assert_eq!(site.get(topic).await.status, StatusCode::NOT_FOUND);
    }
});

on_every_database!(async fn a_topic_whose_name_has_commas_stays_one_topic(site) {
    site.holds(&[("topics/letters.md", "---\ntitle: Forms, letters, leaflets\n---\n"), ("topics/maps.md", "---\ntitle: Maps\n---\n")]).await;
    let board = Board::open_to(site, "public").await;
    let question = asks(&board.lead, "Which?", &[("topics", "Maps, Forms, letters, leaflets")]).await;
    let edit = format!("{question}/edit");
    for (by, body) in [(&board.lead, "Once."), (&board.lead, "Twice.")] {
        let form = by.gets(&edit).await.body;
        let field = |name: &str| form.split(&format!("name=\"{name}\"")).nth(1).unwrap().split("value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let (topics, base) = (field("topics"), field("base"));
        assert!(topics.contains("Forms, letters, leaflets"), "{topics}");
        by.posts(&edit, "edit_question", &[("title", "Which?"), ("topics", &topics), ("body", body), ("base", &base)]).await.leads_to(&question);
    }
    board.lead.posts(&format!("{question}/history"), "restore", &[("number", "1")]).await.leads_to(&question);
    let page = site.get(&question).await.body;
    assert!(page.contains("/topics/letters\"") && page.contains("/topics/maps\""), "{page}");
    assert_eq!(site.get("/topics/forms").await.status, StatusCode::NOT_FOUND);
});

on_every_database!(async fn similar_questions_are_shown_first_where_that_is_asked_for(site) {
    let board = Board::open_to(site, "public").await;
    asks(&board.bob, "Recruiting participants for research?", &[]).await;
    let answered = asks(&board.bob, "Where do we recruit research participants?", &[]).await;
    board.ada.posts(&answered, "answer", &[("body", "In libraries.")]).await;
    asks(&board.bob, "Which pens?", &[]).await;
    let looks = board.ada.posts("/c/design/ask", "ask", &[("title", "How to recruit participants quickly?"), ("body", "kept"), ("look", "yes")]).await;
    assert_eq!(looks.status, StatusCode::OK);
    let text = looks.text();
    let places = ["Where do we recruit", "Recruiting participants"].map(|title| text.find(title).unwrap_or_else(|| panic!("{title} in {text}")));
    assert!(places.is_sorted() && !text.contains("Which pens?") && looks.body.contains(">kept</textarea>"), "{text}");
    assert!(!text.contains("There is a problem"));
    let none = board.ada.posts("/c/design/ask", "ask", &[("title", "Giraffes in zoos?"), ("look", "yes")]).await;
    none.says(StatusCode::OK, "Nobody has asked anything like it yet.");
});

on_every_database!(async fn similar_questions_are_found_while_one_types_the_answered_first(site) {
    let board = Board::open_to(site, "members").await;
    asks(&board.bob, "Recruiting participants for research?", &[]).await;
    let answered = asks(&board.bob, "Where do we recruit research participants?", &[]).await;
    board.ada.posts(&answered, "answer", &[("body", "In libraries.")]).await;
    let like = async |title: &str| board.ada.gets(&format!("/do/app/questions/api/read_similar?community=design&title={title}")).await;
    let found = like("recruit+participants").await;
    assert_eq!(found.status, StatusCode::OK);
    let lines: Vec<[String; 3]> = serde_json::from_str(&found.body).unwrap();
    assert_eq!(lines[0], ["Where do we recruit research participants?".to_owned(), answered, "1 answer".to_owned()]);
    assert_eq!((lines.len(), like("giraffes").await.body, like("+").await.body), (2, "[]".to_owned(), "[]".to_owned()));
});

on_every_database!(async fn somebody_asks_so_often_a_day_and_no_more(site) {
    let board = Board::open_to(site, "public").await;
    for n in 0..30 {
        asks(&board.ada, &format!("Question {n}?"), &[]).await;
    }
    let refused = board.ada.posts("/c/design/ask", "ask", &[("title", "One more?")]).await;
    refused.says(StatusCode::TOO_MANY_REQUESTS, "That was tried too often.");
});

on_every_database!(async fn ones_own_questions_are_listed_apart_with_those_asked_without_a_name(site) {
    let board = Board::open_to(site, "members").await;
    asks(&board.ada, "Signed?", &[]).await;
    asks(&board.ada, "Unsigned?", &[("anonymous", "yes")]).await;
    asks(&board.bob, "Another’s?", &[]).await;
    for list in ["/questions?show=mine", "/c/design/questions?show=mine"] {
        let mine = board.ada.reads(list).await;
        assert!(mine.contains("Signed?") && mine.contains("Unsigned?") && !mine.contains("Another’s?") && mine.contains("Yours (2)"), "{mine}");
        assert!(!board.bob.reads(list).await.contains("Unsigned?"));
    }
    assert_eq!(site.get("/questions?show=mine").await.status, StatusCode::UNAUTHORIZED);
});
