//! What is to be started by now. However long nobody looked, at most one run is made up for, the latest; what came before
//! it was missed and is listed.

use crate::{
    recurrence::{Place, Recurrence},
    when,
};
use chrono::Utc;

/// Most missed occurrences that are listed; earlier ones are counted only.
pub const LISTED: usize = 100;
/// Most occurrences that are gone through in one turn: more than ten years of days.
const GONE_THROUGH: usize = 4_000;

/// What is to be done about a process.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Due {
    /// The occurrence a run starts for.
    pub start: Option<i64>,
    /// Occurrences without a run, in their order.
    pub missed: Vec<i64>,
    /// The occurrence after those.
    pub next: Option<i64>,
    /// Occurrences so far.
    pub times: u32,
}

/// Where a process stands.
#[derive(Debug, Clone, Copy)]
pub struct Stand<'a> {
    /// Its rule.
    pub rule: &'a Recurrence,
    /// The occurrence that comes next.
    pub next_ms: i64,
    /// Occurrences so far.
    pub times: u32,
    /// Days before an occurrence its run starts.
    pub show_days: u16,
}

/// What is to be done at a moment. `started` tells whether an occurrence has a run, whatever the clock did since.
///
/// # Errors
/// Those of `started`.
pub fn due<E>(
    stand: Stand<'_>,
    now_ms: i64,
    place: &Place,
    mut started: impl FnMut(i64) -> Result<bool, E>,
) -> Result<Due, E> {
    let Stand { rule, next_ms, times, show_days } = stand;
    let first = when::from_ms(next_ms);
    let shown = rule.shown(first, show_days, place).timestamp_millis();
    if rule.is_over(times) {
        return Ok(Due { times, ..Due::default() });
    }
    if shown > now_ms {
        return Ok(Due { next: Some(next_ms), times, ..Due::default() });
    }
    let passed = std::iter::successors(Some(first), |at| rule.next(*at, place)).take(GONE_THROUGH);
    let mut all: Vec<i64> = passed.map(|at| at.timestamp_millis()).take_while(|at| *at <= now_ms).collect();
    if all.is_empty() {
        all.push(next_ms);
    }
    if let crate::recurrence::End::Count(most) = rule.end {
        all.truncate(usize::try_from(most.saturating_sub(times)).unwrap_or(usize::MAX));
    }
    let last = all.last().copied().unwrap_or(next_ms);
    let times = times.saturating_add(u32::try_from(all.len()).unwrap_or(u32::MAX));
    let next = if rule.is_over(times) { None } else { rule.next(when::from_ms(last), place) };
    let mut open = Vec::new();
    for at in all {
        if !started(at)? {
            open.push(at);
        }
    }
    // The latest is made up for, unless it has its run already: then nothing is.
    let start = open.pop_if(|at| *at == last);
    let missed = open.split_off(open.len().saturating_sub(LISTED));
    Ok(Due { start, missed, next: next.map(|at| at.timestamp_millis()), times })
}

impl Recurrence {
    /// When it comes first: by the calendar, or for what comes after completion, as soon as its time of day has come.
    pub fn first(&self, after: chrono::DateTime<Utc>, place: &Place) -> Option<chrono::DateTime<Utc>> {
        if !self.is_after_completion() {
            return self.next(after, place);
        }
        Recurrence { every: crate::recurrence::Every::Day(1), ..self.clone() }.next(after, place)
    }
}
