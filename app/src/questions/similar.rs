//! Questions like one that somebody is about to ask.

use crate::db::Db;
use crate::db::statement::{Statement, ask};
use crate::error::AppError;
use crate::related::model::QuestionLine;
use crate::related::store::{QuestionRow, question_lines, questions};
use crate::search::alike::questions_like;
use crate::state::Viewer;

/// How many are shown.
const SHOWN: usize = 5;

/// What reads the questions of a list of ids.
const THESE: &str = questions!();

fn these(viewer: Viewer, ids: impl IntoIterator<Item = uuid::Uuid>) -> Statement {
    Statement::new(THESE, [viewer.member.into()]).with_list(" and q.id in", ids.into_iter().map(Into::into))
}

/// What is composed here, for the test that prepares every statement.
#[cfg(test)]
pub(crate) fn composed() -> Vec<Statement> {
    vec![these(Viewer::ANONYMOUS, [uuid::Uuid::nil(), uuid::Uuid::max()])]
}

/// Questions that the viewer may see and that are like what was typed, those that have an answer first.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn similar(db: &Db, viewer: Viewer, typed: &str) -> Result<Vec<QuestionLine>, AppError> {
    let ids = questions_like(db, viewer, typed, SHOWN).await?;
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut rows: Vec<QuestionRow> = ask!(db, query_as, these(viewer, ids.iter().copied()), fetch_all)?;
    rows.sort_by_key(|row| ids.iter().position(|id| *id == row.id()));
    let mut lines = question_lines(rows);
    lines.sort_by_key(|line| (!line.accepted, line.answers == 0));
    Ok(lines)
}
