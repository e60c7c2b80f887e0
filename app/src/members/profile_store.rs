//! The SQL of a profile.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::blocking::block_form;
use super::model::{Audience, Audiences, PersonKind};
use super::profile::{Belonging, Deed, Employer, ProfileScreen};
use super::rules::Relation;
use super::store::{AudienceRow, audiences};
use crate::activity::ObjectKind;
use crate::communities::model::Role;
use crate::db::{Db, key};
use crate::error::AppError;
use crate::link::Link;
use crate::notifications::following::button;
use crate::related::store::{
    EventRow, QuestionRow, WritingRow, event_lines, events, pages, question_lines, questions, resources, writing_lines,
};
use crate::state::{Viewer, internal};
use crate::ui::pagination::Slice;
use crate::{markdown, on, queries, visible, when};

queries! {
    PERSON = concat!(
        "select m.id, m.handle, m.name, m.kind, m.photo, m.pronouns, m.role, m.job_family, m.place, m.has_account, m.links, m.about_html, ", audiences!(), ", \
         case when m.id = $1 then 'oneself' when exists (select 1 from block x where x.member_id = m.id and x.blocked_id = $1) then 'stranger' \
         when exists (select 1 from membership a join community c on c.id = a.community_id join membership b on b.community_id = a.community_id \
         where a.member_id = m.id and a.state = 'active' and b.state = 'active' and c.slug <> 'everyone' and b.member_id = $1) then 'fellow' \
         when m.id <> $1 then 'signed_in' else 'stranger' end as relation from member m where m.handle = $2 and m.standing <> 'former'"
    );
    ORGANISATIONS = "select g.slug, g.name, mo.proved_at from member_organisation mo join organisation g on g.id = mo.organisation_id where mo.member_id = $1 order by mo.position limit 24";
    // With those of questions to which their answer was accepted or helped somebody, counted as often as it was, where the community wants that.
    TOPICS = concat!(
        "select title, slug, relation, n from (select t.title, t.slug, mt.relation, cast(0 as bigint) as n, mt.position from member_topic mt join topic t on t.id = mt.topic_id \
         where mt.member_id = $2 union all select t.title, t.slug, 'helps_with', \
         cast(sum(case when q.accepted_answer_id = a.id then 1 else 0 end + (select count(*) from helpful h where h.post_id = a.id)) as bigint), 1000 \
         from answer a join question q on q.id = a.question_id join community c on c.id = q.community_id \
         join question_topic x on x.question_id = q.id join topic t on t.id = x.topic_id where a.author_id = $2 and a.deleted_at is null and q.deleted_at is null and c.shows_numbers \
         and (q.accepted_answer_id = a.id or exists (select 1 from helpful e where e.post_id = a.id)) and ",
        visible!("questions"), " group by t.title, t.slug) told order by position, n desc, title limit 100"
    );
    COMMUNITIES = concat!(
        "select c.slug, c.name, ms.since, r.role, r.title, r.until is not null and r.until < $3 as past \
         from membership ms join community c on c.id = ms.community_id left join membership_role r on r.membership_id = ms.id and (r.since is null or r.since <= $3) \
         where ms.member_id = $2 and ms.state = 'active' and ", visible!("about"), " and ", visible!("members"), " order by c.sort_name, c.slug, r.position limit 200"
    );
    EVENTS = concat!(
        events!(), " and e.id in (select s.event_id from event_speaker s where s.member_id = $2 \
         union select o.event_id from occurrence_speaker s join occurrence o on o.id = s.occurrence_id where s.member_id = $2) and (e.starts_wall, e.id) < ($3, $4) \
         order by e.starts_wall desc, e.id desc limit $5"
    );
    ASKED = concat!(questions!(), " and q.author_id = $2 and (q.active_at, q.id) < ($3, $4) order by q.active_at desc, q.id desc limit $5");
    ANSWERED = concat!(
        questions!(), " and q.id in (select a.question_id from answer a where a.author_id = $2 and a.deleted_at is null) and (q.active_at, q.id) < ($3, $4) \
         order by q.active_at desc, q.id desc limit $5"
    );
    WRITINGS = concat!(
        "select * from (", pages!(), " and p.id in (select w.page_id from page_author w where w.member_id = $2) union all ",
        resources!(), " and s.id in (select w.resource_id from resource_author w where w.member_id = $2)) written \
         where (written_at, id) < ($3, $4) order by written_at desc, id desc limit $5"
    );
}

/// How many of a kind a profile shows.
const SOME: usize = 10;

/// With how many topics somebody is said to help.
const HELPS: usize = 5;

/// Title, slug, how somebody relates to it, and how often they helped with it.
type TopicRow = (String, String, String, i64);

/// How many of a kind are on a page of all of it.
const PAGE: usize = 30;

/// What somebody did, of one kind or some of each.
#[derive(Default)]
struct Deeds {
    events: Vec<EventRow>,
    writings: Vec<WritingRow>,
    answered: Vec<QuestionRow>,
    asked: Vec<QuestionRow>,
    more: Vec<Deed>,
    next: Option<String>,
}

impl Deeds {
    /// Reads some of each kind, or a page of one.
    async fn read(db: &Db, viewer: Viewer, member: Uuid, (only, after): (Option<Deed>, &str)) -> Result<Self, AppError> {
        let mut deeds = Self::default();
        for deed in only.as_ref().map_or(Deed::ALL, std::slice::from_ref) {
            let size = if only.is_some() { PAGE } else { SOME };
            deeds.read_one(db, (viewer, member), *deed, (size, after)).await?;
        }
        Ok(deeds)
    }

    async fn read_one(
        &mut self,
        db: &Db,
        (viewer, member): (Viewer, Uuid),
        deed: Deed,
        (size, after): (usize, &str),
    ) -> Result<(), AppError> {
        let limit = size as i64 + 1;
        if deed == Deed::Events {
            let (wall, id) = if after.is_empty() { ("9999".to_owned(), Uuid::max()) } else { key::parse_text(after)? };
            let rows = on!(db.reader(), c => sqlx::query_as(EVENTS).bind(viewer.member).bind(member).bind(wall).bind(id).bind(limit).fetch_all(c))?;
            self.events = self.cut(rows, deed, size, EventRow::key);
            return Ok(());
        }
        let (at, id) = key::parse_at(after, (key::last_instant(), Uuid::max()))?;
        if deed == Deed::Writings {
            let rows = on!(db.reader(), c => sqlx::query_as(WRITINGS).bind(viewer.member).bind(member).bind(at).bind(id).bind(limit).fetch_all(c))?;
            self.writings = self.cut(rows, deed, size, WritingRow::key);
            return Ok(());
        }
        let sql = if deed == Deed::Answers { ANSWERED } else { ASKED };
        let rows = on!(db.reader(), c => sqlx::query_as(sql).bind(viewer.member).bind(member).bind(at).bind(id).bind(limit).fetch_all(c))?;
        let rows = self.cut(rows, deed, size, QuestionRow::key);
        *(if deed == Deed::Answers { &mut self.answered } else { &mut self.asked }) = rows;
        Ok(())
    }

    fn cut<T>(&mut self, rows: Vec<T>, deed: Deed, size: usize, key: impl Fn(&T) -> String) -> Vec<T> {
        let slice = Slice::cut(rows, size, "", key);
        if slice.next.is_some() {
            self.more.push(deed);
            self.next = slice.next;
        }
        slice.items
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    #[sqlx(flatten)]
    audiences: AudienceRow,
    #[sqlx(try_from = "String")]
    relation: Relation,
    id: Uuid,
    handle: String,
    name: String,
    #[sqlx(try_from = "String")]
    kind: PersonKind,
    photo: Option<Uuid>,
    pronouns: Option<String>,
    role: Option<String>,
    job_family: Option<String>,
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
/// `NotFound` where there is none, `Invalid` where `show` or `after` make no sense.
pub async fn profile(
    db: &Db,
    viewer: Viewer,
    today: NaiveDate,
    (handle, show, after): (&str, &str, &str),
) -> Result<ProfileScreen, AppError> {
    let no_such = || AppError::Invalid("A profile shows somebody’s events, writings, answers or questions.".to_owned());
    let only: Option<Deed> = if show.is_empty() { None } else { Some(show.parse().map_err(|_| no_such())?) };
    let after = if only.is_some() { after } else { "" };
    let row: Option<Row> = on!(db.reader(), c => sqlx::query_as(PERSON).bind(viewer.member).bind(handle).fetch_optional(c))?;
    let r = row.ok_or(AppError::NotFound)?;
    let audiences = Audiences::from(r.audiences);
    let sees = |audience: Audience| audience.holds(r.relation);
    let organisations: Vec<(String, String, Option<DateTime<Utc>>)> = match sees(audiences.organisations) {
        true => on!(db.reader(), c => sqlx::query_as(ORGANISATIONS).bind(r.id).fetch_all(c))?,
        false => Vec::new(),
    };
    let topics: Vec<TopicRow> = match sees(audiences.topics) {
        true => on!(db.reader(), c => sqlx::query_as(TOPICS).bind(viewer.member).bind(r.id).fetch_all(c))?,
        false => Vec::new(),
    };
    let communities: Vec<BelongingRow> = match sees(audiences.communities) {
        true => on!(db.reader(), c => sqlx::query_as(COMMUNITIES).bind(viewer.member).bind(r.id).bind(today).fetch_all(c))?,
        false => Vec::new(),
    };
    let deeds = Deeds::read(db, viewer, r.id, (only, after)).await?;
    let links: Vec<Link> = serde_json::from_str(&r.links).map_err(|e| internal(&e))?;
    let (helps_with, topics): (Vec<TopicRow>, Vec<TopicRow>) = topics.into_iter().partition(|topic| topic.2 == "helps_with");
    let (ask_about, learning): (Vec<_>, Vec<_>) = topics.into_iter().partition(|topic| topic.2 == "ask_about");
    let untagged = |topics: Vec<TopicRow>| topics.into_iter().map(|(title, slug, ..)| (title, slug)).collect();
    let follow = button(db, viewer, (ObjectKind::Person, r.id), &format!("/people/{handle}")).await?;
    Ok(ProfileScreen {
        follow,
        handle: r.handle,
        name: r.name,
        kind: r.kind,
        photo: r.photo.filter(|_| sees(audiences.photo)).map(|photo| photo.simple().to_string()),
        pronouns: r.pronouns.filter(|_| sees(audiences.pronouns)),
        role: r.role.filter(|_| sees(audiences.role)),
        job_family: r.job_family.filter(|_| sees(audiences.role)),
        place: r.place.filter(|_| sees(audiences.place)),
        has_account: r.has_account,
        own: r.relation == Relation::Oneself,
        block: (viewer.member.is_some() && r.has_account && r.relation != Relation::Oneself).then(|| block_form(handle)),
        links: links.into_iter().filter(|link| link.is_safe() && sees(audiences.links)).collect(),
        about: if sees(audiences.about) { markdown::lowered(&r.about_html) } else { String::new() },
        organisations: organisations.into_iter().map(|(slug, name, at)| Employer { slug, name, verified: at.map(when::stamp) }).collect(),
        ask_about: untagged(ask_about),
        learning: untagged(learning),
        helps_with: helps_with.into_iter().take(HELPS).map(|(title, slug, _, n)| (title, slug, n)).collect(),
        communities: belongings(communities),
        events: event_lines(deeds.events)?,
        questions: question_lines(deeds.asked),
        answered: question_lines(deeds.answered),
        writings: writing_lines(deeds.writings),
        only,
        more: if only.is_some() { Vec::new() } else { deeds.more },
        next: deeds.next.filter(|_| only.is_some()),
        later: !after.is_empty(),
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
