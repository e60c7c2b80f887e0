//! The HTML document around every page.

use leptos::hydration::AutoReload;
use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos_meta::MetaTags;

use crate::head;
use crate::response::site_name;
use crate::routes::App;

/// Where the browser finds the program and its style: names that carry a hash of what is in them, read once at start.
#[derive(Clone)]
pub struct Assets {
    /// `/pkg/guildhall.….css`
    pub css: String,
    /// `/pkg/guildhall.….js`
    pub js: String,
    /// `/pkg/guildhall.….wasm`
    pub wasm: String,
    /// Present under `cargo leptos watch`.
    pub reload: Option<LeptosOptions>,
}

/// Renders the document.
pub fn shell(assets: Assets) -> impl IntoView {
    head::begin();
    let nonce = use_nonce();
    // Nothing of the program is asked for before the page has been painted: it reads without.
    let start = format!(
        "requestAnimationFrame(()=>setTimeout(()=>import({:?}).then(m=>m.default({{module_or_path:{:?}}}).then(()=>m.hydrate()))))",
        assets.js, assets.wasm
    );
    view! {
        <!DOCTYPE html>
        <html lang="en" data-release=assets.js>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="application-name" content=site_name()/>
                <meta name="color-scheme" content="light dark"/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <link rel="stylesheet" href=assets.css/>
                {assets.reload.map(|options| view! { <AutoReload options/> })}
                <script type="module" nonce=nonce>{start}</script>
                <MetaTags/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}
