//! When somebody means to do a task: private to each person, beside the task and never in it.

use super::commands::rebalance::{self, List};
use crate::{
    Error,
    access::{self, Scope, Work},
    error::Code,
};
use chrono::NaiveDate;
use guildhall_domain::{
    AudienceId, Id,
    change::{Action, Change, FieldChange, Kind, Value as LogValue},
    policy::Do,
};
use guildhall_store::{Span, StoreError, Table, Value};
use std::collections::HashMap;

/// (person audience, task) → plan.
pub const PLANS: Table<(u64, Id), Plan> = Table::new("plans");

/// A day, or some day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlanWhen {
    /// On this day.
    Day(NaiveDate),
    /// If there is time.
    Someday,
}

impl PlanWhen {
    /// As the API writes it.
    pub fn to_text(self) -> String {
        match self {
            PlanWhen::Day(day) => day.to_string(),
            PlanWhen::Someday => "someday".into(),
        }
    }

    /// The inverse.
    pub fn from_text(text: &str) -> Result<Self, Error> {
        match text {
            "someday" => Ok(PlanWhen::Someday),
            day => day
                .parse()
                .map(PlanWhen::Day)
                .map_err(|_| Error::field("plan", "Write a day such as 2026-11-23, or someday.")),
        }
    }
}

/// One person's plan for one task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// When.
    pub when: PlanWhen,
    /// Fractional key within the person's Home.
    pub order: String,
}

impl Value for Plan {
    const VERSION: u8 = 1;

    fn encode(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(self.when.to_text().as_bytes());
        out.push(0);
        out.extend_from_slice(self.order.as_bytes());
    }

    fn decode(_: u8, body: &[u8]) -> Result<Self, StoreError> {
        let broken = || StoreError::Corrupt { table: "plans".into(), what: "a plan cannot be read".into() };
        let text = std::str::from_utf8(body).map_err(|_| broken())?;
        let (when, order) = text.split_once('\0').ok_or_else(broken)?;
        Ok(Plan { when: PlanWhen::from_text(when).map_err(|_| broken())?, order: order.into() })
    }
}

/// The asker's plan for a task.
pub fn of(scope: &impl Scope, task: Id) -> Result<Option<Plan>, Error> {
    let Some(me) = scope.who().person.and_then(|id| scope.directory().person(id)) else { return Ok(None) };
    Ok(scope.read().get(&PLANS, &(me.audience, task))?)
}

/// As many plans as are read at once rather than one by one.
const FEW: usize = 64;

/// The asker's plans for the rows of a list: who has few, and most have none, is asked for them once.
pub struct AtHand(Option<HashMap<Id, Plan>>);

impl AtHand {
    /// Takes them at hand.
    pub fn take(scope: &impl Scope) -> Result<Self, Error> {
        let me = scope.who().person.and_then(|id| scope.directory().person(id));
        let Some(me) = me else { return Ok(AtHand(Some(HashMap::new()))) };
        let rows = scope.read().scan(&PLANS, Span::prefix(&me.audience).limit(FEW + 1))?;
        let plans: HashMap<_, _> =
            rows.map(|row| row.map(|((_, task), plan)| (task, plan))).collect::<Result<_, _>>()?;
        Ok(AtHand((plans.len() <= FEW).then_some(plans)))
    }

    /// The plan for a task.
    pub fn of(&self, scope: &impl Scope, task: Id) -> Result<Option<Plan>, Error> {
        match &self.0 {
            Some(plans) => Ok(plans.get(&task).cloned()),
            None => of(scope, task),
        }
    }
}

/// All plans of a person.
pub fn all(scope: &impl Scope, audience: u64) -> Result<Vec<(Id, Plan)>, Error> {
    let rows = scope.read().scan(&PLANS, Span::prefix(&audience))?;
    Ok(rows.map(|row| row.map(|((_, task), plan)| (task, plan))).collect::<Result<_, _>>()?)
}

/// Plans a task for the asker, or takes it off their plan. Nobody else reads of it in the log.
pub fn set(work: &mut Work<'_, '_>, task: Id, plan: Option<PlanWhen>, order: Option<String>) -> Result<(), Error> {
    let me = access::me(work)?;
    access::task(work, task, Do::Comment)?;
    let earlier = work.tx.get(&PLANS, &(me.audience, task))?;
    let plan = match plan {
        None => None,
        Some(when) => {
            let order = order.or(earlier.as_ref().map(|plan| plan.order.clone()));
            Some(Plan { when, order: order.map_or_else(|| at_the_end(work, me.audience), Ok)? })
        }
    };
    put(work, task, earlier, plan)
}

/// A key after all of a person's plans: two with the same key leave no place between them.
fn at_the_end(work: &Work<'_, '_>, person: AudienceId) -> Result<String, Error> {
    let orders = all(work, person)?.into_iter().map(|(_, plan)| plan.order);
    Ok(guildhall_domain::order::last(&orders.max().unwrap_or_default()))
}

/// Takes a change of the asker's plan back, for an undo: it must still be as the change left it.
pub fn take_back(work: &mut Work<'_, '_>, change: &Change) -> Result<(), Error> {
    let me = access::me(work)?;
    access::task(work, change.object, Do::Comment)?;
    let now = work.tx.get(&PLANS, &(me.audience, change.object))?;
    let Some(field) = change.fields.first() else { return Ok(()) };
    if value(now.as_ref()) != field.after {
        return Err(Error::new(Code::UndoConflict).with("changed", vec!["plan"]));
    }
    put(work, change.object, now, from_value(&field.before))
}

fn put(work: &mut Work<'_, '_>, task: Id, before: Option<Plan>, after: Option<Plan>) -> Result<(), Error> {
    let me = access::me(work)?;
    if before == after {
        return Ok(());
    }
    match &after {
        Some(plan) => {
            rebalance::note(work, List::Person(me.audience), &plan.order)?;
            work.tx.put(&PLANS, &(me.audience, task), plan)?;
        }
        None => work.tx.delete(&PLANS, &(me.audience, task))?,
    }
    let field = FieldChange { field: "plan".into(), before: value(before.as_ref()), after: value(after.as_ref()) };
    let own = vec![me.audience];
    let change = work.change(Kind::Plan, task, Action::Changed);
    work.log(Change { fields: vec![field], audience_before: own.clone(), audience_after: own, ..change })?;
    Ok(())
}

/// Day and place as the log holds them.
fn value(plan: Option<&Plan>) -> LogValue {
    LogValue::opt(plan, |plan| {
        LogValue::List(vec![LogValue::Text(plan.when.to_text()), LogValue::Text(plan.order.clone())])
    })
}

fn from_value(value: &LogValue) -> Option<Plan> {
    let LogValue::List(parts) = value else { return None };
    let [when, order] = parts.as_slice() else { return None };
    Some(Plan { when: PlanWhen::from_text(when.as_text()?).ok()?, order: order.as_text()?.into() })
}

/// Gives a plan another key.
pub fn reorder(work: &mut Work<'_, '_>, person: AudienceId, task: Id, order: &str) -> Result<(), Error> {
    let Some(plan) = work.tx.get(&PLANS, &(person, task))? else { return Ok(()) };
    Ok(work.tx.put(&PLANS, &(person, task), &Plan { order: order.to_owned(), ..plan })?)
}
/// Forgets every plan of a person.
pub fn forget(work: &mut Work<'_, '_>, person: AudienceId) -> Result<(), Error> {
    let all: Vec<(u64, Id)> = work.read().keys(&PLANS, Span::prefix(&person))?.collect::<Result<_, StoreError>>()?;
    Ok(all.iter().try_for_each(|key| work.tx.delete(&PLANS, key))?)
}
