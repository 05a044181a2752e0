//! What people do with spaces. Each command takes the permitted space, lets the rules decide and saves
//! the next version with its change; the directory follows at once, and with it everybody's reach.

pub mod create;
pub mod edit;
pub mod membership;
pub mod parts;
pub mod star;
pub mod undo;
pub mod workflow;

pub use create::create;
pub use edit::edit;
pub use undo::{fit, take_back};

use super::{facts, store};
use crate::{
    Error,
    access::{Scope, Work},
    error::Code,
    tasks,
};
use guildhall_domain::{
    change::{Action, Change, FieldChange, Kind, Value},
    space::{Access, Space},
};

/// In the log: so many tasks were taken out of other spaces that a job did it, task by task.
const WITHDRAWN: &str = "withdrawn";

/// Writes the next version of a space with what changed; nothing when nothing did. `more` are changes
/// beside the space itself, such as memberships that were written already.
pub fn save(
    work: &mut Work<'_, '_>,
    before: &Space,
    mut after: Space,
    action: Action,
    more: Vec<FieldChange>,
) -> Result<Space, Error> {
    let mut fields = facts::changes(before, &after);
    fields.extend(more);
    if fields.is_empty() {
        return Ok(after);
    }
    tasks::commands::elsewhere::follow(work, before, &mut after)?;
    if after.withdrawing && !before.withdrawing {
        fields.push(FieldChange { field: WITHDRAWN.into(), before: Value::Bool(false), after: Value::Bool(true) });
    }
    let change = Change {
        fields,
        audience_before: vec![before.audience],
        audience_after: vec![after.audience],
        previous: before.seq,
        ..work.change(Kind::Space, after.id, action)
    };
    after.seq = work.log(change)?;
    store::put(work.tx, &after)?;
    work.directory_changed()?;
    Ok(after)
}

/// A space somebody could lock themselves and everybody else out of must keep a lead.
pub fn keeps_a_lead(work: &Work<'_, '_>, space: &Space) -> Result<(), Error> {
    if space.access == Access::Open || super::members::has_lead(work.directory(), space) {
        return Ok(());
    }
    Err(Error::because(Code::Conflict, "This space needs a lead. Make somebody else lead first."))
}

/// Puts facts of a space back as an undo needs it: those of the space itself and memberships. Answers
/// none, having written nothing, when one of them means nothing any more.
pub fn put_back(
    work: &mut Work<'_, '_>,
    before: &Space,
    facts: &[FieldChange],
    action: Action,
) -> Result<Option<Space>, Error> {
    let mut after = before.clone();
    let mut members = Vec::new();
    for fact in facts {
        match fact.field.strip_prefix("member:") {
            Some(member) => members.push((member, &fact.before)),
            None if super::facts::set(&mut after, &fact.field, &fact.before) => {}
            None => return Ok(None),
        }
    }
    let mut more = Vec::new();
    for (member, role) in members {
        let Some(change) = membership::put_back(work, before, member, role)? else { return Ok(None) };
        more.push(change);
    }
    if !more.is_empty() {
        work.directory_changed()?;
    }
    Ok(Some(save(work, before, after, action, more)?))
}
