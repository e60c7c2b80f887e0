//! What every list of people reads of a person, and who sees what of it.

use uuid::Uuid;

use super::model::{Audience, Audiences, PersonKind, PersonSummary};

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
