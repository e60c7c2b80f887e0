//! The SQL of a profile.

use chrono::NaiveDate;
use uuid::Uuid;

use super::model::PersonKind;
use super::profile::{Belonging, ProfileScreen};
use crate::communities::model::Role;
use crate::db::Db;
use crate::error::AppError;
use crate::link::Link;
use crate::related::store::{
    EventRow, QuestionRow, WritingRow, event_lines, events, pages, question_lines, questions, resources, writing_lines,
};
use crate::state::{Viewer, internal};
use crate::{on, queries, visible, when};

queries! {
    PERSON = "select m.id, m.handle, m.name, m.kind, m.pronouns, m.role, m.place, m.has_account, m.links, m.about_html from member m where m.handle = $1";
    ORGANISATIONS = "select g.slug, g.name from member_organisation mo join organisation g on g.id = mo.organisation_id where mo.member_id = $1 order by mo.position limit 24";
    TOPICS = "select t.title, t.slug, mt.relation from member_topic mt join topic t on t.id = mt.topic_id where mt.member_id = $1 order by mt.position limit 80";
    COMMUNITIES = concat!(
        "select c.slug, c.name, ms.since, r.role, r.title, r.until is not null and r.until < $3 as past \
         from membership ms join community c on c.id = ms.community_id left join membership_role r on r.membership_id = ms.id \
         where ms.member_id = $2 and ms.state = 'active' and ", visible!("about"), " and ", visible!("members"), " order by c.sort_name, c.slug, r.position limit 200"
    );
    EVENTS = concat!(events!(), " and e.id in (select s.event_id from event_speaker s where s.member_id = $2) order by e.starts_wall desc, e.id limit 10");
    ASKED = concat!(questions!(), " and q.author_id = $2 order by q.asked_at desc, q.id desc limit 10");
    ANSWERED = concat!(
        questions!(), " and q.id in (select a.question_id from answer a where a.author_id = $2) \
         order by (select max(a.answered_at) from answer a where a.question_id = q.id and a.author_id = $2) desc, q.id desc limit 10"
    );
    WRITINGS = concat!(
        "select * from (", pages!(), " and p.id in (select w.page_id from page_author w where w.member_id = $2) union all ",
        resources!(), " and s.id in (select w.resource_id from resource_author w where w.member_id = $2)) written order by published_at desc nulls last, title limit 12"
    );
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    handle: String,
    name: String,
    #[sqlx(try_from = "String")]
    kind: PersonKind,
    pronouns: Option<String>,
    role: Option<String>,
    place: Option<String>,
    has_account: bool,
    links: String,
    about_html: String,
}

#[derive(sqlx::FromRow)]
struct BelongingRow {
    slug: String,
    name: String,
    since: Option<NaiveDate>,
    role: Option<String>,
    title: Option<String>,
    past: Option<bool>,
}

/// A profile, with what its person does as far as the viewer may see it.
///
/// # Errors
/// `NotFound` where there is none.
pub async fn profile(db: &Db, viewer: Viewer, today: NaiveDate, handle: &str) -> Result<ProfileScreen, AppError> {
    let row: Option<Row> = on!(db.reader(), c => sqlx::query_as(PERSON).bind(handle).fetch_optional(c))?;
    let r = row.ok_or(AppError::NotFound)?;
    let organisations = on!(db.reader(), c => sqlx::query_as(ORGANISATIONS).bind(r.id).fetch_all(c))?;
    let topics: Vec<(String, String, String)> = on!(db.reader(), c => sqlx::query_as(TOPICS).bind(r.id).fetch_all(c))?;
    let communities: Vec<BelongingRow> =
        on!(db.reader(), c => sqlx::query_as(COMMUNITIES).bind(viewer.member).bind(r.id).bind(today).fetch_all(c))?;
    let events: Vec<EventRow> = on!(db.reader(), c => sqlx::query_as(EVENTS).bind(viewer.member).bind(r.id).fetch_all(c))?;
    let asked: Vec<QuestionRow> = on!(db.reader(), c => sqlx::query_as(ASKED).bind(viewer.member).bind(r.id).fetch_all(c))?;
    let answered: Vec<QuestionRow> = on!(db.reader(), c => sqlx::query_as(ANSWERED).bind(viewer.member).bind(r.id).fetch_all(c))?;
    let writings: Vec<WritingRow> = on!(db.reader(), c => sqlx::query_as(WRITINGS).bind(viewer.member).bind(r.id).fetch_all(c))?;
    let links: Vec<Link> = serde_json::from_str(&r.links).map_err(|e| internal(&e))?;
    let (ask_about, learning): (Vec<_>, Vec<_>) = topics.into_iter().partition(|(.., relation)| relation == "ask_about");
    let untagged = |topics: Vec<(String, String, String)>| topics.into_iter().map(|(title, slug, _)| (title, slug)).collect();
    Ok(ProfileScreen {
        handle: r.handle,
        name: r.name,
        kind: r.kind,
        pronouns: r.pronouns,
        role: r.role,
        place: r.place,
        has_account: r.has_account,
        links: links.into_iter().filter(Link::is_safe).collect(),
        about: r.about_html,
        organisations,
        ask_about: untagged(ask_about),
        learning: untagged(learning),
        communities: belongings(communities),
        events: event_lines(events)?,
        questions: question_lines(asked),
        answered: question_lines(answered),
        writings: writing_lines(writings),
    })
}

/// One row a role: rows of one community follow each other.
fn belongings(rows: Vec<BelongingRow>) -> Vec<Belonging> {
    let mut found: Vec<Belonging> = Vec::new();
    for r in rows {
        let role = r.title.or_else(|| r.role.and_then(|word| word.parse::<Role>().ok()).map(|role| role.title().to_owned()));
        if found.last().is_none_or(|last| last.slug != r.slug) {
            found.push(Belonging {
                slug: r.slug,
                name: r.name,
                since: r.since.map(when::day_stamp),
                roles: Vec::new(),
                past_roles: Vec::new(),
            });
        }
        if let Some(last) = found.last_mut() {
            if r.past == Some(true) { last.past_roles.extend(role) } else { last.roles.extend(role) }
        }
    }
    found
}
