//! Many small files, beside the same contents and rows written in the process.

use super::{
    create::alone,
    seed::Seeded,
    table::{Row, Table},
    wire::Wire,
};
use futures_util::FutureExt;
use guildhall::{access::Who, files, tasks};
use std::sync::atomic::{AtomicU64, Ordering};

const ITEMS: usize = 100;
const SMALL_BYTES: usize = 20_000;

/// Bytes that no one has sent before.
pub fn fill(out: &mut [u8], seed: u64) {
    blake3::Hasher::new().update(&seed.to_le_bytes()).finalize_xof().fill(out);
}

/// A task to attach to.
fn task(seeded: &Seeded) -> String {
    let (space, owner) = (seeded.space, seeded.owner);
    let input = tasks::input::TaskInput { title: "Files".into(), ..Default::default() };
    let done =
        seeded.server.app.run_blocking(Who::person(owner), move |work| tasks::commands::create(work, space, &input));
    done.expect("a task can be made").value.id.to_string()
}

/// Measures them.
pub fn measure(seeded: &Seeded, table: &mut Table) {
    let app = &seeded.server.app;
    let owner = seeded.owner;
    // Many tasks, because an item has five hundred files at most.
    let items: Vec<String> = (0..ITEMS * 2).map(|_| task(seeded)).collect();
    let item = |n: u64, half: usize| &items[usize::try_from(n).unwrap_or(0) % ITEMS + half * ITEMS];
    let counter = AtomicU64::new(1 << 40);
    let used = || app.store().doctor().ok().and_then(|doctor| doctor.used_bytes).unwrap_or(0);
    let bare = alone(16, |_| {
        let (counter, item) = (&counter, &item);
        move || {
            let mut bytes = vec![0; SMALL_BYTES];
            let n = counter.fetch_add(1, Ordering::Relaxed);
            fill(&mut bytes, n);
            let content = async {
                let mut writer = app.store().blob_writer(0)?;
                writer.write(&bytes).await?;
                writer.finish().await
            };
            // So few bytes are only gathered: there is nothing to wait for.
            let content = content.now_or_never().expect("a small content is ready at once");
            let item = item(n, 0).parse().expect("an id");
            content.is_ok_and(|content| {
                let new = files::commands::New { id: None, item, name: format!("small {n}"), content };
                app.run_blocking(Who::person(owner), move |work| files::commands::attach(work, &new).map(drop)).is_ok()
            })
        }
    });
    let (before, first) = (used(), counter.load(Ordering::Relaxed));
    let ours = alone(16, |_| {
        let mut wire = Wire::connect(&seeded.server.url, &seeded.cookie);
        let (counter, item) = (&counter, &item);
        move || {
            let mut bytes = vec![0; SMALL_BYTES];
            let n = counter.fetch_add(1, Ordering::Relaxed);
            fill(&mut bytes, n);
            // Letters, at next to no cost: the wire of the bench takes text.
            bytes.iter_mut().for_each(|byte| *byte = b'A' + (*byte & 31));
            let text = String::from_utf8(bytes).expect("letters");
            let path = format!("/api/v1/items/{}/attachments?name=small{n}", item(n, 1));
            wire.send("POST", &path, &text).0 == 201
        }
    });
    let sent = (counter.load(Ordering::Relaxed) - first) * SMALL_BYTES as u64;
    let room = used().saturating_sub(before) as f64 / sent.max(1) as f64;
    let ratio = ours.rate / bare.rate;
    table.add(Row {
        work: "small files of 20 kB attached, 16 connections".into(),
        items: seeded.size,
        guildhall: format!("{}; {room:.2} × their bytes", ours.words()),
        limit: format!("{} the same rows and bytes in process", bare.words()),
        ratio: Some(ratio),
        p50: None,
        reach: "≥ 0.5; file ≤ 1.1 × the bytes".into(),
        held: Some(ratio >= 0.5 && room <= 1.1),
        errors: ours.errors + bare.errors,
    });
}
