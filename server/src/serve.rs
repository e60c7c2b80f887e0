//! Opening a site and serving it.

use std::io::{self, Write};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use app::accounts::signing_up::first_link;
use app::clock::Clock;
use app::communities::everyone;
use app::db::Db;
use app::live::follow::follow;
use app::pages::together::rooms::Rooms;
use app::pages::together::text::show_all;
use app::state::AppState;
use axum::serve::ListenerExt;
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::config::Config;
use crate::jobs::Worker;
use crate::mail::Mailer;
use crate::{files, operator, router};

/// How long requests under way may take to end when the program is told to.
const GRACE: Duration = Duration::from_secs(10);

/// Opens the database, brings it up to date and makes what every site has.
///
/// # Errors
/// With a sentence for the console.
pub async fn open(config: &Config, clock: &Clock) -> anyhow::Result<Db> {
    use anyhow::Context;
    if config.database_url.is_none() {
        std::fs::create_dir_all(&config.data_dir)
            .with_context(|| format!("the data folder {} can’t be made", config.data_dir.display()))?;
    }
    let db = Db::open(&config.database_url(), clock.clone()).await?;
    db.migrate().await?;
    everyone::ensure(&db).await?;
    show_all(&db).await?;
    Ok(db)
}

/// Serves the site until the program is told to end (Ctrl-C, SIGTERM).
///
/// # Errors
/// With a sentence for the console.
pub async fn serve(config: &Config, db: Db, clock: Clock) -> anyhow::Result<()> {
    use anyhow::Context;
    let listener = TcpListener::bind(config.address).await.with_context(|| {
        format!("{} can’t be listened on; is another program there? ADDRESS=127.0.0.1:3001 takes another port", config.address)
    })?;
    let address = listener.local_addr()?;
    let base_url = config.base_url.clone().unwrap_or_else(|| format!("http://{address}"));
    let site = operator::site(config, &base_url)?;
    let mailer = Mailer::set_up(config, &site)?;
    let app = AppState { db: db.clone(), clock, files: files::open(config)?, site: Arc::new(site), rooms: Rooms::default() };

    let (stop, stopped) = watch::channel(false);
    let jobs = tokio::spawn(Worker { app: app.clone(), mailer }.run(stopped.clone()));
    let followed = db.clone();
    let hub = db.hub().clone();
    let following = tokio::spawn(async move { follow(&followed).await });
    tokio::spawn(async move {
        told_to_end().await;
        tracing::info!("ending; requests under way are finished first");
        // The streams of open pages would never be finished.
        hub.end();
        // Nobody listening any more means that everything has ended already.
        let _ = stop.send(true);
    });

    tell(&format!("Guildhall is ready on http://{address}"));
    if let Some(link) = first_link(&app).await? {
        tell(&format!("Nobody has an account yet. Open this link to become the first administrator; it works once, for two days:\n{link}"));
    }
    tracing::info!(%address, database = db.engine_name(), "ready");
    // Without it a page waits for the delayed acknowledgement of its headers: 43 ms.
    let listener = listener.tap_io(|stream| {
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "TCP_NODELAY could not be set");
        }
    });
    let mut ending = stopped.clone();
    let service = router::router(app, config.page_cache_mb * 1_000_000).into_make_service_with_connect_info::<SocketAddr>();
    let serving = axum::serve(listener, service).with_graceful_shutdown(async move {
        // An error means that the sender is gone, which ends us too.
        let _ = ending.wait_for(|stop| *stop).await;
    });
    let mut overdue = stopped;
    tokio::select! {
        served = async { serving.await } => served?,
        () = async {
            let _ = overdue.wait_for(|stop| *stop).await;
            tokio::time::sleep(GRACE).await;
        } => tracing::warn!("requests that took longer than {} s were cut off", GRACE.as_secs()),
    }
    // A job cut off here runs again when its lease ends.
    let _ = tokio::time::timeout(GRACE, jobs).await;
    following.abort();
    db.close().await;
    Ok(())
}

/// Says something on the console. Whoever started the server may have stopped reading; it serves on.
fn tell(line: &str) {
    let _ = writeln!(io::stdout(), "{line}");
}

async fn told_to_end() {
    let interrupted = async {
        if let Err(error) = tokio::signal::ctrl_c().await {
            tracing::warn!(%error, "Ctrl-C can’t be heard");
            std::future::pending::<()>().await;
        }
    };
    let terminated = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(error) => {
                tracing::warn!(%error, "SIGTERM can’t be heard");
                std::future::pending::<()>().await;
            }
        }
    };
    tokio::select! {
        () = interrupted => {}
        () = terminated => {}
    }
}
