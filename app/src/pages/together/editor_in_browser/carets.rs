//! Others' carets, drawn over the text area: a copy of the text nobody sees breaks its lines as the area does, with a mark where each caret is.

use leptos::leptos_dom::helpers::request_animation_frame;
use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlTextAreaElement};

use super::{Editor, now, with};
use crate::ui::avatar::tint;

/// So long a name stands beside a caret that has moved, in milliseconds.
const NAMED: f64 = 4_000.0;
/// In a longer text carets are not drawn: every key would lay it out anew. The list of who is here says their lines.
const LONGEST: usize = 100_000;
/// So much of the text stands behind the last mark: a word breaks as it does in the area.
const BEHIND: usize = 200;

/// What is drawn.
pub(super) struct Carets {
    layer: HtmlElement,
    text: HtmlElement,
    /// Whether a name stands there that goes by itself.
    names: bool,
    /// Whether it is about to be drawn.
    waits: bool,
    size: (i32, i32),
}

impl Drop for Carets {
    fn drop(&mut self) {
        self.layer.remove();
    }
}

fn made(name: &str, class: &str) -> Option<HtmlElement> {
    let made: HtmlElement = document().create_element(name).ok()?.dyn_into().ok()?;
    made.set_class_name(class);
    Some(made)
}

/// Styles are set one by one: the site's policy takes none from an attribute.
fn set(of: &HtmlElement, name: &str, value: &str) {
    // A name that is known is set.
    drop(of.style().set_property(name, value));
}

impl Carets {
    /// Nothing yet, over an area.
    pub(super) fn over(area: &HtmlTextAreaElement) -> Option<Self> {
        let (layer, text) = (made("div", "carets")?, made("div", "carets-text")?);
        layer.set_attribute("aria-hidden", "true").ok()?;
        text.set_attribute("dir", "auto").ok()?;
        layer.append_child(&text).ok()?;
        area.parent_element()?.append_child(&layer).ok()?;
        let mut carets = Self { layer, text, names: false, waits: false, size: (0, 0) };
        carets.fit(area);
        Some(carets)
    }

    /// Lies where the area lies.
    fn fit(&mut self, area: &HtmlTextAreaElement) {
        self.size = (area.client_width(), area.client_height());
        let places = [
            ("left", area.offset_left() + area.client_left()),
            ("top", area.offset_top() + area.client_top()),
            ("width", self.size.0),
            ("height", self.size.1),
        ];
        places.into_iter().for_each(|(name, pixels)| set(&self.layer, name, &format!("{pixels}px")));
        self.scroll(area);
    }

    fn scroll(&self, area: &HtmlTextAreaElement) {
        set(&self.text, "transform", &format!("translateY({}px)", -area.scroll_top()));
    }

    fn words(&self, units: &[u16]) {
        let text = document().create_text_node(&String::from_utf16_lossy(units));
        // What was just made has no other place.
        drop(self.text.append_child(&text));
    }

    fn mark(&self, class: &str) -> Option<HtmlElement> {
        let mark = made("span", class)?;
        self.text.append_child(&mark).ok()?;
        Some(mark)
    }

    fn caret(&self, name: &str, named: bool) {
        let Some(mark) = self.mark(&format!("caret tint-{}", tint(name))) else { return };
        if named && let Some(label) = made("span", &format!("caret-name tint-{}", tint(name))) {
            label.set_text_content(Some(name));
            drop(mark.append_child(&label));
        }
    }
}

impl Editor {
    /// Draws others’ carets before the next picture: a hundred who write send more than anybody sees.
    pub(super) fn redraw(&mut self) {
        if let Some(drawn) = &mut self.carets
            && !drawn.waits
        {
            drawn.waits = true;
            request_animation_frame(|| with(Editor::draw_carets));
        }
    }

    /// Draws others' carets where they are.
    pub(super) fn draw_carets(&mut self) {
        let Some(drawn) = &mut self.carets else { return };
        let carets = self.company.carets(&self.doc);
        drawn.text.set_text_content(None);
        drawn.names = false;
        drawn.waits = false;
        if carets.is_empty() || self.shown.len() > LONGEST {
            return;
        }
        let units: Vec<u16> = self.shown.encode_utf16().collect();
        let mut done = 0;
        for (at, name, moved) in carets {
            let at = (at as usize).min(units.len());
            drawn.words(&units[done..at]);
            let named = now() - moved < NAMED;
            drawn.names |= named;
            drawn.caret(&name, named);
            done = at;
        }
        drawn.words(&units[done..units.len().min(done + BEHIND)]);
    }

    /// Keeps what is drawn where the area is, and takes names away that stood long enough.
    pub(super) fn carets_tick(&mut self) {
        let Some(drawn) = &mut self.carets else { return };
        if drawn.size != (self.area.client_width(), self.area.client_height()) {
            drawn.fit(&self.area);
        }
        let fading = drawn.names;
        if fading {
            self.draw_carets();
        }
    }

    /// Carets go along with the text.
    pub(super) fn scrolled(&mut self) {
        if let Some(drawn) = &self.carets {
            drawn.scroll(&self.area);
        }
    }

    /// Where a place in the text is seen: pixels from the left and the top of the element that holds the area's field, and the height of a line.
    pub(super) fn seen_at(&mut self, at: u32) -> Option<(i32, i32)> {
        let drawn = self.carets.as_ref()?;
        let units: Vec<u16> = self.shown.encode_utf16().take(at as usize).collect();
        drawn.text.set_text_content(None);
        drawn.words(&units);
        let mark = drawn.mark("caret-here")?;
        let field: HtmlElement = drawn.layer.offset_parent().and_then(|field: Element| field.dyn_into().ok())?;
        let left = field.offset_left() + drawn.layer.offset_left() + mark.offset_left();
        let top = field.offset_top() + drawn.layer.offset_top() + mark.offset_top() + mark.offset_height() - self.area.scroll_top();
        self.draw_carets();
        Some((left, top))
    }
}
