//! YAML as a tree that keeps how each value was written, and on which line: `1.10`, `yes` and `2019-11-04` stay what somebody typed.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::Spanned;

/// A value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Node {
    /// Nothing was written, or `null`.
    Null,
    /// What was written, without its quotes.
    Text(String),
    /// `[a, b]`.
    List(Vec<Item>),
    /// `{a: b}`; a repeated key stands as often as it was written.
    Map(Vec<Entry>),
}

/// A value of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Item {
    pub line: usize,
    pub value: Node,
}

/// A key and its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub key: String,
    pub line: usize,
    pub value: Node,
}

impl Node {
    /// Whether it says nothing: null, blank, or lists and maps of such.
    pub fn is_empty(&self) -> bool {
        match self {
            Node::Null => true,
            Node::Text(text) => text.trim().is_empty(),
            Node::List(items) => items.iter().all(|item| item.value.is_empty()),
            Node::Map(entries) => entries.iter().all(|entry| entry.value.is_empty()),
        }
    }
}

/// Why YAML can't be read, and on which line of the file.
#[derive(Debug)]
pub(super) struct YamlError {
    pub line: usize,
    pub message: String,
}

/// Reads the fields of front matter that begins on `first_line` of its file.
pub(super) fn parse(yaml: &str, first_line: usize) -> Result<Vec<Entry>, YamlError> {
    if yaml.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#')) {
        return Ok(Vec::new());
    }
    let options = serde_saphyr::options! {
        duplicate_keys: serde_saphyr::DuplicateKeyPolicy::PassThrough,
        with_snippet: false,
        strict_booleans: true,
        // A community may have a hundred thousand members.
        budget: serde_saphyr::budget! { max_nodes: 10_000_000, max_events: 40_000_000 },
    };
    let file_line = |line: u64| first_line + usize::try_from(line).unwrap_or(1).saturating_sub(1);
    let tree: Spanned<Tree> = serde_saphyr::from_str_with_options(yaml, options).map_err(|error| {
        let line = error.location().map_or(first_line, |location| file_line(location.line()));
        YamlError { line, message: error.without_snippet().to_string() }
    })?;
    match resolve(tree, yaml, &file_line).1 {
        Node::Map(entries) => Ok(entries),
        Node::Null => Ok(Vec::new()),
        _ => Err(YamlError { line: first_line, message: "the front matter is not a list of `field: value`".to_owned() }),
    }
}

/// What the deserializer sees. A scalar it takes for a number or a truth value is found again in the source.
enum Tree {
    Null,
    Typed,
    Text(String),
    List(Vec<Spanned<Tree>>),
    Map(Vec<(Spanned<String>, Spanned<Tree>)>),
}

fn resolve(tree: Spanned<Tree>, source: &str, file_line: &dyn Fn(u64) -> usize) -> (usize, Node) {
    let location = tree.referenced;
    let node = match tree.value {
        Tree::Null => Node::Null,
        Tree::Text(text) => Node::Text(text),
        Tree::Typed => {
            let span = tree.defined.span();
            let start = span.byte_offset().and_then(|at| usize::try_from(at).ok());
            let length = span.byte_len().and_then(|length| usize::try_from(length).ok());
            let written = start.zip(length).and_then(|(start, length)| source.get(start..start + length));
            Node::Text(written.unwrap_or_default().trim().to_owned())
        }
        Tree::List(items) => Node::List(
            items
                .into_iter()
                .map(|item| {
                    let (line, value) = resolve(item, source, file_line);
                    Item { line, value }
                })
                .collect(),
        ),
        Tree::Map(entries) => Node::Map(
            entries
                .into_iter()
                .map(|(key, value)| {
                    let line = file_line(key.referenced.line());
                    Entry { key: key.value, line, value: resolve(value, source, file_line).1 }
                })
                .collect(),
        ),
    };
    (file_line(location.line()), node)
}

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TreeVisitor)
    }
}

struct TreeVisitor;

impl<'de> Visitor<'de> for TreeVisitor {
    type Value = Tree;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Tree, E> {
        Ok(Tree::Null)
    }

    fn visit_none<E>(self) -> Result<Tree, E> {
        Ok(Tree::Null)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Tree, E> {
        Ok(Tree::Typed)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Tree, E> {
        Ok(Tree::Typed)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Tree, E> {
        Ok(Tree::Typed)
    }

    fn visit_i128<E>(self, _: i128) -> Result<Tree, E> {
        Ok(Tree::Typed)
    }

    fn visit_u128<E>(self, _: u128) -> Result<Tree, E> {
        Ok(Tree::Typed)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Tree, E> {
        Ok(Tree::Typed)
    }

    fn visit_str<E>(self, text: &str) -> Result<Tree, E> {
        Ok(Tree::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Tree, E> {
        Ok(Tree::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Tree, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(Tree::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Tree, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Tree::Map(entries))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(yaml: &str) -> Node {
        parse(yaml, 1).unwrap().remove(0).value
    }

    #[test]
    fn values_stay_as_they_were_written() {
        for written in ["1.10", "yes", "True", "3,144", "0x1F", "007", "1e3", "2019-11-04 8:45:00 -0500", "+1", ".5", "12:30:00", "1_000"] {
            assert_eq!(text(&format!("é: {written}")), Node::Text(written.to_owned()));
            assert_eq!(text(&format!("a: \"{written}\"")), Node::Text(written.to_owned()));
        }
        for nothing in ["", "~", "null", "# only a comment"] {
            assert_eq!(text(&format!("a: {nothing}")), Node::Null, "{nothing}");
        }
    }

    #[test]
    fn lines_are_the_files() {
        let entries = parse("# comment\na: 1\n\nb:\n  - x\n  - c: 2\n", 4).unwrap();
        assert_eq!((entries[0].line, entries[1].line), (5, 7));
        let Node::List(items) = &entries[1].value else { panic!("{entries:?}") };
        assert_eq!((items[0].line, items[1].line), (8, 9));
    }

    #[test]
    fn repeated_keys_are_kept() {
        assert_eq!(parse("a: 1\nb: 2\na: 3\n", 1).unwrap().len(), 3);
    }

    #[test]
    fn errors_name_the_line() {
        assert_eq!(parse("a: 1\nb: [1\nc: 2\n", 2).unwrap_err().line, 4);
    }

    #[test]
    fn comments_alone_are_no_fields() {
        assert_eq!(parse("# nothing\n", 1).unwrap(), []);
    }
}
