//! The SQL of a community's own screen and of the list of its members.

use chrono::{DateTime, NaiveDate, Utc};

use super::about::{About, CommunityMember, CommunityScreen, Guidelines, Join, Lead, MembersScreen, Relation, Relative};
use super::commitment::{self, Calendar, Counted};
use super::model::{Channel, CommunityHead, CommunityStatus, JoinRule, Role, Stage};
use crate::activity::ObjectKind;
use crate::db::Db;
use crate::error::AppError;
use crate::link::is_safe_address;
use crate::members::store::{PersonRow, person};
use crate::memberships::panel;
use crate::notifications::following::button;
use crate::related::store::{EventRow, QuestionRow, WritingRow, event_lines, meetings, pages, question_lines, questions, writing_lines};
use crate::state::{Viewer, internal};
use crate::ui::pagination::{Slice, key_parts};
use crate::{markdown, on, queries, role_holds, visible, visible_event, when, within_audience};

/// Members on a page of the list.
const PAGE: usize = 60;

/// The meetings that count for the commitment of the community `x`, as far as the viewer may see them: those of the series that it is attached to, wherever that went on when it was parted; else all
/// that it holds, alone or with others.
macro_rules! met {
    () => {
        concat!(
            "select o.starts_wall from event e join occurrence o on o.event_id = e.id join community c on c.id = e.community_id \
             where e.id in (select id from counted union all select a.id from event a where a.community_id = x.id and not exists (select 1 from counted) \
             union all select b.event_id from event_host b where b.community_id = x.id and not exists (select 1 from counted)) \
             and coalesce(o.status, e.status) in ('confirmed', 'tentative') and e.status in ('confirmed', 'tentative') and ",
            visible_event!("e")
        )
    };
}

queries! {
    DETAIL = concat!(
        "with recursive counted (id, community_id, slug, title) as (select e.id, e.community_id, e.slug, e.title from event e join community k on k.id = e.community_id \
         where k.slug = $2 and e.slug = k.commitment_series and e.rrule is not null and e.status in ('confirmed', 'tentative') \
         union select n.id, n.community_id, n.slug, n.title from event n join counted p on n.community_id = p.community_id and n.continues = p.slug where n.status in ('confirmed', 'tentative')) \
         select x.charter_domain_html, x.charter_community_html, x.charter_practice_html, x.job_families, x.channels, x.who_can_join, x.join_rule, x.contact, \
         x.guidelines, x.commitment, x.commitment_series, x.website, x.stage, x.founded_at, x.ends_on, \
         (select e.title from counted g join event e on e.id = g.id where g.slug = x.commitment_series and ", within_audience!("e"), ") as series_title, \
         exists (select 1 from counted g where g.slug = x.commitment_series) as series_counts, \
         (", met!(), " and o.starts_at <= $3 order by o.starts_at desc limit 1) as held_wall, (", met!(), " and o.starts_at > $3 order by o.starts_at limit 1) as next_wall, \
         (select count(*) from (select 1 from membership m where m.community_id = x.id and m.state = 'active' limit 1001) counted) as members, \
         exists (select 1 from membership v where v.community_id = x.id and v.member_id = $1 and v.state = 'active') as belongs from community x where x.slug = $2"
    );
    RELATIVES = concat!(
        "select c.slug, c.name, case when c.id = x.parent_id then 'parent' when c.id = x.merged_into_id then 'into' when c.parent_id = x.id then 'child' else 'from' end \
         from community x join community c on (c.id = x.parent_id or c.id = x.merged_into_id or c.parent_id = x.id or c.merged_into_id = x.id) \
         where x.slug = $2 and ", visible!("about"), " order by c.sort_name limit 60"
    );
    TOPICS = "select t.title, t.slug from community c join community_topic ct on ct.community_id = c.id join topic t on t.id = ct.topic_id where c.slug = $1 order by ct.position";
    LEADS = concat!(
        "select ", person!(), ", r.title from community c join membership ms on ms.community_id = c.id join member m on m.id = ms.member_id \
         join membership_role r on r.membership_id = ms.id \
         where c.slug = $2 and ms.state = 'active' and r.role = 'lead' and m.standing = 'active' and ", role_holds!("r", "$3"), " and ", visible!("about"),
        " order by r.since nulls last, m.sort_name, r.position limit 24"
    );
    EVENTS = concat!(
        meetings!(), " and o.ends_at > $2 and o.event_id in (select a.id from event a join community h on h.id = a.community_id where h.slug = $3 \
         union all select b.event_id from event_host b join community h on h.id = b.community_id where h.slug = $3) order by o.starts_at, o.id limit 4"
    );
    QUESTIONS = concat!(questions!(), " and c.slug = $2 order by q.active_at desc, q.id desc limit 4");
    PAGES = concat!(pages!(), " and c.slug = $2 and p.parent_id is null order by p.position, p.path limit 12");
    COUNT = concat!(
        "select count(*) from (select 1 from community c join membership m on m.community_id = c.id where c.slug = $2 and m.state = 'active' and ",
        visible!("members"), " limit 1001) counted"
    );
    MEMBERS = concat!(
        "select p.*, r.role as community_role, r.title from (select ", person!(), ", m.sort_name, ms.id as membership_id, ms.since \
         from community c join membership ms on ms.community_id = c.id join member m on m.id = ms.member_id \
         where c.slug = $2 and ms.state = 'active' and m.standing = 'active' and ", visible!("members"), " and (m.sort_name, m.handle) > ($3, $4) order by m.sort_name, m.handle limit $5) p \
         left join membership_role r on r.membership_id = p.membership_id and ", role_holds!("r", "$6"), " order by p.sort_name, p.handle, r.position"
    );
}

#[derive(sqlx::FromRow)]
struct DetailRow {
    charter_domain_html: String,
    charter_community_html: String,
    charter_practice_html: String,
    job_families: String,
    channels: String,
    belongs: bool,
    who_can_join: Option<String>,
    #[sqlx(try_from = "String")]
    join_rule: JoinRule,
    contact: Option<String>,
    guidelines: Option<String>,
    commitment: Option<String>,
    commitment_series: Option<String>,
    /// Of the series that counts, where the viewer sees it.
    series_title: Option<String>,
    series_counts: bool,
    website: Option<String>,
    stage: Option<String>,
    founded_at: Option<DateTime<Utc>>,
    ends_on: Option<NaiveDate>,
    members: i64,
    held_wall: Option<String>,
    next_wall: Option<String>,
}

#[derive(sqlx::FromRow)]
struct LeadRow {
    #[sqlx(flatten)]
    person: PersonRow,
    title: Option<String>,
}

/// Those who lead, each once with all their titles, in the order in which they came to lead.
fn once_each(rows: Vec<LeadRow>) -> Vec<Lead> {
    let mut leads: Vec<Lead> = Vec::new();
    for row in rows {
        let lead = Lead { person: row.person.into(), title: row.title };
        match leads.iter_mut().find(|known| known.person.handle == lead.person.handle) {
            Some(known) => known.title = known.title.take().into_iter().chain(lead.title).reduce(|all, title| format!("{all}, {title}")),
            None => leads.push(lead),
        }
    }
    leads
}

/// A community's own screen.
///
/// # Errors
/// When the database refuses.
pub async fn screen(
    db: &Db,
    viewer: Viewer,
    (now, year): (DateTime<Utc>, &Calendar),
    head: CommunityHead,
) -> Result<CommunityScreen, AppError> {
    let slug = head.slug.clone();
    let (slug, place) = (slug.as_str(), format!("/c/{slug}"));
    // What needs nothing of another is asked for at once.
    let ((about, topics), leads, events, questions, pages, follow) = tokio::try_join!(
        about_and_topics(db, viewer, (now, year), &head),
        asked(async { on!(db.reader(), c => sqlx::query_as(LEADS).bind(viewer.member).bind(slug).bind(now.date_naive()).fetch_all(c)) }),
        asked(async { on!(db.reader(), c => sqlx::query_as(EVENTS).bind(viewer.member).bind(now).bind(slug).fetch_all(c)) }),
        asked(async { on!(db.reader(), c => sqlx::query_as(QUESTIONS).bind(viewer.member).bind(slug).fetch_all(c)) }),
        asked(async { on!(db.reader(), c => sqlx::query_as(PAGES).bind(viewer.member).bind(slug).fetch_all(c)) }),
        button(db, viewer, (ObjectKind::Community, head.id), &place),
    )?;
    let (events, questions, pages): (Vec<EventRow>, Vec<QuestionRow>, Vec<WritingRow>) = (events, questions, pages);
    let rule = about.as_ref().map(|about| about.join.rule);
    let yours = panel::parts(db, viewer, &head, rule, now.date_naive()).await?;
    Ok(CommunityScreen {
        yours,
        follow,
        head,
        about,
        topics,
        leads: once_each(leads),
        events: event_lines(events)?,
        questions: question_lines(questions),
        pages: writing_lines(pages),
    })
}

/// Rows that a screen asks for beside others.
async fn asked<R>(rows: impl Future<Output = Result<Vec<R>, sqlx::Error>>) -> Result<Vec<R>, AppError> {
    Ok(rows.await?)
}

async fn about_and_topics(
    db: &Db,
    viewer: Viewer,
    when: (DateTime<Utc>, &Calendar),
    head: &CommunityHead,
) -> Result<(Option<About>, Vec<(String, String)>), AppError> {
    if !head.sees.about {
        return Ok((None, Vec::new()));
    }
    let topics = asked(async { on!(db.reader(), c => sqlx::query_as(TOPICS).bind(head.slug.as_str()).fetch_all(c)) });
    let (about, topics) = tokio::try_join!(about(db, viewer, when, head), topics)?;
    Ok((Some(about), topics))
}

async fn about(db: &Db, viewer: Viewer, (now, year): (DateTime<Utc>, &Calendar), head: &CommunityHead) -> Result<About, AppError> {
    let slug = head.slug.as_str();
    let r: DetailRow = on!(db.reader(), c => sqlx::query_as(DETAIL).bind(viewer.member).bind(slug).bind(now).fetch_one(c))?;
    let lives = head.status == CommunityStatus::Active;
    // Of a series that counts and that is for fewer, nobody else hears whether it was held.
    let counts = head.sees.events && (r.series_title.is_some() || !r.series_counts);
    let meets = r.commitment.as_deref().filter(|_| lives && counts).and_then(|commitment| {
        let [held, next] = [&r.held_wall, &r.next_wall].map(|wall| wall.as_deref().and_then(when::wall).map(|wall| wall.date()));
        let counted = match (&r.commitment_series, &r.series_title) {
            (None, _) => Counted::All,
            (Some(_), Some(title)) => Counted::Series(title),
            (Some(_), None) => Counted::AllAgain,
        };
        commitment::kept(year, (commitment, counted), now.date_naive(), (held, next))
    });
    let relatives: Vec<(String, String, String)> =
        on!(db.reader(), c => sqlx::query_as(RELATIVES).bind(viewer.member).bind(slug).fetch_all(c))?;
    let mut channels: Vec<Channel> = serde_json::from_str(&r.channels).map_err(|e| internal(&e))?;
    channels.retain(|channel| r.belongs || !channel.is_for_members());
    let job_families: Vec<String> = serde_json::from_str(&r.job_families).map_err(|e| internal(&e))?;
    Ok(About {
        charter: [r.charter_domain_html, r.charter_community_html, r.charter_practice_html].map(|html| markdown::lowered(&html)),
        join: Join {
            who: r.who_can_join,
            rule: r.join_rule,
            channels,
            contact: r.contact,
            guidelines: r.guidelines.as_deref().map(guidelines),
        },
        job_families,
        commitment: r.commitment,
        meets: meets.into_iter().collect(),
        stage: r.stage.and_then(|word| word.parse::<Stage>().ok()),
        founded: r.founded_at.map(when::stamp),
        ends_on: r.ends_on.map(when::day_stamp),
        members: head.sees.members.then_some(r.members),
        website: r.website.filter(|address| is_safe_address(address)),
        relatives: relatives
            .into_iter()
            .filter_map(|(slug, name, word)| Some(Relative { slug, name, relation: word.parse::<Relation>().ok()? }))
            .collect(),
    })
}

/// What members keep to: prose, or the address of where it stands.
pub(crate) fn guidelines(text: &str) -> Guidelines {
    let address = text.trim();
    if address.starts_with("http") && !address.contains(char::is_whitespace) && is_safe_address(address) {
        Guidelines::Elsewhere(address.to_owned())
    } else {
        Guidelines::Here(markdown::lowered(&markdown::render_with_anchors(text, "guidelines-")))
    }
}

#[derive(sqlx::FromRow)]
struct MemberRow {
    #[sqlx(flatten)]
    person: PersonRow,
    sort_name: String,
    since: Option<NaiveDate>,
    community_role: Option<String>,
    title: Option<String>,
}

/// A page of a community's members, by name.
///
/// # Errors
/// `NotFound` where the viewer may not see the list, `Invalid` where `after` is not of the program's making.
pub async fn members(db: &Db, viewer: Viewer, today: NaiveDate, head: CommunityHead, after: &str) -> Result<MembersScreen, AppError> {
    if !head.sees.members {
        return Err(AppError::NotFound);
    }
    let slug = head.slug.clone();
    let slug = slug.as_str();
    let [handle, name] = key_parts(after)?;
    let count: i64 = on!(db.reader(), c => sqlx::query_scalar(COUNT).bind(viewer.member).bind(slug).fetch_one(c))?;
    let rows: Vec<MemberRow> = on!(db.reader(), c => sqlx::query_as(MEMBERS)
        .bind(viewer.member).bind(slug).bind(name).bind(handle).bind(PAGE as i64 + 1).bind(today).fetch_all(c))?;
    // One row a role: rows of one member follow each other.
    let mut found: Vec<(String, CommunityMember)> = Vec::new();
    for r in rows {
        let role = r.title.or_else(|| r.community_role.and_then(|word| word.parse::<Role>().ok()).map(|role| role.title().to_owned()));
        match found.last_mut() {
            Some((_, last)) if last.person.handle == r.person.handle => last.roles.extend(role),
            _ => {
                let key = format!("{}~{}", r.person.handle, r.sort_name);
                let member =
                    CommunityMember { person: r.person.into(), roles: role.into_iter().collect(), since: r.since.map(when::day_stamp) };
                found.push((key, member));
            }
        }
    }
    let slice = Slice::cut(found, PAGE, after, |(key, _)| key.clone());
    let members = Slice { items: slice.items.into_iter().map(|(_, member)| member).collect(), next: slice.next, later: slice.later };
    Ok(MembersScreen { head, count, members })
}
