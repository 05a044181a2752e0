//! What spaces may cost beside what they do, for whoever leads them. A budget is for all of a space, so each stands here as it
//! is now, whatever the time of the report is.

use super::{
    asked::{self, Over},
    views::plans::TimeBudget,
};
use crate::{
    Error,
    access::{self, Scope},
    budgets::{queries, views::BudgetShape},
};
use std::cmp::Reverse;

/// The budgets of the spaces a report is about that its reader leads, those first of which most is used. What one person
/// did says nothing about them.
pub fn of(scope: &impl Scope, asked: &Over) -> Result<Vec<TimeBudget>, Error> {
    if asked.person.is_some() {
        return Ok(Vec::new());
    }
    let mut budgets = Vec::new();
    for space in asked::spaces(scope, asked.space)? {
        // What is over is told of when it is asked for.
        if space.is_live() || asked.space.is_some() {
            let budget = queries::glance(scope, &space)?.and_then(budget);
            budgets.extend(budget.map(|budget| (access::by_name(&space), budget)));
        }
    }
    budgets.sort_by(|(name, one), (other_name, other)| {
        (Reverse(one.used_percent), name).cmp(&(Reverse(other.used_percent), other_name))
    });
    Ok(budgets.into_iter().map(|(_, budget)| budget).collect())
}

fn budget(of: BudgetShape) -> Option<TimeBudget> {
    Some(TimeBudget {
        space_id: of.space_id,
        amount: of.amount?,
        currency: of.currency,
        sums: of.sums?,
        used_percent: of.used_percent,
        warnings: of.warnings,
        unpriced_minutes: of.minutes.worked_unpriced + of.minutes.left_unpriced,
    })
}
