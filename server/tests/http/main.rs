//! The whole router, tested as a browser sees it, on both databases. One folder or file a feature, one test a rule.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test ends where something is not as it should be")]

mod authenticator;
mod office;
mod site;
mod visitor;

mod accents;
mod accounts;
mod admin;
mod agenda;
mod attendance;
mod belonging;
mod bringing;
mod cache;
mod calendars;
mod commitments;
mod communities;
mod data;
mod directory;
mod embedding;
mod events;
mod feeds;
mod findable;
mod followed;
mod following;
mod health;
mod hosting;
mod import;
mod jobs;
mod lists;
mod live;
mod mail;
mod matrix;
mod meeting_mails;
mod merging;
mod notifications;
mod operator;
mod organising;
mod page_audiences;
mod page_files;
mod pages;
mod passkeys;
mod people;
mod photos;
mod profile;
mod questions;
mod redirects;
mod reports;
mod rsvp_questions;
mod search;
mod sitemap;
mod sso;
mod stackexchange;
mod tending;
mod together;
