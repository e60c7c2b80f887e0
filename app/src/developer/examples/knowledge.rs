//! Questions, pages and resources.

use super::{HOME, LONG, SENTENCE, home, pair, some, stamp};
use crate::markdown;
use crate::pages::model::{Branch, PageLink};
use crate::questions::model::{Acts, Answer, Author, Comment, Fate, QuestionSummary};
use crate::related::model::{QuestionLine, WritingLine};
use crate::resources::model::{ResourceKind, ResourceSummary};

fn author(name: &str) -> Option<Author> {
    Some(Author { handle: "ada-okafor".to_owned(), name: name.to_owned(), photo: None })
}

pub fn questions() -> Vec<QuestionSummary> {
    let question = |title: &str, answers: i32| QuestionSummary {
        title: title.to_owned(),
        href: "/c/design/questions".to_owned(),
        community: pair(HOME.0, HOME.1),
        author: author("Ada Okafor"),
        asked: stamp(3),
        active: None,
        answers,
        accepted: false,
        closed: false,
    };
    vec![
        question("That waits for an answer?", 0),
        QuestionSummary { active: Some(stamp(10)), ..question("That has answers?", 12) },
        QuestionSummary { accepted: true, author: None, ..question("That is solved, asked by somebody not shown?", 1) },
        QuestionSummary { closed: true, ..question(LONG, 0) },
    ]
}

pub fn question_lines() -> Vec<QuestionLine> {
    let line = |q: QuestionSummary| QuestionLine {
        title: q.title,
        href: q.href,
        community: home(),
        answers: q.answers,
        accepted: q.accepted,
        author: q.author.map(|author| author.name),
        asked: q.asked,
        active: q.active,
    };
    questions().into_iter().map(line).collect()
}

pub fn answers() -> Vec<Answer> {
    let comment = |number: usize, author: Option<Author>| Comment {
        anchor: format!("comment-{number}"),
        author,
        at: stamp(10),
        body_html: markdown::render_with_anchors("A *comment*.", "d-"),
        fate: Fate::default(),
        acts: Acts::default(),
    };
    let answer = |number: usize, author| Answer {
        anchor: format!("answer-{number}"),
        author,
        at: stamp(4),
        body_html: markdown::render_with_anchors("What was *answered*, with `code` in it.", "e-"),
        accepted: false,
        helpful: 0,
        comments: Vec::new(),
        fate: Fate::default(),
        acts: Acts::default(),
    };
    vec![
        Answer {
            accepted: true,
            helpful: 3,
            comments: vec![comment(0, author("Ben Lindqvist")), comment(1, None)],
            ..answer(1, author("Ada Okafor"))
        },
        answer(2, None),
    ]
}

pub fn resources() -> Vec<ResourceSummary> {
    let resource = |kind: ResourceKind, title: &str| ResourceSummary {
        title: title.to_owned(),
        href: "/c/design/resources".to_owned(),
        community: pair(HOME.0, HOME.1),
        kind,
        summary: SENTENCE.to_owned(),
        url: None,
        source: None,
        archived: false,
    };
    vec![
        ResourceSummary { url: some("https://www.w3.org/WAI/"), source: some("W3C"), ..resource(ResourceKind::Link, "Elsewhere") },
        resource(ResourceKind::Article, LONG),
        ResourceSummary { archived: true, ..resource(ResourceKind::File, "An old file") },
        ResourceSummary { summary: String::new(), ..resource(ResourceKind::Recording, "A recording") },
    ]
}

pub fn writings() -> Vec<WritingLine> {
    let (page, url) = (None, "/c/design/pages".to_owned());
    let line = |resource, title: &str| WritingLine {
        title: title.to_owned(),
        href: url.clone(),
        community: home(),
        summary: SENTENCE.to_owned(),
        resource,
    };
    let resources = ResourceKind::ALL.iter().map(|kind| line(Some(*kind), kind.title()));
    std::iter::once(line(page, "A page")).chain(resources).collect()
}

pub fn tree() -> Vec<Branch> {
    let branch = |title: &str, here, below, children| Branch {
        title: title.to_owned(),
        href: "/c/design/pages/playbook".to_owned(),
        summary: SENTENCE.to_owned(),
        here,
        below,
        children,
    };
    let lowest = vec![branch("Consent", true, 0, Vec::new())];
    let lower = vec![branch("Interviews", false, 1, lowest), branch(LONG, false, 4, Vec::new())];
    vec![branch("Playbook", false, 6, lower), Branch { summary: String::new(), ..branch("Glossary", false, 0, Vec::new()) }]
}

/// The page before and the one after.
pub fn neighbours() -> (Option<PageLink>, Option<PageLink>) {
    let link =
        |title: &str| Some(PageLink { title: title.to_owned(), href: "/c/design/pages/playbook".to_owned(), summary: String::new() });
    (link("Playbook"), link(LONG))
}
