//! The Q&A board.

mod anonymous;
mod answering;
mod asking;
mod drafting;
mod editing;
mod finding;
mod inviting;
mod lifecycle;
mod reading;
mod searching;
mod suggesting;
mod telling;
mod tending;
mod told;

use crate::site::TestSite;
use crate::visitor::Visitor;

/// Posts a form for a function as it would be sent, whether or not it is on the page.
pub async fn sends(by: &Visitor<'_>, question: &str, function: &str, fields: &[(&str, &str)]) -> crate::site::Answer {
    let function = format!("/do/app/questions/posting/{function}");
    let mut sent = vec![("__fn", function.as_str()), ("community", "design"), ("slug", question.rsplit('/').next().unwrap())];
    sent.extend(fields);
    by.posts_raw(question, &sent).await
}

/// A community whose questions the public reads, led by Lead, with Ada and Bob as members.
pub struct Board<'s> {
    pub lead: Visitor<'s>,
    pub ada: Visitor<'s>,
    pub bob: Visitor<'s>,
}

/// The path of the part of the sitemap that lists questions.
pub async fn sitemap(site: &TestSite) -> String {
    let index = site.get("/sitemap.xml").await.body;
    let mut parts = index.split("<loc>http://site.example").skip(1).map(|part| part.split('<').next().unwrap());
    parts.find(|part| part.contains("question")).unwrap_or("/sitemap.xml").to_owned()
}

/// Where its questions are.
pub const QUESTIONS: &str = "/c/design/questions";

impl<'s> Board<'s> {
    /// Founds it, with an audience for its questions.
    pub async fn open_to(site: &'s TestSite, audience: &str) -> Self {
        let (lead, ada, bob) = (site.member("Lead").await, site.member("Ada").await, site.member("Bob").await);
        let fields = [("name", "Design"), ("summary", "What it is."), ("kind", "practice"), ("join_rule", "open")];
        lead.posts("/communities/new", "found", &fields).await.leads_to("/c/design/settings");
        let path = "/c/design/settings/audiences";
        lead.posts(path, "change_audiences", &[("questions", audience)]).await.leads_to(path);
        for member in [&ada, &bob] {
            member.posts("/c/design", "join", &[]).await.leads_to("/c/design");
        }
        Self { lead, ada, bob }
    }
}

/// Asks, and gives the question's address.
pub async fn asks(by: &Visitor<'_>, title: &str, fields: &[(&str, &str)]) -> String {
    let mut sent = vec![("title", title)];
    sent.extend(fields);
    let answer = by.posts("/c/design/ask", "ask", &sent).await;
    let to = answer.header("location").to_owned();
    assert!(to.starts_with(QUESTIONS), "{to}: {}", answer.text());
    to
}

/// Answers, and gives the answer's anchor.
pub async fn answers(by: &Visitor<'_>, question: &str, body: &str) -> String {
    let answer = by.posts(question, "answer", &[("body", body)]).await;
    let to = answer.header("location").to_owned();
    to.strip_prefix(&format!("{question}#")).unwrap_or_else(|| panic!("{to}: {}", answer.text())).to_owned()
}
