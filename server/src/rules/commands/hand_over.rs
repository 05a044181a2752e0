//! Rules of somebody who leaves: whose rights they have, and whom they name.

use super::{Home, save, store};
use crate::{
    Error,
    access::{Scope, Work},
};
use guildhall_domain::{
    Id,
    change::{Action, Value},
    rules::{Act, Fact, Rule, Whom},
};

/// Whether a rule acts with somebody's rights, tells them something or gives them tasks.
pub fn is_held(rule: &Rule, person: Id) -> bool {
    let named = |act: &Act| match act {
        Act::Tell(whom, _) => *whom == Whom::Person(person),
        Act::Set(Fact::Assignee, value) => value.as_id() == Some(person),
        _ => false,
    };
    rule.trashed_ms.is_none() && (rule.owner == person || rule.plan.actions.iter().any(named))
}

/// Puts the first of `heirs` who can be it in somebody's place; answers whether nothing of it is theirs any more.
pub fn hand_over(work: &mut Work<'_, '_>, id: Id, from: Id, heirs: &[Id]) -> Result<bool, Error> {
    let Some(before) = store::get(work.read(), id)?.filter(|rule| is_held(rule, from)) else { return Ok(true) };
    let Some(home) = Home::live(work.directory(), &before) else { return Ok(false) };
    let with = |owner: Id| Rule { owner, ..before.clone() };
    let fits = |id: &&Id| home.has_owner(work.directory(), &with(**id));
    let Some(heir) = heirs.iter().find(fits).copied() else { return Ok(false) };
    let mut after = if before.owner == from { with(heir) } else { before.clone() };
    for act in &mut after.plan.actions {
        match act {
            Act::Tell(whom, _) if *whom == Whom::Person(from) => *whom = Whom::Person(heir),
            Act::Set(Fact::Assignee, value) if value.as_id() == Some(from) => *value = Value::Id(heir),
            _ => {}
        }
    }
    super::renew(work, &before, &mut after)?;
    save(work, &home, Some(&before), &mut after, Action::Changed)?;
    Ok(true)
}
