//! Entries as a table for spreadsheets: all that were asked for, not a page of them.

use super::{
    input::{EntryFilter, InvoiceFilter},
    queries, rates, store, views,
};
use crate::{
    Error,
    access::{self, Scope},
    http::csv::{MARK, lines},
};
use guildhall_domain::{
    Id,
    policy::DoSpace,
    time::{Entry, sheet, words},
};

const HEAD: [&str; 10] =
    ["date", "person", "space", "task", "title", "note", "hours", "minutes", "billable", "approved"];

/// The entries that were asked for, the last day first.
pub fn entries(scope: &impl Scope, asked: &EntryFilter) -> Result<Vec<u8>, Error> {
    let mut rows = vec![HEAD.map(str::to_owned)];
    queries::each(scope, asked, None, |entry| {
        rows.push(row(scope, &entry)?);
        Ok(true)
    })?;
    let mut bytes = MARK.as_bytes().to_vec();
    bytes.extend(lines(rows)?);
    Ok(bytes)
}

fn row(scope: &impl Scope, entry: &Entry) -> Result<[String; 10], Error> {
    let (key, title) = match views::task(scope, entry.task)? {
        Some(task) => (task.key, task.title),
        None => Default::default(),
    };
    let space = access::seen(access::space(scope, entry.space, DoSpace::See))?;
    let yes = |is: bool| if is { "yes" } else { "no" }.to_owned();
    let week = store::sheet(scope.read(), entry.person, sheet::monday(entry.day))?;
    Ok([
        entry.day.to_string(),
        person(scope, entry.person),
        space.map(|space| space.name.clone()).unwrap_or_default(),
        key,
        title,
        entry.note.clone(),
        words::decimal(entry.minutes),
        entry.minutes.to_string(),
        yes(entry.billable),
        yes(week.is_some_and(|week| week.state == sheet::State::Approved)),
    ])
}

const ON_INVOICES: [&str; 11] =
    ["date", "person", "space", "task", "title", "note", "hours", "minutes", "rate", "currency", "amount"];

/// What customers pay for, each entry rounded as it was asked, with what it costs where the asker may know that.
pub fn invoice(scope: &impl Scope, asked: &InvoiceFilter) -> Result<Vec<u8>, Error> {
    let rounding = asked.rounding()?;
    let mut rows = vec![ON_INVOICES.map(str::to_owned)];
    queries::each(scope, &asked.entries(), None, |entry| {
        let minutes = rounding.round(entry.minutes);
        let [day, person, space, key, title, note, ..] = row(scope, &entry)?;
        let priced =
            if rates::reads(scope, entry.person) { rates::of(scope, entry.person, entry.space)? } else { None };
        let [rate, currency, amount] = priced.map_or_else(Default::default, |priced| {
            let amount = priced.rate.amount(minutes, &priced.currency);
            [priced.rate.text(&priced.currency), priced.currency, amount]
        });
        let hours = words::decimal(minutes);
        rows.push([day, person, space, key, title, note, hours, minutes.to_string(), rate, currency, amount]);
        Ok(true)
    })?;
    let mut bytes = MARK.as_bytes().to_vec();
    bytes.extend(lines(rows)?);
    Ok(bytes)
}

/// The name of somebody, for those who may know of them.
fn person(scope: &impl Scope, id: Id) -> String {
    access::person(scope, id).map(|person| person.name.clone()).unwrap_or_default()
}
