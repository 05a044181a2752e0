//! How long the real executable takes until it answers, after a clean stop and after kill -9, beside a
//! bare open of the same file; and the memory it holds.

use super::{
    search::questions,
    seed::Seeded,
    table::{Row, Table},
    wire::Wire,
};
use redb::{Database, ReadableDatabase};
use rustix::process::Signal;
use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    time::Instant,
};

fn executable() -> std::path::PathBuf {
    let bench = std::env::current_exe().expect("the bench knows where it is");
    bench.with_file_name("guildhall")
}

/// Starts the executable and answers it with the seconds until its ready line and its address.
fn start(data: &Path) -> (Child, f64, String) {
    let begun = Instant::now();
    let mut child = Command::new(executable())
        .args(["serve", "--listen", "127.0.0.1:0", "--data"])
        .arg(data)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the executable was built: cargo build --release -p guildhall");
    let mut line = String::new();
    let mut lines = BufReader::new(child.stdout.take().expect("its output"));
    lines.read_line(&mut line).expect("a ready line");
    let seconds = begun.elapsed().as_secs_f64();
    let url = line.split_whitespace().find(|word| word.starts_with("http://")).expect("the ready line has the address");
    (child, seconds, url.trim_end_matches('/').to_owned())
}

/// What a day does to memory, in short: lists, the mix of questions, some writes. Answers what failed.
fn load(seeded: &Asked, url: &str) -> usize {
    let mut wire = Wire::connect(url, &seeded.cookie);
    let tasks = format!("/api/v1/spaces/{}/tasks", seeded.space);
    let mut errors = 0;
    for question in &seeded.questions {
        errors += usize::from(wire.send("GET", question, "").0 != 200);
        errors += usize::from(wire.send("GET", &format!("{tasks}?limit=200"), "").0 != 200);
        errors += usize::from(wire.send("POST", &tasks, "{\"title\":\"Made under load\"}").0 != 201);
    }
    errors
}

/// What is kept of the company when its server in this process has ended.
struct Asked {
    cookie: String,
    space: guildhall_domain::Id,
    questions: Vec<String>,
}

fn signal(child: &mut Child, kill: Signal) {
    let pid = rustix::process::Pid::from_child(child);
    rustix::process::kill_process(pid, kill).expect("the process can be ended");
    child.wait().expect("it ends");
}

/// Anonymous memory in MB.
fn memory(child: &Child) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("RssAnon")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kilobytes| kilobytes.parse::<f64>().ok()).unwrap_or(0.0) / 1024.0
}

/// Measures starts and memory; the server of the bench ends before.
pub fn measure(seeded: Seeded, table: &mut Table) {
    let size = seeded.size;
    let asked = Asked {
        cookie: seeded.cookie.clone(),
        space: seeded.space,
        questions: questions(&seeded).iter().map(|question| question.path()).collect(),
    };
    let (data, _folder) = seeded.server.stop();
    let (mut first, _, _) = start(&data);
    signal(&mut first, Signal::TERM);
    let begun = Instant::now();
    let bare = Database::open(&data).expect("the file opens");
    bare.begin_read().expect("the file reads");
    let limit = begun.elapsed().as_secs_f64();
    drop(bare);
    let (mut child, clean, _) = start(&data);
    signal(&mut child, Signal::KILL);
    let (mut child, killed, url) = start(&data);
    let held = memory(&child);
    let errors = load(&asked, &url);
    let worked = memory(&child);
    signal(&mut child, Signal::TERM);
    for (what, seconds, most) in [("a clean stop", clean, 0.3), ("kill -9", killed, 1.0)] {
        table.add(Row {
            work: format!("ready after {what}"),
            items: size,
            guildhall: format!("{seconds:.3} s"),
            limit: format!("{limit:.3} s bare open"),
            ratio: None,
            reach: format!("≤ {most} s"),
            held: Some(seconds <= most),
            ..Row::default()
        });
    }
    mb(table, "anonymous memory after start", size, held, 200.0, 0);
    mb(table, "anonymous memory after 600 questions, lists of 200 and writes", size, worked, 200.0, errors);
    let folder = tempfile::tempdir().expect("a folder");
    let (mut child, _, _) = start(&folder.path().join("empty.redb"));
    mb(table, "anonymous memory, empty file", 0, memory(&child), 40.0, 0);
    signal(&mut child, Signal::TERM);
}

fn mb(table: &mut Table, work: &str, items: usize, held: f64, most: f64, errors: usize) {
    table.add(Row {
        work: work.into(),
        items,
        guildhall: format!("{held:.0} MB"),
        limit: "—".into(),
        reach: format!("≤ {most:.0} MB"),
        held: Some(held <= most),
        errors,
        ..Row::default()
    });
}
