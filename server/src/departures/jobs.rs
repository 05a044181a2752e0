//! The job of a departure: it looks for what somebody who left still holds, and hands it over, until there is nothing.

use super::{commands, erasures, held, record::DepartureRecord};
use crate::{
    App, Error,
    access::{Scope, Work},
    error::Code,
    jobs::{Failure, Handler, Progress},
};
use guildhall_domain::{Id, limits};
use serde_json::{Value, json};

const KIND: &str = "departure";

/// Looks again after the command.
pub fn later(work: &mut Work<'_, '_>, record: &DepartureRecord) -> Result<(), Error> {
    let payload = minicbor::to_vec(record).map_err(|_| Error::new(Code::Internal))?;
    let now = work.now();
    guildhall_store::jobs::enqueue(work.tx, KIND, &payload, now)?;
    Ok(())
}

/// See the module.
pub struct Departing;

impl Handler for Departing {
    fn kind(&self) -> &'static str {
        KIND
    }

    fn label(&self, _: &[u8]) -> String {
        "Handing over after a departure".into()
    }

    fn is_noted(&self) -> bool {
        false
    }

    fn run(&self, app: &App, _: Id, payload: &[u8], progress: &mut Progress<'_>) -> Result<Value, Failure> {
        let record: DepartureRecord =
            minicbor::decode(payload).map_err(|_| Failure::ForGood("The order cannot be read.".into()))?;
        let (id, takers, who) = (record.person(), record.takers(), commands::decided_by(&record));
        let mut done = 0;
        loop {
            let view = app.view(who)?;
            let person = view.directory().person(id).cloned();
            // They were taken back meanwhile: what they hold is theirs.
            if person.is_none_or(|person| person.state != guildhall_domain::person::PersonState::Deactivated) {
                return Ok(json!({ "handed_over": done }));
            }
            let held = held::all(&view, id)?;
            drop(view);
            let (left, mut settled) = (held.len(), 0);
            for part in held.chunks(limits::COMMAND) {
                let (part, takers) = (part.to_vec(), takers.clone());
                let hand = move |work: &mut Work<'_, '_>| commands::hand_over(work, id, &takers, &part, "");
                settled += app.run_blocking(who, hand)?.value;
                progress.report((done + settled) as u64, (done + left) as u64, "Handing over what is still theirs");
                if progress.stopping() {
                    return Err(Failure::Later("The server is stopping.".into()));
                }
            }
            done += settled;
            // What nobody can take stays where it is, and is shown.
            if settled == 0 {
                return Ok(json!({ "handed_over": done, "left": left }));
            }
        }
    }
}

/// The job of an erasure: see [`erasures::jobs`].
pub use erasures::jobs::Erasing;
