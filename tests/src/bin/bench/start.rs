//! How long the real executable takes until it answers, after a clean stop and after kill -9, beside a
//! bare open of the same file; and the memory it holds.

use super::{seed::Seeded, table::Table};
use redb::{Database, ReadableDatabase};
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

/// Starts the executable and answers it with the seconds until its ready line.
fn start(data: &Path) -> (Child, f64) {
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
    assert!(line.contains("ready"), "{line}");
    (child, begun.elapsed().as_secs_f64())
}

fn signal(child: &mut Child, kill: rustix::process::Signal) {
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
    let (data, _folder) = seeded.server.stop();
    let (mut first, _) = start(&data);
    signal(&mut first, rustix::process::Signal::TERM);
    let begun = Instant::now();
    let bare = Database::open(&data).expect("the file opens");
    bare.begin_read().expect("the file reads");
    let limit = begun.elapsed().as_secs_f64();
    drop(bare);
    let (mut child, clean) = start(&data);
    let held = memory(&child);
    signal(&mut child, rustix::process::Signal::KILL);
    let (mut child, killed) = start(&data);
    signal(&mut child, rustix::process::Signal::TERM);
    let row = |table: &mut Table, what: &str, seconds: f64, most: f64| {
        table.row(
            what,
            size,
            format!("{seconds:.3} s"),
            format!("{limit:.3} s bare open"),
            Some(limit / seconds),
            &format!("≤ {most} s"),
            Some(seconds <= most),
            0,
        );
    };
    row(table, "ready after a clean stop", clean, 0.3);
    row(table, "ready after kill -9", killed, 1.0);
    table.row(
        "anonymous memory after start",
        size,
        format!("{held:.0} MB"),
        "—".into(),
        None,
        "≤ 200 MB",
        Some(held <= 200.0),
        0,
    );
    let folder = tempfile::tempdir().expect("a folder");
    let (mut child, _) = start(&folder.path().join("empty.redb"));
    let empty = memory(&child);
    signal(&mut child, rustix::process::Signal::TERM);
    table.row(
        "anonymous memory, empty file",
        0,
        format!("{empty:.0} MB"),
        "—".into(),
        None,
        "≤ 40 MB",
        Some(empty <= 40.0),
        0,
    );
}
