//! What comes due by itself: polls close, check-ins ask and remind, processes start their runs, approvers are reminded or found gone, targets of
//! requests are near or missed, people leave or are reminded, budgets are nearly used. One thread looks at what is due; each of it is a command of its own, so
//! that one that fails keeps nothing else from its time.
//!
//! Invariants: what is due stands in rows with its time, in the transaction that made it so; the command looks again
//! whether it still is. So nothing is done twice and nothing is left out, whatever the clock did and however long the
//! server was off.

mod approvals;
mod budgets;
mod checkins;
mod departures;
mod processes;
mod reminders;
mod requests;
mod waits;

use crate::{
    App, Error,
    access::{Scope, Who},
    background::{self, Background, Stop},
    comments::polls,
};
use std::time::Duration;

/// Rest from one turn to the next.
const APART: Duration = Duration::from_millis(50);
/// How often it is looked without anything having happened.
const LOOK: Duration = Duration::from_millis(500);
/// After a failure.
const PAUSE: Duration = Duration::from_secs(2);
/// Most of a kind that is done in a turn.
const MOST: usize = 100;

/// See the module. One per process, in [`crate::Parts`].
pub struct Clockwork(Background);

impl Clockwork {
    /// Starts; nothing when it is running. Ends by [`Clockwork::stop`], or with the application.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(app: &App) -> Result<(), Error> {
        if app.parts().clockwork.get().is_some() {
            return Ok(());
        }
        let (weak, head) = (app.downgrade(), app.store().watch());
        let (mut settled, mut runs) = (checkins::Settled::default(), processes::Remembered::default());
        let (mut watched, mut moved) = (approvals::Watched::default(), reminders::Settled::default());
        let mut spent = budgets::Watched::default();
        let thread = Background::start("clockwork", |stop| {
            background::follow(weak, head, stop, LOOK, move |app, stop| {
                let others = background::turn("doing what is due", || turn(app, stop, &mut settled));
                let runs = background::turn("starting runs", || processes::turn(app, stop, &mut runs));
                let asked = background::turn("looking after approvals", || approvals::turn(app, stop, &mut watched));
                let targets = background::turn("looking after targets", || requests::turn(app, stop));
                let leaving = background::turn("doing what departures ask", || departures::turn(app, stop));
                let told = background::turn("reminding", || reminders::turn(app, stop, &mut moved));
                let waiting = background::turn("telling what waits", || waits::turn(app, stop));
                let money = background::turn("looking after budgets", || budgets::turn(app, stop, &mut spent));
                [others, runs, asked, targets, leaving, told, waiting, money]
                    .iter()
                    .map(|went| went.rest(APART, PAUSE))
                    .max()
                    .unwrap_or(PAUSE)
            })
        })?;
        // A second one that came too late ends itself when it is dropped.
        let _ = app.parts().clockwork.set(Clockwork(thread));
        Ok(())
    }

    /// Ends the thread; what is under way is finished.
    pub fn stop(&self) {
        self.0.stop();
    }
}

fn turn(app: &App, stop: &Stop, settled: &mut checkins::Settled) -> Result<(), Error> {
    let view = app.view(Who::system())?;
    let closing = polls::store::due(view.read(), view.now(), MOST)?;
    drop(view);
    for (at, poll) in closing {
        if stop.is_told() {
            return Ok(());
        }
        app.run_blocking(Who::system(), move |work| polls::commands::close_due(work, at, poll))?;
    }
    checkins::turn(app, stop, settled)
}
