//! The SQL of the directory of people.

use uuid::Uuid;

use super::model::PersonSummary;
use super::profile::PeopleScreen;
use super::store::{SortedPersonRow, person, seen};
use crate::asked::Asked;
use crate::communities::store::called;
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
    COMMUNITIES = concat!("select c.slug, c.name from community c where c.slug <> 'everyone' and c.status = 'active' and ", visible!("about"), " and ", visible!("members"), " order by c.sort_name, c.slug limit 61");
    COMMUNITY = concat!("select c.id, c.slug, c.name from community c where ", called!("$2", "$3"), " and ", visible!("about"), " and ", visible!("members"), called!(first "$2"));
}

/// The beginning of the statement that counts a list; [`COUNT_END`] closes it.
const COUNT: &str = "select count(*) from (select 1 as one from member m where m.standing = 'active'";
const COUNT_END: &str = " limit 1001) counted";
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

/// Makes a page of people; the key is handle and name.
fn page_of_people(rows: Vec<SortedPersonRow>, size: usize, after: &str) -> Slice<PersonSummary> {
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

/// Narrows a statement to members `m` in whose names each of the words begins one.
pub(crate) fn named(statement: Statement, words: &[String]) -> Statement {
    words
        .iter()
        .fold(statement, |statement, word| statement.with(NAMED, [word.as_str().into(), format!("{word}{}", char::MAX).into()]).by_values())
}

impl Narrowed {
    fn of(&self, statement: Statement) -> Statement {
        let viewer = || Value::from(self.viewer.member);
        let mut statement = named(statement, &self.words);
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
        .choice_or_typed(
            ("community", "Community", "All communities"),
            narrowed.community.map(|(_, slug, name)| (slug, name)),
            choices(communities),
        )
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

async fn community(db: &Db, viewer: Viewer, called: &str) -> Result<Option<(Uuid, String, String)>, AppError> {
    if called.is_empty() {
        return Ok(None);
    }
    let found: Option<(Uuid, String, String)> =
        on!(db.reader(), c => sqlx::query_as(COMMUNITY).bind(viewer.member).bind(called).bind(names::fold(called)).fetch_optional(c))?;
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
