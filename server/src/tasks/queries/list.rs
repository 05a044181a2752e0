//! A page of a space's tasks as programs read them. All tasks in one of the default orders come straight
//! from the key rows, at a cost that does not depend on how many there are; any other question looks at
//! all rows.

use super::view;
use crate::{
    Error,
    access::{self, Permitted, Scope},
    http::{Page, Shape, version},
    tasks::{
        plans,
        rows::{ORDERS, Order},
        task_query::{SortBy, TaskQuery},
        views::{self, TaskRow},
    },
};
use guildhall_domain::{
    Id,
    policy::{Do, DoSpace},
    task::Task,
};
use guildhall_store::Span;
use serde::Serialize;
use utoipa::ToSchema;

/// A page ends early when the bodies in it reach this many bytes.
const BODIES: usize = 4 * 1024 * 1024;

/// A task in a list: the row and its text.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ListedTask {
    /// The row.
    #[serde(flatten)]
    pub row: TaskRow,
    /// Markdown.
    pub body: String,
}

impl Shape for ListedTask {}

fn kept_order(query: &TaskQuery) -> Option<Order> {
    let order = match query.sort.unwrap_or_default() {
        SortBy::Manual => Order::Manual,
        SortBy::Due => Order::Due,
        SortBy::Updated => Order::Updated,
        SortBy::Status => Order::Status,
        SortBy::Assignee => Order::Assignee,
        SortBy::Created | SortBy::Priority | SortBy::Title => return None,
    };
    query.is_plain().then_some(order)
}

/// Whether a question is answered from key rows; any other belongs on a blocking thread.
pub fn is_quick(query: &TaskQuery) -> bool {
    kept_order(query).is_some()
}

/// Tasks of a space.
pub fn list(
    scope: &impl Scope,
    space: Id,
    query: &TaskQuery,
    limit: usize,
    place: Option<&[u8]>,
) -> Result<Page<ListedTask>, Error> {
    match kept_order(query) {
        Some(order) => in_order(scope, space, order, limit, place),
        None => {
            let (picked, next) = view::listed(scope, space, query, limit, place)?;
            let mut page = Filling::new(scope, limit)?;
            for (id, place) in picked {
                let task = access::task(scope, id, Do::Read)?;
                if !page.add(scope, task, Place::Written(place))? {
                    return Ok(page.cut());
                }
            }
            Ok(if next { page.cut() } else { page.whole() })
        }
    }
}

fn in_order(
    scope: &impl Scope,
    space: Id,
    order: Order,
    limit: usize,
    place: Option<&[u8]>,
) -> Result<Page<ListedTask>, Error> {
    let space = access::space(scope, space, DoSpace::Read)?;
    let prefix = (space.audience, order as u8);
    let mut span = Span::prefix(&prefix);
    if let Some((sort, id)) = place.and_then(split) {
        span = span.after(&(prefix.0, prefix.1, sort, id));
    }
    let mut page = Filling::new(scope, limit)?;
    for row in scope.read().keys(&ORDERS, span)? {
        let (_, _, sort, id) = row?;
        // Of another space that keeps it inside by now.
        let Some(task) = access::seen(access::task(scope, id, Do::Read))? else { continue };
        if !page.add(scope, task, Place::Behind(sort, id))? {
            return Ok(page.cut());
        }
    }
    Ok(page.whole())
}

/// Where the next page begins.
enum Place {
    /// Behind the row with this sort key and id.
    Behind(Vec<u8>, Id),
    /// As a view writes it.
    Written(Vec<u8>),
}

/// A page while it is being filled.
struct Filling {
    limit: usize,
    bytes: usize,
    plans: plans::AtHand,
    items: Vec<ListedTask>,
    last: Place,
}

impl Filling {
    fn new(scope: &impl Scope, limit: usize) -> Result<Self, Error> {
        let plans = plans::AtHand::take(scope)?;
        Ok(Filling { limit, bytes: 0, plans, items: Vec::with_capacity(limit), last: Place::Written(Vec::new()) })
    }

    /// Adds a task, or answers that there is no room for it.
    fn add(&mut self, scope: &impl Scope, task: Permitted<Task>, place: Place) -> Result<bool, Error> {
        if self.items.len() == self.limit || self.bytes >= BODIES {
            return Ok(false);
        }
        self.bytes += task.body.len();
        let row = views::row_with(scope, &task, self.plans.of(scope, task.id)?)?;
        self.items.push(ListedTask { row, body: task.into_inner().body });
        self.last = place;
        Ok(true)
    }

    fn cut(self) -> Page<ListedTask> {
        let place = match self.last {
            Place::Behind(sort, id) => [&sort[..], id.as_bytes()].concat(),
            Place::Written(place) => place,
        };
        Page { next: Some(version::list_cursor(&place)), items: self.items }
    }

    fn whole(self) -> Page<ListedTask> {
        Page::all(self.items)
    }
}

/// A place is the sort key and the 16 bytes of the id behind it.
pub(super) fn split(place: &[u8]) -> Option<(Vec<u8>, Id)> {
    let (sort, id) = place.split_last_chunk::<16>()?;
    Some((sort.to_vec(), Id::from_bytes(*id)))
}
