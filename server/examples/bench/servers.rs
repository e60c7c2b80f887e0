//! The servers: the site, and a bare handler, each a process of its own.

use std::env;
use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};

use anyhow::{Context, ensure};
use app::accounts::email::Email;
use app::accounts::name::DisplayName;
use app::accounts::{session_store, store};
use app::clock::Clock;
use app::db::Db;
use app::{on, run};
use axum::Router;
use axum::body::Bytes;
use axum::http::header::CONTENT_TYPE;
use uuid::Uuid;

const BELONGS: &str = "insert into membership (id, community_id, member_id, state) select $1, c.id, m.id, 'active' from community c, member m where c.slug = 'bench' and m.handle = 'bench-reader'";
const EDITS: &str = "insert into membership_role (membership_id, position, role) values ($1, 0, 'editor')";
/// The pages that are measured: one that many edit, one that many read besides, and one that is opened.
pub const PAGES: [&str; 3] = ["together", "watched", "opened"];
const PAGE: &str = "select p.id from page p join community c on c.id = p.community_id where c.slug = 'bench' and p.path = $1";

/// A server in a process of its own, ended with this one.
pub struct Server {
    process: Child,
    /// Held open: the server goes on writing.
    _output: BufReader<ChildStdout>,
    /// Where it listens.
    pub address: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Server {
    /// Starts a program that prints "… http://ADDRESS" when it is ready.
    fn start(command: &mut Command) -> anyhow::Result<Self> {
        let mut process = command.stdout(Stdio::piped()).spawn()?;
        let mut output = BufReader::new(process.stdout.take().context("no standard output")?);
        let address =
            output.by_ref().lines().find_map(|line| line.ok()?.trim().rsplit_once("http://").map(|(_, address)| address.to_owned()));
        Ok(Self { process, _output: output, address: address.context("the server did not start")? })
    }

    /// Starts a bare handler that answers every address with the bytes of a file.
    pub fn bare(file: &Path) -> anyhow::Result<Self> {
        Self::start(Command::new(env::current_exe()?).arg("bare").arg(file))
    }

    /// The process's number.
    pub fn id(&self) -> u32 {
        self.process.id()
    }

    /// Memory in use, in megabytes.
    pub fn memory(&self) -> anyhow::Result<f64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.id()))?;
        let kilobytes = status
            .lines()
            .find_map(|line| line.strip_prefix("VmRSS:"))
            .and_then(|rest| rest.split_whitespace().next()?.parse::<f64>().ok());
        Ok(kilobytes.context("no VmRSS")? / 1024.0)
    }
}

/// A bare handler: one file's bytes for every address.
#[tokio::main]
pub async fn answer(file: &Path) -> anyhow::Result<()> {
    use axum::serve::ListenerExt;
    let page = Bytes::from(fs::read(file)?);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    println!("bare on http://{}", listener.local_addr()?);
    let listener = listener.tap_io(|stream| drop(stream.set_nodelay(true)));
    axum::serve(listener, Router::new().fallback(move || async move { ([(CONTENT_TYPE, "text/html; charset=utf-8")], page) })).await?;
    Ok(())
}

/// A site to measure: a database that is filled, then served.
pub struct Site {
    program: PathBuf,
    folder: PathBuf,
    database: Option<String>,
}

impl Site {
    /// A site on SQLite in a folder, or in the PostgreSQL database of that address.
    pub fn new(folder: PathBuf, database: Option<String>) -> anyhow::Result<Self> {
        let program = PathBuf::from("target/release/guildhall");
        ensure!(program.exists(), "build the release first: make bench does");
        fs::create_dir_all(&folder)?;
        Ok(Self { program, folder, database })
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        command.args(args).env("DATA_DIR", &self.folder).env("ADDRESS", "127.0.0.1:0").env("RUST_LOG", "warn").env_remove("DATABASE_URL");
        if let Some(database) = &self.database {
            command.env("DATABASE_URL", database);
        }
        command
    }

    /// Runs a command of the program to its end.
    pub fn run(&self, args: &[&str]) -> anyhow::Result<()> {
        let done = self.command(args).stdout(Stdio::null()).stderr(Stdio::null()).status()?;
        ensure!(done.success(), "guildhall {} ended with {done}", args.join(" "));
        Ok(())
    }

    /// Puts a question with so many answers there, at `/c/everyone/questions/many`.
    pub fn holds_question(&self, answers: usize) -> anyhow::Result<()> {
        let folder = self.folder.join("question/questions/everyone");
        fs::create_dir_all(&folder)?;
        let answer = |n: usize| {
            let at = format!("2026-02-{:02}T{:02}:00:00Z", 1 + n / 24, n % 24);
            format!("- at: {at}\n  body: We tried it *{n}* times, and then [asked](https://example.org/{n}) who it was for.\n")
        };
        let answers: String = (0..answers).map(answer).collect();
        let text = format!("---\ntitle: What do many people answer?\nasked: 2026-01-31T10:00:00Z\nanswers:\n{answers}---\nOne line.\n");
        fs::write(folder.join("many.md"), text)?;
        let bundle = self.folder.join("question");
        self.run(&["import", bundle.to_str().context("a folder with a strange name")?])
    }

    /// Makes a member of the site, and gives the header that signs them in.
    pub fn member(&self) -> anyhow::Result<String> {
        self.signs_in("reader@bench.example")
    }

    /// Makes so many of them.
    pub fn members(&self, count: usize) -> anyhow::Result<Vec<String>> {
        (0..count).map(|n| self.signs_in(&format!("reader{n}@bench.example"))).collect()
    }

    fn signs_in(&self, email: &str) -> anyhow::Result<String> {
        tokio::runtime::Runtime::new()?.block_on(async {
            let name = DisplayName::parse("Bench Reader").map_err(anyhow::Error::msg)?;
            let email = Email::parse(email).map_err(anyhow::Error::msg)?;
            let newcomer = store::Newcomer { name: &name, email: &email, password: None, administrator: false };
            let db = Db::open(&self.url(), Clock::system()).await?;
            let mut tx = db.begin().await?;
            let (member, act) = store::open(&mut tx, &newcomer).await?.context("the reader has an account already")?;
            let token = session_store::begin(&mut tx, member, "bench").await?;
            tx.commit([act]).await?;
            db.close().await;
            Ok(format!("cookie: session={}\r\n", token.text()))
        })
    }

    /// Has the member of [`member`](Self::member) edit pages of a community of their own, [`PAGES`], and gives their ids.
    pub fn pages(&self) -> anyhow::Result<[String; 3]> {
        let folder = self.folder.join("together");
        let page = |path: &str| (format!("pages/bench/{path}.md"), format!("---\ntitle: {path}\n---\n"));
        let community = ("communities/bench.md".to_owned(), "---\nname: Bench\n---\n".to_owned());
        for (file, text) in PAGES.map(page).into_iter().chain([community]) {
            let file = folder.join(file);
            fs::create_dir_all(file.parent().context("a file without a folder")?)?;
            fs::write(file, text)?;
        }
        self.run(&["import", folder.to_str().context("a folder with a strange name")?])?;
        tokio::runtime::Runtime::new()?.block_on(async {
            let db = Db::open(&self.url(), Clock::system()).await?;
            let id = Uuid::now_v7();
            let mut tx = db.begin().await?;
            run!(tx, sqlx::query(BELONGS).bind(id))?;
            run!(tx, sqlx::query(EDITS).bind(id))?;
            tx.commit([]).await?;
            let mut ids = PAGES.map(str::to_owned);
            for page in &mut ids {
                let id: Uuid = on!(db.reader(), c => sqlx::query_scalar(PAGE).bind(page.as_str()).fetch_one(c))?;
                *page = id.to_string();
            }
            db.close().await;
            Ok(ids)
        })
    }

    /// Where its files are.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The address of its database.
    pub fn url(&self) -> String {
        self.database.clone().unwrap_or_else(|| format!("sqlite:{}", self.folder.join("guildhall.db").display()))
    }

    /// Serves it.
    pub fn serve(&self) -> anyhow::Result<Server> {
        Server::start(&mut self.command(&["serve"]))
    }
}
