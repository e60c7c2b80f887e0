//! The SQL of the cards within a page: each statement asks for those alone that the viewer may see.

use std::collections::BTreeSet;

use super::cards::{Card, Kind};
use super::embedding::Entry;
use super::embedding_store::{event_entry, question_entry};
use crate::db::Db;
use crate::db::statement::{Statement, ask};
use crate::error::AppError;
use crate::members::store::seen;
use crate::related::store::{EventRow, QuestionRow, event_lines, events, question_lines, questions};
use crate::state::Viewer;

const EVENTS: &str = events!();
const QUESTIONS: &str = questions!();
const PEOPLE: &str =
    concat!("select m.handle, m.name, case when ", seen!("role", "$1"), " then m.role end from member m where m.standing = 'active'");

/// What is asked for: communities, and what stands in them by those names.
fn there(begun: &'static str, ends: &'static str, viewer: Viewer, cards: &[&Card]) -> Statement {
    let communities: BTreeSet<&str> = cards.iter().map(|card| card.community.as_str()).collect();
    let begun = Statement::new(begun, [viewer.member.into()]).with_list(" and c.slug in", communities.into_iter().map(Into::into));
    begun.with_list(ends, cards.iter().map(|card| card.name.as_str().into()))
}

fn events_there(viewer: Viewer, cards: &[&Card]) -> Statement {
    there(EVENTS, " and e.slug in", viewer, cards)
}

fn questions_there(viewer: Viewer, cards: &[&Card]) -> Statement {
    there(QUESTIONS, " and q.slug in", viewer, cards)
}

fn people_there(viewer: Viewer, cards: &[&Card]) -> Statement {
    Statement::new(PEOPLE, [viewer.member.into()]).with_list(" and m.handle in", cards.iter().map(|card| card.name.as_str().into()))
}

/// What is composed here, for the test that prepares every statement.
#[cfg(test)]
pub(crate) fn composed() -> Vec<Statement> {
    let card = Card { community: "design".to_owned(), name: "talk".to_owned() };
    [events_there, questions_there, people_there].map(|there| there(Viewer::ANONYMOUS, &[&card, &card])).into()
}

/// What there is of a kind for the viewer, of some that are asked for.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn entries(db: &Db, viewer: Viewer, kind: Kind, cards: &[&Card]) -> Result<Vec<(Card, Entry)>, AppError> {
    let card = |community: &str, href: &str| {
        let name = href.rsplit('/').next().unwrap_or_default().to_owned();
        Card { community: community.to_owned(), name }
    };
    Ok(match kind {
        Kind::Event => {
            let rows: Vec<EventRow> = ask!(db, query_as, events_there(viewer, cards), fetch_all)?;
            event_lines(rows)?.into_iter().map(|line| (card(&line.community.slug, &line.href), event_entry(line))).collect()
        }
        Kind::Question => {
            let rows: Vec<QuestionRow> = ask!(db, query_as, questions_there(viewer, cards), fetch_all)?;
            question_lines(rows).into_iter().map(|line| (card(&line.community.slug, &line.href), question_entry(line))).collect()
        }
        Kind::Person => {
            let rows: Vec<(String, String, Option<String>)> = ask!(db, query_as, people_there(viewer, cards), fetch_all)?;
            let entry = |(handle, title, role): (String, String, Option<String>)| {
                let href = format!("/people/{handle}");
                (card("", &href), Entry { title, href, note: role.unwrap_or_default() })
            };
            rows.into_iter().map(entry).collect()
        }
    })
}
