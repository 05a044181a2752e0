//! Lists of entries, and what was worked on a task.

use super::{
    commands::today,
    input::EntryFilter,
    sight::{Sight, known},
    store::{self, From},
    views::{self, EntryShape, TaskTime},
};
use crate::{
    Error,
    access::{self, Scope},
    http::{Page, Paging, version},
};
use chrono::NaiveDate;
use guildhall_domain::{
    Id,
    policy::{Do, DoSpace},
    time::Entry,
};

/// Entries of a task that are shown beside it.
const BESIDE: usize = 50;

/// Where a list goes on.
pub fn place(day: NaiveDate, id: Id) -> Vec<u8> {
    [&crate::log::cbor::number(day).to_be_bytes()[..], id.as_bytes()].concat()
}

/// The inverse of [`place`].
pub fn read_place(bytes: &[u8]) -> Option<store::Place> {
    let (day, id) = bytes.split_first_chunk::<4>()?;
    Some((i32::from_be_bytes(*day), Id::from_slice(id).ok()?))
}

/// Hands on entries the asker reads, the last day first, until `take` has enough.
pub fn each(
    scope: &impl Scope,
    asked: &EntryFilter,
    after: Option<store::Place>,
    mut take: impl FnMut(Entry) -> Result<bool, Error>,
) -> Result<(), Error> {
    let zone = scope.directory().zone();
    let me = scope.who().person.and_then(|id| scope.directory().person(id)).cloned();
    let now = guildhall_domain::when::from_ms(scope.now());
    let days =
        asked.days(me.as_ref().map_or_else(|| guildhall_domain::when::today(now, zone), |me| today(scope, me)))?;
    if let Some(task) = asked.task {
        access::task(scope, task, Do::Read)?;
    }
    if let Some(space) = asked.space {
        access::space(scope, space, DoSpace::See)?;
    }
    if let Some(person) = asked.person {
        known(scope, person)?;
    }
    let mut sight = Sight::new(scope);
    // Whoever reads nobody else's is given their own by one key.
    let alone = me.as_ref().map(|me| me.id).filter(|_| !sight.is_whole() && !sight.leads_any());
    let from = match (asked.task, asked.person.or(alone)) {
        (Some(task), _) => From::Task(task),
        (None, Some(person)) => From::Person(person),
        (None, None) => From::Everybody,
    };
    for entry in store::entries(scope.read(), from, days, after)? {
        let entry = entry?;
        if asked.takes(&entry) && sight.sees(&entry) && !take(entry)? {
            break;
        }
    }
    Ok(())
}

/// A page of entries.
pub fn list(scope: &impl Scope, asked: &EntryFilter) -> Result<Page<EntryShape>, Error> {
    let paging = Paging { limit: asked.limit, cursor: asked.cursor.clone() };
    let (limit, after) = (paging.limit()?, paging.place()?.as_deref().and_then(read_place));
    let mut found: Vec<Entry> = Vec::new();
    each(scope, asked, after, |entry| {
        found.push(entry);
        Ok(found.len() <= limit)
    })?;
    let more = found.len() > limit;
    found.truncate(limit);
    let next = found.last().filter(|_| more).map(|last| version::list_cursor(&place(last.day, last.id)));
    let items = found.iter().map(|entry| views::entry(scope, entry)).collect::<Result<_, _>>()?;
    Ok(Page { items, next })
}

/// What was worked on a task: all of it for whoever reads the task, the entries for those who read them.
pub fn of_task(scope: &impl Scope, id: Id) -> Result<TaskTime, Error> {
    let task = access::task(scope, id, Do::Read)?;
    let days = (NaiveDate::default(), NaiveDate::MAX);
    let mut sight = Sight::new(scope);
    let (mut minutes, mut own_minutes, mut entries) = (0_u64, 0_u64, Vec::new());
    for entry in store::entries(scope.read(), From::Task(task.id), days, None)? {
        let entry = entry?;
        minutes += u64::from(entry.minutes);
        own_minutes += if sight.is_me(entry.person) { u64::from(entry.minutes) } else { 0 };
        if entries.len() < BESIDE && sight.sees(&entry) {
            entries.push(views::entry(scope, &entry)?);
        }
    }
    let can_track = access::may(scope, &*task, Do::Comment)
        && scope.directory().space(task.space).is_some_and(|space| space.owner.is_none());
    Ok(TaskTime { minutes, own_minutes, estimate_minutes: task.estimate, entries, can_track })
}
