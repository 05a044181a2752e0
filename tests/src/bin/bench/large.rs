//! Two gigabytes over HTTP up and down, beside bare actix with a plain file, and others' writes meanwhile. All are measured
//! by turns and the middle of each is taken, because a disk is not as fast from one minute to the next.

use super::{
    bare::Bare,
    engine::Engine,
    files::fill,
    running::{self, Running},
    table::{Row, Table, Times},
    wire::Wire,
};
use actix_web::{HttpResponse, web};
use futures_util::{StreamExt, stream};
use guildhall_tests::Client;
use rustix::process::Signal;
use serde_json::json;
use std::{
    fs::File,
    io::{Read, Write},
    net::TcpStream,
    path::PathBuf,
    sync::atomic::{AtomicBool, Ordering},
    time::{Duration, Instant},
};

/// Of a large file.
pub const BYTES: usize = 2 << 30;
/// Of one half as large, sent first; what is held beside the large one is compared with what is held beside it. It must be
/// larger than all caches together, or their filling is counted as growth.
const WARM: usize = 1 << 30;
const PIECE: usize = 1 << 20;
/// Turns.
const ROUNDS: usize = 3;
/// By how much memory may grow, in MB.
const FLAT: f64 = 20.0;

/// MB a second, of a large file that took so many of them.
fn rate(seconds: f64) -> f64 {
    BYTES as f64 / seconds / 1e6
}

/// Sends so many bytes; gives the seconds and the answer's body.
fn upload(url: &str, cookie: &str, path: &str, bytes: usize, seed: u64) -> (f64, String) {
    let address = url.trim_start_matches("http://");
    // Made before, because making it costs as much as sending it.
    let mut piece = vec![0; PIECE];
    fill(&mut piece, seed);
    let mut stream = TcpStream::connect(address).expect("the server listens");
    let begun = Instant::now();
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: {address}\r\nCookie: {cookie}\r\nContent-Length: {bytes}\r\nConnection: close\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).expect("the server reads");
    for at in 0..bytes / PIECE {
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

/// Memory in MB while something ran.
#[derive(Clone, Copy, Default)]
struct Memory {
    /// Half of the time it was below this.
    level: f64,
    most: f64,
}

/// Runs work while memory is watched and, if wanted, tasks are made; gives the memory and their times.
fn beside(place: &Place, write: bool, work: impl FnOnce()) -> (Memory, Times) {
    let running = AtomicBool::new(true);
    std::thread::scope(|scope| {
        let watch = scope.spawn(|| {
            let mut seen = vec![place.running.memory()];
            while running.load(Ordering::Relaxed) {
                std::thread::park_timeout(Duration::from_millis(20));
                seen.push(place.running.memory());
            }
            Memory { level: middle(&seen), most: seen.into_iter().fold(0.0, f64::max) }
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

/// Waits, also when this thread was told to go on before.
fn rest(time: Duration) {
    let begun = Instant::now();
    while begun.elapsed() < time {
        std::thread::park_timeout(time);
    }
}

/// The middle of some figures.
fn middle(figures: &[f64]) -> f64 {
    let mut figures = figures.to_vec();
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or_default()
}

/// Seconds of each turn, up and down.
#[derive(Default)]
struct Ways {
    up: Vec<f64>,
    down: Vec<f64>,
}

/// What the server held beside large files: of all turns the most.
#[derive(Default)]
struct Held {
    up: Memory,
    down: Memory,
}

impl Memory {
    fn or_more(self, other: Memory) -> Memory {
        Memory { level: self.level.max(other.level), most: self.most.max(other.most) }
    }
}

/// Measures all of it.
pub fn measure(table: &mut Table) {
    let folder = tempfile::tempdir().expect("a folder");
    let (running, olga) = running::empty(folder.path());
    olga.patch("/organization", json!({"file_limit": 2 * BYTES})).ok();
    let space = olga.space("Files", "open");
    let place = Place { running, olga, space };
    let mut fetched = WARM;
    let (before, _) = beside(&place, false, || fetched = there_and_back(&place, "warm", WARM, 2).2);
    let whole = fetched == WARM;
    let (mut bare, mut ours, mut engine) = (Ways::default(), Ways::default(), Ways::default());
    let (mut held, mut errors) = (Held::default(), usize::from(!whole));
    for round in 0..ROUNDS {
        let beside_it = self::bare(folder.path().to_owned());
        bare.up.push(upload(&beside_it.url, "", "/", BYTES, 1).0);
        bare.down.push(download(&beside_it.url, "", "/").0);
        beside_it.end();
        errors += usize::from(turn(&place, round, &mut ours, &mut held) < BYTES);
        let alone = Engine::new();
        engine.up.push(alone.write(BYTES));
        engine.down.push(alone.read(BYTES));
    }
    let rows = [("upload", &ours.up, &bare.up, 0.5, held.up), ("download", &ours.down, &bare.down, 0.6, held.down)];
    for (what, ours, bare, least, held) in rows {
        let (ours, bare) = (middle(ours), middle(bare));
        let (grown, above) = (held.level - before.level, held.most - held.level);
        table.add(Row {
            work: format!("{what} of 2 GiB, the middle of {ROUNDS}"),
            items: 1,
            guildhall: format!("{:.0} MB/s, memory {:.0} MB, {above:.0} more at most", rate(ours), held.level),
            limit: format!(
                "{:.0} MB/s bare actix and a plain file; memory {:.0} MB beside 1 GiB",
                rate(bare),
                before.level
            ),
            ratio: Some(bare / ours),
            reach: format!("≥ {least}; memory within {FLAT} MB of both"),
            held: Some(bare / ours >= least && grown <= FLAT && above <= FLAT),
            errors,
            ..Row::default()
        });
    }
    others(&place, table);
    place.running.end(Signal::TERM);
    for (what, engine, bare, least) in
        [("written by", &engine.up, &bare.up, 0.5), ("read by", &engine.down, &bare.down, 0.6)]
    {
        let (engine, bare) = (middle(engine), middle(bare));
        table.add(Row {
            work: format!("the same 2 GiB {what} the engine alone"),
            items: 1,
            guildhall: format!("{:.0} MB/s", rate(engine)),
            limit: format!("{:.0} MB/s bare actix and a plain file", rate(bare)),
            ratio: Some(bare / engine),
            reach: format!("{least} is asked of the product"),
            ..Row::default()
        });
    }
}

/// Sends a file and fetches it; gives the seconds of both and the bytes that came.
fn there_and_back(place: &Place, name: &str, bytes: usize, seed: u64) -> (f64, f64, usize) {
    let (up, from) = send(place, name, bytes, seed);
    let (down, count) = download(&place.running.url, &place.cookie(), &from);
    (up, down, count)
}

/// Sends a file; gives the seconds and where it is fetched from.
fn send(place: &Place, name: &str, bytes: usize, seed: u64) -> (f64, String) {
    let (seconds, made) = upload(&place.running.url, &place.cookie(), &place.to(name), bytes, seed);
    let made: serde_json::Value = serde_json::from_str(&made).unwrap_or_default();
    (seconds, format!("/api/v1/files/{}", made["file_id"].as_str().unwrap_or_default()))
}

/// A large file up and down; gives the bytes that came.
fn turn(place: &Place, round: usize, ours: &mut Ways, held: &mut Held) -> usize {
    let (mut up, mut from) = (0.0, String::new());
    let (memory, _) =
        beside(place, false, || (up, from) = send(place, &format!("large{round}"), BYTES, 10 + round as u64));
    held.up = held.up.or_more(memory);
    let (mut down, mut count) = (0.0, 0);
    let (memory, _) = beside(place, false, || (down, count) = download(&place.running.url, &place.cookie(), &from));
    held.down = held.down.or_more(memory);
    ours.up.push(up);
    ours.down.push(down);
    count
}

/// What others wait for meanwhile.
fn others(place: &Place, table: &mut Table) {
    let (_, idle) = beside(place, true, || rest(Duration::from_secs(4)));
    let (_, busy) = beside(place, true, || drop(send(place, "beside", BYTES, 4)));
    table.add(Row {
        work: "a task written while 2 GiB come in".into(),
        items: 1,
        guildhall: format!("p50 {:.2} ms, p99 {:.1} ms", busy.at(50.0), busy.at(99.0)),
        limit: format!("p50 {:.2} ms, p99 {:.1} ms with nothing coming in", idle.at(50.0), idle.at(99.0)),
        reach: "p99 ≤ 100 ms".into(),
        held: Some(busy.at(99.0) <= 100.0),
        ..Row::default()
    });
}
