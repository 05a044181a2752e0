//! How long the real executable takes until it answers, after a clean stop and after kill -9, beside a
//! bare open of the same file; and the memory it holds.

use super::{
    running::Running,
    search::questions,
    seed::Seeded,
    table::{Row, Table},
    wire::Wire,
};
use redb::{Database, ReadableDatabase};
use rustix::process::Signal;
use std::time::Instant;

/// What a day does to memory, in short: lists, the mix of questions, some writes. Answers what failed.
fn load(seeded: &Asked, url: &str) -> usize {
    let mut wire = Wire::connect(url, &seeded.cookie);
    let tasks = format!("/api/v1/spaces/{}/tasks", seeded.space);
    let mut errors = 0;
    for question in &seeded.questions {
        errors += usize::from(wire.send("GET", question, "").0 != 200);
        errors += usize::from(wire.send("GET", &format!("{tasks}?limit=200"), "").0 != 200);
        errors += usize::from(wire.send("POST", &tasks, "{\"title\":\"Made under load\"}").0 != 201);
    }
    errors
}

/// What is kept of the company when its server in this process has ended.
struct Asked {
    cookie: String,
    space: guildhall_domain::Id,
    questions: Vec<String>,
}

/// Measures starts and memory; the server of the bench ends before.
pub fn measure(seeded: Seeded, table: &mut Table) {
    let size = seeded.size;
    let asked = Asked {
        cookie: seeded.cookie.clone(),
        space: seeded.space,
        questions: questions(&seeded).iter().map(|question| question.path()).collect(),
    };
    let (data, _folder) = seeded.server.stop();
    Running::start(&data).end(Signal::TERM);
    let begun = Instant::now();
    let bare = Database::open(&data).expect("the file opens");
    bare.begin_read().expect("the file reads");
    let limit = begun.elapsed().as_secs_f64();
    drop(bare);
    let running = Running::start(&data);
    let clean = running.seconds;
    running.end(Signal::KILL);
    let running = Running::start(&data);
    let (killed, held) = (running.seconds, running.memory());
    let errors = load(&asked, &running.url);
    let worked = running.memory();
    running.end(Signal::TERM);
    for (what, seconds, most) in [("a clean stop", clean, 0.3), ("kill -9", killed, 1.0)] {
        table.add(Row {
            work: format!("ready after {what}"),
            items: size,
            guildhall: format!("{seconds:.3} s"),
            limit: format!("{limit:.3} s bare open"),
            ratio: None,
            reach: format!("≤ {most} s"),
            held: Some(seconds <= most),
            ..Row::default()
        });
    }
    mb(table, "anonymous memory after start", size, held, 200.0, 0);
    mb(table, "anonymous memory after 600 questions, lists of 200 and writes", size, worked, 200.0, errors);
    let folder = tempfile::tempdir().expect("a folder");
    let running = Running::start(&folder.path().join("empty.redb"));
    mb(table, "anonymous memory, empty file", 0, running.memory(), 40.0, 0);
    running.end(Signal::TERM);
}

fn mb(table: &mut Table, work: &str, items: usize, held: f64, most: f64, errors: usize) {
    table.add(Row {
        work: work.into(),
        items,
        guildhall: format!("{held:.0} MB"),
        limit: "—".into(),
        reach: format!("≤ {most:.0} MB"),
        held: Some(held <= most),
        errors,
        ..Row::default()
    });
}
