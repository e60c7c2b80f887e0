//! What each shortcode is in plain Markdown.

use super::shortcodes::{Piece, Shortcode};
use super::{Kept, Plain, html, outside_code, single_gaps};
use crate::bundle::Severity;
use crate::bundle::note::Tally;
use crate::bundle::read::index::Index;
use crate::bundle::read::text;
use crate::bundle::record::tidy_body;

/// Where digital.gov keeps the files its shortcodes name.
const ASSETS: &str = "https://s3.amazonaws.com/digitalgov";

/// Text with all shortcodes as Markdown, set aside in `kept`.
pub(super) fn render(pieces: &[Piece], index: &Index, kept: &mut Kept, plain: &mut Plain) -> String {
    let mut text = String::new();
    for piece in pieces {
        match piece {
            Piece::Text(written) => text.push_str(written),
            Piece::Shortcode(shortcode) => {
                let meant = meaning(shortcode, index, kept, plain);
                text.push_str(&place(meant, kept));
            }
        }
    }
    text
}

enum Meant {
    /// A part of a line.
    Inline(String),
    /// A block of its own.
    Block(String),
}

fn place(meant: Meant, kept: &mut Kept) -> String {
    match meant {
        Meant::Inline(text) => kept.keep(text),
        Meant::Block(text) if text.is_empty() => String::new(),
        Meant::Block(text) => format!("\n\n{}\n\n", kept.keep(text)),
    }
}

/// What stands inside, as finished Markdown.
fn inner(shortcode: &Shortcode, index: &Index, kept: &mut Kept, plain: &mut Plain) -> String {
    let Some(pieces) = &shortcode.inner else { return String::new() };
    // Shortcodes are often indented for the eye, which Markdown would take for code.
    let text = unindented(&render(pieces, index, kept, plain));
    tidy_body(&outside_code(&html::to_markdown(&text), single_gaps))
}

fn meaning(shortcode: &Shortcode, index: &Index, kept: &mut Kept, plain: &mut Plain) -> Meant {
    let argument = |name: &str| shortcode.argument(name);
    if shortcode.name == "do-dont-table" {
        let caption = argument("caption").map(|caption| format!("{caption}\n\n")).unwrap_or_default();
        return Meant::Block(format!("{caption}| Do | Don’t |\n|---|---|\n{}", rows(shortcode, index, kept, plain)));
    }
    let inside = inner(shortcode, index, kept, plain);
    match shortcode.name.as_str() {
        "ref" | "relref" | "link" => Meant::Inline(target(shortcode, index, plain)),
        "asset-static" | "tos-file" => file(argument("file"), argument("label"), "static"),
        "legacy-file" => file(argument("file").or(argument("src")), argument("label"), "_legacy-img"),
        "img" | "img-right" | "img-flexible" | "img-bw" | "asset-img" | "theme-img" | "figure" => image(shortcode, plain),
        "legacy-img" | "legacy-img-right" => {
            let source = argument("src").unwrap_or_default().trim_start_matches('/');
            Meant::Inline(format!("![{}]({ASSETS}/_legacy-img/{source})", label(argument("alt"))))
        }
        "youtube" | "fb-video" | "vimeo" => video(shortcode),
        "button" => match argument("href") {
            Some(address) => Meant::Block(format!("[{}]({})", label(argument("text").or(Some(address))), address_in(address))),
            None => Meant::Block(inside),
        },
        "featured-resource" => featured(shortcode, index),
        "card-policy" | "card-law" => card(shortcode, &inside),
        "quote-block" | "card-quote" => {
            let cite = argument("cite").map(|cite| format!("\n\n— {cite}")).unwrap_or_default();
            Meant::Block(quoted(&format!("{}{cite}", argument("text").map_or(inside.as_str(), str::trim))))
        }
        "note" | "note-2" | "box" | "highlight" | "card-prompt" | "disclaimer" => Meant::Block(quoted(&inside)),
        "ring" => Meant::Block(quoted(&titled("**", argument("title"), &inside))),
        "accordion" => {
            let title = [argument("kicker"), argument("title")].into_iter().flatten().collect::<Vec<_>>().join(": ");
            let heading = if title.is_empty() { String::new() } else { format!("### {title}\n\n") };
            Meant::Block(format!("{heading}{inside}"))
        }
        "checklist" | "checklist-sublist" | "card" => Meant::Block(inside),
        "checkbox" => Meant::Block(item(&inside, "")),
        "checkbox-sublist-item" => Meant::Block(item(&inside, "  ")),
        _ => unknown(shortcode, inside, plain),
    }
}

fn unknown(shortcode: &Shortcode, inside: String, plain: &mut Plain) -> Meant {
    let (severity, what) = match shortcode.inner {
        Some(_) => (Severity::Changed, "is not known here; what stands inside was kept, its frame was not"),
        None => (Severity::LeftOut, "is not known here and was left out; write in Markdown what it shows"),
    };
    plain.remarks.push((shortcode.line, severity, format!("The shortcode `{}` {what}", shortcode.name)));
    Meant::Block(inside)
}

/// The address a `ref` or `link` means.
fn target(shortcode: &Shortcode, index: &Index, plain: &mut Plain) -> String {
    let link = shortcode.argument("").or(shortcode.argument("path")).or(shortcode.argument("href")).unwrap_or_default();
    if link.contains(':') || link.starts_with('#') {
        return address_in(link);
    }
    let (path, fragment) = link.split_once('#').map_or((link, String::new()), |(path, fragment)| (path, format!("#{fragment}")));
    if let Some(target) = index.target(path) {
        return address_in(&format!("{}{fragment}", target.address));
    }
    let is_list =
        matches!(path.trim_matches('/').trim_end_matches("/_index.md"), "" | "communities" | "events" | "resources" | "topics" | "people");
    if !is_list && (shortcode.name != "link" || path.ends_with(".md")) {
        plain.remarks.push((
            shortcode.line,
            Severity::Changed,
            format!("The link to `{link}` leads to no file of the folder; mend it, or it leads nowhere"),
        ));
    }
    address_in(&format!("/{}{fragment}", likely_path(path)))
}

/// Where a file that is not in the folder is likely to be: `2014-05-13-a.md` at `2014/05/13/a/`.
fn likely_path(file: &str) -> String {
    let path = file.trim_end_matches(".md").trim_end_matches("_index").trim_start_matches('/');
    let dated = path
        .get(..11)
        .is_some_and(|date| date.bytes().enumerate().all(|(at, b)| if matches!(at, 4 | 7 | 10) { b == b'-' } else { b.is_ascii_digit() }));
    if dated { format!("{}/{}/", path[..10].replace('-', "/"), &path[11..]) } else { path.to_owned() }
}

fn file(name: Option<&str>, title: Option<&str>, folder: &str) -> Meant {
    let Some(name) = name else { return Meant::Inline(String::new()) };
    Meant::Inline(format!(
        "[{}]({})",
        label(title.or(Some(name))),
        address_in(&format!("{ASSETS}/{folder}/{}", name.trim_start_matches('/')))
    ))
}

fn image(shortcode: &Shortcode, plain: &mut Plain) -> Meant {
    let Some(source) = shortcode.argument("src").or(shortcode.argument("")) else { return Meant::Inline(String::new()) };
    let has_type = source.rsplit('/').next().is_some_and(|name| name.contains('.'));
    let address = match (source.contains("://"), has_type) {
        (true, _) => source.to_owned(),
        (false, true) => format!("{ASSETS}/{}", source.trim_start_matches('/')),
        (false, false) => {
            plain.tallies.push(Tally {
                severity: Severity::Changed,
                before: "Shortcodes name".to_owned(),
                counted: ("picture", "pictures"),
                after: (
                    "without the type of the file; its address ends in .png by guess",
                    "without the type of the file; their addresses end in .png by guess",
                ),
            });
            format!("{ASSETS}/{}.png", source.trim_start_matches('/'))
        }
    };
    let caption = shortcode.argument("caption").or(shortcode.argument("credit"));
    let picture = format!("![{}]({})", label(shortcode.argument("alt").or(caption)), address_in(&address));
    match caption {
        Some(caption) if shortcode.argument("alt").is_some() => Meant::Block(format!("{picture}\n\n*{}*", text::tidy(caption))),
        _ => Meant::Inline(picture),
    }
}

fn video(shortcode: &Shortcode) -> Meant {
    let Some(id) = shortcode.argument("id").or(shortcode.argument("")) else { return Meant::Block(String::new()) };
    let address = match shortcode.name.as_str() {
        "vimeo" => format!("https://vimeo.com/{id}"),
        _ if id.contains("://") => id.to_owned(),
        _ => format!("https://www.youtube.com/watch?v={id}"),
    };
    Meant::Block(format!("[Video: {}]({address})", label(shortcode.argument("title").or(Some("watch")))))
}

fn featured(shortcode: &Shortcode, index: &Index) -> Meant {
    let Some(link) = shortcode.argument("link").or(shortcode.argument("")) else { return Meant::Block(String::new()) };
    let target = index.target(link);
    let title = target
        .map_or_else(|| text::sentence_of(link.trim_matches('/').rsplit('/').next().unwrap_or_default()), |target| target.title.clone());
    let address = match target {
        Some(target) => target.address.clone(),
        None if link.contains("://") => link.to_owned(),
        None => format!("/{}", link.trim_start_matches('/')),
    };
    let kicker = shortcode.argument("kicker").map(|kicker| format!("{kicker}: ")).unwrap_or_default();
    Meant::Block(format!("{kicker}[{}]({})", label(Some(&title)), address_in(&address)))
}

fn card(shortcode: &Shortcode, inside: &str) -> Meant {
    let title = shortcode.argument("title").unwrap_or_default().replace("**", "");
    let title = match shortcode.argument("src") {
        Some(address) => format!("[{}]({})", label(Some(&title)), address_in(address)),
        None => title,
    };
    let kicker = shortcode.argument("kicker").map(|kicker| format!("{kicker}: ")).unwrap_or_default();
    Meant::Block(quoted(&titled("**", Some(&format!("{kicker}{title}")), inside)))
}

/// The rows of a table of do's and don'ts.
fn rows(table: &Shortcode, index: &Index, kept: &mut Kept, plain: &mut Plain) -> String {
    let mut rows = Vec::new();
    for row in shortcodes_in(table).filter(|row| row.name == "row") {
        let cell = |name: &str, kept: &mut Kept, plain: &mut Plain| {
            let inside = shortcodes_in(row).find(|cell| cell.name == name).map(|cell| inner(cell, index, kept, plain)).unwrap_or_default();
            inside.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|")
        };
        rows.push(format!("| {} | {} |", cell("do-row", kept, plain), cell("dont-row", kept, plain)));
    }
    rows.join("\n")
}

fn shortcodes_in(shortcode: &Shortcode) -> impl Iterator<Item = &Shortcode> {
    let inner = shortcode.inner.iter().flatten();
    inner.filter_map(|piece| if let Piece::Shortcode(shortcode) = piece { Some(shortcode) } else { None })
}

/// Text as the label of a link.
fn label(text: Option<&str>) -> String {
    text::tidy(text.unwrap_or_default()).replace('[', "\\[").replace(']', "\\]")
}

/// An address between the brackets of a link.
fn address_in(address: &str) -> String {
    let address = address.trim();
    let plain = !address.contains(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '<' | '>'));
    if plain { address.to_owned() } else { format!("<{}>", address.replace(['<', '>', '\n'], "")) }
}

fn titled(mark: &str, title: Option<&str>, text: &str) -> String {
    match title {
        Some(title) => format!("{mark}{title}{mark}\n\n{text}"),
        None => text.to_owned(),
    }
}

fn quoted(text: &str) -> String {
    let lines = text.trim().lines().map(|line| if line.is_empty() { ">".to_owned() } else { format!("> {line}") });
    lines.collect::<Vec<_>>().join("\n")
}

fn item(text: &str, margin: &str) -> String {
    let mut lines = text.trim().lines();
    let first = lines.next().unwrap_or_default();
    let rest: String = lines.map(|line| format!("\n{margin}  {line}")).collect();
    format!("{margin}- {first}{rest}")
}

/// Without the margin that all its lines share.
fn unindented(text: &str) -> String {
    let margin =
        text.lines().filter(|line| !line.trim().is_empty()).map(|line| line.len() - line.trim_start_matches(' ').len()).min().unwrap_or(0);
    text.lines().map(|line| line.get(margin..).unwrap_or(line.trim_start())).collect::<Vec<_>>().join("\n")
}
