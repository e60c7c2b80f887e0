//! `people/{handle}.md` and `organisations/{slug}.md`.

use app::link::Link;
use app::members::model::{Audiences, PersonKind};
use app::members::record::PersonRecord;
use app::names;
use app::organisations::record::OrganisationRecord;

use super::Sourced;
use super::agencies::{self, Agencies};
use super::source::{Desk, Source};
use super::text;
use crate::bundle::{Record, Severity};

pub(super) fn organisation(source: &mut Source, desk: &mut Desk) -> Option<Record> {
    let name = source.title(&["name", "title"], desk);
    let short_name = source.fields.text(&["short_name", "acronym"]);
    let website = source.fields.address(&["website", "url"]);
    let aliases = source.aliases();
    Some(Record::Organisation(OrganisationRecord {
        slug: source.slug.clone(),
        name,
        short_name,
        website,
        aliases,
        body: source.markdown(desk),
    }))
}

pub(super) fn person(source: &mut Source, agencies: &Agencies, desk: &mut Desk) -> Option<Record> {
    let given = source.fields.text(&["first_name", "given_name"]);
    let family = source.fields.text(&["last_name", "family_name"]);
    let whole = [given.as_deref(), family.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let name = match source.fields.text(&["name", "display_name", "title"]) {
        Some(name) => name,
        None if !whole.is_empty() => whole,
        None => source.title(&["name"], desk),
    };
    let kind = source.fields.word(&["kind", "type"]).unwrap_or_else(|| kind_of(source, given.as_deref(), family.as_deref(), &name));
    let sort_name = match source.fields.text(&["sort_name"]) {
        Some(sort_name) => Some(sort_name),
        None if source.foreign => sort_name(&name, kind, family.as_deref()),
        None => None,
    };
    let organisations = organisations(source, agencies, desk);
    let links = links(source);
    if source.fields.take(&["email", "e_mail", "mail"]).is_some() {
        let message = "The e-mail address was left out: a profile is public, and accounts are made by their owners";
        desk.notes.say(&source.file, source.line, Severity::LeftOut, message);
    }
    Some(Record::Person(PersonRecord {
        handle: source.slug.clone(),
        kind,
        sort_name,
        pronouns: source.fields.text(&["pronouns", "pronoun"]),
        role: source.fields.text(&["role", "job_title", "position"]),
        job_family: source.fields.text(&["job_family", "profession"]),
        place: source.fields.text(&["place", "location"]),
        timezone: timezone(source),
        organisations,
        links,
        ask_about: desk.topics(source, &["ask_about"]),
        learning: desk.topics(source, &["learning"]),
        seen_by: seen_by(source),
        aliases: source.aliases(),
        body: about(source, desk),
        name,
    }))
}

/// The body, or the biography other sites keep among the fields.
fn about(source: &mut Source, desk: &mut Desk) -> String {
    let bio = source.fields.markdown(&["bio", "about"]);
    if source
        .body
        .lines()
        .all(|line| line.trim().is_empty() || (source.foreign && line.starts_with("# For more information on managing your author page")))
    {
        source.body = bio.unwrap_or_default();
    } else if let Some(bio) = bio {
        source.body = format!("{bio}\n\n{}", source.body);
    }
    source.markdown(desk)
}

/// Teams have no last name, or "Team" for one.
fn kind_of(source: &Source, given: Option<&str>, family: Option<&str>, name: &str) -> PersonKind {
    let named_so = source.foreign && name.split_whitespace().any(|word| word.eq_ignore_ascii_case("team"));
    let nameless = source.foreign && given.is_some() && family.is_none();
    if named_so || nameless { PersonKind::Team } else { PersonKind::Person }
}

/// The key to sort by, where it is not the one made of the name.
fn sort_name(name: &str, kind: PersonKind, family: Option<&str>) -> Option<String> {
    let folded = names::fold(name);
    let key = match (kind, family.map(names::fold)) {
        (PersonKind::Team, _) => folded,
        // What comes after the family name, as "PhD", is no part of the key; nor is a family field that holds the whole name one.
        (PersonKind::Person, Some(family)) => match folded.find(&format!(" {family}")) {
            Some(at) => format!("{family}, {}", &folded[..at]),
            None => return None,
        },
        (PersonKind::Person, None) => return None,
    };
    (key != names::sort_name(name)).then_some(key)
}

/// Who sees what of the profile; of what is not said, everyone.
fn seen_by(source: &mut Source) -> Audiences {
    let mut seen_by = Audiences::default();
    for (mut map, _) in source.fields.maps(&["seen_by"]) {
        seen_by = Audiences {
            photo: map.word(&["photo"]).unwrap_or_default(),
            pronouns: map.word(&["pronouns"]).unwrap_or_default(),
            role: map.word(&["role"]).unwrap_or_default(),
            place: map.word(&["place"]).unwrap_or_default(),
            organisations: map.word(&["organisations"]).unwrap_or_default(),
            about: map.word(&["about"]).unwrap_or_default(),
            links: map.word(&["links"]).unwrap_or_default(),
            topics: map.word(&["topics"]).unwrap_or_default(),
            communities: map.word(&["communities"]).unwrap_or_default(),
        };
        source.fields.close(map, "seen_by");
    }
    seen_by
}

fn timezone(source: &mut Source) -> Option<String> {
    let (zone, line) = source.fields.text_at(&["timezone", "time_zone"])?;
    if zone.parse::<chrono_tz::Tz>().is_ok() {
        return Some(zone);
    }
    source.fields.say(line, Severity::LeftOut, format!("`{zone}` is no time zone; it was left out. Write it like Europe/London"));
    None
}

fn organisations(source: &mut Source, agencies: &Agencies, desk: &mut Desk) -> Vec<String> {
    let mut slugs: Vec<String> = Vec::new();
    for (slug, line) in source.fields.texts(&["organisations", "organizations"]) {
        let known = [slug.clone(), text::slug_of(&slug)].into_iter().find(|slug| desk.index.organisations.contains(slug));
        match known {
            Some(slug) if slugs.contains(&slug) => {}
            Some(slug) => slugs.push(slug),
            None => {
                let message =
                    format!("There is no organisation `{slug}`; it was left out. Add `organisations/{}.md`", text::slug_of(&slug));
                desk.notes.say(&source.file, line, Severity::LeftOut, message);
            }
        }
    }
    let acronym = source.fields.text(&["agency"]);
    match source.fields.text_at(agencies::FIELDS).and_then(|(name, line)| Some((agencies.named(&name)?, line))) {
        Some(((slug, name), line)) => {
            make_organisation(source, &slug, name, acronym, line, desk);
            if !slugs.contains(&slug) {
                slugs.push(slug);
            }
        }
        None => {
            if let Some(((slug, name), line)) = acronym.and_then(|name| Some((agencies.named(&name)?, source.line))) {
                make_organisation(source, &slug, name, None, line, desk);
                slugs.push(slug);
            }
        }
    }
    slugs
}

/// Makes the record of an organisation that has no file; a later file may tell its acronym.
fn make_organisation(source: &Source, slug: &str, name: String, acronym: Option<String>, line: usize, desk: &mut Desk) {
    let made = desk.made.iter_mut().find_map(|made| match &mut made.record {
        Record::Organisation(record) if record.slug == slug => Some(record),
        _ => None,
    });
    let acronym = acronym.filter(|acronym| *acronym != name);
    if let Some(record) = made {
        record.short_name = record.short_name.take().or(acronym);
    } else if desk.index.organisations.insert(slug.to_owned()) {
        let record =
            OrganisationRecord { slug: slug.to_owned(), name, short_name: acronym, website: None, aliases: vec![], body: String::new() };
        desk.made.push(Sourced { record: Record::Organisation(record), file: source.file.clone(), line });
    }
}

fn links(source: &mut Source) -> Vec<Link> {
    let mut links = source.fields.links(&["links"]);
    for (field, title, base) in [
        ("github", "GitHub", "https://github.com/"),
        ("linkedin", "LinkedIn", "https://www.linkedin.com/in/"),
        ("website", "Website", "https://"),
    ] {
        let Some(name) = source.fields.text(&[field]) else { continue };
        let name = name.trim_start_matches('@');
        let url = if name.contains("://") { name.to_owned() } else { format!("{base}{name}") };
        let link = Link { title: title.to_owned(), url, summary: None };
        if !link.is_safe() || link.url.contains(char::is_whitespace) {
            source.fields.say(source.line, Severity::LeftOut, format!("`{field}` is no address: “{name}”; it was left out"));
        } else if !links.iter().any(|known| known.url == link.url) {
            links.push(link);
        }
    }
    links
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_sort_by_their_family_name_and_teams_by_their_name() {
        let sort = |name, kind, family| sort_name(name, kind, family);
        assert_eq!(sort("Ada Okafor", PersonKind::Person, Some("Okafor")), None);
        assert_eq!(sort("Stephanie M. Morrison, MPH", PersonKind::Person, Some("Morrison")), Some("morrison, stephanie m.".into()));
        assert_eq!(sort("Abraham van Marinez", PersonKind::Person, Some("van Marinez")), Some("van marinez, abraham".into()));
        assert_eq!(sort("Rebecca Williams", PersonKind::Person, Some("Rebecca Williams")), None);
        assert_eq!(sort("Data Team", PersonKind::Team, Some("Team")), Some("data team".into()));
    }
}
