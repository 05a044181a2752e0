//! Who has the cores first where there are few.

use super::founded;
use guildhall_tests::{Process, until};
use std::{collections::BTreeMap, fs};

/// How far each thread of a process steps back.
fn niceness(process: u32) -> BTreeMap<String, i32> {
    let tasks = fs::read_dir(format!("/proc/{process}/task")).unwrap();
    let each = tasks.flatten().filter_map(|task| {
        // One that ended meanwhile counts no more.
        let stat = fs::read_to_string(task.path().join("stat")).ok()?;
        let (name, rest) = stat.split_once(") ")?;
        let name = name.split_once('(')?.1.to_owned();
        Some((name, rest.split(' ').nth(16)?.parse().ok()?))
    });
    each.collect()
}

#[test]
fn what_nobody_waits_for_steps_back_behind_requests() {
    let (_folder, data, _) = founded();
    let server = Process::start(&data);
    let known = ["search", "inbox", "clockwork", "mail", "rules", "caretaker"];
    // A thread has its name a moment before it steps back.
    until(|| niceness(server.id()), |all| known.iter().all(|name| all.get(*name) == Some(&10)));
    let all = niceness(server.id());
    for name in ["live", "pages", "store-writer"] {
        assert_eq!(all.get(name), Some(&0), "{all:?}");
    }
    assert!(all.iter().filter(|(name, _)| name.starts_with("actix")).all(|(_, nice)| *nice == 0), "{all:?}");
}
