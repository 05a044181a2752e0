//! A bare actix server in this process: what the product is measured beside.

use super::{table::Times, wire::Wire};
use actix_web::{
    App, HttpResponse, HttpServer,
    dev::ServerHandle,
    web::{self, Bytes, ServiceConfig},
};
use std::{net::TcpListener, thread::JoinHandle, time::Instant};

/// See the module. It runs until it is ended.
pub struct Bare {
    /// Where it answers.
    pub url: String,
    handle: ServerHandle,
    thread: JoinHandle<()>,
}

impl Bare {
    /// Starts it with two workers and these routes.
    pub fn start(routes: impl Fn(&mut ServiceConfig) + Clone + Send + 'static) -> Bare {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let (send, receive) = std::sync::mpsc::channel();
        let thread = std::thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let server = HttpServer::new(move || App::new().configure(routes.clone()));
                let server = server.workers(2).tcp_nodelay(true).max_connections(12_000).disable_signals();
                let server = server.listen(listener).expect("a listener").run();
                send.send(server.handle()).expect("somebody waits");
                server.await.expect("the server runs");
            });
        });
        Bare { url, handle: receive.recv().expect("the server starts"), thread }
    }

    /// Ends it at once.
    pub fn end(self) {
        actix_web::rt::System::new().block_on(self.handle.stop(false));
        self.thread.join().expect("the bare server ends");
    }
}

/// How long a server takes that knows the answer by heart and has nothing to count or to look up.
pub fn by_heart(answer: Vec<u8>, rounds: usize) -> Times {
    let length = answer.len();
    let answer = Bytes::from(answer);
    let bare = Bare::start(move |routes| {
        let answer = answer.clone();
        let say = move || {
            let answer = answer.clone();
            async move { HttpResponse::Ok().body(answer) }
        };
        routes.route("/", web::get().to(say));
    });
    let mut wire = Wire::connect(&bare.url, "");
    let round = |_| {
        let at = Instant::now();
        assert_eq!(wire.send("GET", "/", "").1.len(), length, "the same bytes");
        at.elapsed()
    };
    let times = (0..rounds).map(round).collect();
    drop(wire);
    bare.end();
    Times::new(times)
}
