//! An object that is told of as each reader sees it: topics, documents and folders, events, processes. What one may see and
//! how it is written is each kind's own; who is told, and who that it is out of their sight, is the same for all.

use super::{
    batch::Touched,
    frames::Part,
    parcel::{Parcel, worked_in},
    told::{self, Causes},
};
use crate::{
    Error,
    access::{Directory, Scope},
};
use guildhall_domain::{Id, item::Reach};
use guildhall_store::StoreError;
use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

/// What was written for readers who see the same, by what makes it differ.
pub type Written = HashMap<(bool, bool), Arc<str>>;

/// A kind of object.
pub trait Shown {
    /// It lies in the trash.
    fn is_trashed(&self) -> bool;

    /// It as this reader sees it, if they do.
    ///
    /// # Errors
    /// When the store fails.
    fn seen(&self, scope: &impl Scope, written: &mut Written) -> Result<Option<(Part, Arc<str>)>, Error>;
}

/// An object to be told of.
pub struct ToldObject<T> {
    what: Option<T>,
    /// What happened to it.
    pub touched: Touched,
    causes: Causes,
    written: Written,
}

/// The objects that were touched. One that may have been damaged is not told of; everything else is.
pub fn of<T>(
    touched: BTreeMap<Id, Touched>,
    get: impl Fn(Id) -> Result<Option<T>, StoreError>,
) -> Result<BTreeMap<Id, ToldObject<T>>, Error> {
    let mut told = BTreeMap::new();
    for (id, touched) in touched {
        match get(id) {
            Ok(what) => {
                told.insert(id, ToldObject { what, touched, causes: Vec::new(), written: Written::new() });
            }
            Err(error @ StoreError::Corrupt { .. }) => {
                tracing::error!(%error, object = %id, "a damaged object is not told of")
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(told)
}

impl<T: Shown> ToldObject<T> {
    /// The object, where it is still there.
    pub fn what(&self) -> Option<&T> {
        self.what.as_ref()
    }

    /// Tells a reader of it as they see it, or that it is out of their sight. `news`: something of it is new to them even if
    /// nobody changed it.
    pub fn tell(
        &mut self,
        id: Id,
        scope: &impl Scope,
        old: &Directory,
        (then, now): (&Reach, &Reach),
        news: bool,
        parcel: &mut Parcel,
    ) -> Result<(), Error> {
        let Some(person) = scope.who().person else { return Ok(()) };
        let seen = self.what.as_ref().map(|what| what.seen(scope, &mut self.written)).transpose()?.flatten();
        // It was in the trash before and still is.
        let lay_in_trash = !self.touched.trashed && self.what.as_ref().is_some_and(Shown::is_trashed);
        match seen {
            Some(object) if news || !self.touched.causes.is_empty() => {
                parcel.objects.push(object);
                parcel.by.extend(told::by(&self.touched, &mut self.causes, scope, now, id));
            }
            Some(_) => {}
            None if lay_in_trash => {}
            None if self.touched.was_seen(then, now, |home| worked_in(old, person, home)) => parcel.gone.push(id),
            None => {}
        }
        Ok(())
    }
}
