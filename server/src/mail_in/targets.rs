//! What an address of ours stands for.

use super::store;
use crate::{
    App, Error,
    access::{Scope, View},
    mail::{
        incoming::{self, Door},
        replies::{self, Reply},
        settings,
    },
};
use guildhall_domain::{Id, actor::Actor};

/// Most addresses and references of one mail that are looked at.
const MOST: usize = 100;

/// See the module.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// An answer to a mail to somebody about an item.
    Reply(Reply),
    /// A space.
    Space(Id),
    /// The mailbox itself, or the address our mail is from: what it is for stands in the mail.
    Mailbox,
}

/// What an address stands for; none for one that is not ours.
pub fn of(app: &App, view: &View, door: &Door, address: &str) -> Result<Option<Target>, Error> {
    let address = address.trim().to_lowercase();
    let from = settings::from(app, view.read())?;
    if from.is_some_and(|from| from == address) {
        return Ok(Some(Target::Mailbox));
    }
    match door.name(&address) {
        None => Ok(None),
        Some("") => Ok(Some(Target::Mailbox)),
        Some(name) if replies::is_name(name) => Ok(replies::of_name(app, view.read(), name, view.now())?
            .filter(|reply| !reply.item.is_nil())
            .map(Target::Reply)),
        Some(name) => Ok(space(view, name)?.map(Target::Space)),
    }
}

/// The space of a name, while it takes mail.
fn space(view: &View, name: &str) -> Result<Option<Id>, Error> {
    let Some(id) = store::named(view.read(), name)? else { return Ok(None) };
    let on = store::space(view.read(), id)?.on;
    Ok(view.directory().space(id).filter(|space| on && space.is_live()).map(|space| space.id))
}

/// What a mail is for: what it answers where that is known, and the spaces it was sent to otherwise.
pub fn all(
    app: &App,
    view: &View,
    recipients: &[String],
    references: &[String],
    from: &str,
) -> Result<Vec<Target>, Error> {
    let Some(door) = incoming::door(view.read())? else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for address in recipients.iter().take(MOST) {
        if let Some(target) = of(app, view, &door, address)?
            && target != Target::Mailbox
            && !found.contains(&target)
        {
            found.push(target);
        }
    }
    if found.iter().any(|target| matches!(target, Target::Reply(_))) {
        found.retain(|target| matches!(target, Target::Reply(_)));
        return Ok(found);
    }
    // Some programs answer to the address a mail is from; its name says what it was about.
    for id in references.iter().take(MOST) {
        let reply = replies::of_message(app, view.read(), id, &door, view.now())?.filter(|reply| !reply.item.is_nil());
        if let Some(reply) = reply.filter(|reply| found.is_empty() || is_of(view, reply, from)) {
            return Ok(vec![Target::Reply(reply)]);
        }
    }
    Ok(found)
}

/// Whether an address is that of whom a mail was written to.
pub fn is_of(scope: &impl Scope, reply: &Reply, from: &str) -> bool {
    match reply.who {
        Actor::Person(id) => scope.directory().person(id).is_some_and(|person| person.email == from),
        Actor::Contact(id) => {
            let contact = crate::contacts::store::get(scope.read(), id).ok().flatten();
            contact.is_some_and(|contact| contact.address == from)
        }
        _ => false,
    }
}
