//! Events that are told of, each as its reader sees it: what they said and whom of the guests they know is theirs.

use super::{
    batch::{Batch, Touched},
    frames::{Part, json},
    parcel::{Parcel, worked_in},
    told::{self, Causes},
};
use crate::{
    Error,
    access::{self, Directory, Scope},
    events,
};
use guildhall_domain::{Id, event::Event, item::Reach, policy::Do};
use guildhall_store::StoreError;
use std::collections::BTreeMap;

/// An event to be told of.
pub struct ToldEvent {
    event: Option<Event>,
    /// What happened to it.
    pub touched: Touched,
    causes: Causes,
}

/// The events of a batch.
pub fn of(scope: &impl Scope, batch: &mut Batch) -> Result<BTreeMap<Id, ToldEvent>, Error> {
    let mut told = BTreeMap::new();
    for (id, touched) in std::mem::take(&mut batch.events) {
        match events::store::get(scope.read(), id) {
            Ok(event) => drop(told.insert(id, ToldEvent { event, touched, causes: Vec::new() })),
            Err(error @ StoreError::Corrupt { .. }) => {
                tracing::error!(%error, item = %id, "a damaged event is not told of")
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(told)
}

impl ToldEvent {
    /// It was in the trash before and still is.
    fn lay_in_trash(&self) -> bool {
        !self.touched.trashed && self.event.as_ref().is_some_and(|event| event.trashed_ms.is_some())
    }

    /// Tells a reader of it: the event as they see it, or that it is out of their sight.
    pub fn tell(
        &mut self,
        id: Id,
        scope: &impl Scope,
        old: &Directory,
        (then, now): (&Reach, &Reach),
        parcel: &mut Parcel,
    ) -> Result<(), Error> {
        let Some(person) = scope.who().person else { return Ok(()) };
        match self.event.as_ref().filter(|event| access::may(scope, *event, Do::Read)) {
            Some(event) if !self.touched.causes.is_empty() => {
                parcel.objects.push((Part::Events, json(&events::views::whole(scope, event)?)));
                parcel.by.extend(told::by(&self.touched, &mut self.causes, scope, now, id));
            }
            Some(_) => {}
            None if self.lay_in_trash() => {}
            None if self.touched.was_seen(then, now, |home| worked_in(old, person, home)) => parcel.gone.push(id),
            None => {}
        }
        Ok(())
    }
}
