//! What runs by itself while the server runs: every few seconds the clock is looked at and what is due is done, and beside
//! it letters that are due are taken to the line, so that a slow mail server keeps no job waiting.

use super::Application;
use actix_web::rt::task::JoinHandle;
use actix_web::rt::time::sleep;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Notify;

/// How long the outbox is left alone when nothing was due.
const PAUSE: Duration = Duration::from_secs(3);
/// How long the clock is left alone.
const TICK: Duration = Duration::from_secs(10);

/// Running jobs and a running delivery.
pub struct Delivery {
    stop: Arc<Notify>,
    ends: [JoinHandle<()>; 2],
    application: Application,
}

impl Delivery {
    /// Begins at once.
    pub fn start(application: &Application) -> Self {
        let stop = Arc::new(Notify::new());
        let ends =
            [jobs(application.clone(), Arc::clone(&stop)), letters(application.clone(), Arc::clone(&stop))];
        Self { stop, ends, application: application.clone() }
    }

    /// Lets the job that runs and the letter that is on its way finish; the others stay where they are.
    pub async fn stop(self) {
        self.application.postman.stop();
        self.stop.notify_waiters();
        for ends in self.ends {
            if let Err(error) = ends.await {
                tracing::error!(%error, "what runs by itself stopped with an error");
            }
        }
    }
}

fn jobs(running: Application, stop: Arc<Notify>) -> JoinHandle<()> {
    actix_web::rt::spawn(async move {
        while !running.postman.is_stopping() {
            // Asked for before the work, so that a stop during it is not missed.
            let stopped = stop.notified();
            match running.jobs.run(&running.context).await {
                Ok(ran) if ran.is_empty() => {}
                Ok(ran) => tracing::info!(?ran, "jobs"),
                // A database that does not answer now is asked again.
                Err(error) => tracing::error!(%error, "jobs wait"),
            }
            pause(TICK, stopped).await;
        }
    })
}

fn letters(running: Application, stop: Arc<Notify>) -> JoinHandle<()> {
    actix_web::rt::spawn(async move {
        while !running.postman.is_stopping() {
            let stopped = stop.notified();
            match running.postman.run(&running.context).await {
                Ok(report) => tracing::debug!(?report, "letters"),
                Err(error) => tracing::error!(%error, "letters wait"),
            }
            pause(PAUSE, stopped).await;
        }
    })
}

/// A while, or until it is time to stop.
async fn pause(length: Duration, stopped: impl Future<Output = ()>) {
    let (length, stopped) = (std::pin::pin!(sleep(length)), std::pin::pin!(stopped));
    futures_util::future::select(length, stopped).await;
}
