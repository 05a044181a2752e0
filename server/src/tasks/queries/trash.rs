//! What lies in the trash of a space, last thrown away first. Sub-tasks that went with their task are
//! part of it and not shown beside it.

use crate::{
    Error,
    access::{self, Scope},
    http::{Page, version},
    tasks::{
        rows::{ORDERS, Order},
        store,
        views::{self, TaskRow},
    },
};
use guildhall_domain::{Id, policy::DoSpace, task::Task};
use guildhall_store::Span;

/// A page of the trash. Guests see what they threw away themselves.
pub fn list(scope: &impl Scope, space: Id, limit: usize, place: Option<Vec<u8>>) -> Result<Page<TaskRow>, Error> {
    let space = access::space(scope, space, DoSpace::Read)?;
    let prefix = (space.audience, Order::Trash as u8);
    let mut span = Span::prefix(&prefix).reverse();
    if let Some((sort, id)) = place.as_deref().and_then(super::list::split) {
        span = span.after(&(prefix.0, prefix.1, sort, id));
    }
    let mut items = Vec::with_capacity(limit);
    let mut last = Vec::new();
    for row in scope.read().keys(&ORDERS, span)? {
        let (_, _, sort, id) = row?;
        let Some(task) = access::seen_task(scope, id)? else { continue };
        if went_along(scope, &task)? {
            continue;
        }
        if items.len() == limit {
            return Ok(Page { items, next: Some(version::list_cursor(&last)) });
        }
        items.push(views::row(scope, &task)?);
        last = [sort, id.as_bytes().to_vec()].concat();
    }
    Ok(Page { items, next: None })
}

fn went_along(scope: &impl Scope, task: &Task) -> Result<bool, Error> {
    let Some(parent) = task.parent else { return Ok(false) };
    Ok(store::get(scope.read(), parent)?.is_some_and(|parent| parent.trashed_ms.is_some()))
}
