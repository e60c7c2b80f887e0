//! Questions at office hours: taken there with a click, seen there, and answered on the board afterwards. It is noon on Monday 2 March 2026.

use app::db::harness::TestEngine;
use app::questions::office::ask_for_answers;
use app::run;
use axum::http::StatusCode;

use crate::import::assert_round_trip;
use crate::on_every_database;
use crate::questions::asks;
use crate::site::TestSite;
use crate::visitor::Visitor;

const OFFICE: &str = "/c/design/events/office";
const QUESTION: &str = "/c/design/questions/how-do-we-fold-it";

/// Ada organises for Design, whose office hours Cleo holds; Bob, who belongs to it, asked something; Eve is a member of nothing.
async fn stage(site: &TestSite) -> [Visitor<'_>; 4] {
    site.clock.set("2026-03-02T12:00:00Z".parse().unwrap());
    let people = [site.member("Ada").await, site.member("Bob").await, site.member("Cleo").await, site.member("Eve").await];
    let office = "title: Office hours\nends: 2026-03-10T14:00\ntimezone: UTC\nformat: office_hours\n";
    let of = |more: &str| format!("---\n{office}{more}---\n");
    let files = [
        ("communities/design.md", "---\nname: Design\n---\n".to_owned()),
        ("communities/inner.md", "---\nname: Inner\naudience: {events: members}\n---\n".to_owned()),
        (
            "events/design/office.md",
            of(
                "starts: 2026-03-10T13:00\nrrule: FREQ=WEEKLY;COUNT=4\noccurrences:\n- {recurrence: '2026-03-17T13:00', status: cancelled, cancelled_because: Ill}\n",
            ),
        ),
        ("events/design/talk.md", of("starts: 2026-03-10T13:00\n").replace("office_hours", "meetup").replace("Office hours", "A talk")),
        ("events/design/was.md", of("starts: 2026-02-10T13:00\n").replace("2026-03-10T14:00", "2026-02-10T14:00")),
        ("events/inner/secret.md", of("starts: 2026-03-10T13:00\n").replace("Office hours", "Xyzzy")),
    ];
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    site.holds(&files).await;
    let mut tx = site.db().begin().await.unwrap();
    const SPEAKS: &str = "insert into event_speaker (event_id, position, member_id) select e.id, 0, m.id from event e, member m where e.slug = $1 and m.handle = $2";
    run!(tx, sqlx::query(SPEAKS).bind("office").bind("cleo")).unwrap();
    tx.commit([]).await.unwrap();
    site.puts("ada", "design", "active", Some("organiser")).await;
    site.puts("bob", "design", "active", None).await;
    site.puts("cleo", "design", "active", None).await;
    assert_eq!(asks(&people[1], "How do we fold it?", &[("body", "It is wide.")]).await, QUESTION);
    people
}

async fn takes(bob: &Visitor<'_>, meeting: &str) {
    bob.posts(QUESTION, "take_to_office_hours", &[("meeting", meeting)]).await.leads_to(QUESTION);
}

on_every_database!(async fn a_question_is_taken_to_office_hours_with_a_click_and_its_answer_comes_back(site) {
    let [ada, bob, cleo, eve] = stage(site).await;
    let page = bob.reads(QUESTION).await;
    assert!(page.contains("Take it to office hours: Tuesday 10 March 2026, 1 pm (Office hours, Design)"), "{page}");
    assert!(page.contains("24 March 2026") && !page.contains("17 March") && !page.contains("A talk") && !page.contains("Xyzzy"), "{page}");
    // One click: the form sends what stands in it.
    bob.posts(QUESTION, "take_to_office_hours", &[]).await.leads_to(QUESTION);
    let first = format!("{OFFICE}/2026-03-10");
    for who in [&bob, &cleo, &eve] {
        let page = who.gets(QUESTION).await;
        assert!(page.text().contains("It is taken to office hours on Tuesday 10 March 2026, 1 pm.") && page.body.contains(&first), "{}", page.text());
    }
    for path in [OFFICE, first.as_str()] {
        let page = eve.gets(path).await;
        assert!(page.text().contains("Questions brought here") && page.body.contains(QUESTION) && page.text().contains("No answer on the board yet"), "{path}: {}", page.text());
    }
    assert!(!eve.reads(&format!("{OFFICE}/2026-03-24")).await.contains("Questions brought here"));
    for who in [&ada, &cleo] {
        let news = who.reads("/me/notifications").await;
        assert!(news.contains("Bob takes it to your office hours") && news.contains("How do we fold it?"), "{news}");
    }
    assert!(!bob.reads("/me/notifications").await.contains("office hours") && !eve.reads("/me/notifications").await.contains("office hours"));
    // To others, and back again: nobody is told twice.
    takes(&bob, &format!("{OFFICE}/2026-03-24")).await;
    assert!(!eve.reads(&first).await.contains("Questions brought here"));
    takes(&bob, "").await;
    assert!(bob.reads(QUESTION).await.contains("Take it to office hours: Tuesday 10 March"));
    takes(&bob, &first).await;
    assert_eq!(cleo.reads("/me/notifications").await.matches("takes it to your office hours").count(), 2);
    // Once they are over, those who held them are asked, once.
    let asked = async || ask_for_answers(&site.app(), site.clock.now()).await.unwrap();
    assert_eq!(asked().await, 0);
    site.clock.set("2026-03-10T14:00:00Z".parse().unwrap());
    let (one, other) = (site.app(), site.app());
    let (one, other) = tokio::join!(ask_for_answers(&one, site.clock.now()), ask_for_answers(&other, site.clock.now()));
    assert_eq!((one.unwrap() + other.unwrap(), asked().await), (1, 0));
    for who in [&ada, &cleo] {
        assert!(who.reads("/me/notifications").await.contains("It was taken to your office hours. Write the answer on the board"));
    }
    assert!(site.mails_to("cleo@site.example").await.iter().any(|mail| mail.subject.contains("has no answer on the board yet")));
    let page = ada.reads(&first).await;
    assert!(page.contains("Write on the board what was said") && page.contains("No answer on the board yet: write it there"), "{page}");
    assert!(!bob.reads(&first).await.contains("Write on the board what was said"), "who asked is not asked to answer");
    assert!(bob.reads(QUESTION).await.contains("What was said there comes back as an answer here."));
    cleo.posts(QUESTION, "answer", &[("body", "Twice.")]).await;
    assert!(ada.reads(&first).await.contains("1 answer"));
    bob.posts(QUESTION, "accept", &[("yes", "yes")]).await;
    let page = ada.reads(&first).await;
    assert!(page.contains("An answer was accepted") && !page.contains("Write on the board what was said"), "{page}");
    assert!(!bob.gets(QUESTION).await.body.contains("Take it to office hours:"));
});

on_every_database!(async fn only_who_asked_or_tends_takes_a_question_and_only_where_they_may(site) {
    let [ada, bob, cleo, eve] = stage(site).await;
    let first = format!("{OFFICE}/2026-03-10");
    let sent = |meeting: &'static str| {
        [("__fn", "/do/app/questions/posting/take_to_office_hours"), ("community", "design"), ("slug", "how-do-we-fold-it"), ("meeting", meeting)]
    };
    const FIRST: &str = "/c/design/events/office/2026-03-10";
    for (who, status) in [(&cleo, StatusCode::FORBIDDEN), (&ada, StatusCode::FORBIDDEN), (&eve, StatusCode::FORBIDDEN)] {
        assert!(!who.gets(QUESTION).await.body.contains("take_to_office_hours"));
        assert_eq!(who.posts_raw(QUESTION, &sent(FIRST)).await.status, status);
    }
    let stranger = site.visitor();
    let answer = stranger.posts_raw(QUESTION, &sent(FIRST)).await;
    assert!(answer.header("location").starts_with("/sign-in") || answer.status == StatusCode::UNAUTHORIZED, "{}", answer.status);
    assert!(!site.get(QUESTION).await.body.contains("office hours"));
    // What is no office hours to come, and what one may not see, reads the same.
    for wrong in [
        "/c/design/events/talk",
        "/c/design/events/was",
        "/c/design/events/office/2026-03-17",
        "/c/inner/events/secret",
        "/c/none/events/none",
        "nonsense",
    ] {
        bob.posts_raw(QUESTION, &sent(wrong)).await.says(StatusCode::UNPROCESSABLE_ENTITY, "These office hours are over, cancelled or no longer there.");
    }
    // Who tends the board may, and a locked question is for them alone.
    site.puts("eve", "design", "active", Some("moderator")).await;
    eve.posts(QUESTION, "lock_question", &[("yes", "yes")]).await;
    bob.posts_raw(QUESTION, &sent(FIRST)).await.says(StatusCode::UNPROCESSABLE_ENTITY, "This question is locked");
    eve.posts(QUESTION, "take_to_office_hours", &[]).await.leads_to(QUESTION);
    assert!(eve.reads(&first).await.contains("How do we fold it?"));
    // Nobody who is not signed in sees what is brought, and a question that goes is brought nowhere.
    assert!(!site.page(&first).await.contains("How do we fold it?"));
    eve.posts(QUESTION, "delete_post", &[("why", "Twice.")]).await;
    assert!(!ada.reads(&first).await.contains("How do we fold it?"));
    site.clock.set("2026-03-10T15:00:00Z".parse().unwrap());
    assert_eq!(ask_for_answers(&site.app(), site.clock.now()).await.unwrap(), 0);
});

on_every_database!(async fn what_is_for_members_is_not_shown_at_office_hours_to_others_and_who_gives_no_name_stays_unnamed(site) {
    let [ada, bob, cleo, eve] = stage(site).await;
    let mut tx = site.db().begin().await.unwrap();
    run!(tx, sqlx::query("update community set audience_questions = 'members' where slug = 'design'")).unwrap();
    tx.commit([]).await.unwrap();
    let unnamed = asks(&bob, "Who else is lost?", &[("body", "I am."), ("anonymous", "yes")]).await;
    bob.posts(&unnamed, "take_to_office_hours", &[]).await.leads_to(&unnamed);
    let first = format!("{OFFICE}/2026-03-10");
    assert!(cleo.reads(&first).await.contains("Who else is lost?"));
    assert!(!eve.reads(&first).await.contains("Who else is lost?") && !eve.reads(&first).await.contains("Questions brought here"));
    for who in [&ada, &cleo] {
        let news = who.reads("/me/notifications").await;
        assert!(news.contains("Who else is lost?") && !news.contains("Bob"), "{news}");
        assert!(!who.gets(&first).await.text().contains("Bob"));
    }
});

on_every_database!(async fn where_a_question_was_taken_goes_along_in_a_bundle(site) {
    let [_, bob, ..] = stage(site).await;
    takes(&bob, &format!("{OFFICE}/2026-03-10")).await;
    site.clock.set("2026-03-10T14:00:00Z".parse().unwrap());
    assert_eq!(ask_for_answers(&site.app(), site.clock.now()).await.unwrap(), 1);
    let engine = if site.url().starts_with("sqlite") { TestEngine::Sqlite } else { TestEngine::Postgres };
    let files = assert_round_trip(site, engine).await;
    let (_, text) = files.iter().find(|(path, _)| path.ends_with("questions/design/how-do-we-fold-it.md")).unwrap();
    for said in ["event: design/office", "meeting: 2026-03-10T13:00:00", "brought: 2026-03-02T12:00:00Z", "asked: 2026-03-10T14:00:00Z"] {
        assert!(text.replace('"', "").contains(said), "{said}: {text}");
    }
});

on_every_database!(async fn office_hours_that_are_not_there_are_left_out_of_a_question_and_told(site) {
    stage(site).await;
    let question = |slug: &str, office: &str| {
        let text = format!("---\ntitle: How?\nasked: 2026-03-01T10:00:00Z\noffice_hours: {office}\n---\n");
        (format!("questions/design/{slug}.md"), text)
    };
    let office = |event: &str, meeting: &str| format!("{{event: {event}, meeting: '{meeting}', brought: '2026-03-01T11:00:00Z'}}");
    let files = [
        ("communities/design.md".to_owned(), "---\nname: Design\n---\n".to_owned()),
        question("there", &office("design/office", "2026-03-24T13:00")),
        question("gone", &office("design/gone", "2026-03-10T13:00")),
        question("other-hour", &office("design/more", "2026-03-10T14:00")),
        question("half", "{event: design/office}"),
        ("events/design/more.md".to_owned(), "---\ntitle: More\nstarts: 2026-03-10T13:00\nends: 2026-03-10T14:00\ntimezone: UTC\nformat: office_hours\n---\n".to_owned()),
    ];
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let report = site.imports(&files).await;
    let told: Vec<&str> = report.notes.iter().map(|note| note.message.as_str()).collect();
    assert_eq!(told.len(), 3, "{report}");
    for said in ["no meeting of `design/gone` at 2026-03-10 13:00:00", "no meeting of `design/more` at 2026-03-10 14:00:00", "without `event`, `meeting` or `brought`"] {
        assert!(told.iter().any(|told| told.contains(said)), "{said}: {told:?}");
    }
    let brought = async |slug: &str| site.member("Zoe").await.reads(&format!("/c/design/questions/{slug}")).await.contains("It is taken to office hours");
    assert!(brought("there").await);
    assert!(!site.page("/c/design/questions/gone").await.contains("office hours"));
    assert!(site.imports(&files).await.is_all_unchanged());
});
