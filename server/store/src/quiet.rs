//! Long work that must not be felt: it runs on a thread that the system lets wait for all others.
//!
//! A home server has two cores. While one of them copies and checks gigabytes, people wait for their
//! commits behind it, unless the scheduler knows who is in no hurry. Priority cannot be taken back without
//! privileges, so such work gets a thread of its own, which ends with it.

use crate::StoreError;
use std::sync::mpsc;

/// Nice by so much a thread gets a tenth of a core that others want, and all of one that nobody wants.
const NICE: i32 = 10;

/// Lets this thread, and threads it starts, wait for all others from now on. A system that refuses it is no
/// reason to stop.
pub fn yield_to_others() {
    // For the system each thread is a process of its own, and none named is the one that asks.
    let _ = rustix::process::setpriority_process(None, NICE);
}

/// Runs work on a thread that waits for all others; what it says on the way is heard on the caller's.
///
/// # Errors
/// When the system gives no thread.
pub(crate) fn quietly<P: Send, T: Send>(
    hear: &mut dyn FnMut(P),
    work: impl FnOnce(&mut dyn FnMut(P)) -> T + Send,
) -> Result<T, StoreError> {
    std::thread::scope(|scope| {
        let (send, heard) = mpsc::channel();
        let thread = std::thread::Builder::new().name("quiet".into()).spawn_scoped(scope, move || {
            yield_to_others();
            work(&mut |said| drop(send.send(said)))
        })?;
        heard.iter().for_each(hear);
        thread.join().map_err(|_| StoreError::Panicked)
    })
}
