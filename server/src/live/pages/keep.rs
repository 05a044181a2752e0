//! The thread that keeps what people write: some times a second all updates of a page in one command, now and then its
//! whole state anew. It looks after rights too, which end also where nobody writes.

use super::{Hall, room::Room};
use crate::{
    App, Error,
    access::{Scope, Who},
    app::WeakApp,
    background::Stop,
    documents::pages::save::{self, Facts, Saved, Written},
    error::Code,
    http::shapes,
};
use std::{
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::time::sleep;

/// What is written within this time is kept together.
const TOGETHER: Duration = Duration::from_millis(300);
/// How often rights are looked at, and whether others wrote into the file.
const LOOK: Duration = Duration::from_millis(400);
/// After a failure.
const PAUSE: Duration = Duration::from_millis(500);
/// What a page is about is found out at most so often, and seldom for a large one: the whole of it is read for it.
const FACTS: Duration = Duration::from_millis(600);
const LARGE: usize = 300_000;
const FACTS_OF_LARGE: Duration = Duration::from_secs(3);
/// A state is made anew behind so many rows, or when they are longer than half of it and this.
const MOST_ROWS: u64 = 400;
const LEAST_BYTES: u64 = 64 << 10;
/// Behind so many when the last one leaves.
const ROWS_AT_END: u64 = 8;

impl Hall {
    /// Keeps until it is told to stop or the application is gone.
    pub async fn keep(self: Arc<Self>, app: WeakApp, mut stop: Stop) {
        let mut looked = Instant::now();
        while !stop.is_told() {
            tokio::select! {
                () = self.wake.notified() => sleep(TOGETHER).await,
                () = sleep(LOOK) => {}
                () = stop.told() => {}
            }
            let Some(app) = app.get() else { return };
            if !self.turn(&app).await {
                sleep(PAUSE).await;
            }
            if looked.elapsed() >= LOOK {
                looked = Instant::now();
                self.look(&app);
            }
        }
        if let Some(app) = app.get() {
            self.turn(&app).await;
        }
    }

    /// Keeps everything that waits; false when something could not be kept.
    async fn turn(&self, app: &App) -> bool {
        let mut well = true;
        for room in self.rooms() {
            well &= keep(app, &room).await;
        }
        self.lock().retain(|_, room| !room.is_empty());
        well
    }

    fn look(&self, app: &App) {
        let rooms = self.rooms();
        if rooms.is_empty() {
            return;
        }
        let Ok(view) = app.view(Who::system()) else { return };
        for room in rooms {
            if let Err(error) = room.take_over(&view) {
                tracing::error!(%error, page = %room.id, "what was written into a page elsewhere could not be told");
            }
            room.look_again(&view);
        }
    }
}

/// What of a page is to be written now, and how many updates that are.
fn gather(room: &Room) -> (Written, usize) {
    let mut state = room.lock();
    let updates: Vec<_> = state.waiting.iter().map(|waiting| (waiting.person, waiting.bytes.clone())).collect();
    let apart = if state.page.bytes() > LARGE { FACTS_OF_LARGE } else { FACTS };
    let leaving = state.members.is_empty();
    let due = state.facts.0.is_none_or(|at| at.elapsed() >= apart) || leaving;
    let facts = if state.facts.1 && due {
        state.facts = (Some(Instant::now()), false);
        Facts::of(&state.page)
    } else {
        None
    };
    let anew = |saved: Saved| {
        let (whole, rows) = saved.lengths;
        saved.rows > MOST_ROWS || rows > LEAST_BYTES.max(whole / 2) || (leaving && saved.rows > ROWS_AT_END)
    };
    let whole = if state.saved.is_some_and(anew) { state.page.state().ok() } else { None };
    let count = updates.len();
    (Written { updates, facts, state: whole.map(|bytes| (bytes, state.next)) }, count)
}

async fn keep(app: &App, room: &Arc<Room>) -> bool {
    if room.history != app.store().history() {
        return true;
    }
    let (written, count) = gather(room);
    if count == 0 && written.facts.is_none() && written.state.is_none() {
        return true;
    }
    let (id, history, had_facts) = (room.id, room.history, written.facts.is_some());
    let done = app.run(Who::system(), move |work| {
        // The data may have been exchanged since it was asked above.
        if work.history() != history {
            return Err(Error::new(Code::HistoryChanged));
        }
        save::save(work, id, &written)
    });
    let done = done.await;
    match done {
        Ok(done) => {
            room.told_saved(count, done.value, &shapes::instant(app.clock().now_ms()));
            true
        }
        Err(error) => {
            tracing::warn!(%error, page = %id, "what was written in a page could not be kept yet; it is tried again");
            if had_facts {
                room.lock().facts.1 = true;
            }
            false
        }
    }
}
