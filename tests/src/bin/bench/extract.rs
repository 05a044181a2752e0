//! The words of a folder of documents: read by processes of their own as the server does it, beside the same readers in
//! this process; and what that costs the server in memory.

use super::{
    running::anonymous,
    table::{Row, Table},
};
use guildhall::{
    files::{reading, reading::Reader, store},
    jobs::Runner,
};
use guildhall_domain::file::detect;
use guildhall_store::Span;
use guildhall_tests::{Server, process};
use std::{
    panic::catch_unwind,
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant},
};

/// Longest it may take.
const PATIENCE: Duration = Duration::from_secs(120);

/// Measures the documents of the folder of samples; without one nothing is.
pub fn measure(table: &mut Table) {
    let Some(samples) = std::env::var_os("GUILDHALL_SAMPLES").map(PathBuf::from) else {
        eprintln!("extraction is not measured: GUILDHALL_SAMPLES is not set");
        return;
    };
    let documents = documents(&samples.join("documents"));
    let (ours, grown, errors) = served(&documents);
    let limit = bare(&documents);
    table.add(Row {
        work: format!("the words of {} documents read", documents.len()),
        guildhall: format!("{:.0} ms, memory + {grown:.0} MB", ours.as_secs_f64() * 1000.0),
        limit: format!("{:.0} ms the same readers in this process", limit.as_secs_f64() * 1000.0),
        ratio: Some(limit.as_secs_f64() / ours.as_secs_f64()),
        reach: "≤ 1.5× the time; memory + 20 MB".into(),
        held: Some(ours <= limit.mul_f64(1.5) && grown <= 20.0),
        errors,
        ..Row::default()
    });
}

/// Those that have words to read.
fn documents(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let entries = std::fs::read_dir(folder).expect("the folder of samples can be read").flatten();
    let named = entries.map(|entry| (entry.file_name().to_string_lossy().into_owned(), entry.path()));
    let mut all: Vec<(String, Vec<u8>)> =
        named.filter_map(|(name, path)| Some((name, std::fs::read(path).ok()?))).collect();
    all.retain(|(name, bytes)| detect(bytes, name).has_text());
    all.sort();
    all
}

/// From the start of the readers to the last document; how much memory that took; what failed.
fn served(documents: &[(String, Vec<u8>)]) -> (Duration, f64, usize) {
    let server = Server::start();
    let owner = server.owner();
    let task = owner.task(&owner.space("Documents", "open"), "Read these");
    let task = task["id"].as_str().unwrap_or_default();
    let refused = documents.iter().filter(|(name, bytes)| owner.attach(task, name, bytes).status != 201).count();
    let (before, begun) = (anonymous("self"), Instant::now());
    let reader = Reader::with(process::executable().to_owned(), PATIENCE);
    let runner = Runner::start(&server.app, vec![Arc::new(reader)]).expect("the readers start");
    let waits = || {
        let snapshot = server.app.store().snapshot().expect("a snapshot");
        snapshot.read().keys(&store::WAITING, Span::all()).expect("keys").next().is_some()
    };
    let mut held = before;
    while waits() && begun.elapsed() < PATIENCE {
        held = held.max(anonymous("self"));
        std::thread::park_timeout(Duration::from_millis(1));
    }
    let took = begun.elapsed();
    let late = usize::from(waits());
    runner.stop();
    (took, held - before, refused + late)
}

/// One after the other, as one process would.
fn bare(documents: &[(String, Vec<u8>)]) -> Duration {
    let begun = Instant::now();
    for (name, bytes) in documents {
        let Some(kind) = reading::readable(detect(bytes, name)) else { continue };
        // A broken document may make a reader panic, which is why the server has them read elsewhere.
        let _read = catch_unwind(|| guildhall_extract::text(kind, bytes).map(drop));
    }
    begun.elapsed()
}
