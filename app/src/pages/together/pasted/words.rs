//! Words within a paragraph, and what marks them: emphasis, links, pictures and code.

use super::{Element, Kind, Pasted, kind, leads_out, text_of};

/// A line that ends where it was ended.
pub(super) const BREAK: char = '\u{e000}';

/// What was written for words, as lines of a paragraph.
pub(super) fn lines(says: &str) -> String {
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
pub(super) fn mark(element: &Element) -> Option<&'static str> {
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
pub(super) fn inline(pieces: &[Pasted]) -> String {
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

pub(super) fn longest_run(text: &str, of: char) -> usize {
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
