use proptest::prelude::*;

use super::*;

fn text(says: &str) -> Pasted {
    Pasted::Text(says.to_owned())
}

fn element(name: &str, children: Vec<Pasted>) -> Pasted {
    Pasted::Element(Element { name: name.to_owned(), children, ..Element::default() })
}

fn link(address: &str, says: &str) -> Pasted {
    Pasted::Element(Element { name: "a".to_owned(), address: address.to_owned(), children: vec![text(says)], ..Element::default() })
}

fn pasted(pieces: Vec<Pasted>) -> String {
    markdown(&pieces).unwrap_or_default().0
}

#[test]
fn looks_are_read_from_the_attribute_as_it_is_written() {
    let looks = |style| {
        let Looks { bold, italic } = Looks::of(style);
        (bold, italic)
    };
    assert_eq!(looks(""), (None, None));
    assert_eq!(looks("color: red; FONT-WEIGHT : 700"), (Some(true), None));
    assert_eq!(looks("font-weight:normal;font-style:Italic !important;"), (Some(false), Some(true)));
    assert_eq!(looks("font-weight:bold;font-weight:400;font-style:normal"), (Some(false), Some(false)));
    assert_eq!(looks("font-weight:;font-style"), (None, None));
}

#[test]
fn what_is_nothing_but_words_is_left_to_the_browser() {
    let looks = element("span", vec![text("Plain")]);
    assert!(markdown(&[element("div", vec![looks.clone(), element("script", vec![text("alert(1)")])])]).is_none());
    assert!(markdown(&[link("javascript:alert(1)", "words")]).is_none());
    assert!(markdown(&[link("/c/design", "words")]).is_none());
}

#[test]
fn headings_lists_links_and_emphasis_stay() {
    let point = |says: &str| element("li", vec![text(says)]);
    let said = pasted(vec![
        element("h2", vec![text(" Our\n plan ")]),
        element("p", vec![text("We "), element("b", vec![text("meet ")]), text("on "), link("https://a.example/b", "Mondays"), text(".")]),
        element(
            "ul",
            vec![point("One"), text("\n  "), element("li", vec![text("Two"), element("ol", vec![point("Deep"), point("Deeper")])])],
        ),
        element("blockquote", vec![element("p", vec![text("Said")]), element("p", vec![text("twice")])]),
        element("hr", vec![]),
    ]);
    let expected = "## Our plan\n\nWe **meet** on [Mondays](<https://a.example/b>).\n\n- One\n- Two\n  1. Deep\n  2. Deeper\n\n> Said\n>\n> twice\n\n---";
    assert_eq!(said, expected);
}

#[test]
fn tables_and_code_stay() {
    let row = |cell: &str, cells: [&str; 2]| element("tr", cells.map(|says| element(cell, vec![element("p", vec![text(says)])])).into());
    let said = pasted(vec![
        element("table", vec![element("tbody", vec![row("th", ["Name", "a|b"]), row("td", ["Ada", "2"])])]),
        element("pre", vec![element("div", vec![text("let a = \"```\";")]), element("div", vec![text("  b")])]),
    ]);
    assert_eq!(said, "| Name | a\\|b |\n| --- | --- |\n| Ada | 2 |\n\n````\nlet a = \"```\";\n  b\n````");
}

#[test]
fn a_wrapper_that_says_bold_and_is_not_is_no_mark() {
    let wrapper = Element {
        name: "b".to_owned(),
        bold: Some(false),
        children: vec![element("p", vec![text("Words")]), element("h3", vec![text("More")])],
        ..Element::default()
    };
    assert_eq!(pasted(vec![Pasted::Element(wrapper)]), "Words\n\n### More");
    let looks =
        Element { name: "span".to_owned(), bold: Some(true), italic: Some(true), children: vec![text("loud")], ..Element::default() };
    assert_eq!(pasted(vec![Pasted::Element(looks)]), "***loud***");
}

/// Words with whatever Markdown might take for its own.
fn says() -> impl Strategy<Value = String> {
    "[a-c1.)#>+*_`~|&;<>!\\[\\](){}\\\\=éß😀 -]{1,12}"
}

fn inlines() -> impl Strategy<Value = Vec<Pasted>> {
    let leaf = prop_oneof![says().prop_map(Pasted::Text), says().prop_map(|says| link("https://a.example/", &says))];
    let marked = leaf.prop_recursive(3, 12, 3, |inner| {
        (prop::sample::select(vec!["b", "em", "span", "s"]), prop::collection::vec(inner, 1..3))
            .prop_map(|(name, children)| element(name, children))
    });
    prop::collection::vec(marked, 1..4)
}

fn squeezed(says: &str) -> String {
    says.split_whitespace().collect::<Vec<_>>().join(" ")
}

proptest! {
    /// Whatever the words, the page says them: nothing is lost, and nothing in them becomes markup.
    #[test]
    fn what_was_pasted_is_what_the_page_says(paragraphs in prop::collection::vec((prop::sample::select(vec!["p", "li", "h2", "blockquote"]), inlines()), 1..4)) {
        let pieces: Vec<Pasted> = paragraphs.iter().map(|(name, words)| match *name {
            "li" => element("ul", vec![element("li", words.clone())]),
            name => element(name, words.clone()),
        }).collect();
        let Some((said, _)) = markdown(&pieces) else { return Ok(()) };
        let expected: Vec<String> = paragraphs.iter().map(|(_, words)| squeezed(&text_of(words))).filter(|says| !says.is_empty()).collect();
        let shown = squeezed(&crate::markdown::plain(&said));
        prop_assert_eq!(shown, squeezed(&expected.join(" ")), "{}", said);
    }
}
