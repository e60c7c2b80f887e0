//! What people are told of posts, and what they no longer are when it is shown or mailed.

use app::db::Engine;
use app::mail::Posted;
use app::notifications::mailing::{as_it_stands, send_due};
use app::{on, run};
use chrono::TimeDelta;

use super::{Board, answers, asks};
use crate::on_every_database;
use crate::site::TestSite;
use crate::visitor::{PASSWORD, Visitor};

const SETTINGS: &str = "/me/notifications/settings";

async fn news(of: &Visitor<'_>) -> String {
    of.reads("/me/notifications").await
}

/// The mails that were posted to somebody as they would be sent now: address and all that they say.
async fn sent_now(site: &TestSite, handle: &str) -> Vec<(String, String)> {
    send_due(&site.app()).await.unwrap();
    const WAITING: &str = "select payload from job where kind = 'send_mail' order by id";
    let payloads: Vec<String> = on!(site.db().reader(), c => sqlx::query_scalar(WAITING).fetch_all(c)).unwrap();
    let mut sent = Vec::new();
    for posted in payloads.iter().map(|payload| Posted::of_payload(payload).unwrap()) {
        if posted.news.is_some() && posted.mail.to.starts_with(handle) {
            let mail = as_it_stands(&site.app(), posted).await.unwrap();
            sent.extend(mail.map(|mail| (mail.to.clone(), format!("{mail:?}"))));
        }
    }
    sent
}

async fn does(site: &TestSite, sql: &'static str) {
    let mut tx = site.db().begin().await.unwrap();
    run!(tx, sqlx::query(sql)).unwrap();
    tx.commit([]).await.unwrap();
}

on_every_database!(async fn blocking_a_suspect_does_not_tell_who_answered_without_their_name(site) {
    let board = Board::open_to(site, "members").await;
    let question = asks(&board.ada, "Am I any good?", &[]).await;
    board.lead.posts(&question, "follow", &[]).await.leads_to(&question);
    board.lead.posts("/people/bob", "block", &[]).await.leads_to("/people/bob");
    board.bob.posts(&question, "answer", &[("body", "You are."), ("anonymous", "yes")]).await.leads_to(&format!("{question}#answer-1"));
    assert!(news(&board.lead).await.contains("You are."), "as from anybody: {}", news(&board.lead).await);
    answers(&board.bob, &question, "By name.").await;
    assert!(news(&board.lead).await.contains("Somebody answered") && !news(&board.lead).await.contains("Bob answered"));
    assert!(news(&board.ada).await.contains("Bob answered"));
});

on_every_database!(async fn a_comment_is_told_no_more_once_the_answer_above_it_is_deleted(site) {
    let board = Board::open_to(site, "public").await;
    let question = asks(&board.ada, "How long?", &[]).await;
    let answer = answers(&board.bob, &question, "Three weeks.").await;
    board.lead.posts(&question, "comment", &[("post", &answer), ("body", "Really three?")]).await;
    assert!(news(&board.ada).await.contains("Lead commented"));
    assert!(sent_now(site, "ada").await.iter().any(|(_, mail)| mail.contains("Really three?")));
    board.lead.posts(&question, "delete_post", &[("post", &answer), ("why", "Not so.")]).await;
    assert!(!news(&board.ada).await.contains("Lead commented"));
    assert!(sent_now(site, "ada").await.iter().all(|(_, mail)| !mail.contains("Really three?") && !mail.contains("Three weeks.")));
});

on_every_database!(async fn what_is_taken_out_of_a_post_is_neither_shown_nor_mailed(site) {
    let board = Board::open_to(site, "public").await;
    let question = asks(&board.ada, "How long?", &[]).await;
    let answer = answers(&board.bob, &question, "Ask my boss at 555-0100.").await;
    assert!(news(&board.ada).await.contains("555-0100"));
    assert!(sent_now(site, "ada").await.iter().any(|(_, mail)| mail.contains("555-0100")));
    let edit = format!("{question}/answers/1/edit");
    board.bob.posts(&edit, "edit_answer", &[("body", "Ask my boss.")]).await.leads_to(&format!("{question}#{answer}"));
    let shown = news(&board.ada).await;
    assert!(shown.contains("Ask my boss.") && !shown.contains("555-0100"), "{shown}");
    let sent = sent_now(site, "ada").await;
    assert!(sent.iter().any(|(_, mail)| mail.contains("Ask my boss.")) && sent.iter().all(|(_, mail)| !mail.contains("555-0100")), "{sent:#?}");
});

on_every_database!(async fn a_mail_that_waited_tells_what_its_reader_may_see_by_then_at_their_address_of_then(site) {
    let board = Board::open_to(site, "members").await;
    let question = asks(&board.ada, "How long?", &[]).await;
    answers(&board.bob, &question, "Three weeks.").await;
    assert_eq!(sent_now(site, "ada").await.len(), 1);
    does(site, "update account set email = 'new@ada.example' where email = 'ada@site.example'").await;
    assert_eq!(sent_now(site, "ada").await[0].0, "new@ada.example");
    does(site, "update community set audience_questions = 'leads' where slug = 'design'").await;
    assert!(sent_now(site, "ada").await.is_empty(), "she may not read it any more");
    does(site, "update community set audience_questions = 'members' where slug = 'design'").await;
    assert_eq!(sent_now(site, "ada").await.len(), 1);
    board.ada.posts(SETTINGS, "save_choices", &[("answer", "never")]).await.leads_to(SETTINGS);
    assert!(sent_now(site, "ada").await.is_empty(), "she wants none of it");
    board.ada.posts(SETTINGS, "save_choices", &[("answer", "daily")]).await.leads_to(SETTINGS);
    assert_eq!(sent_now(site, "ada").await.len(), 1);
    does(site, "update member set standing = 'suspended' where handle = 'ada'").await;
    assert!(sent_now(site, "ada").await.is_empty());
    does(site, "update member set standing = 'active' where handle = 'ada'").await;
    board.ada.posts("/me/data", "delete_account", &[("contributions", "keep"), ("current_password", PASSWORD)]).await.leads_to("/");
    assert!(sent_now(site, "ada").await.is_empty() && sent_now(site, "new@").await.is_empty());
});

on_every_database!(async fn an_acceptance_that_was_taken_back_is_told_no_more(site) {
    let board = Board::open_to(site, "public").await;
    let question = asks(&board.ada, "How long?", &[]).await;
    let answer = answers(&board.bob, &question, "Three weeks.").await;
    for told in [true, false, true] {
        board.ada.posts(&question, "accept", &[("post", &answer)]).await;
        assert_eq!(news(&board.bob).await.contains("accepted your answer"), told, "{}", news(&board.bob).await);
    }
});

on_every_database!(async fn suggestions_are_told_to_who_may_take_them_while_they_wait(site) {
    let board = Board::open_to(site, "public").await;
    let question = asks(&board.ada, "How long?", &[("body", "One interview.")]).await;
    let cleo = site.member("Cleo").await;
    site.puts("cleo", "design", "active", Some("moderator")).await;
    board.bob.posts(&format!("{question}/suggest"), "suggest_edit", &[("title", "How long, please?"), ("why", "More polite.")]).await.leads_to(&question);
    for told in [&board.ada, &board.lead, &cleo] {
        assert!(news(told).await.contains("More polite."), "{}", news(told).await);
    }
    does(site, "delete from membership_role where role = 'moderator'").await;
    assert!(!news(&cleo).await.contains("More polite.") && news(&board.ada).await.contains("More polite."));
    send_due(&site.app()).await.unwrap();
    assert!(!sent_now(site, "cleo").await.iter().any(|(_, mail)| mail.contains("polite")));
});

on_every_database!(async fn what_is_gathered_is_written_anew_too(site) {
    let board = Board::open_to(site, "public").await;
    board.ada.posts(SETTINGS, "save_choices", &[("answer", "daily"), ("hour", "14")]).await.leads_to(SETTINGS);
    let questions = [asks(&board.ada, "How long?", &[]).await, asks(&board.ada, "How short?", &[]).await];
    for question in &questions {
        answers(&board.bob, question, "So.").await;
    }
    site.clock.set(site.clock.now() + TimeDelta::hours(3));
    assert_eq!(sent_now(site, "ada").await.len(), 1);
    board.lead.posts(&questions[0], "delete_post", &[("post", "answer-1"), ("why", "Not so.")]).await;
    let sent = sent_now(site, "ada").await;
    assert!(sent.len() == 1 && sent[0].1.contains("How short?") && !sent[0].1.contains("How long?"), "{sent:#?}");
    board.ada.posts("/me/notifications", "mark_all_read", &[]).await;
    assert!(sent_now(site, "ada").await.is_empty(), "what was read meanwhile is not mailed");
});

on_every_database!(async fn one_whom_nothing_can_be_mailed_to_holds_back_nobody(site) {
    let board = Board::open_to(site, "public").await;
    let question = asks(&board.ada, "How long?", &[]).await;
    let other = asks(&board.lead, "How short?", &[]).await;
    answers(&board.bob, &question, "Three weeks.").await;
    answers(&board.bob, &other, "A day.").await;
    let refuses: &[&'static str] = match site.db().reader() {
        Engine::Sqlite(_) => &["create trigger refuse before insert on mail_stop when new.member_id = (select id from member where handle = 'ada') begin select raise(abort, 'no'); end"],
        Engine::Postgres(_) => &[
            "create function refuse() returns trigger language plpgsql as $$ begin if new.member_id = (select id from member where handle = 'ada') then raise exception 'no'; end if; return new; end $$",
            "create trigger refuse before insert on mail_stop for each row execute function refuse()",
        ],
    };
    for sql in refuses {
        does(site, sql).await;
    }
    assert_eq!(send_due(&site.app()).await.unwrap(), 1, "Lead is written to");
    assert_eq!(send_due(&site.app()).await.unwrap(), 0, "what failed is not tried at once again");
    let drops: &'static str = match site.db().reader() {
        Engine::Sqlite(_) => "drop trigger refuse",
        Engine::Postgres(_) => "drop trigger refuse on mail_stop",
    };
    does(site, drops).await;
    site.clock.set(site.clock.now() + TimeDelta::minutes(16));
    assert_eq!(send_due(&site.app()).await.unwrap(), 1, "nothing is lost");
});

on_every_database!(async fn every_matter_is_chosen_and_stays_so(site) {
    let ada = site.member("Ada").await;
    let matters: Vec<&str> = app::notifications::model::Matter::ALL.iter().map(|matter| matter.as_str()).collect();
    let chosen = async || -> Vec<String> {
        let body = ada.gets(SETTINGS).await.body;
        let of = |matter: &&str| {
            let select = body.split(&format!("name=\"{matter}\"")).nth(1).unwrap_or_else(|| panic!("no field for {matter}"));
            let option = select.split("</select>").next().unwrap().split("<option").find(|option| option.contains("selected")).unwrap();
            option.split("value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
        };
        matters.iter().map(of).collect()
    };
    for word in ["never", "at_once"] {
        let mut fields: Vec<(&str, &str)> = matters.iter().map(|matter| (*matter, word)).collect();
        fields.push(("hour", "7"));
        ada.posts(SETTINGS, "save_choices", &fields).await.leads_to(SETTINGS);
        assert!(chosen().await.iter().all(|chosen| chosen == word), "{word}: {:?}", chosen().await);
    }
});
