//! The screens of topics' administration.

use super::store::{self, TopicRow};
use crate::admin::api::{MergeTopic, RenameTopic};
use crate::admin::overview::{below, tabs};
use crate::asked::Asked;
use crate::error::AppError;
use crate::state::administrator;
use crate::ui::forming::form;
use crate::ui::lists::up_to;
use crate::ui::sheet::{Part, Row, Sheet};

fn uses(topic: &TopicRow) -> Vec<String> {
    let counts = [
        (topic.communities, "community", "communities"),
        (topic.events, "event", "events"),
        (topic.questions, "question", "questions"),
        (topic.pages, "page", "pages"),
        (topic.resources, "resource", "resources"),
        (topic.people, "person", "people"),
    ];
    let facts: Vec<String> = counts.into_iter().filter(|(n, ..)| *n > 0).map(|(n, one, many)| up_to(n, one, many)).collect();
    if facts.is_empty() { vec!["Nothing has it".to_owned()] } else { facts }
}

/// `/admin/topics`
pub(crate) async fn list(asked: &Asked) -> Result<Sheet, AppError> {
    let (app, _) = administrator()?;
    let topics = store::list(&app.db, asked.after()).await?;
    let row = |topic: TopicRow| Row { href: Some(format!("/admin/topics/{}", topic.slug)), facts: uses(&topic), ..Row::new(topic.title) };
    let rows: Vec<Row> = topics.items.into_iter().map(row).collect();
    let list =
        if rows.is_empty() { Part::Empty("There is none yet. Topics come with what is about them.".to_owned()) } else { Part::Rows(rows) };
    let mut sheet = Sheet::new("Topics", "The tags that communities, events, questions, pages, resources and people share.");
    sheet.tabs = tabs("/admin/topics");
    Ok(sheet.section("", [list, Part::Pages("/admin/topics".to_owned(), topics.next, topics.later)]))
}

/// `/admin/topics/{slug}`
pub(crate) async fn one(slug: &str) -> Result<Sheet, AppError> {
    let (app, _) = administrator()?;
    let topic = store::one(&app.db, slug).await?;
    let rename = form::<RenameTopic>("Save")
        .with("topic", slug)
        .text("title", "Title")
        .hint("Its address follows the title; the old one leads to the new one.")
        .value(topic.title.clone());
    let merge = form::<MergeTopic>("Merge")
        .with("topic", slug)
        .danger()
        .text("into", "Address of the other topic")
        .hint("What stands behind /topics/ in it.")
        .area("why", "Why", 2)
        .hint("Stands in the log.");
    let says = "All that has this topic gets the other one instead, and this one’s address leads there. This can’t be undone.";
    let links = vec![("Its page".to_owned(), format!("/topics/{slug}"))];
    Ok(below(Sheet::new(topic.title.clone(), uses(&topic).join(", ")), "Topics", "/admin/topics")
        .section("", [Part::Links(links)])
        .section("Title", [Part::Form(rename.done())])
        .section(
            "The same topic twice?",
            [Part::Text(says.to_owned()), Part::Folded("Merge it into another".to_owned(), Box::new(merge.done()))],
        ))
}
