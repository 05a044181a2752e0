//! Processes that are told of: what people decided about one, and how its runs go. Each is written once for all who may
//! do the same with it.

use super::{
    batch::{Batch, Touched},
    frames::{Part, json},
    parcel::{Parcel, worked_in},
    told::{self, Causes},
};
use crate::{
    Error,
    access::{self, Directory, Scope},
    processes::{self, queries, views},
};
use guildhall_domain::{Id, item::Reach, policy::DoSpace, process::Process};
use guildhall_store::StoreError;
use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

/// A process to be told of.
pub struct ToldProcess {
    process: Option<Process>,
    touched: Touched,
    causes: Causes,
    written: HashMap<(bool, bool), Arc<str>>,
}

/// The processes of a batch. One that may have been damaged is not told of; everything else is.
pub fn of(scope: &impl Scope, batch: &mut Batch) -> Result<BTreeMap<Id, ToldProcess>, Error> {
    let mut told = BTreeMap::new();
    for (id, touched) in std::mem::take(&mut batch.processes) {
        let process = match processes::store::get(scope.read(), id) {
            Err(error @ StoreError::Corrupt { .. }) => {
                tracing::error!(%error, process = %id, "a damaged process is not told of");
                continue;
            }
            found => found?,
        };
        told.insert(id, ToldProcess { process, touched, causes: Vec::new(), written: HashMap::new() });
    }
    Ok(told)
}

impl ToldProcess {
    /// It as this reader sees it, if they do.
    fn seen(&mut self, scope: &impl Scope, id: Id) -> Result<Option<Arc<str>>, Error> {
        let Some((process, home)) = access::seen(queries::readable(scope, id))? else { return Ok(None) };
        let can = (queries::may_change(scope, &process, &home), access::may_space(scope, &home, DoSpace::Write));
        if let Some(written) = self.written.get(&can) {
            return Ok(Some(written.clone()));
        }
        let written = json(&views::shape(scope, &process, &home)?);
        self.written.insert(can, written.clone());
        Ok(Some(written))
    }

    /// Tells a reader of it as they see it, or that it is out of their sight.
    pub fn tell(
        &mut self,
        id: Id,
        scope: &impl Scope,
        old: &Directory,
        (then, now): (&Reach, &Reach),
        parcel: &mut Parcel,
    ) -> Result<(), Error> {
        let Some(person) = scope.who().person else { return Ok(()) };
        let lay_in_trash =
            !self.touched.trashed && self.process.as_ref().is_some_and(|process| process.trashed_ms.is_some());
        match self.seen(scope, id)? {
            Some(object) => {
                parcel.objects.push((Part::Processes, object));
                parcel.by.extend(told::by(&self.touched, &mut self.causes, scope, now, id));
            }
            None if lay_in_trash => {}
            None if self.touched.was_seen(then, now, |home| worked_in(old, person, home)) => parcel.gone.push(id),
            None => {}
        }
        Ok(())
    }
}
