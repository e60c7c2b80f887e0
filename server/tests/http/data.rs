//! What is held of a member: theirs to take, and to delete.

use std::io::{Cursor, Read};

use app::{on, run};
use axum::http::StatusCode;

use crate::on_every_database;
use crate::questions::{Board, answers, asks};
use crate::site::TestSite;
use crate::visitor::{PASSWORD, Visitor, address_of};

const HOME: &str = "/me/data";
const DESIGN: (&str, &str) = ("communities/design.md", "---\nname: Design\nmembers:\n- person: ada\n- person: bob\n---\n");
const ADA: (&str, &str) =
    ("people/ada.md", "---\nname: Ada Okafor\nrole: Cartographer\naliases: [/staff/ada]\n---\nI draw **coastlines**.\n");
const BOB: (&str, &str) = ("people/bob.md", "---\nname: Bob\n---\n");
const ALONE: (&str, &str) =
    ("questions/design/alone.md", "---\ntitle: Who reads this?\nauthor: ada\nasked: 2026-01-01T10:00:00Z\n---\nNobody yet.\n");
const ANSWERED: (&str, &str) = (
    "questions/design/answered.md",
    "---\ntitle: Which projection?\nauthor: ada\nasked: 2026-01-02T10:00:00Z\nanswers:\n- author: bob\n  at: 2026-01-03T10:00:00Z\n  body: Mercator, always.\n- author: ada\n  at: 2026-01-04T10:00:00Z\n  accepted: true\n  body: Thanks from Ada herself.\n---\nFor a small island.\n",
);
const OTHERS: (&str, &str) = (
    "questions/design/others.md",
    "---\ntitle: Which paper?\nauthor: bob\nasked: 2026-01-02T10:00:00Z\nanswers:\n- author: ada\n  at: 2026-01-03T10:00:00Z\n  body: Vellum, said Ada.\n  comments:\n  - author: bob\n    at: 2026-01-04T10:00:00Z\n    body: Vellum is skin.\n---\nFor maps.\n",
);

const OTHERS_WITHOUT_ADA: (&str, &str) =
    ("questions/design/others.md", "---\ntitle: Which paper?\nauthor: bob\nasked: 2026-01-02T10:00:00Z\n---\nFor maps.\n");
const COMMENTED: (&str, &str) = (
    "questions/design/commented.md",
    "---\ntitle: Which ink?\nauthor: ada\nasked: 2026-01-02T10:00:00Z\ncomments:\n- author: bob\n  at: 2026-01-04T10:00:00Z\n  body: Gall, I think.\n---\nFor coasts.\n",
);

/// Ada came by import, with what she wrote; here she has an account.
async fn ada(site: &TestSite) -> Visitor<'_> {
    let visitor = site.member("Newcomer").await;
    site.holds(&[DESIGN, ADA, BOB, ALONE, ANSWERED, OTHERS, COMMENTED]).await;
    const CLAIM: [&str; 4] = [
        "delete from session where member_id in (select id from member where handle = 'ada')",
        "update account set email = 'ada@site.example', email_key = 'ada@site.example', member_id = (select id from member where handle = 'ada')",
        "update session set member_id = (select id from member where handle = 'ada')",
        "update member set has_account = true where handle = 'ada'",
    ];
    let mut tx = site.db().begin().await.unwrap();
    for sql in CLAIM {
        run!(tx, sqlx::query(sql)).unwrap();
    }
    tx.commit([]).await.unwrap();
    visitor
}

async fn count(site: &TestSite, sql: &'static str) -> i64 {
    on!(site.db().reader(), c => sqlx::query_scalar(sql).fetch_one(c)).unwrap()
}

on_every_database!(async fn a_member_downloads_everything_held_of_them(site) {
    let ada = ada(site).await;
    assert!(ada.gets(HOME).await.body.contains("href=\"/me/data.zip\" rel=\"external\""));
    ada.posts("/me/security/tokens", "make_token", &[("name", "Notes"), ("days", "365")]).await.leads_to("/me/security/tokens/new");
    let token = ada.cookie("token").unwrap();
    let answer = ada.gets("/me/data.zip").await;
    assert_eq!((answer.status, answer.header("content-type"), answer.header("cache-control")), (StatusCode::OK, "application/zip", "no-store"));
    assert!(answer.header("content-disposition").starts_with("attachment"));
    let mut zip = zip::ZipArchive::new(Cursor::new(answer.bytes.to_vec())).unwrap();
    let mut read = |path: &str| {
        let mut text = String::new();
        zip.by_name(path).unwrap_or_else(|_| panic!("no {path}")).read_to_string(&mut text).unwrap();
        text
    };
    let me: serde_json::Value = serde_json::from_str(&read("me.json")).unwrap();
    assert_eq!(me["account"]["email"], "ada@site.example");
    assert_eq!((&me["profile"]["name"], &me["profile"]["about"]), (&"Ada Okafor".into(), &"I draw **coastlines**.\n".trim().into()));
    assert_eq!((&me["memberships"][0]["community"], &me["profile"]["role"]), (&"design".into(), &"Cartographer".into()));
    assert_eq!(me["sessions"].as_array().unwrap().len(), 1);
    assert_eq!(me["programs"][0]["name"], "Notes");
    assert_eq!((me["questions"].as_array().unwrap().len(), me["answers"].as_array().unwrap().len()), (3, 2));
    let told = me.to_string().replace("made_token", "");
    assert!(!told.contains("argon2") && !told.contains("token") && !told.contains(&token), "no secrets");
    assert!(read("profile.md").contains("coastlines"));
    assert!(read("questions/alone.md").contains("http://site.example/c/design/questions/alone"));
    assert!(read("answers/others.md").contains("Vellum, said Ada."));
    assert_eq!(count(site, "select count(*) from activity where act = 'downloaded'").await, 1);
    assert_eq!(site.get("/me/data.zip").await.status, StatusCode::UNAUTHORIZED);
});

/// Every row that still names somebody, or leads to them.
async fn traces(site: &TestSite) -> i64 {
    count(
        site,
        "select (select count(*) from member where name like '%Ada%' or handle like 'ada%' or about <> '' or role is not null) \
         + (select count(*) from account) + (select count(*) from session) + (select count(*) from member_word where word like '%okafor%') \
         + (select count(*) from redirect where path like '%ada%') + (select count(*) from activity where note like '%Ada%')",
    )
    .await
}

on_every_database!(async fn who_leaves_is_gone_and_what_they_wrote_stays_under_no_name(site) {
    let ada = ada(site).await;
    let refused = ada.posts(HOME, "delete_account", &[("contributions", "keep"), ("current_password", "not this one")]).await;
    refused.says(StatusCode::UNPROCESSABLE_ENTITY, "This is not your password.");
    ada.posts(HOME, "delete_account", &[("current_password", PASSWORD)]).await.says(StatusCode::UNPROCESSABLE_ENTITY, "Choose what becomes of what you wrote");
    assert_eq!(site.get("/people/ada").await.status, StatusCode::OK);

    ada.posts(HOME, "delete_account", &[("contributions", "keep"), ("current_password", PASSWORD)]).await.leads_to("/");
    assert!(ada.reads("/").await.contains("Your account is deleted"));
    assert_eq!(ada.gets(HOME).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(traces(site).await, 0);
    assert!(site.mails_to(&address_of("Ada")).await.pop().unwrap().subject.contains("is deleted"));
    for gone in ["/people/ada", "/staff/ada"] {
        assert_eq!(site.get(gone).await.status, StatusCode::NOT_FOUND, "{gone}");
    }
    for list in ["/people", "/people?q=former", "/search?q=okafor", "/search?q=former", "/c/design/members"] {
        let text = site.page(list).await;
        assert!(!text.contains("Ada") && !text.contains("former member"), "{list}: {text}");
    }
    let question = site.get("/c/design/questions/answered").await;
    let text = question.text();
    assert!(text.contains("A former member") && text.contains("For a small island.") && text.contains("Thanks from Ada herself."), "{text}");
    assert!(!question.body.contains("/people/former") && !question.body.contains("/people/\""), "no link to nobody");
    let former = count(site, "select count(*) from member where standing = 'former' and not has_account").await;
    assert_eq!(former, 1);
    let handle: String = on!(site.db().reader(), c => sqlx::query_scalar("select handle from member where standing = 'former'").fetch_one(c)).unwrap();
    assert_eq!(site.get(&format!("/people/{handle}")).await.status, StatusCode::NOT_FOUND);
});

on_every_database!(async fn what_somebody_wrote_goes_with_them_if_they_want_and_others_words_stay(site) {
    let ada = ada(site).await;
    ada.posts(HOME, "delete_account", &[("contributions", "remove"), ("current_password", PASSWORD)]).await.leads_to("/");
    assert_eq!(traces(site).await, 0);
    assert_eq!(site.get("/c/design/questions/alone").await.status, StatusCode::NOT_FOUND);
    let text = site.page("/c/design/questions/answered").await;
    assert!(text.contains("Removed by its author.") && text.contains("Mercator, always."), "{text}");
    assert!(!text.contains("small island") && !text.contains("Ada") && !text.contains("Accepted") && text.contains("1 answer"), "{text}");
    let text = site.page("/c/design/questions/others").await;
    assert!(text.contains("Removed by its author.") && text.contains("Vellum is skin.") && !text.contains("said Ada"), "{text}");
    let text = site.page("/c/design/questions/commented").await;
    assert!(text.contains("Removed by its author.") && text.contains("Gall, I think.") && !text.contains("For coasts."), "{text}");
    for kept in ["answered", "commented"] {
        let body = site.get(&format!("/c/design/questions/{kept}")).await.body;
        assert!(body.contains("A question that its author removed") && !body.contains("Which projection?") && !body.contains("Which ink?"), "{kept}");
    }
    for word in ["island", "said", "nobody", "projection", "ink"] {
        assert!(!site.page(&format!("/search?q={word}")).await.contains("/questions"), "{word}");
    }
    assert_eq!(count(site, "select count(*) from question where author_id in (select id from member where standing = 'former')").await, 0);
});

on_every_database!(async fn what_was_written_without_a_name_leaves_the_notifications_too(site) {
    let board = Board::open_to(site, "members").await;
    let zora = site.member("Zora").await;
    zora.posts("/c/design", "join", &[]).await.leads_to("/c/design");
    board.bob.posts("/c/design", "follow", &[]).await.leads_to("/c/design");
    let kept = asks(&zora, "Am I any good?", &[("body", "Sometimes I wonder."), ("anonymous", "yes")]).await;
    let gone = asks(&zora, "Should I leave?", &[("body", "I might."), ("anonymous", "yes")]).await;
    answers(&board.ada, &kept, "You are.").await;
    let quoting = "select count(*) from notification where title in ('Am I any good?', 'Should I leave?') or excerpt like '%wonder%' or excerpt like '%might%'";
    assert!(count(site, quoting).await > 0);
    zora.posts(HOME, "delete_account", &[("contributions", "remove"), ("current_password", PASSWORD)]).await.leads_to("/");
    assert_eq!(count(site, quoting).await, 0);
    assert_eq!(board.bob.gets(&gone).await.status, StatusCode::NOT_FOUND);
    let text = board.bob.reads(&kept).await;
    assert!(text.contains("You are.") && !text.contains("Am I any good?") && !text.contains("wonder"), "{text}");
    assert!(!board.bob.reads("/me/notifications").await.contains("Am I any good?"));
});

on_every_database!(async fn identities_invitations_helpful_votes_and_versions_of_pages_are_among_it(site) {
    let ada = site.member("Ada").await;
    site.holds(&[("communities/design.md", "---\nname: Design\n---\n"), BOB, OTHERS_WITHOUT_ADA, ("pages/design/p.md", "---\ntitle: Paper\n---\nText.\n")]).await;
    site.puts("ada", "design", "active", Some("lead")).await;
    ada.posts("/c/design/settings", "invite", &[("people", "Carl, carl@other.example"), ("note", "Come.")]).await.leads_to("/c/design/settings");
    ada.posts("/c/design/questions/others", "find_helpful", &[("post", "question")]).await;
    let (id, now) = (uuid::Uuid::now_v7(), site.clock.now());
    let mut tx = site.db().begin().await.unwrap();
    const IDENTITY: &str = "insert into identity (provider, subject, member_id, email, created_at, last_used_at) select 'work', 'sub-7', m.id, 'ada@work.example', $1, $1 from member m where m.handle = 'ada'";
    const REVISION: &str = "insert into revision (id, kind, object_id, number, body, author_id, anonymous, because, made_at) select $1, 'page', p.id, 99, 'Vellum, then.', m.id, false, 'Truer.', $2 from page p, member m where p.path = 'p' and m.handle = 'ada'";
    run!(tx, sqlx::query(IDENTITY).bind(now)).unwrap();
    run!(tx, sqlx::query(REVISION).bind(id).bind(now)).unwrap();
    tx.commit([]).await.unwrap();
    let mut zip = zip::ZipArchive::new(Cursor::new(ada.gets("/me/data.zip").await.bytes.to_vec())).unwrap();
    let me: serde_json::Value = serde_json::from_reader(zip.by_name("me.json").unwrap()).unwrap();
    assert_eq!((&me["identities"][0]["provider"], &me["identities"][0]["subject"]), (&"work".into(), &"sub-7".into()));
    assert_eq!((&me["invited"][0]["whom"], &me["invited"][0]["community"]), (&"carl@other.example".into(), &"design".into()));
    assert_eq!((&me["thanks"][0]["address"], &me["thanks"][0]["line"]), (&"/c/design/questions/others".into(), &serde_json::Value::Null));
    let version = me["page_revisions"].as_array().unwrap().iter().find(|version| version["why"] == "Truer.").unwrap();
    assert_eq!((&version["page"], &version["body"]), (&"/c/design/pages/p".into(), &"Vellum, then.".into()));
});

on_every_database!(async fn the_last_administrator_stays(site) {
    let root = site.administrator("Root").await;
    let leave = [("contributions", "keep"), ("current_password", PASSWORD)];
    root.posts(HOME, "delete_account", &leave).await.says(StatusCode::UNPROCESSABLE_ENTITY, "the only administrator");
    site.member("Ada").await;
    let mut tx = site.db().begin().await.unwrap();
    run!(tx, sqlx::query("update member set administrator = true where handle = 'ada'")).unwrap();
    tx.commit([]).await.unwrap();
    root.posts(HOME, "delete_account", &leave).await.leads_to("/");
});
