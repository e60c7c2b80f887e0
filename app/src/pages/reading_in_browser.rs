//! A text that somebody reads while others edit it: only what has changed is replaced. What stands on the screen stays there, as browsers hold on to what one reads while something above it grows
//! or goes, as long as it is not taken away itself.

use leptos::prelude::document;
use web_sys::{Element, HtmlDivElement, Node};

/// Has a text that is shown, and that said one thing, say another.
pub(super) fn follow(text: &HtmlDivElement, was: &str, is: &str) {
    if was == is {
        return;
    }
    let (Some(before), Some(after)) = (read(was), read(is)) else { return };
    let (shown, old, new) = (children(text), children(&before), children(&after));
    // What is compared is what was written: something may have put a mark of its own on what is shown, or opened it. Where it is in other pieces, those are all there is to go by.
    let old = if old.len() == shown.len() { &old } else { &shown };
    let same = |(a, b): &(&Node, &Node)| a.is_equal_node(Some(b));
    let head = old.iter().zip(&new).take_while(same).count();
    let rest = old.len().min(new.len()) - head;
    let tail = old.iter().rev().zip(new.iter().rev()).take(rest).take_while(same).count();
    let behind = shown.get(shown.len() - tail);
    // They are children of where they are taken from, and of nothing that they are put into.
    for node in &shown[head..shown.len() - tail] {
        drop(text.remove_child(node));
    }
    for node in &new[head..new.len() - tail] {
        drop(text.insert_before(node, behind));
    }
}

/// HTML as the browser reads it, shown nowhere.
fn read(html: &str) -> Option<Element> {
    let read = document().create_element("div").ok()?;
    read.set_inner_html(html);
    Some(read)
}

fn children(of: &Node) -> Vec<Node> {
    let list = of.child_nodes();
    (0..list.length()).filter_map(|at| list.get(at)).collect()
}
