//! When somebody means to do a task: private to each person, beside the task and never in it.

use super::commands::rebalance::{self, List};
use crate::{
    Error,
    access::{self, Scope, Work},
};
use chrono::NaiveDate;
use guildhall_domain::{AudienceId, Id, policy::Do};
use guildhall_store::{Span, StoreError, Table, Value};

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

/// All plans of a person.
pub fn all(scope: &impl Scope, audience: u64) -> Result<Vec<(Id, Plan)>, Error> {
    let rows = scope.read().scan(&PLANS, Span::prefix(&audience))?;
    Ok(rows.map(|row| row.map(|((_, task), plan)| (task, plan))).collect::<Result<_, _>>()?)
}

/// Plans a task for the asker, or takes it off their plan. Nobody else learns of it, so it is not logged.
pub fn set(work: &mut Work<'_, '_>, task: Id, plan: Option<PlanWhen>, order: Option<String>) -> Result<(), Error> {
    let me = access::me(work)?;
    access::task(work, task, Do::Comment)?;
    let key = (me.audience, task);
    let Some(when) = plan else { return Ok(work.tx.delete(&PLANS, &key)?) };
    let earlier = work.tx.get(&PLANS, &key)?;
    let order = order.or(earlier.map(|plan| plan.order)).unwrap_or_else(guildhall_domain::order::first);
    rebalance::note(work, List::Person(me.audience), &order)?;
    Ok(work.tx.put(&PLANS, &key, &Plan { when, order })?)
}

/// Gives a plan another key.
pub fn reorder(work: &mut Work<'_, '_>, person: AudienceId, task: Id, order: &str) -> Result<(), Error> {
    let Some(plan) = work.tx.get(&PLANS, &(person, task))? else { return Ok(()) };
    Ok(work.tx.put(&PLANS, &(person, task), &Plan { order: order.to_owned(), ..plan })?)
}
