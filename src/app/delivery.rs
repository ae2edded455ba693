//! Letters leave while the server runs: every few seconds what is due is taken to the line.

use super::Application;
use actix_web::rt::task::JoinHandle;
use actix_web::rt::time::sleep;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Notify;

/// How long the outbox is left alone when nothing was due.
const PAUSE: Duration = Duration::from_secs(3);

/// A running delivery.
pub struct Delivery {
    stop: Arc<Notify>,
    ends: JoinHandle<()>,
    application: Application,
}

impl Delivery {
    /// Begins at once.
    pub fn start(application: &Application) -> Self {
        let (stop, running) = (Arc::new(Notify::new()), application.clone());
        let stopped = Arc::clone(&stop);
        let ends = actix_web::rt::spawn(async move {
            while !running.postman.is_stopping() {
                match running.postman.run(&running.context).await {
                    Ok(report) => tracing::debug!(?report, "letters"),
                    // A database that does not answer now is asked again.
                    Err(error) => tracing::error!(%error, "letters wait"),
                }
                // Woken early to stop.
                let (pause, woken) = (std::pin::pin!(sleep(PAUSE)), std::pin::pin!(stopped.notified()));
                futures_util::future::select(pause, woken).await;
            }
        });
        Self { stop, ends, application: application.clone() }
    }

    /// Lets the letter that is on its way finish; the others stay where they are.
    pub async fn stop(self) {
        self.application.postman.stop();
        self.stop.notify_one();
        if let Err(error) = self.ends.await {
            tracing::error!(%error, "the delivery stopped with an error");
        }
    }
}
