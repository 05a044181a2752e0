//! Taking a change of a space back, as its undo needs it. What it would leave behind in tasks, or take
//! from somebody else's change, refuses it.

use super::{WITHDRAWN, keeps_a_lead, membership, put_back, save};
use crate::{
    Error,
    access::{self, Scope, Work},
    audit::{self, AuditAction},
    error::Code,
    spaces::{facts, words::AccessShape},
    tasks::commands::settings,
};
use guildhall_domain::{
    Id,
    change::{Action, Change, FieldChange, Value},
    limits,
    policy::DoSpace,
    space::{Category, Space},
};

/// Takes one logged change of a space back.
pub fn take_back(work: &mut Work<'_, '_>, change: &Change) -> Result<(), Error> {
    if change.fields.iter().any(|field| field.field == WITHDRAWN) {
        return Err(Error::because(
            Code::UndoGone,
            "More than 500 tasks were taken out of other spaces with it, and they would not come back. Set the access in \
             the settings of the space, and add the tasks to the other spaces again.",
        ));
    }
    // That an admin entered stays on record; what is taken back is the membership.
    let fields: Vec<FieldChange> = change.fields.iter().filter(|field| field.field != "entered").cloned().collect();
    let before = Space::clone(&*access::space(work, change.object, right(work, change, &fields))?);
    if change.action == Action::Created {
        let after = Space { deleted_ms: Some(work.now()), ..before.clone() };
        return save(work, &before, after, Action::Undone, Vec::new()).map(|_| ());
    }
    let touched = touched(work, &before, &fields)?;
    if !touched.is_empty() {
        return Err(Error::new(Code::UndoConflict).with("changed", touched));
    }
    let was_led = crate::spaces::members::has_lead(work.directory(), &before);
    let gone = || Error::new(Code::UndoGone);
    let after = put_back(work, &before, &fields, Action::Undone)?.ok_or_else(gone)?;
    if after.access != before.access {
        let about = format!("{}: {}", after.name, AccessShape::from(after.access).word());
        audit::add(work, AuditAction::SpaceAccessChanged, &about, "")?;
    }
    if was_led { keeps_a_lead(work, &after) } else { Ok(()) }
}

/// Refuses what would leave a space with too much or too little. Asked once all of a command is taken back, because what
/// goes and what comes back stand beside each other meanwhile.
pub fn fit(work: &Work<'_, '_>, objects: &[Id]) -> Result<(), Error> {
    objects.iter().filter_map(|id| work.directory().space(*id)).try_for_each(|space| fits(space))
}

/// Settings and members need the right to manage; the archive and the trash the right to bring back;
/// leaving again what one has entered needs none.
fn right(work: &Work<'_, '_>, change: &Change, fields: &[FieldChange]) -> DoSpace {
    let own = work.who().person.map(|me| format!("member:{me}"));
    let leaves = |field: &FieldChange| Some(&field.field) == own.as_ref() && field.before == Value::Null;
    let revives = |field: &FieldChange| matches!(field.field.as_str(), "archived" | "deleted");
    match change.action {
        Action::Created => DoSpace::Revive,
        _ if !fields.is_empty() && fields.iter().all(leaves) => DoSpace::See,
        _ if fields.iter().all(revives) => DoSpace::Revive,
        _ => DoSpace::Manage,
    }
}

/// The facts that are not as the change left them, and the parts that tasks use by now.
fn touched(work: &Work<'_, '_>, space: &Space, fields: &[FieldChange]) -> Result<Vec<String>, Error> {
    let now = facts::of(space);
    let mut touched = Vec::new();
    for field in fields {
        let (head, rest) = field.field.split_once(':').unwrap_or((&field.field, ""));
        let current = match head {
            "member" => {
                rest.parse().ok().and_then(|id: Id| membership::current(work, space, id)).unwrap_or(Value::Null)
            }
            _ => now.get(&field.field).cloned().unwrap_or(Value::Null),
        };
        // Where a part stands among the others is nobody's work to lose.
        let moved_on = current != field.after && !head.ends_with("_order");
        let goes = field.before == Value::Null;
        let used =
            goes && rest.parse().is_ok_and(|part: u32| settings::is_used(work, space, head, part).unwrap_or(true));
        if moved_on || used {
            touched.push(field.field.clone());
        }
    }
    Ok(touched)
}

/// Parts that come back must still have room, and none may be missing that tasks cannot do without.
fn fits(space: &Space) -> Result<(), Error> {
    let all = [Category::Todo, Category::Doing, Category::Waiting, Category::Done, Category::Cancelled];
    let statuses = all.into_iter().all(|category| space.first_status(category).is_some())
        && space.statuses.len() <= limits::STATUSES;
    let parts = space.sections.len() <= limits::SECTIONS && space.fields.len() <= limits::FIELDS;
    if statuses && parts { Ok(()) } else { Err(Error::new(Code::UndoConflict)) }
}
