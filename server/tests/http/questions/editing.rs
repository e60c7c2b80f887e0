//! Editing, and what was there before.

use axum::http::StatusCode;

use super::{Board, answers, asks, sends};
use crate::on_every_database;

const WRONG: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;

on_every_database!(async fn the_author_edits_and_the_history_says_what_changed(site) {
    let board = Board::open_to(site, "public").await;
    let question = asks(&board.ada, "How long?", &[("body", "For one interview, I mean.")]).await;
    let edit = format!("{question}/edit");
    assert!(site.get(&question).await.body.find("/history").is_none(), "nothing was edited yet");
    let fields = [("title", "How long does it take?"), ("body", "For two interviews, I mean."), ("why", "Said it better.")];
    board.ada.posts(&edit, "edit_question", &fields).await.leads_to(&question);
    let page = site.get(&question).await;
    assert!(page.text().contains("How long does it take?") && page.text().contains("two interviews") && page.text().contains("edited on"), "{}", page.text());
    let history = site.get(&format!("{question}/history")).await;
    assert!(history.body.contains("<del>one</del><ins>two</ins> <del>interview,</del><ins>interviews,</ins>"), "{}", history.body);
    let text = history.text();
    assert!(text.contains("Revision 2: Ada, 2 March 2026") && text.contains("“Said it better.”") && text.contains("Revision 1: Ada"), "{text}");
    assert!(site.page("/search?q=interviews").await.contains("How long does it take?"));
    assert!(board.lead.reads("/c/design/settings/log").await.contains("Ada edited the question “How long does it take?”"));
    board.ada.posts(&edit, "edit_question", &[]).await.leads_to(&question);
    assert!(!site.page(&format!("{question}/history")).await.contains("Revision 3"), "what changes nothing is no revision");
});

on_every_database!(async fn moderators_edit_what_others_wrote_and_others_do_not(site) {
    let board = Board::open_to(site, "public").await;
    let question = asks(&board.ada, "How long?", &[]).await;
    answers(&board.bob, &question, "Three weeks.").await;
    let edit = format!("{question}/answers/1/edit");
    board.ada.gets(&edit).await.says(StatusCode::FORBIDDEN, "Who wrote this edits it");
    sends(&board.ada, &question, "edit_answer", &[("post", "answer-1"), ("body", "x")]).await.says(StatusCode::FORBIDDEN, "Who wrote this edits it");
    board.lead.posts(&edit, "edit_answer", &[("body", "Three *long* weeks.")]).await.leads_to(&format!("{question}#answer-1"));
    let page = site.get(&question).await;
    assert!(page.body.contains("<em>long</em>") && page.text().contains("Bob"), "the answer stays Bob's: {}", page.text());
    let history = site.page(&format!("{question}/answers/1/history")).await;
    assert!(history.contains("Revision 2: Lead") && history.contains("Revision 1: Bob"), "{history}");
    sends(&board.bob, &question, "edit_answer", &[("post", "answer-1"), ("body", " ")]).await.says(WRONG, "Write something first");
    assert_eq!(site.get(&format!("{question}/answers/7/history")).await.status, StatusCode::NOT_FOUND);
});

on_every_database!(async fn an_edit_of_a_text_that_has_changed_meanwhile_comes_back_with_both(site) {
    let board = Board::open_to(site, "public").await;
    let question = asks(&board.ada, "How long?", &[("body", "One. Two. Three.")]).await;
    let edit = format!("{question}/edit");
    let page = board.lead.gets(&edit).await.body;
    let base = page.split("name=\"base\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    board.ada.posts(&edit, "edit_question", &[("body", "One. Two. Three. By Ada.")]).await.leads_to(&question);
    let late = board.lead.posts(&edit, "edit_question", &[("body", "Zero. One. Two. Three."), ("base", &base)]).await;
    late.says(WRONG, "Somebody changed this while you wrote.");
    assert!(late.text().contains("One. Two. Three. By Ada.") && late.body.contains(">Zero. One. Two. Three.</textarea>"), "{}", late.text());
    assert!(site.page(&question).await.contains("By Ada."), "nothing is lost");
    // What came back is of the text that stands there now.
    let base_now = late.body.split("name=\"base\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    board.lead.posts(&edit, "edit_question", &[("body", "Zero. One. Two. Three. By Ada."), ("base", base_now)]).await.leads_to(&question);
    assert!(site.page(&question).await.contains("Zero. One. Two. Three. By Ada."));
});

on_every_database!(async fn topics_that_somebody_else_chose_meanwhile_are_shown_too(site) {
    site.holds(&[("topics/forms.md", "---\ntitle: Forms\n---\n"), ("topics/maps.md", "---\ntitle: Maps\n---\n")]).await;
    let board = Board::open_to(site, "public").await;
    let question = asks(&board.ada, "How long?", &[("body", "One."), ("topics", "Maps")]).await;
    let edit = format!("{question}/edit");
    let page = board.lead.gets(&edit).await.body;
    let base = page.split("name=\"base\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    board.ada.posts(&edit, "edit_question", &[("topics", "Maps, Forms")]).await.leads_to(&question);
    let late = board.lead.posts(&edit, "edit_question", &[("title", "How long, then?"), ("base", &base)]).await;
    late.says(WRONG, "Somebody changed this while you wrote.");
    assert!(late.text().contains("Topics: Forms, Maps.") || late.text().contains("Topics: Maps, Forms."), "{}", late.text());
    assert!(late.body.contains("<del>") && late.body.contains("<ins>"), "{}", late.body);
});

on_every_database!(async fn who_is_named_by_an_edit_hears_of_it_once(site) {
    let board = Board::open_to(site, "public").await;
    let question = asks(&board.ada, "How long?", &[("body", "One, @lead?")]).await;
    let edit = format!("{question}/edit");
    let news = async |of: &crate::visitor::Visitor<'_>| of.reads("/me/notifications").await.matches("named you").count();
    assert_eq!((news(&board.lead).await, news(&board.bob).await), (1, 0));
    board.ada.posts(&edit, "edit_question", &[("body", "One, @lead and @bob?")]).await.leads_to(&question);
    assert_eq!((news(&board.lead).await, news(&board.bob).await), (1, 1));
    board.ada.posts(&edit, "edit_question", &[("body", "Two, @lead and @bob?")]).await.leads_to(&question);
    assert_eq!((news(&board.lead).await, news(&board.bob).await), (1, 1));
});

on_every_database!(async fn a_revision_is_brought_back_with_its_topics(site) {
    let board = Board::open_to(site, "public").await;
    let question = asks(&board.lead, "How long?", &[("body", "First."), ("topics", "Forms, Tools")]).await;
    board.lead.posts(&format!("{question}/edit"), "edit_question", &[("title", "How short?"), ("body", "Second."), ("topics", "Forms")]).await.leads_to(&question);
    assert!(!site.page(&question).await.contains("Tools"));
    let history = format!("{question}/history");
    board.lead.posts(&history, "restore", &[("number", "1")]).await.leads_to(&question);
    let page = site.page(&question).await;
    assert!(page.contains("How long?") && page.contains("First.") && page.contains("Tools"), "{page}");
    assert!(site.page(&history).await.contains("“Brought back revision 1”"));
    sends(&board.bob, &question, "restore", &[("post", "question"), ("number", "1")]).await.says(StatusCode::FORBIDDEN, "Who wrote this edits it");
    sends(&board.lead, &question, "restore", &[("post", "question"), ("number", "9")]).await.says(StatusCode::NOT_FOUND, "");
});
