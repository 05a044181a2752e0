//! The real executable in a process of its own: what it needs can be told from what the bench needs itself.

use guildhall_tests::Client;
use rustix::process::Signal;
use serde_json::json;
use std::{
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Instant,
};

/// A server.
pub struct Running {
    child: Child,
    /// Its address, without a slash at the end.
    pub url: String,
    /// From its start to its ready line.
    pub seconds: f64,
}

fn executable() -> PathBuf {
    let bench = std::env::current_exe().expect("the bench knows where it is");
    bench.with_file_name("guildhall")
}

impl Running {
    /// Starts it with a data file and waits for its ready line.
    pub fn start(data: &Path) -> Running {
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
        let url = line.split_whitespace().find(|word| word.starts_with("http://"));
        let url = url.expect("the ready line has the address").trim_end_matches('/').to_owned();
        Running { child, url, seconds }
    }

    /// Anonymous memory in MB.
    pub fn memory(&self) -> f64 {
        anonymous(&self.child.id().to_string())
    }

    /// Ends it by a signal.
    pub fn end(mut self, kill: Signal) {
        let pid = rustix::process::Pid::from_child(&self.child);
        rustix::process::kill_process(pid, kill).expect("the process can be ended");
        self.child.wait().expect("it ends");
    }
}

/// Anonymous memory of a process, in MB; `self` is this one.
pub fn anonymous(process: &str) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("RssAnon")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kilobytes| kilobytes.parse::<f64>().ok()).unwrap_or(0.0) / 1024.0
}

/// A server with an organization and nothing in it, and its owner, signed in.
pub fn empty(folder: &Path) -> (Running, Client) {
    let (data, password) = (folder.join("guildhall.redb"), folder.join("password"));
    std::fs::write(&password, "seventeen green kettles").expect("a file");
    let made = Command::new(executable())
        .args(["owner", "create", "--email", "olga@example.org", "--name", "Olga", "--organization", "Empty", "--data"])
        .arg(&data)
        .arg("--password-file")
        .arg(&password)
        .stdout(Stdio::null())
        .status();
    assert!(made.is_ok_and(|status| status.success()), "an owner can be made");
    let running = Running::start(&data);
    let nobody = Client::nobody(&running.url);
    let session = json!({"email": "olga@example.org", "password": "seventeen green kettles"});
    let olga = nobody.signed_in(&nobody.post("/session", session));
    (running, olga)
}
