//! The jobs of tasks: keeping the keys of arranged lists short, and writing down what a change of a space
//! means for many of its tasks.

use super::commands::{
    elsewhere,
    rebalance::{self, List},
};
use crate::{
    App, Error,
    access::{Scope, Who},
    jobs::{Failure, Handler, Progress},
};
use guildhall_domain::Id;
use serde_json::{Value, json};

/// Makes the keys of one list short again.
pub struct Rebalance;

impl Handler for Rebalance {
    fn kind(&self) -> &'static str {
        rebalance::KIND
    }

    fn label(&self, _: &[u8]) -> String {
        "Tidying the order of a list".into()
    }

    fn run(&self, app: &App, _: Id, payload: &[u8], progress: &mut Progress<'_>) -> Result<Value, Failure> {
        let list = List::read(payload).ok_or_else(|| Failure::ForGood("The order cannot be read.".into()))?;
        app.run_blocking(Who::system(), move |work| rebalance::begin(work, list))?;
        let mut moved = 0;
        loop {
            let view = app.view(Who::system())?;
            let Some(place) = list.crowded(view.read()).map_err(Error::from)? else { break };
            drop(view);
            let around = place.clone();
            let done = app.run_blocking(Who::system(), move |work| rebalance::shorten(work, list, &around))?.value;
            let view = app.view(Who::system())?;
            // Nothing to be gained there, and it stands where it stood: going on would never end.
            if done == 0 && list.crowded(view.read()).map_err(Error::from)? == Some(place) {
                break;
            }
            moved += done;
            progress.report(moved as u64, 0, "Tidying the order");
            if progress.stopping() {
                return Err(Failure::Later("The server is stopping.".into()));
            }
        }
        Ok(json!({ "moved": moved }))
    }
}

/// Writes down for every task that is also in other spaces what became of its home.
pub struct Elsewhere;

impl Handler for Elsewhere {
    fn kind(&self) -> &'static str {
        elsewhere::KIND
    }

    fn label(&self, _: &[u8]) -> String {
        "Following a changed space".into()
    }

    fn run(&self, app: &App, _: Id, payload: &[u8], progress: &mut Progress<'_>) -> Result<Value, Failure> {
        let space = Id::from_slice(payload).map_err(|_| Failure::ForGood("The order cannot be read.".into()))?;
        let total = elsewhere::count(&app.view(Who::system())?, space)?;
        let (mut done, mut after) = (0, None);
        // From the beginning each time: telling twice does no harm.
        while let Some(last) = app.run_blocking(Who::system(), move |work| elsewhere::go_on(work, space, after))?.value
        {
            after = Some(last);
            done = total.min(done + elsewhere::BATCH);
            progress.report(done as u64, total as u64, "Taking along the tasks that other spaces show");
            if progress.stopping() {
                return Err(Failure::Later("The server is stopping.".into()));
            }
        }
        Ok(json!({ "tasks": total }))
    }
}
