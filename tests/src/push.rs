//! A push service and the browser behind it, in a program of its own that shares no code with the server.

use crate::smtp::python;
use serde_json::{Value, json};
use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

const PATIENCE: Duration = Duration::from_secs(30);

/// See the module.
pub struct Browser {
    child: Child,
    first: Value,
    told: Arc<Mutex<Vec<Value>>>,
}

impl Browser {
    /// Starts one.
    pub fn start() -> Browser {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/push_service.py");
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
        Browser { child, first, told }
    }

    /// Where its service is.
    pub fn origin(&self) -> String {
        format!("http://127.0.0.1:{}", self.first["port"])
    }

    /// What it sends when its owner agrees; `path` says how its service behaves.
    pub fn agreed(&self, path: &str, content: bool) -> Value {
        json!({
            "endpoint": format!("{}{path}", self.origin()),
            "p256dh": self.first["p256dh"],
            "auth": self.first["auth"],
            "content": content,
        })
    }

    /// Everything its service was sent so far, taken or not.
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

impl Drop for Browser {
    fn drop(&mut self) {
        // It ends when nobody holds its input any more.
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}
