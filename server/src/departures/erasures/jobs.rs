//! The job of an erasure: everything that is kept in many places, in slices.

use super::{
    invitations, labels,
    record::{ErasureRecord, Words},
    traces,
};
use crate::{
    App, Error,
    access::{Scope, Who, Work},
    departures::store,
    documents::pages::labels::{Erased, relabel},
    error::Code,
    jobs::{Failure, Handler, Progress},
    log::cbor::{self, Bytes16},
};
use guildhall_domain::{Id, person::FORMER};
use minicbor::{Decode, Encode};
use serde_json::{Value, json};

const KIND: &str = "erasure";

#[derive(Debug, Clone, Encode, Decode)]
#[cbor(map)]
struct Order {
    #[n(0)]
    person: Bytes16,
    #[n(1)]
    words: Words,
}

/// Lets it follow the command. What has to be found goes with the job.
pub fn later(work: &mut Work<'_, '_>, person: Id, words: &Words) -> Result<(), Error> {
    let order = Order { person: cbor::id(person), words: words.clone() };
    let payload = minicbor::to_vec(&order).map_err(|_| Error::new(Code::Internal))?;
    let now = work.now();
    guildhall_store::jobs::enqueue(work.tx, KIND, &payload, now)?;
    Ok(())
}

/// See the module.
pub struct Erasing;

impl Handler for Erasing {
    fn kind(&self) -> &'static str {
        KIND
    }

    fn label(&self, _: &[u8]) -> String {
        "Erasing a former member".into()
    }

    fn run(&self, app: &App, _: Id, payload: &[u8], progress: &mut Progress<'_>) -> Result<Value, Failure> {
        let order: Order =
            minicbor::decode(payload).map_err(|_| Failure::ForGood("The order cannot be read.".into()))?;
        let (person, words) = (cbor::from_id(&order.person), order.words);
        let run = Run { app, progress };
        run.all(person, &words)
    }
}

struct Run<'a, 'p> {
    app: &'a App,
    progress: &'a mut Progress<'p>,
}

impl Run<'_, '_> {
    fn all(mut self, person: Id, words: &Words) -> Result<Value, Failure> {
        while self.step("Deleting the Personal space", move |work| traces::personal(work, person))? {}
        let mut place = None;
        while let Some(next) =
            self.step("Taking the name out of texts", move |work| traces::texts(work, person, place))?
        {
            place = Some(next);
        }
        let (pages, mut place) = ("Taking the name out of pages", None);
        let erased = Erased { person, label: FORMER };
        while let Some(next) = self.step(pages, move |work| relabel(work, erased, place))? {
            place = Some(next);
        }
        for part in [invitations::of_tasks, invitations::of_events] {
            let mut after = None;
            loop {
                let words = words.clone();
                let note = "Taking the name out of what calendar programs said";
                match self.step(note, move |work| part(work, &words, after))? {
                    Some(next) => after = Some(next),
                    None => break,
                }
            }
        }
        let names = words.names.clone();
        self.step("Taking the name out of what is kept beside", move |work| labels::all(work, person, &names))?;
        let until = self.app.view(Who::system())?.read().last_seq().map_err(Error::from)?;
        let mut seq = 0;
        let history = "Taking the name out of the history";
        while let Some(next) = self.step(history, move |work| traces::history(work, person, seq, until))? {
            seq = next;
        }
        let mut number = None;
        let words = words.clone();
        loop {
            let (at, words) = (number, words.clone());
            let audited = move |work: &mut Work<'_, '_>| traces::audited(work, person, &words, at);
            match self.step("Taking the name out of the audit", audited)? {
                Some(next) => number = Some(next),
                None => break,
            }
        }
        self.step("Done", move |work| {
            let (at_ms, done_ms) = (work.now(), Some(work.now()));
            let before = store::erasure(work.read(), person)?.map_or(at_ms, |record| record.at_ms);
            Ok(store::put_erased(work.tx, person, &ErasureRecord { at_ms: before, done_ms })?)
        })?;
        Ok(json!({ "person": person }))
    }

    fn step<T, F>(&mut self, note: &str, work: F) -> Result<T, Failure>
    where
        T: Send + 'static,
        F: FnMut(&mut Work<'_, '_>) -> Result<T, Error> + Send + 'static,
    {
        if self.progress.stopping() {
            return Err(Failure::Later("The server is stopping.".into()));
        }
        self.progress.report(0, 0, note);
        Ok(self.app.run_blocking(Who::system(), work)?.value)
    }
}
