//! What is pasted from other programs, as Markdown: headings, lists, tables, links and emphasis stay, looks and scripts do not.

/// A piece of what was pasted, as the browser reads it.
#[derive(Clone, Debug)]
pub enum Pasted {
    /// Words.
    Text(String),
    /// An element.
    Element(Element),
}

/// An element of HTML, with what Markdown can say of it.
#[derive(Clone, Debug, Default)]
pub struct Element {
    /// Its name, in small letters.
    pub name: String,
    /// Where it leads, or where its picture lies.
    pub address: String,
    /// What stands for its picture.
    pub alt: String,
    /// Whether its words are bold, or are not though its name says so.
    pub bold: Option<bool>,
    /// Whether its words are in italics, or are not though its name says so.
    pub italic: Option<bool>,
    /// What is in it.
    pub children: Vec<Pasted>,
}

/// What an element's `style` says of its words, as far as Markdown can say it too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Looks {
    /// Whether they are bold.
    pub bold: Option<bool>,
    /// Whether they are in italics.
    pub italic: Option<bool>,
}

impl Looks {
    /// Reads the attribute; of two that say the same thing otherwise, the last counts.
    pub fn of(style: &str) -> Self {
        let style = style.to_ascii_lowercase();
        let mut looks = Self::default();
        for (name, value) in style.split(';').filter_map(|one| one.split_once(':')) {
            let value = value.trim().trim_end_matches("!important").trim_end();
            match name.trim() {
                "font-weight" if !value.is_empty() => {
                    looks.bold = Some(value.starts_with("bold") || value.parse::<u16>().is_ok_and(|weight| weight >= 600));
                }
                "font-style" if !value.is_empty() => looks.italic = Some(value == "italic" || value.starts_with("oblique")),
                _ => {}
            }
        }
        looks
    }
}

/// The Markdown of what was pasted, and whether it stands on lines of its own; `None` where it is nothing but words, which the browser pastes better.
pub fn markdown(pasted: &[Pasted]) -> Option<(String, bool)> {
    let block = pasted.iter().any(|piece| matches!(piece, Pasted::Element(element) if holds_blocks(element)));
    pasted.iter().any(says_more).then(|| (blocks(pasted).join("\n\n"), block))
}

/// What an element is to Markdown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Nothing,
    Heading(usize),
    Quote,
    List,
    Code,
    Table,
    Rule,
    /// A paragraph, or what holds some.
    Block,
    Inline,
}

fn kind(name: &str) -> Kind {
    match name {
        "script" | "style" | "head" | "title" | "meta" | "link" | "noscript" | "template" | "iframe" | "object" | "svg" | "math"
        | "button" | "input" | "select" | "textarea" | "audio" | "video" | "canvas" => Kind::Nothing,
        "h1" => Kind::Heading(1),
        "h2" => Kind::Heading(2),
        "h3" => Kind::Heading(3),
        "h4" => Kind::Heading(4),
        "h5" => Kind::Heading(5),
        "h6" => Kind::Heading(6),
        "blockquote" => Kind::Quote,
        "ul" | "ol" | "menu" => Kind::List,
        "pre" => Kind::Code,
        "table" => Kind::Table,
        "hr" => Kind::Rule,
        "p" | "div" | "section" | "article" | "main" | "header" | "footer" | "nav" | "aside" | "body" | "html" | "center" | "figure"
        | "figcaption" | "address" | "dl" | "dt" | "dd" | "li" | "form" | "fieldset" | "details" | "summary" | "tbody" | "thead"
        | "tfoot" | "tr" | "td" | "th" | "caption" => Kind::Block,
        _ => Kind::Inline,
    }
}

/// Whether there is something that words alone do not say.
fn says_more(piece: &Pasted) -> bool {
    let Pasted::Element(element) = piece else { return false };
    match kind(&element.name) {
        Kind::Nothing => false,
        Kind::Block | Kind::Inline => {
            mark(element).is_some()
                || matches!(element.name.as_str(), "code" | "kbd" | "samp" | "tt")
                || (matches!(element.name.as_str(), "a" | "img") && leads_out(&element.address))
                || element.children.iter().any(says_more)
        }
        Kind::Heading(_) | Kind::Quote | Kind::List | Kind::Code | Kind::Table | Kind::Rule => true,
    }
}

/// Addresses that mean the same wherever they stand.
fn leads_out(address: &str) -> bool {
    let plain = !address.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>'));
    plain
        && ["https://", "http://", "mailto:"]
            .iter()
            .any(|scheme| address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)))
}

/// Pieces, a block of Markdown each.
fn blocks(pieces: &[Pasted]) -> Vec<String> {
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
fn holds_blocks(element: &Element) -> bool {
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

/// A line that ends where it was ended.
const BREAK: char = '\u{e000}';

/// What was written for words, as lines of a paragraph.
fn lines(says: &str) -> String {
    let lines = says.split(BREAK).map(str::trim).filter(|line| !line.is_empty());
    lines.map(begun).collect::<Vec<_>>().join("\\\n")
}

/// A line whose beginning means nothing but itself.
fn begun(line: &str) -> String {
    let digits = line.chars().take_while(char::is_ascii_digit).count();
    let rest = &line[digits..];
    if digits > 0 && rest.starts_with(['.', ')']) {
        return format!("{}\\{rest}", &line[..digits]);
    }
    if line.starts_with(['#', '>', '+', '-', '=']) { format!("\\{line}") } else { line.to_owned() }
}

/// What is written around an element's words.
fn mark(element: &Element) -> Option<&'static str> {
    let bold = element.bold.unwrap_or(matches!(element.name.as_str(), "b" | "strong"));
    let italic = element.italic.unwrap_or(matches!(element.name.as_str(), "i" | "em" | "cite" | "dfn" | "var"));
    match (bold, italic) {
        (true, true) => Some("***"),
        (true, false) => Some("**"),
        (false, true) => Some("*"),
        (false, false) => matches!(element.name.as_str(), "del" | "s" | "strike").then_some("~~"),
    }
}

/// The same, with the mark of the one element that is all there is in it: bold and in italics.
fn whole_mark(element: &Element) -> Option<&'static str> {
    let mark = mark(element)?;
    let inner = match element.children.as_slice() {
        [Pasted::Element(only)] => whole_mark(only),
        _ => None,
    };
    Some(match (mark, inner) {
        ("*", Some("**")) | ("**", Some("*")) => "***",
        _ => mark,
    })
}

/// Words, with what is marked in them. White space is one space; [`BREAK`] stands for the end of a line.
fn inline(pieces: &[Pasted]) -> String {
    let mut out = String::new();
    inline_into(&mut out, pieces, &[], None);
    out
}

fn inline_into(out: &mut String, pieces: &[Pasted], within: &[&str], behind: Option<char>) {
    for (index, piece) in pieces.iter().enumerate() {
        match piece {
            Pasted::Text(text) => words(out, text),
            Pasted::Element(element) => {
                let next = pieces[index + 1..].iter().find_map(first).or(behind);
                element_into(out, element, within, next);
            }
        }
    }
}

fn element_into(out: &mut String, element: &Element, within: &[&str], next: Option<char>) {
    match (kind(&element.name), element.name.as_str()) {
        (Kind::Nothing, _) => {}
        (_, "br") => out.push(BREAK),
        (_, "code" | "kbd" | "samp" | "tt") => code(out, &text_of(&element.children)),
        (_, "img") => picture(out, element),
        (_, "a") if leads_out(&element.address) && !within.contains(&"a") => link(out, element, within),
        // Marks within marks run together: the outer one stays.
        (Kind::Inline, _) => match whole_mark(element).filter(|_| within.iter().all(|within| *within == "a")) {
            Some(mark) => marked(out, element, mark, within, next),
            None => inline_into(out, &element.children, within, next),
        },
        // A block where only words can stand.
        _ => {
            space(out);
            inline_into(out, &element.children, within, Some(' '));
            space(out);
        }
    }
}

/// Marks words: the space at their ends stays outside, and where a mark would not be taken for one, the words stand alone.
fn marked(out: &mut String, element: &Element, mark: &'static str, within: &[&str], next: Option<char>) {
    let mut inner = String::new();
    inline_into(&mut inner, &element.children, &[within, &[mark]].concat(), Some('*'));
    let says = inner.trim_matches([' ', BREAK]);
    let (Some(first), Some(last)) = (says.chars().next(), says.chars().next_back()) else {
        return out.push_str(&inner);
    };
    let (before, after) = inner.split_once(says).unwrap_or_default();
    if !before.is_empty() {
        out.push_str(before);
    }
    // CommonMark, 6.2: a mark opens before words, and closes behind them.
    let open = |beside: Option<char>| beside.is_none_or(|c| !c.is_alphanumeric());
    let next = if after.is_empty() { next } else { Some(' ') };
    let stands = (first.is_alphanumeric() || open(out.chars().next_back())) && (last.is_alphanumeric() || open(next));
    if stands && !says.contains(BREAK) && !out.ends_with(['*', '~']) {
        out.push_str(&format!("{mark}{says}{mark}"));
    } else {
        out.push_str(says);
    }
    out.push_str(after);
}

fn link(out: &mut String, element: &Element, within: &[&str]) {
    let mut inner = String::new();
    inline_into(&mut inner, &element.children, &[within, &["a"]].concat(), Some(']'));
    let inner = inner.replace(BREAK, " ");
    let says = inner.trim();
    if inner.starts_with(' ') {
        space(out);
    }
    if says.is_empty() {
        return;
    }
    let bare = text_of(&element.children);
    if bare.trim() == element.address {
        out.push_str(&format!("<{}>", element.address));
    } else {
        out.push_str(&format!("[{says}](<{}>)", element.address));
    }
    if inner.ends_with(' ') {
        space(out);
    }
}

fn picture(out: &mut String, element: &Element) {
    let mut alt = String::new();
    words(&mut alt, &element.alt);
    if leads_out(&element.address) {
        out.push_str(&format!("![{}](<{}>)", alt.trim(), element.address));
    } else {
        out.push_str(&alt);
    }
}

fn code(out: &mut String, code: &str) {
    let code = code.split_whitespace().collect::<Vec<_>>().join(" ");
    if code.is_empty() {
        return;
    }
    let fence = "`".repeat(longest_run(&code, '`') + 1);
    let gap = if code.starts_with('`') || code.ends_with('`') { " " } else { "" };
    out.push_str(&format!("{fence}{gap}{code}{gap}{fence}"));
}

fn longest_run(text: &str, of: char) -> usize {
    text.split(|c| c != of).map(str::len).max().unwrap_or_default()
}

fn space(out: &mut String) {
    if !out.ends_with([' ', BREAK]) {
        out.push(' ');
    }
}

/// Words that mean nothing but themselves.
fn words(out: &mut String, text: &str) {
    for (at, c) in text.char_indices() {
        if c == BREAK || (c.is_control() && !c.is_whitespace()) {
            continue;
        }
        if c.is_whitespace() && c != '\u{a0}' {
            space(out);
            continue;
        }
        let next = text[at + c.len_utf8()..].chars().next();
        let inside = out.chars().next_back().is_some_and(char::is_alphanumeric) && next.is_some_and(char::is_alphanumeric);
        let means = match c {
            '\\' | '*' | '[' | ']' | '`' | '<' | '~' => true,
            '_' => !inside,
            // Before a link it would make a picture of it.
            '!' => next.is_none(),
            '&' => next.is_none_or(|next| next == '#' || next.is_ascii_alphabetic()),
            _ => false,
        };
        if means {
            out.push('\\');
        }
        out.push(if c == '\u{a0}' { ' ' } else { c });
    }
}

/// The first sign of what comes.
fn first(piece: &Pasted) -> Option<char> {
    match piece {
        Pasted::Text(text) => text.chars().next(),
        Pasted::Element(element) if element.name == "br" => Some(' '),
        Pasted::Element(element) => element.children.iter().find_map(first),
    }
}

/// What is written in pieces, as it stands.
fn text_of(pieces: &[Pasted]) -> String {
    pieces
        .iter()
        .map(|piece| match piece {
            Pasted::Text(text) => text.clone(),
            Pasted::Element(element) if kind(&element.name) == Kind::Nothing => String::new(),
            Pasted::Element(element) if element.name == "br" => "\n".to_owned(),
            Pasted::Element(element) => {
                let inner = text_of(&element.children);
                // Lines of code are often elements of their own.
                if kind(&element.name) == Kind::Block && !inner.ends_with('\n') { format!("{inner}\n") } else { inner }
            }
        })
        .collect()
}

#[cfg(all(test, feature = "ssr"))]
#[path = "pasted_tests.rs"]
mod tests;
