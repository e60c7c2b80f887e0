//! The SQL of communities' heads and of their lists.

use uuid::Uuid;

use super::accent::{self, Colour};
use super::directory::CommunitySummary;
use super::model::{Channel, ChannelKind, CommunityHead, CommunityKind, CommunityStatus, Sections};
use crate::db::Db;
use crate::error::AppError;
use crate::state::Viewer;
use crate::{on, queries, role_holds, visible, when};

/// How many active members a community `c` has, one more than lists show as a number at the most.
macro_rules! size {
    () => {
        "coalesce((select case when z.members > 1001 then 1001 else z.members end from community_size z where z.community_id = c.id), 0)"
    };
}
pub(crate) use size;

/// The community `c` of a slug or of a name that is folded; `first` takes the slug's, where both are there.
macro_rules! called {
    ($slug:literal, $name:literal) => {
        concat!("(c.slug = ", $slug, " or c.sort_name = ", $name, ")")
    };
    (first $slug:literal) => {
        concat!(" order by case when c.slug = ", $slug, " then 0 else 1 end, c.id limit 1")
    };
}
pub(crate) use called;

/// Reads communities `c` as lists show them. `$1` is the viewer, `$2` the instant after which a meeting is the next. Goes on with `and …`.
macro_rules! summaries {
    () => {
        concat!(
            "select c.slug, c.name, c.short_name, c.kind, c.status, c.summary, c.channels, c.website is not null as external, case when ",
            $crate::visible!("members"),
            " then ",
            $crate::communities::store::size!(),
            " end as members, case when ",
            $crate::visible!("events"),
            " then (select o.starts_wall from event e join occurrence o on o.event_id = e.id where e.community_id = c.id and o.starts_at > $2 \
             and coalesce(o.status, e.status) in ('confirmed', 'tentative') and e.status in ('confirmed', 'tentative') and ",
            $crate::within_audience!("e"),
            " order by o.starts_at limit 1) end as next_wall \
             from community c where c.slug <> 'everyone' and ",
            $crate::visible!("about")
        )
    };
}
pub(crate) use summaries;

queries! {
    /// A community that is hidden from the viewer gives no row, like one that is not there.
    HEAD = concat!(
        "select c.id, c.slug, c.name, c.short_name, c.summary, c.kind, c.status, c.accent, c.listed, ",
        visible!("about"), " as about, ", visible!("events"), " as events, ", visible!("questions"), " as questions, ",
        visible!("pages"), " as pages, ", visible!("members"), " as members, exists (select 1 from membership v join membership_role r on r.membership_id = v.id where v.community_id = c.id and v.member_id = $1 \
         and v.state = 'active' and r.role in ('lead', 'greeter', 'moderator') and ", role_holds!("r", "$3"), ") as tends, exists (select 1 from membership v join membership_role r on r.membership_id = v.id where v.community_id = c.id \
         and v.member_id = $1 and v.state = 'active' and c.status = 'active' and r.role in ('lead', 'organiser') and ", role_holds!("r", "$3"), ") as organises, exists (select 1 from membership v where v.community_id = c.id and v.member_id = $1 and v.state = 'active' and c.status = 'active' \
         and (c.members_edit_pages or exists (select 1 from membership_role r where r.membership_id = v.id and r.role in ('lead', 'editor') and ", role_holds!("r", "$3"), "))) as edits \
         from community c where c.slug = $2 and (c.listed or exists (select 1 from membership v where v.community_id = c.id and v.member_id = $1 and v.state = 'active'))"
    );
}

/// A row of [`summaries`].
#[derive(sqlx::FromRow)]
pub struct SummaryRow {
    /// `/c/{slug}`
    pub slug: String,
    name: String,
    short_name: Option<String>,
    #[sqlx(try_from = "String")]
    kind: CommunityKind,
    #[sqlx(try_from = "String")]
    status: CommunityStatus,
    summary: String,
    channels: String,
    external: bool,
    members: Option<i64>,
    next_wall: Option<String>,
}

impl From<SummaryRow> for CommunitySummary {
    fn from(r: SummaryRow) -> Self {
        Self {
            slug: r.slug,
            name: r.name,
            short_name: r.short_name,
            kind: r.kind,
            status: r.status,
            summary: r.summary,
            external: r.external,
            members: r.members,
            reach: reach(&r.channels),
            next: r.next_wall.as_deref().and_then(when::wall).map(|wall| when::day_stamp(wall.date())),
        }
    }
}

/// How many the widest channel reaches. Channels that can't be read reach nobody: the community's own screen says what is wrong with them.
pub(super) fn reach(channels: &str) -> Option<(i64, ChannelKind)> {
    let channels: Vec<Channel> = serde_json::from_str(channels).unwrap_or_default();
    channels.into_iter().filter_map(|channel| Some((channel.members?, channel.kind))).max_by_key(|(n, _)| *n)
}

#[derive(sqlx::FromRow)]
struct HeadRow {
    id: Uuid,
    slug: String,
    name: String,
    short_name: Option<String>,
    summary: String,
    #[sqlx(try_from = "String")]
    kind: CommunityKind,
    #[sqlx(try_from = "String")]
    status: CommunityStatus,
    accent: Option<String>,
    listed: bool,
    about: bool,
    events: bool,
    questions: bool,
    pages: bool,
    members: bool,
    tends: bool,
    organises: bool,
    edits: bool,
}

/// What stands over every screen of a community.
///
/// # Errors
/// `NotFound` where there is none, or none the viewer may know of, or none of its sections is for the viewer.
pub async fn head(db: &Db, viewer: Viewer, slug: &str) -> Result<CommunityHead, AppError> {
    let (r, sees) = head_row(db, viewer, slug).await?;
    let summary = if sees.about { r.summary } else { String::new() };
    // What is no colour is none: the screen can do without.
    let accent = r.accent.and_then(|accent| accent.parse().ok()).map(|chosen| accent::address(&r.slug, chosen));
    Ok(CommunityHead {
        id: r.id,
        slug: r.slug,
        name: r.name,
        short_name: r.short_name,
        summary,
        kind: r.kind,
        status: r.status,
        accent,
        sees,
        listed: r.listed,
        tends: r.tends,
        organises: r.organises,
        edits: r.edits,
    })
}

/// The accent a community chose.
///
/// # Errors
/// As [`head`].
pub async fn accent(db: &Db, viewer: Viewer, slug: &str) -> Result<Option<Colour>, AppError> {
    let (r, _) = head_row(db, viewer, slug).await?;
    Ok(r.accent.and_then(|accent| accent.parse().ok()))
}

async fn head_row(db: &Db, viewer: Viewer, slug: &str) -> Result<(HeadRow, Sections), AppError> {
    let row: Option<HeadRow> =
        on!(db.reader(), c => sqlx::query_as(HEAD).bind(viewer.member).bind(slug).bind(db.today()).fetch_optional(c))?;
    let r = row.ok_or(AppError::NotFound)?;
    let sees = Sections { about: r.about, events: r.events, questions: r.questions, pages: r.pages, members: r.members };
    if sees.about || sees.events || sees.questions || sees.pages || sees.members { Ok((r, sees)) } else { Err(AppError::NotFound) }
}
