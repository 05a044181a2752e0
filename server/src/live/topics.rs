//! Topics that are told of. A row is each reader's own, because it says what is new to them; what most of them
//! see alike is still sent as the same bytes.

use super::{
    batch::Batch,
    frames::{Part, json},
    object::{self, Shown, ToldObject, Written},
};
use crate::{
    Error,
    access::{self, Scope},
    topics,
};
use guildhall_domain::{Id, policy::Do, topic::Topic};
use std::{collections::BTreeMap, sync::Arc};

/// The topics of a batch, those that somebody only read further among them.
pub fn of(scope: &impl Scope, batch: &mut Batch) -> Result<BTreeMap<Id, ToldObject<Topic>>, Error> {
    let mut touched = std::mem::take(&mut batch.topics);
    for (_, id) in &batch.readings {
        touched.entry(*id).or_default();
    }
    object::of(touched, |id| topics::store::get(scope.read(), id))
}

impl Shown for Topic {
    fn is_trashed(&self) -> bool {
        self.trashed_ms.is_some()
    }

    fn seen(&self, scope: &impl Scope, _: &mut Written) -> Result<Option<(Part, Arc<str>)>, Error> {
        if !access::may(scope, self, Do::Read) {
            return Ok(None);
        }
        Ok(Some((Part::Topics, json(&topics::views::row(scope, self)?))))
    }
}
