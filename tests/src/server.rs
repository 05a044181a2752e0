//! A server in this process, on its own data file.

use crate::{Client, MONDAY, until};
use actix_web::dev::ServerHandle;
use guildhall::{
    App, Parts,
    access::{Who, Work},
    catalogue,
    clock::Clock,
    config::Config,
    http::listen,
    upgrade,
};
use guildhall_store::{Options, Store};
use serde_json::json;
use std::{
    net::TcpListener,
    path::{Path, PathBuf},
    thread::JoinHandle,
    time::Duration,
};
use tempfile::TempDir;

/// The password of everybody in tests.
pub const PASSWORD: &str = "correct horse battery staple";

/// The program has two and more, each with all addresses of its own, which take longer to make than most tests.
const WORKERS: usize = 1;

/// How the data file of a test is opened: as the program does it, on a disk however full.
pub fn options() -> Options {
    Options { min_free_bytes: 0, min_free_for_files: 0, ..upgrade::options() }
}

/// A running server.
pub struct Server {
    /// The application, for looking behind the curtain.
    pub app: App,
    /// Its clock.
    pub clock: Clock,
    /// Its address.
    pub url: String,
    handle: Option<(ServerHandle, JoinHandle<()>)>,
    folder: Option<TempDir>,
}

impl Server {
    /// A server on a new file, before the first run.
    pub fn start() -> Server {
        Server::start_with(|_| {})
    }

    /// The same with other settings.
    pub fn start_with(set: impl FnOnce(&mut Config)) -> Server {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("test.redb");
        let mut server = Server::open_with(&data, Clock::manual(MONDAY), options(), set, None);
        server.folder = Some(folder);
        server
    }

    /// A server on a file that may be there.
    pub fn open(data: &Path, clock: Clock) -> Server {
        Server::open_with(data, clock, options(), |_| {}, None)
    }

    /// The same with other settings.
    pub fn open_set(data: &Path, clock: Clock, set: impl FnOnce(&mut Config)) -> Server {
        Server::open_with(data, clock, options(), set, None)
    }

    /// The same with the data opened otherwise, such as on a disk of the test's own.
    pub fn open_as(data: &Path, clock: Clock, options: Options) -> Server {
        Server::open_with(data, clock, options, |_| {}, None)
    }

    /// The same over encrypted connections. Its clients are made by hand.
    pub fn start_encrypted(set: impl FnOnce(&mut Config), tls: rustls::ServerConfig) -> Server {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("test.redb");
        let mut server = Server::open_with(&data, Clock::manual(MONDAY), options(), set, Some(tls));
        server.folder = Some(folder);
        server
    }

    fn open_with(
        data: &Path,
        clock: Clock,
        options: Options,
        set: impl FnOnce(&mut Config),
        tls: Option<rustls::ServerConfig>,
    ) -> Server {
        let options = Options { now_ms: clock.now_ms(), ..options };
        let store = Store::open(data, options, &catalogue::tables()).unwrap();
        let mut config = Config::for_data(data.to_owned());
        // Everybody of a test comes from one address.
        config.limits.connections = usize::MAX / 2;
        set(&mut config);
        let app = App::new(store, clock.clone(), config, Parts::default());
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (send, receive) = std::sync::mpsc::channel();
        let served = app.clone();
        let thread = std::thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let server = listen::start(served, listener, tls, WORKERS).unwrap();
                send.send(server.handle()).unwrap();
                server.await.unwrap();
            });
        });
        Server { app, clock, url, handle: Some((receive.recv().unwrap(), thread)), folder: None }
    }

    /// The data file.
    pub fn data(&self) -> PathBuf {
        self.app.config().data.clone()
    }

    /// Waits until everybody's inbox was told of everything written so far.
    #[track_caller]
    pub fn settled(&self) {
        let keeper = self.app.parts().inbox.get().unwrap();
        assert!(keeper.wait(&self.app, Duration::from_secs(30)), "the inboxes are behind");
    }

    /// Lets the time pass in which things can be undone, once something is planned to be sent after it.
    #[track_caller]
    pub fn past_undo(&self, waiting: impl Fn() -> usize) {
        self.settled();
        until(waiting, |waiting| *waiting > 0);
        self.clock.advance(16_000);
    }

    /// Somebody not signed in.
    pub fn nobody(&self) -> Client {
        Client::nobody(&self.url)
    }

    /// Does the first run and answers the owner, Olga.
    pub fn owner(&self) -> Client {
        let token = guildhall::session::setup::make_token(&self.app).unwrap();
        let body = json!({
            "token": token, "organization": "Northfold Heating", "name": "Olga Owner", "email": "olga@example.com",
            "password": PASSWORD, "time_zone": "Europe/Berlin", "language": "en",
        });
        let nobody = self.nobody();
        let answer = nobody.post("/setup", body);
        nobody.signed_in(&answer)
    }

    /// Invites somebody who joins.
    pub fn join(&self, by: &Client, name: &str, role: &str) -> Client {
        let link = by.post("/invites", json!({ "role": role })).ok()["link"].as_str().unwrap().to_owned();
        let token = link.split_once('#').unwrap().1;
        let email = format!("{}@example.com", name.to_lowercase().replace(' ', "."));
        let body = json!({
            "token": token, "name": name, "email": email, "password": PASSWORD, "time_zone": "Europe/Berlin", "language": "en",
        });
        let nobody = self.nobody();
        let answer = nobody.post("/invites/accept", body);
        nobody.signed_in(&answer)
    }

    /// Closes an account and leaves everything with it, as versions before departures did.
    pub fn close_account(&self, person: &str) {
        let id = person.parse().unwrap();
        let close = move |work: &mut Work<'_, '_>| guildhall::people::commands::deactivate(work, id, "");
        self.app.run_blocking(Who::cli(None), close).unwrap();
    }

    /// Ends the server and answers its folder, for another one on the same file.
    pub fn stop(mut self) -> (PathBuf, Option<TempDir>) {
        let (data, folder) = (self.data(), self.folder.take());
        self.end();
        (data, folder)
    }

    fn end(&mut self) {
        if let Some((handle, thread)) = self.handle.take() {
            actix_web::rt::System::new().block_on(handle.stop(false));
            let _ = thread.join();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.end();
    }
}
