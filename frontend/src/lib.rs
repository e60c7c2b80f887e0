//! Hydrates the page the server sent; everything else is in `app`.

use wasm_bindgen::prelude::wasm_bindgen;

/// Called by the page once the program has loaded.
#[wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_lazy(app::routes::App);
}
