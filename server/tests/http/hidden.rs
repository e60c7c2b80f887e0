//! A hidden community answers exactly as one that does not exist, to whoever does not belong to it: in words, and after as many queries.

use axum::http::StatusCode;

use crate::matrix::{Rule, attempt, rules, stage};
use crate::on_every_database;
use crate::site::{Answer, TestSite};
use crate::visitor::{PASSWORD, Visitor};

async fn counted(site: &TestSite, visitor: &Visitor<'_>, path: &str) -> (Answer, u64) {
    let before = site.db().reads();
    let answer = visitor.gets(path).await;
    (answer, site.db().reads() - before)
}

/// Server functions and signals by which a community can be asked for, besides those of the table.
const BESIDES: [&str; 12] = [
    "do/reports/api/report?of=/c/{c}/questions/q&reason=spam",
    "do/reports/api/report?of=/c/{c}&reason=spam",
    "do/notifications/api/follow?path=/c/{c}",
    "do/notifications/api/unfollow?path=/c/{c}",
    "do/sheets/api/sheet?path=/c/{c}/settings",
    "do/sheets/api/sheet?path=/report&query=of%3D/c/{c}",
    "do/search/api/search?query=community%3D{c}",
    "/report?of=/c/{c}/questions/q",
    "/people?community={c}",
    "/events?community={c}",
    "/questions?community={c}",
    "/search?q=question&community={c}",
];

on_every_database!(async fn functions_and_signals_of_a_hidden_community_answer_like_those_of_one_that_does_not_exist(site) {
    let people = stage(site).await;
    people["suspended"].gets("/").await;
    let rules = rules();
    let of_community = |rule: &&Rule| {
        (rule.asked.starts_with("do/") && rule.cells.iter().all(|cell| cell != "yes" && cell != "no")) || rule.asked.starts_with("/live")
    };
    let asked = rules.iter().filter(of_community).map(|rule| rule.asked.as_str()).chain(BESIDES);
    let mut wrong = Vec::new();
    for asked in asked {
        for who in ["anonymous", "member", "requested", "administrator", "suspended"] {
            // Who has asked may take that back, and knows what they asked.
            if who == "requested" && asked.ends_with("api/leave") {
                continue;
            }
            let mut answers = Vec::new();
            for community in ["hidden", "not-there"] {
                let before = site.db().reads();
                let answer = attempt(&people[who], &asked.replace("{c}", community), community).await;
                let said = answer.text().replace("hidden", "…").replace("not-there", "…");
                answers.push((answer.status, said, site.db().reads() - before));
            }
            if answers[0] != answers[1] {
                wrong.push(format!("{asked} by {who}: {:?}", answers.iter().map(|(status, said, reads)| (status, said.chars().take(300).collect::<String>(), reads)).collect::<Vec<_>>()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
});

on_every_database!(async fn a_hidden_community_reads_like_one_that_does_not_exist(site) {
    let people = stage(site).await;
    // Who was suspended learns at once that the session has ended.
    people["suspended"].gets("/").await;
    for rule in rules().iter().filter(|rule| rule.asked.contains("/c/{c}")) {
        for who in ["anonymous", "member", "requested", "administrator", "suspended"] {
            let (hidden, asks) = counted(site, &people[who], &rule.asked.replace("{c}", "hidden")).await;
            let (missing, asked) = counted(site, &people[who], &rule.asked.replace("{c}", "not-there")).await;
            assert_eq!((hidden.status, hidden.text()), (missing.status, missing.text()), "{} by {who}", rule.asked);
            assert_eq!(asks, asked, "{} by {who}: how long the answer takes tells whether there is one", rule.asked);
        }
    }
    for list in ["/", "/communities", "/events", "/questions", "/resources", "/people", "/topics", "/search?q=guild", "/sitemap.xml", "/feed.atom", "/events/calendar.ics", "/people/lead", "/people/fellow"] {
        for who in ["anonymous", "member", "requested", "administrator", "suspended"] {
            let page = people[who].gets(list).await;
            assert!(!page.body.contains("Guild hidden") && !page.body.contains("/c/hidden"), "{list} by {who}");
        }
    }
    let other = people["member"].posts("/sign-in", "sign_in", &[("email", "member@site.example"), ("password", PASSWORD)]).await;
    assert_eq!(other.status, StatusCode::SEE_OTHER);
});
