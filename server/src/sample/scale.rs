//! A site of any size for load tests: the same one for the same number, made of plain invented words.

use app::clock::Clock;
use app::communities::model::MembershipState;
use app::communities::record::{Charter, CommunityRecord, MembershipRecord};
use app::db::Db;
use app::events::record::{EventRecord, SpeakerRecord};
use app::members::model::{Audiences, PersonKind};
use app::members::record::PersonRecord;
use app::questions::model::QuestionState;
use app::questions::record::{AnswerRecord, QuestionRecord};
use chrono::{DateTime, Duration, NaiveTime, Utc};
use indicatif::ProgressBar;

use crate::bundle::{Record, Sourced};
use crate::import::{self, Options, Report};

/// The name it is remembered by.
const SOURCE: &str = "scale";

/// Members to a community.
const PER_COMMUNITY: u32 = 200;

/// Answers to a question: with the question itself, ten posts for each member.
const ANSWERS: u32 = 9;

/// Questions written at a time.
const BATCH: u32 = 2_000;

const WORDS: [&str; 24] = [
    "research",
    "service",
    "prototype",
    "interview",
    "content",
    "pattern",
    "release",
    "pipeline",
    "dataset",
    "dashboard",
    "form",
    "letter",
    "team",
    "sprint",
    "review",
    "standard",
    "budget",
    "contract",
    "survey",
    "journey",
    "index",
    "query",
    "policy",
    "handover",
];

/// A small generator of numbers: the same ones every time, everywhere (SplitMix64).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: u32) -> u32 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % u64::from(bound.max(1))) as u32
    }

    fn words(&mut self, count: u32) -> String {
        (0..count).map(|_| WORDS[self.below(WORDS.len() as u32) as usize]).collect::<Vec<_>>().join(" ")
    }
}

/// Makes `members` members and ten times as many posts, with communities and events in proportion.
///
/// # Errors
/// When the database refuses.
pub async fn scale(db: &Db, clock: &Clock, members: u32, progress: ProgressBar) -> Result<Report, sqlx::Error> {
    let now = clock.now();
    let communities = members.div_ceil(PER_COMMUNITY).max(1);
    let mut report = Report::default();
    let people = (0..members).map(person).collect();
    report.add(write(db, clock, people, &progress).await?);
    let all = (0..communities).map(|n| community(n, communities, members)).collect();
    report.add(write(db, clock, all, &progress).await?);
    let events = (0..members.div_ceil(20)).map(|n| event(n, communities, members, now)).collect();
    report.add(write(db, clock, events, &progress).await?);
    for first in (0..members).step_by(BATCH as usize) {
        let questions = (first..members.min(first + BATCH)).map(|n| question(n, communities, members, now)).collect();
        report.add(write(db, clock, questions, &progress).await?);
    }
    Ok(report)
}

async fn write(db: &Db, clock: &Clock, records: Vec<Record>, progress: &ProgressBar) -> Result<Report, sqlx::Error> {
    let records = records.into_iter().map(|record| Sourced { file: (record.key() + ".md").into(), line: 1, record }).collect();
    import::write_new(db, clock, records, &Options { source: SOURCE, overwrite: false, progress: progress.clone() }).await
}

fn handle(n: u32) -> String {
    format!("member-{n}")
}

fn slug(n: u32) -> String {
    format!("community-{n}")
}

fn person(n: u32) -> Record {
    let mut numbers = Numbers(u64::from(n));
    Record::Person(PersonRecord {
        handle: handle(n),
        name: format!("Member {n}"),
        kind: PersonKind::Person,
        sort_name: None,
        pronouns: None,
        job_family: None,
        role: Some(numbers.words(2)),
        place: None,
        timezone: None,
        organisations: Vec::new(),
        links: Vec::new(),
        ask_about: Vec::new(),
        learning: Vec::new(),
        seen_by: Audiences::default(),
        aliases: Vec::new(),
        body: numbers.words(20),
    })
}

fn community(n: u32, communities: u32, members: u32) -> Record {
    let mut numbers = Numbers(1 << 40 | u64::from(n));
    let belongs = (n..members).step_by(communities as usize);
    let members = belongs.map(|n| MembershipRecord { person: handle(n), state: MembershipState::Active, since: None, roles: Vec::new() });
    Record::Community(CommunityRecord {
        summary: numbers.words(10),
        members: members.collect(),
        charter: Charter { domain: numbers.words(60), community: numbers.words(40), practice: numbers.words(40) },
        ..CommunityRecord::named(&slug(n), &format!("Community {n}: {}", numbers.words(2)))
    })
}

fn event(n: u32, communities: u32, members: u32, now: DateTime<Utc>) -> Record {
    let mut numbers = Numbers(2 << 40 | u64::from(n));
    let hour = NaiveTime::from_hms_opt(9 + numbers.below(9), 0, 0).unwrap_or_default();
    let starts = (now + Duration::days(i64::from(numbers.below(730)) - 365)).date_naive().and_time(hour);
    let (home, title) = (slug(numbers.below(communities)), format!("{} {n}", numbers.words(3)));
    Record::Event(EventRecord {
        summary: numbers.words(10),
        timezone: "Europe/London".to_owned(),
        rrule: n.is_multiple_of(20).then(|| "FREQ=WEEKLY;COUNT=20".to_owned()),
        speakers: vec![SpeakerRecord::Person(handle(numbers.below(members)))],
        body: numbers.words(80),
        ..EventRecord::meeting(&home, &format!("event-{n}"), &title, (starts, starts + Duration::hours(1)))
    })
}

fn question(n: u32, communities: u32, members: u32, now: DateTime<Utc>) -> Record {
    let mut numbers = Numbers(3 << 40 | u64::from(n));
    let midnight = now.date_naive().and_time(NaiveTime::MIN).and_utc();
    let asked = midnight - Duration::minutes(i64::from(numbers.below(1_000_000)) + 20_000);
    let accepted = numbers.below(ANSWERS * 2);
    let answers = (0..ANSWERS).map(|answer| AnswerRecord {
        author: Some(handle(numbers.below(members))),
        anonymous: false,
        at: asked + Duration::minutes(i64::from(answer * 60 + numbers.below(60))),
        accepted: answer == accepted,
        helpful: if answer == 0 { vec![handle(numbers.below(members))] } else { Vec::new() },
        helpful_elsewhere: 0,
        body: numbers.words(40),
        comments: Vec::new(),
    });
    let answers = answers.collect();
    Record::Question(QuestionRecord {
        community: slug(numbers.below(communities)),
        slug: format!("question-{n}"),
        title: format!("How do you {} ({n})?", numbers.words(5)),
        author: Some(handle(numbers.below(members))),
        anonymous: false,
        asked,
        topics: Vec::new(),
        state: QuestionState::Open,
        closed_because: None,
        closed_note: None,
        locked: false,
        helpful: Vec::new(),
        helpful_elsewhere: 0,
        comments: Vec::new(),
        answers,
        office_hours: None,
        aliases: Vec::new(),
        body: numbers.words(50),
    })
}
