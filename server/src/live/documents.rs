//! Documents and folders that are told of. A folder shows how much lies in it, so it is told of too when something
//! came into it or went.

use super::{
    batch::{Batch, Touched},
    frames::{Part, json},
    parcel::{Parcel, worked_in},
    told::{self, Causes},
};
use crate::{
    Error,
    access::{self, Directory, Scope},
    documents::{self, folders},
};
use guildhall_domain::{
    Id,
    document::{Document, folder::Folder},
    item::Reach,
    policy::{Do, DoSpace},
};
use guildhall_store::StoreError;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// What is told of, as it is now.
enum What {
    Document(Document),
    Folder(Folder),
}

/// A document or folder to be told of.
pub struct ToldDocument {
    what: Option<What>,
    /// What happened to it.
    pub touched: Touched,
    causes: Causes,
}

/// Something that may have been damaged is not told of; everything else is.
fn whole<T>(id: Id, found: Result<Option<T>, StoreError>) -> Result<Option<Option<T>>, Error> {
    match found {
        Err(error @ StoreError::Corrupt { .. }) => {
            tracing::error!(%error, item = %id, "a damaged document is not told of");
            Ok(None)
        }
        found => Ok(Some(found?)),
    }
}

/// The documents and folders of a batch, with the folders whose counts follow from them.
pub fn of(scope: &impl Scope, batch: &mut Batch) -> Result<BTreeMap<Id, ToldDocument>, Error> {
    let mut told = BTreeMap::new();
    let mut near: BTreeSet<Id> = std::mem::take(&mut batch.near_folders);
    for (id, touched) in std::mem::take(&mut batch.documents) {
        let Some(document) = whole(id, documents::store::get(scope.read(), id))? else { continue };
        near.extend(document.as_ref().and_then(|document| document.folder));
        told.insert(id, ToldDocument { what: document.map(What::Document), touched, causes: Vec::new() });
    }
    let mut folders = std::mem::take(&mut batch.folders);
    let parents: Vec<Option<Folder>> =
        folders.keys().map(|id| folders::store::get(scope.read(), *id)).collect::<Result<_, _>>()?;
    near.extend(parents.into_iter().flatten().filter_map(|folder| folder.parent));
    for id in near {
        folders.entry(id).or_default();
    }
    for (id, touched) in folders {
        let Some(folder) = whole(id, folders::store::get(scope.read(), id))? else { continue };
        told.insert(id, ToldDocument { what: folder.map(What::Folder), touched, causes: Vec::new() });
    }
    Ok(told)
}

impl ToldDocument {
    /// It was in the trash before and still is.
    fn lay_in_trash(&self) -> bool {
        let trashed = match &self.what {
            Some(What::Document(document)) => document.trashed_ms.is_some(),
            Some(What::Folder(folder)) => folder.trashed_ms.is_some(),
            None => false,
        };
        !self.touched.trashed && trashed
    }

    /// It as this reader sees it, if they do.
    fn seen(&self, scope: &impl Scope) -> Result<Option<(Part, Arc<str>)>, Error> {
        Ok(match &self.what {
            Some(What::Document(document)) if access::may(scope, document, Do::Read) => {
                Some((Part::Documents, json(&documents::views::document(scope, document)?)))
            }
            Some(What::Folder(folder)) if access::seen(access::folder(scope, folder.id, DoSpace::Read))?.is_some() => {
                Some((Part::Folders, json(&folders::views::folder(scope, folder)?)))
            }
            _ => None,
        })
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
        match self.seen(scope)? {
            Some(object) => {
                parcel.objects.push(object);
                parcel.by.extend(told::by(&self.touched, &mut self.causes, scope, now, id));
            }
            None if self.lay_in_trash() => {}
            None if self.touched.was_seen(then, now, |home| worked_in(old, person, home)) => parcel.gone.push(id),
            None => {}
        }
        Ok(())
    }
}
