//! What changed in a calendar since a program last asked (RFC 6578): the log says which items to look at, and what they are
//! now is asked of the state.

use super::collection::{Calendar, Entry};
use crate::{
    Error,
    access::{Scope, View},
    events,
    http::version,
    items, log, tasks,
};
use guildhall_domain::{
    Id,
    change::{Action, Change, Kind, Value},
};
use std::collections::HashSet;

/// What stands before the place in the log.
const TOKEN: &str = "urn:guildhall:sync:";
/// Most changes that are gone through; who is further behind loads everything again.
const MOST: u64 = 10_000;

/// The token of now.
pub fn token(view: &View) -> Result<String, Error> {
    Ok(format!("{TOKEN}{}", version::log_cursor(view.history(), view.read().last_seq()?)))
}

/// An item that changed, and what it is now; none where it is not in the calendar any more.
#[derive(Debug)]
pub struct Changed {
    /// Its id.
    pub id: Id,
    /// What it is.
    pub now: Option<Entry>,
}

/// What changed since a token; none where everything has to be loaded again.
pub fn since(view: &View, calendar: &Calendar, token: &str) -> Result<Option<Vec<Changed>>, Error> {
    let cursor = token.strip_prefix(TOKEN).unwrap_or_default();
    let Ok(at) = version::read_log_cursor(view.history(), cursor) else { return Ok(None) };
    let head = view.read().last_seq()?;
    if at > head || head - at > MOST || at < items::tombstones::floor(view.read())? {
        return Ok(None);
    }
    let (mut seen, mut changed) = (HashSet::new(), Vec::new());
    for row in log::after(view.read(), at)? {
        let (_, change) = row?;
        if moves_sight(view, &change) {
            return Ok(None);
        }
        if !matches!(change.kind, Kind::Task | Kind::Event) || seen.contains(&change.object) {
            continue;
        }
        let now = calendar.entry(view, change.object)?;
        if now.is_some() || was_in(view, calendar, &change)? {
            seen.insert(change.object);
            changed.push(Changed { id: change.object, now });
        }
    }
    Ok(Some(changed))
}

/// Whether a change may have changed what the reader sees without changing what is seen.
fn moves_sight(view: &View, change: &Change) -> bool {
    match change.kind {
        Kind::Space | Kind::Organization | Kind::Tag => true,
        Kind::Person => Some(change.object) == view.who().person,
        _ => false,
    }
}

/// Whether it may have been in the calendar before.
fn was_in(view: &View, calendar: &Calendar, change: &Change) -> Result<bool, Error> {
    let audience = calendar.audience();
    let me = match calendar {
        Calendar::Space(_) => return Ok(change.audience_before.contains(&audience)),
        Calendar::Mine(me) => me.id,
    };
    let reach = view.directory().reach(me);
    let known = reach.sees(&change.audience_before);
    let guest = format!("guest:{me}");
    let named = change
        .fields
        .iter()
        .any(|field| field.field == guest || (field.field == "assignee" && field.before == Value::Id(me)));
    let still = match change.kind {
        Kind::Task => tasks::store::get(view.read(), change.object)?.is_some_and(|task| task.assignee == Some(me)),
        _ => events::store::get(view.read(), change.object)?.is_some_and(|event| event.guests.contains(&me)),
    };
    Ok(known && (named || still || change.action == Action::Purged))
}
