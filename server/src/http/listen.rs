//! From a listener to answers: connections are let in at the edge, encrypted when there is a certificate, and spoken
//! HTTP with. This is what the HTTP library does by itself, put together here because its connections know no
//! deadlines.

use super::{
    edge::{self, Edge, Paced},
    guard, serve, under,
};
use crate::App;
use actix_http::{HttpService, Protocol, error::DispatchError};
use actix_server::GracefulShutdownSignal;
use actix_service::{IntoServiceFactory, ServiceFactory, ServiceFactoryExt, fn_service, map_config};
use actix_tls::accept::{
    TlsError,
    rustls_0_23::{Acceptor, TlsStream},
};
use actix_web::{
    App as WebApp,
    dev::{AppConfig, Server},
    middleware::from_fn,
};
use rustls::ServerConfig;
use std::{
    future::{Ready, ready},
    io,
    net::{SocketAddr, TcpListener},
    time::Duration,
};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
};

/// Connections open at once, whoever has them.
const MOST: usize = 12_000;
/// A connection without requests ends after this.
const IDLE: Duration = Duration::from_secs(75);
/// How long a connection that ends may take to do so.
const FAREWELL: Duration = Duration::from_secs(5);
/// How long requests under way may take when the server stops, in seconds.
const SHUTDOWN: u64 = 10;

/// A connection with its protocol and the address at its other end, as the HTTP service takes it.
type Spoken<T> = (T, Protocol, Option<SocketAddr>);

/// Starts serving on a listener that is already open.
pub fn start(app: App, listener: TcpListener, tls: Option<ServerConfig>, workers: usize) -> io::Result<Server> {
    let limits = app.config().limits;
    let edge = Edge::new(limits, &app.config().trusted_proxies);
    let builder = Server::build().workers(workers).max_concurrent_connections(MOST);
    let builder = builder.shutdown_timeout(SHUTDOWN).disable_signals();
    let signal = builder.graceful_shutdown_signal();
    let head = limits.head;
    let builder = match tls {
        None => builder.listen("http", listener, move || {
            let edge = edge.clone();
            fn_service(move |io: TcpStream| ready(edge.admit(io).map(plain).map_err(DispatchError::Io)))
                .and_then(speak(&app, &signal, head, |io: &Paced| io.pulse()))
        }),
        Some(tls) => builder.listen("https", listener, move || {
            let edge = edge.clone();
            let speaks = speak(&app, &signal, head, |io: &TlsStream<Paced>| io.get_ref().0.pulse());
            fn_service(move |io: TcpStream| ready(edge.admit(io).map_err(TlsError::Tls)))
                .and_then(Acceptor::new(offering(&tls)).map_err(TlsError::into_service_error))
                .and_then(|io| -> Ready<Result<_, TlsError<io::Error, DispatchError>>> { ready(Ok(encrypted(io))) })
                .and_then(speaks.map_err(TlsError::Service))
        }),
    };
    Ok(builder?.run())
}

fn plain(io: Paced) -> Spoken<Paced> {
    let peer = io.peer();
    (io, Protocol::Http1, Some(peer))
}

fn encrypted(io: TlsStream<Paced>) -> Spoken<TlsStream<Paced>> {
    let (connection, session) = io.get_ref();
    let peer = connection.peer();
    let protocol = if session.alpn_protocol() == Some(b"h2") { Protocol::Http2 } else { Protocol::Http1 };
    (io, protocol, Some(peer))
}

/// What a client may choose from, the best first.
fn offering(tls: &ServerConfig) -> ServerConfig {
    let mut tls = tls.clone();
    tls.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    tls
}

/// Speaks HTTP over connections of a kind.
fn speak<T>(
    app: &App,
    signal: &GracefulShutdownSignal,
    head: Duration,
    pulse: fn(&T) -> std::rc::Rc<edge::Pulse>,
) -> impl ServiceFactory<Spoken<T>, Config = (), Response = (), Error = DispatchError, InitError = ()> + use<T>
where
    T: AsyncRead + AsyncWrite + Unpin + 'static,
{
    let (app, signal) = (app.clone(), signal.clone());
    let web = WebApp::new()
        .wrap(from_fn(under::under))
        .wrap(from_fn(guard::guard))
        .wrap(from_fn(edge::pace))
        .configure(serve::routes(app))
        .into_factory();
    HttpService::build()
        .keep_alive(IDLE)
        .client_request_timeout(head)
        .client_disconnect_timeout(FAREWELL)
        .graceful_shutdown_signal(move || {
            let signal = signal.clone();
            async move { signal.notified().await }
        })
        .on_connect_ext(move |io: &T, extensions| {
            extensions.insert(pulse(io));
        })
        .finish(map_config(web.map_err(|error| error.error_response()), |()| AppConfig::default()))
}
