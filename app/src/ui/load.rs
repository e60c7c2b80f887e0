//! From a server function to a screen.
//!
//! A screen's data travels as text, so that the machinery of resources, suspense and requests is compiled once and not once a screen: what a screen adds to the browser's program
//! is how its question is spelled and how its answer is read.

use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::str::FromStr;
use std::sync::Arc;

use codee::string::FromToStringCodec;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::{use_params_map, use_query_map};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::AppError;
use crate::head::{Described, describe};
use crate::ui::answer::answers;
use crate::ui::frame::Sorry;
use crate::wire::from_text;

/// What a screen reads before it can be shown.
pub struct Loaded<T> {
    resource: Resource<Answer, FromToStringCodec>,
    read: PhantomData<fn() -> T>,
}

/// A `Result<T, AppError>` as it travels.
#[derive(Clone)]
pub(super) struct Answer(pub(super) String);

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Answer {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self(text.to_owned()))
    }
}

impl Answer {
    pub(super) fn read<T: DeserializeOwned>(&self) -> Result<T, AppError> {
        from_text(&self.0).unwrap_or(Err(AppError::Unreachable))
    }
}

pub(super) type Answering = Pin<Box<dyn Future<Output = Answer> + Send>>;

/// Makes the resource of a screen: `ask` gives the question, a server function with what it takes. It is answered on the server, and again in the browser whenever the question
/// changes.
pub fn load<F>(ask: impl Fn() -> F + Send + Sync + 'static) -> Loaded<F::Output>
where
    F: ServerFn<Error = AppError> + Serialize + 'static,
    F::Output: Serialize,
{
    let ask = Arc::new(ask);
    let asked = Arc::clone(&ask);
    Loaded { resource: resource(Box::new(move || address(&asked())), answers(ask)), read: PhantomData }
}

/// Where a question is answered.
pub(super) fn address<F: ServerFn + Serialize>(question: &F) -> String {
    // Flat structures of texts and flags, which can be written.
    format!("{}?{}", F::PATH, serde_qs::to_string(question).unwrap_or_default())
}

/// Asks something by the way, in the browser.
///
/// # Errors
/// What the server function answers; `Unreachable` where nothing does.
#[cfg(not(feature = "ssr"))]
pub async fn ask_once<F>(question: &F) -> Result<F::Output, AppError>
where
    F: ServerFn<Error = AppError> + Serialize,
    F::Output: DeserializeOwned,
{
    super::answer::ask(address(question)).await.read()
}

fn resource(
    question: Box<dyn Fn() -> String + Send + Sync>,
    answer: Box<dyn Fn(String) -> Answering + Send + Sync>,
) -> Resource<Answer, FromToStringCodec> {
    let resource = Resource::new_str(question, answer);
    provide_context(Awaited(resource));
    resource
}

/// What the screen under way waits for.
#[derive(Clone, Copy)]
struct Awaited(Resource<Answer, FromToStringCodec>);

/// Waits until what the screen reads is there, so that the screen before it stays for as long and nothing empty is ever shown between the two.
pub async fn arrived() {
    if let Some(Awaited(resource)) = use_context() {
        resource.await;
    }
}

/// A part of the address, `{name}` in the route. Call where the resource is made; read inside its source.
pub fn param(name: &'static str) -> impl Fn() -> String + Clone + Send + Sync + 'static {
    let params = use_params_map();
    move || params.read().get(name).unwrap_or_default()
}

/// A part of the query, empty where missing.
pub fn query(name: &'static str) -> impl Fn() -> String + Clone + Send + Sync + 'static {
    let query = use_query_map();
    move || query.read().get(name).unwrap_or_default()
}

/// The whole query: what narrows and orders a list, and the page of it. The server reads what is in it.
pub fn whole_query() -> impl Fn() -> String + Clone + Send + Sync + 'static {
    let query = use_query_map();
    move || query.read().to_query_string()
}

/// Shows what was read, or says why it could not be. The old screen stays until the new one is there.
pub fn show<T, V>(loaded: Loaded<T>, screen: impl Fn(T) -> V + Send + Sync + 'static) -> AnyView
where
    T: DeserializeOwned + Described + 'static,
    V: IntoView + 'static,
{
    shown(
        loaded.resource,
        Arc::new(move |answer| match answer.read::<T>() {
            Ok(read) => {
                describe(&read);
                screen(read).into_any()
            }
            Err(error) => view! { <Sorry error/> }.into_any(),
        }),
    )
}

fn shown(resource: Resource<Answer, FromToStringCodec>, screen: Arc<dyn Fn(Answer) -> AnyView + Send + Sync>) -> AnyView {
    view! {
        <Transition>
            {move || {
                let screen = Arc::clone(&screen);
                Suspend::new(async move { screen(resource.await) })
            }}
        </Transition>
    }
    .into_any()
}
