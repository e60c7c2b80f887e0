//! Values of any content, nasty ones before all.

use app::link::Link;
use chrono::{DateTime, NaiveDateTime, Utc};
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use crate::bundle::record::tidy_body;

const NASTY: &[&str] = &[
    "yes",
    "No",
    "null",
    "~",
    "1.0",
    "007",
    "0x1F",
    "1e3",
    "1_000",
    ".5",
    "-",
    "- a",
    "# b",
    "a # b",
    "a: b",
    "a:",
    ": a",
    "'q'",
    "\"q\"",
    "it's",
    "@x",
    "`y`",
    "%z",
    "&a",
    "*b",
    "!c",
    "!!str d",
    "{d}",
    "[e]",
    "|",
    ">",
    "? f",
    "é✓ 北京",
    "2019-01-01",
    "12:30:00",
    "...",
    "---",
    "=",
    "<<",
    "<<: *a",
    "\\n",
    "a\tb",
    "a\\",
    "${HOME}",
    "true",
    "a\u{85}b",
    "a\u{2028}b",
    "\u{feff}x",
    "a\u{7f}b",
    "a\u{7}b",
    "\u{1f600}",
    "a  b",
    ",a",
    "a, b",
    "+1",
    "-1",
    "0o17",
    "1:30",
    "NaN",
    ".inf",
    "on",
    "y",
    "\u{a0}x\u{a0}y",
    "&amp;",
];

pub fn line() -> impl Strategy<Value = String> {
    let text = prop_oneof![select(NASTY).prop_map(str::to_owned), "[ -~éß—’]{1,60}", "[a-z :#'\"\\-]{80,140}"];
    text.prop_map(|text| text.trim().to_owned()).prop_filter("says something", |text| !text.is_empty())
}

pub fn markdown() -> impl Strategy<Value = String> {
    let text = prop_oneof![
        line(),
        Just(String::new()),
        Just("    code".to_owned()),
        Just("\tx".to_owned()),
        Just("> q  ".to_owned()),
        "[ -~]{0,30}"
    ];
    vec(text, 0..8).prop_map(|lines| tidy_body(&lines.join("\n"))).prop_filter("is no heading of a charter", |text| !text.contains("## W"))
}

pub fn some_markdown() -> impl Strategy<Value = String> {
    markdown().prop_filter("says something", |text| !text.is_empty())
}

pub fn slug() -> impl Strategy<Value = String> {
    "[a-z0-9]{1,8}(-[a-z0-9]{1,5}){0,2}"
}

pub fn instant() -> impl Strategy<Value = DateTime<Utc>> {
    (0i64..4_000_000_000_000_000).prop_map(|micros| DateTime::from_timestamp_micros(micros).unwrap())
}

pub fn wall() -> impl Strategy<Value = NaiveDateTime> {
    (0i64..4_000_000_000).prop_map(|seconds| DateTime::from_timestamp(seconds, 0).unwrap().naive_utc())
}

pub fn date() -> impl Strategy<Value = chrono::NaiveDate> {
    wall().prop_map(|wall| wall.date())
}

pub fn address() -> impl Strategy<Value = String> {
    select(&["https://a.example/b?c=d&e#f", "http://[::1]/x", "mailto:a@b.example", "/c/x", "https://a.example/%20(x)"][..])
        .prop_map(str::to_owned)
}

pub fn links() -> impl Strategy<Value = Vec<Link>> {
    vec((line(), address(), of(line())).prop_map(|(title, url, summary)| Link { title, url, summary }), 0..3).prop_map(distinct)
}

pub fn distinct<T: PartialEq>(list: Vec<T>) -> Vec<T> {
    let mut kept = Vec::new();
    for item in list {
        if !kept.contains(&item) {
            kept.push(item);
        }
    }
    kept
}

pub fn some(of: &'static [&'static str]) -> impl Strategy<Value = Vec<String>> {
    subsequence(of, 0..=of.len()).prop_map(|some| some.into_iter().map(str::to_owned).collect())
}

pub fn topics() -> impl Strategy<Value = Vec<String>> {
    some(&["data", "design", "yes"])
}

pub fn people() -> impl Strategy<Value = Vec<String>> {
    some(&["ada", "bob", "eve", "null"])
}

pub fn person() -> impl Strategy<Value = String> {
    select(&["ada", "bob", "eve", "null"][..]).prop_map(str::to_owned)
}

pub fn word<W: Copy + std::fmt::Debug + 'static>(all: &'static [W]) -> impl Strategy<Value = W> {
    select(all)
}

pub fn zone() -> impl Strategy<Value = String> {
    select(&["UTC", "Europe/London", "America/New_York"][..]).prop_map(str::to_owned)
}
