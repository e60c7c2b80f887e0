//! Where each file's thing lives here, and where it lived on the source.

use std::collections::BTreeMap;

use chrono::Datelike;

use super::files;
use super::index::{EVERYONE, Target};
use super::source::{Desk, Source};
use super::text;
use super::time::Moment;
use super::yaml::Node;
use crate::bundle::{Kind, Severity};

/// Gives every file its community, slug and permalinks, and enters it into the index.
pub(super) fn assign(sources: &mut Vec<Source>, desk: &mut Desk) {
    for source in sources.iter_mut() {
        settle_kind(source);
    }
    // Communities first: the others lie in their folders.
    sources.sort_by_key(|source| source.kind != Kind::Community);
    let mut taken: BTreeMap<(Kind, String, String), usize> = BTreeMap::new();
    sources.retain_mut(|source| {
        settle(source, desk);
        if source.slug.is_empty() {
            desk.notes.say(&source.file, None, Severity::Skipped, "Its name has no letters to make an address of; rename the file");
            return false;
        }
        // Events of one name are told apart by their dates, once these are known.
        if source.kind != Kind::Event {
            let count = taken.entry((source.kind, source.community.clone(), source.slug.clone())).or_insert(0);
            *count += 1;
            if *count > 1 {
                let slug = format!("{}-{count}", source.slug);
                let message =
                    format!("Another of the {} is called `{}` already; this one became `{slug}`", source.kind.folder(), source.slug);
                desk.notes.say(&source.file, source.line, Severity::Changed, message);
                source.slug = slug;
            }
        }
        enter(source, desk);
        true
    });
    sources.sort_by(|a, b| a.file.cmp(&b.file));
}

/// Decides what is another site's file: its folders or any of its fields are not a bundle's.
fn settle_kind(source: &mut Source) {
    if source.kind == Kind::Community && text_of(source, "type").as_deref() == Some("page") {
        source.kind = Kind::Page;
        source.foreign = true;
        let _ = source.fields.take(&["type"]);
    }
    let depth = match source.kind {
        Kind::Organisation | Kind::Topic | Kind::Person | Kind::Community => source.segments.len() == 1,
        Kind::Event | Kind::Question | Kind::Resource => source.segments.len() == 2 && !is_number(&source.segments[0]),
        Kind::Page => source.segments.len() >= 2,
    };
    let fields = files::own_fields(source.kind);
    source.foreign |= !depth || source.fields.names().any(|name| !fields.contains(&name));
    source.fields.foreign = source.foreign;
}

/// Whether a file lies in a community's folder.
fn in_community(source: &Source) -> bool {
    let own_folder = source.folder == source.kind.folder();
    match source.kind {
        Kind::Page => own_folder && source.segments.len() >= 2,
        Kind::Event | Kind::Question | Kind::Resource => source.segments.len() >= 2 && !is_number(&source.segments[0]),
        _ => false,
    }
}

fn settle(source: &mut Source, desk: &mut Desk) {
    let mut segments = source.segments.clone();
    if in_community(source) {
        let folder = segments.remove(0);
        match desk.index.community(&folder) {
            Some(community) => source.community = community,
            None => {
                let message =
                    format!("There is no community `{folder}`; it went to `{EVERYONE}`. Add `communities/{}.md`", text::slug_of(&folder));
                desk.notes.say(&source.file, None, Severity::Changed, message);
            }
        }
    }
    let last = segments.pop().unwrap_or_default();
    let given = if source.foreign { source.fields.text(&["slug"]) } else { None };
    match source.kind {
        Kind::Organisation | Kind::Topic | Kind::Person => {
            // What refers to them does it by the name of the file, whatever the slug.
            source.slug = text::slug_of(&last);
            let there = format!("/{}/{}/", source.folder, given.as_deref().unwrap_or(&last));
            if source.foreign && there.trim_matches('/') != format!("{}/{}", source.kind.folder(), source.slug) {
                source.permalinks.push(there);
            }
        }
        Kind::Community => {
            let there = given.unwrap_or(last);
            source.slug = text::slug_of(&there);
            if source.foreign {
                source.permalinks.push(format!("/{}/{there}/", source.folder));
            }
        }
        Kind::Page => {
            let name = given.unwrap_or(last);
            let parents = segments.join("/");
            let there = if parents.is_empty() { name } else { format!("{parents}/{name}") };
            source.slug = there.split('/').map(text::slug_of).filter(|segment| !segment.is_empty()).collect::<Vec<_>>().join("/");
            if source.foreign {
                source.permalinks.push(format!("/{}/{there}/", source.folder));
            }
        }
        Kind::Event => {
            let name = given.unwrap_or_else(|| if source.foreign { without_date(&last).to_owned() } else { last });
            source.slug = text::slug_of(&name);
            let date = ["date", "starts", "start_date", "start"].iter().find_map(|field| Moment::parse(&text_of(source, field)?));
            if let Some(date) = date.filter(|_| source.foreign) {
                let day = date.wall.date();
                source.permalinks.push(format!("/event/{:04}/{:02}/{:02}/{name}/", day.year(), day.month(), day.day()));
            }
        }
        Kind::Question | Kind::Resource => {
            let name = given.unwrap_or_else(|| if source.foreign { without_date(&last).to_owned() } else { last });
            source.slug = text::slug_of(name.trim_matches('/').rsplit('/').next().unwrap_or_default());
            if source.foreign {
                source.permalinks.push(format!("/{}/{}/", source.folder, name.trim_matches('/')));
            }
        }
    }
    // Site generators lower-case the names of files in addresses, or are told not to: the site answers to both.
    let small: Vec<String> =
        source.permalinks.iter().filter(|path| **path != path.to_lowercase()).map(|path| path.to_lowercase()).collect();
    source.permalinks.extend(small);
    if !source.foreign && source.slug != source.segments.join("/") && !source.segments.join("/").ends_with(&format!("/{}", source.slug)) {
        let message = format!("The file's name is no slug (lower-case letters, digits, hyphens); it became `{}`", source.slug);
        desk.notes.say(&source.file, None, Severity::Changed, message);
    }
}

fn enter(source: &mut Source, desk: &mut Desk) {
    let file_name = source.segments.last().cloned().unwrap_or_default();
    let claimed = paths_of(&source.fields, "aliases");
    let aliases = claimed.iter().filter_map(|path| path.rsplit('/').next());
    let name = ["name", "title", "display_name"].iter().find_map(|field| text_of(source, field));
    let old: Vec<String> =
        source.permalinks.iter().filter_map(|path| path.trim_matches('/').rsplit('/').next().map(str::to_owned)).collect();
    let also = [file_name.as_str()].into_iter().chain(old.iter().map(String::as_str));
    match source.kind {
        Kind::Organisation => drop(desk.index.organisations.insert(source.slug.clone())),
        Kind::Topic => desk.index.add_topic(&source.slug, also.chain(name.as_deref()).chain(aliases)),
        Kind::Person => {
            if let Some(other) = name.as_deref().and_then(|name| desk.index.namesake(&source.slug, name)).filter(|_| source.foreign) {
                let message = format!(
                    "`{other}` has the same name; both were taken. If they are one person, delete one file and write the other's handle everywhere"
                );
                desk.notes.say(&source.file, source.line, Severity::Changed, message);
            }
            desk.index.add_person(&source.slug, also.chain(name.as_deref()));
        }
        Kind::Community => {
            let called = ["dg_shortname", "short_name", "dg_acronym", "event_cop"].map(|field| text_of(source, field));
            let called = called.iter().flatten().map(String::as_str);
            let name = name.as_deref().map(super::communities::without_invitation);
            desk.index.hosts.add(&source.slug, called.clone().chain(name));
            desk.index.hosts.add_old(&source.slug, also.clone().chain([source.slug.as_str()]).chain(aliases.clone()));
            desk.index.claim(&source.slug, &claimed);
            desk.index.add_community(&source.slug, also.chain(called).chain(aliases));
        }
        _ => {}
    }
    for path in &source.permalinks {
        desk.permalinks.entry(path.trim_end_matches('/').to_owned()).or_insert_with(|| source.file.clone());
    }
    let address = source.permalinks.first().cloned().unwrap_or_else(|| here(source));
    let title = name.map_or_else(|| text::sentence_of(&source.slug), |name| text::tidy(&name));
    let path = source.file.to_string_lossy().into_owned();
    let ways = [path.as_str(), file_name.as_str(), address.as_str()];
    desk.index.add_target(ways, &Target { address: address.clone(), title });
}

/// A thing's address on this site.
fn here(source: &Source) -> String {
    let (community, slug) = (&source.community, &source.slug);
    match source.kind {
        Kind::Community => format!("/c/{slug}"),
        Kind::Event | Kind::Question | Kind::Page | Kind::Resource => format!("/c/{community}/{}/{slug}", source.kind.folder()),
        kind => format!("/{}/{slug}", kind.folder()),
    }
}

/// A field's text, left where it is.
fn text_of(source: &Source, field: &str) -> Option<String> {
    match source.fields.peek(field)? {
        Node::Text(text) => Some(text.clone()),
        _ => None,
    }
}

/// A list of paths, without the last slash.
fn paths_of(fields: &super::fields::Fields, field: &str) -> Vec<String> {
    let Some(Node::List(items)) = fields.peek(field) else { return Vec::new() };
    let paths = items.iter().filter_map(|item| if let Node::Text(path) = &item.value { Some(path) } else { None });
    paths.map(|path| path.trim().trim_end_matches('/').to_owned()).collect()
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// `2019-11-04-agile` without its date.
fn without_date(name: &str) -> &str {
    let dated = name
        .get(..11)
        .is_some_and(|date| date.bytes().enumerate().all(|(at, b)| if matches!(at, 4 | 7 | 10) { b == b'-' } else { b.is_ascii_digit() }));
    if dated && name.len() > 11 { &name[11..] } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_date_of_a_file_name_is_no_part_of_its_slug() {
        assert_eq!(without_date("2019-11-04-agile"), "agile");
        assert_eq!(without_date("2019-11-04"), "2019-11-04");
        assert_eq!(without_date("agile-2019-11-04"), "agile-2019-11-04");
    }
}
