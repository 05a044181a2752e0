//! Many connections, and those that do not read: they cost a bounded amount, and nobody else waits for them. In the
//! long form (`cargo xtask test --long`) there are 10,000; the system must then allow twice as many open files,
//! because both ends are in this process. `cargo xtask bench` measures them apart. A process of its own, because its
//! memory is what is looked at, and what other tests take would count.

use guildhall_tests::{
    Client, Server, live,
    many::{self, EACH, Many, connect},
};
use serde_json::json;
use std::time::Instant;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

/// Those that read nothing.
const DEAF: usize = 10;
/// What each of them is to be sent, in all, by far more than anybody keeps for them.
const EDITS: usize = 40;
const BODY: usize = 1_000_000;

fn anonymous_memory() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<usize>().unwrap() * 1024
}

fn wanted() -> usize {
    let asked = if std::env::var_os("GUILDHALL_LONG").is_some() { 10_000 } else { 1_000 };
    let files = many::allow_files();
    let possible = files.saturating_sub(500) / 2;
    if asked > possible {
        println!("{possible} connections instead of {asked}: this system allows {files} open files");
    }
    asked.min(possible)
}

#[test]
fn nobody_waits_for_those_who_do_not_read_and_they_cost_little() {
    let server = Server::start();
    live::start(&server);
    let olga = server.owner();
    let space = olga.space("Service", "open");
    let task = olga.post(&format!("/spaces/{space}/tasks"), json!({"title": "Begin", "body": "x".repeat(BODY)})).ok();
    let (id, count) = (task["id"].as_str().unwrap().to_owned(), wanted());
    let tokens = many::members(&server, count.div_ceil(EACH) + DEAF);
    let (readers, deaf) = tokens.split_at(count.div_ceil(EACH));
    let address = server.url.trim_start_matches("http://").to_owned();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let mut many = Many::open(&address, "/live", readers, count, "Turn ").await;
        println!("{count} connections");
        let edit = |turn: usize| {
            let (olga, path): (Client, String) = (olga.clone(), format!("/tasks/{id}"));
            tokio::task::spawn_blocking(move || {
                let since = Instant::now();
                olga.patch(&path, json!({"title": format!("Turn {turn}")})).ok();
                since
            })
        };
        let mut alone = Vec::new();
        for turn in 0..3 {
            let since = edit(turn).await.unwrap();
            alone.push(*many.all_saw(since).await.iter().max().unwrap());
        }
        // They look at the large task, so each change of it is for each of them as large as it is.
        let mut kept = Vec::new();
        for token in deaf {
            let mut stream = connect(&address, "/live", token, Some(4096)).await.unwrap();
            let look = json!({"type": "look", "item_id": id}).to_string();
            stream.write_all(&live::masked(1, look.as_bytes())).await.unwrap();
            kept.push(stream);
        }
        let hub = server.app.parts().live.get().unwrap();
        assert_eq!(hub.connections(), count + DEAF);
        let before = anonymous_memory();
        let (mut beside, mut most) = (Vec::new(), 0);
        for turn in 0..EDITS {
            let since = edit(100 + turn).await.unwrap();
            beside.push(*many.all_saw(since).await.iter().max().unwrap());
            most = most.max(anonymous_memory().saturating_sub(before));
        }
        println!("the last of all saw it after {alone:?}; beside {DEAF} that read nothing {beside:?}");
        println!("{} MB more at most; unbounded it would be {} MB", most >> 20, (DEAF * EDITS * BODY) >> 20);
        // The cache of the data file grows meanwhile as well, to 64 MB.
        assert!(most < DEAF * (2 << 20) + (160 << 20), "{} MB", most >> 20);
        // Sooner or later each of them has been sent too much; then their places are free, and nobody else's.
        let mut turn = 1_000;
        while hub.connections() > count {
            assert!(turn < 2_000, "{} of {count}", hub.connections());
            turn += 1;
            let since = edit(turn).await.unwrap();
            many.all_saw(since).await;
        }
        assert_eq!(hub.connections(), count);
        // What they find when they read again is an end.
        let mut first = kept.remove(0);
        let mut all = Vec::new();
        let ended = tokio::time::timeout(live::PATIENCE, first.read_to_end(&mut all)).await;
        assert!(ended.is_ok(), "the connection goes on after {} bytes", all.len());
    });
}
