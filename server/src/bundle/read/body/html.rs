//! Raw HTML in Markdown as Markdown. What is Markdown already stays to the letter.

use std::sync::LazyLock;

use htmd::element_handler::{HandlerResult, Handlers};
use htmd::options::{BrStyle, BulletListMarker, HrStyle, Options};
use htmd::{Element, HtmlToMarkdown};
use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::{code, inline, margin, outside_code};

/// Turns all raw HTML outside code into Markdown.
pub(super) fn to_markdown(markdown: &str) -> String {
    if !markdown.contains('<') {
        return markdown.to_owned();
    }
    let mut text = join_tables(&without_comments(markdown));
    // A block's Markdown may uncover HTML that stood inside other HTML.
    for _ in 0..3 {
        match pass(&text) {
            Some(changed) => text = changed,
            None => return text,
        }
    }
    escape_rest(&text)
}

/// Turns HTML that is no Markdown at all into Markdown.
pub(crate) fn from_html(html: &str) -> String {
    escape_rest(CONVERTER.convert(html).unwrap_or_default().trim())
}

/// What looks like a tag in Markdown, outside code, as text.
pub(crate) fn as_text(markdown: &str) -> String {
    if markdown.contains('<') { escape_rest(markdown) } else { markdown.to_owned() }
}

/// One pass over blocks and tags; none where there is no raw HTML.
fn pass(markdown: &str) -> Option<String> {
    let mut replaced = String::with_capacity(markdown.len());
    let mut at = 0;
    let mut open = inline::Open::default();
    let mut in_table = false;
    let mut nested = 0_usize;
    let mut found = false;
    for (event, range) in Parser::new_ext(markdown, super::options()).into_offset_iter() {
        let block = matches!(event, Event::Start(Tag::HtmlBlock));
        match event {
            Event::Start(Tag::Table(_)) => in_table = true,
            Event::End(TagEnd::Table) => in_table = false,
            Event::Start(Tag::Item | Tag::BlockQuote(_)) => nested += 1,
            Event::End(TagEnd::Item | TagEnd::BlockQuote(_)) => nested = nested.saturating_sub(1),
            Event::Start(Tag::HtmlBlock) | Event::InlineHtml(_) if range.start >= at => {
                found = true;
                replaced.push_str(&markdown[at..range.start]);
                at = range.end;
                let html = &markdown[range];
                if block { push_block(&mut replaced, html, nested > 0) } else { open.push(&mut replaced, html, in_table, &markdown[at..]) }
            }
            _ => {}
        }
    }
    replaced.push_str(&markdown[at..]);
    found.then_some(replaced)
}

fn push_block(text: &mut String, html: &str, nested: bool) {
    if !nested {
        text.truncate(text.trim_end_matches(' ').len());
    }
    let margin = margin(text.rsplit('\n').next().unwrap_or_default());
    // The lines of a block inside a list or quotation carry its margin, which is none of the HTML's.
    let html: String = html.lines().map(|line| line.strip_prefix(&margin).unwrap_or(line).to_owned() + "\n").collect();
    // The labels of boxes to tick become items, which need no line breaks between them.
    let html = html.replace("</label><br>", "</label>").replace("</label><br/>", "</label>");
    let markdown = CONVERTER.convert(&html).unwrap_or_default();
    let blank = margin.trim_end();
    for (at, line) in markdown.trim().lines().enumerate() {
        let line = if line.trim().is_empty() { "" } else { line };
        let margin = if line.is_empty() { blank } else { &margin };
        let start = if at == 0 { String::new() } else { format!("\n{margin}") };
        text.push_str(&format!("{start}{line}"));
    }
    text.push_str(&format!("\n{blank}\n"));
}

static CONVERTER: LazyLock<HtmlToMarkdown> = LazyLock::new(|| {
    let options = Options {
        hr_style: HrStyle::Dashes,
        br_style: BrStyle::TwoSpaces,
        bullet_list_marker: BulletListMarker::Dash,
        ul_bullet_spacing: 1,
        ol_number_spacing: 1,
        ..Options::default()
    };
    HtmlToMarkdown::builder()
        .options(options)
        .skip_tags(vec!["script", "style", "svg", "input", "template"])
        .add_handler(vec!["iframe", "video", "audio", "embed"], frame)
        .add_handler(vec!["label"], label)
        .add_handler(vec!["caption"], caption)
        .add_handler(vec!["s", "del", "strike"], struck)
        .build()
});

/// What a page would embed becomes a link to it.
fn frame(_: &dyn Handlers, element: Element) -> Option<HandlerResult> {
    let attribute =
        |name: &str| element.attrs.iter().find(|attribute| &*attribute.name.local == name).map(|attribute| attribute.value.to_string());
    let address = attribute("src").filter(|address| !address.is_empty())?;
    let address = if address.starts_with("//") { format!("https:{address}") } else { address };
    let title = attribute("title").unwrap_or_else(|| address.clone());
    Some(format!("\n\n[{title}](<{address}>)\n\n").into())
}

/// The label of a box to tick is an item of a list to tick off.
fn label(handlers: &dyn Handlers, element: Element) -> Option<HandlerResult> {
    let content = handlers.walk_children(element.node).content;
    Some(format!("\n- {}\n", content.trim().replace('\n', " ")).into())
}

fn struck(handlers: &dyn Handlers, element: Element) -> Option<HandlerResult> {
    let content = handlers.walk_children(element.node).content;
    Some(format!("~~{}~~", content.trim()).into())
}

fn caption(handlers: &dyn Handlers, element: Element) -> Option<HandlerResult> {
    let content = handlers.walk_children(element.node).content;
    Some(format!("{}\n", content.trim().replace('\n', " ")).into())
}

fn without_comments(markdown: &str) -> String {
    if !markdown.contains("<!--") {
        return markdown.to_owned();
    }
    outside_code(markdown, |prose| {
        let mut kept = String::new();
        let mut rest = prose;
        while let Some(open) = rest.find("<!--") {
            kept.push_str(&rest[..open]);
            let Some(close) = rest[open..].find("-->") else { return kept };
            rest = &rest[open + close + 3..];
        }
        kept + rest
    })
}

/// Takes the blank lines out of tables and lists, which would end the block of HTML in their midst, and makes the tables ones that Markdown has.
fn join_tables(markdown: &str) -> String {
    let mut text = markdown.to_owned();
    for tag in ["table", "ul", "ol"] {
        let (open, close) = (format!("<{tag}"), format!("</{tag}>"));
        let mut from = 0;
        while let Some(start) = text[from..].find(&open).map(|at| from + at) {
            let Some(end) = text[start..].find(&close).map(|at| start + at + close.len()) else { break };
            let in_code = code(&text).iter().any(|range| range.contains(&start));
            if in_code {
                from = start + open.len();
                continue;
            }
            let mut joined = text[start..end].lines().filter(|line| !line.trim().is_empty()).collect::<Vec<_>>().join("\n");
            if tag == "table" {
                joined = headed(&joined);
            }
            text.replace_range(start..end, &joined);
            from = start + joined.len();
        }
    }
    text
}

/// A table whose first row, and no other, is made of headings: Markdown has no other tables.
fn headed(table: &str) -> String {
    let end = table.find("</thead>").or_else(|| table.find("</tr>")).unwrap_or(table.len());
    let (head, body) = table.split_at(end);
    let body = body.replace("<th>", "<td>").replace("<th ", "<td ").replace("</th>", "</td>");
    if head.contains("<th>") || head.contains("<th ") {
        return head.to_owned() + &body;
    }
    head.replace("<td", "<th").replace("</td>", "</th>") + &body
}

/// What still looks like a tag is text.
fn escape_rest(markdown: &str) -> String {
    let mut text = String::with_capacity(markdown.len());
    let mut at = 0;
    for (event, range) in Parser::new_ext(markdown, super::options()).into_offset_iter() {
        if matches!(event, Event::Start(Tag::HtmlBlock) | Event::InlineHtml(_)) && range.start >= at {
            text.push_str(&markdown[at..range.start]);
            text.push_str(&markdown[range.clone()].replace('<', "&lt;"));
            at = range.end;
        }
    }
    text + &markdown[at..]
}
