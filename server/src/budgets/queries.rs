//! Reading what a space may cost and does.

use super::{
    gather::{costs, standing},
    store,
    views::{self, BudgetShape, ExpenseShape},
};
use crate::{
    Error,
    access::{self, Permitted, Scope},
    plan::{
        gather::{Planned, gather},
        views::tasks,
    },
};
use guildhall_domain::{Id, budget::Budget, policy::DoSpace, space::Space};
use std::sync::Arc;

/// A space with a plan, for whoever reads it and leads it, archived too; and its budget, unless it is switched off.
pub fn led(scope: &impl Scope, space: Id) -> Result<(Planned, Option<Budget>), Error> {
    access::space(scope, space, DoSpace::Read)?;
    let of = Planned::new(scope, space, DoSpace::Revive)?;
    let budget = store::budget(scope.read(), space)?;
    Ok((of, budget.filter(|budget| !budget.off)))
}

/// What a space may cost and does.
pub fn read(scope: &impl Scope, space: Id) -> Result<BudgetShape, Error> {
    let (of, budget) = led(scope, space)?;
    let Some(budget) = budget else { return Ok(views::none(scope, &of)) };
    let plan = gather(scope, &of)?;
    let costs = costs(scope, space, &budget, &plan)?;
    let mut milestones = tasks(scope, &plan, &plan.network());
    milestones.retain(|task| task.milestone);
    milestones.sort_by_key(|milestone| milestone.due);
    Ok(views::budget(scope, &of, &budget, &costs, &milestones))
}

/// What a space may cost and does, without its milestones; none where it has no budget, or for whoever does not lead it.
pub fn glance(scope: &impl Scope, space: &Permitted<Arc<Space>>) -> Result<Option<BudgetShape>, Error> {
    if space.finish.is_none() || !access::may_space(scope, space, DoSpace::Revive) {
        return Ok(None);
    }
    let (of, Some(budget)) = led(scope, space.id)? else { return Ok(None) };
    let costs = costs(scope, space.id, &budget, &gather(scope, &of)?)?;
    Ok(Some(views::budget(scope, &of, &budget, &costs, &[])))
}

/// Its expenses and orders, by their day.
pub fn expenses(scope: &impl Scope, space: Id) -> Result<Vec<ExpenseShape>, Error> {
    let (of, budget) = led(scope, space)?;
    let Some(budget) = budget else { return Ok(Vec::new()) };
    let all = standing(scope, of.space.id)?;
    all.iter().map(|expense| views::expense(scope, expense, &budget)).collect()
}
