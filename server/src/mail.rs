//! Sends mail: to the server that `SMTP_URL` names, or into a folder where there is none.

use std::fs::{DirBuilder, File};
use std::io::Write;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, anyhow};
use app::mail::{Letterhead, Mail, one_line};
use app::state::Site;
use axum::http::Uri;
use chrono::{DateTime, Utc};
use lettre::message::Mailbox;
use lettre::transport::smtp;
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use uuid::Uuid;

use crate::config::Config;
use crate::jobs::Failure;

/// How long a mail server may take for one mail.
const PATIENCE: Duration = Duration::from_secs(20);

/// Replies of a mail server that refuse us, not the mail: it wants another password, or one at all (RFC 4954, 6).
const NOT_LET_IN: [u16; 4] = [530, 534, 535, 538];

/// Sends the mail of a site.
#[derive(Clone, Debug)]
pub struct Mailer {
    letterhead: Letterhead,
    way: Way,
}

/// How mail leaves.
#[derive(Clone, Debug)]
enum Way {
    /// To a mail server.
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
    /// Into a folder.
    Outbox(PathBuf),
}

impl Mailer {
    /// The one that the settings ask for.
    ///
    /// # Errors
    /// With a sentence for the console.
    pub fn set_up(config: &Config, site: &Site) -> anyhow::Result<Self> {
        let set = |setting: &Option<String>| setting.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
        let from = match set(&config.mail_from) {
            Some(from) => from
                .parse()
                .map_err(|error| anyhow!("MAIL_FROM should look like “Guildhall <guildhall@example.org>”; “{from}” doesn’t ({error})"))?,
            None => nobody(site)?,
        };
        let letterhead = Letterhead { site: site.name.clone(), base_url: site.base_url.clone(), from };
        match set(&config.smtp_url) {
            Some(url) => Self::smtp(letterhead, &url),
            None => {
                let folder = config.data_dir.join("outbox");
                tracing::info!(folder = %folder.display(), "SMTP_URL is not set: mail is not sent, but written to the outbox");
                Self::outbox(letterhead, folder)
            }
        }
    }

    /// One that hands mail to a server.
    ///
    /// # Errors
    /// When its address can't be used, with a sentence for the console.
    pub fn smtp(letterhead: Letterhead, url: &str) -> anyhow::Result<Self> {
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url).map_err(|error| {
            anyhow!("SMTP_URL should look like smtps://USER:PASSWORD@HOST or smtp://USER:PASSWORD@HOST:587?tls=required ({error})")
        })?;
        if tells_password(url) {
            tracing::warn!("SMTP_URL has the password sent where others can read it; end it with ?tls=required");
        }
        Ok(Self { letterhead, way: Way::Smtp(transport.timeout(Some(PATIENCE)).build()) })
    }

    /// One that writes mail to a folder, which is made where missing. Others on the machine can't look into it: mail may hold links that sign somebody in.
    ///
    /// # Errors
    /// When the folder can't be made, with a sentence for the console.
    pub fn outbox(letterhead: Letterhead, folder: PathBuf) -> anyhow::Result<Self> {
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&folder)
            .with_context(|| format!("the folder {} for outgoing mail can’t be made", folder.display()))?;
        Ok(Self { letterhead, way: Way::Outbox(folder) })
    }

    /// Sends a mail, under an id that a second copy of it shares.
    ///
    /// # Errors
    /// When it was not sent, or nobody can tell.
    pub async fn send(&self, mail: &Mail, id: Uuid, at: DateTime<Utc>) -> Result<(), Failure> {
        let message = mail.message(&self.letterhead, id, at).map_err(Failure::for_good)?;
        match &self.way {
            Way::Smtp(transport) => match tokio::time::timeout(PATIENCE, transport.send(message)).await {
                Ok(sent) => sent.map(drop).map_err(|error| failure(&error)),
                Err(_) => Err(Failure::for_now(format!("the mail server took longer than {} s", PATIENCE.as_secs()))),
            },
            Way::Outbox(folder) => {
                let path = folder.join(format!("{}-{}.eml", at.format("%Y%m%dT%H%M%S%.6fZ"), id.simple()));
                let written = tokio::task::spawn_blocking(move || write(&path, &message)).await;
                written.map_err(Failure::for_now)?.map_err(Failure::for_now)
            }
        }
    }
}

/// The sender where none is set.
fn nobody(site: &Site) -> anyhow::Result<Mailbox> {
    let uri: Option<Uri> = site.base_url.parse().ok();
    let host = uri.as_ref().and_then(Uri::host).unwrap_or_default();
    let address = Address::new("noreply", host).map_err(|_| {
        anyhow!("BASE_URL names no host that mail could come from; MAIL_FROM=“Guildhall <guildhall@example.org>” says who it comes from")
    })?;
    Ok(Mailbox::new(Some(one_line(&site.name)).filter(|name| !name.is_empty()), address))
}

/// Whether the address has a password sent unencrypted over a network.
fn tells_password(url: &str) -> bool {
    let uri: Option<Uri> = url.parse().ok();
    let Some((uri, authority)) = uri.as_ref().and_then(|uri| Some((uri, uri.authority()?))) else { return false };
    let here = ["localhost", "127.0.0.1", "[::1]"].contains(&authority.host());
    let encrypted = uri.scheme_str() == Some("smtps") || uri.query().is_some_and(|query| query.contains("tls=required"));
    authority.as_str().contains('@') && !here && !encrypted
}

fn failure(error: &smtp::Error) -> Failure {
    let let_in = error.status().is_none_or(|code| !NOT_LET_IN.contains(&u16::from(code)));
    Failure { why: without_addresses(&error.to_string()), for_good: error.is_permanent() && let_in }
}

/// What a mail server says names the person it is about; a log does not.
fn without_addresses(text: &str) -> String {
    text.split_whitespace().map(|word| if word.contains('@') { "…" } else { word }).collect::<Vec<_>>().join(" ")
}

/// Whoever watches the folder sees whole files only.
fn write(path: &Path, message: &Message) -> std::io::Result<()> {
    let unfinished = path.with_extension("unfinished");
    let mut file = File::create(&unfinished)?;
    file.write_all(&message.formatted())?;
    file.sync_all()?;
    std::fs::rename(unfinished, path)
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;
    use crate::cli::Cli;

    fn set_up(base_url: &str, settings: &[&str]) -> Result<Mailer, String> {
        let folder = std::env::temp_dir().join(format!("guildhall-mail-{}", std::process::id()));
        let data = folder.display().to_string();
        let config = Cli::parse_from(["guildhall", "serve", "--data-dir", &data].iter().chain(settings)).config;
        let site = Site { name: "The\nGuild".to_owned(), base_url: base_url.to_owned(), ..Site::default() };
        let mailer = Mailer::set_up(&config, &site).map_err(|error| format!("{error:#}"));
        drop(std::fs::remove_dir_all(folder));
        mailer
    }

    #[test]
    fn mail_comes_from_whom_the_operator_says_or_from_nobody_at_the_site() {
        let from = |base_url, settings: &[&str]| set_up(base_url, settings).map(|mailer| mailer.letterhead.from.to_string());
        assert_eq!(from("https://site.example/x", &[]).unwrap(), "The Guild <noreply@site.example>");
        assert_eq!(from("http://127.0.0.1:3000", &["--mail-from", ""]).unwrap(), "The Guild <noreply@127.0.0.1>");
        assert_eq!(from("https://site.example", &["--mail-from", "Us <us@a.example>"]).unwrap(), "Us <us@a.example>");
        assert!(from("https://site.example", &["--mail-from", "Us"]).unwrap_err().starts_with("MAIL_FROM should look like"));
        assert!(from("", &[]).unwrap_err().starts_with("BASE_URL names no host"));
    }

    #[tokio::test]
    async fn a_mail_server_that_cannot_be_understood_is_a_sentence_at_start() {
        for url in ["mail.example", "https://mail.example", "smtp://me:secret@mail.example?tls=maybe", "smtp://"] {
            let error = set_up("https://site.example", &["--smtp-url", url]).unwrap_err();
            assert!(error.starts_with("SMTP_URL should look like") && !error.contains("secret"), "{error}");
        }
        for url in ["smtps://me:secret@mail.example", "smtp://me:secret@mail.example:587?tls=required", "smtp://localhost:2525"] {
            assert!(matches!(set_up("https://site.example", &["--smtp-url", url]).unwrap().way, Way::Smtp(_)), "{url}");
        }
    }

    #[test]
    fn a_password_that_others_could_read_is_noticed() {
        assert!(tells_password("smtp://me:secret@mail.example"));
        assert!(tells_password("smtp://me:secret@mail.example?tls=opportunistic"));
        for url in ["smtp://mail.example", "smtp://me:x@localhost:25", "smtps://me:x@mail.example", "smtp://me:x@mail.example?tls=required"]
        {
            assert!(!tells_password(url), "{url}");
        }
    }

    #[test]
    fn what_a_server_says_is_logged_without_addresses() {
        assert_eq!(without_addresses("permanent error (550): <ada@a.example>: no such user"), "permanent error (550): … no such user");
    }
}
