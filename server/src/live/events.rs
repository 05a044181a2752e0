//! Events that are told of, each as its reader sees it: what they said and whom of the guests they know is theirs.

use super::{
    batch::Batch,
    frames::{Part, json},
    object::{self, Shown, ToldObject, Written},
};
use crate::{
    Error,
    access::{self, Scope},
    events,
};
use guildhall_domain::{Id, event::Event, policy::Do};
use std::{collections::BTreeMap, sync::Arc};

/// The events of a batch.
pub fn of(scope: &impl Scope, batch: &mut Batch) -> Result<BTreeMap<Id, ToldObject<Event>>, Error> {
    object::of(std::mem::take(&mut batch.events), |id| events::store::get(scope.read(), id))
}

impl Shown for Event {
    fn is_trashed(&self) -> bool {
        self.trashed_ms.is_some()
    }

    fn seen(&self, scope: &impl Scope, _: &mut Written) -> Result<Option<(Part, Arc<str>)>, Error> {
        if !access::may(scope, self, Do::Read) {
            return Ok(None);
        }
        Ok(Some((Part::Events, json(&events::views::whole(scope, self)?))))
    }
}
