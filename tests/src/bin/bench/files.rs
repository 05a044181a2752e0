//! Files: two gigabytes over HTTP up and down, beside bare actix with a plain file; others' writes meanwhile; and
//! ten thousand small files, beside the same contents and rows written in the process.

use super::{
    bare::Bare,
    create::alone,
    engine,
    running::{self, Running},
    seed::Seeded,
    table::{Row, Table, Times},
    wire::Wire,
};
use actix_web::{HttpResponse, web};
use futures_util::{FutureExt, StreamExt, stream};
use guildhall::{access::Who, files, tasks};
use guildhall_tests::Client;
use rustix::process::Signal;
use serde_json::json;
use std::{
    fs::File,
    io::{Read, Write},
    net::TcpStream,
    path::PathBuf,
    sync::atomic::{AtomicBool, AtomicU64, Ordering},
    time::{Duration, Instant},
};

/// Of a large file.
pub const BYTES: usize = 2 << 30;
const PIECE: usize = 1 << 20;
const ITEMS: usize = 100;
const SMALL_BYTES: usize = 20_000;

/// Bytes that no one has sent before.
pub fn fill(out: &mut [u8], seed: u64) {
    blake3::Hasher::new().update(&seed.to_le_bytes()).finalize_xof().fill(out);
}

/// MB a second, of a large file that took so many of them.
pub fn rate(seconds: f64) -> f64 {
    BYTES as f64 / seconds / 1e6
}

/// Sends two gigabytes; gives the seconds and the answer's body.
fn upload(url: &str, cookie: &str, path: &str, seed: u64) -> (f64, String) {
    let address = url.trim_start_matches("http://");
    // Made before, because making it costs as much as sending it.
    let mut piece = vec![0; PIECE];
    fill(&mut piece, seed);
    let mut stream = TcpStream::connect(address).expect("the server listens");
    let begun = Instant::now();
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: {address}\r\nCookie: {cookie}\r\nContent-Length: {BYTES}\r\nConnection: close\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).expect("the server reads");
    for at in 0..BYTES / PIECE {
        piece[..8].copy_from_slice(&(at as u64).to_le_bytes());
        stream.write_all(&piece).expect("the server reads");
    }
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("the server answers");
    let body = answer.split_once("\r\n\r\n").map_or("", |(_, body)| body).to_owned();
    let status = answer.get(9..10).unwrap_or_default();
    (begun.elapsed().as_secs_f64(), if status == "2" { body } else { String::new() })
}

/// Fetches and counts; gives the seconds and the bytes.
fn download(url: &str, cookie: &str, path: &str) -> (f64, usize) {
    let address = url.trim_start_matches("http://");
    let mut stream = TcpStream::connect(address).expect("the server listens");
    let begun = Instant::now();
    let head = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nCookie: {cookie}\r\nConnection: close\r\n\r\n");
    stream.write_all(head.as_bytes()).expect("the server reads");
    let (mut buffer, mut count) = (vec![0; PIECE], 0);
    loop {
        match stream.read(&mut buffer) {
            Ok(0) | Err(_) => return (begun.elapsed().as_secs_f64(), count),
            Ok(read) => count += read,
        }
    }
}

/// Bare actix that writes a body to a plain file, synced, and reads it back.
fn bare(folder: PathBuf) -> Bare {
    Bare::start(move |routes| {
        let (to, from) = (folder.join("bare"), folder.join("bare"));
        routes
            .route("/", web::post().to(move |payload: web::Payload| save(payload, to.clone())))
            .route("/", web::get().to(move || load(from.clone())));
    })
}

async fn save(mut payload: web::Payload, path: PathBuf) -> HttpResponse {
    let mut file = Some(File::create(path).expect("a file"));
    while let Some(Ok(bytes)) = payload.next().await {
        let mut to = file.take().expect("the file");
        file = web::block(move || to.write_all(&bytes).map(|()| to)).await.ok().and_then(Result::ok);
    }
    let synced = web::block(move || file.is_some_and(|file| file.sync_all().is_ok())).await;
    if synced.unwrap_or(false) { HttpResponse::Ok().finish() } else { HttpResponse::InternalServerError().finish() }
}

async fn load(path: PathBuf) -> HttpResponse {
    let file = File::open(path).expect("the file");
    HttpResponse::Ok().streaming(stream::try_unfold(file, |file| async move {
        let read = web::block(move || {
            let mut piece = Vec::with_capacity(PIECE);
            (&file).take(PIECE as u64).read_to_end(&mut piece).map(|_| (web::Bytes::from(piece), file))
        });
        let (bytes, file) = read.await.map_err(std::io::Error::other)??;
        Ok::<_, std::io::Error>((!bytes.is_empty()).then_some((bytes, file)))
    }))
}

/// Where the large files go.
struct Place {
    running: Running,
    olga: Client,
    space: String,
}

impl Place {
    fn cookie(&self) -> String {
        self.olga.header("Cookie").unwrap_or_default()
    }

    /// Where a file is sent, to a task of its own.
    fn to(&self, name: &str) -> String {
        let task = self.olga.task(&self.space, name);
        format!("/api/v1/items/{}/attachments?name={name}", task["id"].as_str().unwrap_or_default())
    }
}

/// Runs work while memory is watched and, if wanted, tasks are made; gives the most memory in MB and their times.
fn beside(place: &Place, write: bool, work: impl FnOnce()) -> (f64, Times) {
    let running = AtomicBool::new(true);
    std::thread::scope(|scope| {
        let watch = scope.spawn(|| {
            let mut most = 0.0_f64;
            while running.load(Ordering::Relaxed) {
                most = most.max(place.running.memory());
                std::thread::park_timeout(Duration::from_millis(20));
            }
            most
        });
        let writer = scope.spawn(|| {
            let mut wire = Wire::connect(&place.running.url, &place.cookie());
            let (mut times, path) = (Vec::new(), format!("/api/v1/spaces/{}/tasks", place.space));
            while write && running.load(Ordering::Relaxed) {
                let at = Instant::now();
                wire.send("POST", &path, "{\"title\":\"Written during an upload\"}");
                times.push(at.elapsed());
                std::thread::park_timeout(Duration::from_millis(5));
            }
            times
        });
        work();
        running.store(false, Ordering::Relaxed);
        let times = writer.join().expect("the writer ends");
        (watch.join().expect("the watch ends"), Times::new(times))
    })
}

/// A task to attach to.
fn task(seeded: &Seeded) -> String {
    let (space, owner) = (seeded.space, seeded.owner);
    let input = tasks::input::TaskInput { title: "Files".into(), ..Default::default() };
    let done =
        seeded.server.app.run_blocking(Who::person(owner), move |work| tasks::commands::create(work, space, &input));
    done.expect("a task can be made").value.id.to_string()
}

/// Waits, also when this thread was told to go on before.
fn rest(time: Duration) {
    let begun = Instant::now();
    while begun.elapsed() < time {
        std::thread::park_timeout(time);
    }
}

/// Measures all of it.
pub fn measure(seeded: &Seeded, table: &mut Table) {
    large(table);
    small(seeded, table);
}

fn large(table: &mut Table) {
    let folder = tempfile::tempdir().expect("a folder");
    let beside_it = bare(folder.path().to_owned());
    let (bare_up, _) = upload(&beside_it.url, "", "/", 1);
    let (bare_down, _) = download(&beside_it.url, "", "/");
    beside_it.end();
    let (running, olga) = running::empty(folder.path());
    olga.patch("/organization", json!({"file_limit": 2 * BYTES})).ok();
    let space = olga.space("Files", "open");
    let place = Place { running, olga, space };
    let (server, cookie) = (&place.running.url, &place.cookie());
    let from = |made: &str| {
        let file: serde_json::Value = serde_json::from_str(made).unwrap_or_default();
        format!("/api/v1/files/{}", file["file_id"].as_str().unwrap_or_default())
    };
    // The first, in both directions, fills the cache of pages, which then stays as it is.
    let (_, warm) = upload(server, cookie, &place.to("warm"), 2);
    download(server, cookie, &from(&warm));
    let before = place.running.memory();
    let (mut up, mut made) = (0.0, String::new());
    let (during, _) = beside(&place, false, || (up, made) = upload(server, cookie, &place.to("large"), 3));
    let (mut down, mut count) = (0.0, 0);
    let (after, _) = beside(&place, false, || (down, count) = download(server, cookie, &from(&made)));
    let rows = [("upload", up, bare_up, 0.5, during), ("download", down, bare_down, 0.6, after)];
    for (what, ours, limit, least, most) in rows {
        let grown = most - before;
        table.add(Row {
            work: format!("{what} of 2 GiB"),
            items: 1,
            guildhall: format!("{:.0} MB/s, memory {grown:+.0} MB", rate(ours)),
            limit: format!("{:.0} MB/s bare actix and a plain file", rate(limit)),
            ratio: Some(limit / ours),
            p50: None,
            reach: format!("≥ {least}; memory ± 20 MB"),
            held: Some(limit / ours >= least && grown <= 20.0),
            errors: usize::from(count < BYTES),
        });
    }
    let (_, idle) = beside(&place, true, || rest(Duration::from_secs(4)));
    let (_, busy) = beside(&place, true, || drop(upload(server, cookie, &place.to("beside"), 4)));
    table.add(Row {
        work: "a task written while 2 GiB come in".into(),
        items: 1,
        guildhall: format!("p50 {:.2} ms, p99 {:.1} ms", busy.at(50.0), busy.at(99.0)),
        limit: format!("p50 {:.2} ms, p99 {:.1} ms with nothing coming in", idle.at(50.0), idle.at(99.0)),
        reach: "p99 ≤ 100 ms".into(),
        held: Some(busy.at(99.0) <= 100.0),
        ..Row::default()
    });
    place.running.end(Signal::TERM);
    engine::measure(table, bare_up, bare_down);
}

fn small(seeded: &Seeded, table: &mut Table) {
    let app = &seeded.server.app;
    let owner = seeded.owner;
    // Many tasks, because an item has five hundred files at most.
    let items: Vec<String> = (0..ITEMS * 2).map(|_| task(seeded)).collect();
    let item = |n: u64, half: usize| &items[usize::try_from(n).unwrap_or(0) % ITEMS + half * ITEMS];
    let counter = AtomicU64::new(1 << 40);
    let used = || app.store().doctor().ok().and_then(|doctor| doctor.used_bytes).unwrap_or(0);
    let bare = alone(16, |_| {
        let (counter, item) = (&counter, &item);
        move || {
            let mut bytes = vec![0; SMALL_BYTES];
            let n = counter.fetch_add(1, Ordering::Relaxed);
            fill(&mut bytes, n);
            let content = async {
                let mut writer = app.store().blob_writer(0)?;
                writer.write(&bytes).await?;
                writer.finish().await
            };
            // So few bytes are only gathered: there is nothing to wait for.
            let content = content.now_or_never().expect("a small content is ready at once");
            let item = item(n, 0).parse().expect("an id");
            content.is_ok_and(|content| {
                let new = files::commands::New { id: None, item, name: format!("small {n}"), content };
                app.run_blocking(Who::person(owner), move |work| files::commands::attach(work, &new).map(drop)).is_ok()
            })
        }
    });
    let (before, first) = (used(), counter.load(Ordering::Relaxed));
    let ours = alone(16, |_| {
        let mut wire = Wire::connect(&seeded.server.url, &seeded.cookie);
        let (counter, item) = (&counter, &item);
        move || {
            let mut bytes = vec![0; SMALL_BYTES];
            let n = counter.fetch_add(1, Ordering::Relaxed);
            fill(&mut bytes, n);
            // Letters, at next to no cost: the wire of the bench takes text.
            bytes.iter_mut().for_each(|byte| *byte = b'A' + (*byte & 31));
            let text = String::from_utf8(bytes).expect("letters");
            let path = format!("/api/v1/items/{}/attachments?name=small{n}", item(n, 1));
            wire.send("POST", &path, &text).0 == 201
        }
    });
    let sent = (counter.load(Ordering::Relaxed) - first) * SMALL_BYTES as u64;
    let room = used().saturating_sub(before) as f64 / sent.max(1) as f64;
    let ratio = ours.rate / bare.rate;
    table.add(Row {
        work: "small files of 20 kB attached, 16 connections".into(),
        items: seeded.size,
        guildhall: format!("{}; {room:.2} × their bytes", ours.words()),
        limit: format!("{} the same rows and bytes in process", bare.words()),
        ratio: Some(ratio),
        p50: None,
        reach: "≥ 0.5; file ≤ 1.1 × the bytes".into(),
        held: Some(ratio >= 0.5 && room <= 1.1),
        errors: ours.errors + bare.errors,
    });
}
