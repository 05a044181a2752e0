//! The reminders of whoever asks.

use super::store;
use crate::{
    Error,
    access::{self, Permitted, Scope},
};
use guildhall_domain::{Id, item::Item, policy::Do, reminder::Reminder};

/// Their reminder of an item they see.
pub fn one(scope: &impl Scope, item: Id) -> Result<Option<Reminder>, Error> {
    let me = access::me(scope)?;
    access::item(scope, item, Do::Read)?;
    Ok(store::get(scope.read(), item, me.audience)?)
}

/// All of what they see, the next one first; those without a moment last.
pub fn all(scope: &impl Scope) -> Result<Vec<(Permitted<Item>, Reminder)>, Error> {
    let me = access::me(scope)?;
    let mut found = Vec::new();
    for id in store::of_person(scope.read(), me.audience)? {
        let item = access::seen_item(scope, id)?;
        found.extend(item.zip(store::get(scope.read(), id, me.audience)?));
    }
    found.sort_by_key(|(_, reminder)| reminder.at_ms.unwrap_or(i64::MAX));
    Ok(found)
}
