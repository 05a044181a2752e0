//! Asking, answering and withdrawing.

use super::store;
use crate::{
    Error,
    access::{self, Scope, Work},
    documents,
    error::Code,
    items::kinds,
};
use guildhall_domain::{
    Id,
    actor::Actor,
    approval::{Approval, New, Refusal, State, Verdict},
    change::{Action, FieldChange, Value},
    item::{Core, Item},
    limits,
    person::PersonState,
    policy::Do,
    space::Access,
};

/// Asks for the approval of an item: whoever may edit it. Who asks is the actor of the command, which may be a process
/// at work with the rights of its owner.
pub fn ask(work: &mut Work<'_, '_>, item: Id, id: Option<Id>, new: New) -> Result<(Approval, Item), Error> {
    let before = access::item(work, item, Do::Edit)?.into_inner();
    if let Some(earlier) = id.map(|id| store::get(work.read(), id)).transpose()?.flatten() {
        let same = earlier.is_of(item, work.who().actor, &new);
        return if same { Ok((earlier, before)) } else { Err(Error::new(Code::IdTaken)) };
    }
    if matches!(before, Item::Topic(_) | Item::Event(_)) {
        return Err(Error::because(
            Code::Conflict,
            "Ask for the approval of a task or a document. A topic has polls, and guests of an event answer.",
        ));
    }
    let id = id.unwrap_or_else(|| work.new_id());
    let next = before.clone();
    put_question(work, before, next, id, new)
}

/// Asks it, with what else becomes of the item; whether that may be edited was looked before.
pub fn put_question(
    work: &mut Work<'_, '_>,
    before: Item,
    mut next: Item,
    id: Id,
    new: New,
) -> Result<(Approval, Item), Error> {
    let item = before.id();
    limits::at_most("approvals", store::of_item(work.read(), item)?.len() + 1, limits::SET)?;
    let mut outside = Vec::new();
    for person in &new.approvers {
        outside.extend(fit(work, &before, *person, "approver_ids")?.then_some(*person));
    }
    let version = match &mut next {
        Item::Document(document) => Some(documents::commands::versions::of_now(work, document)?),
        Item::Task(_) | Item::Topic(_) | Item::Event(_) => None,
    };
    let asked = Approval::ask(id, item, version, work.who().actor, new, work.now());
    let asked = Approval { outside, ..asked };
    let fields = vec![state_field(id, None, Some(State::Waiting))];
    let item = write(work, (&before, next), None, &asked, (Action::Changed, fields))?;
    Ok((asked, item))
}

/// Whether somebody can be asked, and then whether they read the item only because they are.
pub fn fit(work: &Work<'_, '_>, item: &Item, person: Id, field: &str) -> Result<bool, Error> {
    if work.who().actor == Actor::Person(person) {
        return Err(Error::field(field, "Ask somebody else than yourself."));
    }
    let directory = work.directory();
    let known = directory.person(person).filter(|one| access::knows(work, one));
    let Some(one) = known.filter(|one| one.state == PersonState::Active) else {
        return Err(Error::field(field, "Choose a person of this organization who is still here."));
    };
    let sees = |item: &Item| directory.reach(person).sees(access::audience_of(directory, item).ids());
    if sees(&item.with_people(Vec::new())) {
        return Ok(false);
    }
    let home = item.home().and_then(|home| directory.space(home));
    let shut = home.is_none_or(|home| home.access == Access::Private);
    if shut || !(sees(item) || access::may(work, item, Do::Edit)) {
        return Err(Error::field(field, format!("{} cannot see this. Add them to the space first.", one.name)));
    }
    Ok(true)
}

/// An approval with its item, for somebody who may comment on that.
pub fn permitted(work: &Work<'_, '_>, id: Id) -> Result<(Approval, Item), Error> {
    let approval = store::get(work.read(), id)?.ok_or_else(Error::not_found)?;
    let item = access::item(work, approval.item, Do::Comment)?.into_inner();
    Ok((approval, item))
}

/// Answers as one of those who are asked.
pub fn answer(work: &mut Work<'_, '_>, id: Id, verdict: Verdict, reason: &str) -> Result<(Approval, Item), Error> {
    let (before, item) = permitted(work, id)?;
    let me = access::me(work)?.id;
    let reason = limits::body("reason", reason.trim())?;
    if reason.chars().count() > REASON {
        return Err(Error::field("reason", format!("Shorten this to {REASON} characters.")));
    }
    let mut after = before.clone();
    let new = after.answer(me, verdict, &reason, work.now());
    if !new.map_err(|why| refused(work, &before, why))? {
        return Ok((before, item));
    }
    let word = |verdict: Verdict| Value::Text(verdict.state().word().into());
    let earlier = Value::opt(before.standing(me).map(|answer| answer.verdict), word);
    let mut fields =
        vec![FieldChange { field: format!("approval_answer:{id}"), before: earlier, after: word(verdict) }];
    if !after.is_waiting() {
        fields.push(state_field(id, Some(before.state), Some(after.state)));
    }
    let item = write(work, (&item, item.clone()), Some(&before), &after, (Action::Changed, fields))?;
    Ok((after, item))
}

/// Longest reason, in characters.
const REASON: usize = 10_000;

/// Asks no more: whoever asked, or a lead.
pub fn withdraw(work: &mut Work<'_, '_>, id: Id, action: Action) -> Result<(Approval, Item), Error> {
    let (before, item) = permitted(work, id)?;
    if !is_asker(work, &before) && !access::leads(work, &item) {
        return Err(Error::because(Code::Forbidden, "Only who asked or a lead of the space can withdraw this."));
    }
    let mut after = before.clone();
    if !after.withdraw(work.now()).map_err(|why| refused(work, &before, why))? {
        return Ok((before, item));
    }
    let fields = vec![state_field(id, Some(before.state), Some(after.state))];
    let item = write(work, (&item, item.clone()), Some(&before), &after, (action, fields))?;
    Ok((after, item))
}

/// Whether the asker of a request is who asked for an approval.
pub fn is_asker(scope: &impl Scope, approval: &Approval) -> bool {
    scope.who().actor == approval.asked_by
}

/// Writes an approval and what that is to its item: a change of it, and who reads it.
pub fn write(
    work: &mut Work<'_, '_>,
    (item, next): (&Item, Item),
    before: Option<&Approval>,
    after: &Approval,
    (action, mut fields): (Action, Vec<FieldChange>),
) -> Result<Item, Error> {
    let turn = |approval: Option<&Approval>| {
        Value::opt(approval.map(Approval::turn), |turn| Value::List(turn.into_iter().map(Value::Id).collect()))
    };
    let (was, is) = (turn(before), turn(Some(after)));
    if was != is {
        fields.push(FieldChange { field: format!("approval_turn:{}", after.id), before: was, after: is });
    }
    store::put(work, before, after)?;
    let mut next = next.with_people(outside(work, item.id())?);
    kinds::save_with(work, item, &mut next, action, fields)?;
    Ok(next)
}

/// Everybody who reads an item because they were asked to approve it, and are still, or answered.
fn outside(work: &Work<'_, '_>, item: Id) -> Result<Vec<Id>, Error> {
    let asked = store::of_item(work.read(), item)?.into_iter().filter(|one| one.state != State::Withdrawn);
    let mut people: Vec<Id> = asked.flat_map(|one| one.outside).collect();
    people.sort_unstable();
    people.dedup();
    Ok(people)
}

/// Where an approval stands, as a change has it.
pub fn state_field(id: Id, before: Option<State>, after: Option<State>) -> FieldChange {
    let value = |state: Option<State>| Value::opt(state, |state| Value::Text(state.word().into()));
    FieldChange { field: format!("approval:{id}"), before: value(before), after: value(after) }
}

fn name(scope: &impl Scope, person: Id) -> String {
    scope.directory().person(person).map_or("Somebody".into(), |person| person.name.clone())
}

/// Why something is not done, in a sentence that says what is so.
pub fn refused(scope: &impl Scope, approval: &Approval, why: Refusal) -> Error {
    let conflict = |message: String| Error::because(Code::Conflict, message).with("state", approval.state.word());
    let last = approval.answers.last().map_or("Somebody".into(), |answer| name(scope, answer.person));
    match (why, approval.state) {
        (Refusal::NotAsked, _) => Error::because(Code::Forbidden, "Only who is asked to approve this can answer."),
        (Refusal::NoReason, _) => Error::field("reason", "Say what has to change."),
        (Refusal::NotYet(first), _) => {
            conflict(format!("First it is the turn of {}. You will be asked after that.", name(scope, first)))
        }
        (Refusal::Answered, _) => conflict("There is an answer already, so there is nothing to hand on.".into()),
        (Refusal::Already, _) => Error::field("person_id", "They are asked already. Choose somebody else."),
        (Refusal::Over, State::Approved) => conflict(format!("This is approved already, last by {last}.")),
        (Refusal::Over, State::Changes) => conflict(format!("{last} asked for changes already. Look at those first.")),
        (Refusal::Over, State::Withdrawn | State::Waiting) => {
            conflict("This is not asked any more: it was withdrawn.".into())
        }
    }
}
