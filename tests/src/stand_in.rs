//! A program of its own that stands in for another one: it says on a line what it is, and on each further line what it was
//! sent. It shares no code with the server.

use crate::smtp::python;
use serde_json::Value;
use std::{
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

const PATIENCE: Duration = Duration::from_secs(60);

/// See the module.
pub struct StandIn {
    child: Child,
    /// What it said first.
    pub first: Value,
    told: Arc<Mutex<Vec<Value>>>,
}

impl StandIn {
    /// Starts one of the scripts beside this file.
    pub fn start(script: &str) -> StandIn {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(script);
        let mut child =
            Command::new(python()).arg(script).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let first = serde_json::from_str(&lines.next().unwrap().unwrap()).unwrap();
        let told = Arc::new(Mutex::new(Vec::new()));
        let kept = told.clone();
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                kept.lock().unwrap().push(serde_json::from_str(&line).unwrap());
            }
        });
        StandIn { child, first, told }
    }

    /// Where it is.
    pub fn origin(&self) -> String {
        format!("http://127.0.0.1:{}", self.first["port"])
    }

    /// Tells it a line.
    pub fn say(&mut self, line: &str) {
        writeln!(self.child.stdin.as_mut().unwrap(), "{line}").unwrap();
    }

    /// Everything it was sent so far, taken or not.
    #[track_caller]
    pub fn told(&self) -> Vec<Value> {
        let told = self.told.lock().unwrap().clone();
        assert!(told.iter().all(|one| one["broken"].is_null()), "{told:#?}");
        told
    }

    /// Waits until it was sent so much, and answers it.
    #[track_caller]
    pub fn wait(&self, count: usize) -> Vec<Value> {
        let begun = Instant::now();
        while self.told().len() < count {
            assert!(begun.elapsed() < PATIENCE, "{} of {count}: {:#?}", self.told().len(), self.told());
            std::thread::park_timeout(Duration::from_millis(5));
        }
        self.told()
    }
}

impl Drop for StandIn {
    fn drop(&mut self) {
        // It ends when nobody holds its input any more.
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}
