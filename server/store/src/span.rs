//! Which part of a table a scan walks: bounds, direction and an optional limit.
//!
//! Invariant: every bound given as a key means all rows that begin with that key, so a bound may be a whole
//! key or only its first components. Start and end follow the direction of the scan, whichever of
//! `reverse` and the bounds was called first.

use crate::key::{self, Key};
use std::ops::Bound;

/// A part of a table and the direction to walk it in.
#[derive(Debug, Clone, Default)]
pub struct Span {
    prefix: Vec<u8>,
    start: Option<(Vec<u8>, Start)>,
    end: Option<Vec<u8>>,
    reverse: bool,
    limit: Option<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Start {
    At,
    After,
}

/// Byte bounds in table order.
pub(crate) type Bounds = (Bound<Vec<u8>>, Bound<Vec<u8>>);

impl Span {
    /// Every row.
    pub fn all() -> Self {
        Span::default()
    }

    /// Every row whose key starts with these components.
    pub fn prefix<K: Key>(prefix: &K) -> Self {
        Span { prefix: key::encode(prefix), ..Span::default() }
    }

    /// Begin after this key, in the direction of the scan.
    pub fn after<K: Key>(self, key: &K) -> Self {
        Span { start: Some((key::encode(key), Start::After)), ..self }
    }

    /// Begin with this key, in the direction of the scan.
    pub fn from<K: Key>(self, key: &K) -> Self {
        Span { start: Some((key::encode(key), Start::At)), ..self }
    }

    /// Stop before this key, in the direction of the scan.
    pub fn until<K: Key>(self, key: &K) -> Self {
        Span { end: Some(key::encode(key)), ..self }
    }

    /// Walk from the last key to the first.
    pub fn reverse(self) -> Self {
        Span { reverse: true, ..self }
    }

    /// Stop after this many rows.
    pub fn limit(self, rows: usize) -> Self {
        Span { limit: Some(rows), ..self }
    }

    /// Begin after a key that is already encoded; for cursors over tables of any type.
    pub(crate) fn after_bytes(self, key: Vec<u8>) -> Self {
        Span { start: Some((key, Start::After)), ..self }
    }

    pub(crate) fn is_reverse(&self) -> bool {
        self.reverse
    }

    pub(crate) fn rows(&self) -> usize {
        self.limit.unwrap_or(usize::MAX)
    }

    pub(crate) fn unlimited(&self) -> Span {
        Span { limit: None, ..self.clone() }
    }

    /// The bounds in table order, or `None` when no key can lie between them.
    pub(crate) fn bounds(&self) -> Option<Bounds> {
        let mut low = Some(self.prefix.clone());
        let mut high = successor(&self.prefix);
        let mut raise = |to: Option<Vec<u8>>| match to {
            None => low = None,
            Some(to) => low = low.take().map(|low| low.max(to)),
        };
        let mut lower = |to: Option<Vec<u8>>| {
            if let Some(to) = to {
                high = Some(high.take().map_or(to.clone(), |high| high.min(to)));
            }
        };
        match (&self.start, self.reverse) {
            (None, _) => {}
            (Some((key, Start::At)), false) => raise(Some(key.clone())),
            (Some((key, Start::After)), false) => raise(successor(key)),
            (Some((key, Start::At)), true) => lower(successor(key)),
            (Some((key, Start::After)), true) => lower(Some(key.clone())),
        }
        match (&self.end, self.reverse) {
            (None, _) => {}
            (Some(key), false) => lower(Some(key.clone())),
            (Some(key), true) => raise(successor(key)),
        }
        let low = low?;
        match high {
            None => Some((Bound::Included(low), Bound::Unbounded)),
            Some(high) if low < high => Some((Bound::Included(low), Bound::Excluded(high))),
            Some(_) => None,
        }
    }
}

/// The smallest bytes greater than everything that starts with `prefix`; `None` when nothing is.
fn successor(prefix: &[u8]) -> Option<Vec<u8>> {
    let mut next = prefix.to_vec();
    while let Some(last) = next.pop() {
        if let Some(more) = last.checked_add(1) {
            next.push(more);
            return Some(next);
        }
    }
    None
}

pub(crate) fn as_slices(bounds: &Bounds) -> (Bound<&[u8]>, Bound<&[u8]>) {
    (bounds.0.as_ref().map(Vec::as_slice), bounds.1.as_ref().map(Vec::as_slice))
}
