//! Setting what a space may cost, and switching its budget off. Nothing is deleted by that.

use super::{input::BudgetInput, store};
use crate::{
    Error,
    access::{self, Scope, Work},
    error::Code,
    log, organization,
    plan::gather::Planned,
};
use guildhall_domain::{
    AudienceId, Id,
    budget::{self, Budget, Money},
    change::{Action, Change, Kind, between},
    policy::DoSpace,
    space::Space,
};

/// A space with a plan, for whoever reads it and manages it.
pub fn managed(work: &Work<'_, '_>, space: Id) -> Result<Planned, Error> {
    access::space(work, space, DoSpace::Read)?;
    Planned::new(work, space, DoSpace::Manage)
}

/// The same with the budget it has.
pub fn budgeted(work: &Work<'_, '_>, space: Id) -> Result<(Planned, Budget), Error> {
    let of = managed(work, space)?;
    let budget = store::budget(work.read(), space)?.filter(|budget| !budget.off);
    let none = || Error::because(Code::Conflict, "This space has no budget. Set an amount first.");
    Ok((of, budget.ok_or_else(none)?))
}

/// Sets what a space may cost. A budget that was switched off is there again, with all that was in it.
pub fn put(work: &mut Work<'_, '_>, space: Id, input: &BudgetInput) -> Result<Budget, Error> {
    let of = managed(work, space)?;
    let before = store::budget(work.read(), space)?;
    let currency = match (&input.currency, &before) {
        (Some(sent), _) => organization::input::currency(sent)?,
        (None, Some(before)) => before.currency.clone(),
        (None, None) => work.directory().organization.as_ref().map_or_else(|| "EUR".into(), |own| own.currency.clone()),
    };
    if let Some(before) = before.as_ref().filter(|before| before.currency != currency) {
        let message = format!("There are expenses in {0}. Keep {0}, or delete them first.", before.currency);
        empty(work, space, Error::field("currency", message))?;
    }
    let amount = Money::new("amount", &input.amount, &currency)?;
    let (seq, told) = before.as_ref().map_or((0, None), |before| (before.seq, before.told));
    let mut after = Budget { amount, rate: input.rate()?, currency, off: false, told, seq };
    let action = if before.is_some() { Action::Changed } else { Action::Created };
    save(work, &of.space, before.as_ref(), &mut after, action)?;
    Ok(after)
}

/// Makes sure that what was written in one currency is never read in another: nothing is in the budget, and what was
/// deleted cannot come back any more.
fn empty(work: &mut Work<'_, '_>, space: Id, otherwise: Error) -> Result<(), Error> {
    let all = store::expenses(work.read(), space)?;
    if all.iter().any(|expense| expense.deleted_ms.is_none()) {
        return Err(otherwise);
    }
    Ok(all.iter().try_for_each(|expense| store::forget_expense(work.tx, expense))?)
}

/// Switches the budget of a space off.
pub fn delete(work: &mut Work<'_, '_>, space: Id) -> Result<(), Error> {
    let (of, before) = budgeted(work, space)?;
    let mut after = Budget { off: true, ..before.clone() };
    save(work, &of.space, Some(&before), &mut after, Action::Changed)
}

/// Whom the log tells of the money of a space: those who lead it, each by their own name.
pub fn told(scope: &impl Scope, space: &Space) -> Vec<AudienceId> {
    let mut told: Vec<AudienceId> = access::leads_of(scope.directory(), space).map(|person| person.audience).collect();
    told.sort_unstable();
    told
}

/// Writes a budget that was decided on.
pub fn save(
    work: &mut Work<'_, '_>,
    space: &Space,
    before: Option<&Budget>,
    after: &mut Budget,
    action: Action,
) -> Result<(), Error> {
    let fields = before.map(|before| between(&budget::facts(before), &budget::facts(after))).unwrap_or_default();
    if before.is_some() && fields.is_empty() {
        return Ok(());
    }
    let change = Change { fields, ..work.change(Kind::Budget, space.id, action) };
    after.seq = work.log_to(told(work, space), before.map(|before| before.seq), change)?;
    Ok(store::put_budget(work.tx, space.id, after)?)
}

/// Takes a change of a budget back: what is there must still be as the change left it.
pub fn take_back(work: &mut Work<'_, '_>, change: &Change) -> Result<(), Error> {
    let of = managed(work, change.object)?;
    let before = store::budget(work.read(), change.object)?.ok_or_else(|| Error::new(Code::UndoGone))?;
    let mut after = before.clone();
    if change.action == Action::Created {
        after.off = true;
    } else {
        let now = budget::facts(&before);
        log::still(change, |name| now.get(name))?;
        change.fields.iter().for_each(|field| budget::set(&mut after, &field.field, &field.before));
    }
    if after.currency != before.currency {
        empty(work, change.object, Error::new(Code::UndoConflict).with("changed", ["currency"]))?;
    }
    save(work, &of.space, Some(&before), &mut after, Action::Undone)
}
