//! What takes mail in while the server runs: the port, the mailbox, and the working off. Each is a thread of its own,
//! so that a slow mailbox keeps nobody waiting.

use super::{imap, smtp, store, work_off};
use crate::{
    App, Error,
    access::Who,
    app::WeakApp,
    background::{Background, Stop},
};
use rustls::ServerConfig;
use std::{
    net::SocketAddr,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

/// How often what waits is looked at, and the pause after a failure of our own.
const LOOK: Duration = Duration::from_millis(200);
const PAUSE: Duration = Duration::from_secs(3);
/// Looks between two tidyings up.
const TIDY: u32 = 18_000;

/// How taking in goes.
#[derive(Debug, Clone, Default)]
pub struct Status {
    /// Where the port listens.
    pub listens: Option<SocketAddr>,
    /// Why the mailbox cannot be read.
    pub mailbox_error: Option<String>,
    /// When it was last read, UTC milliseconds.
    pub mailbox_ms: Option<i64>,
}

/// See the module. One per process, in [`crate::Parts`].
pub struct Post {
    status: Arc<Mutex<Status>>,
    threads: Vec<Background>,
}

impl Post {
    /// Starts; nothing when it is running. With `tls` the port offers encryption.
    ///
    /// # Errors
    /// When the port cannot be opened or the system gives no thread.
    pub fn start(app: &App, tls: Option<ServerConfig>) -> Result<(), Error> {
        if app.parts().mail_in.get().is_some() {
            return Ok(());
        }
        let status = Arc::new(Mutex::new(Status::default()));
        let mut threads = Vec::new();
        if let Some(listen) = &app.config().mail_listen {
            let port = smtp::bind(listen)?;
            tracing::info!(address = %port.address, "taking mail in");
            status.lock().unwrap_or_else(PoisonError::into_inner).listens = Some(port.address);
            let (weak, limits) = (app.downgrade(), app.config().limits);
            threads.push(Background::start("mail-in", move |stop| smtp::serve(weak, limits, port, tls, stop))?);
        }
        let weak = app.downgrade();
        threads.push(Background::start("mail-work", move |stop| work(weak, stop))?);
        let (weak, kept) = (app.downgrade(), status.clone());
        threads.push(Background::start("mailbox", move |stop| imap::follow(weak, kept, stop))?);
        let _ = app.parts().mail_in.set(Post { status, threads });
        Ok(())
    }

    /// How it goes.
    pub fn status(&self) -> Status {
        self.status.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Ends it; what is under way is finished or taken up again.
    pub fn stop(&self) {
        self.threads.iter().for_each(Background::stop);
    }
}

async fn work(app: WeakApp, mut stop: Stop) {
    let mut looks = 0_u32;
    while !stop.is_told() {
        let Some(app) = app.get() else { return };
        let worked = work_off::turn(&app).await;
        if looks.is_multiple_of(TIDY)
            && let Err(error) = app.run(Who::system(), store::tidy).await
        {
            tracing::debug!(%error, "old mails could not be forgotten");
        }
        looks = looks.wrapping_add(1);
        drop(app);
        let rest = match worked {
            Ok(true) => Duration::ZERO,
            Ok(false) => LOOK,
            Err(error) => {
                tracing::warn!(%error, "mail that came in waits");
                PAUSE
            }
        };
        tokio::select! {
            () = stop.told() => return,
            () = tokio::time::sleep(rest) => {}
        }
    }
}
