//! Topics that are told of. A row is each reader's own, because it says what is new to them; what most of them
//! see alike is still sent as the same bytes.

use super::{
    batch::{Batch, Touched},
    frames::{Part, json},
    parcel::{Parcel, worked_in},
    told::{self, Causes},
};
use crate::{
    Error,
    access::{self, Directory, Scope},
    topics,
};
use guildhall_domain::{Id, item::Reach, policy::Do, topic::Topic};
use guildhall_store::StoreError;
use std::collections::BTreeMap;

/// A topic to be told of.
pub struct ToldTopic {
    topic: Option<Topic>,
    /// What happened to it.
    pub touched: Touched,
    causes: Causes,
}

/// The topics of a batch, those that somebody only read further among them.
pub fn of(scope: &impl Scope, batch: &mut Batch) -> Result<BTreeMap<Id, ToldTopic>, Error> {
    let mut touched = std::mem::take(&mut batch.topics);
    for (_, id) in &batch.readings {
        touched.entry(*id).or_default();
    }
    let mut told = BTreeMap::new();
    for (id, touched) in touched {
        match topics::store::get(scope.read(), id) {
            Ok(topic) => drop(told.insert(id, ToldTopic { topic, touched, causes: Vec::new() })),
            Err(error @ StoreError::Corrupt { .. }) => {
                tracing::error!(%error, item = %id, "a damaged item is not told of")
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(told)
}

impl ToldTopic {
    /// It was in the trash before and still is.
    fn lay_in_trash(&self) -> bool {
        !self.touched.trashed && self.topic.as_ref().is_some_and(|topic| topic.trashed_ms.is_some())
    }

    /// Tells a reader of it: the row as they see it, or that it is out of their sight. `own`: they have read further.
    pub fn tell(
        &mut self,
        id: Id,
        scope: &impl Scope,
        old: &Directory,
        (then, now): (&Reach, &Reach),
        own: bool,
        parcel: &mut Parcel,
    ) -> Result<(), Error> {
        let Some(person) = scope.who().person else { return Ok(()) };
        match self.topic.as_ref().filter(|topic| access::may(scope, *topic, Do::Read)) {
            Some(topic) if own || !self.touched.causes.is_empty() => {
                parcel.objects.push((Part::Topics, json(&topics::views::row(scope, topic)?)));
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
