//! How a screen's question is answered on the server: by the server function itself.

use std::sync::Arc;

use leptos::prelude::untrack;
use leptos::server_fn::ServerFn;
use serde::Serialize;

use super::load::{Answer, Answering};
use crate::error::AppError;
use crate::wire::to_text;

/// Answers what `ask` asks.
pub(super) fn answers<F>(ask: Arc<impl Fn() -> F + Send + Sync + 'static>) -> Box<dyn Fn(String) -> Answering + Send + Sync>
where
    F: ServerFn<Error = AppError> + 'static,
    F::Output: Serialize,
{
    Box::new(move |_| {
        let question = untrack(|| ask());
        Box::pin(async move {
            // A type of ours that the wire can't carry would have failed in every test.
            Answer(to_text(&question.run_body().await).unwrap_or_default())
        })
    })
}
