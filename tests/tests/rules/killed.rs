//! A server that is killed while rules act: each change was answered once, or is after the next start.

use guildhall_tests::{Dice, Process, id, process};
use serde_json::json;
use std::time::{Duration, Instant};

const TASKS: usize = 120;
const KILLS: usize = 8;
const PATIENCE: Duration = Duration::from_secs(120);

#[test]
fn killed_at_any_moment_it_acts_on_each_change_once() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("test.redb");
    let token = process::found(&data);
    let mut server = Process::start(&data);
    let mut olga = server.with_token(&token);
    let space = olga.space("Service", "open");
    let rule = |text: &str| {
        let actions = json!([{ "does": "comment", "text": text }]);
        let input = json!({ "name": text, "when": { "what": "created" }, "actions": actions });
        id(&olga.post(&format!("/spaces/{space}/rules"), input).ok())
    };
    let rules = [rule("First"), rule("Second")];
    let mut dice = Dice::new(20_261_129);
    let mut made = Vec::new();
    for _ in 0..KILLS {
        for _ in 0..TASKS / KILLS {
            made.push(id(&olga.task(&space, "Swap the valve")));
        }
        std::thread::park_timeout(Duration::from_millis(dice.below(60) as u64));
        server.kill();
        server = Process::start(&data);
        olga = server.with_token(&token);
    }
    let begun = Instant::now();
    loop {
        let total = |rule: &String| olga.get(&format!("/rules/{rule}")).ok()["acted_total"].as_u64().unwrap();
        let totals: Vec<u64> = rules.iter().map(total).collect();
        if totals.iter().all(|total| *total == made.len() as u64) {
            break;
        }
        assert!(totals.iter().all(|total| *total <= made.len() as u64), "{totals:?}");
        assert!(begun.elapsed() < PATIENCE, "{totals:?} of {}", made.len());
        std::thread::park_timeout(Duration::from_millis(50));
    }
    for task in &made {
        let said = olga.get(&format!("/items/{task}/comments")).ok();
        let said: Vec<&str> =
            said["items"].as_array().unwrap().iter().map(|one| one["body"].as_str().unwrap()).collect();
        assert_eq!(said, ["First", "Second"]);
    }
}
