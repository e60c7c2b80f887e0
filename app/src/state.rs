//! What every server function and route works with: the site's state, and who is asking.

use std::net::IpAddr;
use std::sync::Arc;

use axum::body::Bytes;
use chrono::{DateTime, Utc};
use leptos::prelude::use_context;
use uuid::Uuid;

use crate::accounts::model::Registration;
use crate::accounts::password::Cost;
use crate::accounts::sso::provider::Provider;
use crate::activity::ObjectKind;
use crate::clock::Clock;
use crate::communities::commitment::Calendar;
use crate::communities::model::CommunityHead;
use crate::db::Db;
use crate::error::AppError;
use crate::files::Files;
use crate::link::Link;
use crate::live::{Channel, Reads};
use crate::pages::together::rooms::Rooms;
use crate::statement::model::StatementScreen;

/// The state of a running site.
#[derive(Clone, Debug)]
pub struct AppState {
    /// The database.
    pub db: Db,
    /// The clock.
    pub clock: Clock,
    /// Where files are kept.
    pub files: Files,
    /// What the operator set.
    pub site: Arc<Site>,
    /// The pages that are edited on this node right now.
    pub rooms: Rooms,
}

/// What the operator set and screens show.
#[derive(Clone, Debug, Default)]
pub struct Site {
    /// The site's name.
    pub name: String,
    /// Its address, without a slash at the end.
    pub base_url: String,
    /// What the header shows beside the name; `None` for the program's own mark.
    pub logo: Option<Logo>,
    /// Links in the footer, all of them safe.
    pub footer: Vec<Link>,
    /// The accessibility statement.
    pub statement: StatementScreen,
    /// Whether the pages for developers are there.
    pub developer: bool,
    /// Who may make an account.
    pub registration: Registration,
    /// The domains whose addresses may, where that is the rule.
    pub registration_domains: Vec<String>,
    /// Who may found a community.
    pub founding: Founding,
    /// How a year is divided, where communities meet "once a term".
    pub year: Calendar,
    /// The sign-in providers.
    pub providers: Vec<Provider>,
    /// For how many days a sign-in through an organisation's provider proves that somebody belongs to it.
    pub provider_proof_days: u32,
    /// What a password costs to check.
    pub password_cost: Cost,
    /// The proxies that are believed when they say for whom they ask.
    pub trusted_proxies: Vec<IpAddr>,
    /// Whether communities may follow calendars of private networks.
    pub private_calendars: bool,
}

words! {
    /// Who may found a community.
    #[derive(Default)]
    pub enum Founding {
        /// Every member.
        #[default]
        Anyone = "anyone",
        /// Every member, once an administrator has approved it.
        Approval = "approval",
    }
}

impl Site {
    /// Whether people reach it by TLS.
    pub fn is_secure(&self) -> bool {
        self.base_url.starts_with("https://")
    }

    /// The sign-in provider of that slug.
    pub fn provider(&self, slug: &str) -> Option<&Provider> {
        self.providers.iter().find(|provider| provider.slug == slug)
    }

    /// The whole address of a path.
    pub fn address(&self, path: &str) -> String {
        format!("{}{path}", self.base_url)
    }
}

/// A picture of the operator's.
#[derive(Clone, Debug)]
pub struct Logo {
    /// Where it is served; names what is in it.
    pub address: String,
    /// Its media type.
    pub kind: &'static str,
    /// The file.
    pub bytes: Bytes,
}

/// Who is asking. Taken by every read of a store: an audience is a condition of the query, not a filter behind it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Viewer {
    /// The member; `None` for somebody not signed in.
    pub member: Option<Uuid>,
    /// Whether they administer the site.
    pub administrator: bool,
}

impl Viewer {
    /// Somebody not signed in.
    pub const ANONYMOUS: Self = Self { member: None, administrator: false };
}

/// Somebody who is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedIn {
    /// Their session.
    pub session: Uuid,
    /// When they signed in.
    pub since: DateTime<Utc>,
    /// Who.
    pub member: Uuid,
    /// `/people/{handle}`
    pub handle: String,
    /// Their name.
    pub name: String,
    /// Whether they administer the site.
    pub administrator: bool,
    /// Their photo.
    pub photo: Option<Uuid>,
}

impl SignedIn {
    /// As stores ask.
    pub fn viewer(&self) -> Viewer {
        Viewer { member: Some(self.member), administrator: self.administrator }
    }
}

/// Where a request came from.
#[derive(Clone, Debug, Default)]
pub struct Caller {
    /// The address, as far as trusted proxies tell.
    pub address: String,
    /// The browser, as it names itself.
    pub device: String,
}

/// The site and who is asking, inside a server function or while a page is rendered. What is read is of these kinds: once something of them has changed, the page is
/// rendered anew.
///
/// # Errors
/// When called outside a request.
pub fn asked(kinds: &[ObjectKind]) -> Result<(AppState, Viewer), AppError> {
    let app = use_context::<AppState>().ok_or_else(|| internal(&"asked() was called outside a request"))?;
    if let Some(reads) = use_context::<Reads>() {
        kinds.iter().for_each(|kind| reads.add(Channel::Kind(*kind)));
    }
    let viewer = use_context::<SignedIn>().map_or(Viewer::ANONYMOUS, |member| member.viewer());
    Ok((app, viewer))
}

/// Says, inside a server function, that its answer depends on a channel besides those it asked for.
pub fn depends_on(channel: Channel) {
    if let Some(reads) = use_context::<Reads>() {
        reads.add(channel);
    }
}

/// The site and who is signed in, inside a server function. What it answers is never kept.
///
/// # Errors
/// `SignIn` where nobody is.
pub fn signed_in() -> Result<(AppState, SignedIn), AppError> {
    let (app, _) = asked(&[])?;
    use_context::<SignedIn>().map(|member| (app, member)).ok_or(AppError::SignIn)
}

/// The site and the administrator who is signed in, inside a server function.
///
/// # Errors
/// `NotFound` for everybody else: what administrators do has no place to look for.
pub fn administrator() -> Result<(AppState, SignedIn), AppError> {
    let (app, _) = asked(&[])?;
    match use_context::<SignedIn>() {
        Some(member) if member.administrator => Ok((app, member)),
        _ => Err(AppError::NotFound),
    }
}

/// The site, who is signed in, and a community they may know of.
///
/// # Errors
/// `SignIn` where nobody is signed in, `NotFound` where the member may not know of the community.
pub async fn signed_in_at(community: &str) -> Result<(AppState, SignedIn, CommunityHead), AppError> {
    let (app, member) = signed_in()?;
    let head = crate::communities::store::head(&app.db, member.viewer(), community).await?;
    Ok((app, member, head))
}

/// The site, who is asking, and the community the question is about. What is read is that community's, or of these kinds.
///
/// # Errors
/// `NotFound` where the viewer may not know of the community.
pub async fn asked_in(community: &str, kinds: &[ObjectKind]) -> Result<(AppState, Viewer, CommunityHead), AppError> {
    let (app, viewer) = asked(kinds)?;
    let head = crate::communities::store::head(&app.db, viewer, community).await?;
    depends_on(Channel::Community(head.id));
    Ok((app, viewer, head))
}

/// Logs what went wrong inside under a fresh id and gives the error people see.
pub fn internal(cause: &(impl std::fmt::Display + ?Sized)) -> AppError {
    let id = Uuid::now_v7().simple().to_string()[20..].to_owned();
    tracing::error!(error.id = %id, error = %cause, "internal error");
    AppError::Internal { id }
}

impl From<sqlx::Error> for AppError {
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::RowNotFound => Self::NotFound,
            // PostgreSQL stores no NUL: what an address with one asks for is not there. (SQLite looks for it, and finds nothing.)
            sqlx::Error::Database(error) if error.code().as_deref() == Some("22021") => Self::NotFound,
            error => internal(&error),
        }
    }
}
