//! Where a row stands in an order, as bytes that compare like the rows do. What is missing (no due, no
//! assignee) comes last in either direction; equal ones stand as people arranged them.

use super::Picked;
use crate::{
    Error,
    access::Scope,
    error::Code,
    tasks::{
        rows::Row,
        task_query::{SortBy, TaskQuery},
    },
};
use guildhall_domain::{Id, space::Space};
use std::sync::Arc;

/// Longest part of a title or name that counts, in bytes: cursors stay short.
const TEXT: usize = 120;

/// The order of a question.
pub struct Order<'a, S: Scope> {
    scope: &'a S,
    space: Arc<Space>,
    sort: SortBy,
    turned: bool,
}

impl<'a, S: Scope> Order<'a, S> {
    /// As asked for.
    pub fn new(scope: &'a S, query: &TaskQuery, space: &Arc<Space>) -> Self {
        let sort = query.sort.unwrap_or_default();
        // Of these people want the newest and the most urgent first.
        let downwards = matches!(sort, SortBy::Updated | SortBy::Created | SortBy::Priority);
        Order { scope, space: space.clone(), sort, turned: query.desc != downwards }
    }

    /// Whether titles have to be looked at.
    pub fn reads_titles(&self) -> bool {
        self.sort == SortBy::Title
    }

    /// Where a row stands.
    pub fn place(&self, row: &Row, title: &str) -> Vec<u8> {
        let (missing, mut sort) = self.sort_key(row, title);
        // The end sorts before anything that could follow, so that "a" comes before "ab", and after it
        // when the order is turned.
        sort.push(0);
        if self.turned {
            sort.iter_mut().for_each(|byte| *byte = !*byte);
        }
        let mut place = Vec::with_capacity(sort.len() + row.order.len() + 1);
        place.push(u8::from(missing));
        place.append(&mut sort);
        if self.sort != SortBy::Manual {
            place.extend_from_slice(row.order.as_bytes());
        }
        place
    }

    fn sort_key(&self, row: &Row, title: &str) -> (bool, Vec<u8>) {
        let time = |ms: i64| u64::try_from(ms).unwrap_or_default().to_be_bytes().to_vec();
        match self.sort {
            SortBy::Manual => (false, row.order.as_bytes().to_vec()),
            SortBy::Due => (row.due.0 == 0, [&row.due.0.to_be_bytes()[..], &row.due.1.to_be_bytes()[..]].concat()),
            SortBy::Updated => (false, time(row.updated_ms)),
            SortBy::Created => (false, time(row.created_ms)),
            SortBy::Priority => (false, vec![row.priority]),
            SortBy::Title => (false, short(title)),
            SortBy::Assignee => match self.scope.directory().person_by_audience(row.assignee) {
                Some(person) => (false, short(&person.name)),
                None => (true, Vec::new()),
            },
            SortBy::Status => {
                let at = self.space.statuses.iter().position(|status| status.id == row.status);
                (at.is_none(), vec![at.and_then(|at| u8::try_from(at).ok()).unwrap_or(u8::MAX)])
            }
        }
    }
}

fn short(text: &str) -> Vec<u8> {
    let mut text = text.to_lowercase();
    let end = (0..=TEXT.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    text.truncate(end);
    text.into_bytes()
}

/// A place as a cursor holds it: behind a row, or before all of them.
pub fn write(after: Option<&Picked>) -> Vec<u8> {
    match after {
        Some(picked) => [&[1][..], &picked.place, picked.id.as_bytes()].concat(),
        None => vec![0],
    }
}

/// The inverse.
pub fn read(place: &[u8]) -> Result<Option<(&[u8], Id)>, Error> {
    let wrong = || Error::because(Code::BadQuery, "The cursor cannot be read. Use `next` of the page before.");
    match place.split_first() {
        Some((0, [])) => Ok(None),
        Some((1, rest)) => {
            let (sort, id) = rest.split_last_chunk::<16>().ok_or_else(wrong)?;
            Ok(Some((sort, Id::from_bytes(*id))))
        }
        _ => Err(wrong()),
    }
}
