//! Many people typing in one page: how soon each key is at the others, beside the same bytes sent on by bare actix-ws; what
//! the server needs for it, and how the file grows beside what was typed. And how long a long page takes to be read.

use super::{
    bare::Bare,
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

fn seconds() -> u64 {
    std::env::var("GUILDHALL_TYPING_SECONDS").ok().and_then(|text| text.parse().ok()).unwrap_or(20)
}

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
        watch.typed.fetch_add(frame.len(), Ordering::Relaxed);
        watch.sent.lock().expect("a list").insert(frame.clone(), Instant::now());
        live.send(2, &frame);
        next += KEY;
        std::thread::sleep(next.saturating_duration_since(Instant::now()));
    }
}

/// Lets everybody type for the time; `open` gives a connection and what makes its keys.
#[allow(clippy::disallowed_methods)]
fn everybody<K: FnMut() -> Vec<u8> + Send + 'static>(open: impl Fn(usize) -> (Live, K)) -> Arc<Watch> {
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
    std::thread::sleep(Duration::from_secs(seconds()));
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

fn typing(table: &mut Table) {
    let server = Server::start();
    live::start(&server);
    let owner = server.owner();
    let space = owner.space("Service", "open");
    let body = json!({"title": "Minutes", "body": "We write together.\n"});
    let made = owner.post(&format!("/spaces/{space}/pages"), body).ok();
    let page = made["id"].as_str().expect("an id").to_owned();
    let people: Vec<Client> =
        (0..PEOPLE).map(|number| server.join(&owner, &format!("Typist {number}"), "member")).collect();
    let before = anonymous("self");
    let ours = everybody(|number| {
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

    let sessions = Sessions::default();
    let shared = web::Data::new(sessions);
    let beside = Bare::start(move |routes| {
        routes.app_data(shared.clone()).route("/api/v1/live", web::get().to(bare));
    });
    let limit = everybody(|number| {
        let live = Live::open(&people[number].at(&beside.url), None);
        let mut count = 0u64;
        (live, move || {
            count += 1;
            [&[0; 17][..], &(number as u64).to_be_bytes(), &count.to_be_bytes(), b"twelve bytes"].concat()
        })
    });
    beside.end();
    let (ours, limit) = (times(&ours), times(&limit));
    let show = |times: &Times| format!("p50 {:.1} ms, p95 {:.1} ms", times.at(50.0), times.at(95.0));
    table.add(Row {
        work: format!("a key in a page of {PEOPLE} who type, at the others"),
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
        reach: "50 MB".into(),
        held: Some(memory <= 50.0),
        ..Row::default()
    });
    table.add(Row {
        work: "the page in the file, beside the updates that made it".into(),
        items: 1,
        guildhall: format!("{kept} of {typed} bytes"),
        ratio: Some(kept as f64 / typed.max(1) as f64),
        reach: "3".into(),
        held: Some(kept as f64 <= 3.0 * typed as f64),
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
    table.add(Row {
        work: "a page of 200,000 characters, read".into(),
        items: 1,
        guildhall: format!("p50 {:.1} ms, p95 {:.1} ms", ours.at(50.0), ours.at(95.0)),
        reach: "p95 500 ms".into(),
        held: Some(ours.at(95.0) <= 500.0),
        ..Row::default()
    });
}

/// Measures both.
pub fn measure(table: &mut Table) {
    typing(table);
    reading(table);
}
