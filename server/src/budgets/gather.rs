//! From a space to what costs in it: hours at what they cost on their day, expenses and orders on theirs, and the work
//! that is left on the last day of its task. Hours that have no price, or one in another currency, cost nothing here;
//! how many they are is told.

use super::store;
use crate::{
    Error,
    access::Scope,
    plan::gather::Gathered,
    time::{
        self,
        rates::{Priced, Prices},
    },
};
use chrono::NaiveDate;
use guildhall_domain::{
    Id,
    budget::{Budget, Cost, Expense, Item, Money, State, Sums},
    time::sheet,
};
use std::collections::{BTreeSet, HashMap, HashSet};

/// Minutes, and those of them that cost nothing because nobody says what.
#[derive(Debug, Default)]
pub struct Minutes {
    /// All of them.
    pub all: u64,
    /// Without a price.
    pub unpriced: u64,
}

/// What costs in a space.
#[derive(Default)]
pub struct Costs {
    /// Each thing on its day.
    pub items: Vec<(NaiveDate, Item)>,
    /// What was worked.
    pub worked: Minutes,
    /// Of that, in weeks that were approved.
    pub approved: u64,
    /// What is left of the estimates of open tasks.
    pub left: Minutes,
    /// Other currencies in which hours have a price.
    pub currencies: BTreeSet<String>,
    /// Its expenses and orders.
    pub expenses: Vec<Expense>,
}

/// Gathers what was worked, spent and ordered in a space, and what is left to do in its plan.
pub fn costs(scope: &impl Scope, space: Id, budget: &Budget, plan: &Gathered) -> Result<Costs, Error> {
    let mut counting = Counting::new(scope, space, budget)?;
    counting.worked()?;
    counting.left(plan)?;
    Ok(counting.costs)
}

/// How much of a budget is used: what was worked, spent and ordered.
pub fn used(scope: &impl Scope, space: Id, budget: &Budget) -> Result<Money, Error> {
    let mut counting = Counting::new(scope, space, budget)?;
    counting.worked()?;
    Ok(Sums::of(&counting.costs.items, None, &budget.currency).used())
}

/// The expenses of a space that were not deleted, by their day.
pub fn standing(scope: &impl Scope, space: Id) -> Result<Vec<Expense>, Error> {
    let mut all = store::expenses(scope.read(), space)?;
    all.retain(|expense| expense.deleted_ms.is_none());
    all.sort_by_key(|expense| (expense.day, expense.created_ms, expense.id));
    Ok(all)
}

fn item(expense: &Expense) -> Item {
    match expense.state {
        State::Ordered => Item::Ordered(expense.amount),
        State::Spent => Item::Spent(expense.amount),
    }
}

struct Counting<'s, S> {
    scope: &'s S,
    budget: &'s Budget,
    space: Id,
    /// By person, looked up once.
    prices: HashMap<Id, Prices>,
    /// Whether a week of somebody was approved.
    weeks: HashMap<(Id, NaiveDate), bool>,
    costs: Costs,
}

impl<'s, S: Scope> Counting<'s, S> {
    fn new(scope: &'s S, space: Id, budget: &'s Budget) -> Result<Self, Error> {
        let expenses = standing(scope, space)?;
        let items = expenses.iter().map(|expense| (expense.day, item(expense))).collect();
        let costs = Costs { items, expenses, ..Costs::default() };
        Ok(Counting { scope, budget, space, prices: HashMap::new(), weeks: HashMap::new(), costs })
    }

    fn worked(&mut self) -> Result<(), Error> {
        let scope = self.scope;
        for entry in time::store::of_space(scope.read(), self.space)? {
            let minutes = u64::from(entry.minutes);
            let cost = self.price(Some(entry.person), entry.day, minutes)?;
            self.costs.worked.count(minutes, cost);
            self.costs.items.extend(cost.map(|cost| (entry.day, Item::Worked(cost))));
            if self.is_approved(entry.person, sheet::monday(entry.day))? {
                self.costs.approved += minutes;
            }
        }
        Ok(())
    }

    /// Work that is left is charged as today, to whoever is to do it.
    fn left(&mut self, plan: &Gathered) -> Result<(), Error> {
        let network = plan.network();
        let open = plan.tasks.iter().zip(&plan.dates).zip(network.planned());
        let open: Vec<_> = open
            .filter(|((task, _), _)| task.category.is_open())
            .filter_map(|((task, dates), first)| {
                let end = dates.span().map(|(_, due)| due);
                let last = first + (dates.bar(&plan.days).length - 1).max(0);
                Some((task.id, task.assignee, task.estimate?, end.or_else(|| plan.days.nth(last))))
            })
            .collect();
        let today = plan.days.nth(plan.today).unwrap_or_default();
        let done = time::store::worked(self.scope.read(), &open.iter().map(|(id, ..)| *id).collect::<HashSet<_>>())?;
        for (id, assignee, estimate, end) in open {
            let minutes = u64::from(estimate).saturating_sub(done.get(&id).copied().unwrap_or_default());
            if minutes == 0 {
                continue;
            }
            let cost = self.price(assignee, today, minutes)?;
            self.costs.left.count(minutes, cost);
            self.costs.items.extend(cost.map(|cost| (end.unwrap_or(today), Item::Left(cost))));
        }
        Ok(())
    }

    /// What minutes of somebody cost; nothing where that is not known, or in another currency.
    fn price(&mut self, person: Option<Id>, day: NaiveDate, minutes: u64) -> Result<Option<Cost>, Error> {
        let own = person.map(|person| self.own(person, day)).transpose()?.flatten();
        if let Some(own) = own.as_ref().filter(|own| own.currency != self.budget.currency) {
            self.costs.currencies.insert(own.currency.clone());
            return Ok(None);
        }
        let rate = own.map(|own| own.rate).or(self.budget.rate);
        Ok(rate.map(|rate| Cost::new(rate, minutes)))
    }

    fn own(&mut self, person: Id, day: NaiveDate) -> Result<Option<Priced>, Error> {
        if let Some(known) = self.prices.get(&person) {
            return Ok(known.on(day).cloned());
        }
        let prices = Prices::of(self.scope, person, self.space)?;
        let found = prices.on(day).cloned();
        self.prices.insert(person, prices);
        Ok(found)
    }

    fn is_approved(&mut self, person: Id, monday: NaiveDate) -> Result<bool, Error> {
        if let Some(known) = self.weeks.get(&(person, monday)) {
            return Ok(*known);
        }
        let week = time::store::sheet(self.scope.read(), person, monday)?;
        let approved = week.is_some_and(|week| week.state == sheet::State::Approved);
        self.weeks.insert((person, monday), approved);
        Ok(approved)
    }
}

impl Minutes {
    fn count(&mut self, minutes: u64, cost: Option<Cost>) {
        self.all += minutes;
        self.unpriced += if cost.is_none() { minutes } else { 0 };
    }
}
