//! A text that somebody reads while others edit it: only what has changed is replaced. What stands on the screen stays there, as browsers hold on to what one reads while something above it grows
//! or goes, as long as it is not taken away itself.

use leptos::prelude::document;
use web_sys::{HtmlDivElement, Node};

/// Has a text that is shown say what it says now.
pub(super) fn follow(text: &HtmlDivElement, html: &str) {
    let Ok(next) = document().create_element("div") else { return };
    next.set_inner_html(html);
    let (old, new) = (children(text), children(&next));
    let same = |(a, b): &(&Node, &Node)| a.is_equal_node(Some(b));
    let head = old.iter().zip(&new).take_while(same).count();
    let rest = old.len().min(new.len()) - head;
    let tail = old.iter().rev().zip(new.iter().rev()).take(rest).take_while(same).count();
    let behind = old.get(old.len() - tail);
    // They are children of where they are taken from, and of nothing that they are put into.
    for node in &old[head..old.len() - tail] {
        drop(text.remove_child(node));
    }
    for node in &new[head..new.len() - tail] {
        drop(text.insert_before(node, behind));
    }
}

fn children(of: &Node) -> Vec<Node> {
    let list = of.child_nodes();
    (0..list.length()).filter_map(|at| list.get(at)).collect()
}
