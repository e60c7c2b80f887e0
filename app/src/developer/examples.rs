//! What the components are shown with. Made up, with addresses of the sample.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use uuid::Uuid;

use crate::communities::about::{About, Guidelines, Join, Lead, Relation, Relative};
use crate::communities::directory::CommunitySummary;
use crate::communities::model::{Channel, ChannelKind, CommunityHead, CommunityKind, CommunityStatus, JoinRule, Sections, Stage};
use crate::markdown;
use crate::members::model::{PersonKind, PersonSummary};
use crate::related::model::Home;
use crate::search::model::{FoundKind, Group, Hit, SearchScreen};
use crate::ui::filtering::{Form, choices};
use crate::ui::filters::Filters;
use crate::ui::time::{Stamp, When};
use crate::when;

mod events;
mod knowledge;

pub use events::*;
pub use knowledge::*;

/// All Markdown that is rendered.
pub const PROSE: &str = include_str!("prose.md");
/// Where forms lead.
pub const FORM: &str = "/developer/components";
/// Names of every colour.
pub const NAMES: [&str; 8] = ["Ada Okafor", "Ben Lindqvist", "Chidi Eze", "Design", "Emil Larsen", "Team", "Grace Liu", "…"];

const HOME: (&str, &str) = ("design", "Design");
const LONG: &str = "A title that is so long that it takes a second line on most screens, and on a telephone a third";
const SENTENCE: &str = "A sentence that says what this is about, and goes on for a little while so that it has to be broken.";

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn pair(one: &str, other: &str) -> (String, String) {
    (one.to_owned(), other.to_owned())
}

fn wall(day: u32) -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2026, 3, day).unwrap_or_default().and_time(NaiveTime::from_hms_opt(13, 0, 0).unwrap_or_default())
}

/// A day of March 2026.
pub fn stamp(day: u32) -> Stamp {
    when::day_stamp(wall(day).date())
}

/// An hour of a day of March 2026, or three whole days.
pub fn when(day: u32, whole: bool) -> When {
    let starts = if whole { wall(day).date().and_time(NaiveTime::MIN) } else { wall(day) };
    when::meeting(starts, starts + if whole { TimeDelta::days(3) } else { TimeDelta::hours(1) }, "Europe/London", whole)
}

pub fn tags() -> Vec<(String, String)> {
    vec![pair("Accessibility", "/topics/accessibility"), pair("User research", "/topics/user-research"), pair("Zugänglichkeit", "/topics")]
}

pub fn steps() -> Vec<(String, String)> {
    vec![pair("Design", "/c/design"), pair("Pages", "/c/design/pages"), pair(LONG, "/c/design/pages/playbook")]
}

/// A form with nothing chosen, or with all; the names of its fields differ, as two forms stand on the page.
pub fn filters(typed: &str, chosen: bool) -> Filters {
    let (q, topic, sort) = if chosen { ("q", "topic", "sort") } else { ("find", "about", "order") };
    let topics = choices([pair("forms", "Forms"), pair("maps", "Maps")]);
    let form = Form::new(FORM, "Show components").text(q, "Find", typed);
    let form = form.choice((topic, "Topic", "Any topic"), chosen.then(|| pair("forms", "Forms")), topics);
    form.order(sort, "Sort by", "", &[("", "Name"), ("size", "Size")]).done()
}

pub fn found() -> SearchScreen {
    let hit = |title: &str, notes: &[&str], snippet: &[(&str, bool)]| Hit {
        title: title.to_owned(),
        href: "/c/design".to_owned(),
        community: Some(pair("/c/design", "Design")),
        notes: notes.iter().map(|note| (*note).to_owned()).collect(),
        snippet: snippet.iter().map(|(text, found)| ((*text).to_owned(), *found)).collect(),
    };
    let hits = vec![
        hit("A question", &["2 answers", "3 March 2026"], &[("… about ", false), ("maps", true), (" that nobody can read …", false)]),
        hit(LONG, &[], &[]),
    ];
    let group = |kind, total, hits| Group { kind, total, hits };
    let groups = vec![group(FoundKind::Question, 1_001, hits), group(FoundKind::Person, 1, Vec::new())];
    SearchScreen { query: "maps".to_owned(), kind: None, asked: true, shortened: false, groups }
}

pub fn head(narrow: bool) -> CommunityHead {
    CommunityHead {
        id: Uuid::nil(),
        slug: HOME.0.to_owned(),
        name: if narrow { "A community that most may not look into" } else { "Design and Research" }.to_owned(),
        short_name: if narrow { None } else { some("Design") },
        summary: SENTENCE.to_owned(),
        kind: CommunityKind::Practice,
        status: CommunityStatus::Active,
        accent: None,
        sees: Sections { about: true, events: true, questions: !narrow, pages: true, members: !narrow },
        listed: true,
        tends: false,
        organises: false,
        edits: false,
    }
}

fn community(name: &str, kind: CommunityKind, status: CommunityStatus) -> CommunitySummary {
    let (slug, name, summary) = (HOME.0.to_owned(), name.to_owned(), SENTENCE.to_owned());
    CommunitySummary { slug, name, short_name: None, kind, status, summary, external: false, members: None, reach: None, next: None }
}

pub fn communities() -> Vec<CommunitySummary> {
    use CommunityStatus::{Active, Archived, Merged};
    let large = community("Design", CommunityKind::Practice, Active);
    let listed = community("Mailing list", CommunityKind::Interest, Active);
    vec![
        CommunitySummary { members: Some(74), next: Some(stamp(3)), ..large },
        CommunitySummary { reach: Some((3_048, ChannelKind::MailingList)), members: Some(2), ..listed },
        CommunitySummary { external: true, summary: String::new(), ..community("Elsewhere", CommunityKind::Network, Active) },
        CommunitySummary { members: Some(1_001), ..community(LONG, CommunityKind::WorkingGroup, Active) },
        community("Archived", CommunityKind::Practice, Archived),
        community("Merged", CommunityKind::Practice, Merged),
    ]
}

pub fn ended() -> Vec<CommunitySummary> {
    let merged = community("Merged", CommunityKind::Practice, CommunityStatus::Merged);
    vec![community("Archived", CommunityKind::Practice, CommunityStatus::Archived), CommunitySummary { summary: String::new(), ..merged }]
}

/// All that a community can say of itself, or nothing.
pub fn about(full: bool) -> About {
    if !full {
        let join = Join { who: None, rule: JoinRule::Open, channels: Vec::new(), contact: None, guidelines: None };
        let (charter, job_families, relatives) = Default::default();
        return About {
            charter,
            join,
            job_families,
            commitment: None,
            meets: Vec::new(),
            stage: None,
            founded: None,
            ends_on: None,
            members: None,
            website: None,
            relatives,
        };
    }
    let channel = |kind, name: Option<&str>, address: &str, terms: Option<&str>| Channel {
        kind,
        name: name.map(str::to_owned),
        address: some(address),
        audience: some("everyone with a government account"),
        terms: terms.map(str::to_owned),
        members: Some(131),
    };
    let channels = vec![
        channel(ChannelKind::Chat, Some("design"), "https://chat.westmere.example/design", Some("No screenshots of real cases.")),
        channel(ChannelKind::MailingList, None, "design@lists.westmere.example", None),
    ];
    let relative = |relation| Relative { slug: HOME.0.to_owned(), name: "Design".to_owned(), relation };
    About {
        charter: [
            markdown::render_with_anchors("What it is about.", "a-"),
            String::new(),
            markdown::render_with_anchors("- What\n- is shared", "b-"),
        ],
        join: Join {
            who: some("Anyone who draws. Write to design@westmere.example."),
            rule: JoinRule::Open,
            channels,
            contact: some("Ada (ada@design.example)"),
            guidelines: Some(Guidelines::Here(markdown::render_with_anchors("- Ask before you suggest.", "c-"))),
        },
        job_families: vec!["Service designers".to_owned(), "User researchers".to_owned()],
        commitment: some("One crit a month"),
        meets: vec![crate::ui::sheet::Part::Warning("It has not met this month, and nothing is planned: 3 days are left.".to_owned())],
        stage: Some(Stage::SelfSustaining),
        founded: Some(stamp(1)),
        ends_on: Some(stamp(31)),
        members: Some(1_001),
        website: None,
        relatives: vec![relative(Relation::Parent), relative(Relation::Child), relative(Relation::From)],
    }
}

pub fn standings() -> Vec<(&'static str, (CommunityHead, About))> {
    let head = |status| CommunityHead { status, ..head(false) };
    let into = vec![Relative { slug: HOME.0.to_owned(), name: "Design".to_owned(), relation: Relation::Into }];
    vec![
        ("Archived", (head(CommunityStatus::Archived), about(false))),
        ("Merged into another", (head(CommunityStatus::Merged), About { relatives: into, ..about(false) })),
        ("Merged into one that the reader may not know of", (head(CommunityStatus::Merged), about(false))),
        ("Lives elsewhere", (head(CommunityStatus::Active), About { website: some("https://www.w3.org/"), ..about(false) })),
    ]
}

fn person(name: &str, kind: PersonKind, role: Option<&str>) -> PersonSummary {
    let organisation = role.map(|_| "Westmere Digital Office".to_owned());
    PersonSummary { handle: "ada-okafor".to_owned(), name: name.to_owned(), kind, role: role.map(str::to_owned), organisation, photo: None }
}

pub fn people() -> Vec<(PersonSummary, Option<String>)> {
    vec![
        (person("Ada Okafor", PersonKind::Person, Some("Service designer")), None),
        (person("Ben Lindqvist", PersonKind::Person, Some("Researcher")), some("Co-chair")),
        (person("The accessibility team", PersonKind::Team, None), None),
    ]
}

pub fn leads() -> Vec<Lead> {
    people().into_iter().map(|(person, title)| Lead { person, title }).collect()
}

fn home() -> Home {
    Home { slug: HOME.0.to_owned(), name: HOME.1.to_owned() }
}
