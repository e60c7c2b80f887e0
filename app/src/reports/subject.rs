//! What an address is about, for whoever may see it.

use uuid::Uuid;

use crate::activity::ObjectKind;
use crate::db::Db;
use crate::error::AppError;
use crate::questions::post::PostRef;
use crate::state::Viewer;
use crate::{on, queries, visible, visible_event, visible_page};

queries! {
    PERSON = "select id, name, has_account from member where handle = $1 and standing <> 'former'";
    ORGANISATION = "select id, name from organisation where slug = $1";
    COMMUNITY = concat!("select c.id, c.name from community c where c.slug = $2 and ", visible!("about"));
    EVENT = concat!("select e.id, e.title, c.id, c.slug from event e join community c on c.id = e.community_id where c.slug = $2 and e.slug = $3 and e.status <> 'draft' and ", visible_event!("e"));
    QUESTION = concat!("select q.id, q.title, c.id, c.slug from question q join community c on c.id = q.community_id where q.deleted_at is null and c.slug = $2 and q.slug = $3 and ", visible!("questions"));
    PAGE = concat!("select p.id, p.title, c.id, c.slug from page p join community c on c.id = p.community_id where c.slug = $2 and p.path = $3 and p.status <> 'draft' and ", visible_page!("p"));
    ANSWER = "select 1 from answer where question_id = $1 and position = $2 and deleted_at is null";
    COMMENT = "select 1 from comment where question_id = $1 and position = $2 and deleted_at is null";
    RESOURCE = concat!("select r.id, r.title, c.id, c.slug from resource r join community c on c.id = r.community_id where c.slug = $2 and r.slug = $3 and ", visible!("pages"));
}

/// A thing that stands at an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// What it is.
    pub kind: ObjectKind,
    /// Which.
    pub id: Uuid,
    /// What it is called.
    pub title: String,
    /// Id and slug of the community it stands in.
    pub community: Option<(Uuid, String)>,
    /// Whether it is a person who is listed and has no account.
    pub listed_person: bool,
    /// Its address within the site, with what follows a `#`.
    pub address: String,
}

/// What an address within the site is about; `None` where there is nothing that the viewer may see.
///
/// # Errors
/// When the database does not answer.
pub async fn at(db: &Db, viewer: Viewer, address: &str) -> Result<Option<Subject>, AppError> {
    let (path, mark) = address.split_once('#').unwrap_or((address, ""));
    let path = path.split('?').next().unwrap_or_default();
    let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    let found = match segments[..] {
        ["people", handle] => {
            let row: Option<(Uuid, String, bool)> = on!(db.reader(), c => sqlx::query_as(PERSON).bind(handle).fetch_optional(c))?;
            row.and_then(|(id, name, has_account)| {
                whole(ObjectKind::Person, Some((id, name))).map(|subject| Subject { listed_person: !has_account, ..subject })
            })
        }
        ["organisations", slug] => {
            whole(ObjectKind::Organisation, on!(db.reader(), c => sqlx::query_as(ORGANISATION).bind(slug).fetch_optional(c))?)
        }
        ["c", slug] => {
            whole(ObjectKind::Community, on!(db.reader(), c => sqlx::query_as(COMMUNITY).bind(viewer.member).bind(slug).fetch_optional(c))?)
        }
        ["c", slug, "events", event, ..] => inside(db, viewer, (ObjectKind::Event, EVENT), (slug, event)).await?,
        ["c", slug, "questions", question] => inside(db, viewer, (ObjectKind::Question, QUESTION), (slug, question)).await?,
        ["c", slug, "pages", ref page @ ..] if !page.is_empty() => {
            inside(db, viewer, (ObjectKind::Page, PAGE), (slug, &page.join("/"))).await?
        }
        ["c", slug, "resources", resource] => inside(db, viewer, (ObjectKind::Resource, RESOURCE), (slug, resource)).await?,
        _ => None,
    };
    let Some(subject) = found else { return Ok(None) };
    let address = format!("/{}", segments.join("/"));
    if subject.kind == ObjectKind::Question
        && let Ok(post) = mark.parse::<PostRef>()
    {
        return part(db, Subject { address, ..subject }, post).await;
    }
    let plain = |c: &char| c.is_ascii_alphanumeric() || *c == '-';
    let mark: String = mark.chars().filter(plain).take(40).collect();
    let mark = if mark.is_empty() { mark } else { format!("#{mark}") };
    Ok(Some(Subject { address: format!("{address}{mark}"), ..subject }))
}

/// A post of a question; `None` where there is none, or it was deleted.
async fn part(db: &Db, question: Subject, post: PostRef) -> Result<Option<Subject>, AppError> {
    let (sql, position, what) = match post {
        PostRef::Question => return Ok(Some(question)),
        PostRef::Answer(position) => (ANSWER, position, format!("answer {}", position + 1)),
        PostRef::Comment(position) => (COMMENT, position, "a comment".to_owned()),
    };
    let there: Option<i32> = on!(db.reader(), c => sqlx::query_scalar(sql).bind(question.id).bind(position).fetch_optional(c))?;
    let named = |subject: Subject| Subject {
        title: format!("{} ({what})", subject.title),
        address: format!("{}#{post}", subject.address),
        ..subject
    };
    Ok(there.map(|_| named(question)))
}

fn whole(kind: ObjectKind, row: Option<(Uuid, String)>) -> Option<Subject> {
    row.map(|(id, title)| Subject { kind, id, title, community: None, listed_person: false, address: String::new() })
}

async fn inside(
    db: &Db,
    viewer: Viewer,
    (kind, sql): (ObjectKind, &'static str),
    (community, name): (&str, &str),
) -> Result<Option<Subject>, AppError> {
    let row: Option<(Uuid, String, Uuid, String)> =
        on!(db.reader(), c => sqlx::query_as(sql).bind(viewer.member).bind(community).bind(name).fetch_optional(c))?;
    Ok(row.map(|(id, title, community, slug)| Subject {
        kind,
        id,
        title,
        community: Some((community, slug)),
        listed_person: false,
        address: String::new(),
    }))
}
