//! `communities/{slug}.md`.

use std::collections::BTreeSet;

use app::communities::model::{CommunityStatus, Role};
use app::communities::record::{Audiences, Charter, CommunityRecord, MembershipRecord, RoleRecord};

use super::source::{Desk, Source};
use super::{Sourced, text};
use crate::bundle::record::tidy_body;
use crate::bundle::{Record, Severity};

mod channels;

pub(super) fn community(source: &mut Source, desk: &mut Desk) -> Option<Record> {
    let title = source.title(&["name", "title"], desk);
    let called = source.fields.text(&["dg_shortname"]);
    let name = called.unwrap_or_else(|| if source.foreign { without_invitation(&title).to_owned() } else { title });
    let (channels, terms) = channels::channels(source);
    let who_can_join = source.fields.text(&["who_can_join"]).or(terms);
    let expired = source.is_expired(desk);
    let status = source.fields.word(&["status"]).unwrap_or(if expired { CommunityStatus::Archived } else { CommunityStatus::Active });
    let summary = source.summary();
    let body = source.markdown(desk);
    let guidelines = source.fields.markdown(&["guidelines"]).or_else(|| if source.foreign { guidelines_of(&body) } else { None });
    let merged_into = other(source, &["merged_into"], desk).or_else(|| if expired { successor(source, desk) } else { None });
    let mut record = CommunityRecord {
        slug: source.slug.clone(),
        name,
        short_name: source.fields.text(&["short_name", "dg_acronym", "acronym"]),
        kind: source.fields.word(&["kind"]).unwrap_or_default(),
        status,
        merged_into,
        parent: other(source, &["parent"], desk),
        stage: source.fields.word(&["stage"]),
        summary,
        accent: source.fields.colour(&["accent", "color", "colour"]),
        topics: desk.topics(source, &["topics", "tags"]),
        job_families: source.fields.texts(&["job_families"]).into_iter().map(|(family, _)| family).collect(),
        website: source.fields.address(&["website", "redirectto", "redirect_to"]),
        contact: source.fields.text(&["contact", "email"]),
        who_can_join,
        join_rule: source.fields.word(&["join_rule"]).unwrap_or_default(),
        channels,
        guidelines,
        commitment: source.fields.text(&["commitment"]),
        commitment_series: source.fields.text(&["commitment_series"]),
        listed: source.fields.flag(&["listed"]).unwrap_or(true),
        audience: audiences(source),
        allows_anonymous: source.fields.flag(&["allows_anonymous"]),
        shows_numbers: source.fields.flag(&["shows_numbers"]).unwrap_or(true),
        members_edit_pages: source.fields.flag(&["members_edit_pages"]).unwrap_or(false),
        founded: source.instant(&["founded"], desk),
        ends_on: source.fields.date(&["ends_on"]),
        members: members(source, desk),
        aliases: source.aliases(),
        charter: charter(&body, source.foreign),
    };
    // Known to the index and, with that, to every event's host; the reader needs no further word on it.
    let _ = source.fields.take(&["event_cop"]);
    if record.status == CommunityStatus::Merged && record.merged_into.is_none() {
        let message = "Its status is `merged`, but `merged_into` names no community; it became `archived`";
        desk.notes.say(&source.file, source.line, Severity::Changed, message);
        record.status = CommunityStatus::Archived;
    }
    Some(Record::Community(record))
}

/// "Join the Multilingual" is what a button says, "Multilingual" the name.
pub(super) fn without_invitation(title: &str) -> &str {
    let name = title.trim();
    match name.get(..9) {
        Some(start) if start.eq_ignore_ascii_case("join the ") => name[9..].trim(),
        _ => name,
    }
}

/// Another community, by slug.
fn other(source: &mut Source, names: &[&str], desk: &mut Desk) -> Option<String> {
    let (word, line) = source.fields.text_at(names)?;
    let found = desk.index.community(&word).filter(|slug| *slug != source.slug);
    if found.is_none() {
        let message =
            format!("`{}` names no other community: `{word}`; it was left out. Add `communities/{}.md`", names[0], text::slug_of(&word));
        desk.notes.say(&source.file, line, Severity::LeftOut, message);
    }
    found
}

/// Where a community that is no more was taken: on the source, its address leads to another.
fn successor(source: &Source, desk: &mut Desk) -> Option<String> {
    let slug = desk.index.claimant(&source.slug, &source.permalinks)?;
    let message =
        format!("On the source its address leads to `{slug}`: it was taken as merged into that. Write `merged_into` to say otherwise");
    desk.notes.say(&source.file, source.line, Severity::Changed, message);
    Some(slug)
}

fn audiences(source: &mut Source) -> Audiences {
    let mut audiences = Audiences::default();
    for (mut map, _) in source.fields.maps(&["audience"]) {
        for (name, audience) in [
            ("about", &mut audiences.about),
            ("events", &mut audiences.events),
            ("questions", &mut audiences.questions),
            ("pages", &mut audiences.pages),
            ("members", &mut audiences.members),
        ] {
            *audience = map.word(&[name]).unwrap_or(*audience);
        }
        source.fields.close(map, "audience");
    }
    audiences
}

/// Members, and those whom other sites name as leads.
fn members(source: &mut Source, desk: &mut Desk) -> Vec<MembershipRecord> {
    let mut members: Vec<MembershipRecord> = Vec::new();
    let mut seen = BTreeSet::new();
    for (mut map, line) in source.fields.maps(&["members"]) {
        let person = map.text(&["person", "member", "handle"]);
        let state = map.word(&["state"]).unwrap_or_default();
        let since = map.date(&["since"]);
        let roles = roles(&mut map);
        source.fields.close(map, "members");
        let Some(person) = person.and_then(|word| desk.person(&source.file, line, &word)) else { continue };
        if !seen.insert(person.clone()) {
            desk.notes.say(&source.file, line, Severity::LeftOut, format!("`{person}` stands twice among the members; the first counts"));
            continue;
        }
        members.push(MembershipRecord { person, state, since, roles });
    }
    for person in desk.people(source, &["leads", "authors", "author"]) {
        let role = RoleRecord { role: Role::Lead, title: None, since: None, until: None };
        match members.iter_mut().find(|member| member.person == person) {
            Some(member) if member.roles.iter().any(|role| role.role == Role::Lead) => {}
            Some(member) => member.roles.push(role),
            None => members.push(MembershipRecord { person, state: Default::default(), since: None, roles: vec![role] }),
        }
    }
    members
}

fn roles(member: &mut super::fields::Fields) -> Vec<RoleRecord> {
    let mut roles: Vec<RoleRecord> = Vec::new();
    for (mut map, _) in member.maps(&["roles"]) {
        let role = map.word(&["role"]);
        let (title, since, until) = (map.text(&["title"]), map.date(&["since"]), map.date(&["until"]));
        member.close(map, "roles");
        let role = role.map(|role| RoleRecord { role, title, since, until });
        roles.extend(role.filter(|role| !roles.contains(role)).into_iter().collect::<Vec<_>>());
    }
    roles
}

/// The address of the guidelines a text links to.
fn guidelines_of(body: &str) -> Option<String> {
    body.match_indices("](").find_map(|(at, _)| {
        let label = &body[body[..at].rfind('[')?..at];
        let address = body[at + 2..].split([')', ' ']).next()?;
        label.to_lowercase().contains("guidelines").then(|| address.to_owned()).filter(|address| app::link::is_safe_address(address))
    })
}

/// Parts a body at the headings of a charter. Other sites spell them with any capitals, and may show them as code.
///
/// In a bundle's own files they part the charter wherever they stand: a fence that somebody forgot to close must not swallow the rest.
fn charter(body: &str, foreign: bool) -> Charter {
    let mut charter = Charter::default();
    let mut part = &mut charter.domain;
    let mut fenced = false;
    for line in body.lines() {
        fenced ^= foreign && (line.trim_start().starts_with("```") || line.trim_start().starts_with("~~~"));
        let heading =
            line.strip_prefix("## ").filter(|_| !fenced).map(|heading| if foreign { sentence_case(heading) } else { heading.to_owned() });
        match heading.as_deref() {
            Some("Who we are") => part = &mut charter.community,
            Some("What we share") => part = &mut charter.practice,
            Some("What we're about") if foreign => part = &mut charter.domain,
            _ => {
                part.push_str(line);
                part.push('\n');
            }
        }
    }
    Charter { domain: tidy_body(&charter.domain), community: tidy_body(&charter.community), practice: tidy_body(&charter.practice) }
}

fn sentence_case(heading: &str) -> String {
    text::sentence_of(&heading.trim().trim_end_matches('#').trim().to_lowercase().replace('’', "'"))
}

/// Puts parents before children. Of a circle of parents one is cut, and the report says so.
pub(super) fn in_order(communities: Vec<Sourced>, desk: &mut Desk) -> Vec<Sourced> {
    let mut waiting = communities;
    let mut ordered: Vec<Sourced> = Vec::new();
    while !waiting.is_empty() {
        let here: Vec<String> = waiting.iter().filter_map(slug_of).collect();
        let (mut ready, mut blocked): (Vec<_>, Vec<_>) =
            waiting.into_iter().partition(|sourced| parent_of(sourced).is_none_or(|parent| !here.contains(&parent)));
        if ready.is_empty() {
            let mut cut = blocked.remove(0);
            if let Record::Community(record) = &mut cut.record {
                desk.notes.say(
                    &cut.file,
                    cut.line,
                    Severity::LeftOut,
                    format!("`parent` leads round in a circle by way of `{}`; it was left out", record.slug),
                );
                record.parent = None;
            }
            ready.push(cut);
        }
        ordered.append(&mut ready);
        waiting = blocked;
    }
    ordered
}

fn slug_of(sourced: &Sourced) -> Option<String> {
    if let Record::Community(record) = &sourced.record { Some(record.slug.clone()) } else { None }
}

fn parent_of(sourced: &Sourced) -> Option<String> {
    if let Record::Community(record) = &sourced.record { record.parent.clone() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_invitation_is_no_name() {
        assert_eq!(without_invitation("Join the User Experience"), "User Experience");
        assert_eq!(without_invitation("Joiners"), "Joiners");
    }

    #[test]
    fn a_charter_is_parted_at_its_headings() {
        let body = "About.\n\n## Who We Are\n\nWe.\n\n## What we do\n\nMuch.\n\n```\n## What we share\n```\n\n## What we share\n\nTools.";
        let parted = charter(body, true);
        assert_eq!(parted.domain, "About.");
        assert_eq!(parted.community, "We.\n\n## What we do\n\nMuch.\n\n```\n## What we share\n```");
        assert_eq!(parted.practice, "Tools.");
        assert_eq!(charter("## Who We Are\n\nWe.", false).domain, "## Who We Are\n\nWe.");
    }

    #[test]
    fn the_guidelines_a_text_links_to_are_found() {
        let body = "See [this](https://a.example) and follow [our guidelines](https://b.example/g/).";
        assert_eq!(guidelines_of(body).as_deref(), Some("https://b.example/g/"));
        assert_eq!(guidelines_of("No link"), None);
    }
}
