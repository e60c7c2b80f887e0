//! The SQL of lists of people.

use uuid::Uuid;

use super::model::{Audience, Audiences, PersonKind, PersonSummary};
use super::profile::PeopleScreen;
use crate::asked::Asked;
use crate::db::Db;
use crate::db::bulk::Value;
use crate::db::statement::{Statement, ask};
use crate::error::AppError;
use crate::state::Viewer;
use crate::topics::facets::{self, Topic};
use crate::ui::filtering::{Form, choices};
use crate::ui::filters::Choice;
use crate::ui::pagination::{Slice, key_parts};
use crate::{names, on, queries, visible};

/// People on a page; the statement below reads one more.
const PAGE: usize = 48;

/// The SQL condition that a viewer may see a part of the profile of member `m`: `seen!("role", "$1")`. Says the same as [`super::model::Audience::holds`]. Where `$?` stands
/// for the viewer, it takes them four times.
macro_rules! seen {
    ($part:literal, $viewer:literal) => {
        concat!(
            "(m.audience_",
            $part,
            " = 'everyone' or coalesce(m.id = ",
            $viewer,
            ", false) or (m.audience_",
            $part,
            " = 'members' and coalesce(m.id <> ",
            $viewer,
            ", false) and not exists (select 1 from block sx where sx.member_id = m.id and sx.blocked_id = ",
            $viewer,
            ")) or (m.audience_",
            $part,
            " = 'communities' and exists (select 1 from membership sa join community sc on sc.id = sa.community_id join membership sb on sb.community_id = sa.community_id \
             where sa.member_id = m.id and sa.state = 'active' and sb.state = 'active' and sc.slug <> 'everyone' \
             and not exists (select 1 from block sx where sx.member_id = sa.member_id and sx.blocked_id = sb.member_id) and sb.member_id = ",
            $viewer,
            ")))"
        )
    };
}
pub(crate) use seen;

/// The columns of a member `m` in a list; `$1` is the viewer.
macro_rules! person {
    () => {
        concat!(
            "m.handle, m.name, m.kind, case when ",
            $crate::members::store::seen!("role", "$1"),
            " then m.role end as role, case when ",
            $crate::members::store::seen!("organisations", "$1"),
            " then (select g.name from member_organisation mo join organisation g on g.id = mo.organisation_id \
             where mo.member_id = m.id order by mo.position limit 1) end as organisation, case when ",
            $crate::members::store::seen!("photo", "$1"),
            " then m.photo end as photo"
        )
    };
}
pub(crate) use person;

/// Who sees what of member `m`: the columns of [`AudienceRow`].
macro_rules! audiences {
    () => {
        "m.audience_photo, m.audience_pronouns, m.audience_role, m.audience_place, m.audience_organisations, m.audience_about, m.audience_links, m.audience_topics, m.audience_communities"
    };
}
pub(crate) use audiences;

/// A row of [`audiences`].
#[derive(sqlx::FromRow)]
pub struct AudienceRow {
    #[sqlx(try_from = "String")]
    audience_photo: Audience,
    #[sqlx(try_from = "String")]
    audience_pronouns: Audience,
    #[sqlx(try_from = "String")]
    audience_role: Audience,
    #[sqlx(try_from = "String")]
    audience_place: Audience,
    #[sqlx(try_from = "String")]
    audience_organisations: Audience,
    #[sqlx(try_from = "String")]
    audience_about: Audience,
    #[sqlx(try_from = "String")]
    audience_links: Audience,
    #[sqlx(try_from = "String")]
    audience_topics: Audience,
    #[sqlx(try_from = "String")]
    audience_communities: Audience,
}

impl From<AudienceRow> for Audiences {
    fn from(r: AudienceRow) -> Self {
        Self {
            photo: r.audience_photo,
            pronouns: r.audience_pronouns,
            role: r.audience_role,
            place: r.audience_place,
            organisations: r.audience_organisations,
            about: r.audience_about,
            links: r.audience_links,
            topics: r.audience_topics,
            communities: r.audience_communities,
        }
    }
}

/// The handle of an author `m`; empty for somebody who left, and so has no profile.
macro_rules! author_handle {
    () => {
        "case when m.standing = 'former' then '' else m.handle end as handle"
    };
}
pub(crate) use author_handle;

queries! {
    LIST = concat!("select ", person!(), ", m.sort_name from member m where m.standing = 'active' and (m.sort_name, m.handle) > ($2, $3)");
    ORGANISATIONS = "select g.slug, g.name from organisation g order by g.sort_name, g.slug limit 1000";
    ORGANISATION = "select g.id, g.slug, g.name from organisation g where g.slug = $1";
    // From one value to the next by the index: as many steps as there are values, however many people share them. Without a lower bound for the first, SQLite reads everybody.
    JOB_FAMILIES = "with recursive families (family) as (select min(m.job_family) from member m where m.standing = 'active' and m.audience_role = 'everyone' and m.job_family > '' union all \
                    select (select min(m.job_family) from member m where m.standing = 'active' and m.audience_role = 'everyone' and m.job_family > f.family) \
                    from families f where f.family is not null) select family from families where family is not null limit 200";
    PLACES = "with recursive places (place) as (select min(m.place) from member m where m.standing = 'active' and m.audience_place = 'everyone' and m.place > '' union all \
              select (select min(m.place) from member m where m.standing = 'active' and m.audience_place = 'everyone' and m.place > p.place) \
              from places p where p.place is not null) select place from places where place is not null limit 300";
    COMMUNITIES = concat!("select c.slug, c.name from community c where c.slug <> 'everyone' and c.status = 'active' and ", visible!("about"), " and ", visible!("members"), " order by c.sort_name, c.slug limit 500");
    COMMUNITY = concat!("select c.id, c.slug, c.name from community c where c.slug = $2 and ", visible!("about"), " and ", visible!("members"));
}

/// The beginning of the statement that counts a list; [`COUNT_END`] closes it.
const COUNT: &str = "select count(*) from (select 1 as one from member m where m.standing = 'active'";
const COUNT_END: &str = " limit 1001) counted";
/// Every word that was typed begins a word of the name.
const NAMED: &str = " and m.id in (select w.member_id from member_word w where w.word >= $? and w.word < $?)";
const OF_ORGANISATION: &str = concat!(
    " and m.id in (select mo.member_id from member_organisation mo where mo.organisation_id = $?) and ",
    seen!("organisations", "$?")
);
const TO_ASK_ABOUT: &str = concat!(
    " and m.id in (select mt.member_id from member_topic mt where mt.topic_id = $? and mt.relation = 'ask_about') and ",
    seen!("topics", "$?")
);
const OF_JOB_FAMILY: &str = concat!(" and m.job_family = $? and ", seen!("role", "$?"));
const AT_PLACE: &str = concat!(" and m.place = $? and ", seen!("place", "$?"));
// The community's own list of members says who sees it; whoever can't see that list can't choose the community.
const OF_COMMUNITY: &str = " and m.id in (select ms.member_id from membership ms where ms.community_id = $? and ms.state = 'active')";
const BY_NAME: &str = " order by m.sort_name, m.handle limit 49";

/// A row of [`person`].
#[derive(sqlx::FromRow)]
pub struct PersonRow {
    /// `/people/{handle}`
    pub handle: String,
    name: String,
    #[sqlx(try_from = "String")]
    kind: PersonKind,
    role: Option<String>,
    organisation: Option<String>,
    photo: Option<Uuid>,
}

impl From<PersonRow> for PersonSummary {
    fn from(r: PersonRow) -> Self {
        let photo = r.photo.map(|photo| photo.simple().to_string());
        Self { handle: r.handle, name: r.name, kind: r.kind, role: r.role, organisation: r.organisation, photo }
    }
}

/// A row of [`person`] and the key it sorts by.
#[derive(sqlx::FromRow)]
pub struct SortedPersonRow {
    #[sqlx(flatten)]
    person: PersonRow,
    sort_name: String,
}

impl SortedPersonRow {
    /// What a list goes on behind: handle and name.
    pub fn key(&self) -> String {
        format!("{}~{}", self.person.handle, self.sort_name)
    }
}

impl From<SortedPersonRow> for PersonSummary {
    fn from(r: SortedPersonRow) -> Self {
        r.person.into()
    }
}

/// Makes a page of people; the key is handle and name.
pub fn page_of_people(rows: Vec<SortedPersonRow>, size: usize, after: &str) -> Slice<PersonSummary> {
    let slice = Slice::cut(rows, size, after, SortedPersonRow::key);
    Slice { items: slice.items.into_iter().map(Into::into).collect(), next: slice.next, later: slice.later }
}

/// What the list is narrowed to.
#[derive(Clone, Debug, Default)]
struct Narrowed {
    viewer: Viewer,
    words: Vec<String>,
    organisation: Option<(Uuid, String, String)>,
    topic: Option<Topic>,
    job_family: Option<String>,
    place: Option<String>,
    community: Option<(Uuid, String, String)>,
}

impl Narrowed {
    fn of(&self, statement: Statement) -> Statement {
        let named =
            |statement: Statement, word: &String| statement.with(NAMED, [word.as_str().into(), format!("{word}{}", char::MAX).into()]);
        let viewer = || Value::from(self.viewer.member);
        let mut statement = self.words.iter().fold(statement, named);
        if let Some((organisation, ..)) = &self.organisation {
            statement = statement.with(OF_ORGANISATION, [(*organisation).into(), viewer(), viewer(), viewer(), viewer()]);
        }
        if let Some(topic) = &self.topic {
            statement = statement.with(TO_ASK_ABOUT, [topic.id.into(), viewer(), viewer(), viewer(), viewer()]);
        }
        if let Some(family) = &self.job_family {
            statement = statement.with(OF_JOB_FAMILY, [family.as_str().into(), viewer(), viewer(), viewer(), viewer()]);
        }
        if let Some(place) = &self.place {
            statement = statement.with(AT_PLACE, [place.as_str().into(), viewer(), viewer(), viewer(), viewer()]);
        }
        statement.with_any(OF_COMMUNITY, self.community.as_ref().map(|(id, ..)| *id))
    }

    fn list(&self, name: &str, handle: &str) -> Statement {
        self.of(Statement::new(LIST, [self.viewer.member.into(), name.into(), handle.into()])).with(BY_NAME, [])
    }

    fn count(&self) -> Statement {
        self.of(Statement::new(COUNT, [])).with(COUNT_END, [])
    }
}

/// What is composed here, for the test that prepares every statement.
#[cfg(test)]
pub(crate) fn composed() -> Vec<Statement> {
    let topic = Topic { id: Uuid::nil(), slug: String::new(), title: String::new() };
    let narrowed = |bits: u8| Narrowed {
        viewer: Viewer::ANONYMOUS,
        words: ["ada", "okafor"].into_iter().take(usize::from(bits & 3)).map(str::to_owned).collect(),
        organisation: (bits & 4 > 0).then(|| (Uuid::nil(), String::new(), String::new())),
        topic: (bits & 8 > 0).then(|| topic.clone()),
        job_family: (bits & 16 > 0).then(String::new),
        place: (bits & 32 > 0).then(String::new),
        community: (bits & 64 > 0).then(|| (Uuid::nil(), String::new(), String::new())),
    };
    (0..128).flat_map(|bits| [narrowed(bits).list("", ""), narrowed(bits).count()]).collect()
}

/// A page of the people the query asks for: by the words of their names, their organisation, and what they like to be asked about.
///
/// # Errors
/// `Invalid` where the query asks for what is not there.
pub async fn people(db: &Db, viewer: Viewer, asked: &Asked) -> Result<PeopleScreen, AppError> {
    let [handle, name] = key_parts(asked.after())?;
    let typed = asked.text("q");
    let narrowed = Narrowed {
        viewer,
        words: names::typed_words(&typed),
        organisation: organisation(db, &asked.text("organisation")).await?,
        topic: facets::chosen(db, &asked.text("topic")).await?,
        job_family: Some(asked.text("job_family")).filter(|family| !family.is_empty()),
        place: Some(asked.text("place")).filter(|place| !place.is_empty()),
        community: community(db, viewer, &asked.text("community")).await?,
    };
    // Signs alone are in nobody's name.
    let nobody = !typed.is_empty() && narrowed.words.is_empty();
    let (listed, choices_of) = tokio::try_join!(listed(db, &narrowed, nobody, (name, handle)), Choosable::read(db, viewer))?;
    let ((rows, count), Choosable { organisations, topics, families, places, communities }) = (listed, choices_of);
    let same = |word: String| (word.clone(), word);
    let filters = Form::new("/people", "Find people")
        .text("q", "Name", &typed)
        .choice(
            ("organisation", "Organisation", "All organisations"),
            narrowed.organisation.map(|(_, slug, name)| (slug, name)),
            choices(organisations),
        )
        .choice(("community", "Community", "All communities"), narrowed.community.map(|(_, slug, name)| (slug, name)), choices(communities))
        .choice(("job_family", "Job family", "All job families"), narrowed.job_family.map(same), choices(families.into_iter().map(same)))
        .choice(("place", "Place", "Everywhere"), narrowed.place.map(same), choices(places.into_iter().map(same)))
        .choice(("topic", "Can be asked about", "Anything"), narrowed.topic.map(|topic| (topic.slug, topic.title)), topics)
        .done();
    Ok(PeopleScreen { people: page_of_people(rows, PAGE, asked.after()), count, filters })
}

/// The rows of a page and how many there are in all, asked for at once.
async fn listed(
    db: &Db,
    narrowed: &Narrowed,
    nobody: bool,
    (name, handle): (&str, &str),
) -> Result<(Vec<SortedPersonRow>, i64), sqlx::Error> {
    if nobody {
        return Ok((Vec::new(), 0));
    }
    tokio::try_join!(async { ask!(db, query_as, narrowed.list(name, handle), fetch_all) }, async {
        ask!(db, query_scalar, narrowed.count(), fetch_one)
    },)
}

/// What the list can be narrowed to.
struct Choosable {
    organisations: Vec<(String, String)>,
    topics: Vec<Choice>,
    families: Vec<String>,
    places: Vec<String>,
    communities: Vec<(String, String)>,
}

impl Choosable {
    /// Asks for all of it at once.
    async fn read(db: &Db, viewer: Viewer) -> Result<Self, sqlx::Error> {
        let (organisations, topics, families, places, communities) = tokio::try_join!(
            async { on!(db.reader(), c => sqlx::query_as(ORGANISATIONS).fetch_all(c)) },
            facets::to_ask_about(db, viewer),
            async { on!(db.reader(), c => sqlx::query_scalar(JOB_FAMILIES).fetch_all(c)) },
            async { on!(db.reader(), c => sqlx::query_scalar(PLACES).fetch_all(c)) },
            async { on!(db.reader(), c => sqlx::query_as(COMMUNITIES).bind(viewer.member).fetch_all(c)) },
        )?;
        Ok(Self { organisations, topics, families, places, communities })
    }
}

async fn community(db: &Db, viewer: Viewer, slug: &str) -> Result<Option<(Uuid, String, String)>, AppError> {
    if slug.is_empty() {
        return Ok(None);
    }
    let found: Option<(Uuid, String, String)> =
        on!(db.reader(), c => sqlx::query_as(COMMUNITY).bind(viewer.member).bind(slug).fetch_optional(c))?;
    let unseen = "There is no such community, or you can’t see who belongs to it. Look at everybody to find whom you mean.";
    found.map(Some).ok_or_else(|| AppError::Invalid(unseen.to_owned()))
}

async fn organisation(db: &Db, slug: &str) -> Result<Option<(Uuid, String, String)>, AppError> {
    if slug.is_empty() {
        return Ok(None);
    }
    let found: Option<(Uuid, String, String)> = on!(db.reader(), c => sqlx::query_as(ORGANISATION).bind(slug).fetch_optional(c))?;
    found
        .map(Some)
        .ok_or_else(|| AppError::Invalid("There is no such organisation. Look at all organisations to find the one you mean.".to_owned()))
}
