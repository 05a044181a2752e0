//! What comes due by itself: polls close, check-ins ask and remind, processes start their runs, approvers are reminded
//! or found gone, targets of requests are near or missed, people leave or are reminded, budgets are nearly used, tasks
//! of calendar programs come again. One thread looks at what is due; each of it is a command of its own, so that one
//! that fails keeps nothing else from its time. It sleeps until the next of them, and is woken by what changes.
//!
//! Invariants: what is due stands in rows with its time, in the transaction that made it so; the command looks again
//! whether it still is. So nothing is done twice and nothing is left out, whatever the clock did and however long the
//! server was off.

mod approvals;
mod budgets;
mod calendars;
mod checkins;
mod departures;
mod processes;
mod reminders;
mod requests;
mod waits;

use crate::{
    App, Error,
    access::{Scope, Who},
    background::{self, Background, Stop, Went},
    comments::polls,
};
use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

/// Rest from one turn to the next.
const APART: Duration = Duration::from_millis(50);
/// How soon it is looked again where something was due, failed, or is held: letting things go is no change of the log.
const LOOK: Duration = Duration::from_millis(500);
/// How long it sleeps at most: a clock can be set, and a row can come without a change of the log (a departure).
const SLEEP: Duration = Duration::from_secs(30);
/// After a failure.
const PAUSE: Duration = Duration::from_secs(2);
/// Most of a kind that is done in a turn.
const MOST: usize = 100;

/// What a turn answers: when the next thing of its kind is due, UTC milliseconds, as far as it knows of one.
type Turn = Result<Option<i64>, Error>;

/// How the thread looks.
#[derive(Debug, Clone, Copy, Default)]
pub struct Looked {
    /// How often it has looked.
    pub times: u64,
    /// How long it sleeps since, unless it is woken.
    pub sleeps: Duration,
}

/// See the module. One per process, in [`crate::Parts`].
pub struct Clockwork {
    thread: Background,
    looked: Arc<Mutex<Looked>>,
}

/// What the thread remembers from turn to turn.
#[derive(Default)]
struct Remembered {
    checkins: checkins::Settled,
    runs: processes::Remembered,
    approvals: approvals::Watched,
    reminders: reminders::Settled,
    budgets: budgets::Watched,
    calendars: calendars::Looked,
}

impl Clockwork {
    /// Starts; nothing when it is running. Ends by [`Clockwork::stop`], or with the application.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(app: &App) -> Result<(), Error> {
        if app.parts().clockwork.get().is_some() {
            return Ok(());
        }
        let (weak, head, clock) = (app.downgrade(), app.store().watch(), app.clock().watch());
        let (mut remembered, looked) = (Remembered::default(), Arc::new(Mutex::new(Looked::default())));
        let note = looked.clone();
        let thread = Background::start("clockwork", |stop| {
            background::follow_time(weak, head, clock, stop, move |app, stop| {
                let (rest, sleeps) = look(app, stop, &mut remembered);
                let mut looked = note.lock().unwrap_or_else(PoisonError::into_inner);
                *looked = Looked { times: looked.times + 1, sleeps };
                (rest, sleeps)
            })
        })?;
        // A second one that came too late ends itself when it is dropped.
        let _ = app.parts().clockwork.set(Clockwork { thread, looked });
        Ok(())
    }

    /// How it looks, once it was started.
    pub fn looked(app: &App) -> Looked {
        let its = |clockwork: &Clockwork| *clockwork.looked.lock().unwrap_or_else(PoisonError::into_inner);
        app.parts().clockwork.get().map(its).unwrap_or_default()
    }

    /// Ends the thread; what is under way is finished.
    pub fn stop(&self) {
        self.thread.stop();
    }
}

/// Does everything that is due; answers how long to rest, and how long to sleep then.
fn look(app: &App, stop: &Stop, its: &mut Remembered) -> (Duration, Duration) {
    let turns = [
        went("closing polls", || turn(app, stop)),
        went("asking", || checkins::turn(app, stop, &mut its.checkins)),
        went("starting runs", || processes::turn(app, stop, &mut its.runs)),
        went("looking after approvals", || approvals::turn(app, stop, &mut its.approvals)),
        went("looking after targets", || requests::turn(app, stop)),
        went("doing what departures ask", || departures::turn(app, stop)),
        went("reminding", || reminders::turn(app, stop, &mut its.reminders)),
        went("telling what waits", || waits::turn(app, stop)),
        went("looking after budgets", || budgets::turn(app, stop, &mut its.budgets)),
        went("bringing tasks again", || calendars::turn(app, stop, &mut its.calendars)),
    ];
    let now = app.clock().now_ms();
    let rest = turns.iter().map(|(went, _)| went.rest(APART, PAUSE)).max().unwrap_or(PAUSE);
    let next = turns.iter().filter_map(|(went, next)| if *went == Went::Well { *next } else { Some(now) }).min();
    let left = |at: i64| Duration::from_millis(u64::try_from(at.saturating_sub(now)).unwrap_or(0));
    (rest, next.map_or(SLEEP, |at| left(at).clamp(LOOK, SLEEP)))
}

fn went(what: &'static str, work: impl FnOnce() -> Turn) -> (Went, Option<i64>) {
    let mut next = None;
    let went = background::turn(what, || {
        next = work()?;
        Ok(())
    });
    (went, next)
}

fn turn(app: &App, stop: &Stop) -> Turn {
    let view = app.view(Who::system())?;
    let (closing, next) = (polls::store::due(view.read(), view.now(), MOST)?, polls::store::next(view.read())?);
    drop(view);
    for (at, poll) in closing {
        if stop.is_told() {
            return Ok(None);
        }
        app.run_blocking(Who::system(), move |work| polls::commands::close_due(work, at, poll))?;
    }
    Ok(next)
}
