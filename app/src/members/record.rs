//! A person as a bundle holds one. Accounts never leave the site.

use serde::{Deserialize, Serialize};

use super::model::{Audiences, PersonKind};
use crate::link::Link;

/// `people/{handle}.md`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PersonRecord {
    /// The file's name.
    #[serde(skip)]
    pub handle: String,
    /// The name as people say it.
    pub name: String,
    /// A person or a team.
    #[serde(default = "PersonKind::person", skip_serializing_if = "PersonKind::is_person")]
    pub kind: PersonKind,
    /// The folded key lists sort by; `None` for what [`crate::names::sort_name`] makes of the name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sort_name: Option<String>,
    /// Pronouns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pronouns: Option<String>,
    /// What they do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// The family of jobs theirs is of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub job_family: Option<String>,
    /// Where they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// IANA zone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timezone: Option<String>,
    /// Slugs of organisations.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub organisations: Vec<String>,
    /// Their links.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<Link>,
    /// Slugs of topics they like to be asked about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ask_about: Vec<String>,
    /// Slugs of topics they are learning.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub learning: Vec<String>,
    /// Who sees what of it. Holds for somebody new; of somebody who is there already, what they chose stays.
    #[serde(default, skip_serializing_if = "Audiences::are_open")]
    pub seen_by: Audiences,
    /// Old addresses of the profile.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// The file's body: about.
    #[serde(skip)]
    pub body: String,
}
