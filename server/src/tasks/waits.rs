//! The days on which it is asked again what a task waits for. A row goes once that was told, so it is no key row like the
//! others; a task that waits until another day has another one, and one that waits no more has none.

use super::store::ASK_AGAIN;
use chrono::{Datelike, NaiveDate};
use guildhall_domain::{Id, task::Task};
use guildhall_store::{Read, Span, StoreError, Tx};

/// The day on which it is asked again.
pub fn day_of(task: &Task) -> Option<NaiveDate> {
    let waiting = task.waiting.as_ref().filter(|_| task.is_open() && task.trashed_ms.is_none());
    waiting.and_then(|waiting| waiting.remind_on)
}

/// Writes the day of a task over the one before.
pub fn keep(tx: &mut Tx<'_>, before: Option<&Task>, after: Option<&Task>) -> Result<(), StoreError> {
    let key = |task: &Task| day_of(task).map(|day| (day.num_days_from_ce(), task.id));
    let (was, is) = (before.and_then(key), after.and_then(key));
    tx.replace_keys(&ASK_AGAIN, was.as_slice(), is.as_slice())
}

/// The tasks whose day has come by a day, the earliest first.
pub fn until(read: &Read<'_>, day: NaiveDate) -> Result<Vec<(i32, Id)>, StoreError> {
    read.keys(&ASK_AGAIN, Span::all().until(&(day.num_days_from_ce() + 1)))?.collect()
}

/// It was told.
pub fn told(tx: &mut Tx<'_>, key: (i32, Id)) -> Result<(), StoreError> {
    tx.delete(&ASK_AGAIN, &key)
}
