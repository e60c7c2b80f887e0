//! Hugo's shortcodes as a tree: `{{< note "action" >}}…{{< /note >}}`.

/// A piece of a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    Text(String),
    Shortcode(Shortcode),
}

/// A shortcode, with what stands between it and its end, if it has one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Shortcode {
    pub name: String,
    /// Named arguments, and bare ones without a name.
    pub arguments: Vec<(Option<String>, String)>,
    pub inner: Option<Vec<Piece>>,
    /// The line of the body, from 0.
    pub line: usize,
}

impl Shortcode {
    /// A named argument, or the first bare one where `name` is empty.
    pub fn argument(&self, name: &str) -> Option<&str> {
        let found = self.arguments.iter().find(|(given, _)| given.as_deref().unwrap_or("") == name);
        found.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    }
}

enum Token {
    Text(String),
    Open(Shortcode),
    Close(String),
}

/// Parts a body. A shortcode that is never ended stands alone; an end without a beginning is dropped.
pub(super) fn parse(body: &str) -> Vec<Piece> {
    let tokens = tokens(body);
    let mut open: Vec<(Option<Shortcode>, Vec<Piece>)> = vec![(None, Vec::new())];
    for token in tokens {
        match token {
            Token::Text(text) => push(&mut open, Piece::Text(text)),
            Token::Open(shortcode) => open.push((Some(shortcode), Vec::new())),
            Token::Close(name) => {
                let Some(start) = open.iter().rposition(|(of, _)| of.as_ref().is_some_and(|of| of.name == name)) else { continue };
                // What was opened since and never ended stands alone.
                while open.len() > start + 1 {
                    alone(&mut open);
                }
                if let Some((Some(mut shortcode), inner)) = open.pop() {
                    shortcode.inner = Some(inner);
                    push(&mut open, Piece::Shortcode(shortcode));
                }
            }
        }
    }
    while open.len() > 1 {
        alone(&mut open);
    }
    open.pop().map(|(_, pieces)| pieces).unwrap_or_default()
}

fn push(open: &mut [(Option<Shortcode>, Vec<Piece>)], piece: Piece) {
    if let Some((_, pieces)) = open.last_mut() {
        pieces.push(piece);
    }
}

fn alone(open: &mut Vec<(Option<Shortcode>, Vec<Piece>)>) {
    if let Some((Some(shortcode), after)) = open.pop() {
        push(open, Piece::Shortcode(shortcode));
        for piece in after {
            push(open, piece);
        }
    }
}

fn tokens(body: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut text = String::new();
    let mut at = 0;
    while at < body.len() {
        let rest = &body[at..];
        if let Some((inside, length)) = tag(rest) {
            tokens.push(Token::Text(std::mem::take(&mut text)));
            let line = body[..at].matches('\n').count();
            let inside = inside.trim();
            match inside.strip_prefix('/') {
                // `{{</* note */>}}` is how Hugo writes about a shortcode.
                Some(comment) if comment.starts_with('*') => {
                    let name = comment.trim_matches(['*', '/']).trim();
                    tokens.push(Token::Text(format!("`{name}`")));
                }
                Some(name) => tokens.push(Token::Close(name.trim().to_owned())),
                None => tokens.extend(shortcode(inside, line).map(Token::Open)),
            }
            at += length;
        } else {
            let next = rest.char_indices().nth(1).map_or(rest.len(), |(next, _)| next);
            let next = rest[next..].find("{{").map_or(rest.len(), |brace| next + brace);
            text.push_str(&rest[..next]);
            at += next;
        }
    }
    tokens.push(Token::Text(text));
    tokens.retain(|token| !matches!(token, Token::Text(text) if text.is_empty()));
    tokens
}

/// What stands inside a tag that begins here, and the tag's length.
fn tag(rest: &str) -> Option<(&str, usize)> {
    [("{{<", ">}}"), ("{{%", "%}}")].iter().find_map(|(open, close)| {
        let inside = rest.strip_prefix(open)?;
        let end = inside.find(close)?;
        (!inside[..end].contains("{{<")).then_some((&inside[..end], open.len() + end + close.len()))
    })
}

fn shortcode(inside: &str, line: usize) -> Option<Shortcode> {
    let inside = inside.trim_end_matches('/').trim();
    let end = inside.find(|c: char| c.is_whitespace() || c == '"').unwrap_or(inside.len());
    let (name, rest) = inside.split_at(end);
    (!name.is_empty()).then(|| Shortcode { name: name.to_owned(), arguments: arguments(rest), inner: None, line })
}

/// `src="a b" small=true "bare"`; quotes may be missing, doubled or `\"` escaped.
fn arguments(text: &str) -> Vec<(Option<String>, String)> {
    let mut arguments = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let name_end = rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-'))).unwrap_or(rest.len());
        let (name, after) = rest.split_at(name_end);
        let (name, value) = match after.trim_start().strip_prefix('=') {
            Some(value) if !name.is_empty() => (Some(name.to_owned()), value.trim_start()),
            _ => (None, rest),
        };
        let (value, length) = value_of(value);
        let used = rest.len() - (if name.is_some() { after.trim_start()[1..].trim_start() } else { rest }).len() + length;
        arguments.push((name, value));
        rest = rest[used.max(1).min(rest.len())..].trim_start();
    }
    arguments.retain(|(name, value)| name.is_some() || !value.is_empty());
    arguments
}

/// A value at the start of a text, without its quotes, and its length with them.
fn value_of(text: &str) -> (String, usize) {
    let Some(quote) = text.chars().next().filter(|c| matches!(c, '"' | '`' | '“')) else {
        let end = text.find(char::is_whitespace).unwrap_or(text.len());
        return (text[..end].trim_end_matches('"').to_owned(), end);
    };
    let closing = if quote == '“' { '”' } else { quote };
    let mut value = String::new();
    let mut chars = text.char_indices().skip(1).peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' if quote == '"' && chars.peek().is_some_and(|(_, next)| *next == '"') => {
                value.push('"');
                let _ = chars.next();
            }
            c if c == closing => return (value, at + c.len_utf8()),
            c => value.push(c),
        }
    }
    (value, text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(body: &str) -> Shortcode {
        match parse(body).remove(0) {
            Piece::Shortcode(shortcode) => shortcode,
            piece => panic!("{piece:?}"),
        }
    }

    #[test]
    fn arguments_are_read_in_every_spelling() {
        let image = one(r#"{{< img src=hcd-9 alt="Says \"hi\"" small="true">}}"#);
        assert_eq!(
            (image.argument("src"), image.argument("alt"), image.argument("small")),
            (Some("hcd-9"), Some("Says \"hi\""), Some("true"))
        );
        assert_eq!(one(r#"{{<note "action">}}"#).argument(""), Some("action"));
        let button = one(r#"{{< button href=http://a.example/b.html"" text="View" >}}"#);
        assert_eq!((button.argument("href"), button.argument("text")), (Some("http://a.example/b.html"), Some("View")));
    }

    #[test]
    fn what_is_ended_holds_what_is_between() {
        let note = one("{{< note >}}a {{< img src=\"x\" >}} b{{< /note >}} after");
        assert_eq!(note.inner.map(|inner| inner.len()), Some(3));
    }

    #[test]
    fn what_is_never_ended_stands_alone() {
        let pieces = parse("{{< box >}}a{{< /note >}}\n{{< row >}}b{{< img >}}c{{< /row >}}");
        assert_eq!(pieces.len(), 4);
        assert!(matches!(&pieces[3], Piece::Shortcode(row) if row.line == 1 && row.inner.as_ref().is_some_and(|inner| inner.len() == 3)));
    }

    #[test]
    fn braces_of_other_kinds_are_text() {
        assert_eq!(parse("a {{ b }} {{< c"), [Piece::Text("a {{ b }} {{< c".into())]);
    }
}
