//! A page of a space's tasks in one of the default orders, straight from the key rows: its cost does
//! not depend on how many tasks there are.

use crate::{Error, access::{self, Scope}, http::{Page, version}, tasks::{rows::{ORDERS, Order}, views::{self, TaskRow}}};
use guildhall_domain::{Id, policy::{Do, DoSpace}};
use guildhall_store::Span;

/// Tasks of a space in a default order.
pub fn list(scope: &impl Scope, space: Id, order: Order, limit: usize, place: Option<Vec<u8>>) -> Result<Page<TaskRow>, Error> {
    let space = access::space(scope, space, DoSpace::Read)?;
    let prefix = (space.audience, order as u8);
    let mut span = Span::prefix(&prefix).limit(limit + 1);
    if let Some((sort, id)) = place.as_deref().and_then(split) {
        span = span.after(&(prefix.0, prefix.1, sort, id));
    }
    let mut items = Vec::with_capacity(limit);
    let mut last = None;
    let mut more = false;
    for row in scope.read().keys(&ORDERS, span)? {
        let (_, _, sort, id) = row?;
        if items.len() == limit {
            more = true;
            break;
        }
        let task = access::task(scope, id, Do::Read)?;
        items.push(views::row(scope, &task)?);
        last = Some([sort, id.as_bytes().to_vec()].concat());
    }
    let next = last.filter(|_| more).map(|place| version::list_cursor(&place));
    Ok(Page { items, next })
}

/// A place is the sort key and the 16 bytes of the id behind it.
fn split(place: &[u8]) -> Option<(Vec<u8>, Id)> {
    let at = place.len().checked_sub(16)?;
    let (sort, id) = place.split_at_checked(at)?;
    Some((sort.to_vec(), Id::from_slice(id).ok()?))
}
