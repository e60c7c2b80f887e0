//! Server functions about questions.

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use super::model::{QuestionList, QuestionScreen};
use crate::error::AppError;

/// A page of the questions of every community the viewer may see, as the query of its address asks.
#[server(input = GetUrl, prefix = "/do")]
pub async fn read_questions(query: String) -> Result<QuestionList, AppError> {
    let (app, viewer) = crate::state::asked()?;
    super::store::list(&app.db, viewer, (None, &crate::asked::Asked::of(&query))).await
}

/// A page of a community's questions, as the query of its address asks.
#[server(input = GetUrl, prefix = "/do")]
pub async fn read_community_questions(community: String, query: String) -> Result<QuestionList, AppError> {
    let (app, viewer) = crate::state::asked()?;
    let head = crate::communities::store::head(&app.db, viewer, &community).await?;
    super::store::list(&app.db, viewer, (Some(head), &crate::asked::Asked::of(&query))).await
}

/// A question with its answers.
#[server(input = GetUrl, prefix = "/do")]
pub async fn read_question(community: String, slug: String) -> Result<QuestionScreen, AppError> {
    let (app, viewer) = crate::state::asked()?;
    let head = crate::communities::store::head(&app.db, viewer, &community).await?;
    super::store::question(&app.db, viewer, head, &slug).await
}
