//! Taking back what was done to a folder.

use super::{store, trash};
use crate::{
    Error,
    access::{self, Scope, Work},
    documents::commands::names,
    error::Code,
    log,
};
use guildhall_domain::{
    change::{Action, Change, Value},
    document::folder::{self, Folder},
    policy::DoSpace,
};

/// Takes a change of a folder back. What is in it has changes of its own in the same command.
pub fn take_back(work: &mut Work<'_, '_>, change: &Change) -> Result<(), Error> {
    let before = store::get(work.read(), change.object)?.ok_or_else(|| Error::new(Code::UndoGone))?;
    access::folder(work, before.id, DoSpace::Write)?;
    if change.action == Action::Created {
        // What was made goes to the trash with what was put in it, so even this can be taken back.
        return if before.trashed_ms.is_some() { Ok(()) } else { trash::all(work, &before, Action::Undone).map(drop) };
    }
    let now = folder::facts(&before);
    log::still(change, |name| now.get(name).or(Some(&Value::Null)))?;
    let mut after = before.clone();
    for field in &change.fields {
        match (field.field.as_str(), &field.before) {
            ("name", Value::Text(name)) => after.name.clone_from(name),
            ("space", Value::Id(space)) => after.space = access::space(work, *space, DoSpace::Write)?.id,
            ("parent", value) => after.parent = value.as_id(),
            ("trashed", value) => after.trashed_ms = value.as_int(),
            _ => {}
        }
    }
    save(work, &before, after)
}

fn save(work: &mut Work<'_, '_>, before: &Folder, mut after: Folder) -> Result<(), Error> {
    if after.trashed_ms.is_none() {
        let home = work.directory().space(after.space).cloned().ok_or_else(Error::not_found)?;
        let there = after.parent.map(|id| store::live(work.read(), id)).transpose()?.flatten();
        after.parent = there.filter(|parent| parent.space == home.id).map(|parent| parent.id);
        let (_, depth) = store::tree(work.read(), home.audience, before)?;
        folder::may_lie(after.id, &store::way(work.read(), after.parent)?, depth)
            .map_err(|_| Error::new(Code::UndoConflict).with("changed", vec!["parent"]))?;
        after.name = names::another(work, home.audience, after.parent, &after.name, after.id)?;
    }
    store::save(work, before, &mut after, Action::Undone)
}
