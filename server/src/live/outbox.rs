//! What waits to be sent on one connection. Whoever puts something in never waits: what a reader does not take in
//! time is thrown away together with the connection.

use super::{
    bell::Bell,
    frames::{self, Ending},
};
use actix_web::web::Bytes;
use futures_util::task::AtomicWaker;
use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll},
};

/// Most frames that wait.
const FRAMES: usize = 512;
/// Most bytes that wait; a single frame may be larger.
pub const BYTES: usize = 1 << 20;

/// See the module.
#[derive(Default)]
pub struct Outbox {
    state: Mutex<State>,
    waker: Arc<AtomicWaker>,
    bell: Option<Arc<Bell>>,
}

struct State {
    waiting: VecDeque<(u64, Bytes)>,
    bytes: usize,
    /// Nothing goes out before the connection has caught up.
    joining: bool,
    /// Nothing comes after what waits.
    ended: bool,
    /// The connection is about to be woken.
    rung: bool,
}

impl Default for State {
    fn default() -> Self {
        State { waiting: VecDeque::new(), bytes: 0, joining: true, ended: false, rung: false }
    }
}

impl Outbox {
    /// One whose connection is woken by this bell.
    pub fn new(bell: Arc<Bell>) -> Outbox {
        Outbox { bell: Some(bell), ..Outbox::default() }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wake(&self, mut state: MutexGuard<'_, State>) {
        let rung = std::mem::replace(&mut state.rung, true);
        drop(state);
        match &self.bell {
            _ if rung => {}
            Some(bell) => bell.ring(&self.waker),
            None => self.waker.wake(),
        }
    }

    /// Adds a frame that tells everything up to `seq`; answers false when the connection is over.
    pub fn push(&self, seq: u64, frame: Bytes) -> bool {
        let mut state = self.lock();
        if state.ended {
            return false;
        }
        let full = state.waiting.len() >= FRAMES || (state.bytes + frame.len() > BYTES && state.bytes > 0);
        if full {
            end(&mut state, Ending::Slow);
        } else {
            state.bytes += frame.len();
            state.waiting.push_back((seq, frame));
        }
        self.wake(state);
        !full
    }

    /// The connection has caught up to `seq` with `first`; what waited meanwhile and is newer follows.
    pub fn release(&self, seq: u64, first: Vec<Bytes>) {
        let mut state = self.lock();
        if !state.ended {
            state.waiting.retain(|(of, _)| *of > seq);
            first.into_iter().rev().for_each(|frame| state.waiting.push_front((seq, frame)));
            state.bytes = state.waiting.iter().map(|(_, frame)| frame.len()).sum();
        }
        state.joining = false;
        self.wake(state);
    }

    /// Ends the connection. What waits is not sent any more: it may be what its reader must not see now.
    pub fn end(&self, why: Ending) {
        let mut state = self.lock();
        if !state.ended {
            end(&mut state, why);
        }
        self.wake(state);
    }

    /// Ends the connection with a last word to its reader.
    pub fn refuse(&self, word: Bytes) {
        let mut state = self.lock();
        if !state.ended {
            end(&mut state, Ending::Refused);
            state.waiting.push_front((u64::MAX, word));
        }
        self.wake(state);
    }

    /// The next frame; none at the end.
    pub fn poll(&self, context: &mut Context<'_>) -> Poll<Option<Bytes>> {
        self.waker.register(context.waker());
        let mut state = self.lock();
        state.rung = false;
        if state.joining && !state.ended {
            return Poll::Pending;
        }
        match state.waiting.pop_front() {
            Some((_, frame)) => {
                state.bytes -= frame.len().min(state.bytes);
                Poll::Ready(Some(frame))
            }
            None if state.ended => Poll::Ready(None),
            None => Poll::Pending,
        }
    }
}

fn end(state: &mut State, why: Ending) {
    // The memory of somebody who reads nothing is given back at once.
    state.waiting = VecDeque::from([(u64::MAX, frames::close(why))]);
    state.bytes = 0;
    state.ended = true;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn take(outbox: &Outbox) -> Option<Bytes> {
        match outbox.poll(&mut Context::from_waker(std::task::Waker::noop())) {
            Poll::Ready(frame) => frame,
            Poll::Pending => None,
        }
    }

    #[test]
    fn what_came_while_joining_follows_what_is_older() {
        let outbox = Outbox::default();
        for seq in [4, 6] {
            assert!(outbox.push(seq, Bytes::from(vec![seq as u8])));
        }
        assert_eq!(take(&outbox), None);
        outbox.release(5, vec![Bytes::from_static(b"a"), Bytes::from_static(b"b")]);
        let all: Vec<Bytes> = std::iter::from_fn(|| take(&outbox)).collect();
        assert_eq!(all, [Bytes::from_static(b"a"), Bytes::from_static(b"b"), Bytes::from(vec![6])]);
    }

    #[test]
    fn who_does_not_read_loses_the_connection_and_its_memory() {
        let outbox = Outbox::default();
        outbox.release(0, Vec::new());
        let sent = (0..10_000).take_while(|seq| outbox.push(*seq, Bytes::from(vec![0; 1000]))).count();
        assert!((500..=FRAMES).contains(&sent), "{sent}");
        assert!(outbox.lock().ended && outbox.lock().bytes == 0);
        assert_eq!(take(&outbox), Some(frames::close(Ending::Slow)));
        assert!(!outbox.push(1, Bytes::new()));
    }
}
