//! Edits of the fields of a task.

use super::{count_in_parent, home};
use crate::{
    Error,
    access::{self, Scope, Work},
    http::call::{IfMatch, unchanged_since},
    tasks::{input::TaskPatch, store, views},
};
use guildhall_domain::{
    Id,
    change::Action,
    policy::Do,
    task::{Task, edit},
};

/// Changes fields of a task.
pub fn edit(work: &mut Work<'_, '_>, id: Id, if_match: IfMatch, patch: &TaskPatch) -> Result<Task, Error> {
    let before = access::task(work, id, Do::Edit)?.into_inner();
    let space = home(work, &before)?;
    let audience = access::audience_of(work.directory(), &before).ids().to_vec();
    let fields = patch.edit(work, &space, &audience)?;
    unchanged_since(work, if_match, before.seq, &fields.names())
        .map_err(|stale| stale.with_current(|| views::whole(work, &before)))?;
    let mut after = before.clone();
    edit::apply(&mut after, fields, &space, work.now())?;
    store::save(work, &before, &mut after, Action::Changed)?;
    count_in_parent(work, Some(&before), Some(&after))?;
    Ok(after)
}
