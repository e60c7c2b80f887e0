//! The directory. A site has hundreds of communities, not thousands: what they are filtered and ordered by is read whole, and only a page of them in full.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};

use super::directory::{CommunitySummary, DirectoryScreen, Order};
use super::model::{CommunityKind, CommunityStatus, Stage};
use super::store::{SummaryRow, reach, size, summaries};
use crate::asked::Asked;
use crate::db::Db;
use crate::db::statement::{Statement, ask};
use crate::error::AppError;
use crate::state::Viewer;
use crate::ui::filtering::Form;
use crate::ui::filters::{Choice, Filters};
use crate::ui::pagination::{Slice, key_parts};
use crate::{names, on, queries, topics, visible, visible_page, within_audience};

/// Communities on a page of the directory.
const PAGE: usize = 48;

queries! {
    INDEX = concat!(
        "select c.slug, c.name, c.short_name, c.sort_name, c.kind, c.status, c.stage, c.summary, c.job_families from community c where c.slug <> 'everyone' and ",
        visible!("about"), " order by c.sort_name, c.slug limit 5000"
    );
    TOPICS = concat!(
        "select c.slug, t.slug, t.title from community c join community_topic ct on ct.community_id = c.id join topic t on t.id = ct.topic_id where c.slug <> 'everyone' and ",
        visible!("about"), " order by t.sort_title, t.slug limit 50000"
    );
    /// What the viewer may not see is no activity to them: the order would tell of it.
    ACTIVITY = concat!(
        "select c.slug, case when ", visible!("questions"), " then (select max(q.active_at) from question q where q.community_id = c.id and q.deleted_at is null) end, case when ",
        visible!("events"), " then (select max(o.starts_at) from event e join occurrence o on o.event_id = e.id where e.community_id = c.id and o.starts_at <= $2 \
         and e.status in ('confirmed', 'tentative') and coalesce(o.status, e.status) in ('confirmed', 'tentative') and ", within_audience!("e"), ") end, case when ",
        visible!("pages"), " then (select max(p.published_at) from page p where p.community_id = c.id and p.status = 'published' and p.published_at <= $2 and ", visible_page!("p"), ") end, case when ",
        visible!("pages"), " then (select max(s.published_at) from resource s where s.community_id = c.id and s.status = 'current' and s.published_at <= $2) end \
         from community c where c.slug <> 'everyone' and ", visible!("about")
    );
    SIZE = concat!(
        "select c.slug, c.channels, case when ", visible!("members"),
        " then ", size!(), " end from community c where c.slug <> 'everyone' and ", visible!("about")
    );
    SUMMARIES = summaries!();
}

/// A page of the communities in full.
fn in_full(viewer: Viewer, now: DateTime<Utc>, slugs: impl IntoIterator<Item = String>) -> Statement {
    Statement::new(SUMMARIES, [viewer.member.into(), now.into()]).with_list(" and c.slug in", slugs.into_iter().map(Into::into))
}

/// What is composed here, for the test that prepares every statement.
#[cfg(test)]
pub(crate) fn composed() -> Vec<Statement> {
    vec![in_full(Viewer::ANONYMOUS, DateTime::UNIX_EPOCH, ["design".to_owned(), "data".to_owned()])]
}

#[derive(sqlx::FromRow)]
struct Row {
    slug: String,
    name: String,
    short_name: Option<String>,
    sort_name: String,
    #[sqlx(try_from = "String")]
    kind: CommunityKind,
    #[sqlx(try_from = "String")]
    status: CommunityStatus,
    stage: Option<String>,
    summary: String,
    job_families: String,
}

/// A community, as far as the directory chooses and orders by it.
struct Entry {
    slug: String,
    sort_name: String,
    kind: CommunityKind,
    status: CommunityStatus,
    stage: Option<Stage>,
    /// Slug and title of its topics.
    topics: Vec<(String, String)>,
    /// Its job families as addresses spell them, and as it does.
    families: Vec<(String, String)>,
    /// Name, short name, summary and job families, folded.
    text: String,
    /// How lively or how large it is, where that is the order.
    weight: i64,
}

impl Entry {
    fn new(row: Row, topics: Vec<(String, String)>, weight: i64) -> Self {
        let families: Vec<String> = serde_json::from_str(&row.job_families).unwrap_or_default();
        let text = [row.name.as_str(), row.short_name.as_deref().unwrap_or_default(), &row.summary, &families.join(" ")].join(" ");
        Self {
            text: names::fold(&text),
            families: families.into_iter().map(|family| (names::slug(&family), family)).filter(|(slug, _)| !slug.is_empty()).collect(),
            stage: row.stage.and_then(|word| word.parse().ok()),
            slug: row.slug,
            sort_name: row.sort_name,
            kind: row.kind,
            status: row.status,
            topics,
            weight,
        }
    }

    /// Where it stands: the living before the others, then by weight, then by name.
    fn place(&self) -> (bool, Reverse<i64>, &str, &str) {
        (self.status != CommunityStatus::Active, Reverse(self.weight), &self.sort_name, &self.slug)
    }

    fn key(&self) -> String {
        format!("{}~{}~{}~{}", u8::from(self.status != CommunityStatus::Active), self.weight, self.slug, self.sort_name)
    }
}

/// One of the things the directory is filtered by.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Facet {
    Topic,
    Kind,
    Family,
    Stage,
}

/// What is asked for.
struct Wanted {
    words: Vec<String>,
    topic: String,
    kind: Option<CommunityKind>,
    family: String,
    stage: Option<Stage>,
}

impl Wanted {
    fn read(asked: &Asked) -> Result<Self, AppError> {
        Ok(Self {
            words: names::typed_words(&asked.text("q")),
            topic: asked.text("topic"),
            kind: asked.word("kind", "There is no such kind of community. Choose one from the list of communities.")?,
            family: asked.text("job_family"),
            stage: asked.word("stage", "There is no such stage of a community. Choose one from the list of communities.")?,
        })
    }

    /// Whether a community is asked for, one of the filters perhaps left aside.
    fn takes(&self, entry: &Entry, aside: Option<Facet>) -> bool {
        let free = |facet: Facet, asked: bool| !asked || aside == Some(facet);
        self.words.iter().all(|word| entry.text.contains(word.as_str()))
            && (free(Facet::Topic, !self.topic.is_empty()) || entry.topics.iter().any(|(slug, _)| *slug == self.topic))
            && (free(Facet::Kind, self.kind.is_some()) || self.kind == Some(entry.kind))
            && (free(Facet::Family, !self.family.is_empty()) || entry.families.iter().any(|(slug, _)| *slug == self.family))
            && (free(Facet::Stage, self.stage.is_some()) || self.stage == entry.stage)
    }

    /// How many communities each choice of a facet would leave; none that would leave nothing. Value and label by `of`.
    fn choices(&self, entries: &[Entry], facet: Facet, of: impl Fn(&Entry) -> Vec<(String, String)>) -> Vec<Choice> {
        let mut counts: BTreeMap<String, (String, i64)> = BTreeMap::new();
        for entry in entries.iter().filter(|entry| self.takes(entry, Some(facet))) {
            for (value, label) in of(entry) {
                counts.entry(value).or_insert((label, 0)).1 += 1;
            }
        }
        let mut choices: Vec<Choice> =
            counts.into_iter().map(|(value, (label, count))| Choice { value, label, count: Some(count) }).collect();
        choices.sort_by_cached_key(|choice| names::fold(&choice.label));
        choices
    }
}

/// A page of the communities the viewer may see and the query asks for: the living, then the others.
///
/// # Errors
/// `Invalid` where the query asks for what is not there, or for a page that no list wrote.
pub async fn directory(db: &Db, viewer: Viewer, now: DateTime<Utc>, asked: &Asked) -> Result<DirectoryScreen, AppError> {
    let wanted = Wanted::read(asked)?;
    let order: Order = asked.word("sort", "Communities are ordered by name, by activity or by size.")?.unwrap_or_default();
    let mut entries = entries(db, viewer, now, order).await?;
    entries.sort_unstable_by(|a, b| a.place().cmp(&b.place()));
    let filters = filters(db, asked, &wanted, &entries, order).await?;
    let (all, active) = (entries.len(), entries.iter().filter(|entry| entry.status == CommunityStatus::Active).count());
    entries.retain(|entry| wanted.takes(entry, None));
    let found = entries.len();
    let page = page(entries, asked.after())?;
    let rows: Vec<SummaryRow> = ask!(db, query_as, in_full(viewer, now, page.items.iter().map(|entry| entry.slug.clone())), fetch_all)?;
    let mut rows: HashMap<String, CommunitySummary> = rows.into_iter().map(|row| (row.slug.clone(), row.into())).collect();
    let communities = page.items.into_iter().filter_map(|entry| rows.remove(&entry.slug)).collect();
    let n = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let communities = Slice { items: communities, next: page.next, later: page.later };
    Ok(DirectoryScreen { filters, communities, found: n(found), active: n(active), all: n(all) })
}

async fn entries(db: &Db, viewer: Viewer, now: DateTime<Utc>, order: Order) -> Result<Vec<Entry>, AppError> {
    let rows: Vec<Row> = on!(db.reader(), c => sqlx::query_as(INDEX).bind(viewer.member).fetch_all(c))?;
    let topic_rows: Vec<(String, String, String)> = on!(db.reader(), c => sqlx::query_as(TOPICS).bind(viewer.member).fetch_all(c))?;
    let mut topics: HashMap<String, Vec<(String, String)>> = HashMap::new();
    for (community, slug, title) in topic_rows {
        topics.entry(community).or_default().push((slug, title));
    }
    let mut weights = weights(db, viewer, now, order).await?;
    let entry = |row: Row| {
        let (topics, weight) = (topics.remove(&row.slug).unwrap_or_default(), weights.remove(&row.slug).unwrap_or_default());
        Entry::new(row, topics, weight)
    };
    Ok(rows.into_iter().map(entry).collect())
}

/// The latest something of a community: asked or answered, held, written, collected.
type Lively = (String, Option<DateTime<Utc>>, Option<DateTime<Utc>>, Option<DateTime<Utc>>, Option<DateTime<Utc>>);

async fn weights(db: &Db, viewer: Viewer, now: DateTime<Utc>, order: Order) -> Result<HashMap<String, i64>, AppError> {
    match order {
        Order::Name => Ok(HashMap::new()),
        Order::Activity => {
            let rows: Vec<Lively> = on!(db.reader(), c => sqlx::query_as(ACTIVITY).bind(viewer.member).bind(now).fetch_all(c))?;
            let latest = |(slug, asked, held, written, collected): Lively| {
                let latest = [asked, held, written, collected].into_iter().flatten().max();
                (slug, latest.map(|at| at.timestamp_micros()).unwrap_or_default())
            };
            Ok(rows.into_iter().map(latest).collect())
        }
        Order::Size => {
            let rows: Vec<(String, String, Option<i64>)> = on!(db.reader(), c => sqlx::query_as(SIZE).bind(viewer.member).fetch_all(c))?;
            let size = |(slug, channels, members): (String, String, Option<i64>)| {
                (slug, members.unwrap_or_default().max(reach(&channels).map(|(n, _)| n).unwrap_or_default()))
            };
            Ok(rows.into_iter().map(size).collect())
        }
    }
}

async fn filters(db: &Db, asked: &Asked, wanted: &Wanted, entries: &[Entry], order: Order) -> Result<Filters, AppError> {
    let topic = topics::facets::chosen(db, &wanted.topic).await?;
    let family = match wanted.family.as_str() {
        "" => None,
        word => {
            let known = entries.iter().flat_map(|entry| &entry.families).find(|(slug, _)| slug == word);
            Some(known.cloned().ok_or_else(|| {
                AppError::Invalid("No community is for that job family. Choose one from the list of communities.".to_owned())
            })?)
        }
    };
    let kind = |kind: CommunityKind| (kind.as_str().to_owned(), kind.title().to_owned());
    let stage = |stage: Stage| (stage.as_str().to_owned(), stage.title().to_owned());
    let mut stages = wanted.choices(entries, Facet::Stage, |entry| entry.stage.map(stage).into_iter().collect());
    stages.sort_by_key(|choice| choice.value.parse::<Stage>().ok());
    let topics = wanted.choices(entries, Facet::Topic, |entry| entry.topics.clone());
    let kinds = wanted.choices(entries, Facet::Kind, |entry| vec![kind(entry.kind)]);
    let families = wanted.choices(entries, Facet::Family, |entry| entry.families.clone());
    let order = if order == Order::Name { "" } else { order.as_str() };
    Ok(Form::new("/communities", "Show")
        .text("q", "Find", &asked.text("q"))
        .choice(("topic", "Topic", "Any topic"), topic.map(|topic| (topic.slug, topic.title)), topics)
        .choice(("kind", "Kind", "Any kind"), wanted.kind.map(kind), kinds)
        .choice(("job_family", "Job family", "Any job family"), family, families)
        .choice(("stage", "Stage", "Any stage"), wanted.stage.map(stage), stages)
        .order("sort", "Sort by", order, &[("", "Name"), ("activity", "Latest activity"), ("size", "Size")])
        .done())
}

/// The page after a key.
fn page(mut entries: Vec<Entry>, after: &str) -> Result<Slice<Entry>, AppError> {
    if !after.is_empty() {
        let no_place = || AppError::Invalid("There is no such place in this list. Start again from its beginning.".to_owned());
        let [rank, weight, slug, name] = key_parts(after)?;
        let weight: i64 = weight.parse().map_err(|_| no_place())?;
        let key = (rank == "1", Reverse(weight), name, slug);
        entries.retain(|entry| entry.place() > key);
    }
    Ok(Slice::cut(entries, PAGE, after, Entry::key))
}
