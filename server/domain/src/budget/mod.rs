//! What a project may cost, and what it does: hours at what they cost, what was spent, what was ordered, and what the
//! work that is left will cost. Everything is counted from these; no sum is kept. One currency a budget: what is in
//! another one is refused, or left out and said to be.

pub mod money;

pub use money::{Cost, Money};

use crate::{Id, Rule, change::Value, limits, plan, time::rate::Rate};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Most expenses and orders of a space.
pub const EXPENSES: usize = 2_000;

/// What a space may cost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Budget {
    /// How much.
    pub amount: Money,
    /// The currency of everything in it.
    pub currency: String,
    /// What an hour of somebody costs who has no rate.
    pub rate: Option<Rate>,
    /// It is switched off: kept, and not shown.
    pub off: bool,
    /// What those who lead the space were told of how much is used.
    pub told: Option<Warning>,
    /// Last change.
    pub seq: u64,
}

/// How far money is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Promised: an order that has not been paid for.
    Ordered,
    /// Paid.
    Spent,
}

/// Money beside hours: spent, or promised by an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expense {
    /// Id.
    pub id: Id,
    /// Of which space.
    pub space: Id,
    /// How far it is.
    pub state: State,
    /// For what.
    pub title: String,
    /// How much.
    pub amount: Money,
    /// When it was paid, or is to be.
    pub day: NaiveDate,
    /// A document of the space that shows it.
    pub receipt: Option<Id>,
    /// Who wrote it down.
    pub author: Id,
    /// When, UTC milliseconds.
    pub created_ms: i64,
    /// Deleted, kept for the undo.
    pub deleted_ms: Option<i64>,
    /// Last change.
    pub seq: u64,
}

impl State {
    /// As it stands in the log.
    pub fn word(self) -> &'static str {
        match self {
            State::Ordered => "ordered",
            State::Spent => "spent",
        }
    }
}

/// What money is for.
///
/// # Errors
/// When it is empty or too long.
pub fn title(text: &str) -> Result<String, Rule> {
    limits::line("title", text, limits::TITLE)
}

/// A day on which money is spent.
///
/// # Errors
/// When no plan has it.
pub fn day(day: NaiveDate) -> Result<NaiveDate, Rule> {
    plan::day("day", day)
}

/// Refuses an amount in another currency than the budget's: sums of several would mean nothing.
///
/// # Errors
/// When it is another one.
pub fn same_currency(budget: &str, sent: &str) -> Result<(), Rule> {
    if budget == sent {
        return Ok(());
    }
    let message = format!("This budget counts in {budget}. Write what it costs in {budget}.");
    Err(Rule::field("other_currency", "currency", message))
}

/// What a change of a budget says.
pub fn facts(budget: &Budget) -> BTreeMap<String, Value> {
    BTreeMap::from([
        ("amount".to_owned(), Value::Int(budget.amount.parts())),
        ("currency".to_owned(), Value::Text(budget.currency.clone())),
        ("rate".to_owned(), Value::opt(budget.rate, |rate| Value::Int(rate.parts()))),
        ("off".to_owned(), Value::Bool(budget.off)),
        ("told".to_owned(), Value::opt(budget.told, |told| Value::Text(told.word().into()))),
    ])
}

/// Puts a fact back, for an undo. What was told stays told.
pub fn set(budget: &mut Budget, name: &str, value: &Value) {
    match name {
        "amount" => budget.amount = value.as_int().map_or(budget.amount, Money::of_parts),
        "currency" => budget.currency = value.as_text().unwrap_or(&budget.currency).to_owned(),
        "rate" => budget.rate = value.as_int().map(Rate::of_parts),
        "off" => budget.off = *value == Value::Bool(true),
        _ => {}
    }
}

impl Expense {
    /// What a change of it says.
    pub fn facts(&self) -> BTreeMap<String, Value> {
        BTreeMap::from([
            ("state".to_owned(), Value::Text(self.state.word().into())),
            ("title".to_owned(), Value::Text(self.title.clone())),
            ("amount".to_owned(), Value::Int(self.amount.parts())),
            ("day".to_owned(), Value::Text(self.day.to_string())),
            ("receipt".to_owned(), Value::opt(self.receipt, Value::Id)),
            ("deleted".to_owned(), Value::opt(self.deleted_ms, Value::Int)),
        ])
    }

    /// Puts a fact back, for an undo.
    pub fn set(&mut self, name: &str, value: &Value) {
        match name {
            "state" => self.state = if value.as_text() == Some("ordered") { State::Ordered } else { State::Spent },
            "title" => self.title = value.as_text().unwrap_or_default().into(),
            "amount" => self.amount = value.as_int().map_or(self.amount, Money::of_parts),
            "day" => self.day = value.as_text().and_then(|day| day.parse().ok()).unwrap_or(self.day),
            "receipt" => self.receipt = value.as_id(),
            "deleted" => self.deleted_ms = value.as_int(),
            _ => {}
        }
    }
}

/// One thing that costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Item {
    /// Hours that were worked.
    Worked(Cost),
    /// Money that was spent.
    Spent(Money),
    /// Money that was promised.
    Ordered(Money),
    /// Work that is left.
    Left(Cost),
}

/// What everything costs until some day. Hours are rounded once, so the parts add up to the sums exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sums {
    /// Hours that were worked.
    pub hours: Money,
    /// Money that was spent.
    pub expenses: Money,
    /// Money that was promised.
    pub ordered: Money,
    /// Work that is left.
    pub left: Money,
}

impl Sums {
    /// Of what costs until a day and on it; without one, of everything.
    pub fn of(items: &[(NaiveDate, Item)], until: Option<NaiveDate>, currency: &str) -> Sums {
        let (mut sums, mut hours, mut left) = (Sums::default(), Cost::default(), Cost::default());
        for (_, item) in items.iter().filter(|(day, _)| until.is_none_or(|until| *day <= until)) {
            match item {
                Item::Worked(cost) => hours += *cost,
                Item::Left(cost) => left += *cost,
                Item::Spent(money) => sums.expenses = sums.expenses + *money,
                Item::Ordered(money) => sums.ordered = sums.ordered + *money,
            }
        }
        Sums { hours: hours.money(currency), left: left.money(currency), ..sums }
    }

    /// Hours and money that are gone.
    pub fn spent(&self) -> Money {
        self.hours + self.expenses
    }

    /// The same with what was promised.
    pub fn used(&self) -> Money {
        self.spent() + self.ordered
    }

    /// What it will have cost in the end.
    pub fn forecast(&self) -> Money {
        self.used() + self.left
    }
}

/// What whoever leads should know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Warning {
    /// Four fifths are spent or ordered.
    Nearly,
    /// All of it is, or more.
    UsedUp,
    /// It will not be enough.
    ForecastOver,
}

impl Warning {
    /// As it stands in the log.
    pub fn word(self) -> &'static str {
        match self {
            Warning::Nearly => "nearly",
            Warning::UsedUp => "used_up",
            Warning::ForecastOver => "forecast_over",
        }
    }
}

/// What there is to warn of in how much is used.
pub fn passed(amount: Money, used: Money) -> Option<Warning> {
    let (all, used) = (i128::from(amount.parts()), i128::from(used.parts()));
    match () {
        () if used >= all => Some(Warning::UsedUp),
        () if used * 5 >= all * 4 => Some(Warning::Nearly),
        () => None,
    }
}

/// All there is to warn of: how much is used, and what it will come to.
pub fn warnings(amount: Money, sums: &Sums) -> Vec<Warning> {
    let over = (sums.forecast() > amount).then_some(Warning::ForecastOver);
    passed(amount, sums.used()).into_iter().chain(over).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn money(text: &str) -> Money {
        Money::new("amount", text, "EUR").unwrap()
    }

    fn at(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, day).unwrap()
    }

    #[test]
    fn warnings_begin_at_four_fifths_and_at_all_of_it() {
        let of = |spent: &str, ordered: &str| {
            let items = [(at(1), Item::Spent(money(spent))), (at(2), Item::Ordered(money(ordered)))];
            warnings(money("100"), &Sums::of(&items, None, "EUR"))
        };
        assert_eq!(of("40", "39.99"), []);
        assert_eq!(of("40", "40"), [Warning::Nearly]);
        assert_eq!(of("40", "60"), [Warning::UsedUp]);
        assert_eq!(of("40", "60.01"), [Warning::UsedUp, Warning::ForecastOver]);
    }

    #[test]
    fn work_that_is_left_counts_for_the_forecast_alone() {
        let left = Cost::new(Rate::new("60").unwrap(), 90);
        let sums = Sums::of(&[(at(1), Item::Spent(money("20"))), (at(9), Item::Left(left))], None, "EUR");
        assert_eq!([sums.used(), sums.forecast()], [money("20"), money("110")]);
        assert_eq!(warnings(money("100"), &sums), [Warning::ForecastOver]);
        assert!(same_currency("EUR", "USD").is_err());
    }

    fn items() -> impl Strategy<Value = Vec<(NaiveDate, Item)>> {
        let cost = |(rate, minutes)| Cost::new(Rate::of_parts(rate), minutes);
        let hours = (0_i64..2_000_000, 0_u64..1440).prop_map(cost);
        let item = prop_oneof![
            hours.clone().prop_map(Item::Worked),
            hours.prop_map(Item::Left),
            (1_i64..10_000_000).prop_map(|parts| Item::Spent(Money::of_parts(parts))),
            (1_i64..10_000_000).prop_map(|parts| Item::Ordered(Money::of_parts(parts))),
        ];
        prop::collection::vec(((1_u32..29).prop_map(at), item), 0..40)
    }

    proptest! {
        #[test]
        fn parts_add_up_and_what_comes_later_never_costs_less(items in items(), day in 1_u32..29, more in 0_u32..5) {
            let until = |day: u32| Sums::of(&items, Some(at(day.min(28))), "EUR");
            let (early, late, all) = (until(day), until(day + more), Sums::of(&items, None, "EUR"));
            for (one, other) in [(early, late), (late, all)] {
                prop_assert!(one.spent() <= other.spent() && one.used() <= other.used());
                prop_assert!(one.forecast() <= other.forecast());
            }
            prop_assert_eq!(all.forecast(), all.hours + all.expenses + all.ordered + all.left);
            prop_assert_eq!(until(28), all);
        }

        #[test]
        fn the_order_of_what_costs_does_not_matter(items in items()) {
            let turned: Vec<_> = items.iter().rev().copied().collect();
            prop_assert_eq!(Sums::of(&items, None, "KWD"), Sums::of(&turned, None, "KWD"));
        }

        #[test]
        fn an_order_that_is_paid_changes_what_is_spent_and_no_sum_else(parts in 1_i64..10_000_000, items in items()) {
            let with = |item| Sums::of(&[&items[..], &[(at(3), item)]].concat(), None, "EUR");
            let money = Money::of_parts(parts);
            let (before, after) = (with(Item::Ordered(money)), with(Item::Spent(money)));
            prop_assert_eq!(before.used(), after.used());
            prop_assert_eq!(after.spent() - before.spent(), money);
        }
    }
}
