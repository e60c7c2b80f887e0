//! `make bench`: how many pages a second a site serves, beside a bare axum handler that sends the same bytes; and how much longer pages take on a site a hundred times the size.
//!
//! Three processes: this one loads, `guildhall serve` and `bench bare` answer. Both are loaded in turn, and the medians of the rounds are compared, so that a machine whose speed
//! drifts changes both alike. Prints Markdown, and writes it to `target/bench.md`.

mod calendars;
mod client;
mod editors;
mod opening;
mod readers;
mod servers;

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

use anyhow::Context;
use client::{click, get, load, median};
use editors::percentile;
use readers::READERS;
use servers::{Server, Site};

/// Rounds for each server, page and number of connections.
const ROUNDS: usize = 3;

/// Connections at a time.
const CONNECTIONS: [usize; 2] = [1, 32];

/// As a browser asks.
const COMPRESSED: &str = "accept-encoding: br\r\n";

/// As somebody signed in asks, whose pages are not kept.
const AFRESH: &str = "cookie: session=bench\r\n";

/// How many members click: each may so often in an hour.
const CLICKING: usize = 64;

/// A question with this many answers stands there.
const QUESTION: &str = "/c/everyone/questions/many";
const ANSWERS: usize = 50;

/// A real site's content, where it stands beside the repository; else the sample is measured.
const CONTENT: &str = "../shared/data/digitalgov";

fn main() -> anyhow::Result<()> {
    let mut args = env::args().skip(1);
    match args.next().as_deref() {
        Some("bare") => servers::answer(Path::new(&args.next().context("bench bare FILE")?)),
        _ => compare(),
    }
}

fn compare() -> anyhow::Result<()> {
    let folder = env::temp_dir().join(format!("guildhall-bench-{}", std::process::id()));
    let measured = report(&folder);
    fs::remove_dir_all(&folder)?;
    let report = measured?;
    fs::write("target/bench.md", &report)?;
    print!("{report}");
    Ok(())
}

fn report(folder: &Path) -> anyhow::Result<String> {
    let mut text = String::new();
    let engines = [("SQLite", None), ("PostgreSQL", env::var("TEST_POSTGRES_URL").ok())];
    for (engine, server) in &engines {
        if *engine == "PostgreSQL" && server.is_none() {
            continue;
        }
        let site = |name: &str| -> anyhow::Result<Site> {
            let database = server.as_deref().map(|server| database(server, name)).transpose()?;
            Site::new(folder.join(format!("{engine}-{name}")), database)
        };
        eprintln!("→ {engine}: pages");
        writeln!(text, "### Pages, {engine}\n")?;
        pages(&mut text, &site("pages")?, folder)?;
        eprintln!("→ {engine}: calendars");
        writeln!(text, "\n### Calendars, {engine}\n")?;
        let meetings = site("calendars")?;
        calendars::fill(&meetings)?;
        calendars::measure(&mut text, &meetings.serve()?)?;
        let large: u32 = env::var("BENCH_SCALE").ok().and_then(|scale| scale.parse().ok()).unwrap_or(100_000);
        eprintln!("→ {engine}: a site of {large} members");
        growth(&mut text, engine, [(1_000, site("small")?), (large, site("large")?)])?;
        writeln!(text)?;
    }
    writeln!(text, "### First visit, compressed\n")?;
    first_visit(&mut text)?;
    Ok(text)
}

/// Makes a database on the server of that address.
fn database(server: &str, name: &str) -> anyhow::Result<String> {
    let (base, _) = server.rsplit_once('/').context("TEST_POSTGRES_URL has no database")?;
    let made = tokio::runtime::Runtime::new()?.block_on(async {
        use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
        let mut admin = PgConnection::connect(server).await?;
        admin.execute(AssertSqlSafe(format!("create database bench_{name}"))).await
    });
    made.with_context(|| format!("the database bench_{name} can’t be made"))?;
    Ok(format!("{base}/bench_{name}"))
}

fn pages(text: &mut String, site: &Site, folder: &Path) -> anyhow::Result<()> {
    if Path::new(CONTENT).is_dir() {
        site.run(&["import", CONTENT, "--timezone", "America/New_York"])?;
    }
    // Questions, which the content has none of.
    site.run(&["sample"])?;
    let server = site.serve()?;
    let idle = server.memory()?;
    writeln!(
        text,
        "| page | bytes | connections | kept: pages/s | p50 ms | p99 ms | of the bare handler | afresh: pages/s | p50 ms | p99 ms |"
    )?;
    writeln!(text, "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|")?;
    let event = link(&server, "/events", "/events/")?;
    let question = link(&server, "/questions", "/questions/")?;
    for path in ["/", "/communities", "/c/design", "/events", &event, &question] {
        let page = get(&server.address, path, COMPRESSED)?;
        let file = folder.join("page");
        fs::write(&file, &page)?;
        let bare = Server::bare(&file)?;
        for connections in CONNECTIONS {
            let (mut kept, mut afresh, mut theirs) = (Vec::new(), Vec::new(), Vec::new());
            for _ in 0..ROUNDS {
                kept.push(load(&server.address, path, COMPRESSED, connections)?);
                theirs.push(load(&bare.address, path, COMPRESSED, connections)?);
                afresh.push(load(&server.address, path, AFRESH, connections)?);
            }
            let (kept, theirs, afresh) = (median(kept)?, median(theirs)?, median(afresh)?);
            writeln!(
                text,
                "| `{path}` | {} | {connections} | {:.0} | {:.2} | {:.2} | {:.2} | {:.0} | {:.2} | {:.2} |",
                page.len(),
                kept.per_second(),
                kept.percentile(50),
                kept.percentile(99),
                kept.per_second() / theirs.per_second(),
                afresh.per_second(),
                afresh.percentile(50),
                afresh.percentile(99),
            )?;
        }
    }
    writeln!(text, "\nMemory: {idle:.0} MB idle after start, {:.0} MB after this load.", server.memory()?)?;
    Ok(())
}

fn growth(text: &mut String, engine: &str, sites: [(u32, Site); 2]) -> anyhow::Result<()> {
    let mut servers = Vec::new();
    for (members, site) in &sites {
        let members = members.to_string();
        site.run(&["sample", "--scale", &members])?;
        site.holds_question(ANSWERS)?;
        servers.push(site.serve()?);
    }
    writeln!(text, "\n### A member’s pages, {engine}: lists of a site of {} members\n", sites[0].0)?;
    let session = sites[0].1.member()?;
    signed_in(text, &servers[0], &session)?;
    helpful(text, &servers[0], &sites[0].1.members(CLICKING)?)?;
    let [edited, watched, opened] = sites[0].1.pages()?;
    together(text, &servers[0], [&edited, &watched], &session)?;
    let body = opening::fill(&sites[0].1, &opened)?;
    opening::measure(text, &servers[0], (&opened, &body), &session)?;
    writeln!(text, "### Growth, {engine}: pages rendered afresh, p50 in ms at one connection\n")?;
    writeln!(text, "| page | {} members, ten times as many posts | {} | growth |\n|---|--:|--:|--:|", sites[0].0, sites[1].0)?;
    let mut row = |name: &str, paths: [String; 2]| -> anyhow::Result<()> {
        let (mut small, mut large) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            small.push(load(&servers[0].address, &paths[0], AFRESH, 1)?);
            large.push(load(&servers[1].address, &paths[1], AFRESH, 1)?);
        }
        let (small, large) = (median(small)?.percentile(50), median(large)?.percentile(50));
        writeln!(text, "| {name} | {small:.2} | {large:.2} | {:.2} |", large / small)?;
        Ok(())
    };
    for path in ["/", "/communities", "/events", "/questions", "/people", "/search?q=survey+of+journeys"] {
        row(&format!("`{path}`"), [path.to_owned(), path.to_owned()])?;
    }
    for (name, list, section) in [("an event", "/events", "/events/"), ("a question", "/questions", "/questions/")] {
        row(name, [link(&servers[0], list, section)?, link(&servers[1], list, section)?])?;
    }
    row(&format!("a question with {ANSWERS} answers"), [QUESTION.to_owned(), QUESTION.to_owned()])
}

/// How many find a post helpful in a second, or no longer: each click is a form that is posted, and a commit.
fn helpful(text: &mut String, server: &Server, sessions: &[String]) -> anyhow::Result<()> {
    let form = |yes: &str| format!("__fn=/do/app/questions/posting/find_helpful&community=everyone&slug=many&post=answer-1&yes={yes}");
    let forms = [form("yes"), form("")];
    let rounds = (0..ROUNDS).map(|_| click(&server.address, QUESTION, sessions, (CONNECTIONS[1], &forms)));
    let clicks = median(rounds.collect::<anyhow::Result<Vec<_>>>()?)?;
    let (each, p50, p99) = (clicks.per_second(), clicks.percentile(50), clicks.percentile(99));
    writeln!(text, "“Helpful”, by {} at once: {each:.0} clicks/s, p50 {p50:.2} ms, p99 {p99:.2} ms.\n", CONNECTIONS[1])?;
    Ok(())
}

/// A hundred who edit one page, two keys a second each; and another, with a thousand who watch it.
fn together(text: &mut String, server: &Server, [edited, watched]: [&str; 2], session: &str) -> anyhow::Result<()> {
    for (page, watched) in [(edited, None), (watched, Some("page=bench/watched"))] {
        let measured = editors::edit_together(server, page, session, watched)?;
        let of = |percent: usize| percentile(&measured.waits, percent);
        let readers = if watched.is_some() { format!(", {READERS} readers watching") } else { String::new() };
        writeln!(
            text,
            "100 editors of one page{readers}, {} keys: from a key to every other editor p50 {:.1} ms, p95 {:.1} ms, p99 {:.1} ms; {:.2} cores busy on the server.\n",
            measured.keys,
            of(50),
            of(95),
            of(99),
            measured.cores
        )?;
        if watched.is_some() {
            let told = |percent: usize| percentile(&measured.told, percent);
            writeln!(
                text,
                "They heard {} signals meanwhile; from a key to the signal that readers see it p50 {:.0} ms, p95 {:.0} ms, p99 {:.0} ms.\n",
                measured.signals,
                told(50),
                told(95),
                told(99)
            )?;
        }
    }
    Ok(())
}

/// Long lists, as a member reads them: rendered for them alone, and not compressed.
fn signed_in(text: &mut String, server: &Server, session: &str) -> anyhow::Result<()> {
    writeln!(
        text,
        "| signed in | bytes | p50 ms at 1 connection | p99 ms | pages/s at {} | p50 ms |\n|---|--:|--:|--:|--:|--:|",
        CONNECTIONS[1]
    )?;
    for path in ["/questions", "/people", "/events", "/search?q=survey"] {
        let size = get(&server.address, path, session)?.len();
        let (mut one, mut many) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            one.push(load(&server.address, path, session, CONNECTIONS[0])?);
            many.push(load(&server.address, path, session, CONNECTIONS[1])?);
        }
        let (one, many) = (median(one)?, median(many)?);
        let (p50, p99) = (one.percentile(50), one.percentile(99));
        writeln!(text, "| `{path}` | {size} | {p50:.2} | {p99:.2} | {:.0} | {:.2} |", many.per_second(), many.percentile(50))?;
    }
    writeln!(text)?;
    Ok(())
}

/// What the directory's first visit loads, from the files of the build.
fn first_visit(text: &mut String) -> anyhow::Result<()> {
    let folder = PathBuf::from("target/site/pkg");
    let names: Vec<String> = fs::read_dir(&folder)?.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect();
    let size = |starts: &str, ends: &str| -> anyhow::Result<u64> {
        let name =
            names.iter().find(|name| name.starts_with(starts) && name.ends_with(ends)).with_context(|| format!("no {starts}…{ends}"))?;
        Ok(fs::metadata(folder.join(name))?.len())
    };
    let manifest = names.iter().find(|name| name.starts_with("__wasm_split_manifest") && name.ends_with(".json")).context("no manifest")?;
    let chunks: std::collections::BTreeMap<String, Vec<String>> = serde_json::from_slice(&fs::read(folder.join(manifest))?)?;
    let directory = chunks.iter().find(|(name, _)| name.starts_with("directory")).context("no chunk of the directory")?.1;
    let lazy = directory.iter().map(|chunk| size(chunk, ".wasm.br")).sum::<anyhow::Result<u64>>()?;
    let rows = [
        ("style", size("guildhall.", ".css.br")?),
        ("script", size("guildhall.", ".js.br")? + size("__wasm_split.", ".js.br")?),
        ("WASM of every page", size("guildhall.", ".wasm.br")?),
        ("WASM of the directory", lazy),
    ];
    writeln!(text, "| what | bytes |\n|---|--:|")?;
    for (what, bytes) in rows {
        writeln!(text, "| {what} | {bytes} |")?;
    }
    writeln!(text, "| together, without the page itself | {} |", rows.iter().map(|(_, bytes)| bytes).sum::<u64>())?;
    Ok(())
}

/// The first link of a page to something of a community's section: "/c/…/events/…".
fn link(server: &Server, page: &str, section: &str) -> anyhow::Result<String> {
    let page = get(&server.address, page, "")?;
    let found = String::from_utf8_lossy(&page)
        .split("href=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .find(|href| href.starts_with("/c/") && href.contains(section))
        .map(str::to_owned);
    found.with_context(|| format!("no link to {section}"))
}
