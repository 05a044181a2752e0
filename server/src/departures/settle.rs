//! Handing over one thing at a time. Each goes to its taker, or to whoever leads its space where the taker cannot have it.

use super::held::{Held, has_step, leads_of};
use crate::{
    Error,
    access::{self, Scope, Who, Work},
    approvals::hand_on,
    error::Code,
    events, people, processes, rules, shares, spaces, tasks,
    topics::checkins,
};
use guildhall_domain::{
    Id,
    change::Action,
    departure::{Holding, Takers, replace_approver},
    person::{Person, PersonState, Role},
    space::SpaceRole,
    task::Task,
};

/// Hands over what somebody held; answers whether it is theirs no more. It is done for whoever decided it, also where they
/// could not look themselves: nobody's work stays with somebody who is gone because it was private.
pub fn settle(
    work: &mut Work<'_, '_>,
    leaving: Id,
    takers: &Takers,
    held: &Held,
    address: &str,
) -> Result<bool, Error> {
    let who = Who { person: None, ..*work.who() };
    work.acting(who, |work| {
        let taker = takers.taker(held.holding);
        let heirs = heirs(work, leaving, taker, held);
        let id = held.id;
        match held.holding {
            Holding::Lead => lead(work, id, &heirs),
            Holding::Task | Holding::Step | Holding::Awaited => task(work, id, leaving, taker.map(|_| &*heirs)),
            Holding::Process => processes::commands::hand_over::hand_over(work, id, leaving, &heirs),
            Holding::Rule => rules::commands::hand_over::hand_over(work, id, leaving, &heirs),
            Holding::CheckIn => checkins::hand_over::hand_over(work, id, leaving, &heirs),
            Holding::Approval => approval(work, id, leaving, &heirs),
            Holding::Share => {
                let heir = taker.and(heirs.first().copied());
                shares::commands::hand_over(work, id, leaving, heir, address).map(|()| true)
            }
            Holding::Event => events::commands::hand_over::hand_over(work, id, leaving, &heirs),
            Holding::Report => report(work, id, leaving, taker),
        }
    })
}

/// Who could have it, the best first: the taker, those who lead its space, and at last the owners.
fn heirs(work: &Work<'_, '_>, leaving: Id, taker: Option<Id>, held: &Held) -> Vec<Id> {
    let directory = work.directory();
    let space = held.space.and_then(|id| directory.space(id));
    let leads = space.map(|space| leads_of(directory, space, leaving)).unwrap_or_default();
    let owner = |person: &&std::sync::Arc<Person>| {
        person.role == Role::Owner && person.state == PersonState::Active && person.id != leaving
    };
    let mut heirs: Vec<Id> = Vec::new();
    let all = taker.into_iter().chain(leads.iter().map(|lead| lead.id));
    for heir in all.chain(directory.people().filter(owner).map(|person| person.id)) {
        let here = directory.person(heir).is_some_and(|person| person.state == PersonState::Active);
        if here && !heirs.contains(&heir) {
            heirs.push(heir);
        }
    }
    heirs
}

fn lead(work: &mut Work<'_, '_>, space: Id, heirs: &[Id]) -> Result<bool, Error> {
    let Some(heir) = heirs.first().copied() else { return Ok(false) };
    spaces::commands::membership::put(work, space, heir, SpaceRole::Lead).map(|_| true)
}

/// One change for everything they have to do with a task: the same task may be held in several ways.
fn task(work: &mut Work<'_, '_>, id: Id, leaving: Id, heirs: Option<&[Id]>) -> Result<bool, Error> {
    let Some(before) = tasks::store::get(work.read(), id)?.filter(Task::is_open) else { return Ok(true) };
    let audience = access::audience_of(work.directory(), &before);
    let reads = |id: &&Id| work.directory().reach(**id).sees(audience.ids());
    let heir = heirs.and_then(|heirs| heirs.iter().find(reads)).copied();
    let mut after = before.clone();
    if after.assignee == Some(leaving) {
        after.assignee = heir;
    }
    if has_step(&before, leaving) {
        for step in after.steps.iter_mut().filter(|step| step.done.is_none()) {
            if step.assignee == Some(leaving) {
                step.assignee = heir;
            }
            if let Some(approval) = &mut step.approval {
                replace_approver(&mut approval.by.approvers, leaving, heir);
            }
        }
    }
    if let Some(waiting) = after.waiting.as_mut().filter(|waiting| waiting.person == Some(leaving)) {
        waiting.person = heir;
    }
    if after == before {
        return Ok(true);
    }
    if let Some(heir) = heir {
        after.follow(heir);
    }
    tasks::store::save(work, &before, &mut after, Action::Changed).map(|()| true)
}

/// Whoever can be asked is; where nobody can, whoever asked is told that the approver is gone.
fn approval(work: &mut Work<'_, '_>, id: Id, leaving: Id, heirs: &[Id]) -> Result<bool, Error> {
    for heir in heirs {
        match hand_on::hand_on(work, id, leaving, *heir, Action::Changed) {
            Ok(_) => return Ok(true),
            Err(refused) if matches!(refused.code, Code::Invalid | Code::Conflict) => {}
            Err(refused) if refused.code == Code::NotFound => return Ok(true),
            Err(error) => return Err(error),
        }
    }
    Ok(false)
}

/// Whoever reported to them reports to the taker; the taker themselves to nobody.
fn report(work: &mut Work<'_, '_>, id: Id, leaving: Id, taker: Option<Id>) -> Result<bool, Error> {
    let Some(before) = work.directory().person(id).filter(|one| one.reports_to == Some(leaving)).cloned() else {
        return Ok(true);
    };
    let above = work.directory().person(leaving).and_then(|person| person.reports_to);
    let reports_to = taker.filter(|taker| *taker != id).or(above).filter(|person| *person != id);
    let after = Person { reports_to, ..Person::clone(&before) };
    people::commands::save(work, &before, after).map(|_| true)
}
