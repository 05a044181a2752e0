//! Wakes the connections of one worker thread. Whoever tells many at once rings here instead of waking each: that
//! would be a call to the system for every one of them, and the thread would send to all before it looked at a new
//! request again. The bell wakes them from within, a few at a time, and between two times others have their turn.

use futures_util::{future::poll_fn, task::AtomicWaker};
use std::{
    cell::RefCell,
    collections::VecDeque,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    task::Poll,
};

/// So many are woken at a time: what sending to them takes is what others wait for.
const AT_A_TIME: usize = 64;

thread_local! {
    static HERE: RefCell<Option<Arc<Bell>>> = const { RefCell::new(None) };
}

/// See the module.
#[derive(Default)]
pub struct Bell {
    waiting: Mutex<VecDeque<Arc<AtomicWaker>>>,
    ringer: AtomicWaker,
    /// The thread has ended, or is about to.
    silent: AtomicBool,
}

impl Bell {
    /// The bell of the worker this runs on.
    pub fn here() -> Arc<Bell> {
        HERE.with_borrow_mut(|here| match here {
            Some(bell) if !bell.silent.load(Ordering::Acquire) => bell.clone(),
            _ => {
                let bell = Arc::<Bell>::default();
                actix_web::rt::spawn(Ringing(bell.clone()).run());
                here.insert(bell).clone()
            }
        })
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<Arc<AtomicWaker>>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Has somebody woken soon.
    pub fn ring(&self, sleeper: &Arc<AtomicWaker>) {
        if self.silent.load(Ordering::Acquire) {
            return sleeper.wake();
        }
        self.lock().push_back(sleeper.clone());
        self.ringer.wake();
    }
}

/// The bell at work; when it is dropped with its thread, nobody must wait for it any more.
struct Ringing(Arc<Bell>);

impl Ringing {
    async fn run(self) {
        loop {
            let some = poll_fn(|context| {
                self.0.ringer.register(context.waker());
                let mut waiting = self.0.lock();
                let count = waiting.len().min(AT_A_TIME);
                if count == 0 { Poll::Pending } else { Poll::Ready(waiting.drain(..count).collect::<Vec<_>>()) }
            })
            .await;
            // More that ring meanwhile must not cut the others' turn short.
            drop(self.0.ringer.take());
            some.iter().for_each(|sleeper| sleeper.wake());
            tokio::task::yield_now().await;
        }
    }
}

impl Drop for Ringing {
    fn drop(&mut self) {
        self.0.silent.store(true, Ordering::Release);
        self.0.lock().drain(..).for_each(|sleeper| sleeper.wake());
    }
}
