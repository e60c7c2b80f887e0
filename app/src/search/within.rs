//! Looking for words in what one kind of thing says, to narrow a list of it that is filtered and ordered by other things.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::document::{ids, within};
use super::model::FoundKind;
use super::rules::Query;
use super::store::{Mark, go_on, postgres, sqlite};
use crate::db::{Db, Engine};
use crate::on;
use crate::state::Viewer;

/// How many are found at most: the newest.
const MOST: i64 = 250;

/// How long a list of ids is made, so that few statements differ by it alone.
const LENGTHS: [usize; 3] = [10, 100, 2 * MOST as usize];

/// What was found.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// The ids of things; the last of them may stand there more than once.
    pub ids: Vec<Uuid>,
    /// Whether there are more.
    pub more: bool,
}

/// The ids of questions that the viewer may see and that have all the words, in the question or in what was written below it; within a community or anywhere. Of very many the newest.
///
/// # Errors
/// When the database does not answer.
pub async fn questions(db: &Db, viewer: Viewer, typed: &str, community: Option<Uuid>) -> Result<Found, sqlx::Error> {
    let mut query = Query::parse(typed);
    if query.is_empty() {
        return Ok(Found::default());
    }
    go_on(db, &mut query).await?;
    let (first, last) = ids(FoundKind::Question);
    let place = community.map(within);
    let is_sqlite = matches!(db.reader(), Engine::Sqlite(_));
    let (sql, words) = match (is_sqlite, &place) {
        (true, None) => (sqlite::WITHIN, sqlite::query(&query.terms, Mark::None, true)),
        (true, Some(place)) => (sqlite::WITHIN, format!("({}) AND \"{place}\"", sqlite::query(&query.terms, Mark::None, true))),
        (false, None) => (postgres::WITHIN, postgres::query(&query.terms, Mark::None, true)),
        (false, Some(place)) => (postgres::WITHIN, format!("({}) & '{place}'", postgres::query(&query.terms, Mark::None, true))),
    };
    let found: Vec<Uuid> = on!(db.reader_by_values(), c => sqlx::query_scalar(sql).persistent(is_sqlite).bind(viewer.member).bind(&words).bind(community)
        .bind(first).bind(last).bind(MOST).fetch_all(c))?;
    Ok(Found { more: found.len() >= MOST as usize, ids: padded(found) })
}

/// Each of them once, the last one again until it is as long as lists are made.
fn padded(found: Vec<Uuid>) -> Vec<Uuid> {
    let found: BTreeSet<Uuid> = found.into_iter().collect();
    let mut found: Vec<Uuid> = found.into_iter().collect();
    if let (Some(last), Some(length)) = (found.last().copied(), LENGTHS.iter().find(|length| **length >= found.len())) {
        found.resize(*length, last);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_ids_has_one_of_few_lengths() {
        let some = |n: u128| (0..n).map(Uuid::from_u128).collect::<Vec<_>>();
        assert_eq!(padded(some(0)).len(), 0);
        assert_eq!(padded(some(3)).len(), 10);
        assert_eq!(padded(some(11)).len(), 100);
        assert_eq!(padded([some(400), some(400)].concat()).len(), 500);
        assert_eq!(padded(some(3))[2..].iter().collect::<BTreeSet<_>>().len(), 1);
    }
}
