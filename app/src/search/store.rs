//! The SQL of search that both engines share, and what they make differ: how words are written down and looked up.

pub mod postgres;
pub mod sqlite;

use std::collections::BTreeSet;

use futures_util::future::try_join_all;
use uuid::Uuid;

use super::document::{Document, ids};
use super::model::{FoundKind, Group, Hit, MOST_SHOWN, SearchScreen};
use super::rules::{Query, Term};
use super::snippet;
use super::texts::{batch, bind_batch};
use crate::db::bulk::Rows;
use crate::db::{Db, Engine, Tx};
use crate::error::AppError;
use crate::state::Viewer;
use crate::ui::lists::COUNTED;
use crate::{on, queries, run};

/// How many of each kind are shown together.
const EACH: usize = 5;

/// How many words the last one may be the beginning of, and among how many the shortest are chosen.
const ENDINGS: i64 = 32;
const LOOKED_AT: i64 = 2_000;

/// A term that is nowhere: the index holds no word made of signs.
const NOTHING: &str = "=+";

/// What the best `$9` of some ranked rows say, each row as often as there are ranks that have it, and with each how many rows match in all. `$7` and `$8` are the bounds of the kind.
macro_rules! hits {
    ($ranked:expr, $total:expr) => {
        concat!(
            "select h.tier, s.object_id as object, s.slug, s.title, s.note, x.text, c.slug as community, coalesce(c.short_name, c.name) as community_name, (",
            $total,
            ") as total from (select m.id, min(m.tier) as tier from (",
            $ranked,
            ") m group by m.id order by min(m.tier), m.id limit $9) h \
             join search_row s on s.id = h.id join search_body x on x.id = h.id left join community c on c.id = s.community_id \
             where s.id between $7 and $8 order by h.tier, h.id"
        )
    };
}
pub(crate) use hits;

/// Whether the viewer may see a row `s` of a section. Of pages and events some are for fewer than those who see their community's.
macro_rules! may_see {
    ("pages") => {
        $crate::visible_page!("s")
    };
    ("events") => {
        $crate::visible_event!("s", "object_id")
    };
    ($section:tt) => {
        $crate::visible!($section)
    };
}
pub(crate) use may_see;

queries! {
    ENDING = "select w.stem from (select b.word, b.stem from search_word b where b.word >= $1 and b.word < $2 order by b.word limit $3) w \
              group by w.stem order by min(length(w.word)), w.stem limit $4";
    FORGET = concat!("delete from search_row where object_id in ", batch!());
    FORGET_ALL = "delete from search_row";
    FORGET_WORDS = "delete from search_word";
    HELD = concat!("select object_id from search_row where object_id in ", batch!());
}

/// Which words are meant: those of titles, those of titles and summaries, or all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Of titles.
    Title,
    /// Of titles and summaries.
    Lead,
    /// All.
    None,
}

impl Mark {
    fn as_str(self) -> &'static str {
        match self {
            Self::Title => "=",
            Self::Lead => "+",
            Self::None => "",
        }
    }
}

/// What each rank looks for, in the language of the engine.
pub(super) struct Ranks([String; 5]);

impl Ranks {
    fn of(query: &Query, is_sqlite: bool) -> Self {
        let write = |terms: &[Term], mark, all| if is_sqlite { sqlite::query(terms, mark, all) } else { postgres::query(terms, mark, all) };
        let named = |name: &str| if is_sqlite { sqlite::named(name) } else { postgres::named(name) };
        let all = write(&query.terms, Mark::None, true);
        let in_title = match query.terms.len() {
            // A single word that is in the title is all of them.
            1 => named(""),
            _ if is_sqlite => format!("({all}) AND ({})", write(&query.terms, Mark::Title, false)),
            _ => format!("({all}) & ({})", write(&query.terms, Mark::Title, false)),
        };
        Self([named(&query.name), write(&query.terms, Mark::Title, true), in_title, write(&query.terms, Mark::Lead, true), all])
    }

    /// What is like a title: some of the terms are enough, in the groups that are given.
    pub(super) fn alike(query: &Query, groups: &[Vec<Term>], is_sqlite: bool) -> Self {
        let write = |terms: &[Term], mark, all| if is_sqlite { sqlite::query(terms, mark, all) } else { postgres::query(terms, mark, all) };
        let some = |mark| {
            let groups: Vec<String> = groups.iter().map(|group| format!("({})", write(group, mark, true))).collect();
            groups.join(if is_sqlite { " OR " } else { " | " })
        };
        let named = if is_sqlite { sqlite::named(&query.name) } else { postgres::named(&query.name) };
        Self([named, write(&query.terms, Mark::Title, true), some(Mark::Title), some(Mark::Lead), some(Mark::None)])
    }
}

#[derive(sqlx::FromRow)]
pub(super) struct Row {
    tier: i32,
    /// The thing's id.
    pub(super) object: Uuid,
    slug: String,
    title: String,
    note: String,
    text: String,
    community: Option<String>,
    community_name: Option<String>,
    total: i64,
}

/// What the viewer may see of what was asked for, the best kinds first; `kind` narrows it to one, of which more is shown.
///
/// # Errors
/// `Invalid` where there is no such kind.
pub async fn search(db: &Db, viewer: Viewer, typed: &str, kind: &str) -> Result<SearchScreen, AppError> {
    let kind: Option<FoundKind> = match kind {
        "" => None,
        word => Some(word.parse().map_err(|_| AppError::Invalid("There is no such kind of thing to search for.".to_owned()))?),
    };
    let mut query = Query::parse(typed);
    let mut screen = SearchScreen {
        query: typed.chars().take(300).collect(),
        kind,
        asked: !query.is_empty(),
        shortened: query.shortened,
        groups: Vec::new(),
    };
    if query.is_empty() {
        return Ok(screen);
    }
    go_on(db, &mut query).await?;
    let ranks = Ranks::of(&query, matches!(db.reader(), Engine::Sqlite(_)));
    let limit = if screen.kind.is_some() { MOST_SHOWN } else { EACH };
    let kinds = FoundKind::ALL.iter().copied().filter(|one| kind.is_none_or(|kind| kind == *one));
    // All kinds at once: each has a statement of its own.
    let found = try_join_all(kinds.map(async |kind| Ok::<_, sqlx::Error>((kind, rows(db, viewer, kind, &ranks, limit).await?)))).await?;
    let stems = query.stems();
    let group = |(kind, rows): (FoundKind, Vec<Row>)| {
        let Row { tier, total, .. } = rows.first()?;
        let (tier, total) = (*tier, *total);
        Some((tier, Group { kind, total, hits: rows.into_iter().map(|row| hit(kind, row, &stems)).collect() }))
    };
    let mut groups: Vec<(i32, Group)> = found.into_iter().filter_map(group).collect();
    // Kinds that are called so come before those that merely mention it.
    groups.sort_by_key(|(tier, _)| (*tier).min(3));
    screen.groups = groups.into_iter().map(|(_, group)| group).collect();
    Ok(screen)
}

/// Takes in the words that the last one may be the beginning of.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn go_on(db: &Db, query: &mut Query) -> Result<(), sqlx::Error> {
    let Some(begun) = query.begun.clone() else { return Ok(()) };
    // After everything that begins so: no word holds a brace.
    let end = format!("{begun}{{");
    let stems: Vec<String> =
        on!(db.reader(), c => sqlx::query_scalar(ENDING).bind(&begun).bind(end).bind(LOOKED_AT).bind(ENDINGS).fetch_all(c))?;
    query.go_on(stems);
    Ok(())
}

/// The best of a kind that the viewer may see.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn rows(db: &Db, viewer: Viewer, kind: FoundKind, ranks: &Ranks, limit: usize) -> Result<Vec<Row>, sqlx::Error> {
    let (first, last) = ids(kind);
    let (lite, postgres) = match kind {
        FoundKind::Community | FoundKind::Person | FoundKind::Topic => (sqlite::ABOUT, postgres::ABOUT),
        FoundKind::Event => (sqlite::EVENTS, postgres::EVENTS),
        FoundKind::Question => (sqlite::QUESTIONS, postgres::QUESTIONS),
        FoundKind::Page | FoundKind::Resource => (sqlite::PAGES, postgres::PAGES),
    };
    let (sql, kept) = if matches!(db.reader_by_values(), Engine::Sqlite(_)) { (lite, true) } else { (postgres, false) };
    let [exact, title, in_title, lead, all] = &ranks.0;
    on!(db.reader_by_values(), c => sqlx::query_as(sql).persistent(kept).bind(viewer.member).bind(exact).bind(title).bind(in_title).bind(lead).bind(all)
        .bind(first).bind(last).bind(limit as i64).bind(COUNTED + 1).fetch_all(c))
}

fn hit(kind: FoundKind, row: Row, stems: &BTreeSet<&str>) -> Hit {
    let slug = &row.slug;
    let within = |section: &str| format!("/c/{}/{section}/{slug}", row.community.as_deref().unwrap_or_default());
    let href = match kind {
        FoundKind::Community => format!("/c/{slug}"),
        FoundKind::Person => format!("/people/{slug}"),
        FoundKind::Topic => format!("/topics/{slug}"),
        FoundKind::Event => within("events"),
        FoundKind::Question => within("questions"),
        FoundKind::Page => within("pages"),
        FoundKind::Resource => within("resources"),
    };
    let home =
        row.community.zip(row.community_name).filter(|(slug, _)| kind != FoundKind::Community && slug != crate::communities::EVERYONE);
    Hit {
        href,
        community: home.map(|(slug, name)| (format!("/c/{slug}"), name)),
        notes: row.note.lines().map(str::to_owned).collect(),
        snippet: snippet::cut(&row.text, stems),
        title: row.title,
    }
}

/// Takes at most a batch of things out of the index.
///
/// # Errors
/// When the database refuses.
pub(super) async fn forget(tx: &mut Tx, objects: &[Uuid]) -> Result<(), sqlx::Error> {
    run!(tx, bind_batch!(sqlx::query(FORGET), objects)).map(drop)
}

/// Which of at most a batch of things the index has.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn held(tx: &mut Tx, objects: &[Uuid]) -> Result<Vec<Uuid>, sqlx::Error> {
    on!(tx.conn(), c => bind_batch!(sqlx::query_scalar(HELD), objects).fetch_all(c))
}

/// Empties the index.
///
/// # Errors
/// When the database refuses.
pub(super) async fn forget_all(tx: &mut Tx) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(FORGET_ALL))?;
    run!(tx, sqlx::query(FORGET_WORDS))?;
    if let Engine::Sqlite(c) = tx.conn() {
        sqlx::query(sqlite::FORGET_ALL_TERMS).execute(c).await?;
    }
    Ok(())
}

/// Puts things into the index. `false` where one of them is there already or its place is taken, this being `attempt` number so many to find one: then what was put is to be forgotten.
///
/// # Errors
/// When the database refuses.
pub(super) async fn put(tx: &mut Tx, things: &[(Document, Vec<String>)], attempt: i64) -> Result<bool, sqlx::Error> {
    let is_sqlite = matches!(tx.conn(), Engine::Sqlite(_));
    let mut bodies = Rows::new("search_body", &["id", "text"]);
    let mut terms_apart = Rows::new("search_term", &["rowid", "terms"]);
    let mut rows = Rows::new("search_row", if is_sqlite { &ROW[..7] } else { &ROW });
    let mut taken = BTreeSet::new();
    for (document, terms) in things {
        let mut id = document.id() + attempt;
        while !taken.insert(id) {
            id += 1;
        }
        let row = [
            id.into(),
            document.object.into(),
            document.community.into(),
            document.slug.as_str().into(),
            document.title.as_str().into(),
            document.note().into(),
            document.audience.as_str().into(),
        ];
        if is_sqlite {
            rows.push(row);
            terms_apart.push([id.into(), sqlite::indexed(terms).into()]);
        } else {
            let [a, b, c, d, e, f, g] = row;
            rows.push([a, b, c, d, e, f, g, postgres::indexed(terms).into()]);
        }
        bodies.push([id.into(), document.shown().into()]);
    }
    if rows.insert_new(tx).await? < things.len() as u64 {
        return Ok(false);
    }
    terms_apart.insert(tx).await?;
    bodies.insert(tx).await?;
    Ok(true)
}

/// The columns of a row; SQLite keeps the last of them elsewhere.
const ROW: [&str; 8] = ["id", "object_id", "community_id", "slug", "title", "note", "audience", "terms::tsvector"];
