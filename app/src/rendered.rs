//! Rendered texts, cut into what is running text and what is not: tags, links and code.

/// A piece of a rendered text.
pub(crate) enum Piece<'h> {
    /// Running text, escaped as HTML.
    Text(&'h str),
    /// Whatever else: a tag, and what stands in a link or in code.
    Other(&'h str),
}

/// Cuts a rendered text into its pieces, in their order; together they are the whole of it.
pub(crate) fn pieces<'h>(html: &'h str, mut piece: impl FnMut(Piece<'h>)) {
    let mut inside = 0_usize;
    let mut rest = html;
    while !rest.is_empty() {
        if rest.starts_with('<') {
            let end = rest.find('>').map_or(rest.len(), |end| end + 1);
            let (tag, after) = rest.split_at(end);
            let name = tag.trim_start_matches(['<', '/']).split([' ', '>']).next().unwrap_or_default();
            if matches!(name, "a" | "code" | "pre") {
                inside = if tag.starts_with("</") { inside.saturating_sub(1) } else { inside + 1 };
            }
            piece(Piece::Other(tag));
            rest = after;
            continue;
        }
        let (text, after) = rest.split_at(rest.find('<').unwrap_or(rest.len()));
        piece(if inside > 0 { Piece::Other(text) } else { Piece::Text(text) });
        rest = after;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_and_code_are_no_running_text_and_nothing_is_lost() {
        let html = "<p>a <a href=\"/x\">b <em>c</em></a> d <code>e</code></p><pre><code>f</code></pre>g";
        let (mut whole, mut running) = (String::new(), Vec::new());
        pieces(html, |piece| match piece {
            Piece::Text(text) => {
                whole.push_str(text);
                running.push(text);
            }
            Piece::Other(other) => whole.push_str(other),
        });
        assert_eq!(whole, html);
        assert_eq!(running, ["a ", " d ", "g"]);
    }
}
