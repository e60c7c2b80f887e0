//! Server functions about questions.

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use super::model::{QuestionList, QuestionScreen};
use crate::error::AppError;
use crate::wire::Read;

/// A page of the questions of every community the viewer may see. `show` is empty or `unanswered`.
#[server(input = GetUrl, output = Read, prefix = "/do")]
pub async fn read_questions(show: String, after: String) -> Result<QuestionList, AppError> {
    use crate::activity::ObjectKind::{Community, Person, Question};
    let (app, viewer) = crate::state::asked(&[Community, Person, Question])?;
    super::store::list(&app.db, viewer, (None, &show), &after).await
}

/// A page of a community's questions. `show` is empty or `unanswered`.
#[server(input = GetUrl, output = Read, prefix = "/do")]
pub async fn read_community_questions(community: String, show: String, after: String) -> Result<QuestionList, AppError> {
    use crate::activity::ObjectKind::Person;
    let (app, viewer, head) = crate::state::asked_in(&community, &[Person]).await?;
    super::store::list(&app.db, viewer, (Some(head), &show), &after).await
}

/// A question with its answers.
#[server(input = GetUrl, output = Read, prefix = "/do")]
pub async fn read_question(community: String, slug: String) -> Result<QuestionScreen, AppError> {
    use crate::activity::ObjectKind::{Person, Topic};
    let (app, viewer, head) = crate::state::asked_in(&community, &[Person, Topic]).await?;
    super::store::question(&app.db, viewer, head, &slug).await
}
