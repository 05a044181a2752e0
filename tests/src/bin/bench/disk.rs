//! What the disk itself takes.

use super::table::Times;
use std::{
    io::{Seek, Write},
    time::Instant,
};

/// Median of writing 4 KiB and waiting for it to be on the disk, in milliseconds.
pub fn sync_p50() -> f64 {
    let mut file = tempfile::tempfile().expect("a file can be made");
    let mut times = Vec::new();
    for _ in 0..300 {
        let begun = Instant::now();
        file.rewind()
            .and_then(|()| file.write_all(&[7; 4096]))
            .and_then(|()| file.sync_data())
            .expect("the disk takes it");
        times.push(begun.elapsed());
    }
    Times::new(times).at(50.0)
}
