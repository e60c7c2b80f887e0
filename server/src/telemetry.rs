//! Logs: lines for people or for machines. They hold matched routes and ids, not addresses that people asked for.

use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt;
use tracing_subscriber::prelude::*;

use crate::config::LogFormat;

/// Starts logging to standard error; standard output is for what the program was asked for.
pub fn start(format: LogFormat) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn"));
    let lines = fmt::layer().with_writer(std::io::stderr);
    let registry = tracing_subscriber::registry().with(filter);
    match format {
        LogFormat::Text => registry.with(lines.with_target(false).compact()).init(),
        LogFormat::Json => registry.with(lines.json().flatten_event(true)).init(),
    }
}
