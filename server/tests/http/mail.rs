//! Mail: posted with what it tells about, sent once, tried again, given up.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

use app::activity::jobs::claim;
use app::mail::{Letterhead, Mail, Part, post, post_once};
use chrono::TimeDelta;
use server::jobs::Worker;
use server::mail::Mailer;
use tokio::sync::watch;

use crate::on_every_database;
use crate::site::TestSite;

fn mail_to(address: &str) -> Mail {
    Mail {
        to: address.to_owned(),
        to_name: Some("Ada Łuczak".to_owned()),
        subject: "Sign in to Guildhall — now".to_owned(),
        body: vec![
            Part::Text("Hello Ada,\n\nhere is the link you asked for.".to_owned()),
            Part::Button { label: "Sign in".to_owned(), url: "http://site.example/sign-in?token=x&y=z".to_owned() },
        ],
        because: "somebody asked to sign in with this address.".to_owned(),
        stop: None,
        calendar: None,
    }
}

fn letterhead() -> Letterhead {
    Letterhead {
        site: "Guildhall".to_owned(),
        base_url: "http://site.example".to_owned(),
        from: "Guildhall <guildhall@site.example>".parse().unwrap(),
    }
}

impl TestSite {
    /// Posts a mail and commits.
    async fn posts(&self, mail: &Mail) {
        let mut tx = self.db().begin().await.unwrap();
        post(&mut tx, mail).await.unwrap();
        tx.commit([]).await.unwrap();
    }

    fn worker(&self, mailer: Mailer) -> Worker {
        Worker { app: self.app(), mailer }
    }

    async fn later(&self, time: TimeDelta) {
        self.clock.set(self.clock.now() + time);
    }
}

/// A mail server that ends with the test.
struct MailServer {
    process: Child,
    output: Option<BufReader<ChildStdout>>,
    url: String,
}

impl MailServer {
    fn start() -> Self {
        let python = std::env::var_os("TEST_SMTP")
            .map(PathBuf::from)
            .filter(|python| python.exists())
            .expect("TEST_SMTP names no Python that has aiosmtpd: run the tests through `make test`, which installs it");
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/http/smtp.py");
        let mut process = Command::new(python).arg(script).stdout(Stdio::piped()).spawn().unwrap();
        let mut output = BufReader::new(process.stdout.take().unwrap());
        let mut port = String::new();
        output.read_line(&mut port).unwrap();
        let url = format!("smtp://127.0.0.1:{}", port.trim().parse::<u16>().expect("the mail server of the tests starts"));
        Self { process, output: Some(output), url }
    }

    fn mailer(&self) -> Mailer {
        Mailer::smtp(letterhead(), &self.url).unwrap()
    }

    /// Waits for the next mail that it takes.
    async fn takes(&mut self) -> serde_json::Value {
        let mut output = self.output.take().unwrap();
        let reading = tokio::task::spawn_blocking(move || {
            let mut line = String::new();
            output.read_line(&mut line).unwrap();
            (output, line)
        });
        let (output, line) = tokio::time::timeout(Duration::from_secs(10), reading).await.expect("a mail came").unwrap();
        self.output = Some(output);
        serde_json::from_str(&line).unwrap()
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

on_every_database!(async fn a_mail_is_posted_with_its_transaction_and_dropped_with_it(site) {
    let mut tx = site.db().begin().await.unwrap();
    post(&mut tx, &mail_to("dropped@site.example")).await.unwrap();
    drop(tx);
    assert_eq!(site.mails().await, []);
    let mail = mail_to("ada@site.example");
    site.posts(&mail).await;
    assert_eq!(site.mails().await, [mail]);
    assert_eq!(site.mails().await, [], "each is taken once");
});

on_every_database!(async fn of_two_mails_by_one_key_the_first_is_sent(site) {
    for address in ["first@site.example", "second@site.example"] {
        let mut tx = site.db().begin().await.unwrap();
        post_once(&mut tx, "reminder:7", &mail_to(address)).await.unwrap();
        tx.commit([]).await.unwrap();
    }
    assert_eq!(site.mails().await, [mail_to("first@site.example")]);
});

on_every_database!(async fn a_mail_reaches_a_mail_server_and_is_sent_once(site) {
    let mut server = MailServer::start();
    let worker = site.worker(server.mailer());
    site.posts(&mail_to("ada@site.example")).await;
    assert_eq!(worker.run_due().await.unwrap(), 1);
    let taken = server.takes().await;
    assert_eq!((taken["from"].as_str(), &taken["to"]), (Some("guildhall@site.example"), &serde_json::json!(["ada@site.example"])));
    let content = taken["content"].as_str().unwrap();
    for line in ["Sign in:\r\nhttp://site.example/sign-in?token=x&y=z\r\n", "Date: Mon, 02 Mar 2026 12:00:00 +0000\r\n", "token=3Dx&amp;y=3Dz"] {
        assert!(content.contains(line), "{line}: {content}");
    }
    site.later(TimeDelta::days(30)).await;
    assert_eq!(worker.run_due().await.unwrap(), 0);
});

on_every_database!(async fn a_mail_that_may_have_been_sent_is_sent_again_as_the_same(site) {
    let mut server = MailServer::start();
    let mailer = server.mailer();
    site.posts(&mail_to("ada@site.example")).await;
    let job = claim(site.db()).await.unwrap().unwrap();
    mailer.send(&Mail::of_payload(&job.payload).unwrap(), job.id, site.clock.now()).await.unwrap();
    // The node ends here, before it could say that it was done.
    site.later(TimeDelta::minutes(16)).await;
    assert_eq!(site.worker(mailer).run_due().await.unwrap(), 1);
    let id = |taken: serde_json::Value| {
        let content = taken["content"].as_str().unwrap();
        content.lines().find(|line| line.starts_with("Message-ID: ")).unwrap().to_owned()
    };
    assert_eq!(id(server.takes().await), id(server.takes().await));
});

on_every_database!(async fn a_mail_leaves_as_soon_as_it_is_committed(site) {
    let mut server = MailServer::start();
    let (stop, stopped) = watch::channel(false);
    let running = tokio::spawn(site.worker(server.mailer()).run(stopped));
    // The first wakes a worker that has just begun, the others one that waits.
    for address in ["one@site.example", "two@site.example", "three@site.example"] {
        site.posts(&mail_to(address)).await;
        assert_eq!(server.takes().await["to"][0], address);
    }
    stop.send(true).unwrap();
    running.await.unwrap();
});

on_every_database!(async fn a_mail_that_fails_is_tried_again_ever_later_and_given_up_after_three_days(site) {
    let server = MailServer::start();
    let worker = site.worker(server.mailer());
    let posted = site.clock.now();
    site.posts(&mail_to("busy@site.example")).await;
    for minutes in [0, 1, 2, 4] {
        site.later(TimeDelta::minutes(minutes) - TimeDelta::seconds(1)).await;
        assert_eq!(worker.run_due().await.unwrap(), 0, "it rests {minutes} minutes");
        site.later(TimeDelta::seconds(1)).await;
        assert_eq!(worker.run_due().await.unwrap(), 1);
    }
    let mut attempts = 4;
    loop {
        site.later(TimeDelta::hours(6)).await;
        match worker.run_due().await.unwrap() {
            0 => break,
            count => attempts += count,
        }
    }
    assert_eq!(attempts, 21);
    assert!(site.clock.now() - posted > TimeDelta::days(3));
    assert!(claim(site.db()).await.unwrap().is_none(), "nothing is left of it");
});

on_every_database!(async fn a_mail_waits_for_a_mail_server_that_is_away(site) {
    let mut server = MailServer::start();
    let nobody = Mailer::smtp(letterhead(), "smtp://127.0.0.1:1").unwrap();
    site.posts(&mail_to("ada@site.example")).await;
    assert_eq!(site.worker(nobody).run_due().await.unwrap(), 1);
    site.later(TimeDelta::minutes(1)).await;
    assert_eq!(site.worker(server.mailer()).run_due().await.unwrap(), 1);
    assert_eq!(server.takes().await["to"][0], "ada@site.example");
});

on_every_database!(async fn a_mail_waits_while_the_mail_server_wants_another_password(site) {
    let server = MailServer::start();
    let worker = site.worker(server.mailer());
    site.posts(&mail_to("locked@site.example")).await;
    for _ in 0..3 {
        assert_eq!(worker.run_due().await.unwrap(), 1);
        site.later(TimeDelta::hours(1)).await;
    }
});

on_every_database!(async fn a_mail_that_is_refused_or_cannot_be_written_is_given_up_at_once(site) {
    let server = MailServer::start();
    let worker = site.worker(server.mailer());
    for address in ["refused@site.example", "ada@site.example\r\nBcc: eve@site.example"] {
        site.posts(&mail_to(address)).await;
        assert_eq!(worker.run_due().await.unwrap(), 1, "{address}");
        site.later(TimeDelta::days(1)).await;
        assert_eq!(worker.run_due().await.unwrap(), 0, "{address}");
    }
});

on_every_database!(async fn without_a_mail_server_mail_is_in_the_outbox(site) {
    let folder = std::env::temp_dir().join(format!("guildhall-outbox-{}", uuid::Uuid::now_v7().simple()));
    let worker = site.worker(Mailer::outbox(letterhead(), folder.join("outbox")).unwrap());
    site.posts(&mail_to("ada@site.example")).await;
    assert_eq!(worker.run_due().await.unwrap(), 1);
    let files: Vec<PathBuf> = std::fs::read_dir(folder.join("outbox")).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(files.len(), 1, "{files:?}");
    let name = files[0].file_name().unwrap().to_string_lossy();
    assert!(name.starts_with("20260302T120000") && name.ends_with(".eml"), "{name}");
    assert!(std::fs::read_to_string(&files[0]).unwrap().contains("<ada@site.example>\r\n"));
    std::fs::remove_dir_all(folder).unwrap();
});
