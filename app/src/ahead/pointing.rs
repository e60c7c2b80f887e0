//! Who points at a link, in the browser: what it leads to is loaded and asked before the click.

use std::cell::RefCell;
use std::time::Duration;

use leptos::prelude::*;
use leptos::reactive::computed::ScopedFuture;
use leptos::task::spawn_local;
use leptos_router::ChooseView;
use leptos_router::location::{BrowserUrl, LocationProvider};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, Event};

use super::Pointed;
use crate::chunks::Place;
use crate::routes::screen_at;
use crate::ui::answer;

/// How long one stays on a link who means to follow it, and does not merely cross it.
const STAYS: Duration = Duration::from_millis(65);

thread_local! {
    /// The address of the link at which somebody points now.
    static POINTED: RefCell<Option<String>> = const { RefCell::new(None) };
    static FOLLOWS: Closure<dyn Fn(Event)> = Closure::new(|event: Event| {
        if address(&event).is_some() {
            answer::wanted();
        }
    });
}

/// Begins to look where somebody points, with the pointer, a finger or the keyboard.
pub fn begin() {
    // What a screen is given ahead is apart from the page that is shown, and takes part in none of its counting while that comes alive.
    let apart = Owner::new().with(|| Owner::new_root(None));
    for event in ["pointerover", "focusin"] {
        let apart = apart.clone();
        // It listens for as long as the page lives.
        drop(window_event_listener_untyped(event, move |event| points(&apart, &event)));
    }
    drop(window_event_listener_untyped("submit", |_| answer::forget()));
    // Before the router hears of it.
    FOLLOWS.with(|follows| drop(window().add_event_listener_with_callback_and_bool("click", follows.as_ref().unchecked_ref(), true)));
}

/// The address on this site to which a link leads that an event is about.
fn address(event: &Event) -> Option<String> {
    let target = event.target()?.dyn_into::<Element>().ok()?;
    target.closest("a[href^='/']").ok().flatten()?.get_attribute("href")
}

fn points(apart: &Owner, event: &Event) {
    let address = address(event);
    if POINTED.with_borrow(|pointed| *pointed == address) {
        return;
    }
    POINTED.set(address.clone());
    let Some(url) = address.as_deref().and_then(|address| BrowserUrl::parse(address).ok()) else { return };
    let Some((place, params)) = screen_at(url.path()) else { return };
    spawn_local(async move { place.preload().await });
    let apart = apart.clone();
    let stays = move || {
        if POINTED.with_borrow(|pointed| *pointed == address) {
            ask(&apart, Pointed(url, place, params));
        }
    };
    if place.is_readable() {
        set_timeout(stays, STAYS);
    }
}

/// Has the screen at which somebody points ask what it will show.
fn ask(apart: &Owner, pointed: Pointed) {
    apart.with_cleanup(|| {
        provide_context(pointed);
        spawn_local(ScopedFuture::new(async { drop(Place::Ahead.choose().await) }));
    });
}
