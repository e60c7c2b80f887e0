//! Who may do what: every route and every server function, tried by everybody, in communities of every audience, against the table in `matrix.md`.

use std::collections::{BTreeMap, BTreeSet};

use app::on;
use axum::http::{Method, StatusCode};
use leptos::server_fn::axum::server_fn_paths;
use uuid::Uuid;

use crate::on_every_database;
use crate::site::{Answer, TestSite};
use crate::visitor::Visitor;

const TABLE: &str = include_str!("matrix.md");

/// The communities: the letter that stands for one in the table, its address, and who sees its sections. The last is hidden.
const COMMUNITIES: [(char, &str, &str); 5] = [
    ('P', "public", "public"),
    ('S', "signed", "signed_in"),
    ('M', "members", "members"),
    ('L', "leads", "leads"),
    ('H', "hidden", "members"),
];

/// Who tries, in the order of the table's columns.
const WHO: [&str; 7] = ["anonymous", "member", "requested", "fellow", "lead", "administrator", "suspended"];

/// A row of the table: what is asked for, and for each of [`WHO`] the communities in which they may.
pub struct Rule {
    pub asked: String,
    pub cells: Vec<String>,
}

/// The rows of the table.
pub fn rules() -> Vec<Rule> {
    let rows = TABLE.lines().filter(|line| line.starts_with("| `"));
    rows.map(|row| {
        let mut cells = row.trim_matches('|').split('|').map(|cell| cell.trim().to_owned());
        let asked = cells.next().unwrap().trim_matches('`').to_owned();
        Rule { asked, cells: cells.collect() }
    })
    .collect()
}

/// Whether an answer lets somebody in: it is there, or it says what is wrong with what was sent.
fn lets(answer: &Answer) -> bool {
    let asks_to_sign_in = answer.status == StatusCode::SEE_OTHER && answer.header("location").starts_with("/sign-in?to=");
    let refused = matches!(answer.status, StatusCode::NOT_FOUND | StatusCode::FORBIDDEN | StatusCode::UNAUTHORIZED);
    assert!(!answer.status.is_server_error(), "{}: {}", answer.status, answer.body);
    !(refused || asks_to_sign_in)
}

/// The site of the matrix: five communities, each with something in every section.
pub async fn stage(site: &TestSite) -> BTreeMap<&'static str, Visitor<'_>> {
    let mut people = BTreeMap::new();
    people.insert("administrator", site.administrator("Root Admin").await);
    for who in ["member", "requested", "fellow", "lead", "suspended"] {
        people.insert(who, site.member(who).await);
    }
    let mut files: Vec<(String, String)> = Vec::new();
    for (_, slug, audience) in COMMUNITIES {
        let listed = if slug == "hidden" { "listed: false\n" } else { "" };
        let all = ["about", "events", "questions", "pages", "members"].map(|section| format!("  {section}: {audience}\n")).concat();
        let community = format!("---\nname: Guild {slug}\njoin_rule: request\n{listed}audience:\n{all}---\n");
        files.push((format!("communities/{slug}.md"), community));
        files.push((
            format!("events/{slug}/e.md"),
            "---\ntitle: An event\nstarts: 2026-03-03T13:00\nends: 2026-03-03T14:00\ntimezone: Europe/London\n---\n".to_owned(),
        ));
        for (event, audience) in [("m", "members"), ("o", "organisers")] {
            files.push((
                format!("events/{slug}/{event}.md"),
                format!("---\ntitle: For {audience}\naudience: {audience}\nstarts: 2026-03-04T13:00\nends: 2026-03-04T14:00\ntimezone: Europe/London\n---\n"),
            ));
        }
        files.push((
            format!("events/{slug}/s.md"),
            "---\ntitle: A series\nstarts: 2026-03-03T15:00\nends: 2026-03-03T16:00\ntimezone: Europe/London\nrrule: FREQ=WEEKLY\n---\n"
                .to_owned(),
        ));
        files.push((
            format!("questions/{slug}/q.md"),
            "---\ntitle: A question\nasked: 2026-03-01\nanswers:\n- {at: 2026-03-01T10:00:00Z, anonymous: true, body: So.}\ncomments:\n- {at: 2026-03-01T11:00:00Z, body: And so.}\n---\nHow?\n"
                .to_owned(),
        ));
        files.push((format!("pages/{slug}/p.md"), "---\ntitle: A page\n---\nText.\n".to_owned()));
        files.push((format!("resources/{slug}/r.md"), "---\ntitle: A resource\nkind: link\nurl: https://example.org/\n---\n".to_owned()));
    }
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    site.holds(&files).await;
    for who in ["requested", "fellow", "lead"] {
        for (_, slug, _) in COMMUNITIES {
            let state = if who == "requested" { "requested" } else { "active" };
            site.puts(who, slug, state, (who == "lead").then_some("lead")).await;
        }
    }
    let root = &people["administrator"];
    root.posts("/admin/members/suspended", "suspend_member", &[("why", "For the matrix.")]).await.leads_to("/admin/members/suspended");
    people.insert("anonymous", site.visitor());
    for visitor in people.values() {
        // Whoever is new is welcomed, once.
        visitor.gets("/").await;
    }
    people
}

/// What is sent to a server function: something for every field there is, so that nothing but who asks decides.
fn sent(community: &str) -> Vec<(&str, &str)> {
    let mut fields = vec![
        ("community", community),
        ("slug", community),
        ("handle", "member"),
        ("name", ""),
        ("email", "x"),
        ("password", "short"),
        ("path", "/me"),
        ("title", ""),
    ];
    let empty = [
        "token",
        "id",
        "until",
        "hour",
        "rhythm",
        "answer",
        "comment",
        "mention",
        "accepted",
        "invited",
        "suggestion",
        "question",
        "membership",
        "request",
        "to",
        "session",
        "note",
        "yes",
        "word",
        "people",
        "who",
        "role",
        "position",
        "summary",
        "kind",
        "join_rule",
        "listed",
        "about",
        "events",
        "questions",
        "pages",
        "members",
        "status",
        "into",
        "why",
        "organisation",
        "domain",
        "topic",
        "query",
        "after",
        "show",
        "month",
        "date",
        "past",
        "provider",
        "current_password",
        "keep",
        "contributions",
        "subject",
        "pronouns",
        "place",
        "organisations",
        "links",
        "topics",
        "communities",
        "body",
        "post",
        "anonymous",
        "look",
        "preview",
        "numbers",
        "because",
        "original",
        "base",
        "number",
        "ceremony",
        "credential",
        "code",
        "passkey",
        "photo",
        "page",
    ];
    fields.extend(empty.map(|field| (field, "")));
    fields
}

on_every_database!(async fn everybody_may_what_the_table_says_and_nothing_else(site) {
    let people = stage(site).await;
    let pages = pages(site).await;
    let mut wrong = Vec::new();
    for rule in rules() {
        assert_eq!(rule.cells.len(), WHO.len(), "{}", rule.asked);
        for (who, cell) in WHO.iter().zip(&rule.cells) {
            let (visitor, mut may) = (&people[who], String::new());
            let in_communities = ["{c}", "{page}"].iter().any(|place| rule.asked.contains(place)) || (rule.asked.starts_with("do/") && cell.as_str() != "yes" && cell.as_str() != "no");
            if in_communities {
                for (letter, slug, _) in COMMUNITIES {
                    if lets(&attempt(visitor, &rule.asked.replace("{page}", &pages[slug]), slug).await) {
                        may.push(letter);
                    }
                }
                may = if may.is_empty() { "–".to_owned() } else { may };
            } else {
                may = if lets(&attempt(visitor, &rule.asked, "public").await) { "yes".to_owned() } else { "no".to_owned() };
            }
            if may != *cell {
                wrong.push(format!("{} by {who}: {may}, and the table says {cell}", rule.asked));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
});

/// The id of the page of each community.
async fn pages(site: &TestSite) -> BTreeMap<String, String> {
    const PAGES: &str = "select c.slug, p.id from page p join community c on c.id = p.community_id where p.path = 'p'";
    let pages: Vec<(String, Uuid)> = on!(site.db().reader(), c => sqlx::query_as(PAGES).fetch_all(c)).unwrap();
    pages.into_iter().map(|(slug, id)| (slug, id.to_string())).collect()
}

/// Asks for what a row names, in a community.
pub async fn attempt(visitor: &Visitor<'_>, asked: &str, community: &str) -> Answer {
    if let Some(path) = asked.strip_prefix("POST ") {
        return visitor.posts_raw(path, &[]).await;
    }
    match asked.strip_prefix("do/") {
        Some(function) => {
            let (function, given) = function.split_once('?').unwrap_or((function, ""));
            let given: Vec<(&str, &str)> = given.split('&').filter_map(|pair| pair.split_once('=')).collect();
            let mut fields = sent(community);
            fields.retain(|(field, _)| given.iter().all(|(name, _)| name != field));
            fields.extend(given);
            let path = format!("/do/app/{function}");
            let reads = server_fn_paths().any(|(known, method)| known == path && method == Method::GET);
            if reads {
                let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(&fields).finish();
                return visitor.gets(&format!("{path}?{query}")).await;
            }
            fields.push(("__fn", &path));
            visitor.posts_raw("/", &fields).await
        }
        None => visitor.gets(&asked.trim_start_matches("GET ").replace("{c}", community)).await,
    }
}

/// What the table leaves out would never be tried.
#[test]
fn every_server_function_and_every_route_stands_in_the_table() {
    let rules = rules();
    let asked: BTreeSet<&str> = rules.iter().map(|rule| rule.asked.split('?').next().unwrap()).collect();
    let functions: BTreeSet<String> =
        server_fn_paths().map(|(path, _)| path.trim_start_matches("/do/app/").to_owned()).map(|path| format!("do/{path}")).collect();
    let missing: Vec<&String> = functions.iter().filter(|function| !asked.contains(function.as_str())).collect();
    let gone: Vec<&&str> = asked.iter().filter(|asked| asked.starts_with("do/") && !functions.contains(**asked)).collect();
    assert!(missing.is_empty() && gone.is_empty(), "not in the table: {missing:#?}; no longer there: {gone:#?}");
    let routes = include_str!("../../../app/src/routes.rs");
    for route in routes.split("at(\"").skip(1).filter_map(|rest| rest.split('"').next()) {
        let like = |asked: &&str| {
            let (asked, route): (Vec<&str>, Vec<&str>) =
                (asked.split('?').next().unwrap().split('/').collect(), route.split('/').collect());
            let open = route.last().is_some_and(|last| last.starts_with('*'));
            let fits = |(route, asked): (&&str, &&str)| route.starts_with([':', '*']) || route == asked;
            (asked.len() == route.len() || (open && asked.len() > route.len())) && route.iter().zip(&asked).all(fits)
        };
        assert!(asked.iter().any(like), "{route} is not in the table");
    }
    let live = [include_str!("../../../app/src/pages/together/http.rs"), include_str!("../../../app/src/pages/attached/http.rs")].concat();
    for route in live.split("route(\"").skip(1).filter_map(|rest| rest.split('"').next()).filter(|route| route.starts_with("/live/")) {
        assert!(asked.iter().any(|asked| asked.split(' ').next_back() == Some(route)), "{route} is not in the table");
    }
}
