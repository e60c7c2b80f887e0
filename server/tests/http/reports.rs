//! Reporting what is wrong, blocking people, and finding them by what they do and where they are.

use axum::http::StatusCode;

use crate::event_audiences::{self, EDIT, EVENT};
use crate::on_every_database;
use crate::site::TestSite;
use crate::visitor::Visitor;

const QUESTION: &str = "/c/design/questions/q";
const REPORT: &str = "/report?of=/c/design/questions/q";
const QUEUE: &str = "/c/design/settings/reports";

/// A community with a lead, a question, and somebody who reads it.
async fn stage(site: &TestSite) -> (Visitor<'_>, Visitor<'_>) {
    let ada = site.member("Ada Okafor").await;
    const COMMUNITY: &str = "---\nname: Design\naudience: {questions: public, members: members}\n---\n";
    site.holds(&[
        ("communities/design.md", COMMUNITY),
        ("questions/design/q.md", "---\ntitle: How?\nasked: 2026-03-01\n---\nBuy *this*.\n"),
    ])
    .await;
    site.puts("ada-okafor", "design", "active", Some("lead")).await;
    (ada, site.member("Bob").await)
}

on_every_database!(async fn what_is_reported_reaches_those_who_moderate_and_the_reporter_is_told(site) {
    let (ada, bob) = stage(site).await;
    assert!(bob.gets(QUESTION).await.body.contains("href=\"/report?of=/c/design/questions/q\""));
    bob.posts(REPORT, "report", &[]).await.says(StatusCode::UNPROCESSABLE_ENTITY, "Choose what is wrong.");
    bob.posts(REPORT, "report", &[("reason", "other")]).await.says(StatusCode::UNPROCESSABLE_ENTITY, "Say what is wrong.");
    bob.posts(REPORT, "report", &[("reason", "spam"), ("note", "It sells things.")]).await.leads_to(QUESTION);
    assert!(bob.reads(QUESTION).await.contains("Thank you. Somebody will look at it"));
    bob.posts(REPORT, "report", &[("reason", "abuse")]).await.leads_to(QUESTION);
    assert!(bob.reads(QUESTION).await.contains("You have reported this already."));
    let told = site.mails_to("ada@site.example").await.pop().unwrap();
    assert_eq!(told.subject, "“How?” was reported");
    let queue = ada.reads(QUEUE).await;
    assert!(queue.contains("How?") && queue.contains("It sells things.") && queue.contains("Reported by Bob"), "{queue}");
    assert_eq!(bob.gets(QUEUE).await.status, StatusCode::FORBIDDEN);
    ada.posts(QUEUE, "resolve_report", &[("answer", "It was taken down.")]).await.leads_to(QUEUE);
    let queue = ada.reads(QUEUE).await;
    assert!(queue.contains("Nothing waits to be looked at.") && queue.contains("Resolved by Ada Okafor"), "{queue}");
    let answer = site.mails_to("bob@site.example").await.pop().unwrap();
    assert_eq!(answer.subject, "What became of your report on “How?”");
    assert!(ada.reads("/c/design/settings/log").await.contains("Ada Okafor resolved a report on the question “How?”"));
    bob.posts(REPORT, "report", &[("reason", "spam")]).await.leads_to(QUESTION);
    assert!(ada.reads(QUEUE).await.contains("Reported by Bob"), "what is wrong again can be reported again");
});

on_every_database!(async fn two_posts_of_one_page_are_reported_apart_and_a_second_word_stands_with_the_first(site) {
    let (ada, bob) = stage(site).await;
    let zora = site.member("Zora").await;
    for who in [&bob, &zora] {
        who.posts("/c/design", "join", &[]).await.leads_to("/c/design");
    }
    ada.posts("/c/design/settings/audiences", "change_audiences", &[("anonymous", "yes")]).await;
    zora.posts(QUESTION, "answer", &[("body", "Zap."), ("anonymous", "yes")]).await.leads_to(&format!("{QUESTION}#answer-1"));
    ada.posts(QUESTION, "answer", &[("body", "Pow.")]).await.leads_to(&format!("{QUESTION}#answer-2"));
    zora.posts(QUESTION, "comment", &[("post", "answer-1"), ("body", "Or not.")]).await.leads_to(&format!("{QUESTION}#comment-1"));
    let link = |mark: &str| format!("href=\"{REPORT}{mark}\"");
    let (answer, other, comment) = ("%23answer-1", "%23answer-2", "%23comment-1");
    let page = bob.gets(QUESTION).await.body;
    assert!([answer, other, comment].iter().all(|mark| page.contains(&link(mark))) && page.matches(&link("")).count() == 2, "{page}");
    let page = zora.gets(QUESTION).await.body;
    assert!(!page.contains(&link(answer)) && !page.contains(&link(comment)) && page.contains(&link(other)), "nobody reports their own");
    assert!(!site.get(QUESTION).await.body.contains(&link(answer)), "who isn’t signed in can’t report");

    for (mark, note) in [(answer, "Rude."), (other, "Loud.")] {
        let path = format!("{REPORT}{mark}");
        bob.posts(&path, "report", &[("reason", "abuse"), ("note", note)]).await.leads_to(&format!("{QUESTION}{}", mark.replace("%23", "#")));
    }
    assert!(bob.reads(QUESTION).await.contains("Thank you. Somebody will look at it"));
    let again = format!("{REPORT}{answer}");
    bob.posts(&again, "report", &[("reason", "private"), ("note", "And it names my team.")]).await;
    assert!(bob.reads(QUESTION).await.contains("What you say now stands with it"));
    bob.posts(&again, "report", &[("reason", "abuse")]).await;
    assert!(bob.reads(QUESTION).await.contains("You have reported this already. Somebody"));
    let queue = ada.gets(QUEUE).await;
    let text = queue.text();
    assert!(text.contains("How? (answer 1)") && text.contains("How? (answer 2)") && text.contains("Loud."), "{text}");
    assert!(text.contains("Rude.") && text.contains("It tells something private or secret. And it names my team."), "{text}");
    assert!(queue.body.contains(&format!("href=\"{QUESTION}#answer-1\"")) && !queue.body.contains("Zora"), "whose it is stays unknown");
    assert!(site.mails_to("ada@site.example").await.iter().all(|mail| !format!("{mail:?}").contains("Zora")));
    ada.posts(QUEUE, "resolve_report", &[("answer", "We spoke about it.")]).await.leads_to(QUEUE);
    assert!(ada.reads(QUEUE).await.contains("We spoke about it."), "what was said to who reported it");
    for nothing in ["%23answer-9", "%23comment-9"] {
        assert_eq!(bob.gets(&format!("{REPORT}{nothing}")).await.status, StatusCode::NOT_FOUND, "{nothing}");
    }
    // What concerns those who lead goes to administrators, also if that is said only the second time.
    bob.posts(&format!("{REPORT}{other}"), "report", &[("reason", "abuse"), ("concerns_leads", "yes")]).await;
    assert!(!ada.reads(QUEUE).await.contains("Loud."));
});

on_every_database!(async fn a_moderator_sees_the_reports_and_nothing_else_of_the_settings(site) {
    let (ada, bob) = stage(site).await;
    bob.posts("/c/design", "join", &[]).await.leads_to("/c/design");
    ada.posts("/c/design/settings/members/bob", "give_role", &[("role", "moderator")]).await.leads_to("/c/design/settings/members/bob");
    assert!(bob.gets("/c/design").await.body.contains("/c/design/settings"));
    assert!(bob.reads("/c/design/settings").await.contains("Nothing waits to be looked at."));
    for other in ["members", "about", "audiences", "log", "end"] {
        assert_eq!(bob.gets(&format!("/c/design/settings/{other}")).await.status, StatusCode::FORBIDDEN, "{other}");
    }
});

on_every_database!(async fn what_concerns_a_lead_reaches_administrators_alone(site) {
    let root = site.administrator("Root").await;
    let (ada, bob) = stage(site).await;
    bob.posts(REPORT, "report", &[("reason", "abuse"), ("concerns_leads", "yes")]).await.leads_to(QUESTION);
    bob.posts("/report?of=/people/ada-okafor", "report", &[("reason", "abuse")]).await.leads_to("/people/ada-okafor");
    assert!(site.mails_to("ada@site.example").await.iter().all(|mail| !mail.subject.contains("reported")));
    assert!(ada.reads(QUEUE).await.contains("Nothing waits to be looked at."));
    let queue = root.reads("/admin/reports").await;
    assert!(queue.contains("How?") && queue.contains("Ada Okafor") && queue.contains("For administrators only"), "{queue}");
    let ours = root.gets("/admin/reports").await.body;
    let report = ours.split("name=\"report\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let sent = [("__fn", "/do/app/reports/api/resolve_report"), ("community", "design"), ("report", report.as_str())];
    assert_eq!(ada.posts_raw(QUEUE, &sent).await.status, StatusCode::NOT_FOUND, "a lead resolves what is theirs to resolve");
    root.posts("/admin/reports", "resolve_any_report", &[]).await.leads_to("/admin/reports");
    assert!(!ada.reads("/c/design/settings/log").await.contains("resolved"));
});

on_every_database!(async fn nobody_reports_what_they_cannot_see(site) {
    let (ada, bob) = stage(site).await;
    ada.posts("/c/design/settings/audiences", "change_audiences", &[("questions", "members")]).await;
    for unseen in [REPORT, "/report?of=/c/design/questions/none", "/report?of=https://elsewhere.example/", "/report", "/report?of=/people/nobody"] {
        assert_eq!(bob.gets(unseen).await.status, StatusCode::NOT_FOUND, "{unseen}");
    }
    assert_eq!(site.get(REPORT).await.status, StatusCode::UNAUTHORIZED);
});

on_every_database!(async fn a_listed_person_asks_for_their_profile(site) {
    let root = site.administrator("Root").await;
    site.holds(&[("people/carl.md", "---\nname: Carl Listed\n---\n")]).await;
    let carl = site.member("Carl Listed").await;
    assert!(carl.gets("/people/carl").await.body.contains("href=\"/report?of=/people/carl\""));
    carl.posts("/report?of=/people/carl", "report", &[("reason", "mine")]).await.leads_to("/people/carl");
    let own = carl.posts("/report?of=/people/carl-listed", "report", &[("reason", "mine")]).await;
    own.says(StatusCode::UNPROCESSABLE_ENTITY, "Choose what is wrong.");
    assert!(root.reads("/admin/reports").await.contains("this is me"));
});

on_every_database!(async fn who_is_blocked_sees_a_strangers_profile_and_reaches_nobody(site) {
    let (ada, bob) = stage(site).await;
    bob.posts("/me/profile", "save_profile", &[("role", "Beekeeper"), ("place", "Bergen")]).await.leads_to("/me/profile");
    let all = ["pronouns", "role", "place", "organisations", "about", "links", "topics", "communities"].map(|part| (part, "members"));
    bob.posts("/me/profile", "save_audiences", &all).await.leads_to("/me/profile");
    assert!(ada.reads("/people/bob").await.contains("Beekeeper"));
    bob.posts("/people/ada-okafor", "block", &[]).await.leads_to("/people/ada-okafor");
    assert!(!ada.reads("/people/bob").await.contains("Beekeeper") && !ada.reads("/people").await.contains("Beekeeper"));
    assert!(!ada.reads("/people?place=Bergen").await.contains("Bob"));
    ada.posts("/c/design/settings", "invite", &[("people", "@bob")]).await.leads_to("/c/design/settings");
    assert!(ada.reads("/c/design/settings").await.contains("One invitation is on the way."), "nothing tells them");
    assert!(site.mails_to("bob@site.example").await.iter().all(|mail| !mail.subject.contains("invites")));
    assert!(!bob.reads("/me").await.contains("invites you"));
    assert!(bob.reads("/me/profile").await.contains("People you block"));
    bob.posts("/me/profile", "unblock", &[]).await.leads_to("/me/profile");
    assert!(ada.reads("/people/bob").await.contains("Beekeeper"));
});

on_every_database!(async fn people_are_found_by_profession_place_and_community(site) {
    let (ada, bob) = stage(site).await;
    bob.posts("/me/profile", "save_profile", &[("job_family", "Research"), ("place", "Oslo")]).await.leads_to("/me/profile");
    for (query, found) in [("job_family=Research", true), ("place=Oslo", true), ("place=Rome", false), ("job_family=Research&place=Oslo", true)] {
        let page = site.get(&format!("/people?{query}")).await.body;
        assert_eq!(page.contains("href=\"/people/bob\""), found, "{query}: {page}");
        assert!(!page.contains("href=\"/people/ada-okafor\""), "{query}");
    }
    assert!(site.get("/people").await.body.contains("<option value=\"Oslo\""));
    let community = "/people?community=design";
    assert_eq!(site.get(community).await.status, StatusCode::BAD_REQUEST, "who may not see the list of members can't look people up by it");
    let members = ada.gets(community).await.body;
    assert!(members.contains("href=\"/people/ada-okafor\"") && !members.contains("href=\"/people/bob\""), "{members}");
    let hidden: Vec<_> = ["role", "place"].map(|part| (part, "nobody")).to_vec();
    let mut all = vec![("pronouns", "everyone"), ("organisations", "everyone"), ("about", "everyone"), ("links", "everyone"), ("topics", "everyone"), ("communities", "everyone")];
    all.extend(hidden);
    bob.posts("/me/profile", "save_audiences", &all).await.leads_to("/me/profile");
    let page = site.get("/people").await.body;
    assert!(!page.contains("Oslo") && !page.contains("Research"), "what nobody sees is no choice either");
    assert!(!site.get("/people?place=Oslo").await.body.contains("href=\"/people/bob\""));
});

on_every_database!(async fn a_report_of_what_is_for_fewer_reaches_those_alone_who_may_see_it(site) {
    let people = event_audiences::stage(site).await;
    let (ada, lea, sam, mo) = (&people["Ada"], &people["Lea"], &people["Sam"], site.member("Mo").await);
    site.puts("mo", "design", "active", Some("moderator")).await;
    ada.posts(EDIT, "change_event", &[("audience", "organisers")]).await.leads_to(EVENT);
    lea.posts("/c/design/pages/playbook/settings", "change_page", &[("audience", "editors")]).await.leads_to("/c/design/pages/playbook");
    let told = async |address: &str| site.mails_to(address).await.iter().filter(|mail| mail.subject.ends_with("was reported")).count();
    sam.posts("/report?of=/c/design/events/xyzzy", "report", &[("reason", "spam")]).await.leads_to(EVENT);
    lea.posts("/report?of=/c/design/pages/playbook", "report", &[("reason", "wrong")]).await.leads_to("/c/design/pages/playbook");
    // Nobody is told of what they report themselves.
    assert_eq!((told("lea@site.example").await, told("mo@site.example").await), (1, 0));
    assert!(mo.reads(QUEUE).await.contains("Nothing waits to be looked at."));
    let queue = lea.gets(QUEUE).await;
    assert!(queue.text().contains("Xyzzy") && queue.text().contains("Playbook"), "{}", queue.text());
    for report in queue.body.split("name=\"report\" value=\"").skip(1) {
        let report = report.split('"').next().unwrap();
        let resolves = [("__fn", "/do/app/reports/api/resolve_report"), ("community", "design"), ("report", report), ("answer", "")];
        assert_eq!(mo.posts_raw(QUEUE, &resolves).await.status, StatusCode::NOT_FOUND);
    }
    // Once they see it, they decide on it.
    ada.posts(EDIT, "change_event", &[("audience", "members")]).await.leads_to(EVENT);
    let queue = mo.reads(QUEUE).await;
    assert!(queue.contains("Xyzzy") && !queue.contains("Playbook"), "{queue}");
    mo.posts(QUEUE, "resolve_report", &[("answer", "Seen.")]).await.leads_to(QUEUE);
    assert!(lea.reads(QUEUE).await.contains("Resolved by Mo"));
});
