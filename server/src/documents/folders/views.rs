//! Folders as the API shows them.

use super::store;
use crate::{
    Error,
    access::{self, Scope},
    documents,
    http::{Shape, shapes},
};
use guildhall_domain::{document::folder::Folder, policy::DoSpace};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A folder.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Folder)]
pub struct FolderShape {
    /// Id.
    pub id: Uuid,
    /// The space it is in.
    pub space_id: Uuid,
    /// The folder it lies in; null at the top.
    pub parent_id: Option<Uuid>,
    /// Name.
    pub name: String,
    /// Documents that lie in it, without those further down.
    pub documents: usize,
    /// Folders that lie in it.
    pub folders: usize,
    /// When it was made.
    pub created_at: String,
    /// When it last changed.
    pub updated_at: String,
    /// In the trash since.
    pub trashed_at: Option<String>,
    /// For If-Match.
    pub version: String,
    /// What the reader may do.
    pub can: FolderCan,
}

/// What the reader may do with a folder.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FolderCan {
    /// Rename, move, delete it and take it out of the trash.
    pub edit: bool,
}

impl Shape for FolderShape {
    fn version(&self) -> Option<&str> {
        Some(&self.version)
    }
}

/// A folder, for this reader.
pub fn folder(scope: &impl Scope, folder: &Folder) -> Result<FolderShape, Error> {
    let home = scope.directory().space(folder.space).cloned().ok_or_else(Error::not_found)?;
    Ok(FolderShape {
        id: folder.id,
        space_id: folder.space,
        parent_id: folder.parent,
        name: folder.name.clone(),
        documents: documents::store::count_in(scope.read(), home.audience, folder.id)?,
        folders: store::children(scope.read(), home.audience, Some(folder.id), false)?.len(),
        created_at: shapes::instant(folder.created_ms),
        updated_at: shapes::instant(folder.updated_ms),
        trashed_at: folder.trashed_ms.map(shapes::instant),
        version: scope.version(folder.seq),
        can: FolderCan { edit: access::may_space(scope, &home, DoSpace::Write) },
    })
}
