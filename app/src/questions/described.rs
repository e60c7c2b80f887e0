//! What questions' screens say of themselves.

use serde_json::{Value, json};

use super::model::{Answer, Author, QuestionList, QuestionScreen, Show};
use crate::communities::described::{feed, section_trail, trail};
use crate::communities::model::Section;
use crate::head::{Described, Description, Page};
use crate::plain;

/// How much of a text and how many answers structured data repeats.
const MOST: (usize, usize) = (3_000, 20);

impl Described for QuestionList {
    fn describe(&self, page: &Page) -> Description {
        let place = self.head.as_ref().map_or_else(|| format!("on {}", page.site), |head| format!("in {}", head.name));
        let summary = match self.show {
            Show::Unanswered => format!("Questions {place} that wait for an answer. Perhaps you know one."),
            _ => format!("What people ask {place}, and what they learn from the answers."),
        };
        let said = Description::of(summary).varies_by(&["show=", "after="]);
        match &self.head {
            Some(head) => said.with_feed(feed(head)).below(section_trail(head)),
            None => said,
        }
    }
}

impl Described for QuestionScreen {
    fn describe(&self, page: &Page) -> Description {
        let opening = plain::opening(&self.body_html, 160);
        let summary = if opening.is_empty() { &self.title } else { &opening };
        Description::of(summary)
            .article()
            .unlisted(self.fate.deleted.is_some())
            .with_feed(feed(&self.head))
            .below(trail(&self.head, Section::Questions))
            .with_data(question_page(self, page))
    }
}

fn question_page(screen: &QuestionScreen, page: &Page) -> Value {
    let mut question = json!({
        "@type": "Question",
        "name": screen.title,
        "text": body(&screen.body_html),
        "url": page.url,
        "datePublished": screen.asked.datetime,
        "answerCount": screen.answers.len(),
    });
    set_votes(&mut question, screen.helpful);
    set_author(&mut question, screen.author.as_ref(), page);
    let (accepted, others): (Vec<&Answer>, Vec<&Answer>) = screen.answers.iter().take(MOST.1).partition(|answer| answer.accepted);
    if let Some(accepted) = accepted.first() {
        question["acceptedAnswer"] = answer(accepted, page);
    }
    if !others.is_empty() {
        question["suggestedAnswer"] = others.into_iter().map(|other| answer(other, page)).collect();
    }
    json!({ "@type": "QAPage", "mainEntity": question })
}

fn answer(answer: &Answer, page: &Page) -> Value {
    let mut data = json!({
        "@type": "Answer",
        "text": body(&answer.body_html),
        "url": format!("{}#{}", page.url, answer.anchor),
        "datePublished": answer.at.datetime,
    });
    set_votes(&mut data, answer.helpful);
    set_author(&mut data, answer.author.as_ref(), page);
    data
}

/// None may mean that numbers are not shown: nothing is said then.
fn set_votes(data: &mut Value, helpful: i64) {
    if helpful > 0 {
        data["upvoteCount"] = json!(helpful);
    }
}

fn set_author(data: &mut Value, author: Option<&Author>, page: &Page) {
    if let Some(author) = author {
        data["author"] = json!({ "@type": "Person", "name": author.name });
        if !author.handle.is_empty() {
            data["author"]["url"] = json!(page.absolute(&format!("/people/{}", author.handle)));
        }
    }
}

fn body(html: &str) -> String {
    plain::cut(&plain::text(html), MOST.0)
}
