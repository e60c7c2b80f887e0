//! The program around the app: settings, routes, jobs, logs and the command line.

pub mod assets;
pub mod bundle;
mod cache;
pub mod calendar;
pub mod cli;
pub mod config;
mod cross_site;
pub mod export;
pub mod files;
mod forms;
mod health;
pub mod import;
pub mod jobs;
pub mod mail;
mod notice;
pub mod operator;
mod redirects;
pub mod router;
pub mod sample;
mod seal;
pub mod serve;
mod sessions;
pub mod site_records;
pub mod stackexchange;
pub mod telemetry;
mod unsubscribe;
mod uploads;
