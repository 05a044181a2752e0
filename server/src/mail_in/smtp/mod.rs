//! The port other mail servers speak to. It takes mail for addresses that are known here and for no other, and says
//! so before the mail is sent; what it takes is durable before it says 250.
//!
//! Connections share one thread and are each a task of it; every one has a deadline for each line and for the whole,
//! and an address has only so many at once and so many mails a minute.

mod session;
mod wire;

use self::{session::Session, wire::Wire};
use crate::{App, Error, app::WeakApp, background::Stop, config::Limits, error::Code};
use rustls::ServerConfig;
use std::{
    collections::HashMap,
    net::{IpAddr, SocketAddr},
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

/// How long one connection may last.
const LONGEST: Duration = Duration::from_secs(15 * 60);
/// After a connection could not be taken.
const PAUSE: Duration = Duration::from_millis(200);
const MINUTE: Duration = Duration::from_secs(60);

/// The port, opened but not served yet.
pub struct Port {
    listener: std::net::TcpListener,
    /// Where it listens.
    pub address: SocketAddr,
}

/// Opens it.
///
/// # Errors
/// In a sentence.
pub fn bind(listen: &str) -> Result<Port, Error> {
    let failed = |error: std::io::Error| {
        Error::because(Code::Internal, format!("It is not possible to take mail in on {listen}: {error}."))
    };
    let listener = std::net::TcpListener::bind(listen).map_err(failed)?;
    listener.set_nonblocking(true).map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    Ok(Port { listener, address })
}

/// What all connections share.
pub struct Desk {
    app: WeakApp,
    tls: Option<TlsAcceptor>,
    limits: Limits,
    peers: Mutex<HashMap<IpAddr, Peer>>,
}

struct Peer {
    open: usize,
    since: Instant,
    mails: usize,
}

/// A place of a connection; given back when it is dropped.
struct Place {
    desk: Arc<Desk>,
    ip: IpAddr,
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut peers = self.desk.peers();
        if let Some(peer) = peers.get_mut(&self.ip) {
            peer.open = peer.open.saturating_sub(1);
        }
        peers.retain(|_, peer| peer.open > 0 || peer.since.elapsed() < MINUTE);
    }
}

impl Desk {
    fn peers(&self) -> std::sync::MutexGuard<'_, HashMap<IpAddr, Peer>> {
        self.peers.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn enter(self: &Arc<Self>, ip: IpAddr) -> Option<Place> {
        let mut peers = self.peers();
        let all: usize = peers.values().map(|peer| peer.open).sum();
        let peer = peers.entry(ip).or_insert_with(|| Peer { open: 0, since: Instant::now(), mails: 0 });
        if all >= self.limits.mail_connections.0 || peer.open >= self.limits.mail_connections.1 {
            return None;
        }
        peer.open += 1;
        Some(Place { desk: self.clone(), ip })
    }

    /// Counts a mail of an address; answers whether it may be one more this minute.
    fn may_send(&self, ip: IpAddr) -> bool {
        let mut peers = self.peers();
        let Some(peer) = peers.get_mut(&ip) else { return true };
        if peer.since.elapsed() >= MINUTE {
            (peer.since, peer.mails) = (Instant::now(), 0);
        }
        peer.mails += 1;
        peer.mails <= self.limits.mail_rate
    }
}

/// Serves the port until it is told to stop or the application is gone.
pub async fn serve(app: WeakApp, limits: Limits, port: Port, tls: Option<ServerConfig>, mut stop: Stop) {
    let listener = match TcpListener::from_std(port.listener) {
        Ok(listener) => listener,
        Err(error) => return tracing::error!(%error, "mail cannot be taken in"),
    };
    let tls = tls.map(|config| TlsAcceptor::from(Arc::new(config)));
    let desk = Arc::new(Desk { app, tls, limits, peers: Mutex::default() });
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = stop.told() => return,
        };
        match accepted {
            Ok((stream, from)) => {
                let (desk, place) = (desk.clone(), desk.enter(from.ip().to_canonical()));
                tokio::spawn(async move {
                    let _ = tokio::time::timeout(LONGEST, connection(desk, stream, place)).await;
                });
            }
            Err(error) => {
                tracing::warn!(%error, "a connection of another mail server could not be taken");
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
}

async fn connection(desk: Arc<Desk>, stream: TcpStream, place: Option<Place>) {
    let silence = desk.limits.mail_silence;
    let mut wire = Wire::new(stream, silence);
    let Some(place) = place else {
        let _ = wire.say("421 4.7.0 Too many connections; come again later").await;
        return;
    };
    let mut session = Session::new(desk.clone(), place.ip);
    if wire.say("220 guildhall ESMTP").await.is_err() {
        return;
    }
    if let Ok(true) = session.run(&mut wire).await
        && let Some(tls) = &desk.tls
    {
        // What came behind the command in the open is not listened to under encryption.
        let accepted = tokio::time::timeout(silence, tls.accept(wire.into_stream())).await;
        if let Ok(Ok(stream)) = accepted {
            let mut wire = Wire::new(stream, silence);
            let mut session = Session::encrypted(desk.clone(), place.ip);
            let _ = session.run(&mut wire).await;
        }
    }
}

/// The application, while there is one.
fn app(desk: &Desk) -> Option<App> {
    desk.app.get()
}
