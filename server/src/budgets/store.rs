//! The tables of budgets. A deleted expense keeps its row until its undo is over.

use super::record::{BudgetRecord, ExpenseRecord};
use guildhall_domain::{
    Id,
    budget::{Budget, Expense},
};
use guildhall_store::{Read, Span, StoreError, Table, Tx};

/// By space.
pub const BUDGETS: Table<Id, BudgetRecord> = Table::new("budgets");
/// By id.
pub const EXPENSES: Table<Id, ExpenseRecord> = Table::new("expenses");
/// (space, expense).
pub const OF_SPACE: Table<(Id, Id), ()> = Table::new("expenses_of_space");

/// The budget of a space, switched off or not.
pub fn budget(read: &Read<'_>, space: Id) -> Result<Option<Budget>, StoreError> {
    Ok(read.get(&BUDGETS, &space)?.map(Budget::from))
}

/// Every space that has a budget, switched off or not.
pub fn spaces(read: &Read<'_>) -> Result<Vec<Id>, StoreError> {
    read.keys(&BUDGETS, Span::all())?.collect()
}

/// Writes the budget of a space.
pub fn put_budget(tx: &mut Tx<'_>, space: Id, budget: &Budget) -> Result<(), StoreError> {
    tx.put(&BUDGETS, &space, &budget.into())
}

/// An expense, deleted or not.
pub fn expense(read: &Read<'_>, id: Id) -> Result<Option<Expense>, StoreError> {
    Ok(read.get(&EXPENSES, &id)?.map(|record| record.into_expense(id)))
}

/// All expenses of a space, those too that were deleted.
pub fn expenses(read: &Read<'_>, space: Id) -> Result<Vec<Expense>, StoreError> {
    let rows = read.keys(&OF_SPACE, Span::prefix(&space))?;
    let ids: Vec<Id> = rows.map(|row| row.map(|(_, id)| id)).collect::<Result<_, _>>()?;
    let records = ids.iter().zip(read.get_each(&EXPENSES, &ids)?);
    Ok(records.filter_map(|(id, record)| Some(record?.into_expense(*id))).collect())
}

/// Writes an expense.
pub fn put_expense(tx: &mut Tx<'_>, expense: &Expense) -> Result<(), StoreError> {
    tx.put(&OF_SPACE, &(expense.space, expense.id), &())?;
    tx.put(&EXPENSES, &expense.id, &expense.into())
}

/// Deletes it for good.
pub fn forget_expense(tx: &mut Tx<'_>, expense: &Expense) -> Result<(), StoreError> {
    tx.delete(&OF_SPACE, &(expense.space, expense.id))?;
    tx.delete(&EXPENSES, &expense.id)
}
