//! All of an event at once: what a calendar of another program sends. The rights, the rooms and the log are those of every edit.

use super::{create::number, fresh, keep};
use crate::{
    Error,
    access::{self, Scope, Work},
    events::{booking, commands::guests, store},
    http::call::IfMatch,
};
use guildhall_domain::{
    Id,
    change::Action,
    event::{Event, facts, whole::Whole},
    policy::{Do, DoSpace},
};

/// Makes an event in a space, with or without whoever makes it as its guest.
pub fn make(work: &mut Work<'_, '_>, space: Id, uid: &str, whole: Whole, comes: bool) -> Result<Event, Error> {
    let home = access::space(work, space, DoSpace::Write)?.into_inner();
    let mut event = Event::new(work.new_id(), home.id, whole.span, work.who().actor, work.now());
    event.uid = uid.to_owned();
    whole.put(&mut event)?;
    let me = access::me(work)?.id;
    event.follow(me);
    if comes {
        guests::invite(work, &mut event, me, "guest_ids")?;
    }
    number(work, &mut event)?;
    booking::check(work, None, &event)?;
    store::create(work, &mut event)?;
    Ok(event)
}

/// Makes an event what is sent, unless what that changes was changed since.
pub fn rewrite(work: &mut Work<'_, '_>, id: Id, if_match: IfMatch, whole: Whole) -> Result<Event, Error> {
    let before = access::event(work, id, Do::Edit)?.into_inner();
    let mut after = before.clone();
    whole.put(&mut after)?;
    let names: Vec<String> = facts::changes(&before, &after).into_iter().map(|change| change.field).collect();
    fresh(work, if_match, &before, &names)?;
    keep(work, &before, &mut after, Action::Changed)?;
    Ok(after)
}
