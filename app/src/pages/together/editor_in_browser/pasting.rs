//! What is pasted from programs that write with looks becomes Markdown.

use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, DomParser, HtmlElement, Node, SupportedType};

use super::super::document::units;
use super::super::pasted::{Element, Looks, Pasted, markdown};
use super::Editor;

/// More is pasted as words alone.
const LONGEST: usize = 2_000_000;
/// Nobody writes deeper than so.
const DEEPEST: usize = 200;

/// What editors of code write around what they copy: its looks are not meant.
const CODE: &str = "[style*='white-space: pre;']:not(pre), [style*='white-space:pre;']:not(pre)";

/// The Markdown of what is on the clipboard, where that says more than its words; and whether it stands on lines of its own.
pub(super) fn pasted(event: &ClipboardEvent) -> Option<(String, bool)> {
    // A picture alone comes as a file.
    event.clipboard_data()?.get_data("text/plain").ok().filter(|words| !words.is_empty())?;
    let html = event.clipboard_data()?.get_data("text/html").ok().filter(|html| !html.is_empty() && html.len() <= LONGEST)?;
    // A document that is only parsed runs no scripts and loads no pictures.
    let parsed = DomParser::new().ok()?.parse_from_string(&html, SupportedType::TextHtml).ok()?;
    if parsed.query_selector(CODE).ok()?.is_some() {
        return None;
    }
    markdown(&children(parsed.body()?.as_ref(), 0))
}

fn children(of: &Node, deep: usize) -> Vec<Pasted> {
    if deep > DEEPEST {
        return of.text_content().map(Pasted::Text).into_iter().collect();
    }
    let nodes = of.child_nodes();
    (0..nodes.length()).filter_map(|index| piece(&nodes.get(index)?, deep + 1)).collect()
}

fn piece(node: &Node, deep: usize) -> Option<Pasted> {
    if node.node_type() == Node::TEXT_NODE {
        return node.text_content().map(Pasted::Text);
    }
    let element: &HtmlElement = node.dyn_ref()?;
    let attribute = |name| element.get_attribute(name).unwrap_or_default().trim().to_owned();
    // As it is written: the browser itself reads no looks from it, as the site's policy allows none in attributes.
    let looks = Looks::of(&attribute("style"));
    let name = element.tag_name().to_lowercase();
    Some(Pasted::Element(Element {
        address: attribute(if name == "img" { "src" } else { "href" }),
        alt: attribute("alt"),
        bold: looks.bold,
        italic: looks.italic,
        children: children(element, deep),
        name,
    }))
}

impl Editor {
    /// Whether the caret stands in a block of code, where marks mean nothing.
    pub(super) fn in_code(&self) -> bool {
        let [head, ..] = self.parts();
        head.lines().filter(|line| line.trim_start().starts_with("```")).count() % 2 == 1
    }

    /// Writes something in place of what is marked; a block with an empty line on either side.
    pub(super) fn paste(&mut self, words: &str, block: bool) {
        let [head, _, tail] = self.parts();
        let gap = |newlines: usize| "\n".repeat(if block { 2_usize.saturating_sub(newlines) } else { 0 });
        let before = if head.is_empty() { String::new() } else { gap(head.len() - head.trim_end_matches('\n').len()) };
        let behind = if tail.is_empty() { String::new() } else { gap(tail.len() - tail.trim_start_matches('\n').len()) };
        let end = units(&head) + units(&before) + units(words);
        self.offer_nothing();
        self.rewrite(&format!("{head}{before}{words}{behind}{tail}"), (end, end));
    }
}
