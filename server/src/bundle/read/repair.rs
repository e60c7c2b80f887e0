//! Line-wise repairs of front matter that YAML reads wrongly or not at all.

/// A repair: the line of the front matter, from 0, and what was done.
pub(super) type Repair = (usize, String);

/// Closes quotes that run on into the next field: YAML would read the fields in between as a part of the text.
pub(super) fn close_quotes(yaml: &str) -> Option<(String, Vec<Repair>)> {
    let mut lines: Vec<String> = yaml.lines().map(str::to_owned).collect();
    let mut repairs = Vec::new();
    for at in 0..lines.len() {
        let Some((key, value)) = field(&lines[at]) else { continue };
        let Some(quote) = value.chars().next().filter(|c| matches!(c, '"' | '\'')) else { continue };
        if closes(&value[1..], quote) {
            continue;
        }
        let Some(end) = (at + 1..lines.len()).find(|line| closes(&lines[*line], quote)) else { continue };
        if !(at + 1..=end).any(|line| field(&lines[line]).is_some()) {
            continue;
        }
        repairs.push((at, format!("The quote before the text of `{key}` is never closed; it was closed at the end of the line")));
        let mended = format!("{}{quote}", lines[at].trim_end());
        lines[at] = mended;
        // The quote that ended the run-away text stands alone now.
        let orphan = lines[end].trim_end();
        if orphan.ends_with(quote) && orphan.matches(quote).count() % 2 == 1 {
            lines[end] = orphan[..orphan.len() - 1].to_owned();
        }
    }
    if repairs.is_empty() { None } else { Some((lines.join("\n") + "\n", repairs)) }
}

/// Indents quoted text that runs on at the margin, as other readers of YAML allow.
pub(super) fn indent_quoted(yaml: &str) -> String {
    let mut lines: Vec<String> = yaml.lines().map(str::to_owned).collect();
    for at in 0..lines.len() {
        let Some(value) = field(&lines[at]).map(|(_, value)| value.to_owned()) else { continue };
        let Some(quote) = value.chars().next().filter(|c| matches!(c, '"' | '\'')) else { continue };
        if closes(&value[1..], quote) {
            continue;
        }
        if let Some(end) = (at + 1..lines.len()).find(|line| closes(&lines[*line], quote)) {
            lines[at + 1..=end].iter_mut().for_each(|line| *line = format!("  {line}"));
        }
    }
    lines.join("\n") + "\n"
}

/// Quotes the one-line texts that YAML would take for something else, and turns tabs of the margin into spaces.
pub(super) fn quote_texts(yaml: &str) -> (String, Vec<Repair>) {
    let mut repairs = Vec::new();
    let mut mended = String::new();
    for (at, line) in yaml.lines().enumerate() {
        let margin = line.len() - line.trim_start_matches([' ', '\t']).len();
        let line = if line[..margin].contains('\t') {
            repairs.push((at, "A tab stood in the margin, where YAML wants spaces; it was read as two".to_owned()));
            line[..margin].replace('\t', "  ") + &line[margin..]
        } else {
            line.to_owned()
        };
        match field(&line) {
            Some((key, value)) if needs_quotes(value) => {
                repairs.push((at, format!("The text of `{key}` needs quotes around it; it was read as if it had them")));
                let colon = line.len() - line.trim_end().len() + value.len();
                let head = &line[..line.len() - colon];
                mended.push_str(&format!("{head}'{}'", strip_quote(value).replace('\'', "''")));
            }
            _ => mended.push_str(&line),
        }
        mended.push('\n');
    }
    (mended, repairs)
}

/// The key and the trimmed value of a line that begins a field at the margin.
fn field(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once(':')?;
    let named =
        key.starts_with(|c: char| c.is_ascii_alphabetic()) && key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'));
    (named && (value.is_empty() || value.starts_with([' ', '\t']))).then(|| (key, value.trim()))
}

/// Whether a quote ends in this text, escaped and doubled ones aside.
fn closes(text: &str, quote: char) -> bool {
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' if quote == '"' => drop(chars.next()),
            '\'' if quote == '\'' && chars.peek() == Some(&'\'') => drop(chars.next()),
            c if c == quote => return true,
            _ => {}
        }
    }
    false
}

fn needs_quotes(value: &str) -> bool {
    let plain = value.starts_with(|c: char| !matches!(c, '"' | '\'' | '[' | '{' | '|' | '>' | '#'));
    if plain {
        return value.contains(": ")
            || value.ends_with(':')
            || value.starts_with(['@', '`', '%', '*', '&', '!', '?', ','])
            || value.starts_with("- ");
    }
    // "A quoted word" and more after it, or a quote that never ends.
    let Some(quote) = value.chars().next().filter(|c| matches!(c, '"' | '\'')) else { return false };
    !closes(&value[1..], quote) || !value.ends_with(quote) || (quote == '"' && value[1..value.len() - 1].replace("\\\"", "").contains('"'))
}

/// A value without the quote it begins with, where that quote does not also end it.
fn strip_quote(value: &str) -> &str {
    let inner = value.strip_prefix('"').or_else(|| value.strip_prefix('\'')).unwrap_or(value);
    if inner.len() == value.len() {
        return value;
    }
    if value.ends_with(&value[..1]) {
        &inner[..inner.len() - 1]
    } else if inner.contains(&value[..1]) {
        value
    } else {
        inner
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quote_that_swallows_the_next_field_is_closed() {
        let (mended, repairs) = close_quotes("a: 1\nsummary: \"It's \\\"on.\norganiser: Digital.gov\"\nb: \"\"\n").unwrap();
        assert_eq!(mended, "a: 1\nsummary: \"It's \\\"on.\"\norganiser: Digital.gov\nb: \"\"\n");
        assert_eq!(repairs.len(), 1);
        assert_eq!(repairs[0].0, 1);
    }

    #[test]
    fn quoted_text_may_run_over_lines() {
        assert_eq!(close_quotes("summary: \"One\n  two.\"\nb: 'it''s\n  fine'\n"), None);
    }

    #[test]
    fn quoted_text_that_runs_on_at_the_margin_is_indented() {
        assert_eq!(indent_quoted("a: \"One\n\ntwo.\"\nb: \"c\"\n"), "a: \"One\n  \n  two.\"\nb: \"c\"\n");
    }

    #[test]
    fn texts_with_colons_and_marks_get_quotes() {
        for (broken, mended) in [
            ("title: Part 1: it's on", "title: 'Part 1: it''s on'\n"),
            ("title: @ada", "title: '@ada'\n"),
            ("title: \"Big\" news", "title: '\"Big\" news'\n"),
            ("title: \"never closed", "title: 'never closed'\n"),
            ("\tx: 1", "  x: 1\n"),
        ] {
            assert_eq!(quote_texts(broken).0, mended);
            assert_eq!(quote_texts(broken).1.len(), 1);
        }
    }

    #[test]
    fn sound_lines_stay() {
        let sound = "a: \"b: c\"\nd: [e, f]\ng: https://a.example\n  - h: i\nj:\n# k: l: m\n";
        assert_eq!(quote_texts(sound), (sound.to_owned(), vec![]));
    }
}
