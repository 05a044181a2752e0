//! Reading what is known of files.

use super::{
    store,
    views::{self, AttachmentShape},
};
use crate::{
    Error,
    access::{self, Scope},
    http::Page,
};
use guildhall_domain::{Id, policy::Do};
use guildhall_store::{Read, StoreError};

/// The files of an item, in the order they were attached; or those in the trash, which only they see who may
/// take them out.
pub fn list(scope: &impl Scope, id: Id, trashed: bool) -> Result<Page<AttachmentShape>, Error> {
    let item = access::item(scope, id, Do::Read)?;
    let files = store::of(scope.read(), id)?.into_iter().filter(|file| file.trashed_ms.is_some() == trashed);
    let shapes: Vec<AttachmentShape> =
        files.map(|file| views::attachment(scope, &file, &item)).collect::<Result<_, _>>()?;
    Ok(Page { items: shapes.into_iter().filter(|shape| !trashed || shape.can.edit).collect(), next: None })
}

/// Bytes of everything in the trash, for the account of where space goes.
pub fn trash_bytes(read: &Read<'_>) -> Result<u64, StoreError> {
    Ok(store::trashed_until(read, i64::MAX, usize::MAX)?.iter().map(|file| file.bytes).sum())
}
