//! Tasks of a space by any question: its compact rows are read once, filtered, grouped and sorted; whole
//! tasks are loaded only for the rows that are answered (and for titles, where the question needs them).
//! Counts are exact. The cost grows with the space and not with what is asked for, so these run on
//! blocking threads.
//!
//! A place in a list is the sort key and the id of the row before it, so pages stay right while tasks
//! come and go between them.

pub mod days;
mod filter;
mod groups;
mod place;

use super::super::{
    plans::AtHand,
    rows::Row,
    task_query::{SortBy, TaskQuery},
    views::{self, TaskRow},
};
use crate::{
    Error,
    access::{self, Scope},
    http::{Page, Shape, version},
};
use days::Days;
use filter::Filter;
use guildhall_domain::{
    Id,
    policy::{Do, DoSpace},
    space::Space,
};
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// Most rows of one answer, over all its groups. Later groups tell their count and begin when asked for.
const ROWS_AT_ONCE: usize = 2_000;

/// Tasks that belong together.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TaskGroup {
    /// Number of the status, section or tag, id of the person, priority or part of time; `none` for
    /// those without and `all` when nothing is grouped.
    pub id: String,
    /// Name.
    pub name: String,
    /// How many tasks it has, exactly.
    pub count: usize,
    /// The first of them.
    pub rows: Vec<TaskRow>,
    /// Cursor of the next ones for `/view/group`; null when these are all.
    pub next: Option<String>,
}

/// The tasks of a space as asked for.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TaskView {
    /// In order.
    pub groups: Vec<TaskGroup>,
    /// How many tasks there are in all; one with two tags counts once.
    pub total: usize,
    /// The last change this answer knows.
    pub seq: u64,
}

impl Shape for TaskView {}

/// A task that was picked, by its row.
pub(super) struct Picked {
    id: Id,
    row: Row,
    place: Vec<u8>,
}

/// What a question picks, sorted.
pub(super) struct Found {
    space: Arc<Space>,
    days: Days,
    picked: Vec<Picked>,
}

/// Groups of tasks with the first rows of each.
pub fn view(scope: &impl Scope, space: Id, query: &TaskQuery, limit: usize) -> Result<TaskView, Error> {
    let found = find(scope, space, query, false)?;
    let mut room = ROWS_AT_ONCE;
    let mut groups = Vec::new();
    for group in groups::of(scope, query.group.unwrap_or_default(), &found) {
        let (rows, next) = page(scope, &group.members, limit.min(room), None)?;
        room -= rows.len();
        groups.push(TaskGroup { id: group.id, name: group.name, count: group.members.len(), rows, next });
    }
    Ok(TaskView { groups, total: found.picked.len(), seq: scope.read().last_seq()? })
}

/// More rows of one group. One that is empty by now has none.
pub fn group(
    scope: &impl Scope,
    space: Id,
    query: &TaskQuery,
    id: &str,
    limit: usize,
    place: Option<&[u8]>,
) -> Result<Page<TaskRow>, Error> {
    let found = find(scope, space, query, false)?;
    let groups = groups::of(scope, query.group.unwrap_or_default(), &found);
    let group = groups.into_iter().find(|group| group.id == id);
    let (items, next) = page(scope, &group.map(|group| group.members).unwrap_or_default(), limit, place)?;
    Ok(Page { items, next })
}

/// Ids of everything a question picks in the order a view shows it, each once.
pub fn ids(scope: &impl Scope, space: Id, query: &TaskQuery) -> Result<Vec<Id>, Error> {
    let found = find(scope, space, query, false)?;
    let mut seen = std::collections::HashSet::new();
    let groups = groups::of(scope, query.group.unwrap_or_default(), &found);
    let all = groups.iter().flat_map(|group| &group.members).map(|picked| picked.id);
    Ok(all.filter(|id| seen.insert(*id)).collect())
}

/// An id and the place behind it, for a cursor.
pub type Placed = (Id, Vec<u8>);

/// A page of the ids a question picks as one list, each with its place, and whether more follow. Unlike
/// a view a list leaves out only what is asked to be left out, and what its order has no place for.
pub fn listed(
    scope: &impl Scope,
    space: Id,
    query: &TaskQuery,
    limit: usize,
    place: Option<&[u8]>,
) -> Result<(Vec<Placed>, bool), Error> {
    let mut found = find(scope, space, query, true)?;
    match query.sort {
        Some(SortBy::Due) => found.picked.retain(|picked| picked.row.due.0 != 0),
        Some(SortBy::Assignee) => found.picked.retain(|picked| picked.row.assignee != 0),
        _ => {}
    }
    let all: Vec<&Picked> = found.picked.iter().collect();
    let (slice, next) = slice(&all, limit, place)?;
    Ok((slice.iter().map(|picked| (picked.id, place::write(Some(picked)))).collect(), next.is_some()))
}

fn page(
    scope: &impl Scope,
    members: &[&Picked],
    limit: usize,
    place: Option<&[u8]>,
) -> Result<(Vec<TaskRow>, Option<String>), Error> {
    let (slice, next) = slice(members, limit, place)?;
    let plans = AtHand::take(scope)?;
    let rows = slice.iter().map(|picked| {
        let task = access::task(scope, picked.id, Do::Read)?;
        views::row_with(scope, &task, plans.of(scope, picked.id)?)
    });
    Ok((rows.collect::<Result<_, Error>>()?, next))
}

fn slice<'a, 'p>(
    members: &'a [&'p Picked],
    limit: usize,
    place: Option<&[u8]>,
) -> Result<(&'a [&'p Picked], Option<String>), Error> {
    let from = match place.map(place::read).transpose()?.flatten() {
        Some((sort, id)) => members.partition_point(|picked| (picked.place.as_slice(), picked.id) <= (sort, id)),
        None => 0,
    };
    let rest = members.get(from..).unwrap_or_default();
    let slice = rest.get(..limit.min(rest.len())).unwrap_or_default();
    let next = (slice.len() < rest.len()).then(|| version::list_cursor(&place::write(slice.last().copied())));
    Ok((slice, next))
}

fn find(scope: &impl Scope, space: Id, query: &TaskQuery, as_list: bool) -> Result<Found, Error> {
    let space = access::space(scope, space, DoSpace::Read)?;
    let days = Days::of(scope);
    let filter = Filter::new(scope, query, &days, as_list)?;
    let order = place::Order::new(scope, query, &space);
    let mut kept = Vec::new();
    for shown in access::shown::rows(scope, &space)? {
        let mut shown = shown?;
        // A status that is gone, from the time in the trash or of a task of another space, stands for the
        // first one of its category.
        if space.status(shown.row().status).is_none() {
            let row = shown.row_mut();
            row.status = space.first_status(row.category).map_or(row.status, |status| status.id);
        }
        if filter.keeps(shown.row()) {
            kept.push(shown);
        }
    }
    let titles = filter.reads_titles() || order.reads_titles();
    let mut titles = if titles { access::shown::titles(scope, &kept)? } else { Vec::new() }.into_iter();
    let mut picked = Vec::new();
    for shown in kept {
        let title = titles.next().unwrap_or_default();
        if filter.keeps_title(&title) {
            picked.push(Picked { place: order.place(shown.row(), &title), id: shown.id(), row: shown.into_row() });
        }
    }
    picked.sort_unstable_by(|a, b| (&a.place, a.id).cmp(&(&b.place, b.id)));
    Ok(Found { space: space.into_inner(), days, picked })
}
