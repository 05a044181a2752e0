//! Budgets and expenses as they are stored: amounts in the smallest one of their currency, days counted from the first of
//! the calendar.

use crate::log::cbor::{self, Bytes16, day, number};
use guildhall_domain::{
    Id,
    budget::{Budget, Expense, Money, State, Warning},
    time::rate::Rate,
};
use minicbor::{Decode, Encode};

/// See [`Budget`].
#[derive(Debug, Encode, Decode)]
#[cbor(map)]
pub struct BudgetRecord {
    #[n(0)]
    amount: i64,
    #[n(1)]
    currency: String,
    /// In ten-thousandths of the currency.
    #[n(2)]
    rate: Option<i64>,
    #[n(3)]
    off: bool,
    #[n(4)]
    seq: u64,
    #[n(5)]
    told: Option<u8>,
}

guildhall_store::record!(BudgetRecord, 1);

impl From<&Budget> for BudgetRecord {
    fn from(budget: &Budget) -> Self {
        BudgetRecord {
            amount: budget.amount.parts(),
            currency: budget.currency.clone(),
            rate: budget.rate.map(Rate::parts),
            off: budget.off,
            seq: budget.seq,
            told: budget.told.map(|told| u8::from(told == Warning::UsedUp)),
        }
    }
}

impl From<BudgetRecord> for Budget {
    fn from(record: BudgetRecord) -> Self {
        Budget {
            amount: Money::of_parts(record.amount),
            currency: record.currency,
            rate: record.rate.map(Rate::of_parts),
            off: record.off,
            told: record.told.map(|told| if told == 0 { Warning::Nearly } else { Warning::UsedUp }),
            seq: record.seq,
        }
    }
}

/// See [`Expense`].
#[derive(Debug, Encode, Decode)]
#[cbor(map)]
pub struct ExpenseRecord {
    #[n(0)]
    state: u8,
    #[n(1)]
    title: String,
    #[n(2)]
    amount: i64,
    #[n(3)]
    day: i32,
    #[n(4)]
    receipt: Option<Bytes16>,
    #[n(5)]
    author: Bytes16,
    #[n(6)]
    created_ms: i64,
    #[n(7)]
    deleted_ms: Option<i64>,
    #[n(8)]
    seq: u64,
    #[n(9)]
    space: Bytes16,
}

guildhall_store::record!(ExpenseRecord, 1);

impl From<&Expense> for ExpenseRecord {
    fn from(expense: &Expense) -> Self {
        ExpenseRecord {
            state: match expense.state {
                State::Ordered => 0,
                State::Spent => 1,
            },
            title: expense.title.clone(),
            amount: expense.amount.parts(),
            day: number(expense.day),
            receipt: cbor::id_opt(expense.receipt),
            author: cbor::id(expense.author),
            created_ms: expense.created_ms,
            deleted_ms: expense.deleted_ms,
            seq: expense.seq,
            space: cbor::id(expense.space),
        }
    }
}

impl ExpenseRecord {
    /// With its id. A state this version does not know is money that is gone.
    pub fn into_expense(self, id: Id) -> Expense {
        Expense {
            id,
            space: cbor::from_id(&self.space),
            state: if self.state == 0 { State::Ordered } else { State::Spent },
            title: self.title,
            amount: Money::of_parts(self.amount),
            day: day(self.day),
            receipt: cbor::from_id_opt(&self.receipt),
            author: cbor::from_id(&self.author),
            created_ms: self.created_ms,
            deleted_ms: self.deleted_ms,
            seq: self.seq,
        }
    }
}
