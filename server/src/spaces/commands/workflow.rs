//! A workflow changed as a whole: the statuses of a space, or the choices of one of its fields, with a mapping that says
//! where the tasks of what goes belong. One command, and one undo.

use super::{
    parts::{choices, open},
    save,
};
use crate::{Error, access::Work, tasks::commands::settings};
use guildhall_domain::{
    Id,
    change::Action,
    space::Space,
    workflow::{self, Wanted},
};
use std::collections::BTreeMap;

/// Gives a space other statuses and moves its tasks.
pub fn rework(work: &mut Work<'_, '_>, id: Id, wanted: &[Wanted]) -> Result<Space, Error> {
    let before = open(work, id)?;
    let mut after = before.clone();
    let moves = workflow::rework(&mut after, wanted)?;
    // The former and the new ones stand beside each other while tasks go from one to the other: taking it back goes
    // the same way.
    let new = after.statuses.iter().filter(|status| before.status(status.id).is_none());
    let both = Space {
        statuses: before.statuses.iter().chain(new).cloned().collect(),
        last_part: after.last_part,
        ..before.clone()
    };
    let both = save(work, &before, both, Action::Changed, Vec::new())?;
    if !moves.is_empty() {
        settings::move_statuses(work, &both, &moves)?;
    }
    after.seq = both.seq;
    save(work, &both, after, Action::Changed, Vec::new())
}

/// Gives a choice field other choices; each brings along the former ones whose tasks have it from now on. What is filled
/// in with a choice that goes and that none takes stays as it is.
pub fn rework_choices(
    work: &mut Work<'_, '_>,
    id: Id,
    field: u32,
    wanted: &[(String, Vec<String>)],
) -> Result<Space, Error> {
    let before = open(work, id)?;
    let former = before.field(field).ok_or_else(Error::not_found)?;
    let names: Vec<String> = wanted.iter().map(|(name, _)| name.clone()).collect();
    let names = choices(former.kind, &names)?;
    if names.is_empty() {
        return Err(Error::field("choices", "Only a field with choices has some."));
    }
    let mut moves = BTreeMap::new();
    for (name, takes) in wanted {
        for old in takes {
            let known = former.choices.contains(old);
            if !known || moves.insert(old.clone(), name.trim().to_owned()).is_some() {
                return Err(Error::field("choices", "Name each choice there was at most once."));
            }
        }
    }
    moves.retain(|old, new| old != new);
    if !moves.is_empty() {
        settings::move_choices(work, &before, field, &moves)?;
    }
    let mut after = before.clone();
    after.fields.iter_mut().filter(|one| one.id == field).for_each(|one| one.choices.clone_from(&names));
    save(work, &before, after, Action::Changed, Vec::new())
}
