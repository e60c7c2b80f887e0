//! `guildhall`: one program for a whole site.

use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use anyhow::Context;
use app::activity::ObjectKind;
use app::clock::Clock;
use app::db::Db;
use app::db::records::Index;
use chrono_tz::Tz;
use clap::Parser;
use indicatif::{ProgressBar, ProgressStyle};
use server::bundle::{FILES, Known, KnownCommunity, REVISIONS, ReadOptions, Record, read};
use server::cli::{Cli, Command};
use server::config::{Config, listing};
use server::import::{self, Options, Report};
use server::serve::{open, serve};
use server::site_records::each_batch;
use server::{export, page_files, page_history, sample, stackexchange, telemetry};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main]
async fn main() -> ExitCode {
    // A .env file is a convenience: most sites have none.
    let env = dotenvy::dotenv();
    let cli = Cli::parse();
    telemetry::start(cli.config.log_format);
    if let Err(error) = env
        && !error.not_found()
    {
        tracing::warn!(%error, ".env could not be read");
    }
    match run(cli).await {
        Ok(code) => code,
        Err(error) => {
            eprintln!("guildhall: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// The clock that `serve` lives by.
fn clock_of(config: &Config) -> anyhow::Result<Clock> {
    anyhow::ensure!(config.developer || config.clock_ahead_hours == 0, "CLOCK_AHEAD_HOURS is for developers: it needs DEVELOPER=true");
    Ok(Clock::ahead_by(chrono::TimeDelta::hours(config.clock_ahead_hours.into())))
}

async fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    let clock = Clock::system();
    let config = &cli.config;
    match cli.command {
        Command::Serve { sample_if_empty } => {
            let clock = clock_of(config)?;
            let db = open(config, &clock).await?;
            if sample_if_empty && sample::is_empty(&db).await? {
                let report = sample::load(&db, &clock, progress("Loading the sample")).await?;
                tracing::info!(things = report.written(), "the sample was loaded");
            }
            serve(config, db, clock).await?;
        }
        Command::Import { format: true, .. } => say(server::bundle::FORMAT)?,
        Command::Import { dir, timezone, overwrite, strict, source, .. } => {
            let dir = dir.context("name the bundle’s folder")?;
            let report = import_bundle(config, &clock, &dir, timezone, overwrite, &source).await?;
            if strict && report.skipped() > 0 {
                return Ok(ExitCode::FAILURE);
            }
        }
        Command::ImportStackexchange { dir, community, source, overwrite } => {
            let started = Instant::now();
            let db = open(config, &clock).await?;
            let options = stackexchange::Options {
                community: &community,
                source: source.as_deref(),
                scratch: &config.data_dir,
                overwrite,
                progress: progress("Importing"),
            };
            let (report, posts) = stackexchange::import(&db, &dir, &options).await?;
            say(format_args!("{report}Imported {posts} from {} in {:.1} s\n", dir.display(), started.elapsed().as_secs_f64()))?;
            db.close().await;
        }
        Command::ImportIcs { file, community, timezone } => return import_ics(config, &clock, (&file, &community, timezone)).await,
        Command::Export { dir, revisions } => {
            let db = open(config, &clock).await?;
            let mut exported = export::export(&db, &server::files::open(config)?, &dir).await?;
            if revisions {
                page_history::write(&db, &dir, &mut exported).await?;
            }
            say(format_args!("{exported} written to {}\n", dir.display()))?;
            for address in &exported.lost {
                say(format_args!("Lost: {address} is named here, and its contents are not where files are kept\n"))?;
            }
        }
        Command::Sample { scale } => {
            let db = open(config, &clock).await?;
            let started = Instant::now();
            let mut report = sample::load(&db, &clock, progress("Loading the sample")).await?;
            if let Some(members) = scale {
                report.add(sample::scale(&db, &clock, members, progress("Making members and posts")).await?);
            }
            say(format_args!("{report}{} things written in {:.1} s\n", report.written(), started.elapsed().as_secs_f64()))?;
        }
        Command::Migrate => {
            let db = open(config, &clock).await?;
            say(format_args!("The database ({}) is up to date.\n", db.engine_name()))?;
        }
        Command::Config => say(listing())?,
    }
    Ok(ExitCode::SUCCESS)
}

/// What can't be begun ends with 2, so that 1 always means a list of what was left out.
async fn import_ics(config: &Config, clock: &Clock, (file, community, zone): (&Path, &str, Tz)) -> anyhow::Result<ExitCode> {
    let db = open(config, clock).await?;
    let brought = server::calendar::import(&db, clock, file, (community, zone)).await;
    db.close().await;
    match brought {
        Ok(report) => {
            say(&report)?;
            Ok(if report.is_whole() { ExitCode::SUCCESS } else { ExitCode::from(1) })
        }
        Err(error) => {
            eprintln!("guildhall: {error:#}");
            Ok(ExitCode::from(2))
        }
    }
}

async fn import_bundle(
    config: &Config,
    clock: &Clock,
    dir: &Path,
    timezone: Option<Tz>,
    overwrite: bool,
    source: &str,
) -> anyhow::Result<Report> {
    let started = Instant::now();
    anyhow::ensure!(dir.is_dir(), "{} is not a folder", dir.display());
    let db = open(config, clock).await?;
    let known = known(&db).await?;
    let reading = progress("Reading");
    let options = ReadOptions {
        timezone,
        today: clock.now().date_naive(),
        known: &known,
        progress: &|done, total| {
            reading.set_length(total as u64);
            reading.set_position(done as u64);
        },
    };
    let bundle = read(dir, &options)?;
    reading.finish_and_clear();
    let mut report = import::write(&db, clock, bundle.records, &Options { source, overwrite, progress: progress("Writing") }).await?;
    report.notes.extend(bundle.notes);
    report.files = bundle.files;
    if dir.join(FILES).is_dir() {
        page_files::read(&db, &server::files::open(config)?, dir, &mut report).await?;
    }
    if dir.join(REVISIONS).is_dir() {
        page_history::read(&db, dir, &mut report).await?;
    }
    say(format_args!("{report}Imported {} in {:.1} s\n", dir.display(), started.elapsed().as_secs_f64()))?;
    db.close().await;
    Ok(report)
}

/// What the site has that a bundle may refer to.
async fn known(db: &Db) -> anyhow::Result<Known> {
    let index = Index::load(db).await?;
    let slugs = |kind| index.slugs(kind).map(str::to_owned).collect();
    let mut communities = Vec::new();
    each_batch::<sqlx::Error>(db, ObjectKind::Community, |batch| {
        communities.extend(batch.into_iter().filter_map(|(_, record)| match record {
            Record::Community(c) => Some(KnownCommunity { slug: c.slug, name: c.name, short_name: c.short_name }),
            _ => None,
        }));
        Ok(())
    })
    .await?;
    Ok(Known {
        organisations: slugs(ObjectKind::Organisation),
        topics: slugs(ObjectKind::Topic),
        people: slugs(ObjectKind::Person),
        pages: slugs(ObjectKind::Page),
        communities,
    })
}

/// Prints to standard output. A reader that has seen enough (`| head`) is no failure.
fn say(text: impl std::fmt::Display) -> std::io::Result<()> {
    use std::io::Write;
    match write!(std::io::stdout().lock(), "{text}") {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        written => written,
    }
}

/// A progress bar on a terminal, nothing elsewhere.
fn progress(what: &'static str) -> ProgressBar {
    let bar = ProgressBar::new(0).with_message(what);
    if let Ok(style) = ProgressStyle::with_template("{msg:<26} {bar:40} {pos}/{len} {eta}") {
        bar.set_style(style);
    }
    bar
}
