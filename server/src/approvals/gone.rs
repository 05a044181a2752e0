//! Approvers who cannot read what they are asked to approve any more: they left, or lost the right. It is noted once,
//! so that who asked and the leads are told once; who can read it again is asked as before.

use super::store;
use crate::{
    Error,
    access::{self, Scope, Work},
    items::kinds,
};
use guildhall_domain::{
    Id,
    approval::Approval,
    change::{FieldChange, Value},
    item::{Core, Item},
};

/// Whether somebody who is asked cannot read the item.
pub fn is_gone(scope: &impl Scope, item: &Item, person: Id) -> bool {
    let directory = scope.directory();
    !directory.reach(person).sees(access::audience_of(directory, item).ids())
}

/// Those of whom an answer is missing and who cannot give one.
pub fn of(scope: &impl Scope, approval: &Approval, item: &Item) -> Vec<Id> {
    approval.missing().into_iter().filter(|person| is_gone(scope, item, *person)).collect()
}

/// Whether somebody is gone, or back, of whom that is not noted.
pub fn is_news(scope: &impl Scope, id: Id) -> Result<bool, Error> {
    let Some(approval) = store::get(scope.read(), id)?.filter(Approval::is_waiting) else { return Ok(false) };
    let item = kinds::get(scope.read(), approval.item)?.filter(|item| item.trashed_ms().is_none());
    Ok(item.is_some_and(|item| of(scope, &approval, &item) != approval.gone))
}

/// Notes who is gone by now, or is back.
pub fn note(work: &mut Work<'_, '_>, id: Id) -> Result<(), Error> {
    let Some(before) = store::get(work.read(), id)?.filter(Approval::is_waiting) else { return Ok(()) };
    let Some(item) = kinds::get(work.read(), before.item)? else { return Ok(()) };
    let gone = of(work, &before, &item);
    if gone == before.gone || item.trashed_ms().is_some() {
        return Ok(());
    }
    let new: Vec<Value> = gone.iter().filter(|one| !before.gone.contains(one)).map(|one| Value::Id(*one)).collect();
    store::put(work, Some(&before), &Approval { gone, ..before.clone() })?;
    let field = FieldChange { field: format!("approval_gone:{id}"), before: Value::Null, after: Value::List(new) };
    kinds::note(work, &item, vec![field])
}
