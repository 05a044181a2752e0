//! The jobs of tasks: keeping the keys of arranged lists short.

use super::commands::rebalance::{self, List};
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
