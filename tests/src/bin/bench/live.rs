//! A change by one as it is seen by many: over the product from the request on, and beside it bare actix that commits
//! as many rows to a bare redb file and sends the same frame to as many by bare actix-ws, and once more bare actix that
//! writes nothing and only sends the frame. The readers are a process of their own, so that what the server needs for
//! them can be told from what they need themselves.

use super::bare::Bare;
use super::running::anonymous;
use super::table::{Row, Table, Times};
use actix_web::{HttpRequest, HttpResponse, web};
use bytestring::ByteString;
use guildhall::{access::Who, http::call::IfMatch, tasks};
use guildhall_tests::{
    Client, Server, live,
    many::{self, EACH, Many},
};
use redb::{Database, TableDefinition};
use serde_json::json;
use std::{
    io::{BufRead, BufReader, Write},
    process::{Child, ChildStdout, Command, Stdio},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

const MARK: &str = "Seen by everybody";

/// Changes that are watched: enough that a 95th percentile is not one single change.
const fn rounds(count: usize) -> usize {
    if count > 1_000 { 20 } else { 200 }
}

/// The clock both processes share.
#[allow(clippy::disallowed_methods)]
fn micros() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_micros() as u64)
}

/// What the process of readers does: `bench readers ADDRESS PATH COUNT ROUNDS`, tokens on its input.
pub fn read(words: &[String]) {
    many::allow_files();
    let [address, path, count, rounds] = words else { return };
    let (count, rounds) = (count.parse().unwrap_or(0), rounds.parse().unwrap_or(0));
    let tokens: Vec<String> = std::io::stdin().lines().map_while(Result::ok).collect();
    let path: &'static str = path.clone().leak();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let mut many = Many::open(address, path, &tokens, count, MARK).await;
        println!("ready");
        for _ in 0..rounds {
            let (begun, at) = (Instant::now(), micros());
            let times = many.all_saw(begun).await;
            let times: Vec<String> = times.iter().map(|time| (at + time.as_micros() as u64).to_string()).collect();
            println!("{}", times.join(" "));
        }
    });
}

/// The other process.
struct Readers {
    child: Child,
    lines: std::io::Lines<BufReader<ChildStdout>>,
}

impl Readers {
    fn start(url: &str, path: &str, count: usize, tokens: &[String]) -> Readers {
        let address = url.trim_start_matches("http://");
        let program = std::env::current_exe().expect("this program");
        let mut child = Command::new(program)
            .args(["readers", address, path, &count.to_string(), &rounds(count).to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("readers");
        let mut input = child.stdin.take().expect("its input");
        input.write_all(tokens.join("\n").as_bytes()).expect("it reads");
        drop(input);
        let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
        assert_eq!(lines.next().and_then(Result::ok).as_deref(), Some("ready"), "the readers are there");
        Readers { child, lines }
    }

    /// When each of them saw it, from `since` on.
    fn saw(&mut self, since: u64) -> Vec<Duration> {
        let line = self.lines.next().and_then(Result::ok).expect("they saw it");
        let at = line.split(' ').filter_map(|at| at.parse::<u64>().ok());
        at.map(|at| Duration::from_micros(at.saturating_sub(since))).collect()
    }
}

impl Drop for Readers {
    fn drop(&mut self) {
        let _ended = self.child.kill();
        let _status = self.child.wait();
    }
}

const ROWS: TableDefinition<u64, &[u8]> = TableDefinition::new("rows");

/// What the bare server does for a change: as many rows, committed as safely, then the frame to everybody.
struct Limit {
    database: Database,
    rows: u64,
    next: AtomicU64,
    frame: ByteString,
    sessions: Mutex<Vec<actix_ws::Session>>,
}

impl Limit {
    fn commit(&self) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        if self.rows == 0 {
            return Ok(());
        }
        let mut write = self.database.begin_write()?;
        write.set_two_phase_commit(true);
        write.set_quick_repair(true);
        let mut table = write.open_table(ROWS)?;
        let first = self.next.fetch_add(self.rows, Ordering::Relaxed);
        for row in first..first + self.rows {
            table.insert(row, [7; 200].as_slice())?;
        }
        drop(table);
        Ok(write.commit()?)
    }
}

async fn join(request: HttpRequest, body: web::Payload, limit: web::Data<Limit>) -> actix_web::Result<HttpResponse> {
    let (response, mut session, mut stream) = actix_ws::handle(&request, body)?;
    // The readers wait for a first frame.
    let _sent = session.text("hello").await;
    limit.sessions.lock().expect("a list").push(session);
    actix_web::rt::spawn(async move { while let Some(Ok(_)) = stream.recv().await {} });
    Ok(response)
}

async fn change(limit: web::Data<Limit>) -> HttpResponse {
    let writing = limit.clone();
    let written = web::block(move || writing.commit()).await;
    let mut all = std::mem::take(&mut *limit.sessions.lock().expect("a list"));
    for session in &mut all {
        let _sent = session.text(limit.frame.clone()).await;
    }
    *limit.sessions.lock().expect("a list") = all;
    if written.is_ok_and(|written| written.is_ok()) {
        HttpResponse::Ok().finish()
    } else {
        HttpResponse::InternalServerError().finish()
    }
}

/// The frame as often, by bare actix-ws, behind as many rows in a bare redb file; without rows nothing is written.
fn bare_times(olga: &Client, count: usize, frame: &str, rows: u64) -> Vec<Duration> {
    let folder = tempfile::tempdir().expect("a folder");
    let limit = web::Data::new(Limit {
        database: Database::create(folder.path().join("bare.redb")).expect("a database"),
        rows,
        next: AtomicU64::new(0),
        frame: frame.into(),
        sessions: Mutex::default(),
    });
    let beside_it = Bare::start(move |routes| {
        let (join, change) = (web::get().to(join), web::patch().to(change));
        routes.app_data(limit.clone()).route("/api/v1/bare", join).route("/api/v1/change", change);
    });
    let mut readers = Readers::start(&beside_it.url, "/bare", count, &[]);
    let (writer, mut times) = (olga.at(&beside_it.url), Vec::new());
    for round in 0..rounds(count) {
        let since = micros();
        let done = writer.patch("/change", json!({"title": format!("{MARK} {count} {round}")}));
        assert_eq!(done.status, 200, "the rows are written");
        times.extend(readers.saw(since));
    }
    drop(readers);
    beside_it.end();
    times
}

/// Rows a change of a title writes.
fn rows_a_change(server: &Server, olga: &Client, id: &str) -> u64 {
    let (owner, id) = (olga.me().parse().expect("an id"), id.parse().expect("an id"));
    let patch = tasks::input::TaskPatch { title: Some("Count the rows".into()), ..Default::default() };
    let done = server.app.run_blocking(Who::person(owner), move |work| {
        tasks::commands::edit(work, id, IfMatch::Any, &patch)?;
        Ok(work.tx.rows())
    });
    done.expect("a task can be changed").value as u64
}

/// One change after the other, as it is seen.
fn our_times(server: &Server, count: usize, tokens: &[String], change: impl Fn(usize)) -> (Vec<Duration>, f64) {
    let before = anonymous("self");
    let mut readers = Readers::start(&server.url, "/live", count, tokens);
    let mut times = Vec::new();
    for round in 0..rounds(count) {
        let since = micros();
        change(round);
        times.extend(readers.saw(since));
    }
    (times, anonymous("self") - before)
}

/// How long others' requests take, alone or while somebody changes something once in a while.
#[allow(clippy::disallowed_methods)]
fn beside(olga: &Client, id: &str, every: Option<Duration>) -> Times {
    let over = Arc::new(AtomicBool::new(false));
    let (writer, path, until) = (olga.clone(), format!("/tasks/{id}"), over.clone());
    let thread = every.map(|every| {
        std::thread::spawn(move || {
            let mut round = 0;
            while !until.load(Ordering::Relaxed) {
                round += 1;
                writer.patch(&path, json!({"title": format!("Turn {round}")})).ok();
                std::thread::sleep(every);
            }
        })
    });
    let (other, begun) = (olga.at(olga.url()), Instant::now());
    let mut times = Vec::new();
    while begun.elapsed() < Duration::from_secs(4) {
        let asked = Instant::now();
        other.get(&format!("/tasks/{id}")).ok();
        times.push(asked.elapsed());
    }
    over.store(true, Ordering::Relaxed);
    thread.into_iter().for_each(|thread| thread.join().expect("the writer ends"));
    Times::new(times)
}

/// A message of a topic as it is seen by two hundred, in the row of the topic everybody in the space has.
fn said(server: &Server, olga: &Client, space: &str, tokens: &[String], limit: &Times, table: &mut Table) {
    let topic = olga.post(&format!("/spaces/{space}/topics"), json!({"title": "Talk"})).ok();
    let path = format!("/items/{}/comments", topic["id"].as_str().expect("an id"));
    let say = |round: usize| {
        olga.post(&path, json!({"body": format!("{MARK} {round}")})).ok();
    };
    let ours = Times::new(our_times(server, 200, tokens, say).0);
    let show = |times: &Times| format!("p50 {:.1} ms, p95 {:.1} ms", times.at(50.0), times.at(95.0));
    table.add(Row {
        work: "a message seen by 200 connected".into(),
        items: 200,
        guildhall: show(&ours),
        limit: format!("{} bare: the rows and frames of a change", show(limit)),
        ratio: Some(ours.at(95.0) / limit.at(95.0).max(0.001)),
        reach: "p95 ≤ 150 ms".into(),
        held: Some(ours.at(95.0) <= 150.0),
        ..Row::default()
    });
}

/// Measures some numbers of readers.
pub fn measure(table: &mut Table) {
    let files = many::allow_files();
    let server = Server::start();
    live::start(&server);
    let olga = server.owner();
    let space = olga.space("Service", "open");
    let task = olga.task(&space, "Begin");
    let id = task["id"].as_str().expect("an id").to_owned();
    let most = 10_000.min(files.saturating_sub(500));
    let tokens = many::members(&server, most.div_ceil(EACH));
    // What is sent: the frame of a change of one task.
    let mut probe = guildhall_tests::Live::open(&olga, None);
    olga.patch(&format!("/tasks/{id}"), json!({"title": format!("{MARK} 0")})).ok();
    let frame = probe.until("state", |frame| frame.to_string().contains(MARK)).to_string();
    drop(probe);
    let rows = rows_a_change(&server, &olga, &id);
    let alone = beside(&olga, &id, None);
    let show = |times: &Times| {
        format!("p50 {:.1} ms, p95 {:.1} ms, last {:.1} ms", times.at(50.0), times.at(95.0), times.at(100.0))
    };
    for count in [1, 200, 1_000, most] {
        let change = |round: usize| {
            olga.patch(&format!("/tasks/{id}"), json!({"title": format!("{MARK} {count} {round}")})).ok();
        };
        let (ours, memory) = our_times(&server, count, &tokens, change);
        let (ours, limit) = (Times::new(ours), Times::new(bare_times(&olga, count, &frame, rows)));
        let sent = Times::new(bare_times(&olga, count, &frame, 0));
        let times_of = |limit: &Times| ours.at(95.0) / limit.at(95.0).max(0.001);
        let (ratio, to_sent) = (times_of(&limit), times_of(&sent));
        if count == 200 {
            said(&server, &olga, &space, &tokens, &limit, table);
        }
        let held = match count {
            200 => Some(ours.at(95.0) <= 100.0 && ratio <= 2.0),
            10_000 => Some(ours.at(100.0) <= 300.0 && memory <= 300.0),
            _ => None,
        };
        let reach = match count {
            200 => "p95 ≤ 100 ms and ≤ 2×".to_owned(),
            10_000 => format!("all ≤ 300 ms; memory ≤ 300 MB ({memory:.0} MB)"),
            _ => String::new(),
        };
        let limit = format!("{} bare: {rows} rows and the frames", show(&limit));
        table.add(Row {
            work: format!("a change seen by {count} connected"),
            items: count,
            guildhall: show(&ours),
            limit,
            ratio: Some(ratio),
            reach,
            held,
            ..Row::default()
        });
        table.add(Row {
            work: format!("a change seen by {count} connected, beside the frames alone"),
            items: count,
            guildhall: show(&ours),
            limit: format!("{} bare: the frames, nothing written", show(&sent)),
            ratio: Some(to_sent),
            reach: if count == 200 { "≤ 2×".into() } else { String::new() },
            held: (count == 200).then_some(to_sent <= 2.0),
            ..Row::default()
        });
    }
    let readers = Readers::start(&server.url, "/live", most, &tokens);
    let show = |times: &Times| format!("p50 {:.2} ms, p99 {:.2} ms", times.at(50.0), times.at(99.0));
    for (what, every) in [("", None), (", and a change a second going to all of them", Some(Duration::from_secs(1)))] {
        let with = beside(&olga, &id, every);
        let tail = with.at(99.0) / alone.at(99.0).max(0.001);
        table.add(Row {
            work: format!("others' requests beside {most} connected{what}"),
            items: most,
            guildhall: show(&with),
            limit: format!("{} with nobody", show(&alone)),
            ratio: Some(tail),
            reach: if every.is_none() { "p99 < 2×".into() } else { String::new() },
            held: every.is_none().then_some(tail < 2.0),
            ..Row::default()
        });
    }
    drop(readers);
}
