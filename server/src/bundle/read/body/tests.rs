use super::*;

fn plain(body: &str) -> String {
    to_markdown(body, &Index::default()).markdown.trim().to_owned()
}

#[test]
fn markdown_without_html_stays_to_the_letter() {
    let body = "# A *b*\n\n- c  \n  d\n\n| e | f |\n|---|---|\n| <https://a.example> | `<b>` |\n\n    <div>\n\n```\n<p>\n```\n\n5 < 6 && 7 > 3 &#8217;";
    assert_eq!(plain(body), body);
}

#[test]
fn tags_become_marks() {
    for (html, markdown) in [
        ("a<br>b", "a  \nb"),
        ("a<br/>\nb", "a  \nb"),
        ("| a<br>b | c |\n|---|---|\n| d<br />e | f |", "| a b | c |\n|---|---|\n| d e | f |"),
        ("see <a href=\"https://a.example/?b&amp;c\" class='x'>the **b**</a>.", "see [the **b**](https://a.example/?b&c)."),
        ("<strong>a </strong>b <em>c</em> x<sup>2</sup> <s>d</s>", "**a** b *c* x2 ~~d~~"),
        ("an <img alt=\"Old [map]\" src=\"/a b.png\"> here", "an ![Old \\[map\\]](</a b.png>) here"),
        ("a <!-- b --> c", "a  c"),
        ("<!-- b\n\nc -->\n\nd", "d"),
    ] {
        assert_eq!(plain(html), markdown, "{html}");
    }
}

#[test]
fn blocks_become_markdown() {
    assert_eq!(plain("a\n\n<div class=\"x\">\n<h3>T</h3><p>b <b>c</b></p>\n</div>\n\nd *e*"), "a\n\n### T\n\nb **c**\n\nd *e*");
    assert_eq!(plain("<div>\n\nstill *Markdown*\n\n</div>"), "still *Markdown*");
    assert_eq!(plain("<iframe title=\"Map\" src=\"https://m.example/?a\"></iframe>"), "[Map](<https://m.example/?a>)");
    assert_eq!(plain("<ul>\n<li>a</li>\n\n<li>b</li>\n</ul>"), "- a\n- b");
    assert_eq!(
        plain("<input type=\"checkbox\"><label>Do it</label><br>\n<input type=\"checkbox\"><label>And that</label>").replace("\n\n", "\n"),
        "- Do it\n- And that"
    );
}

#[test]
fn tables_keep_every_cell() {
    let table = "<table>\n<thead><tr><th>A</th><th>B</th></tr></thead>\n\n<tbody><tr><th scope=\"row\">c</th><td>d<br>e</td></tr></tbody>\n</table>";
    let markdown = plain(table);
    for cell in ["A", "B", "c", "d", "e"] {
        assert!(markdown.contains(cell), "{markdown}");
    }
    assert_eq!(markdown.lines().count(), 3, "{markdown}");
}

#[test]
fn no_raw_html_is_left() {
    for body in
        ["<x-y>a</x-y>", "<div><div>\n\n<p>", "a <b c", "<script>alert(1)</script>b", "<pre>a\n\n<b>c</b></pre>", "<p>&lt;script&gt;</p>"]
    {
        let markdown = plain(body);
        let raw = Parser::new_ext(&markdown, options()).any(|event| matches!(event, Event::Html(_) | Event::InlineHtml(_)));
        assert!(!raw, "{body} became {markdown}");
    }
}

#[test]
fn shortcodes_become_markdown() {
    for (shortcode, markdown) in [
        ("{{< note \"action\" >}}\na\n\nb\n{{< /note >}}", "> a\n>\n> b"),
        ("{{< youtube id=\"x1\" title=\"T [1]\" >}}", "[Video: T \\[1\\]](https://www.youtube.com/watch?v=x1)"),
        ("{{< button href=\"https://a.example\" text=\"Go\" >}}", "[Go](https://a.example)"),
        ("[a]({{< link \"https://a.example/b\" >}}) b", "[a](https://a.example/b) b"),
        ("<a href=\"{{< link \"/event/x/\" >}}\">a</a>", "[a](/event/x/)"),
        ("{{< accordion kicker=\"Slides\" title=\"Talk\" >}}\n**1.** a\n{{< /accordion >}}", "### Slides: Talk\n\n**1.** a"),
        ("{{< asset-static file=\"a.pdf\" label=\"The slides\" >}}", "[The slides](https://s3.amazonaws.com/digitalgov/static/a.pdf)"),
        ("{{< legacy-img src=\"/2014/a.png\" alt=\"A\" >}}", "![A](https://s3.amazonaws.com/digitalgov/_legacy-img/2014/a.png)"),
        ("{{< quote-block text=\"Q\" cite=\"C\" >}}", "> Q\n>\n> — C"),
        ("{{< ring title=\"T\" >}}a{{< /ring >}}", "> **T**\n>\n> a"),
        ("{{< box >}}\n- a\n- b\n{{< /box >}}", "> - a\n> - b"),
        (
            "{{< do-dont-table >}}\n {{< row >}}{{< do-row >}} a|b {{< /do-row >}}{{< dont-row >}} <b>c</b> {{< /dont-row >}}{{< /row >}}\n{{< /do-dont-table >}}",
            "| Do | Don’t |\n|---|---|\n| a\\|b | **c** |",
        ),
        ("- a {{< note >}}b{{< /note >}}", "- a \n\n> b"),
    ] {
        assert_eq!(plain(shortcode), markdown, "{shortcode}");
    }
}

#[test]
fn blocks_inside_blocks_keep_their_margin() {
    assert_eq!(
        plain("{{< note >}}\n{{< checkbox >}}a{{< /checkbox >}}\n{{< ring title=\"T\" >}}b\n\nc{{< /ring >}}\n{{< /note >}}"),
        "> - a\n>\n> > **T**\n> >\n> > b\n> >\n> > c"
    );
}

#[test]
fn unknown_shortcodes_are_told_of() {
    let plain = to_markdown("a\n{{< widget >}}\n{{< frame >}}b{{< /frame >}}", &Index::default());
    assert_eq!(
        plain.remarks.iter().map(|(line, severity, _)| (*line, *severity)).collect::<Vec<_>>(),
        [(1, Severity::LeftOut), (2, Severity::Changed)]
    );
    assert_eq!(plain.markdown.trim(), "a\n\nb");
}

#[test]
fn odd_spaces_are_kept_in_code_only() {
    assert_eq!(plain("a\u{a0}b `c\u{a0}d`"), "a b `c\u{a0}d`");
}
