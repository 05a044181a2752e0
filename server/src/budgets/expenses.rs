//! Expenses and orders: written, changed, paid for, deleted. An order is an expense that was not paid for yet, so what is
//! paid is the same row.

use super::{
    commands::{budgeted, managed, told},
    input::{ExpensePatch, NewExpense},
    store, views,
};
use crate::{
    Error,
    access::{self, Scope, Work},
    error::Code,
    http::call::{IfMatch, unchanged_since},
    log, organization,
};
use guildhall_domain::{
    Id,
    budget::{self, Budget, EXPENSES, Expense, Money},
    change::{self, Action, Change, Kind, UNDO_MS, between},
    limits,
    policy::Do,
    space::Space,
    when,
};

/// An expense that was not deleted.
fn live(scope: &impl Scope, space: Id, id: Id) -> Result<Expense, Error> {
    let found = store::expense(scope.read(), id)?;
    let found = found.filter(|expense| expense.space == space && expense.deleted_ms.is_none());
    found.ok_or_else(Error::not_found)
}

/// Writes an expense or an order down.
pub fn create(work: &mut Work<'_, '_>, space: Id, input: &NewExpense) -> Result<(Expense, Budget), Error> {
    let (of, budget) = budgeted(work, space)?;
    let id = input.id.unwrap_or_else(|| work.new_id());
    if let Some(there) = store::expense(work.read(), id)? {
        let same = there.space == space && there.deleted_ms.is_none();
        return if same { Ok((there, budget)) } else { Err(Error::new(Code::IdTaken)) };
    }
    make_room(work, space)?;
    in_currency(&budget, input.currency.as_deref())?;
    let today = when::today(when::from_ms(work.now()), work.directory().zone());
    let mut expense = Expense {
        id,
        space,
        state: input.state.into(),
        title: budget::title(&input.title)?,
        amount: Money::new("amount", &input.amount, &budget.currency)?,
        day: budget::day(input.day.unwrap_or(today))?,
        receipt: receipt(work, space, input.receipt_id)?,
        author: access::me(work)?.id,
        created_ms: work.now(),
        deleted_ms: None,
        seq: 0,
    };
    save(work, &of.space, None, &mut expense, Action::Created)?;
    Ok((expense, budget))
}

/// Refuses more than a space holds; what was deleted and cannot come back any more makes room.
fn make_room(work: &mut Work<'_, '_>, space: Id) -> Result<(), Error> {
    let (now, all) = (work.now(), store::expenses(work.read(), space)?);
    let (gone, kept): (Vec<_>, Vec<_>) =
        all.into_iter().partition(|one| one.deleted_ms.is_some_and(|at| at + UNDO_MS < now));
    limits::at_most("expenses", kept.len() + 1, EXPENSES)?;
    Ok(gone.iter().try_for_each(|expense| store::forget_expense(work.tx, expense))?)
}

fn in_currency(budget: &Budget, sent: Option<&str>) -> Result<(), Error> {
    let sent = sent.map(organization::input::currency).transpose()?;
    Ok(budget::same_currency(&budget.currency, sent.as_deref().unwrap_or(&budget.currency))?)
}

/// A document of the space, so that whoever sees the expense sees what shows it.
fn receipt(work: &Work<'_, '_>, space: Id, id: Option<Id>) -> Result<Option<Id>, Error> {
    let Some(id) = id else { return Ok(None) };
    let wrong = || Error::field("receipt_id", "Choose a document of this space.");
    let document = access::seen(access::document(work, id, Do::Read))?.ok_or_else(wrong)?;
    if document.space != space || document.trashed_ms.is_some() {
        return Err(wrong());
    }
    Ok(Some(id))
}

/// Changes an expense; an order that was paid for becomes spent.
pub fn edit(
    work: &mut Work<'_, '_>,
    space: Id,
    id: Id,
    if_match: IfMatch,
    patch: &ExpensePatch,
) -> Result<(Expense, Budget), Error> {
    let (of, budget) = budgeted(work, space)?;
    let before = live(work, space, id)?;
    let sent = change::sent([
        ("title", patch.title.is_some()),
        ("amount", patch.amount.is_some()),
        ("state", patch.state.is_some()),
        ("day", patch.day.is_some()),
        ("receipt", patch.receipt_id.is_some()),
    ]);
    fresh(work, if_match, &before, &budget, &sent)?;
    in_currency(&budget, patch.currency.as_deref())?;
    let mut after = before.clone();
    if let Some(title) = &patch.title {
        after.title = budget::title(title)?;
    }
    if let Some(amount) = &patch.amount {
        after.amount = Money::new("amount", amount, &budget.currency)?;
    }
    if let Some(day) = patch.day {
        after.day = budget::day(day)?;
    }
    if let Some(id) = patch.receipt_id {
        after.receipt = receipt(work, space, id)?;
    }
    after.state = patch.state.map_or(before.state, Into::into);
    save(work, &of.space, Some(&before), &mut after, Action::Changed)?;
    Ok((after, budget))
}

/// Deletes an expense.
pub fn delete(work: &mut Work<'_, '_>, space: Id, id: Id, if_match: IfMatch) -> Result<(), Error> {
    let (of, budget) = budgeted(work, space)?;
    let before = live(work, space, id)?;
    fresh(work, if_match, &before, &budget, &["amount".into(), "title".into()])?;
    let mut after = Expense { deleted_ms: Some(work.now()), ..before.clone() };
    save(work, &of.space, Some(&before), &mut after, Action::Trashed)
}

fn fresh(
    work: &Work<'_, '_>,
    if_match: IfMatch,
    expense: &Expense,
    budget: &Budget,
    fields: &[String],
) -> Result<(), Error> {
    unchanged_since(work, if_match, expense.seq, fields)
        .map_err(|stale| stale.with_current(|| views::expense(work, expense, budget)))
}

fn save(
    work: &mut Work<'_, '_>,
    space: &Space,
    before: Option<&Expense>,
    after: &mut Expense,
    action: Action,
) -> Result<(), Error> {
    let fields = before.map(|before| between(&before.facts(), &after.facts())).unwrap_or_default();
    if before.is_some() && fields.is_empty() {
        return Ok(());
    }
    let change = Change { fields, ..work.change(Kind::Expense, after.id, action) };
    after.seq = work.log_to(told(work, space), before.map(|before| before.seq), change)?;
    Ok(store::put_expense(work.tx, after)?)
}

/// Takes a change of an expense back: what is there must still be as the change left it.
pub fn take_back(work: &mut Work<'_, '_>, change: &Change) -> Result<(), Error> {
    let before = store::expense(work.read(), change.object)?.ok_or_else(|| Error::new(Code::UndoGone))?;
    let of = managed(work, before.space)?;
    let mut after = before.clone();
    if change.action == Action::Created {
        after.deleted_ms = Some(work.now());
    } else {
        let now = before.facts();
        log::still(change, |name| now.get(name))?;
        change.fields.iter().for_each(|field| after.set(&field.field, &field.before));
    }
    save(work, &of.space, Some(&before), &mut after, Action::Undone)
}
