//! What is kept of a plan in the history of its space and of its tasks, and how it is taken back.

use super::{commands, gather::Planned, store};
use crate::{
    Error,
    access::{self, Scope, Work},
    error::Code,
    spaces, tasks,
};
use guildhall_domain::{
    Id,
    change::{Action, Change, FieldChange, Value},
    plan,
    policy::{Do, DoSpace},
    space::Space,
};

/// Notes in the history of a space what became of its plan.
pub fn log(work: &mut Work<'_, '_>, space: &Space, field: String, before: Value, after: Value) -> Result<(), Error> {
    let field = FieldChange { field, before, after };
    spaces::commands::save(work, space, space.clone(), Action::Changed, vec![field]).map(drop)
}

/// Whether a change of a space is one of its plan alone.
pub fn is_of_plan(change: &Change) -> bool {
    let of_plan = |field: &FieldChange| field.field.starts_with("baseline:") || field.field.starts_with("status_note:");
    !change.fields.is_empty() && change.fields.iter().all(of_plan)
}

/// Takes such a change back.
pub fn take_back(work: &mut Work<'_, '_>, change: &Change) -> Result<(), Error> {
    let gone = || Error::new(Code::UndoGone);
    let space = access::space(work, change.object, DoSpace::Manage)?.into_inner();
    for field in &change.fields {
        let (head, id) = field.field.split_once(':').ok_or_else(gone)?;
        let id: Id = id.parse().map_err(|_| gone())?;
        if head == "baseline" {
            let deleted = (field.before == Value::Null).then_some(work.now());
            if !store::mark(work.tx, space.audience, id, deleted)? {
                return Err(gone());
            }
        } else {
            let all = store::notes(work.read(), space.audience, plan::NOTES)?;
            let note = all.iter().find(|note| note.id == id).ok_or_else(gone)?;
            store::unsay(work.tx, space.audience, note)?;
        }
        let space = access::space(work, change.object, DoSpace::Manage)?.into_inner();
        let back = FieldChange { before: field.after.clone(), after: field.before.clone(), ..field.clone() };
        spaces::commands::save(work, &space, Space::clone(&space), Action::Undone, vec![back])?;
    }
    Ok(())
}

/// Takes a change of a dependency back: as it was before, where both tasks are still in one plan.
pub fn put_back(work: &mut Work<'_, '_>, id: Id, other: Id, before: &Value) -> Result<(), Error> {
    let task = access::task(work, id, Do::Edit)?.into_inner();
    let of = Planned::of_task(work, &task)?;
    let there = tasks::store::get(work.read(), other)?.is_some_and(|other| other.space == task.space);
    if !there {
        return Err(Error::new(Code::UndoGone));
    }
    let lag = before.as_int().and_then(|lag| i32::try_from(lag).ok());
    commands::keep(work, of.space.audience, task, other, lag, Action::Undone).map(drop)
}
