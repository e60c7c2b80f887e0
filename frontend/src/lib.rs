//! Hydrates the page the server sent; everything else is in `app`.

use app::ui::pause::breathe;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::spawn_local;

/// Called by the page once the program has loaded.
#[wasm_bindgen]
pub fn hydrate() {
    spawn_local(async {
        breathe().await;
        leptos::mount::hydrate_lazy(app::routes::App);
    });
}
