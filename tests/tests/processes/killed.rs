//! A server that is killed while it starts runs: each occurrence has one run with one task, or none yet.

use guildhall_tests::{Dice, Process, id, process};
use serde_json::json;
use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

const PROCESSES: usize = 6;
const KILLS: usize = 12;
const PATIENCE: Duration = Duration::from_secs(120);

#[test]
fn killed_at_any_moment_it_starts_no_run_twice() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("test.redb");
    let token = process::found(&data);
    let mut server = Process::start(&data);
    let mut olga = server.with_token(&token);
    let space = olga.space("Service", "open");
    // Shown sixty days before, sixty runs of each are due at once: one of each in every turn.
    let make = |number: usize| {
        let input = json!({ "name": format!("P{number}"), "rule": "every day 9:00", "show_days": 60 });
        id(&olga.post(&format!("/spaces/{space}/processes"), input).ok())
    };
    let made: Vec<String> = (0..PROCESSES).map(make).collect();
    let mut dice = Dice::new(20_261_128);
    for _ in 0..KILLS {
        std::thread::park_timeout(Duration::from_millis(20 + dice.below(250) as u64));
        server.kill();
        server = Process::start(&data);
        olga = server.with_token(&token);
    }
    let begun = Instant::now();
    loop {
        let mut counts = Vec::new();
        let mut tasks = BTreeMap::new();
        for one in &made {
            let runs = olga.get(&format!("/processes/{one}/runs?limit=200")).ok()["items"].as_array().unwrap().clone();
            let mut numbers: Vec<u64> = runs.iter().map(|run| run["number"].as_u64().unwrap()).collect();
            numbers.reverse();
            assert_eq!(numbers, (1..=runs.len() as u64).collect::<Vec<_>>(), "numbers without a gap");
            let mut times: Vec<&str> = runs.iter().map(|run| run["occurrence_at"].as_str().unwrap()).collect();
            let all = times.len();
            times.dedup();
            assert_eq!(times.len(), all, "an occurrence has one run");
            for run in &runs {
                assert!(run["task_key"].is_string(), "a run has its task: {run}");
                assert_eq!(tasks.insert(run["task_key"].to_string(), one.clone()), None);
            }
            counts.push(all);
        }
        // Which of them are due in sixty days is 59 to 61 by the hour and the clock changes. The last ones may have come
        // between one answer and the other.
        let total = olga.get(&format!("/spaces/{space}/view")).ok()["total"].as_u64().unwrap();
        if counts.iter().all(|count| *count >= 59) && total == tasks.len() as u64 {
            return;
        }
        assert!(begun.elapsed() < PATIENCE, "{counts:?} runs, and {total} tasks");
        std::thread::park_timeout(Duration::from_millis(100));
    }
}
