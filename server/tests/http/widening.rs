//! What was written for fewer is shown to more only where a lead has agreed to just that.

use axum::http::StatusCode;

use crate::belonging::founds;
use crate::on_every_database;
use crate::proposing::{administrator, approving};
use crate::questions::{Board, answers, asks};
use crate::visitor::Visitor;

const WRONG: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;
const AUDIENCES: &str = "/c/design/settings/audiences";

async fn changes(by: &Visitor<'_>, fields: &[(&str, &str)]) -> crate::site::Answer {
    by.posts(AUDIENCES, "change_audiences", fields).await
}

on_every_database!(async fn questions_for_members_are_shown_to_more_once_a_lead_has_agreed(site) {
    let board = Board::open_to(site, "members").await;
    let question = asks(&board.ada, "Am I any good?", &[("anonymous", "yes")]).await;
    answers(&board.bob, &question, "You are.").await;
    asks(&board.bob, "Which pen?", &[]).await;

    let asked = changes(&board.lead, &[("questions", "public")]).await;
    let says = "2 questions with their answers (1 post of these without a name), written for its 3 members, will be readable by everybody on the web. Nothing has changed yet.";
    asked.says(WRONG, says);
    assert!(asked.text().contains("Let them read it") && asked.body.contains("<option value=\"public\" selected"), "what was typed stands there: {}", asked.body);
    changes(&board.lead, &[("questions", "public"), ("agreed", "no")]).await.says(WRONG, says);
    changes(&board.lead, &[("questions", "public"), ("agreed", "yes")]).await.says(WRONG, says);
    assert_eq!(site.get(&question).await.status, StatusCode::NOT_FOUND, "nothing has changed");
    assert!(changes(&board.lead, &[]).await.asks_to_agree().is_none(), "nothing is asked where nothing is shown to more");

    let word = asked.asks_to_agree().unwrap();
    changes(&board.lead, &[("questions", "public"), ("agreed", &word)]).await.leads_to(AUDIENCES);
    assert!(site.page(&question).await.contains("You are."));
    for fewer in ["signed_in", "members", "leads"] {
        changes(&board.lead, &[("questions", fewer)]).await.leads_to(AUDIENCES);
    }
    let asked = changes(&board.lead, &[("questions", "members")]).await;
    asked.says(WRONG, "written for its leads, will be readable by its 3 members.");
});

on_every_database!(async fn who_agreed_to_one_section_has_not_agreed_to_another(site) {
    let ada = site.member("Ada").await;
    site.holds(&[
        ("communities/design.md", "---\nname: Design\naudience:\n  events: members\n  pages: leads\n  members: members\n---\n"),
        ("events/design/talk.md", "---\ntitle: The talk\nstarts: 2026-03-10T13:00\nends: 2026-03-10T14:00\ntimezone: UTC\n---\n"),
        ("pages/design/playbook.md", "---\ntitle: Playbook\n---\nHow we work.\n"),
        ("pages/design/ours.md", "---\ntitle: Ours\naudience: members\n---\nFor us.\n"),
    ])
    .await;
    site.puts("ada", "design", "active", Some("lead")).await;
    let asked = changes(&ada, &[("events", "public")]).await;
    asked.says(WRONG, "1 event, written for its");
    let word = asked.asks_to_agree().unwrap();
    let both = changes(&ada, &[("events", "public"), ("pages", "public"), ("agreed", &word)]).await;
    both.says(WRONG, "1 page, written for its leads, will be readable by everybody on the web. 1 page for members, written for its leads, will be readable by its");
    changes(&ada, &[("events", "public"), ("agreed", &word)]).await.leads_to(AUDIENCES);
    assert_eq!(site.get("/c/design/events/talk").await.status, StatusCode::OK);
    assert_eq!(site.get("/c/design/pages/playbook").await.status, StatusCode::NOT_FOUND);
});

on_every_database!(async fn events_for_fewer_are_shown_to_others_once_a_lead_has_agreed(site) {
    let ada = site.member("Ada").await;
    let (org, rae) = (site.member("Org").await, site.member("Rae").await);
    let event = "starts: 2026-03-10T13:00\nends: 2026-03-10T14:00\ntimezone: UTC\n---\n";
    site.holds(&[
        ("communities/design.md", "---\nname: Design\naudience:\n  events: leads\n---\n"),
        ("communities/research.md", "---\nname: Research\n---\n"),
        ("events/design/plan.md", &format!("---\ntitle: The plan\naudience: organisers\n{event}")),
        ("events/design/crit.md", &format!("---\ntitle: The crit\naudience: members\nhosts: [research]\n{event}")),
    ])
    .await;
    site.puts("ada", "design", "active", Some("lead")).await;
    site.puts("org", "design", "active", Some("organiser")).await;
    site.puts("rae", "research", "active", None).await;
    let sees = async |who: &Visitor<'_>, event: &str| who.gets(&format!("/c/design/events/{event}")).await.status == StatusCode::OK;
    let asked = changes(&ada, &[("events", "members")]).await;
    asked.says(WRONG, "1 event for organisers, written for its leads, will be readable by its organisers. Nothing");
    assert!(!sees(&org, "plan").await);
    changes(&ada, &[("events", "members"), ("agreed", &asked.asks_to_agree().unwrap())]).await.leads_to(AUDIENCES);
    assert!(sees(&org, "plan").await && !sees(&rae, "crit").await);
    let asked = changes(&ada, &[("events", "public")]).await;
    asked.says(WRONG, "1 event for fewer that others hold along or speak at, written for its");
    asked.says(WRONG, "will be readable by these others. Nothing has changed yet.");
    changes(&ada, &[("events", "public"), ("agreed", &asked.asks_to_agree().unwrap())]).await.leads_to(AUDIENCES);
    assert!(sees(&rae, "crit").await);
});

on_every_database!(async fn what_holds_nothing_is_opened_without_a_word(site) {
    let ada = site.member("Ada").await;
    founds(&ada, "Design", &[]).await;
    for audience in ["leads", "members", "signed_in", "public"] {
        let all = ["events", "questions", "pages", "members"].map(|section| (section, audience));
        changes(&ada, &all).await.leads_to(AUDIENCES);
    }
    site.member("Bob").await.posts("/c/design", "join", &[]).await.leads_to("/c/design");
    changes(&ada, &[("members", "leads")]).await.leads_to(AUDIENCES);
    changes(&ada, &[("members", "public")]).await.says(WRONG, "The list of its members, shown so far to its leads, will be readable by everybody on the web.");
});

on_every_database!(async fn a_hidden_community_is_found_once_its_lead_has_agreed(site) {
    let ada = site.member("Ada").await;
    let home = founds(&ada, "Gardening", &[("hidden", "yes"), ("domain", "Tulips.")]).await;
    let audiences = format!("{home}/settings/audiences");
    ada.posts(&audiences, "change_audiences", &[("about", "public")]).await.leads_to(&audiences);
    let asked = ada.posts(&audiences, "change_audiences", &[("listed", "listed"), ("about", "public")]).await;
    asked.says(WRONG, "What it is about and how to join, written for its 1 member, will be readable by everybody on the web.");
    assert_eq!(site.get(&home).await.status, StatusCode::NOT_FOUND);
    ada.posts_agreeing(&audiences, "change_audiences", &[("listed", "listed"), ("about", "public")]).await.leads_to(&audiences);
    assert!(site.page(&home).await.contains("Tulips."));
});

on_every_database!(async fn nobody_agrees_for_those_who_lead_nor_to_what_has_changed_meanwhile(site) {
    let board = Board::open_to(site, "members").await;
    let question = asks(&board.ada, "Which pen?", &[]).await;
    let asked = changes(&board.lead, &[("questions", "public")]).await;
    let word = asked.asks_to_agree().unwrap();
    let old = asked.body.split_once("name=\"seen\" value=\"").unwrap().1.split('"').next().unwrap();
    let sent = [
        ("__fn", "/do/app/communities/tending/change_audiences"),
        ("community", "design"),
        ("seen", old),
        ("listed", "listed"),
        ("about", "public"),
        ("events", "public"),
        ("questions", "public"),
        ("pages", "public"),
        ("members", "public"),
        ("agreed", &word),
    ];
    assert_eq!(board.bob.posts_raw(AUDIENCES, &sent).await.status, StatusCode::FORBIDDEN);
    let nobody = site.visitor().posts_raw(AUDIENCES, &sent).await;
    assert!(nobody.status == StatusCode::UNAUTHORIZED || nobody.header("location").starts_with("/sign-in"), "{}", nobody.status);
    changes(&board.lead, &[("numbers", "")]).await.leads_to(AUDIENCES);
    board.lead.posts_raw(AUDIENCES, &sent).await.says(WRONG, "Somebody has changed these settings");
    assert_eq!(site.get(&question).await.status, StatusCode::NOT_FOUND);
});

on_every_database!(async fn what_is_written_for_fewer_is_not_posted_to_more(site) {
    let board = Board::open_to(site, "members").await;
    let question = asks(&board.ada, "Which pen?", &[]).await;
    assert!(board.ada.gets("/c/design/ask").await.body.contains("name=\"readers\" value=\"members\""));
    board.lead.posts_agreeing(AUDIENCES, "change_audiences", &[("questions", "public"), ("anonymous", "yes")]).await.leads_to(AUDIENCES);
    // Who had the forms open sends them as they were.
    let says = "these questions were opened to more people: everybody on the web will read this. Nothing is posted yet.";
    let secret = [("title", "Am I let go?"), ("body", "I hear so."), ("anonymous", "yes")];
    let asked = board.ada.posts("/c/design/ask", "ask", &[&secret[..], &[("readers", "members")]].concat()).await;
    asked.says(WRONG, says);
    assert!(asked.body.contains("value=\"Am I let go?\"") && asked.body.contains("name=\"readers\" value=\"public\""), "{}", asked.body);
    assert!(!site.page("/c/design/questions").await.contains("Am I let go?"));
    for (function, post) in [("answer", ""), ("comment", "question")] {
        let sent = [("post", post), ("body", "Between us: none."), ("readers", "leads")];
        board.bob.posts(&question, function, &sent).await.says(WRONG, says);
    }
    let edit = format!("{question}/edit");
    board.ada.posts(&edit, "edit_question", &[("body", "Between us: mine leaks."), ("readers", "members")]).await.says(WRONG, says);
    assert!(!site.page(&question).await.contains("Between us"));
    board.ada.posts(&edit, "edit_question", &[("body", "Mine leaks.")]).await.leads_to(&question);
    // Once they know, they may; and what fewer read than was said is no matter.
    asks(&board.ada, "Am I let go?", &secret[1..]).await;
    changes(&board.lead, &[("questions", "members")]).await.leads_to(AUDIENCES);
    board.bob.posts(&question, "answer", &[("body", "None."), ("readers", "public")]).await.leads_to(&format!("{question}#answer-1"));
});

on_every_database!(async fn members_of_what_goes_into_another_read_what_is_for_its_members_once_that_is_agreed_to(site) {
    const END: &str = "/c/design/settings/end";
    let (ada, bob) = (site.member("Ada").await, site.member("Bob").await);
    site.holds(&[
        ("communities/design.md", "---\nname: Design\n---\n"),
        ("communities/research.md", "---\nname: Research\naudience:\n  questions: members\n  members: public\n---\n"),
        ("events/research/crit.md", "---\ntitle: The crit\naudience: members\nstarts: 2026-03-10T13:00\nends: 2026-03-10T14:00\ntimezone: UTC\n---\n"),
    ])
    .await;
    for community in ["design", "research"] {
        site.puts("ada", community, "active", Some("lead")).await;
    }
    site.puts("bob", "design", "active", None).await;
    let merges = async |agreed: &str| ada.posts(END, "merge", &[("into", "research"), ("agreed", agreed)]).await;
    let asked = merges("").await;
    let says = "1 event for members, written for the 1 member of Research, will be readable by 1 member of Design who does not belong there yet. Nothing has changed yet. Choose, and merge again.";
    asked.says(WRONG, says);
    assert!(asked.text().contains("Let them read it"));
    for other in ["no", "yes"] {
        merges(other).await.says(WRONG, says);
    }
    assert_eq!(bob.gets("/c/research/events/crit").await.status, StatusCode::NOT_FOUND, "nothing has changed");
    merges(&asked.asks_to_agree().unwrap()).await.leads_to("/c/research");
    assert_eq!(bob.gets("/c/research/events/crit").await.status, StatusCode::OK);
});

on_every_database!(async fn what_was_written_in_a_community_that_waits_is_found_once_who_approves_has_agreed(mut site) {
    let session = approving(site).await;
    let (root, ada) = (administrator(site, &session), site.member("Ada").await);
    let home = founds(&ada, "Design", &[("domain", "How we draw.")]).await;
    let slug = home.trim_start_matches("/c/");
    let talk = [("title", "The talk"), ("day", "2026-03-10"), ("from", "13:00"), ("to", "14:00"), ("status", "confirmed")];
    ada.posts(&format!("{home}/new-event"), "make_event", &talk).await.leads_to(&format!("{home}/events/the-talk"));
    let list = "/admin/communities";
    let screen = format!("{list}/{slug}");
    for page in [screen.as_str(), list] {
        let asked = root.posts(page, "approve_community", &[]).await;
        asked.says(WRONG, "1 event, written for its 1 member, will be readable by everybody on the web. Nothing has changed yet. Choose, and approve it again.");
        assert!(!asked.text().contains("What it is about and how to join, written"), "that was written to be found");
        root.posts(page, "approve_community", &[("agreed", "no")]).await.says(WRONG, "Nothing has changed yet.");
    }
    assert_eq!(site.get("/c/design").await.status, StatusCode::NOT_FOUND);
    assert!(site.mails_to("ada@site.example").await.iter().all(|mail| !mail.subject.contains("approved")));
    root.posts_agreeing(list, "approve_community", &[]).await.leads_to(list);
    assert!(site.page("/c/design/events").await.contains("The talk"));
});
