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
    let asked = crate::asked::Asked::of(&query);
    // There are too many searches to keep any.
    let kinds: &[_] = if asked.has("q") { &[] } else { &[Community, Person, Question, Topic] };
    let (app, viewer) = crate::state::asked(kinds)?;
    if !asked.has("q") && asked.text("sort") == "helpful" {
        crate::state::depends_on(crate::live::Channel::Helpful);
    }
    let ask = super::board::way_to_ask(&app, viewer, None).await?;
    let list = super::store::list(&app.db, viewer, app.clock.now().date_naive(), (None, &asked)).await?;
    Ok(QuestionList { ask, ..list })
}

/// A page of a community's questions, as the query of its address asks.
#[server(input = GetUrl, output = Read, prefix = "/do")]
pub async fn read_community_questions(community: String, query: String) -> Result<QuestionList, AppError> {
    use crate::activity::ObjectKind::{Person, Topic};
    let (app, viewer, head) = crate::state::asked_in(&community, &[Person, Topic]).await?;
    let ask = super::board::way_to_ask(&app, viewer, Some(&head)).await?;
    let list = super::store::list(&app.db, viewer, app.clock.now().date_naive(), (Some(head), &crate::asked::Asked::of(&query))).await?;
    Ok(QuestionList { ask, ..list })
}

/// Title, address and state of questions like the one that is being asked in a community, those with an answer first.
#[server(input = GetUrl, output = Read, prefix = "/do")]
pub async fn read_similar(community: String, #[server(default)] title: String) -> Result<Vec<(String, String, String)>, AppError> {
    super::sheets::like(&community, &title).await
}

/// A question with its answers, in the order that the query of its address asks for.
#[server(input = GetUrl, output = Read, prefix = "/do")]
pub async fn read_question(community: String, slug: String, #[server(default)] query: String) -> Result<QuestionScreen, AppError> {
    use crate::activity::ObjectKind::{Community, Person, Question, Topic};
    let (app, viewer, head) = crate::state::asked_in(&community, &[Person, Topic]).await?;
    let screen = super::screen::question(&app, viewer, head, (&slug, &crate::asked::Asked::of(&query))).await?;
    if screen.repeats.is_some() {
        // The other one may be of any community.
        crate::state::asked(&[Community, Question])?;
    }
    Ok(screen)
}
