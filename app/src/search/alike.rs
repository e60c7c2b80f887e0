//! Questions that ask much the same, for who is about to ask one.

use uuid::Uuid;

use super::model::FoundKind;
use super::rules::{Query, Term};
use super::store::{Ranks, rows};
use crate::db::{Db, Engine};
use crate::state::Viewer;

/// Words of a title that are looked for: with more, there are too many pairs of them.
const WORDS: usize = 7;

/// The ids of questions that the viewer may see and that are like what was typed, at most so many: those of the same name first, then those with all its words in the title, then
/// with two of them there, then with two of them anywhere; the newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn questions_like(db: &Db, viewer: Viewer, typed: &str, most: usize) -> Result<Vec<Uuid>, sqlx::Error> {
    let mut query = Query::parse(typed);
    query.terms.truncate(WORDS);
    if query.is_empty() {
        return Ok(Vec::new());
    }
    let pairs = pairs(&query.terms);
    let ranks = Ranks::alike(&query, &pairs, matches!(db.reader(), Engine::Sqlite(_)));
    let rows = rows(db, viewer, FoundKind::Question, &ranks, most).await?;
    Ok(rows.into_iter().map(|row| row.object).collect())
}

/// Every two of some terms; one alone, where it is the only one.
fn pairs(terms: &[Term]) -> Vec<Vec<Term>> {
    if let [only] = terms {
        return vec![vec![only.clone()]];
    }
    let with_later =
        |(at, first): (usize, &Term)| terms[at + 1..].iter().map(|second| vec![first.clone(), second.clone()]).collect::<Vec<_>>();
    terms.iter().enumerate().flat_map(with_later).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_words_in_common_make_questions_alike() {
        let words = |text: &str| Query::parse(text).terms;
        assert_eq!(pairs(&words("recruit")).len(), 1);
        assert_eq!(pairs(&words("recruit participants quickly")).len(), 3);
        assert!(pairs(&[]).is_empty());
    }
}
