//! Waiting, in the browser.

use js_sys::Promise;
use leptos::prelude::window;
use wasm_bindgen_futures::JsFuture;

/// Waits for so many milliseconds.
pub async fn pause(milliseconds: i32) {
    let passes = Promise::new(&mut |done, _| {
        // A window can set a timer.
        drop(window().set_timeout_with_callback_and_timeout_and_arguments_0(&done, milliseconds));
    });
    drop(JsFuture::from(passes).await);
}

/// Lets the browser do all else that waits to be done, such as hear a touch: what follows is a task of its own. A phone takes a tenth of a second and more to bring a page to life, for which nobody who
/// touches it is to wait at one stretch.
pub async fn breathe() {
    pause(0).await;
}
