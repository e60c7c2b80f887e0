//! Letting the browser do what else it has to do.

use js_sys::Promise;
use leptos::prelude::window;
use wasm_bindgen_futures::JsFuture;

/// Goes on in a task of its own, after so many milliseconds.
pub(crate) async fn pause(milliseconds: i32) {
    let passes = Promise::new(&mut |done, _| {
        // A window can set a timer.
        drop(window().set_timeout_with_callback_and_timeout_and_arguments_0(&done, milliseconds));
    });
    drop(JsFuture::from(passes).await);
}
