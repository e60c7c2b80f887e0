//! From a resource to a screen.

use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::AppError;
use crate::ui::frame::Sorry;

/// What a page reads before it can be shown.
pub type Loaded<T> = Resource<Result<T, AppError>>;

/// Makes the resource of a page: `load` runs on the server, and again in the browser whenever what `source` reads changes.
pub fn load<S, T, F>(source: impl Fn() -> S + Send + Sync + 'static, load: impl Fn(S) -> F + Send + Sync + 'static) -> Loaded<T>
where
    S: PartialEq + Clone + Send + Sync + 'static,
    T: Serialize + DeserializeOwned + Send + Sync + 'static,
    F: Future<Output = Result<T, AppError>> + Send + 'static,
{
    Resource::new(source, load)
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

/// Shows what was read, or says why it could not be. The old screen stays until the new one is there.
pub fn show<T, V>(loaded: Loaded<T>, screen: impl Fn(T) -> V + Clone + Send + Sync + 'static) -> AnyView
where
    T: Clone + Serialize + DeserializeOwned + Send + Sync + 'static,
    V: IntoView + 'static,
{
    view! {
        <Transition>
            {move || {
                let screen = screen.clone();
                Suspend::new(async move {
                    match loaded.await {
                        Ok(read) => screen(read).into_any(),
                        Err(error) => view! { <Sorry error/> }.into_any(),
                    }
                })
            }}
        </Transition>
    }
    .into_any()
}

/// Whether the query has a part of that name, with a value or without: `?past`.
pub fn asks_for(name: &'static str) -> impl Fn() -> bool + Clone + Send + Sync + 'static {
    let query = use_query_map();
    move || query.read().get(name).is_some()
}
