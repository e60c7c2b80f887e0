//! The SQL of lists of people.

use uuid::Uuid;

use super::model::{PersonKind, PersonSummary};
use super::profile::PeopleScreen;
use crate::asked::Asked;
use crate::db::Db;
use crate::db::statement::{Statement, ask};
use crate::error::AppError;
use crate::topics::facets::{self, Topic};
use crate::ui::filtering::{Form, choices};
use crate::ui::pagination::{Slice, key_parts};
use crate::{names, on, queries};

/// People on a page; the statement below reads one more.
const PAGE: usize = 48;

/// The columns of a member `m` in a list.
macro_rules! person {
    () => {
        "m.handle, m.name, m.kind, m.role, (select g.name from member_organisation mo join organisation g on g.id = mo.organisation_id \
         where mo.member_id = m.id order by mo.position limit 1) as organisation"
    };
}
pub(crate) use person;

queries! {
    LIST = concat!("select ", person!(), ", m.sort_name from member m where (m.sort_name, m.handle) > ($1, $2)");
    ORGANISATIONS = "select g.slug, g.name from organisation g order by g.sort_name, g.slug limit 1000";
    ORGANISATION = "select g.id, g.slug, g.name from organisation g where g.slug = $1";
}

/// The beginning of the statement that counts a list; [`COUNT_END`] closes it.
const COUNT: &str = "select count(*) from (select 1 as one from member m where true";
const COUNT_END: &str = " limit 1001) counted";
/// Every word that was typed begins a word of the name.
const NAMED: &str = " and m.id in (select w.member_id from member_word w where w.word >= $? and w.word < $?)";
const OF_ORGANISATION: &str = " and m.id in (select mo.member_id from member_organisation mo where mo.organisation_id = $?)";
const TO_ASK_ABOUT: &str = " and m.id in (select mt.member_id from member_topic mt where mt.topic_id = $? and mt.relation = 'ask_about')";
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
}

impl From<PersonRow> for PersonSummary {
    fn from(r: PersonRow) -> Self {
        Self { handle: r.handle, name: r.name, kind: r.kind, role: r.role, organisation: r.organisation }
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
    words: Vec<String>,
    organisation: Option<(Uuid, String, String)>,
    topic: Option<Topic>,
}

impl Narrowed {
    fn of(&self, statement: Statement) -> Statement {
        let named =
            |statement: Statement, word: &String| statement.with(NAMED, [word.as_str().into(), format!("{word}{}", char::MAX).into()]);
        self.words
            .iter()
            .fold(statement, named)
            .with_any(OF_ORGANISATION, self.organisation.as_ref().map(|(id, ..)| *id))
            .with_any(TO_ASK_ABOUT, self.topic.as_ref().map(|topic| topic.id))
    }

    fn list(&self, name: &str, handle: &str) -> Statement {
        self.of(Statement::new(LIST, [name.into(), handle.into()])).with(BY_NAME, [])
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
        words: ["ada", "okafor"].into_iter().take(usize::from(bits & 3)).map(str::to_owned).collect(),
        organisation: (bits & 4 > 0).then(|| (Uuid::nil(), String::new(), String::new())),
        topic: (bits & 8 > 0).then(|| topic.clone()),
    };
    (0..16).flat_map(|bits| [narrowed(bits).list("", ""), narrowed(bits).count()]).collect()
}

/// A page of the people the query asks for: by the words of their names, their organisation, and what they like to be asked about.
///
/// # Errors
/// `Invalid` where the query asks for what is not there.
pub async fn people(db: &Db, asked: &Asked) -> Result<PeopleScreen, AppError> {
    let [handle, name] = key_parts(asked.after())?;
    let typed = asked.text("q");
    let narrowed = Narrowed {
        words: names::typed_words(&typed),
        organisation: organisation(db, &asked.text("organisation")).await?,
        topic: facets::chosen(db, &asked.text("topic")).await?,
    };
    // Signs alone are in nobody's name.
    let nobody = !typed.is_empty() && narrowed.words.is_empty();
    let rows: Vec<SortedPersonRow> = if nobody { Vec::new() } else { ask!(db, query_as, narrowed.list(name, handle), fetch_all)? };
    let count: i64 = if nobody { 0 } else { ask!(db, query_scalar, narrowed.count(), fetch_one)? };
    let organisations: Vec<(String, String)> = on!(db.reader(), c => sqlx::query_as(ORGANISATIONS).fetch_all(c))?;
    let topics = facets::to_ask_about(db).await?;
    let filters = Form::new("/people", "Find people")
        .text("q", "Name", &typed)
        .choice(
            ("organisation", "Organisation", "All organisations"),
            narrowed.organisation.map(|(_, slug, name)| (slug, name)),
            choices(organisations),
        )
        .choice(("topic", "Can be asked about", "Anything"), narrowed.topic.map(|topic| (topic.slug, topic.title)), topics)
        .done();
    Ok(PeopleScreen { people: page_of_people(rows, PAGE, asked.after()), count, filters })
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
