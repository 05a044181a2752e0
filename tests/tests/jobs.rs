//! Jobs: done once when all goes well, again when it may, and never lost; and the caretaker's rounds.

use guildhall::{
    App, cli,
    jobs::{Failure, Handler, Progress, Runner},
};
use guildhall_domain::Id;
use guildhall_tests::Server;
use serde_json::{Value, json};
use std::{
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

/// A handler that fails in the way its payload says, the first time.
#[derive(Default)]
struct Moody(Mutex<Vec<String>>);

impl Handler for Moody {
    fn kind(&self) -> &'static str {
        "moody"
    }

    fn label(&self, payload: &[u8]) -> String {
        String::from_utf8_lossy(payload).into_owned()
    }

    fn run(&self, _: &App, _: Id, payload: &[u8], progress: &mut Progress<'_>) -> Result<Value, Failure> {
        let word = self.label(payload);
        let first = {
            let mut done = self.0.lock().unwrap();
            done.push(word.clone());
            done.iter().filter(|other| **other == word).count() == 1
        };
        progress.report(1, 2, "half");
        match word.as_str() {
            "later" if first => Err(Failure::Later("not now".into())),
            "never" => Err(Failure::ForGood("the file is empty".into())),
            "panic" if first => panic!("a fault in a handler"),
            _ => Ok(json!({ "said": word })),
        }
    }
}

#[test]
fn jobs_are_done_tried_again_or_told_of() {
    let server = Server::start();
    let owner = server.owner();
    let moody = Arc::new(Moody::default());
    let runner = Runner::start(&server.app, vec![moody.clone()]).unwrap();
    let now = server.clock.now_ms();
    for word in ["fine", "later", "never", "panic"] {
        let add =
            move |tx: &mut guildhall_store::Tx<'_>| guildhall_store::jobs::enqueue(tx, "moody", word.as_bytes(), now);
        server.app.store().write(add).wait().unwrap();
    }
    server.app.parts().jobs.ring();
    let until = |holds: &dyn Fn(&[Value]) -> bool| {
        let begun = Instant::now();
        loop {
            let jobs = owner.get("/admin/jobs").ok()["items"].as_array().unwrap().clone();
            if holds(&jobs) {
                return jobs;
            }
            assert!(begun.elapsed() < Duration::from_secs(20), "{jobs:#?}");
        }
    };
    let of = |jobs: &[Value], label: &str| jobs.iter().find(|job| job["label"] == label).cloned().unwrap();
    let ended = |job: &Value| job["state"] != "running" && !(job["result"].is_null() && job["error"].is_null());
    let jobs = until(&|jobs| jobs.iter().all(ended));
    assert_eq!(
        (of(&jobs, "fine")["state"].clone(), of(&jobs, "fine")["result"].clone()),
        (json!("done"), json!({"said": "fine"}))
    );
    assert_eq!(
        (of(&jobs, "never")["state"].clone(), of(&jobs, "never")["error"].clone()),
        (json!("failed"), json!("the file is empty"))
    );
    assert_eq!(
        (of(&jobs, "later")["state"].clone(), of(&jobs, "later")["error"].clone()),
        (json!("waiting"), json!("not now"))
    );
    assert_eq!(of(&jobs, "panic")["state"], "waiting");

    // One is tried again by hand, the other by itself when its time has come.
    owner.post(&format!("/admin/jobs/{}/retry", of(&jobs, "later")["id"].as_str().unwrap()), json!({})).ok();
    server.clock.advance(60_000);
    server.app.parts().jobs.ring();
    let jobs = until(&|jobs| jobs.iter().filter(|job| job["state"] == "done").count() == 3);
    assert_eq!(of(&jobs, "panic")["attempts"], 2);
    assert_eq!(owner.delete(&format!("/admin/jobs/{}", of(&jobs, "never")["id"].as_str().unwrap())).status, 204);
    runner.stop();
}

#[test]
fn the_trash_is_emptied_after_thirty_days() {
    let server = Server::start();
    let owner = server.owner();
    let space = owner.space("Yard", "open");
    let (old, parent, young) = (owner.task(&space, "Old"), owner.task(&space, "Parent"), owner.task(&space, "Young"));
    let path = |task: &Value| format!("/tasks/{}", task["id"].as_str().unwrap());
    let child =
        owner.post(&format!("/spaces/{space}/tasks"), json!({"title": "Child", "parent_id": parent["id"]})).ok();
    owner.delete(&path(&old)).ok();
    owner.delete(&path(&parent)).ok();
    server.clock.advance(20 * 24 * 3_600_000);
    owner.delete(&path(&young)).ok();
    server.clock.advance(10 * 24 * 3_600_000 + 1);
    cli::care::sweep(&server.app).unwrap();
    for gone in [&old, &parent, &child] {
        owner.put(&format!("{}/restore", path(gone)), json!({})).fails(404, "not_found");
    }
    owner.put(&format!("{}/restore", path(&young)), json!({})).ok();
}
