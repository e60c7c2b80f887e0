//! Pages as one HTML file that needs nothing else: pictures are in it, links among its pages lead within it, and all others lead to the site. Pure.

use std::collections::HashMap;

use crate::markdown::lowered;
use crate::ui::html::escape;

/// How it looks: what any browser and any printer can do.
const STYLE: &str = "body{max-width:44rem;margin:2rem auto;padding:0 1rem;font:1rem/1.6 system-ui,sans-serif;color:#1b1b1b;background:#fff}\
article{margin-block-start:4rem}h1,h2,h3,h4,h5,h6{line-height:1.25}img{max-width:100%;height:auto}table{border-collapse:collapse}\
th,td{padding:.3rem .6rem;border:1px solid #999;text-align:start}.center{text-align:center}.right{text-align:end}pre{overflow-x:auto;padding:.8rem;background:#f3f3f3}\
blockquote{margin-inline:0;padding-inline-start:1rem;border-inline-start:3px solid #999}a{color:#0e5a4e}\
.embedded{padding:0;list-style:none}.embedded li{margin-block-end:.3rem;padding:.6rem .8rem;border-inline-start:3px solid #999;background:#f3f3f3}.embedded span{display:block}@media print{article{break-before:page}}";

/// A page of the file.
#[derive(Debug)]
pub(super) struct Sheet {
    /// Its path.
    pub(super) path: String,
    /// Its title.
    pub(super) title: String,
    /// Its text, rendered.
    pub(super) html: String,
}

/// What the file is of, and what is in it besides its pages.
pub(super) struct Around<'a> {
    /// Its title.
    pub(super) title: &'a str,
    /// What addresses of the site begin with.
    pub(super) base_url: &'a str,
    /// What addresses of its pages begin with on the site.
    pub(super) place: &'a str,
    /// Pictures as `data:`, by their addresses on the site.
    pub(super) pictures: &'a HashMap<String, String>,
}

/// The file.
pub(super) fn document(around: &Around<'_>, sheets: &[Sheet]) -> String {
    let numbers: HashMap<&str, usize> = sheets.iter().enumerate().map(|(number, sheet)| (sheet.path.as_str(), number)).collect();
    let title = escape(around.title);
    let mut html = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n"
    );
    if sheets.len() > 1 {
        let entry =
            |(number, sheet): (usize, &Sheet)| format!("<li><a href=\"#page-{number}\" dir=\"auto\">{}</a></li>\n", escape(&sheet.title));
        html.push_str(&format!(
            "<nav aria-label=\"Pages\">\n<ol>\n{}</ol>\n</nav>\n",
            sheets.iter().enumerate().map(entry).collect::<String>()
        ));
    }
    for (number, sheet) in sheets.iter().enumerate() {
        let text = led(&lowered(&sheet.html), |name, value| match name {
            "id" => format!("page-{number}-{value}"),
            "src" => around.pictures.get(value).cloned().unwrap_or_else(|| away(around, value)),
            _ => leads(around, (number, &numbers), value),
        });
        html.push_str(&format!(
            "<article id=\"page-{number}\">\n<h2 dir=\"auto\">{}</h2>\n<div dir=\"auto\">\n{text}</div>\n</article>\n",
            escape(&sheet.title)
        ));
    }
    html.push_str("</body>\n</html>\n");
    html
}

/// Where a link of a page leads in the file.
fn leads(around: &Around<'_>, (number, numbers): (usize, &HashMap<&str, usize>), href: &str) -> String {
    if let Some(anchor) = href.strip_prefix('#') {
        return format!("#page-{number}-{anchor}");
    }
    let path = href.strip_prefix(around.base_url).unwrap_or(href).strip_prefix(around.place).and_then(|rest| rest.strip_prefix('/'));
    let (path, anchor) =
        path.map_or((None, ""), |path| path.split_once('#').map_or((Some(path), ""), |(path, anchor)| (Some(path), anchor)));
    match path.and_then(|path| numbers.get(path)) {
        Some(there) if anchor.is_empty() => format!("#page-{there}"),
        Some(there) => format!("#page-{there}-{anchor}"),
        None => away(around, href),
    }
}

/// An address as it is to be followed from anywhere.
fn away(around: &Around<'_>, href: &str) -> String {
    if href.starts_with('/') && !href.starts_with("//") { format!("{}{href}", escape(around.base_url)) } else { href.to_owned() }
}

/// The addresses of pictures in rendered texts.
pub(super) fn pictures(sheets: &[Sheet]) -> Vec<String> {
    let mut found = Vec::new();
    for sheet in sheets {
        led(&sheet.html, |name, value| {
            if name == "src" && !found.iter().any(|known| known == value) {
                found.push(value.to_owned());
            }
            String::new()
        });
    }
    found
}

/// A rendered text with what its tags say of `href`, `src` and `id` given anew. Text has its "<" and its quotes escaped, so what looks like a tag is one.
fn led(html: &str, mut value_of: impl FnMut(&str, &str) -> String) -> String {
    let mut whole = String::with_capacity(html.len() + 64);
    let mut rest = html;
    while let Some((before, tag)) = rest.split_once('<') {
        whole.push_str(before);
        whole.push('<');
        let (mut tag, after) = tag.split_once('>').unwrap_or((tag, ""));
        while let Some((before, quoted)) = tag.split_once("=\"") {
            let (value, behind) = quoted.split_once('"').unwrap_or((quoted, ""));
            let name = before.rsplit(' ').next().unwrap_or_default();
            let value = if matches!(name, "href" | "src" | "id") { value_of(name, value) } else { value.to_owned() };
            whole.push_str(&format!("{before}=\"{value}\""));
            tag = behind;
        }
        whole.push_str(tag);
        whole.push('>');
        rest = after;
    }
    whole.push_str(rest);
    whole
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::render;

    fn written(pages: &[(&str, &str, &str)]) -> String {
        let sheet =
            |(path, title, text): &(&str, &str, &str)| Sheet { path: (*path).to_owned(), title: (*title).to_owned(), html: render(text) };
        let sheets: Vec<Sheet> = pages.iter().map(sheet).collect();
        let pictures = HashMap::from([("/files/1/wall.png".to_owned(), "data:image/png;base64,AA==".to_owned())]);
        let around = Around { title: "Pages of <Design>", base_url: "https://g.example", place: "/c/design/pages", pictures: &pictures };
        document(&around, &sheets)
    }

    #[test]
    fn links_lead_within_the_file_where_they_can_and_to_the_site_where_not() {
        let html = written(&[
            (
                "a",
                "One",
                "## Why\n\n[here](#why) [b](/c/design/pages/a/b#how) [b](https://g.example/c/design/pages/a/b) [c](/c/design/pages/c) [d](https://d.example/) [e](//e.example)",
            ),
            ("a/b", "Two & more", "## Why\n\n## How"),
        ]);
        for part in [
            "<title>Pages of &lt;Design&gt;</title>",
            "<h3 id=\"page-0-why\">",
            "<h3 id=\"page-1-why\">",
            "href=\"#page-0-why\"",
            "href=\"#page-1-how\"",
            "<a href=\"#page-1\">b</a>",
            "href=\"https://g.example/c/design/pages/c\"",
            "href=\"https://d.example/\"",
            "href=\"//e.example\"",
            "<li><a href=\"#page-1\" dir=\"auto\">Two &amp; more</a></li>",
        ] {
            assert!(html.contains(part), "{part} in {html}");
        }
    }

    #[test]
    fn pictures_are_in_it_and_what_people_typed_never_becomes_markup() {
        let html = written(&[(
            "a",
            "<b>",
            "![A \"wall\" <x>](/files/1/wall.png) ![gone](/files/2/x.png) `<img src=\"/files/1/wall.png\">` <script>x</script>",
        )]);
        assert!(
            html.contains("<img src=\"data:image/png;base64,AA==\" alt=\"A &quot;wall&quot; ")
                && html.contains("src=\"https://g.example/files/2/x.png\""),
            "{html}"
        );
        assert!(!html.contains("<script") && !html.contains("<b>") && html.contains("&lt;img src="), "{html}");
        assert_eq!(html.matches("data:image").count(), 1);
    }
}
