//! Budgets as the API shows them. Amounts are decimals in the currency of the budget.

use super::{
    gather::{Costs, Minutes},
    input::StateShape,
};
use crate::{
    Error,
    access::{self, Scope},
    http::{
        Shape,
        shapes::{self, ActorShape},
        words::words,
    },
    plan::{gather::Planned, views::PlanTask},
};
use chrono::NaiveDate;
use guildhall_domain::{
    actor::Actor,
    budget::{self, Budget, Expense, Money, Sums, Warning},
    policy::{Do, DoSpace},
};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

words! {
    /// What whoever leads should know: four fifths are spent or ordered, all of it is, it will not be enough.
    BudgetWarning of Warning: Nearly, UsedUp, ForecastOver
}

/// What everything costs until some day.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct BudgetSums {
    /// Hours that were worked, at what they cost on their day.
    pub hours: String,
    /// Money that was spent beside them.
    pub expenses: String,
    /// Both.
    pub spent: String,
    /// Orders that were not paid for yet.
    pub ordered: String,
    /// What is left of the estimates of open tasks, at what their doers cost today.
    pub left: String,
    /// All of it: what it will have cost.
    pub forecast: String,
}

/// Minutes that were counted.
#[derive(Debug, Clone, Default, Serialize, ToSchema)]
pub struct BudgetMinutes {
    /// Of these, in weeks that were approved.
    pub approved: u64,
    /// That were worked.
    pub worked: u64,
    /// Of these, those that cost nothing because nobody says what.
    pub worked_unpriced: u64,
    /// That are left of the estimates of open tasks.
    pub left: u64,
    /// Of these, those that cost nothing because nobody says what.
    pub left_unpriced: u64,
}

/// What a space costs until a milestone.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct BudgetMilestone {
    /// The task.
    pub task_id: Uuid,
    /// `SVC-214`.
    pub key: String,
    /// Title.
    pub title: String,
    /// Its day.
    pub day: NaiveDate,
    /// It was reached.
    pub done: bool,
    /// What costs on that day and before.
    pub until: BudgetSums,
}

/// What a space may cost, and what it does.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Budget)]
pub struct BudgetShape {
    /// The space.
    pub space_id: Uuid,
    /// How much; null where the space has no budget.
    pub amount: Option<String>,
    /// ISO 4217. Everything is counted in it.
    pub currency: String,
    /// What an hour costs of whoever has no rate.
    pub rate: Option<String>,
    /// What it costs.
    pub sums: Option<BudgetSums>,
    /// What remains of the amount; less than nothing where more is spent or ordered.
    pub remains: Option<String>,
    /// Hundredths of the amount that are spent or ordered, rounded down.
    pub used_percent: Option<u64>,
    /// What there is to warn of.
    pub warnings: Vec<BudgetWarning>,
    /// The hours behind it.
    pub minutes: BudgetMinutes,
    /// Other currencies in which an hour of somebody has a price: those hours are not counted.
    pub other_currencies: Vec<String>,
    /// Milestones by their day.
    pub milestones: Vec<BudgetMilestone>,
    /// The reader may change it.
    pub can_edit: bool,
}

impl Shape for BudgetShape {}

/// What a space may cost.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct BudgetAmount {
    /// How much.
    pub amount: String,
    /// ISO 4217.
    pub currency: String,
    /// What an hour costs of whoever has no rate.
    pub rate: Option<String>,
}

impl Shape for BudgetAmount {}

/// The document that shows an expense.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = ExpenseReceipt)]
pub struct Receipt {
    /// Id.
    pub id: Uuid,
    /// What it is called.
    pub title: String,
}

/// Money that was spent or ordered.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Expense)]
pub struct ExpenseShape {
    /// Id.
    pub id: Uuid,
    /// How far it is.
    pub state: StateShape,
    /// For what.
    pub title: String,
    /// How much.
    pub amount: String,
    /// ISO 4217.
    pub currency: String,
    /// When it was paid, or is to be.
    pub day: NaiveDate,
    /// The document that shows it, for those who read it.
    pub receipt: Option<Receipt>,
    /// Who wrote it down.
    pub author: ActorShape,
    /// For If-Match.
    pub version: String,
}

impl Shape for ExpenseShape {
    fn version(&self) -> Option<&str> {
        Some(&self.version)
    }
}

/// An expense, for whoever leads its space.
pub fn expense(scope: &impl Scope, expense: &Expense, budget: &Budget) -> Result<ExpenseShape, Error> {
    let receipt = expense.receipt.map(|id| access::seen(access::document(scope, id, Do::Read))).transpose()?.flatten();
    Ok(ExpenseShape {
        id: expense.id,
        state: expense.state.into(),
        title: expense.title.clone(),
        amount: expense.amount.text(&budget.currency),
        currency: budget.currency.clone(),
        day: expense.day,
        receipt: receipt.map(|document| Receipt { id: document.id, title: document.title.clone() }),
        author: shapes::actor(scope, Actor::Person(expense.author)),
        version: scope.version(expense.seq),
    })
}

/// What a space may cost.
pub fn amount(budget: &Budget) -> BudgetAmount {
    BudgetAmount {
        amount: budget.amount.text(&budget.currency),
        currency: budget.currency.clone(),
        rate: budget.rate.map(|rate| rate.text(&budget.currency)),
    }
}

fn sums(of: &Sums, currency: &str) -> BudgetSums {
    let text = |money: Money| money.text(currency);
    BudgetSums {
        hours: text(of.hours),
        expenses: text(of.expenses),
        spent: text(of.spent()),
        ordered: text(of.ordered),
        left: text(of.left),
        forecast: text(of.forecast()),
    }
}

fn minutes(worked: &Minutes, approved: u64, left: &Minutes) -> BudgetMinutes {
    BudgetMinutes {
        approved,
        worked: worked.all,
        worked_unpriced: worked.unpriced,
        left: left.all,
        left_unpriced: left.unpriced,
    }
}

fn can_edit(scope: &impl Scope, of: &Planned) -> bool {
    access::may_space(scope, &of.space, DoSpace::Manage)
}

/// A space that has no budget.
pub fn none(scope: &impl Scope, of: &Planned) -> BudgetShape {
    let own = scope.directory().organization.as_ref().map(|own| own.currency.clone());
    BudgetShape {
        space_id: of.space.id,
        amount: None,
        currency: own.unwrap_or_else(|| "EUR".into()),
        rate: None,
        sums: None,
        remains: None,
        used_percent: None,
        warnings: Vec::new(),
        minutes: BudgetMinutes::default(),
        other_currencies: Vec::new(),
        milestones: Vec::new(),
        can_edit: can_edit(scope, of),
    }
}

/// The budget of a space with what it costs.
pub fn budget(
    scope: &impl Scope,
    of: &Planned,
    budget: &Budget,
    costs: &Costs,
    milestones: &[PlanTask],
) -> BudgetShape {
    let until = |day| Sums::of(&costs.items, day, &budget.currency);
    let all = until(None);
    let BudgetAmount { amount, currency, rate } = amount(budget);
    let milestone = |task: &PlanTask| BudgetMilestone {
        task_id: task.id,
        key: task.key.clone(),
        title: task.title.clone(),
        day: task.due,
        done: task.progress == 100 && task.slack_days.is_none(),
        until: sums(&until(Some(task.due)), &budget.currency),
    };
    let used = i128::from(all.used().parts()) * 100 / i128::from(budget.amount.parts().max(1));
    BudgetShape {
        remains: Some((budget.amount - all.used()).text(&currency)),
        used_percent: u64::try_from(used).ok(),
        warnings: budget::warnings(budget.amount, &all).into_iter().map(Into::into).collect(),
        minutes: minutes(&costs.worked, costs.approved, &costs.left),
        other_currencies: costs.currencies.iter().cloned().collect(),
        milestones: milestones.iter().map(milestone).collect(),
        sums: Some(sums(&all, &currency)),
        amount: Some(amount),
        rate,
        currency,
        ..none(scope, of)
    }
}
