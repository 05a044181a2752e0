//! Rules, forms, and what a budget consists of, told of: one was made, changed, switched or thrown away. Only which one it is: what it says differs
//! by who reads it, and is asked for by who shows it.

use super::{
    batch::{Batch, Touched},
    frames::{Part, json},
    parcel::Parcel,
    told::{self, Causes},
    views::PlanNews,
};
use crate::{
    Error,
    access::{self, Scope},
    budgets, forms, rules,
};
use guildhall_domain::{Id, item::Reach, policy::DoSpace, space::Space};
use std::{collections::BTreeMap, sync::Arc};

/// What is to be told of.
pub struct ToldPlan {
    part: Part,
    /// Where it belongs; none for the organization.
    home: Option<Arc<Space>>,
    written: Arc<str>,
    touched: Touched,
    causes: Causes,
}

/// Those of a batch. One that may have been damaged is not told of; everything else is.
pub fn of(scope: &impl Scope, batch: &mut Batch) -> Result<BTreeMap<Id, ToldPlan>, Error> {
    let mut told = BTreeMap::new();
    for (id, touched) in std::mem::take(&mut batch.rules) {
        let rule = rules::store::get(scope.read(), id).inspect_err(|error| damaged(error, id)).ok().flatten();
        let place = rule.map(|rule| (rule.space, rule.seq));
        told.extend(place.and_then(|place| plan(scope, Part::Rules, id, place, touched)).map(|plan| (id, plan)));
    }
    for (id, touched) in std::mem::take(&mut batch.forms) {
        let form = forms::store::get(scope.read(), id).inspect_err(|error| damaged(error, id)).ok().flatten();
        let place = form.map(|form| (Some(form.space), form.seq));
        told.extend(place.and_then(|place| plan(scope, Part::Forms, id, place, touched)).map(|plan| (id, plan)));
    }
    for (id, touched) in std::mem::take(&mut batch.budgets) {
        let expense = budgets::store::expense(scope.read(), id).inspect_err(|error| damaged(error, id)).ok().flatten();
        let budget = budgets::store::budget(scope.read(), id).inspect_err(|error| damaged(error, id)).ok().flatten();
        let place = expense.map(|one| (Some(one.space), one.seq)).or(budget.map(|budget| (Some(id), budget.seq)));
        told.extend(place.and_then(|place| plan(scope, Part::Budgets, id, place, touched)).map(|plan| (id, plan)));
    }
    Ok(told)
}

fn damaged(error: &impl std::fmt::Display, id: Id) {
    tracing::error!(%error, %id, "a damaged rule, form, budget or expense is not told of");
}

fn plan(
    scope: &impl Scope,
    part: Part,
    id: Id,
    (space_id, seq): (Option<Id>, u64),
    touched: Touched,
) -> Option<ToldPlan> {
    let home = match space_id {
        Some(space) => Some(scope.directory().space(space)?.clone()),
        None => None,
    };
    let written = json(&PlanNews { id, space_id, version: scope.version(seq) });
    Some(ToldPlan { part, home, written, touched, causes: Vec::new() })
}

impl ToldPlan {
    /// Tells a reader of it, if they may know of it.
    pub fn tell(&mut self, id: Id, scope: &impl Scope, now: &Reach, parcel: &mut Parcel) {
        let needs: &[DoSpace] = match self.part {
            Part::Forms => &[DoSpace::See],
            Part::Budgets => &[DoSpace::Read, DoSpace::Revive],
            _ => &[DoSpace::Read],
        };
        let knows = match &self.home {
            Some(home) => needs.iter().all(|what| access::may_space(scope, home, *what)),
            None => access::admin(scope).is_ok(),
        };
        if knows {
            parcel.objects.push((self.part, self.written.clone()));
            parcel.by.extend(told::by(&self.touched, &mut self.causes, scope, now, id));
        }
    }
}
