//! Many people typing in one page: how soon each key is at the others, and what memory it takes, beside the same bytes
//! sent on by bare actix-ws; how the page and the whole file grow beside what was typed. And how long a long page takes
//! to be read, beside the same bytes known by heart, and how soon what is typed is found.

use super::{
    bare::{self, Bare},
    running::anonymous,
    table::{Row, Table, Times},
};
use actix_web::{HttpRequest, HttpResponse, web};
use guildhall::access::{Scope, Who};
use guildhall::documents::pages::store;
use guildhall_tests::{Client, Live, Server, Writer, live};
use serde_json::json;
use std::{
    collections::HashMap,
    io::Read,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

const PEOPLE: usize = 20;
/// A fast typist.
const KEY: Duration = Duration::from_millis(150);

/// What stands before an update in its frame.
const HEAD: usize = 17;
/// How long they type, and how long when everything is asked for.
const TYPING: Duration = Duration::from_secs(20);
const TYPING_IN_FULL: Duration = Duration::from_secs(120);

/// What was sent when, by its bytes, and how long each took to everybody else.
#[derive(Default)]
struct Watch {
    sent: Mutex<HashMap<Vec<u8>, Instant>>,
    times: Mutex<Vec<Duration>>,
    over: AtomicBool,
    typed: AtomicUsize,
}

/// Reads everything that comes on a connection, and notes what was typed by others.
fn listen(mut stream: std::net::TcpStream, watch: &Watch) {
    let (mut bytes, mut part) = (Vec::new(), vec![0; 64 * 1024]);
    while let Ok(length @ 1..) = stream.read(&mut part) {
        bytes.extend_from_slice(part.get(..length).unwrap_or_default());
        while let Some((kind, payload, length)) = live::unframe(&bytes) {
            if kind == 2 && payload.get(16) == Some(&0) {
                let came = Instant::now();
                let sent = watch.sent.lock().expect("a list").get(payload).copied();
                watch.times.lock().expect("a list").extend(sent.map(|sent| came.duration_since(sent)));
            }
            bytes.drain(..length);
        }
    }
}

/// Types until it is over; every key is an update of its own. `key` makes the bytes of one.
#[allow(clippy::disallowed_methods)]
fn type_on(live: &mut Live, number: usize, watch: &Watch, mut key: impl FnMut() -> Vec<u8>) {
    // People do not type in step.
    std::thread::sleep(KEY * u32::try_from(number).unwrap_or(0) / u32::try_from(PEOPLE).unwrap_or(1));
    let mut next = Instant::now();
    while !watch.over.load(Ordering::Relaxed) {
        let frame = key();
        watch.typed.fetch_add(frame.len() - HEAD, Ordering::Relaxed);
        watch.sent.lock().expect("a list").insert(frame.clone(), Instant::now());
        live.send(2, &frame);
        next += KEY;
        std::thread::sleep(next.saturating_duration_since(Instant::now()));
    }
}

/// Lets everybody type for the time; `open` gives a connection and what makes its keys.
#[allow(clippy::disallowed_methods)]
fn everybody<K: FnMut() -> Vec<u8> + Send + 'static>(time: Duration, open: impl Fn(usize) -> (Live, K)) -> Arc<Watch> {
    let watch = Arc::<Watch>::default();
    let mut threads = Vec::new();
    for number in 0..PEOPLE {
        let (mut live, key) = open(number);
        let (stream, theirs, ours) = (live.stream().try_clone().expect("a stream"), watch.clone(), watch.clone());
        stream.set_read_timeout(None).expect("a stream");
        std::thread::spawn(move || listen(stream, &theirs));
        threads.push(std::thread::spawn(move || {
            type_on(&mut live, number, &ours, key);
            live
        }));
    }
    std::thread::sleep(time);
    watch.over.store(true, Ordering::Relaxed);
    let lines: Vec<Live> = threads.into_iter().map(|thread| thread.join().expect("a typist")).collect();
    // What is under way arrives.
    std::thread::sleep(Duration::from_secs(1));
    lines.iter().for_each(|live| drop(live.stream().shutdown(std::net::Shutdown::Both)));
    watch
}

type Sessions = Arc<Mutex<Vec<(usize, actix_ws::Session)>>>;

async fn bare(request: HttpRequest, body: web::Payload, all: web::Data<Sessions>) -> actix_web::Result<HttpResponse> {
    let (response, mut session, mut stream) = actix_ws::handle(&request, body)?;
    let _sent = session.text(r#"{"type":"hello"}"#).await;
    let me = {
        let mut all = all.lock().expect("a list");
        let me = all.len();
        all.push((me, session));
        me
    };
    actix_web::rt::spawn(async move {
        while let Some(Ok(message)) = stream.recv().await {
            let actix_ws::Message::Binary(bytes) = message else { continue };
            let others: Vec<_> = {
                let all = all.lock().expect("a list");
                all.iter().filter(|(number, _)| *number != me).map(|(_, session)| session.clone()).collect()
            };
            for mut other in others {
                let _sent = other.binary(bytes.clone()).await;
            }
        }
    });
    Ok(response)
}

fn page_bytes(server: &Server, page: &str) -> u64 {
    let view = server.app.view(Who::system()).expect("a view");
    let head = store::head(view.read(), page.parse().expect("an id")).expect("a page");
    head.state + head.rows
}

/// What of the whole data file is used.
fn file_bytes(server: &Server) -> u64 {
    server.app.store().doctor().expect("facts").used_bytes.expect("the file can be counted")
}

fn typing(table: &mut Table, time: Duration) {
    let server = Server::start();
    live::start(&server);
    let owner = server.owner();
    let space = owner.space("Service", "open");
    let body = json!({"title": "Minutes", "body": "We write together.\n"});
    let made = owner.post(&format!("/spaces/{space}/pages"), body).ok();
    let page = made["id"].as_str().expect("an id").to_owned();
    let people: Vec<Client> =
        (0..PEOPLE).map(|number| server.join(&owner, &format!("Typist {number}"), "member")).collect();
    let file = file_bytes(&server);
    let before = anonymous("self");
    let ours = everybody(time, |number| {
        let mut writer = Writer::open(&people[number], &page, true);
        writer.write("");
        let id: uuid::Uuid = page.parse().expect("an id");
        let Writer { live, doc, .. } = writer;
        let copy = guildhall_tests::writer::Copy::new(doc);
        (live, move || [id.as_bytes().as_slice(), &[0], &copy.key()].concat())
    });
    let memory = anonymous("self") - before;
    // The last who leaves has the state made anew.
    let rows = || {
        let view = server.app.view(Who::system()).expect("a view");
        let head = store::head(view.read(), page.parse().expect("an id")).expect("a page");
        head.next - head.from
    };
    guildhall_tests::until(rows, |rows| *rows == 0);
    let (typed, kept) = (ours.typed.load(Ordering::Relaxed), page_bytes(&server, &page));
    let grown = file_bytes(&server).saturating_sub(file);

    let sessions = Sessions::default();
    let shared = web::Data::new(sessions);
    let beside = Bare::start(move |routes| {
        routes.app_data(shared.clone()).route("/api/v1/live", web::get().to(bare));
    });
    let before = anonymous("self");
    let limit = everybody(time, |number| {
        let live = Live::open(&people[number].at(&beside.url), None);
        let mut count = 0u64;
        (live, move || {
            count += 1;
            [&[0; HEAD][..], &(number as u64).to_be_bytes(), &count.to_be_bytes(), b"twelve bytes"].concat()
        })
    });
    let bare_memory = anonymous("self") - before;
    beside.end();
    let (ours, limit) = (times(&ours), times(&limit));
    let show = |times: &Times| format!("p50 {:.1} ms, p95 {:.1} ms", times.at(50.0), times.at(95.0));
    table.add(Row {
        work: format!("a key in a page of {PEOPLE} who type for {} s, at the others", time.as_secs()),
        items: 1,
        guildhall: show(&ours),
        limit: format!("bare actix-ws: {}", show(&limit)),
        ratio: Some(limit.at(95.0) / ours.at(95.0).max(0.001)),
        reach: "p95 150 ms".into(),
        held: Some(ours.at(95.0) <= 150.0),
        ..Row::default()
    });
    table.add(Row {
        work: "memory of the server and of those who type".into(),
        items: 1,
        guildhall: format!("{memory:.1} MB more"),
        limit: format!("bare actix-ws: {bare_memory:.1} MB more"),
        reach: "50 MB".into(),
        held: Some(memory <= 50.0),
        ..Row::default()
    });
    table.add(Row {
        work: "the page in the file, beside the updates that made it".into(),
        items: 1,
        guildhall: format!("{kept} bytes"),
        limit: format!("{typed} bytes of updates, end to end"),
        ratio: Some(kept as f64 / typed.max(1) as f64),
        reach: "3".into(),
        held: Some(kept as f64 <= 3.0 * typed as f64),
        ..Row::default()
    });
    table.add(Row {
        work: "growth of the whole data file by it".into(),
        items: 1,
        guildhall: format!("{grown} bytes"),
        limit: format!("{typed} bytes of updates, end to end"),
        ratio: Some(grown as f64 / typed.max(1) as f64),
        reach: "3".into(),
        held: Some(grown as f64 <= 3.0 * typed as f64),
        ..Row::default()
    });
}

fn times(watch: &Watch) -> Times {
    Times::new(std::mem::take(&mut *watch.times.lock().expect("a list")))
}

fn reading(table: &mut Table) {
    let server = Server::start();
    let owner = server.owner();
    let space = owner.space("Service", "open");
    let line = "The oven is heated an hour before the first loaves go in, and nobody opens it meanwhile.\n\n";
    let body = json!({"title": "Long", "body": line.repeat(200_000 / line.len() + 1)});
    let made = owner.post(&format!("/spaces/{space}/pages"), body).ok();
    let (id, mut ours) = (made["id"].as_str().expect("an id"), Vec::new());
    for _ in 0..20 {
        let asked = Instant::now();
        owner.get(&format!("/pages/{id}/content")).ok();
        ours.push(asked.elapsed());
    }
    let ours = Times::new(ours);
    let limit = bare::by_heart(owner.get(&format!("/pages/{id}/content")).bytes, 20);
    table.add(Row {
        work: "a page of 200,000 characters, read".into(),
        items: 1,
        guildhall: format!("p50 {:.1} ms, p95 {:.1} ms", ours.at(50.0), ours.at(95.0)),
        limit: format!("p50 {:.2} ms, p95 {:.2} ms, the same bytes by heart", limit.at(50.0), limit.at(95.0)),
        ratio: Some(limit.at(95.0) / ours.at(95.0).max(0.001)),
        reach: "p95 500 ms".into(),
        held: Some(ours.at(95.0) <= 500.0),
        ..Row::default()
    });
}

/// How soon a word is found that somebody types, while the page stays open.
fn finding(table: &mut Table) {
    let server = Server::start();
    live::start(&server);
    guildhall::search::Searcher::start(&server.app).expect("the search starts");
    let owner = server.owner();
    let made = owner.post(&format!("/spaces/{}/pages", owner.space("Service", "open")), json!({"title": "List"})).ok();
    let mut writer = Writer::open(&owner, made["id"].as_str().expect("an id"), true);
    let times = (0..20).map(|round| {
        let (word, begun) = (format!("findme{round}x"), Instant::now());
        writer.write(&word);
        let hits = || owner.get(&format!("/search?q={word}")).ok()["total"].as_u64();
        guildhall_tests::until(hits, |hits| hits.is_some_and(|hits| hits > 0));
        begun.elapsed()
    });
    let times = Times::new(times.collect());
    table.add(Row {
        work: "a word typed in a page is found after".into(),
        items: 1,
        guildhall: format!("p50 {:.0} ms, worst {:.0} ms", times.at(50.0), times.at(100.0)),
        limit: "—".into(),
        reach: "≤ 1000 ms".into(),
        held: Some(times.at(100.0) <= 1000.0),
        ..Row::default()
    });
}

/// Measures all of it.
pub fn measure(table: &mut Table, full: bool) {
    typing(table, if full { TYPING_IN_FULL } else { TYPING });
    reading(table);
    finding(table);
}
