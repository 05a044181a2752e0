//! A budget as a table for spreadsheets: what was spent and ordered line by line, hours and what is left as sums.

use super::{
    gather::costs,
    queries::led,
    views::{self, ExpenseShape},
};
use crate::{
    Error,
    access::Scope,
    http::csv::{MARK, lines},
    plan::gather::gather,
};
use guildhall_domain::{
    Id,
    budget::{Money, Sums},
    time::words::decimal,
};

const HEAD: [&str; 7] = ["date", "kind", "title", "hours", "amount", "currency", "receipt"];

/// The table.
pub fn budget(scope: &impl Scope, space: Id) -> Result<Vec<u8>, Error> {
    let mut rows = vec![HEAD.map(str::to_owned)];
    let (of, budget) = led(scope, space)?;
    if let Some(budget) = budget {
        let costs = costs(scope, space, &budget, &gather(scope, &of)?)?;
        for expense in &costs.expenses {
            rows.push(row(expense.state.word(), views::expense(scope, expense, &budget)?));
        }
        let all = Sums::of(&costs.items, None, &budget.currency);
        let sum = |kind: &str, minutes: u64, amount: String| {
            let hours = if minutes == 0 { String::new() } else { decimal(u32::try_from(minutes).unwrap_or(u32::MAX)) };
            [String::new(), kind.to_owned(), String::new(), hours, amount, budget.currency.clone(), String::new()]
        };
        let text = |money: Money| money.text(&budget.currency);
        rows.push(sum("hours", costs.worked.all, text(all.hours)));
        rows.push(sum("left", costs.left.all, text(all.left)));
        rows.push(sum("forecast", 0, text(all.forecast())));
        rows.push(sum("budget", 0, text(budget.amount)));
    }
    let mut bytes = MARK.as_bytes().to_vec();
    bytes.extend(lines(rows)?);
    Ok(bytes)
}

fn row(kind: &str, expense: ExpenseShape) -> [String; 7] {
    let receipt = expense.receipt.map(|receipt| receipt.title).unwrap_or_default();
    [expense.day.to_string(), kind.to_owned(), expense.title, String::new(), expense.amount, expense.currency, receipt]
}
