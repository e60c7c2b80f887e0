//! The command line.

use std::path::PathBuf;

use chrono_tz::Tz;
use clap::{Parser, Subcommand};

use crate::config::Config;

/// Guildhall: communities of practice, their people, events, questions and pages.
#[derive(Debug, Parser)]
#[command(name = "guildhall", version, propagate_version = true, subcommand_required = true, arg_required_else_help = true)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// The settings.
    #[command(flatten)]
    pub config: Config,
}

/// What the program does.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serves the site. Brings the database up to date first.
    Serve {
        /// Loads the sample site first where the database holds nothing yet.
        #[arg(long)]
        sample_if_empty: bool,
    },
    /// Reads a bundle, a folder of Markdown files, into the site. Doing it twice changes nothing.
    ///
    /// What was edited on the site since the last import of the same thing is a conflict: reported and left alone. Ends with a report that accounts for every file.
    Import {
        /// The bundle's folder: one that `guildhall export` wrote, or a Hugo or Jekyll site's content.
        #[arg(required_unless_present = "format")]
        dir: Option<PathBuf>,
        /// The zone of event times that name none. Offsets in the files are then taken for mistakes and the wall clock for what was meant.
        #[arg(long, value_name = "ZONE")]
        timezone: Option<Tz>,
        /// Takes the bundle's version of what was edited on both sides.
        #[arg(long)]
        overwrite: bool,
        /// Ends with exit code 1 where a file could not be read.
        #[arg(long)]
        strict: bool,
        /// The name this source is remembered by. Give one where a site imports from several bundles.
        #[arg(long, value_name = "NAME", default_value = "bundle")]
        source: String,
        /// Prints the description of the bundle format, every kind with its fields, and ends.
        #[arg(long)]
        format: bool,
    },
    /// Reads a data dump of a Stack Exchange site into a community. Doing it twice changes nothing.
    ///
    /// Posts.xml has to be there; Users.xml, Comments.xml, Votes.xml and Tags.xml are read where they are. What was edited on the site since is left alone. Ends with a report.
    #[command(name = "import-stackexchange")]
    ImportStackexchange {
        /// The folder that holds Posts.xml.
        dir: PathBuf,
        /// The community that the questions go to, by its name or address; made where missing.
        #[arg(long, value_name = "NAME")]
        community: String,
        /// The name this dump is remembered by. Give one where a community takes in several dumps: their ids are not each other's.
        #[arg(long, value_name = "NAME")]
        source: Option<String>,
        /// Takes the dump's version of what was edited on both sides.
        #[arg(long)]
        overwrite: bool,
    },
    /// Reads a calendar file (.ics) into a community. Doing it twice changes nothing; a later file changes what it says differently.
    ///
    /// Ends with exit code 0 where all of it was read, 1 where some entries were left out, each listed with its line and why, and 2 where the file is no calendar.
    #[command(name = "import-ics")]
    ImportIcs {
        /// The file, as calendar programs export it: at most 5 MB.
        file: PathBuf,
        /// The address of the community that the events go to.
        #[arg(long, value_name = "SLUG")]
        community: String,
        /// The zone of times that name none.
        #[arg(long, value_name = "ZONE", default_value = "UTC")]
        timezone: Tz,
    },
    /// Writes what the site holds as a bundle. Accounts, addresses and passwords are not in it.
    Export {
        /// The folder; made where missing, and must be empty.
        dir: PathBuf,
        /// Writes what pages said before as well, with who made it so.
        #[arg(long)]
        revisions: bool,
    },
    /// Loads the sample: an invented public body's communities.
    Sample {
        /// Besides, makes this many members and ten times as many posts, the same ones every time, for load tests.
        #[arg(long, value_name = "MEMBERS")]
        scale: Option<u32>,
    },
    /// Brings the database up to date and ends.
    Migrate,
    /// Prints every setting with what it does, its default and its value.
    Config,
}
