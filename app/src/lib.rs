//! Guildhall: communities of practice, their people, events, questions and pages. One folder a feature; the same screens on the server and in the browser.

#[macro_use]
pub mod words;

pub mod accounts;
mod addresses;
pub mod admin;
mod ahead;
#[cfg(not(feature = "ssr"))]
mod begun;
pub mod chunks;
pub mod communities;
pub mod developer;
pub mod error;
pub mod events;
#[cfg(feature = "ssr")]
mod fingerprint;
pub mod home;
pub mod ids;
pub mod link;
pub mod members;
pub mod memberships;
pub mod notifications;
pub mod organisations;
pub mod pages;
pub mod questions;
pub mod redirects;
pub mod related;
pub mod reports;
pub mod resources;
pub mod routes;
pub mod search;
pub mod sheets;
pub mod statement;
pub mod topics;
pub mod ui;
pub mod wire;

#[cfg(feature = "ssr")]
pub mod activity;
#[cfg(feature = "ssr")]
pub mod asked;
#[cfg(feature = "ssr")]
pub mod clock;
#[cfg(feature = "ssr")]
mod csv;
#[cfg(feature = "ssr")]
pub mod db;
#[cfg(feature = "ssr")]
pub mod documents;
#[cfg(feature = "ssr")]
pub mod feed;
#[cfg(feature = "ssr")]
pub mod fetching;
#[cfg(feature = "ssr")]
pub mod files;
#[cfg(feature = "ssr")]
pub mod head;
#[cfg(not(feature = "ssr"))]
#[path = "head_in_browser.rs"]
pub mod head;
#[cfg(feature = "ssr")]
pub mod live;
#[cfg(feature = "ssr")]
pub mod mail;
#[cfg(feature = "ssr")]
pub mod markdown;
#[cfg(feature = "ssr")]
pub mod names;
#[cfg(feature = "ssr")]
pub mod origin;
#[cfg(feature = "ssr")]
mod picture;
#[cfg(feature = "ssr")]
pub mod plain;
#[cfg(feature = "ssr")]
mod rendered;
#[cfg(feature = "ssr")]
pub mod response;
#[cfg(not(feature = "ssr"))]
#[path = "response_in_browser.rs"]
pub mod response;
#[cfg(feature = "ssr")]
pub mod revisions;
#[cfg(feature = "ssr")]
pub mod shell;
#[cfg(feature = "ssr")]
pub mod sitemap;
#[cfg(feature = "ssr")]
pub mod state;
#[cfg(feature = "ssr")]
pub mod typed;
#[cfg(feature = "ssr")]
mod unfurling;
#[cfg(feature = "ssr")]
mod visibility;
#[cfg(feature = "ssr")]
pub mod when;
