//! Server functions about questions.

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use super::model::{QuestionList, QuestionScreen};
use crate::error::AppError;
use crate::wire::Read;

/// A page of the questions of every community the viewer may see, as the query of its address asks.
#[server(input = GetUrl, output = Read, prefix = "/do")]
pub async fn read_questions(query: String) -> Result<QuestionList, AppError> {
    use crate::activity::ObjectKind::{Community, Person, Question, Topic};
    let (app, viewer) = crate::state::asked(&[Community, Person, Question, Topic])?;
    super::store::list(&app.db, viewer, (None, &crate::asked::Asked::of(&query))).await
}

/// A page of a community's questions, as the query of its address asks.
#[server(input = GetUrl, output = Read, prefix = "/do")]
pub async fn read_community_questions(community: String, query: String) -> Result<QuestionList, AppError> {
    use crate::activity::ObjectKind::{Person, Topic};
    let (app, viewer, head) = crate::state::asked_in(&community, &[Person, Topic]).await?;
    super::store::list(&app.db, viewer, (Some(head), &crate::asked::Asked::of(&query))).await
}

/// A question with its answers.
#[server(input = GetUrl, output = Read, prefix = "/do")]
pub async fn read_question(community: String, slug: String) -> Result<QuestionScreen, AppError> {
    use crate::activity::ObjectKind::{Person, Topic};
    let (app, viewer, head) = crate::state::asked_in(&community, &[Person, Topic]).await?;
    super::store::question(&app.db, viewer, head, &slug).await
}
