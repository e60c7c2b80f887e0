//! Keeping the index: in the transaction of every change, and at start for what was there before the index was.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use uuid::Uuid;

use super::document::{Document, VERSION};
use super::model::FoundKind;
use super::rules::BEGUN;
use super::store::{forget, forget_all, held, put};
use super::texts::{BATCH, read};
use crate::activity::{Act, ObjectKind};
use crate::db::bulk::Rows;
use crate::db::{Db, Tx};
use crate::{on, queries, run};

queries! {
    BEGIN = "insert into search_progress (version, reached) values ($1, '0:00000000-0000-0000-0000-000000000000') on conflict (version) do nothing";
    // Locks: of several nodes that start at once, one goes on where another stopped.
    LOCK = "update search_progress set reached = reached where version = $1 returning reached";
    REACH = "update search_progress set reached = $2 where version = $1";
    REACHED = "select reached from search_progress where version = $1";
    FORGET_OTHERS = "delete from search_progress where version <> $1";
    NEXT_COMMUNITIES = "select id from community where id > $1 order by id limit $2";
    NEXT_PEOPLE = "select id from member where id > $1 order by id limit $2";
    NEXT_EVENTS = "select id from event where id > $1 order by id limit $2";
    NEXT_QUESTIONS = "select id from question where id > $1 order by id limit $2";
    NEXT_PAGES = "select id from page where id > $1 order by id limit $2";
    NEXT_RESOURCES = "select id from resource where id > $1 order by id limit $2";
    NEXT_TOPICS = "select id from topic where id > $1 order by id limit $2";
}

/// Things that a transaction of the rebuilding reads.
const AT_ONCE: usize = 4 * BATCH;

/// How often things are moved on that find their places in the index taken.
const ATTEMPTS: i64 = 100;

const DONE: &str = "done";

impl FoundKind {
    fn of(kind: ObjectKind) -> Option<Self> {
        Some(match kind {
            ObjectKind::Organisation => return None,
            ObjectKind::Topic => Self::Topic,
            ObjectKind::Person => Self::Person,
            ObjectKind::Community => Self::Community,
            ObjectKind::Event => Self::Event,
            ObjectKind::Question => Self::Question,
            ObjectKind::Page => Self::Page,
            ObjectKind::Resource => Self::Resource,
        })
    }
}

/// Indexes anew what the acts were about: what it says now, or nothing where it is gone.
///
/// # Errors
/// When the database refuses.
pub(crate) async fn update(tx: &mut Tx, acts: &[Act]) -> Result<(), sqlx::Error> {
    let mut things: BTreeMap<FoundKind, BTreeSet<Uuid>> = BTreeMap::new();
    for act in acts {
        if let Some(kind) = FoundKind::of(act.kind) {
            things.entry(kind).or_default().insert(act.object);
        }
    }
    let mut forms = HashMap::new();
    for (kind, ids) in things {
        let ids: Vec<Uuid> = ids.into_iter().collect();
        for batch in ids.chunks(BATCH) {
            let documents = prepared(read(tx, kind, batch).await?, &mut forms);
            replace(tx, batch, &documents).await?;
        }
    }
    remember_words(tx, forms).await
}

fn prepared(documents: Vec<Document>, forms: &mut HashMap<String, String>) -> Vec<(Document, Vec<String>)> {
    let with_terms = documents.into_iter().map(|document| {
        let terms = document.terms(forms);
        (document, terms)
    });
    with_terms.collect()
}

/// Two transactions may write the same thing's row at once: then the later one replaces the row of the earlier.
async fn replace(tx: &mut Tx, ids: &[Uuid], documents: &[(Document, Vec<String>)]) -> Result<(), sqlx::Error> {
    for attempt in 0..ATTEMPTS {
        forget(tx, ids).await?;
        if put(tx, documents, attempt).await? {
            return Ok(());
        }
    }
    Err(no_place())
}

fn no_place() -> sqlx::Error {
    sqlx::Error::Protocol("there is no place in the index for search".to_owned())
}

async fn remember_words(tx: &mut Tx, forms: HashMap<String, String>) -> Result<(), sqlx::Error> {
    let mut words = Rows::new("search_word", &["word", "stem"]);
    let mut forms: Vec<(String, String)> =
        forms.into_iter().filter(|(word, _)| word.len() >= BEGUN && word.bytes().all(|b| b.is_ascii_alphabetic())).collect();
    // In order, so that of two transactions that bring the same words one waits for the other, and not each for each.
    forms.sort_unstable();
    for (word, stem) in forms {
        words.push([word.into(), stem.into()]);
    }
    words.insert_new(tx).await.map(drop)
}

/// Builds the index where it is not complete: of a site older than the index, or than this version of it. Goes on where it was cut off.
///
/// # Errors
/// When the database refuses; what was committed until then stays.
pub async fn complete(db: &Db) -> Result<(), sqlx::Error> {
    let reached: Option<String> = on!(db.reader(), c => sqlx::query_scalar(REACHED).bind(VERSION).fetch_optional(c))?;
    if reached.as_deref() == Some(DONE) {
        return Ok(());
    }
    let (mut count, mut attempt) = (0, 0);
    loop {
        let mut tx = db.begin().await?;
        let begun = run!(tx, sqlx::query(BEGIN).bind(VERSION))? > 0;
        if begun {
            run!(tx, sqlx::query(FORGET_OTHERS).bind(VERSION))?;
            forget_all(&mut tx).await?;
        }
        let reached: String = on!(tx.conn(), c => sqlx::query_scalar(LOCK).bind(VERSION).fetch_one(c))?;
        let Some((kind, after)) = parse(&reached) else {
            tx.commit([]).await?;
            break;
        };
        let ids: Vec<Uuid> = on!(tx.conn(), c => sqlx::query_scalar(next(kind)).bind(after).bind(AT_ONCE as i64).fetch_all(c))?;
        if !add(&mut tx, kind, &ids, attempt).await? {
            // Dropped, the transaction is undone; what is there by now is seen at the next attempt.
            attempt += 1;
            if attempt == ATTEMPTS {
                return Err(no_place());
            }
            continue;
        }
        (count, attempt) = (count + ids.len(), 0);
        let reached = match ids.last() {
            Some(last) => format!("{}:{last}", kind as usize),
            None => {
                FoundKind::ALL.get(kind as usize + 1).map_or_else(|| DONE.to_owned(), |kind| format!("{}:{}", *kind as usize, Uuid::nil()))
            }
        };
        run!(tx, sqlx::query(REACH).bind(VERSION).bind(reached))?;
        tx.commit([]).await?;
    }
    if count > 0 {
        tracing::info!(things = count, "built the index for search");
        db.analyze().await?;
    }
    Ok(())
}

/// Adds what is not in the index yet. What is there was written by the transaction that changed it, and is newer than what was read here.
async fn add(tx: &mut Tx, kind: FoundKind, ids: &[Uuid], attempt: i64) -> Result<bool, sqlx::Error> {
    let mut forms = HashMap::new();
    for batch in ids.chunks(BATCH) {
        let held = held(tx, batch).await?;
        let mut documents = read(tx, kind, batch).await?;
        documents.retain(|document| !held.contains(&document.object));
        if !put(tx, &prepared(documents, &mut forms), attempt).await? {
            return Ok(false);
        }
    }
    remember_words(tx, forms).await?;
    Ok(true)
}

fn parse(reached: &str) -> Option<(FoundKind, Uuid)> {
    let (kind, after) = reached.split_once(':')?;
    Some((*FoundKind::ALL.get(kind.parse::<usize>().ok()?)?, after.parse().ok()?))
}

fn next(kind: FoundKind) -> &'static str {
    match kind {
        FoundKind::Community => NEXT_COMMUNITIES,
        FoundKind::Person => NEXT_PEOPLE,
        FoundKind::Event => NEXT_EVENTS,
        FoundKind::Question => NEXT_QUESTIONS,
        FoundKind::Page => NEXT_PAGES,
        FoundKind::Resource => NEXT_RESOURCES,
        FoundKind::Topic => NEXT_TOPICS,
    }
}
