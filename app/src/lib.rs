//! Guildhall: communities of practice, their people, events, questions and pages. One folder a feature; the same screens on the server and in the browser.

#[macro_use]
pub mod words;

pub mod chunks;
pub mod communities;
pub mod error;
pub mod events;
pub mod home;
pub mod ids;
pub mod link;
pub mod members;
pub mod organisations;
pub mod pages;
pub mod questions;
pub mod redirects;
pub mod related;
pub mod resources;
pub mod routes;
pub mod topics;
pub mod ui;

#[cfg(feature = "ssr")]
pub mod activity;
#[cfg(feature = "ssr")]
pub mod asked;
#[cfg(feature = "ssr")]
pub mod clock;
#[cfg(feature = "ssr")]
pub mod db;
#[cfg(feature = "ssr")]
pub mod markdown;
#[cfg(feature = "ssr")]
pub mod names;
#[cfg(feature = "ssr")]
pub mod response;
#[cfg(not(feature = "ssr"))]
#[path = "response_in_browser.rs"]
pub mod response;
#[cfg(feature = "ssr")]
pub mod shell;
#[cfg(feature = "ssr")]
pub mod state;
#[cfg(feature = "ssr")]
pub mod when;
