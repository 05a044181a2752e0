//! The edge to the network, over real connections: many from one address, and slow ones. The limits are made small,
//! so that nobody has to wait long for them.

mod bodies;
mod places;
mod readers;

use std::time::{Duration, Instant};

/// Waits until something holds.
#[track_caller]
fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !holds() {
        assert!(begun.elapsed() < Duration::from_secs(60), "{what}");
        std::thread::yield_now();
    }
}
