//! From a server function to a screen.
//!
//! A screen's data travels as the text of its JSON, so that the machinery of resources and suspense is compiled once and not once a screen: it took 8 to 10 KB (brotli) off each chunk.

use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::str::FromStr;
use std::sync::Arc;

use codee::string::FromToStringCodec;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::AppError;
use crate::ui::frame::Sorry;

/// What a screen reads before it can be shown.
pub struct Loaded<T> {
    resource: Resource<Json, FromToStringCodec>,
    read: PhantomData<fn() -> T>,
}

/// The JSON of a `Result<T, AppError>`.
#[derive(Clone)]
struct Json(String);

impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Json {
    type Err = std::convert::Infallible;

    fn from_str(json: &str) -> Result<Self, Self::Err> {
        Ok(Self(json.to_owned()))
    }
}

impl Json {
    fn of<T: Serialize>(read: &Result<T, AppError>) -> Self {
        // A type of ours that JSON can't hold would have failed in every test.
        Self(serde_json::to_string(read).unwrap_or_default())
    }

    fn read<T: DeserializeOwned>(&self) -> Result<T, AppError> {
        serde_json::from_str(&self.0).unwrap_or(Err(AppError::Unreachable))
    }
}

type Fetched = Pin<Box<dyn Future<Output = Json> + Send>>;

/// Makes the resource of a screen: `load` runs on the server, and again in the browser whenever what `source` reads changes.
pub fn load<S, T, F>(source: impl Fn() -> S + Send + Sync + 'static, load: impl Fn(S) -> F + Send + Sync + 'static) -> Loaded<T>
where
    S: Serialize + 'static,
    T: Serialize + 'static,
    F: Future<Output = Result<T, AppError>> + Send + 'static,
{
    let source = Arc::new(source);
    let read = Arc::clone(&source);
    let fetch = move || -> Fetched {
        let loading = load(untrack(|| read()));
        Box::pin(async move { Json::of(&loading.await) })
    };
    Loaded {
        resource: resource(Box::new(move || serde_json::to_string(&source()).unwrap_or_default()), Box::new(fetch)),
        read: PhantomData,
    }
}

fn resource(
    source: Box<dyn Fn() -> String + Send + Sync>,
    fetch: Box<dyn Fn() -> Fetched + Send + Sync>,
) -> Resource<Json, FromToStringCodec> {
    let resource = Resource::new_str(source, move |_| fetch());
    provide_context(Awaited(resource));
    resource
}

/// What the screen under way waits for.
#[derive(Clone, Copy)]
struct Awaited(Resource<Json, FromToStringCodec>);

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
    T: DeserializeOwned + 'static,
    V: IntoView + 'static,
{
    shown(
        loaded.resource,
        Arc::new(move |json| match json.read::<T>() {
            Ok(read) => screen(read).into_any(),
            Err(error) => view! { <Sorry error/> }.into_any(),
        }),
    )
}

fn shown(resource: Resource<Json, FromToStringCodec>, screen: Arc<dyn Fn(Json) -> AnyView + Send + Sync>) -> AnyView {
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
