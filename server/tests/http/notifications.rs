//! Being called back: who is told of what, on the site and by mail.

use app::activity::ObjectKind;
use app::notifications::mailing::send_due;
use app::notifications::{By, News, NewsKind, To, tell};
use app::{on, run};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use crate::on_every_database;
use crate::site::TestSite;
use crate::visitor::Visitor;

const DESIGN: (&str, &str) = ("communities/design.md", "---\nname: Design\n---\n");
const FORMS: (&str, &str) = ("topics/forms.md", "---\ntitle: Forms\n---\n");
const HOW: (&str, &str) = (
    "questions/design/how.md",
    "---\ntitle: How?\nasked: 2026-03-01\nanswers:\n  - at: 2026-03-02\n    accepted: true\n    body: Like this.\n---\nHow does one?\n",
);
const LIST: &str = "/me/notifications";

impl TestSite {
    async fn id(&self, sql: &'static str, of: &str) -> Uuid {
        on!(self.db().reader(), c => sqlx::query_scalar(sql).bind(of).fetch_one(c)).unwrap()
    }

    async fn member_id(&self, handle: &str) -> Uuid {
        self.id("select id from member where handle = $1", handle).await
    }

    /// Tells of Bob's answer to “How?”.
    async fn tells(&self, kind: NewsKind, by: By, to: &[To]) {
        let question = self.id("select id from question where slug = $1", "how").await;
        let about = self.id("select a.id from answer a join question q on q.id = a.question_id where q.slug = $1", "how").await;
        let community = self.id("select id from community where slug = $1", "design").await;
        let news = News {
            kind,
            by,
            object: (ObjectKind::Question, question),
            about,
            title: "How?",
            href: "/c/design/questions/how#a1",
            text: "Like this.",
            community: Some(community),
            to,
        };
        let mut tx = self.db().begin().await.unwrap();
        tell(&mut tx, &news).await.unwrap();
        tx.commit([]).await.unwrap();
    }

    /// Bob answers Ada’s question.
    async fn answers(&self) {
        let (ada, bob) = (self.member_id("ada").await, self.member_id("bob").await);
        self.tells(NewsKind::Answered, By::Member(bob), &[To::Members(vec![ada, bob])]).await;
    }

    async fn subjects_to(&self, address: &str) -> Vec<String> {
        let mails = self.mails_to(address).await;
        mails.into_iter().filter(|mail| mail.stop.is_some()).map(|mail| mail.subject).collect()
    }

    async fn at(&self, instant: &str) {
        self.clock.set(instant.parse::<DateTime<Utc>>().unwrap());
        send_due(&self.app()).await.unwrap();
    }
}

/// Ada and Bob, and Ada's question in a community that everybody sees.
async fn stage(site: &TestSite) -> (Visitor<'_>, Visitor<'_>) {
    let (ada, bob) = (site.member("Ada").await, site.member("Bob").await);
    site.holds(&[DESIGN, FORMS, HOW]).await;
    (ada, bob)
}

fn count(page: &str) -> Option<&str> {
    page.split("class=\"account-count\"").nth(1)?.split(['>', '<']).nth(1)
}

on_every_database!(async fn who_is_told_sees_it_until_it_is_read(site) {
    let (ada, bob) = stage(site).await;
    assert_eq!(count(&ada.gets("/").await.body), None);
    assert!(ada.reads(LIST).await.contains("Nothing yet."));
    site.answers().await;
    assert_eq!(count(&ada.gets("/").await.body), Some("1"));
    let page = ada.gets(LIST).await;
    for part in ["Today", "How?", "Bob answered, midday", "Design", "Like this.", "New: "] {
        assert!(page.text().contains(part), "{part}: {}", page.text());
    }
    assert!(bob.reads(LIST).await.contains("Nothing yet."), "nobody is told of what they did");
    assert_eq!(bob.gets(&jump(&page.body)).await.status, StatusCode::NOT_FOUND, "it is not theirs");
    assert_eq!(count(&ada.gets("/").await.body), Some("1"));
    ada.gets(&jump(&page.body)).await.leads_to("/c/design/questions/how#a1");
    assert_eq!(count(&ada.gets("/").await.body), None);
    assert!(!ada.reads(LIST).await.contains("New: "));
    assert_eq!(site.visitor().gets(&jump(&page.body)).await.header("location"), "/sign-in?to=/me/notifications");
});

/// The link of the first notification on a page.
fn jump(html: &str) -> String {
    let start = html.find("/me/notifications/0").unwrap();
    html[start..].split('"').next().unwrap().to_owned()
}

on_every_database!(async fn of_one_post_somebody_is_told_once_however_they_come_to_hear_of_it(site) {
    let (ada, _) = stage(site).await;
    ada.posts("/c/design", "follow", &[]).await.leads_to("/c/design");
    let (id, bob) = (site.member_id("ada").await, site.member_id("bob").await);
    let design = site.id("select id from community where slug = $1", "design").await;
    let to = [To::Members(vec![id, id]), To::Followers(ObjectKind::Community, design)];
    site.tells(NewsKind::Mentioned, By::Member(bob), &to).await;
    site.answers().await;
    site.answers().await;
    let page = ada.reads(LIST).await;
    assert!(page.contains("Bob named you") && !page.contains("Bob answered"), "{page}");
    assert_eq!(site.subjects_to("ada@site.example").await, ["Bob named you in “How?”"]);
    site.tells(NewsKind::Accepted, By::Member(bob), &to).await;
    assert_eq!(count(&ada.gets("/").await.body), Some("2"), "that it was accepted is another thing");
});

on_every_database!(async fn who_does_not_give_their_name_is_nowhere(site) {
    let (ada, _) = stage(site).await;
    let (id, bob) = (site.member_id("ada").await, site.member_id("bob").await);
    site.tells(NewsKind::Answered, By::Unnamed(bob), &[To::Members(vec![id, bob])]).await;
    assert!(ada.reads(LIST).await.contains("Somebody answered"));
    const ACTORS: &str = "select count(*) from notification where actor_id is not null or member_id = $1";
    let actors: i64 = on!(site.db().reader(), c => sqlx::query_scalar(ACTORS).bind(bob).fetch_one(c)).unwrap();
    assert_eq!(actors, 0);
});

on_every_database!(async fn what_somebody_may_no_longer_see_is_neither_shown_nor_counted_nor_mailed(site) {
    let (ada, _) = stage(site).await;
    site.answers().await;
    assert_eq!(count(&ada.gets("/").await.body), Some("1"));
    const CLOSE: &str = "update community set audience_questions = 'members' where slug = 'design'";
    let mut tx = site.db().begin().await.unwrap();
    run!(tx, sqlx::query(CLOSE)).unwrap();
    tx.commit([]).await.unwrap();
    assert_eq!(count(&ada.gets("/").await.body), None);
    assert!(ada.reads(LIST).await.contains("Nothing yet."));
    assert!(site.subjects_to("ada@site.example").await.is_empty());
});

on_every_database!(async fn what_was_read_on_the_site_is_not_mailed(site) {
    let (ada, _) = stage(site).await;
    site.answers().await;
    ada.posts(LIST, "mark_all_read", &[]).await.leads_to(LIST);
    assert!(site.subjects_to("ada@site.example").await.is_empty());
});

on_every_database!(async fn many_that_mail_at_once_mail_a_thing_once(site) {
    stage(site).await;
    site.answers().await;
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..8 {
        let app = site.app();
        tasks.spawn(async move { send_due(&app).await.unwrap() });
    }
    assert_eq!(tasks.join_all().await.into_iter().sum::<usize>(), 1);
    assert_eq!(site.subjects_to("ada@site.example").await, ["Bob answered “How?”"]);
});

on_every_database!(async fn news_of_a_thing_stand_together_and_are_read_together(site) {
    let (ada, _) = stage(site).await;
    let (id, bob) = (site.member_id("ada").await, site.member_id("bob").await);
    site.answers().await;
    site.tells(NewsKind::Accepted, By::Member(bob), &[To::Members(vec![id])]).await;
    let page = ada.gets(LIST).await;
    assert_eq!(page.body.matches("class=\"row row--fresh\"").count(), 1, "{}", page.text());
    assert!(page.text().contains("Bob answered") && page.text().contains("Bob accepted your answer"));
    ada.posts(LIST, "mark_read", &[]).await.leads_to(LIST);
    assert_eq!(count(&ada.gets("/").await.body), None);
});

on_every_database!(async fn the_list_goes_on_by_key(site) {
    let (ada, _) = stage(site).await;
    let (id, bob) = (site.member_id("ada").await, site.member_id("bob").await);
    const MANY: &str = "insert into notification (id, member_id, kind, key, object_kind, object_id, about_id, actor_id, href, title, excerpt, at, rhythm) \
         select $1, $2, 'let_in', $3, 'community', c.id, c.id, $4, '/c/design', 'Design', $3, $5, 'never' from community c where c.slug = 'design'";
    let mut tx = site.db().begin().await.unwrap();
    for n in 0..120 {
        let at = site.clock.now() - TimeDelta::days(120 - n);
        run!(tx, sqlx::query(MANY).bind(Uuid::now_v7()).bind(id).bind(format!("no. {n}.")).bind(bob).bind(at)).unwrap();
    }
    tx.commit([]).await.unwrap();
    assert_eq!(count(&ada.gets("/").await.body), Some("99+"));
    let (mut path, mut seen) = (LIST.to_owned(), 0);
    loop {
        let page = ada.gets(&path).await;
        seen += page.text().matches("no. ").count();
        let Some(next) = page.body.split("/me/notifications?after=").nth(1) else { break };
        path = format!("{LIST}?after={}", next.split('"').next().unwrap());
    }
    assert_eq!(seen, 120);
    assert_eq!(ada.gets("/me/notifications?after=x").await.status, StatusCode::BAD_REQUEST);
});

on_every_database!(async fn a_topic_a_community_and_a_person_can_be_followed_and_left(site) {
    let (ada, bob) = stage(site).await;
    for path in ["/topics/forms", "/c/design", "/people/bob"] {
        assert!(!site.get(path).await.body.contains("app/notifications/api/follow"), "{path}");
        ada.posts(path, "follow", &[]).await.leads_to(path);
        ada.posts(path, "unfollow", &[]).await.leads_to(path);
        ada.posts(path, "follow", &[]).await.leads_to(path);
    }
    assert!(!ada.gets("/people/ada").await.body.contains("notifications/api/follow"), "nobody follows themselves");
    let (id, topic) = (site.member_id("bob").await, site.id("select id from topic where slug = $1", "forms").await);
    site.tells(NewsKind::Asked, By::Member(id), &[To::Followers(ObjectKind::Topic, topic)]).await;
    assert!(ada.reads(LIST).await.contains("Bob asked"));
    assert!(bob.reads(LIST).await.contains("Nothing yet."));
    let sent = [("__fn", "/do/app/notifications/api/follow"), ("path", "/c/nothing")];
    assert_eq!(ada.posts_raw("/c/design", &sent).await.status, StatusCode::NOT_FOUND);
});

on_every_database!(async fn what_is_chosen_weekly_is_gathered_until_monday_at_the_hour_of_the_readers_zone(site) {
    let (ada, _) = stage(site).await;
    ada.posts("/me/profile", "save_profile", &[("timezone", "America/New_York")]).await.leads_to("/me/profile");
    ada.posts("/c/design", "follow", &[]).await.leads_to("/c/design");
    let (bob, design) = (site.member_id("bob").await, site.id("select id from community where slug = $1", "design").await);
    site.tells(NewsKind::Asked, By::Member(bob), &[To::Followers(ObjectKind::Community, design)]).await;
    // It is Monday, seven in the morning there: an hour before.
    site.at("2026-03-02T12:59:00Z").await;
    assert!(site.subjects_to("ada@site.example").await.is_empty());
    site.at("2026-03-02T13:00:00Z").await;
    site.at("2026-03-09T13:00:00Z").await;
    assert_eq!(site.subjects_to("ada@site.example").await, ["Bob asked “How?”"]);
});

on_every_database!(async fn who_asks_to_join_shows_to_who_welcomes_until_somebody_has_answered(site) {
    let ada = site.member("Ada").await;
    let fields = [("name", "Design"), ("summary", "Who draws."), ("join_rule", "request")];
    let home = ada.posts("/communities/new", "found", &fields).await.header("location").replace("/settings", "");
    let bob = site.member("Bob").await;
    bob.posts(&home, "join", &[("note", "I draw.")]).await.leads_to(&home);
    let page = ada.reads(LIST).await;
    assert!(page.contains("Bob asks to join") && page.contains("I draw."), "{page}");
    assert_eq!(site.subjects_to("ada@site.example").await, ["Bob asks to join Design"]);
    let settings = format!("{home}/settings");
    ada.posts(&settings, "approve", &[("handle", "bob")]).await.leads_to(&settings);
    assert!(!ada.reads(LIST).await.contains("Bob asks to join"));
    assert!(bob.reads(LIST).await.contains("You belong here now"));
    let of_bob = format!("{settings}/members/bob");
    ada.posts(&of_bob, "give_role", &[("role", "greeter")]).await.leads_to(&of_bob);
    assert_eq!(site.subjects_to("bob@site.example").await, ["You belong to Design now", "Ada gave you a role in Design"]);
});

on_every_database!(async fn an_account_takes_what_it_was_told_and_follows_with_it(site) {
    let (ada, bob) = stage(site).await;
    ada.posts("/people/bob", "follow", &[]).await.leads_to("/people/bob");
    bob.posts("/people/ada", "follow", &[]).await.leads_to("/people/ada");
    site.answers().await;
    let held = ada.gets("/me/data.zip").await.bytes;
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(held)).unwrap();
    let me: serde_json::Value = serde_json::from_reader(zip.by_name("me.json").unwrap()).unwrap();
    assert_eq!((&me["follows"][0]["address"], &me["notifications"][0]["title"]), (&"/people/bob".into(), &"How?".into()));
    let fields = [("contributions", "keep"), ("current_password", crate::visitor::PASSWORD)];
    ada.posts("/me/data", "delete_account", &fields).await.leads_to("/");
    const LEFT: &str = "select (select count(*) from follow) + (select count(*) from notification)";
    let left: i64 = on!(site.db().reader(), c => sqlx::query_scalar(LEFT).fetch_one(c)).unwrap();
    assert_eq!(left, 0);
});

const SETTINGS: &str = "/me/notifications/settings";

on_every_database!(async fn what_is_mailed_is_chosen_by_matter_and_by_community(site) {
    let (ada, _) = stage(site).await;
    let (id, bob) = (site.member_id("ada").await, site.member_id("bob").await);
    let to = [To::Members(vec![id])];
    assert!(ada.reads(SETTINGS).await.contains("of UTC"));
    ada.posts(SETTINGS, "save_choices", &[("answer", "daily"), ("hour", "6")]).await.leads_to(SETTINGS);
    assert!(ada.gets(SETTINGS).await.body.contains("<option value=\"6\" selected"));
    ada.posts(SETTINGS, "save_choices", &[("answer", "hourly")]).await.says(StatusCode::UNPROCESSABLE_ENTITY, "Choose one of these.");
    site.tells(NewsKind::Answered, By::Member(bob), &to).await;
    site.tells(NewsKind::Accepted, By::Member(bob), &to).await;
    assert_eq!(site.subjects_to("ada@site.example").await, ["Bob accepted your answer to “How?”"]);
    site.at("2026-03-03T06:00:00Z").await;
    assert_eq!(site.subjects_to("ada@site.example").await.last().unwrap(), "Bob answered “How?”");
    ada.posts("/c/design", "join", &[]).await.leads_to("/c/design");
    ada.posts(SETTINGS, "save_choices_in", &[("community", "design"), ("rhythm", "weekly")]).await.leads_to(SETTINGS);
    site.tells(NewsKind::InvitedToAnswer, By::Member(bob), &to).await;
    assert_eq!(site.subjects_to("ada@site.example").await.len(), 2);
    ada.posts(SETTINGS, "save_choices_in", &[("community", "design"), ("rhythm", "never")]).await.leads_to(SETTINGS);
    site.at("2026-03-30T12:00:00Z").await;
    assert_eq!(site.subjects_to("ada@site.example").await.len(), 2, "what waited is not mailed either");
});

on_every_database!(async fn what_is_gathered_comes_as_one_mail(site) {
    let (ada, _) = stage(site).await;
    let (id, bob) = (site.member_id("ada").await, site.member_id("bob").await);
    ada.posts(SETTINGS, "save_choices", &[("answer", "daily"), ("accepted", "daily")]).await.leads_to(SETTINGS);
    for kind in [NewsKind::Answered, NewsKind::Accepted] {
        site.tells(kind, By::Member(bob), &[To::Members(vec![id])]).await;
    }
    site.at("2026-03-03T08:00:00Z").await;
    let mail = site.mails_to("ada@site.example").await.pop().unwrap();
    assert_eq!(mail.subject, "Your day on Guildhall: 2 things are new");
    let body = format!("{:?}", mail.body);
    assert!(body.contains("How?, Design") && body.contains("Bob answered\\nBob accepted your answer") && mail.stop.is_some(), "{body}");
    site.at("2026-03-04T08:00:00Z").await;
    assert_eq!(site.subjects_to("ada@site.example").await.len(), 1);
});

on_every_database!(async fn mails_are_stopped_by_one_click_without_signing_in_from_anywhere(site) {
    let (ada, _) = stage(site).await;
    site.answers().await;
    let stop = site.mails_to("ada@site.example").await.pop().unwrap().stop.unwrap();
    let path = stop.split_once("site.example").unwrap().1;
    let page = site.visitor().reads(path).await;
    assert!(page.contains("Stop these mails?") && page.contains("Answers to my questions"), "{page}");
    // What a mail program sends, even from a browser's page of another site.
    let clicks = |path: &str, body: &'static str| {
        let request = Request::post(path.to_owned()).header("content-type", "application/x-www-form-urlencoded");
        site.sends_body(request.header("origin", "https://mail.example").header("sec-fetch-site", "cross-site"), Body::from(body))
    };
    let smuggled = clicks(path, "__fn=/do/app/members/api/delete_account").await;
    assert_eq!(smuggled.status, StatusCode::FORBIDDEN);
    assert_eq!(clicks("/me/notifications", "List-Unsubscribe=One-Click").await.status, StatusCode::FORBIDDEN);
    assert_eq!(clicks("/unsubscribe/nothing", "List-Unsubscribe=One-Click").await.status, StatusCode::BAD_REQUEST);
    for _ in 0..2 {
        assert_eq!(clicks(path, "List-Unsubscribe=One-Click").await.status, StatusCode::OK);
    }
    const AGAIN: &str = "update notification set key = 'post:other', due_at = null";
    let mut tx = site.db().begin().await.unwrap();
    run!(tx, sqlx::query(AGAIN)).unwrap();
    tx.commit([]).await.unwrap();
    site.answers().await;
    assert_eq!(site.subjects_to("ada@site.example").await, ["Bob answered “How?”"], "no more of these");
    assert_eq!(count(&ada.gets("/").await.body), Some("2"));
});

on_every_database!(async fn the_link_in_a_mail_shows_a_button_and_stops_what_it_says(site) {
    let (ada, _) = stage(site).await;
    ada.posts("/c/design", "follow", &[]).await.leads_to("/c/design");
    let (bob, design) = (site.member_id("bob").await, site.id("select id from community where slug = $1", "design").await);
    site.tells(NewsKind::Asked, By::Member(bob), &[To::Followers(ObjectKind::Community, design)]).await;
    site.at("2026-03-09T08:00:00Z").await;
    let stop = site.mails_to("ada@site.example").await.pop().unwrap().stop.unwrap();
    let visitor = site.visitor();
    let path = stop.split_once("site.example").unwrap().1;
    assert!(visitor.reads(path).await.contains("Once a week"));
    visitor.posts(path, "stop_mail", &[]).await.leads_to("/");
    let settings = ada.gets(SETTINGS).await;
    assert!(!settings.body.contains("<option value=\"weekly\" selected"), "{}", settings.body);
    assert!(settings.body.contains("<option value=\"at_once\" selected"));
});
