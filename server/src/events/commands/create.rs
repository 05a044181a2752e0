//! New events.

use super::{guests, zone};
use crate::{
    Error,
    access::{self, Scope, Work},
    error::Code,
    events::{booking, input::EventInput, store},
    tasks,
};
use guildhall_domain::{
    Id,
    event::{Event, edit},
    limits,
    policy::{Do, DoSpace},
    space::Access,
};

/// Makes an event in a space. Sent again with the same id by the same person it answers the event that is there.
pub fn create(work: &mut Work<'_, '_>, space: Id, input: &EventInput) -> Result<Event, Error> {
    let home = access::space(work, space, DoSpace::Write)?.into_inner();
    let id = input.id.unwrap_or_else(|| work.new_id());
    if let Some(earlier) = store::get(work.read(), id)? {
        return same(work, earlier, home.id, input);
    }
    let span = input.span(zone(work))?;
    let mut event = Event::new(id, home.id, span, work.who().actor, work.now());
    event.title = limits::line("title", &input.title, limits::TITLE)?;
    event.body = limits::body("body", &input.body)?;
    event.repeat = input.repeat()?;
    event.room = input.room_id;
    event.extra_dates = input.extra_dates.iter().copied().collect();
    edit::fits(&event)?;
    edit::besides(&mut event)?;
    if let Some(me) = work.who().person {
        event.follow(me);
    }
    for person in &input.guest_ids {
        guests::invite(work, &mut event, *person, "guest_ids")?;
    }
    number(work, &mut event)?;
    booking::check(work, None, &event)?;
    store::create(work, &mut event)?;
    Ok(event)
}

/// Gives it the next key of its home.
pub fn number(work: &mut Work<'_, '_>, event: &mut Event) -> Result<(), Error> {
    let home = work.directory().space(event.space).cloned().ok_or_else(Error::not_found)?;
    if home.access != Access::Personal {
        event.number = tasks::store::next_number(work, home.audience)?;
    }
    Ok(())
}

fn same(work: &Work<'_, '_>, earlier: Event, home: Id, input: &EventInput) -> Result<Event, Error> {
    let same = earlier.author == work.who().actor
        && earlier.space == home
        && earlier.title == input.title.trim()
        && earlier.body == input.body
        && access::may(work, &earlier, Do::Read);
    if same { Ok(earlier) } else { Err(Error::new(Code::IdTaken)) }
}
