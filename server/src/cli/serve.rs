//! `guildhall serve`: from the settings to a server that is ready, and to its graceful end: no new
//! connections, the requests under way finish, then jobs and index, and the data file last.

use super::{Failure, control, listen, log, office, print, running::Running, tls::Certificate};
use crate::{
    App,
    config::{Config, Settings},
    http,
    mail::trust,
    session,
};
use rustix::fs::Mode;
use sd_notify::NotifyState;
use std::{sync::Arc, time::Duration};
use tokio::signal::unix::{SignalKind, signal};

/// How long to wait for a server that is just ending to let go of the file.
const LOCK_WAIT: Duration = Duration::from_secs(3);

/// Serves until it is told to stop.
pub fn serve(settings: &Settings) -> Result<(), Failure> {
    let config = Config::read(settings).map_err(Failure::Usage)?;
    log::start(settings.get("log").unwrap_or("info"))?;
    // Whatever this process makes is for its own user only.
    rustix::process::umask(Mode::from_raw_mode(0o077));
    allow_connections();
    let certificate = config.tls.as_ref().map(Certificate::load).transpose()?;
    config.mail_ca.as_deref().map(trust::certificates).transpose().map_err(Failure::Failed)?;
    let app = office::open(config, LOCK_WAIT)?;
    let control = control::Listener::open(&app)?;
    let served = actix_web::rt::System::new().block_on(run(&app, certificate, control));
    tracing::info!("stopped");
    served
}

async fn run(app: &App, certificate: Option<Arc<Certificate>>, control: control::Listener) -> Result<(), Failure> {
    let io = |error: std::io::Error| Failure::Failed(format!("The server cannot run: {error}."));
    let mut signals = Signals::new().map_err(io)?;
    let listener = listen::bind(app.config())?;
    let url = listen::local_url(app.config(), listener.local_addr().map_err(io)?);
    let tls = certificate.as_ref().map(|certificate| certificate.server()).transpose()?;
    let workers = std::thread::available_parallelism().map_or(2, |cores| cores.get().clamp(2, 8));
    let server = http::listen::start(app.clone(), listener, tls, workers).map_err(io)?;
    let handle = server.handle();
    let serving = actix_web::rt::spawn(server);
    let tls = certificate.as_ref().map(|certificate| certificate.server()).transpose()?;
    let running = Running::start(app, control, tls)?;
    app.parts().desk.started(app.clock().now_ms(), &url);
    announce(app, &url)?;
    tell(&[NotifyState::Ready]);
    signals.until_stop(certificate.as_deref()).await;
    tracing::info!("stopping");
    tell(&[NotifyState::Stopping]);
    // Connections that stay would be waited for.
    if let Some(live) = app.parts().live.get() {
        live.stop();
    }
    handle.stop(true).await;
    let _ended = serving.await;
    let _stopped = tokio::task::spawn_blocking(move || running.stop()).await;
    Ok(())
}

/// Every connection is an open file, and systems begin with few of those: as many as this user may have.
fn allow_connections() {
    use rustix::process::{Resource, getrlimit, setrlimit};
    let limit = getrlimit(Resource::Nofile);
    let most = rustix::process::Rlimit { current: limit.maximum, ..limit };
    if let Err(error) = setrlimit(Resource::Nofile, most) {
        tracing::warn!(%error, "the number of open files stays limited");
    }
}

/// The lines people and programs wait for.
fn announce(app: &App, url: &str) -> Result<(), Failure> {
    print::out(&format!("Guildhall is ready at {url}/\n"))?;
    if let Some(token) = session::setup::make_token(app) {
        let public = app.config().public_url.as_deref().unwrap_or(url);
        print::out(&format!("Set it up at {public}/setup#{token}\n"))?;
    }
    Ok(())
}

/// The service manager, when there is one, is told; it is no fault when it does not listen.
fn tell(state: &[NotifyState<'_>]) {
    if let Err(error) = sd_notify::notify(state) {
        tracing::warn!(%error, "the service manager cannot be told");
    }
}

struct Signals {
    terminate: tokio::signal::unix::Signal,
    interrupt: tokio::signal::unix::Signal,
    hangup: tokio::signal::unix::Signal,
}

impl Signals {
    fn new() -> std::io::Result<Self> {
        Ok(Signals {
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
            hangup: signal(SignalKind::hangup())?,
        })
    }

    /// Waits for the signal to stop; meanwhile keeps the watchdog quiet and the certificate fresh.
    async fn until_stop(&mut self, certificate: Option<&Certificate>) {
        let watchdog = sd_notify::watchdog_enabled().map(|limit| limit / 2);
        let mut beat =
            tokio::time::interval(watchdog.unwrap_or(Duration::from_secs(3600)).max(Duration::from_millis(100)));
        loop {
            tokio::select! {
                _ = self.terminate.recv() => return,
                _ = self.interrupt.recv() => return,
                _ = self.hangup.recv() => certificate.into_iter().for_each(Certificate::reload),
                _ = beat.tick() => if watchdog.is_some() { tell(&[NotifyState::Watchdog]) },
            }
        }
    }
}
