//! Processes that are told of: what people decided about one, how its runs go, and which of them wait for an approval, which
//! only their tasks say. Each is written once for all who may do the same with it.

use super::{
    batch::Batch,
    frames::{Part, json},
    object::{self, Shown, ToldObject, Written},
};
use crate::{
    Error,
    access::{self, Scope},
    processes::{self, queries, views},
};
use guildhall_domain::{Id, policy::DoSpace, process::Process};
use std::{collections::BTreeMap, sync::Arc};

/// The processes of a batch.
pub fn of(scope: &impl Scope, batch: &mut Batch) -> Result<BTreeMap<Id, ToldObject<Process>>, Error> {
    object::of(std::mem::take(&mut batch.processes), |id| processes::store::get(scope.read(), id))
}

impl Shown for Process {
    fn is_trashed(&self) -> bool {
        self.trashed_ms.is_some()
    }

    fn seen(&self, scope: &impl Scope, written: &mut Written) -> Result<Option<(Part, Arc<str>)>, Error> {
        let Some((process, home)) = access::seen(queries::readable(scope, self.id))? else { return Ok(None) };
        let can = (queries::may_change(scope, &process, &home), access::may_space(scope, &home, DoSpace::Write));
        if let Some(text) = written.get(&can) {
            return Ok(Some((Part::Processes, text.clone())));
        }
        let text = json(&views::shape(scope, &process, &home)?);
        written.insert(can, text.clone());
        Ok(Some((Part::Processes, text)))
    }
}
