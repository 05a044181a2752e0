//! A server that is killed: each task is told under one id, whatever moment it was.

use guildhall_tests::{Process, id, process, server::PASSWORD, stand_in::StandIn, until};
use serde_json::{Value, json};
use std::collections::BTreeMap;

const TASKS: usize = 12;
const KILLS: usize = 4;

#[test]
fn killed_at_any_moment_it_tells_each_once() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("test.redb");
    let token = process::found(&data);
    let mut server = Process::start(&data);
    let hook = StandIn::start("webhook_service.py");
    // What leads into the own network is made by somebody who signed in.
    let nobody = guildhall_tests::Client::nobody(&server.url);
    let signed = nobody.post("/session", json!({ "email": "olga@example.com", "password": PASSWORD }));
    let input = json!({ "name": "Till", "url": format!("{}/open", hook.origin()), "inside": true });
    let webhook = nobody.signed_in(&signed).post("/webhooks", input).ok()["webhook"].clone();
    let mut olga = server.with_token(&token);
    let space = olga.space("Service", "open");
    let actions = json!([{ "does": "call", "webhook_id": webhook["id"] }]);
    let rule = json!({ "name": "Tell", "when": { "what": "created" }, "actions": actions });
    olga.post(&format!("/spaces/{space}/rules"), rule).ok();
    let mut made = Vec::new();
    for kill in 0..KILLS {
        for _ in 0..TASKS / KILLS {
            made.push(id(&olga.task(&space, "Swap the valve")));
        }
        // Before rules have acted, and while they do.
        std::thread::park_timeout(std::time::Duration::from_millis(20 * kill as u64));
        server.kill();
        server = Process::start(&data);
        olga = server.with_token(&token);
    }
    let told = || {
        let mut ids: BTreeMap<String, Vec<Value>> = BTreeMap::new();
        for one in hook.told() {
            let task = one["body"]["data"]["task"]["id"].as_str().unwrap().to_owned();
            ids.entry(task).or_default().push(one["id"].clone());
        }
        ids
    };
    let told = until(told, |told| told.len() == TASKS);
    for task in &made {
        let mut ids = told[task].clone();
        ids.dedup();
        assert_eq!(ids.len(), 1, "{task}");
    }
    let page = olga.get(&format!("/webhooks/{}/deliveries", id(&webhook))).ok();
    assert_eq!(page["items"].as_array().unwrap().len(), TASKS);
}
