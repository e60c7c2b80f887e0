//! Every setting: a name, a default and a sentence, read from the command line, the environment or `.env`.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use app::accounts::model::Registration;
use app::state::Founding;
use clap::builder::BoolishValueParser;
use clap::{ArgAction, Args, CommandFactory, ValueEnum};

/// The settings. Each is a flag and a variable of the same name.
#[derive(Args, Clone, Debug)]
pub struct Config {
    /// Folder for what the site keeps: the SQLite file, uploads, outgoing mail without a mail server. Made where missing.
    #[arg(long, env = "DATA_DIR", value_name = "DIR", default_value = "./data", global = true)]
    pub data_dir: PathBuf,

    /// Where the database is: `sqlite:PATH` or `postgres://USER:PASSWORD@HOST/NAME`. Unset: `guildhall.db` in the data folder.
    #[arg(long, env = "DATABASE_URL", value_name = "URL", hide_env_values = true, global = true)]
    pub database_url: Option<String>,

    /// Address and port to listen on. Port 0 takes any free one.
    #[arg(long, env = "ADDRESS", value_name = "IP:PORT", default_value = "127.0.0.1:3000", global = true)]
    pub address: SocketAddr,

    /// The address people reach the site at, without a slash at the end. Unset: http:// and the address listened on.
    #[arg(long, env = "BASE_URL", value_name = "URL", global = true)]
    pub base_url: Option<String>,

    /// The site's name, in titles and the header.
    #[arg(long, env = "SITE_NAME", value_name = "NAME", default_value = "Guildhall", global = true)]
    pub site_name: String,

    /// The mail server: `smtps://USER:PASSWORD@HOST`, or `smtp://USER:PASSWORD@HOST:587?tls=required`. An @ in a user or
    /// password is written as %40, a / as %2F. Unset: mail is not sent but written to the folder `outbox` in the data folder, one file each.
    #[arg(long, env = "SMTP_URL", value_name = "URL", hide_env_values = true, global = true)]
    pub smtp_url: Option<String>,

    /// Who mail comes from: `Guildhall <guildhall@example.org>`. Unset: the site's name, and noreply at the host of BASE_URL.
    #[arg(long, env = "MAIL_FROM", value_name = "SENDER", global = true)]
    pub mail_from: Option<String>,

    /// A bucket of S3, or of what speaks like it, for files that people bring. Several nodes need one. Unset: the folder `files` in the data folder.
    #[arg(long, env = "S3_BUCKET", value_name = "NAME", global = true)]
    pub s3_bucket: Option<String>,

    /// Where the bucket is, where it is not at Amazon: `https://s3.example.org`.
    #[arg(long, env = "S3_ENDPOINT", value_name = "URL", global = true)]
    pub s3_endpoint: Option<String>,

    /// The bucket's region.
    #[arg(long, env = "S3_REGION", value_name = "NAME", default_value = "us-east-1", global = true)]
    pub s3_region: String,

    /// The id of a key that may read, write, delete and list in the bucket.
    #[arg(long, env = "S3_KEY_ID", value_name = "ID", global = true)]
    pub s3_key_id: Option<String>,

    /// The secret of that key.
    #[arg(long, env = "S3_SECRET", value_name = "SECRET", hide_env_values = true, global = true)]
    pub s3_secret: Option<String>,

    /// A picture to show beside the name in place of Guildhall's mark: an SVG or PNG file of at most 200 KB.
    #[arg(long, env = "SITE_LOGO", value_name = "FILE", global = true)]
    pub site_logo: Option<PathBuf>,

    /// Links in the footer, with | between them: `Privacy=https://example.org/privacy | Contact=mailto:us@example.org`.
    #[arg(long, env = "FOOTER_LINKS", value_name = "LINKS", global = true)]
    pub footer_links: Option<String>,

    /// Your accessibility statement, a Markdown file. Unset: /accessibility says what is known of the software.
    #[arg(long, env = "ACCESSIBILITY_STATEMENT", value_name = "FILE", global = true)]
    pub accessibility_statement: Option<PathBuf>,

    /// Where people reach you: an e-mail or a web address. The built-in accessibility statement names it.
    #[arg(long, env = "CONTACT", value_name = "ADDRESS", global = true)]
    pub contact: Option<String>,

    /// Who may make an account: `open` (anybody), `domains` (who has an address at one of REGISTRATION_DOMAINS), `invitation`, or `single-sign-on`.
    #[arg(long, env = "REGISTRATION", value_name = "WHO", default_value = "open", value_parser = registration, global = true)]
    pub registration: Registration,

    /// The domains whose addresses may sign up, and those below them: `example.org,example.com`.
    #[arg(long, env = "REGISTRATION_DOMAINS", value_name = "DOMAINS", value_delimiter = ',', global = true)]
    pub registration_domains: Vec<String>,

    /// Who may found a community: `anyone` with an account, or everybody after an administrator's `approval`.
    #[arg(long, env = "FOUNDING", value_name = "WHO", default_value = "anyone", value_parser = founding, global = true)]
    pub founding: Founding,

    /// The days that terms begin on, as month and day, for communities that meet "at least once a term".
    #[arg(long, env = "TERMS", value_name = "DAYS", value_delimiter = ',', default_value = "01-01,05-01,09-01", global = true)]
    pub terms: Vec<String>,

    /// The month that the year begins in, 1 to 12: quarters and years are counted from it.
    #[arg(long, env = "YEAR_BEGINS", value_name = "MONTH", default_value_t = 1, global = true)]
    pub year_begins: u32,

    /// Sign-in providers (OpenID Connect), with | or line breaks between them: `slug;Name;https://issuer;client-id;client-secret`, for example
    /// `work;Example Office;https://id.example.org/realms/office;guildhall;SECRET`. Register BASE_URL/sign-in/with/slug/callback there as the redirect
    /// address. The name stands on the button; accounts are linked by the slug, so keep it. A secret may hold anything but | and line breaks.
    #[arg(long, env = "OIDC_PROVIDERS", value_name = "PROVIDERS", hide_env_values = true, global = true)]
    pub oidc_providers: Option<String>,

    /// For how many days somebody who signed in through an organisation’s own provider is shown as belonging to it. Each sign-in there begins them anew.
    #[arg(long, env = "PROVIDER_PROOF_DAYS", value_name = "DAYS", default_value_t = 90, value_parser = clap::value_parser!(u32).range(1..=3650), global = true)]
    pub provider_proof_days: u32,

    /// Addresses of reverse proxies in front of this program, with commas between them. They are believed when X-Forwarded-For says for whom they ask.
    #[arg(long, env = "TRUSTED_PROXIES", value_name = "IPS", value_delimiter = ',', global = true)]
    pub trusted_proxies: Vec<IpAddr>,

    /// Whether communities may follow calendars of private networks (10.0.0.0/8, 192.168.0.0/16, localhost and the like), at any port. For intranets
    /// alone: whoever organises a community’s events can then have this server ask what is in its own network.
    #[arg(
        long,
        env = "CALENDARS_FROM_PRIVATE_ADDRESSES",
        value_name = "BOOL",
        action = ArgAction::Set,
        value_parser = BoolishValueParser::new(),
        default_value = "false",
        default_missing_value = "true",
        num_args = 0..=1,
        require_equals = true,
        global = true
    )]
    pub calendars_from_private_addresses: bool,

    /// Whether to serve the pages for developers: /developer/components shows every component in every state.
    #[arg(
        long,
        env = "DEVELOPER",
        value_name = "BOOL",
        action = ArgAction::Set,
        value_parser = BoolishValueParser::new(),
        default_value = "false",
        default_missing_value = "true",
        num_args = 0..=1,
        require_equals = true,
        global = true
    )]
    pub developer: bool,

    /// By how many hours the clock of `serve` is ahead, to see what comes later: digests, reminders, what ends. For developers alone: it needs DEVELOPER.
    #[arg(long, env = "CLOCK_AHEAD_HOURS", value_name = "HOURS", default_value_t = 0, value_parser = clap::value_parser!(u32).range(..=8784), global = true)]
    pub clock_ahead_hours: u32,

    /// How many megabytes of rendered pages are kept for readers who are not signed in. 0 renders every page anew.
    #[arg(long, env = "PAGE_CACHE_MB", value_name = "MB", default_value_t = 64, global = true)]
    pub page_cache_mb: u64,

    /// How log lines look: `text` for people, `json` for machines. What is logged is set by RUST_LOG (default `info,sqlx=warn`).
    #[arg(long, env = "LOG_FORMAT", value_name = "FORMAT", default_value = "text", global = true)]
    pub log_format: LogFormat,
}

/// How log lines look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One object a line.
    Json,
}

fn registration(word: &str) -> Result<Registration, String> {
    word.parse().map_err(|unknown: app::words::UnknownWord| unknown.to_string())
}

fn founding(word: &str) -> Result<Founding, String> {
    word.parse().map_err(|unknown: app::words::UnknownWord| unknown.to_string())
}

impl Config {
    /// The database's address: the setting, or the SQLite file in the data folder.
    pub fn database_url(&self) -> String {
        self.database_url.clone().unwrap_or_else(|| format!("sqlite:{}", self.data_dir.join("guildhall.db").display()))
    }
}

/// What `guildhall config` prints: every setting with its sentence, its default and, where one is set, its value, in the form of a `.env` file.
pub fn listing() -> String {
    let command = crate::cli::Cli::command();
    let mut listing =
        String::from("# Settings of Guildhall. Give them as flags, in the environment, or in a file named .env beside the program.\n");
    for arg in command.get_arguments() {
        let Some(env) = arg.get_env().map(|env| env.to_string_lossy().into_owned()) else { continue };
        listing.push('\n');
        let sentence = arg.get_long_help().or(arg.get_help()).map(ToString::to_string).unwrap_or_default();
        for line in sentence.lines() {
            listing.push_str(&format!("# {line}\n"));
        }
        let default = arg.get_default_values().first().map(|value| value.to_string_lossy().into_owned()).unwrap_or_default();
        let set = std::env::var(&env).ok();
        match set {
            Some(value) if !arg.is_hide_env_values_set() => listing.push_str(&format!("{env}={value}\n")),
            Some(_) => listing.push_str(&format!("{env}=(set, not shown)\n")),
            None => listing.push_str(&format!("#{env}={default}\n")),
        }
    }
    listing
}
