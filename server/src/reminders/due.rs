//! Which items of which there are reminders changed.

use super::store;
use crate::{
    Error,
    access::{Scope, View},
    log,
};
use guildhall_domain::{Id, change::Kind};
use std::collections::BTreeSet;

/// Most changes read at once; of more everything is looked at.
const CHANGES: usize = 2_000;

/// Items whose reminders may have another moment since a change; after a start, all.
pub fn affected(view: &View, since: Option<u64>) -> Result<BTreeSet<Id>, Error> {
    let all = || -> Result<BTreeSet<Id>, Error> { Ok(store::items(view.read())?.into_iter().collect()) };
    let Some(since) = since else { return all() };
    let mut found = BTreeSet::new();
    for (count, row) in log::after(view.read(), since)?.enumerate() {
        let (_, change) = row?;
        let moves = |name: &str| change.fields.iter().any(|field| field.field == name);
        match change.kind {
            _ if count >= CHANGES => return all(),
            Kind::Person if moves("hours_from") || moves("time_zone") => return all(),
            Kind::Task | Kind::Topic | Kind::Document | Kind::Event if store::is_any(view.read(), change.object)? => {
                found.insert(change.object);
            }
            _ => {}
        }
    }
    Ok(found)
}
