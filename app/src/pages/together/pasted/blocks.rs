//! What stands on lines of its own: paragraphs, headings, quotes, lists, code and tables.

use super::words::{BREAK, inline, lines, longest_run};
use super::{Element, Kind, Pasted, kind, text_of};

/// Pieces, a block of Markdown each.
pub(super) fn blocks(pieces: &[Pasted]) -> Vec<String> {
    let mut blocks = Vec::new();
    let mut words: Vec<Pasted> = Vec::new();
    for piece in pieces {
        match piece {
            Pasted::Element(element) if holds_blocks(element) => {
                paragraph(&mut blocks, &mut words);
                block(&mut blocks, element);
            }
            Pasted::Element(element) if kind(&element.name) == Kind::Nothing => {}
            _ => words.push(piece.clone()),
        }
    }
    paragraph(&mut blocks, &mut words);
    blocks
}

/// Programs put whole texts into what should hold words.
pub(super) fn holds_blocks(element: &Element) -> bool {
    match kind(&element.name) {
        Kind::Nothing => false,
        Kind::Inline => element.children.iter().any(|child| matches!(child, Pasted::Element(child) if holds_blocks(child))),
        _ => true,
    }
}

fn paragraph(blocks: &mut Vec<String>, words: &mut Vec<Pasted>) {
    let says = lines(&inline(words));
    words.clear();
    if !says.is_empty() {
        blocks.push(says);
    }
}

fn block(out: &mut Vec<String>, element: &Element) {
    match kind(&element.name) {
        Kind::Nothing => {}
        Kind::Heading(level) => {
            let says = inline(&element.children).replace(BREAK, " ");
            let says = says.trim();
            if !says.is_empty() {
                // Signs at the end would close the heading.
                let says = says.strip_suffix('#').map_or_else(|| says.to_owned(), |says| format!("{says}\\#"));
                out.push(format!("{} {says}", "#".repeat(level)));
            }
        }
        Kind::Quote => {
            let inner = blocks(&element.children).join("\n\n");
            if !inner.is_empty() {
                out.push(
                    inner
                        .lines()
                        .map(|line| if line.is_empty() { ">".to_owned() } else { format!("> {line}") })
                        .collect::<Vec<_>>()
                        .join("\n"),
                );
            }
        }
        Kind::List => out.extend(list(element)),
        Kind::Code => {
            let code = text_of(&element.children);
            let fence = "`".repeat(longest_run(&code, '`').max(2) + 1);
            out.push(format!("{fence}\n{}\n{fence}", code.trim_matches('\n')));
        }
        Kind::Table => match table(element) {
            Some(table) => out.push(table),
            None => out.extend(blocks(&element.children)),
        },
        Kind::Rule => out.push("---".to_owned()),
        Kind::Block | Kind::Inline => out.extend(blocks(&element.children)),
    }
}

fn list(list: &Element) -> Option<String> {
    let mut items: Vec<Vec<String>> = Vec::new();
    for child in &list.children {
        match child {
            // Some programs put a list that belongs to a point behind it.
            Pasted::Element(child) if kind(&child.name) == Kind::List => match items.last_mut() {
                Some(item) => block(item, child),
                None => items.push(blocks(std::slice::from_ref(&Pasted::Element(child.clone())))),
            },
            Pasted::Element(child) => items.push(blocks(&child.children)),
            Pasted::Text(text) if text.trim().is_empty() => {}
            Pasted::Text(_) => items.push(blocks(std::slice::from_ref(child))),
        }
    }
    items.retain(|item| !item.is_empty());
    let ordered = list.name == "ol";
    let points = items.iter().enumerate().map(|(index, item)| {
        let sign = if ordered { format!("{}. ", index + 1) } else { "- ".to_owned() };
        let indent = " ".repeat(sign.len());
        // What belongs to a point stands right below it, unless it has several paragraphs.
        let text = item.iter().enumerate().fold(String::new(), |text, (n, block)| match n {
            0 => block.clone(),
            _ if is_list(block) => format!("{text}\n{block}"),
            _ => format!("{text}\n\n{block}"),
        });
        let lines = text.lines().enumerate().map(|(n, line)| match n {
            0 => format!("{sign}{line}"),
            _ if line.is_empty() => String::new(),
            _ => format!("{indent}{line}"),
        });
        lines.collect::<Vec<_>>().join("\n")
    });
    Some(points.collect::<Vec<_>>().join("\n")).filter(|list| !list.is_empty())
}

fn is_list(block: &str) -> bool {
    block.starts_with("- ") || block.starts_with("1. ")
}

/// A table of Markdown; `None` where it is one only for its looks.
fn table(table: &Element) -> Option<String> {
    let mut rows: Vec<Vec<String>> = Vec::new();
    rows_of(table, &mut rows);
    let columns = rows.iter().map(Vec::len).max().filter(|columns| *columns > 1)?;
    let line = |row: &Vec<String>| {
        let cells = (0..columns).map(|column| row.get(column).map_or("", String::as_str));
        format!("| {} |", cells.collect::<Vec<_>>().join(" | "))
    };
    let mut lines: Vec<String> = rows.iter().map(line).collect();
    lines.insert(1, format!("|{}", " --- |".repeat(columns)));
    Some(lines.join("\n"))
}

fn rows_of(element: &Element, rows: &mut Vec<Vec<String>>) {
    for child in &element.children {
        let Pasted::Element(child) = child else { continue };
        match child.name.as_str() {
            "tr" => {
                let cells = child.children.iter().filter_map(|cell| match cell {
                    Pasted::Element(cell) if matches!(cell.name.as_str(), "td" | "th") => Some(cell_of(cell)),
                    _ => None,
                });
                rows.push(cells.collect());
            }
            "thead" | "tbody" | "tfoot" => rows_of(child, rows),
            _ => {}
        }
    }
}

fn cell_of(cell: &Element) -> String {
    inline(&cell.children).replace(BREAK, " ").replace('|', "\\|").trim().to_owned()
}
