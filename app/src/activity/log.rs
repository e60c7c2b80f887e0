//! The log in plain words: who did what, when.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{Deed, ObjectKind};
use crate::db::Db;
use crate::error::AppError;
use crate::ui::pagination::Slice;
use crate::ui::sheet::Row;
use crate::{on, queries, when};

/// Entries on a page; the statement reads one more.
const PAGE: usize = 50;

queries! {
    OF_COMMUNITY = "select a.id, a.at, a.act, a.kind, a.note, m.name as actor, a.actor_id = a.object_id as own, coalesce(p.name, c.name, e.title, q.title, g.title, r.title) as object \
                    from activity a left join member m on m.id = a.actor_id left join member p on p.id = a.object_id and a.kind = 'person' \
                    left join community c on c.id = a.object_id and a.kind = 'community' left join event e on e.id = a.object_id and a.kind = 'event' \
                    left join question q on q.id = a.object_id and a.kind = 'question' left join page g on g.id = a.object_id and a.kind = 'page' \
                    left join resource r on r.id = a.object_id and a.kind = 'resource' \
                    where a.community_id = $1 and a.id < $2 order by a.id desc limit 51";
}

/// An entry.
#[derive(Debug, sqlx::FromRow)]
pub struct Entry {
    /// Its id; later ones are greater.
    pub id: Uuid,
    /// When.
    pub at: DateTime<Utc>,
    act: String,
    kind: String,
    note: Option<String>,
    actor: Option<String>,
    own: Option<bool>,
    object: Option<String>,
}

/// A page of a community's log, the latest entry first; the key is the last entry's id.
///
/// # Errors
/// `Invalid` where the key is none.
pub async fn of_community(db: &Db, community: Uuid, after: &str) -> Result<Slice<Row>, AppError> {
    let before = if after.is_empty() {
        Uuid::max()
    } else {
        after.parse().map_err(|_| AppError::Invalid("This page of the log does not exist. Begin at its first page.".to_owned()))?
    };
    let entries: Vec<Entry> = on!(db.reader(), c => sqlx::query_as(OF_COMMUNITY).bind(community).bind(before).fetch_all(c))?;
    let slice = Slice::cut(entries, PAGE, after, |entry| entry.id.to_string());
    Ok(Slice { items: slice.items.iter().map(Entry::row).collect(), next: slice.next, later: slice.later })
}

impl Entry {
    /// The entry as a row of a list.
    pub fn row(&self) -> Row {
        Row { facts: vec![when::stamp(self.at).text], note: self.note.clone(), ..Row::new(self.sentence()) }
    }

    /// "Ada Okafor let Bob Reyes in"
    pub fn sentence(&self) -> String {
        let who = self.actor.as_deref().unwrap_or("The site");
        let what = self.object.as_deref().unwrap_or("something that is gone");
        let deed = self.act.parse::<Deed>();
        let (Ok(deed), Ok(kind)) = (deed, self.kind.parse::<ObjectKind>()) else { return format!("{who}: {} {what}", self.act) };
        match (deed, kind) {
            (Deed::Joined, _) => format!("{what} joined"),
            (Deed::Asked, _) => format!("{what} asked to join"),
            (Deed::Withdrew, _) => format!("{what} no longer wants to join"),
            (Deed::Left, _) => format!("{what} left"),
            (Deed::Approved, _) => format!("{who} let {what} in"),
            (Deed::Declined, _) => format!("{who} did not let {what} in"),
            (Deed::Invited, _) => format!("{who} invited {what}"),
            (Deed::Removed, ObjectKind::Person) => format!("{who} ended the membership of {what}"),
            (Deed::GaveRole, _) if self.own == Some(true) => format!("{who} took on a role"),
            (Deed::GaveRole, _) => format!("{who} gave {what} a role"),
            (Deed::TookRole, _) if self.own == Some(true) => format!("{who} stepped down from a role"),
            (Deed::TookRole, _) => format!("{who} ended a role of {what}"),
            (deed, _) => format!("{who} {} {what}", deed.past()),
        }
    }
}

impl Deed {
    /// "edited": what stands between who and what.
    fn past(self) -> &'static str {
        match self {
            Self::Imported => "brought in",
            Self::Reimported => "brought in a newer version of",
            Self::Made => "made",
            Self::Edited => "edited",
            Self::Renamed => "gave another address to",
            Self::Archived => "archived",
            Self::Revived => "revived",
            Self::Merged => "merged",
            Self::Removed => "removed",
            other => other.as_str(),
        }
    }
}
