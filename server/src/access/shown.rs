//! The compact rows of a space and the titles behind them. A row stands in a space as long as its task says so, and
//! the home of a task may have closed meanwhile; which rows are readable is decided here and nowhere else, as for
//! whole tasks by [`super::audience_of`].

use super::{Directory, Permitted, Scope};
use crate::tasks::{
    rows::{ORDERS, Order, ROWS, Row, changed_ms},
    store,
};
use guildhall_domain::{Id, space::Space};
use guildhall_store::{Span, StoreError};
use std::sync::Arc;

/// A row whose task the asker may read. Only this module makes them.
#[derive(Debug, Clone)]
pub struct Shown {
    id: Id,
    row: Row,
}

impl Shown {
    /// The task.
    pub fn id(&self) -> Id {
        self.id
    }

    /// The row itself.
    pub fn row(&self) -> &Row {
        &self.row
    }

    /// The row, to be read as its space has it by now.
    pub fn row_mut(&mut self) -> &mut Row {
        &mut self.row
    }

    /// The row alone, once what hangs on the right to it was asked.
    pub fn into_row(self) -> Row {
        self.row
    }
}

/// The titles of rows, which are in the order of their ids as [`rows`] gives them.
pub fn titles(scope: &impl Scope, shown: &[Shown]) -> Result<Vec<String>, StoreError> {
    let ids: Vec<Id> = shown.iter().map(Shown::id).collect();
    store::titles(scope.read(), &ids)
}

/// The rows of a space that was permitted for reading.
pub fn rows<'s>(
    scope: &'s impl Scope,
    space: &Permitted<Arc<Space>>,
) -> Result<impl Iterator<Item = Result<Shown, StoreError>> + 's, StoreError> {
    let rows = scope.read().scan(&ROWS, Span::prefix(&space.audience))?;
    let shown = rows.map(|row| row.map(|((_, id), row)| Shown { id, row }));
    Ok(shown.filter(|shown| shown.as_ref().map_or(true, |shown| is_readable(scope.directory(), &shown.row))))
}

/// The rows of a space that was permitted for reading whose tasks changed since a moment, those that were put out of the
/// way too. It costs what changed since and not what there is.
pub fn changed(scope: &impl Scope, space: &Permitted<Arc<Space>>, since_ms: i64) -> Result<Vec<Shown>, StoreError> {
    let mut found = Vec::new();
    for order in [Order::Updated, Order::Archived] {
        for row in scope.read().keys(&ORDERS, Span::prefix(&(space.audience, order as u8)))? {
            let (_, _, sort, id) = row?;
            if changed_ms(&sort) < since_ms {
                break;
            }
            let row = scope.read().get(&ROWS, &(space.audience, id))?;
            let row = row.filter(|row| is_readable(scope.directory(), row));
            found.extend(row.map(|row| Shown { id, row }));
        }
    }
    Ok(found)
}

/// A task of another home can be read in a space while that home lets its tasks be shown elsewhere.
pub fn is_readable(directory: &Directory, row: &Row) -> bool {
    row.abroad == 0 || directory.space_by_audience(row.abroad).is_some_and(|home| home.shows_elsewhere())
}
