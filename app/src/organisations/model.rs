//! What crosses the wire about organisations.

use serde::{Deserialize, Serialize};

use crate::members::model::PersonSummary;
use crate::ui::pagination::Slice;
use crate::ui::time::Stamp;

/// `/organisations`
pub type OrganisationList = Slice<OrganisationSummary>;

/// An organisation in a list.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct OrganisationSummary {
    /// `/organisations/{slug}`
    pub slug: String,
    /// Its name.
    pub name: String,
    /// What people call it.
    pub short_name: Option<String>,
    /// How many people belong to it, at most 1,001.
    pub people: i64,
}

/// `/organisations/{slug}`
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct OrganisationScreen {
    /// `/organisations/{slug}`
    pub slug: String,
    /// Its name.
    pub name: String,
    /// What people call it.
    pub short_name: Option<String>,
    /// Its own site.
    pub website: Option<String>,
    /// What it is, HTML.
    pub body: String,
    /// How many people belong to it, at most 1,001.
    pub count: i64,
    /// A page of them, by name.
    pub people: Slice<Colleague>,
    /// Slug and name of the communities they belong to, and how many of them do.
    pub communities: Vec<(String, String, i64)>,
}

/// Somebody who belongs to an organisation.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Colleague {
    /// Who.
    pub person: PersonSummary,
    /// Since when that is proved; `None` where they say so themselves.
    pub verified: Option<Stamp>,
}
