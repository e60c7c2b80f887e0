//! What organisers ask those who come. It is noon on 2 March 2026; the talk is on Tuesday 10 March.

use std::io::Cursor;

use app::on;
use axum::http::StatusCode;

use crate::admin::does;
use crate::on_every_database;
use crate::organising::typed;
use crate::site::TestSite;
use crate::visitor::{PASSWORD, Visitor};

const NEW: &str = "/c/design/new-event";
const TALK: &str = "/c/design/events/the-talk";
const EDIT: &str = "/c/design/events/the-talk/edit";
const PEOPLE: &str = "/c/design/events/the-talk/people";
const REFUSED: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;
const EATS: &str = "What do you eat?";
const LAPTOP: &str = "Do you bring a laptop?";
const ASKS: (&str, &str) = ("asks", "What do you eat? *\r\n\r\nDo you bring a laptop?\r\n");

/// A lead who makes the event, and somebody who may come.
async fn stage<'s>(site: &'s TestSite, event: &[(&str, &str)]) -> (Visitor<'s>, Visitor<'s>) {
    let (ada, bob) = (site.member("Ada Okafor").await, site.member("Bob Brand").await);
    site.holds(&[("communities/design.md", "---\nname: Design\n---\n"), ("communities/data.md", "---\nname: Data\n---\n")]).await;
    site.puts("ada-okafor", "design", "active", Some("lead")).await;
    ada.posts(NEW, "make_event", &typed(&[&[ASKS], event].concat())).await.leads_to(TALK);
    (ada, bob)
}

/// The field in which a page asks a question.
async fn field(who: &Visitor<'_>, path: &str, question: &str) -> String {
    let body = who.gets(path).await.body;
    let (before, _) = body.split_once(&format!(">{question}")).unwrap_or_else(|| panic!("{path} does not ask {question}: {body}"));
    format!("replies[{}]", before.rsplit_once("rsvp-replies-").unwrap().1.split('-').next().unwrap())
}

/// Says that somebody comes, with an answer to each question.
async fn comes(who: &Visitor<'_>, path: &str, replies: &[(&str, &str)]) {
    let mut fields = vec![("answer".to_owned(), "going")];
    for (question, reply) in replies {
        fields.push((field(who, path, question).await, reply));
    }
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    who.posts(path, "rsvp", &fields).await.leads_to(path);
}

async fn kept(site: &TestSite) -> i64 {
    on!(site.db().reader(), c => sqlx::query_scalar("select count(*) from rsvp_reply").fetch_one(c)).unwrap()
}

/// What somebody finds of it in what is held of them.
async fn held(who: &Visitor<'_>) -> Vec<(String, String)> {
    let mut zip = zip::ZipArchive::new(Cursor::new(who.gets("/me/data.zip").await.bytes.to_vec())).unwrap();
    let me: serde_json::Value = serde_json::from_reader(zip.by_name("me.json").unwrap()).unwrap();
    let text = |reply: &serde_json::Value, field: &str| reply[field].as_str().unwrap().to_owned();
    me["replies"].as_array().unwrap().iter().map(|reply| (text(reply, "question"), text(reply, "reply"))).collect()
}

on_every_database!(async fn who_comes_answers_what_the_organisers_ask(site) {
    let (ada, bob) = stage(site, &[]).await;
    let page = bob.reads(TALK).await;
    for part in [EATS, "Needed if you come.", "Do you bring a laptop? (optional)", "by its leads and organisers alone, and by yourself."] {
        assert!(page.contains(part), "{part}: {page}");
    }
    assert!(!site.get(TALK).await.body.contains(EATS), "who is not signed in is asked nothing");
    let (eats, laptop) = (field(&bob, TALK, EATS).await, field(&bob, TALK, LAPTOP).await);
    let answer = bob.posts(TALK, "rsvp", &[("answer", "going"), ("note", "Ten minutes late."), (&eats, " \r\n"), (&laptop, "=1+1")]).await;
    answer.says(REFUSED, "Whoever comes has to answer this. Write a few words.");
    let error = format!("id=\"rsvp-{}-error\"", eats.replace(['[', ']'], "-"));
    for part in [error.as_str(), "Ten minutes late.", "=1+1</textarea>"] {
        assert!(answer.body.contains(part), "{part}: {}", answer.body);
    }
    assert!(site.page(TALK).await.contains("Nobody has said yet that they come."));
    let answer = bob.posts(TALK, "rsvp", &[("answer", "going"), (&eats, &"x".repeat(10_000))]).await;
    answer.says(REFUSED, "This is 10000 characters long; at most 500 fit. Shorten it.");
    bob.posts(TALK, "rsvp", &[("answer", "going"), (&eats, "Soup, and\r\nbread"), (&laptop, "=1+1")]).await.leads_to(TALK);
    let page = bob.gets(TALK).await.body;
    assert!(page.contains("Soup, and\nbread</textarea>") && page.contains("You are coming") && !page.contains("ask something of you"), "{page}");
    // Who may come leaves it open; who can’t is asked nothing, and what they had answered goes.
    let (eve, cy) = (site.member("Eve").await, site.member("Cy").await);
    eve.posts(TALK, "rsvp", &[("answer", "maybe"), (&laptop, "A small one")]).await.leads_to(TALK);
    cy.posts(TALK, "rsvp", &[("answer", "declined"), (&eats, "Cake")]).await.leads_to(TALK);
    assert_eq!((kept(site).await, held(&cy).await.len()), (3, 0));
    assert_eq!(held(&bob).await, [(LAPTOP.to_owned(), "=1+1".to_owned()), (EATS.to_owned(), "Soup, and\nbread".to_owned())]);
    let page = ada.reads(PEOPLE).await;
    assert!(page.contains("Soup, and") && page.contains("A small one") && page.contains(EATS), "{page}");
    eve.posts(TALK, "rsvp", &[("answer", "declined")]).await.leads_to(TALK);
    assert_eq!((kept(site).await, ada.reads(PEOPLE).await.contains("A small one")), (2, false));
});

on_every_database!(async fn those_who_organise_see_the_answers_and_nobody_else(site) {
    let root = site.administrator("Rhea").await;
    let (ada, bob) = stage(site, &[]).await;
    let event = "---\ntitle: Held along\nstarts: 2026-03-12T13:00\nends: 2026-03-12T14:00\ntimezone: UTC\nhosts: [data]\nasks:\n- {question: What do you eat?, needed: true}\n- question: Do you bring a laptop?\n---\n";
    let communities = [("communities/design.md", "---\nname: Design\n---\n"), ("communities/data.md", "---\nname: Data\n---\n")];
    site.holds(&[communities[0], communities[1], ("events/design/held-along.md", event)]).await;
    let along = "/c/design/events/held-along";
    let (eve, cy, zoe) = (site.member("Eve").await, site.member("Cy").await, site.member("Zoe").await);
    site.puts("eve", "design", "active", None).await;
    site.puts("cy", "data", "active", Some("lead")).await;
    site.puts("zoe", "design", "active", Some("organiser")).await;
    for talk in [TALK, along] {
        comes(&bob, talk, &[(EATS, "@soup, \"hot\""), (LAPTOP, "=1+1")]).await;
        comes(&eve, talk, &[(EATS, "Cake")]).await;
        let (people, table) = (format!("{talk}/people"), format!("{talk}/people.csv"));
        for organiser in [&ada, &zoe] {
            let page = organiser.reads(&people).await;
            assert!(page.contains("@soup") && page.contains("Cake"), "{page}");
            let csv = organiser.gets(&table).await.body;
            let lines: Vec<&str> = csv.lines().collect();
            assert_eq!(lines[0], "name,handle,answer,note,answered,came,What do you eat?,Do you bring a laptop?");
            assert!(lines[1].starts_with("Bob Brand,") && lines[1].ends_with(",\"'@soup, \"\"hot\"\"\",'=1+1"), "{csv}");
            assert!(lines[2].starts_with("Eve,") && lines[2].ends_with(",Cake,"), "{csv}");
        }
        for other in [&eve, &cy, &root] {
            for path in [talk, &people] {
                let body = other.gets(path).await.body;
                assert!(!body.contains("@soup") && !body.contains("=1+1"), "{path}: {body}");
            }
            assert_eq!(other.gets(&table).await.status, StatusCode::NOT_FOUND);
        }
        for other in [&bob, &cy, &root] {
            assert!(!other.gets(&people).await.body.contains("Cake"));
            assert!(!other.gets(talk).await.body.contains("Cake"));
        }
        for path in [talk, &people, &table] {
            let body = site.get(path).await.body;
            assert!(!body.contains("Cake") && !body.contains("@soup"), "{path}");
        }
    }
});

on_every_database!(async fn what_is_no_question_is_said_beside_its_field(site) {
    let (ada, _) = stage(site, &[]).await;
    let long = format!("Why?\n{}", "x".repeat(10_000));
    for (asks, says) in [
        ("1?\n2?\n3?\n4?\n5?\n6?", "There are 6 questions here, one a line; at most 5 fit. Leave some out."),
        (long.as_str(), "Question 2 is 10000 characters long; at most 200 fit. Shorten it."),
        ("Why?\nWhy? *", "“Why?” stands here twice. Leave one out."),
        (" * ", "There is a * without a question."),
    ] {
        let answer = ada.posts(EDIT, "change_event", &[("asks", asks), ("summary", "kept as typed")]).await;
        answer.says(REFUSED, says);
        assert!(answer.body.contains("kept as typed") && answer.body.contains("id=\"change_event-asks-error\""), "{}", answer.body);
    }
    assert!(ada.gets(EDIT).await.body.contains("What do you eat? *\nDo you bring a laptop?</textarea>"), "nothing was changed");
    let five = "1?\n2?\n3?\n4? *\n5?";
    ada.posts(EDIT, "change_event", &[("asks", five)]).await.leads_to(TALK);
    assert!(ada.gets(EDIT).await.body.contains(five));
    ada.posts(EDIT, "change_event", &[("asks", "")]).await.leads_to(TALK);
    assert!(!ada.reads(TALK).await.contains("4?"));
});

on_every_database!(async fn answers_stay_with_questions_whose_words_stay_and_go_with_others_once_that_is_said(site) {
    let (ada, bob) = stage(site, &[]).await;
    let (eats, laptop) = (field(&bob, TALK, EATS).await, field(&bob, TALK, LAPTOP).await);
    comes(&bob, TALK, &[(EATS, "Soup"), (LAPTOP, "A small one")]).await;
    // In another order, one no longer needed, and one more: nothing goes.
    ada.posts(EDIT, "change_event", &[("asks", "Do you bring a laptop? *\nWhat do you eat?\nHow do you travel? *")]).await.leads_to(TALK);
    let page = bob.gets(TALK).await.body;
    assert!(page.contains("Soup</textarea>") && page.contains("A small one</textarea>"), "{page}");
    assert!(page.contains("You are coming, and the organisers ask something of you"), "{page}");
    // As a form sends it that was open before: what it does not ask is asked for, and nothing goes astray.
    let stale = [("__fn", "/do/app/events/api/rsvp"), ("community", "design"), ("slug", "the-talk"), ("date", ""), ("answer", "going"), (&eats, "Stew"), (&laptop, "")];
    let answer = bob.posts_raw(TALK, &stale).await;
    assert_eq!((answer.status, answer.text().matches("Whoever comes has to answer this.").count()), (REFUSED, 4), "in the summary and at its field: {}", answer.text());
    let fewer = [("asks", "What do you eat?\nHow do you travel? *")];
    let answer = ada.posts(EDIT, "change_event", &fewer).await;
    answer.says(REFUSED, "A question that people answered is asked no more: “Do you bring a laptop?” (1 answer). The answers are lost.");
    assert!(answer.body.contains("name=\"forget\""), "{}", answer.body);
    let no = [fewer[0], ("forget", "no")];
    ada.posts(EDIT, "change_event", &no).await.says(REFUSED, "Choose, and save again.");
    assert_eq!(held(&bob).await.len(), 2);
    ada.posts(EDIT, "change_event", &[fewer[0], ("forget", "yes")]).await.leads_to(TALK);
    assert_eq!(held(&bob).await, [(EATS.to_owned(), "Soup".to_owned())]);
    assert!(ada.reads(PEOPLE).await.contains("Soup"));
    // One that nobody answered goes at once.
    ada.posts(EDIT, "change_event", &[("asks", EATS)]).await.leads_to(TALK);
    let page = bob.reads(TALK).await;
    assert!(page.contains("You are coming") && !page.contains("ask something of you"), "{page}");
});

on_every_database!(async fn a_series_keeps_its_questions_where_it_is_parted_and_the_next_one_asks_them_again(site) {
    let (ada, bob) = stage(site, &[("repeats", "weekly"), ("until", "2026-06-30")]).await;
    let (march, april) = (format!("{TALK}/2026-03-17"), format!("{TALK}/2026-04-21"));
    for meeting in [&march, &april] {
        comes(&bob, meeting, &[(EATS, "Soup"), (LAPTOP, meeting)]).await;
    }
    assert_eq!(kept(site).await, 4, "each meeting is answered for itself");
    let from = format!("{EDIT}?from=2026-04-14");
    let page = ada.gets(&from).await.body;
    assert!(page.contains("What do you eat? *\nDo you bring a laptop?</textarea>"), "{page}");
    let fewer = [("asks", "What do you eat? *"), ("title", "The later talk")];
    ada.posts(&from, "change_event", &fewer).await.says(REFUSED, "“Do you bring a laptop?” (1 answer)");
    let later = "/c/design/events/the-later-talk";
    ada.posts(&from, "change_event", &[fewer[0], fewer[1], ("forget", "yes")]).await.leads_to(later);
    let page = bob.gets(&format!("{later}/2026-04-21")).await.body;
    assert!(page.contains("Soup</textarea>") && !page.contains(LAPTOP), "{page}");
    assert!(ada.reads(&format!("{later}/2026-04-21/people")).await.contains("Soup"));
    let page = bob.gets(&march).await.body;
    assert!(page.contains("Soup</textarea>") && page.contains("2026-03-17</textarea>"), "{page}");
    assert_eq!(held(&bob).await.len(), 3);
    // Two things to be said at once are said one after the other, and what was chosen stays.
    let edit = format!("{later}/edit");
    let both = [("asks", ""), ("repeats", "fortnightly")];
    ada.posts(&edit, "change_event", &both).await.says(REFUSED, "has no place in the series any more");
    let answer = ada.posts(&edit, "change_event", &[both[0], both[1], ("agreed", "yes")]).await;
    answer.says(REFUSED, "“What do you eat?” (1 answer)");
    assert!(answer.body.contains("name=\"agreed\" value=\"yes\" checked"), "{}", answer.body);
    ada.posts(&edit, "change_event", &[both[0], both[1], ("agreed", "yes"), ("forget", "yes")]).await.leads_to(later);
    assert_eq!(held(&bob).await.len(), 2);
});

on_every_database!(async fn planned_anew_an_event_asks_the_same(site) {
    let (ada, bob) = stage(site, &[]).await;
    comes(&bob, TALK, &[(EATS, "Soup")]).await;
    site.clock.set("2026-03-10T15:00:00Z".parse().unwrap());
    let again = format!("{NEW}?of=the-talk");
    assert!(ada.gets(&again).await.body.contains("What do you eat? *\nDo you bring a laptop?</textarea>"));
    ada.posts(&again, "make_event", &[("status", "confirmed")]).await.leads_to("/c/design/events/the-talk-2");
    assert!(bob.gets("/c/design/events/the-talk-2").await.body.contains(EATS));
    assert_eq!(kept(site).await, 1, "who answers is another matter");
});

on_every_database!(async fn answers_go_with_the_account_and_along_with_one_that_is_merged(site) {
    let root = site.administrator("Rhea").await;
    let (ada, bob) = stage(site, &[]).await;
    let eve = site.member("Eve").await;
    comes(&bob, TALK, &[(EATS, "Soup"), (LAPTOP, "A small one")]).await;
    does(&root, "/admin/members/bob-brand", "merge_member", &[("into", "eve")]).await.leads_to("/admin/members/eve");
    assert_eq!(held(&eve).await.len(), 2);
    let page = ada.reads(PEOPLE).await;
    assert!(page.contains("Eve") && page.contains("Soup") && !page.contains("Bob"), "{page}");
    // Of two who both answered, the one who stays keeps theirs.
    let zoe = site.member("Zoe").await;
    comes(&zoe, TALK, &[(EATS, "Cake")]).await;
    does(&root, "/admin/members/eve", "merge_member", &[("into", "zoe")]).await.leads_to("/admin/members/zoe");
    assert_eq!(held(&zoe).await, [(EATS.to_owned(), "Cake".to_owned())]);
    zoe.posts("/me/data", "delete_account", &[("contributions", "keep"), ("current_password", PASSWORD)]).await.leads_to("/");
    assert_eq!(kept(site).await, 0);
    assert!(!ada.gets(&format!("{PEOPLE}.csv")).await.body.contains("Cake"));
});

on_every_database!(async fn an_answer_that_is_taken_back_takes_its_answers_along(site) {
    let (_, bob) = stage(site, &[]).await;
    comes(&bob, TALK, &[(EATS, "Soup")]).await;
    let back = [("__fn", "/do/app/events/api/rsvp"), ("community", "design"), ("slug", "the-talk"), ("date", ""), ("answer", "")];
    bob.posts_raw(TALK, &back).await.leads_to(TALK);
    assert_eq!(kept(site).await, 0);
    assert!(!bob.gets(TALK).await.body.contains("Soup"));
});

on_every_database!(async fn who_is_checked_in_is_let_in_told_and_asked_what_is_open(site) {
    let (ada, bob) = stage(site, &[]).await;
    comes(&bob, TALK, &[(EATS, "Soup")]).await;
    let (cy, eve) = (site.member("Cy Walk").await, site.member("Eve").await);
    ada.posts(PEOPLE, "make_check_in_code", &[]).await.leads_to(PEOPLE);
    let text = ada.gets(PEOPLE).await.text();
    let code = text.split_whitespace().find(|word| word.len() == 6 && word.chars().all(|c| "23456789ABCDEFGHJKMNPQRSTVWXYZ".contains(c))).unwrap();
    site.clock.set("2026-03-10T13:05:00Z".parse().unwrap());
    let mails = site.mails_to("cy@site.example").await.len();
    for handle in ["cy-walk", "bob-brand"] {
        let check = [("__fn", "/do/app/events/taking_part/check_in"), ("community", "design"), ("slug", "the-talk"), ("date", ""), ("handle", handle), ("came", "yes")];
        ada.posts_raw(PEOPLE, &check).await.leads_to(PEOPLE);
    }
    let page = ada.gets(PEOPLE).await;
    assert_eq!(page.text().matches("Not answered yet").count(), 1, "what is not needed may stay open: {}", page.text());
    assert!(!cy.reads(PEOPLE).await.contains("Not answered yet"));
    let told = cy.reads("/me/notifications").await;
    assert!(told.contains("The talk") && told.contains("Ada Okafor noted that you were there"), "{told}");
    assert!(!bob.reads("/me/notifications").await.contains("noted that you were there"), "he said that he comes");
    assert_eq!(site.mails_to("cy@site.example").await.len(), mails, "it stands on the site");
    assert!(cy.reads(TALK).await.contains("You are coming, and the organisers ask something of you"));
    comes(&cy, TALK, &[(EATS, "Cake")]).await;
    assert!(!ada.reads(PEOPLE).await.contains("Not answered yet") && !cy.reads(TALK).await.contains("ask something of you"));
    eve.posts(TALK, "check_in_myself", &[("code", code)]).await.leads_to(TALK);
    let page = eve.reads(TALK).await;
    assert!(page.contains("Good to have you here! The organisers ask something of you: answer it below."), "{page}");
});

on_every_database!(async fn answers_go_with_a_question_that_an_import_drops(site) {
    let (_, bob) = stage(site, &[]).await;
    let communities = [("communities/design.md", "---\nname: Design\n---\n"), ("communities/data.md", "---\nname: Data\n---\n")];
    let event = |asks: &str| format!("---\ntitle: Brought\nstarts: 2026-03-12T13:00\nends: 2026-03-12T14:00\ntimezone: UTC\nasks:\n{asks}---\n");
    let (eats, laptop) = (format!("- question: {EATS}\n"), format!("- question: {LAPTOP}\n"));
    site.holds(&[communities[0], communities[1], ("events/design/brought.md", &event(&format!("{eats}{laptop}")))]).await;
    comes(&bob, "/c/design/events/brought", &[(EATS, "Soup"), (LAPTOP, "A small one")]).await;
    site.holds(&[communities[0], communities[1], ("events/design/brought.md", &event(&eats))]).await;
    assert_eq!((kept(site).await, held(&bob).await), (1, vec![(EATS.to_owned(), "Soup".to_owned())]));
});

on_every_database!(async fn who_answers_while_the_event_is_changed_waits_for_it_and_it_for_them(site) {
    let (ada, bob) = stage(site, &[]).await;
    let reply = field(&bob, TALK, EATS).await;
    let mut posts = tokio::task::JoinSet::new();
    for n in 0..12 {
        let member = site.member(&format!("M{n}")).await;
        let form = [("__fn", "/do/app/events/api/rsvp"), ("community", "design"), ("slug", "the-talk"), ("answer", "going"), (&reply, "Rice")];
        posts.spawn(member.posting(TALK, &form));
        let place = format!("Room {n}");
        let form = [("__fn", "/do/app/events/api/change_event"), ("community", "design"), ("slug", "the-talk"), ("place", &place), ASKS];
        posts.spawn(ada.posting(EDIT, &typed(&form)));
    }
    for answer in posts.join_all().await {
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    }
    assert_eq!(kept(site).await, 12);
});
