//! A file of a dump: one element `<row …/>` after the other, read one at a time.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use anyhow::{Context, anyhow};
use chrono::{DateTime, NaiveDateTime, Utc};
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

/// The attributes of a row.
#[derive(Debug, Default)]
pub(super) struct Row(HashMap<String, String>);

impl Row {
    /// Takes an attribute; `None` where it is missing or empty.
    pub(super) fn text(&mut self, name: &str) -> Option<String> {
        self.0.remove(name).filter(|text| !text.trim().is_empty())
    }

    /// A number.
    pub(super) fn number(&self, name: &str) -> Option<i64> {
        self.0.get(name)?.trim().parse().ok()
    }

    /// An instant: dumps write UTC without saying so.
    pub(super) fn instant(&self, name: &str) -> Option<DateTime<Utc>> {
        let text = self.0.get(name)?.trim().trim_end_matches('Z');
        Some(text.parse::<NaiveDateTime>().ok()?.and_utc())
    }

    /// Whether an attribute is there.
    pub(super) fn has(&self, name: &str) -> bool {
        self.0.get(name).is_some_and(|text| !text.is_empty())
    }
}

/// Hands every row of a file to `take`, whose memory it uses again for the next.
pub(super) fn rows(path: &Path, take: impl FnMut(Row) -> anyhow::Result<()>) -> anyhow::Result<()> {
    let file = File::open(path).with_context(|| format!("{} can’t be opened", path.display()))?;
    rows_of(BufReader::with_capacity(1 << 18, file), take).with_context(|| format!("{} can’t be read", path.display()))
}

fn rows_of(mut source: impl BufRead, mut take: impl FnMut(Row) -> anyhow::Result<()>) -> anyhow::Result<()> {
    if source.fill_buf()?.starts_with(b"\xef\xbb\xbf") {
        source.consume(3);
    }
    let mut reader = Reader::from_reader(source);
    let mut buffer = Vec::new();
    loop {
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Empty(element) | Event::Start(element)) if element.name().as_ref() == b"row" => take(row(&element)?)?,
            Ok(Event::Eof) => return Ok(()),
            Ok(_) => {}
            Err(error) => return Err(anyhow!("it is no XML at byte {}: {error}", reader.error_position())),
        }
        buffer.clear();
    }
}

fn row(element: &BytesStart<'_>) -> anyhow::Result<Row> {
    let mut row = Row::default();
    for attribute in element.attributes() {
        let attribute = attribute?;
        let name = String::from_utf8_lossy(attribute.key.as_ref()).into_owned();
        let text = attribute.normalized_value(XmlVersion::Implicit1_0)?;
        // A character that XML allows and databases don't.
        row.0.insert(name, text.replace('\0', ""));
    }
    Ok(row)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_read_with_their_entities_behind_a_byte_order_mark() {
        let xml = "\u{feff}<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<posts>\n  <row Id=\"7\" Body=\"&lt;p&gt;a &amp;amp; b&lt;/p&gt;&#xA;&#xD;\" CreationDate=\"2014-05-14T08:11:02.157\" Empty=\"\"/>\n  <row Id=\"8\"></row></posts>";
        let mut found = Vec::new();
        rows_of(xml.as_bytes(), |mut row| {
            found.push((row.number("Id"), row.instant("CreationDate").map(|at| at.timestamp()), row.text("Body"), row.has("Empty")));
            Ok(())
        })
        .unwrap();
        assert_eq!(found, [(Some(7), Some(1_400_055_062), Some("<p>a &amp; b</p>\n\r".to_owned()), false), (Some(8), None, None, false)]);
    }

    #[test]
    fn what_is_no_xml_is_an_error_that_says_where() {
        let error = rows_of("<posts><row Id=\"7\"".as_bytes(), |_| Ok(())).unwrap_err().to_string();
        assert!(error.starts_with("it is no XML at byte"), "{error}");
    }
}
