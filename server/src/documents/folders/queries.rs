//! Reading folders.

use super::{
    store,
    views::{self, FolderShape},
};
use crate::{
    Error,
    access::{self, Scope},
    http::Page,
};
use guildhall_domain::{Id, policy::DoSpace};

/// The folders of a space, by name; or those that were thrown away themselves, which only they see who may take
/// them out.
pub fn list(scope: &impl Scope, space: Id, trashed: bool) -> Result<Page<FolderShape>, Error> {
    let home = access::space(scope, space, DoSpace::Read)?;
    let mut folders = store::all(scope.read(), home.audience, trashed)?;
    if trashed {
        let went: Vec<(Id, Option<i64>)> = folders.iter().map(|folder| (folder.id, folder.trashed_ms)).collect();
        let along = |parent: Option<Id>, at| parent.is_some_and(|parent| went.contains(&(parent, at)));
        folders.retain(|folder| !along(folder.parent, folder.trashed_ms));
        if !access::works_in(scope, &home) {
            folders.clear();
        }
    }
    folders.sort_by_cached_key(|folder| (guildhall_domain::document::name::fold(&folder.name), folder.id));
    Ok(Page::all(folders.iter().map(|folder| views::folder(scope, folder)).collect::<Result<_, _>>()?))
}
