//! Processes of somebody who leaves: whose rights they have, and whom they give work to.

use super::{save, store};
use crate::{
    Error,
    access::{self, Directory, Scope, Work},
};
use guildhall_domain::{
    Id,
    change::Action,
    departure::{replace, replace_approver},
    process::{Assign, Chosen, Process},
    space::Space,
};

/// Whether a process would go on with somebody: it has their rights, gives them runs, or has them do or approve a step.
pub fn is_held(process: &Process, person: Id) -> bool {
    let plan = &process.plan;
    let assigned = match &plan.assign {
        Assign::Person(id) => *id == person,
        Assign::Rotating(people) => people.contains(&person),
        _ => false,
    };
    let theirs = Chosen::Person(person);
    let step = plan.steps.iter().any(|step| {
        step.doer == Some(theirs) || step.approval.as_ref().is_some_and(|one| one.approvers.contains(&theirs))
    });
    process.trashed_ms.is_none() && (process.owner == person || assigned || step)
}

/// Puts the first of `heirs` who can be it in somebody's place; answers whether nothing of it is theirs any more.
pub fn hand_over(work: &mut Work<'_, '_>, id: Id, from: Id, heirs: &[Id]) -> Result<bool, Error> {
    let Some(before) = store::get(work.read(), id)?.filter(|process| is_held(process, from)) else { return Ok(true) };
    let Some(home) = work.directory().space(before.space).cloned() else { return Ok(false) };
    let mut after = before.clone();
    put_heirs(work.directory(), &home, &mut after, from, heirs);
    save(work, &home, Some(&before), &mut after, Action::Changed)?;
    Ok(!is_held(&after, from))
}

fn put_heirs(directory: &Directory, home: &Space, process: &mut Process, from: Id, heirs: &[Id]) {
    let reads = |id: &&Id| directory.reach(**id).sees(&[home.audience]);
    let reader = heirs.iter().find(reads).copied();
    let writer = heirs.iter().find(|id| access::writes_in(directory, **id, home)).copied();
    if process.owner == from {
        process.owner = writer.unwrap_or(from);
    }
    let plan = &mut process.plan;
    match &mut plan.assign {
        Assign::Person(id) if *id == from => plan.assign = reader.map_or(Assign::Nobody, Assign::Person),
        Assign::Rotating(people) => {
            replace(people, from, reader);
            if people.is_empty() {
                plan.assign = Assign::Nobody;
            }
        }
        _ => {}
    }
    if process.clock.turn == Some(from) {
        // Whoever comes after them has the next turn, also where their place is somebody else's.
        process.clock.turn = reader.or(process.clock.turn);
    }
    for step in &mut plan.steps {
        if step.doer == Some(Chosen::Person(from)) {
            step.doer = Some(reader.map_or(Chosen::Lead, Chosen::Person));
        }
        if let Some(approval) = &mut step.approval {
            replace_approver(&mut approval.approvers, from, reader);
        }
    }
}
