//! Documents and folders that are told of. A folder shows how much lies in it, so it is told of too when something
//! came into it or went.

use super::{
    batch::Batch,
    frames::{Part, json},
    object::{self, Shown, ToldObject, Written},
};
use crate::{
    Error,
    access::{self, Scope},
    documents::{self, folders},
};
use guildhall_domain::{
    Id,
    document::{Document, folder::Folder},
    policy::{Do, DoSpace},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// What is told of, as it is now.
pub enum Shelved {
    /// A page or a file.
    Document(Document),
    /// A folder.
    Folder(Folder),
}

/// The documents and folders of a batch, with the folders whose counts follow from them.
pub fn of(scope: &impl Scope, batch: &mut Batch) -> Result<BTreeMap<Id, ToldObject<Shelved>>, Error> {
    let mut told = object::of(std::mem::take(&mut batch.documents), |id| {
        Ok(documents::store::get(scope.read(), id)?.map(Shelved::Document))
    })?;
    let mut near: BTreeSet<Id> = std::mem::take(&mut batch.near_folders);
    near.extend(told.values().filter_map(|told| match told.what() {
        Some(Shelved::Document(document)) => document.folder,
        _ => None,
    }));
    let mut folders = std::mem::take(&mut batch.folders);
    let parents: Vec<Option<Folder>> =
        folders.keys().map(|id| folders::store::get(scope.read(), *id)).collect::<Result<_, _>>()?;
    near.extend(parents.into_iter().flatten().filter_map(|folder| folder.parent));
    for id in near {
        folders.entry(id).or_default();
    }
    told.extend(object::of(folders, |id| Ok(folders::store::get(scope.read(), id)?.map(Shelved::Folder)))?);
    Ok(told)
}

impl Shown for Shelved {
    fn is_trashed(&self) -> bool {
        match self {
            Shelved::Document(document) => document.trashed_ms.is_some(),
            Shelved::Folder(folder) => folder.trashed_ms.is_some(),
        }
    }

    fn seen(&self, scope: &impl Scope, _: &mut Written) -> Result<Option<(Part, Arc<str>)>, Error> {
        Ok(match self {
            Shelved::Document(document) if access::may(scope, document, Do::Read) => {
                Some((Part::Documents, json(&documents::views::document(scope, document)?)))
            }
            Shelved::Folder(folder) if access::seen(access::folder(scope, folder.id, DoSpace::Read))?.is_some() => {
                Some((Part::Folders, json(&folders::views::folder(scope, folder)?)))
            }
            _ => None,
        })
    }
}
