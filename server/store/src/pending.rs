//! The answer to a write that is not yet durable, and the command on its way through the writer.
//!
//! Invariant: every command is answered exactly once, also when the store shuts down before it ran.

use crate::{StoreError, Tx};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

/// The answer to a command, there when its group is durable. A future for the server; [`Pending::wait`]
/// blocks for the command line and tests. Dropping it does not take the command back.
#[must_use = "the change is only known to be kept when the answer is there"]
pub struct Pending<T, E>(Arc<Slot<T, E>>);

struct Slot<T, E> {
    state: Mutex<State<T, E>>,
    ready: Condvar,
}

struct State<T, E> {
    answer: Option<Result<T, E>>,
    waker: Option<Waker>,
}

impl<T, E> Slot<T, E> {
    fn lock(&self) -> MutexGuard<'_, State<T, E>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T, E> Pending<T, E> {
    /// Blocks until the answer is there. Not for async code: it would hold up the worker.
    ///
    /// # Errors
    /// What the command answered, or why it could not be made durable.
    pub fn wait(self) -> Result<T, E> {
        let mut state = self.0.lock();
        loop {
            if let Some(answer) = state.answer.take() {
                return answer;
            }
            state = self.0.ready.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

impl<T, E> Future for Pending<T, E> {
    type Output = Result<T, E>;
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let mut state = self.0.lock();
        match state.answer.take() {
            Some(answer) => Poll::Ready(answer),
            None => {
                state.waker = Some(context.waker().clone());
                Poll::Pending
            }
        }
    }
}

/// A command as the writer sees it.
pub(crate) trait Job: Send {
    /// Runs the command and keeps its answer; `false` when it was refused and its writes are void. May be
    /// called again when the group was aborted.
    fn run(&mut self, tx: &mut Tx<'_>) -> bool;
    /// The group is durable: hands over the kept answer.
    fn answer(&mut self);
    /// The command could not be made durable.
    fn fail(&mut self, error: StoreError);
}

struct Command<T, E: From<StoreError>, F> {
    run: F,
    outcome: Option<Result<T, E>>,
    slot: Option<Arc<Slot<T, E>>>,
}

pub(crate) fn command<T, E, F>(run: F) -> (Box<dyn Job>, Pending<T, E>)
where
    F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    T: Send + 'static,
    E: From<StoreError> + Send + 'static,
{
    let slot = Arc::new(Slot { state: Mutex::new(State { answer: None, waker: None }), ready: Condvar::new() });
    (Box::new(Command { run, outcome: None, slot: Some(Arc::clone(&slot)) }), Pending(slot))
}

impl<T, E: From<StoreError>, F> Command<T, E, F> {
    fn send(&mut self, answer: Result<T, E>) {
        let Some(slot) = self.slot.take() else { return };
        let mut state = slot.lock();
        state.answer = Some(answer);
        let waker = state.waker.take();
        drop(state);
        slot.ready.notify_all();
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}

impl<T, E, F> Job for Command<T, E, F>
where
    F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send,
    T: Send,
    E: From<StoreError> + Send,
{
    fn run(&mut self, tx: &mut Tx<'_>) -> bool {
        let outcome = catch_unwind(AssertUnwindSafe(|| (self.run)(tx)));
        let outcome = outcome.unwrap_or_else(|_| Err(StoreError::Panicked.into()));
        self.outcome.insert(outcome).is_ok()
    }

    fn answer(&mut self) {
        let outcome = self.outcome.take().unwrap_or_else(|| Err(StoreError::Closed.into()));
        self.send(outcome);
    }

    fn fail(&mut self, error: StoreError) {
        // Also a refusal: it may rest on what another command of the same group wrote.
        self.outcome = None;
        self.send(Err(error.into()));
    }
}

impl<T, E: From<StoreError>, F> Drop for Command<T, E, F> {
    fn drop(&mut self) {
        if self.slot.is_some() {
            self.send(Err(StoreError::Closed.into()));
        }
    }
}
