//! Offers what begins with what is typed, in a list at the caret.

use js_sys::{Array, JSON, Reflect};
use leptos::leptos_dom::helpers::request_animation_frame;
use leptos::prelude::{GetUntracked, Set, Update, WithUntracked, document, window};
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{HtmlElement, KeyboardEvent, Response, ScrollIntoViewOptions, ScrollLogicalPosition};

use super::super::document::units;
use super::super::offers::{Kind, Offer, Sought, blocks, matching, sought};
use super::super::parts::{Offering, offer_id};
use super::{Editor, with};

/// What can be offered, and what is.
#[derive(Default)]
pub(super) struct Offered {
    blocks: Vec<Offer>,
    pages: Vec<Offer>,
    now: Option<(Sought, Vec<Offer>)>,
}

impl Editor {
    /// Learns what a community has to offer.
    pub(super) fn learn_offers(&mut self) {
        self.offered.blocks = blocks();
        for (name, value) in [("aria-autocomplete", "list"), ("aria-haspopup", "listbox"), ("aria-controls", "together-offers")] {
            // A name of ARIA is one that an element can have.
            drop(self.area.set_attribute(name, value));
        }
        let address = format!("{}/offers", self.place.socket);
        spawn_local(async move {
            // Without it blocks are offered alone.
            if let Ok((pages, templates)) = fetch(&address).await {
                with(|editor| {
                    editor.offered.pages = pages;
                    editor.offered.blocks.extend(templates);
                });
            }
        });
    }

    /// Offers what there is for what was just typed.
    pub(super) fn offer(&mut self) {
        if self.composing || self.ended || !self.live.on_now() {
            return;
        }
        let [start, end] = [self.area.selection_start(), self.area.selection_end()].map(|at| at.ok().flatten());
        let before = start.filter(|_| start == end).map(|at| self.shown.encode_utf16().take(at as usize).collect::<Vec<_>>());
        let Some(sought) = before.as_deref().and_then(found_in) else { return self.offer_nothing() };
        let found = matching(if sought.kind == Kind::Block { &self.offered.blocks } else { &self.offered.pages }, &sought.words);
        if found.is_empty() {
            return self.offer_nothing();
        }
        self.place_offers(sought.from);
        self.live.offering.set(Offering { names: found.iter().map(|offer| offer.name.clone()).collect(), at: 0 });
        self.offered.now = Some((sought, found));
        Self::say_offer_soon();
    }

    /// Keeps what is offered at the words that it is for, and where it can be seen, when the window has another size.
    pub(super) fn resized(&mut self) {
        if let Some(from) = self.offered.now.as_ref().map(|(sought, _)| sought.from) {
            self.place_offers(from);
            show_list();
        }
    }

    /// Lays the list right below where what is sought begins.
    fn place_offers(&mut self, from: u32) {
        if let (Some((left, top)), Some(list)) = (self.seen_at(from), list()) {
            // Both are properties of CSS.
            drop(list.style().set_property("left", &format!("min({left}px, max(0px, 100% - 16rem))")));
            drop(list.style().set_property("top", &format!("{top}px")));
        }
    }

    /// Once the list is there.
    fn say_offer_soon() {
        request_animation_frame(|| {
            with(|editor| editor.say_offer());
            show_list();
        });
    }

    /// Tells a screen reader which one is taken by Enter.
    fn say_offer(&self) {
        let (open, at) = self.live.offering.with_untracked(|offering| (!offering.names.is_empty(), offering.at));
        if open {
            drop(self.area.set_attribute("aria-activedescendant", &offer_id(at)));
        } else {
            drop(self.area.remove_attribute("aria-activedescendant"));
        }
    }

    /// Offers nothing any more.
    pub(super) fn offer_nothing(&mut self) {
        if self.offered.now.take().is_some() {
            self.live.offering.set(Offering::default());
            self.say_offer();
        }
    }

    /// Whether a key chose among what is offered.
    pub(super) fn chooses(&mut self, event: &KeyboardEvent) -> bool {
        let many = self.offered.now.as_ref().map_or(0, |(_, offers)| offers.len());
        if many == 0
            || self.composing
            || event.is_composing()
            || event.ctrl_key()
            || event.meta_key()
            || event.alt_key()
            || event.shift_key()
        {
            return false;
        }
        let at = self.live.offering.get_untracked().at;
        match event.key().as_str() {
            "ArrowDown" => self.live.offering.update(|offering| offering.at = (at + 1) % many),
            "ArrowUp" => self.live.offering.update(|offering| offering.at = (at + many - 1) % many),
            "Enter" | "Tab" => {
                self.take_offer(at);
                return true;
            }
            "Escape" => self.offer_nothing(),
            // Whoever goes elsewhere in the text looks for nothing.
            "ArrowLeft" | "ArrowRight" | "Home" | "End" | "PageUp" | "PageDown" => {
                self.offer_nothing();
                return false;
            }
            _ => return false,
        }
        Self::say_offer_soon();
        true
    }

    /// Writes what was offered in place of what was typed.
    pub(super) fn take_offer(&mut self, at: usize) {
        let Some((sought, offers)) = self.offered.now.clone() else { return };
        let Some(offer) = offers.get(at) else { return };
        self.offer_nothing();
        let text: Vec<u16> = self.area.value().encode_utf16().collect();
        let caret = self.area.selection_start().ok().flatten().map_or(text.len(), |at| (at as usize).min(text.len()));
        // Others may have written meanwhile: what is replaced is what was typed, wherever it stands now.
        let Some(typed) = found_in(&text[..caret]).filter(|typed| (typed.kind, &typed.words) == (sought.kind, &sought.words)) else {
            return;
        };
        let [head, tail] = [&text[..typed.from as usize], &text[caret..]].map(String::from_utf16_lossy);
        // Brackets that were closed already are not closed twice.
        let tail = if sought.kind == Kind::Page { tail.strip_prefix("]]").unwrap_or(&tail) } else { &tail };
        let end = units(&head) + units(&offer.text) - offer.back;
        self.rewrite(&format!("{head}{}{tail}", offer.text), (end, end));
        // A link is looked for as soon as it is begun.
        if sought.kind == Kind::Block {
            self.offer();
        }
    }
}

fn list() -> Option<HtmlElement> {
    document().get_element_by_id("together-offers")?.dyn_into().ok()
}

/// Scrolls no further than it takes to see the whole list.
fn show_list() {
    if let Some(list) = list() {
        let options = ScrollIntoViewOptions::new();
        options.set_block(ScrollLogicalPosition::Nearest);
        list.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

/// What is looked for where a text ends.
fn found_in(before: &[u16]) -> Option<Sought> {
    sought(&String::from_utf16_lossy(before))
}

async fn fetch(address: &str) -> Result<(Vec<Offer>, Vec<Offer>), JsValue> {
    let response: Response = JsFuture::from(window().fetch_with_str(address)).await?.dyn_into()?;
    if !response.ok() {
        return Err(JsValue::NULL);
    }
    let json = JsFuture::from(response.text()?).await?.as_string().unwrap_or_default();
    let offered = JSON::parse(&json)?;
    let read = |name: &str| -> Result<Vec<Offer>, JsValue> {
        let pairs: Array = Reflect::get(&offered, &name.into())?.dyn_into()?;
        Ok(pairs
            .iter()
            .filter_map(|pair| pair.dyn_into::<Array>().ok())
            .filter_map(|pair| Some(Offer { name: pair.get(0).as_string()?, text: pair.get(1).as_string()?, back: 0 }))
            .collect())
    };
    Ok((read("pages")?, read("blocks")?))
}
