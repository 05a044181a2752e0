//! A room is taken once: looked at in the transaction that writes, over two years from today. What comes again for ever is looked at
//! that far, so two events that both were made earlier may meet after that.

use super::{rooms, store};
use crate::{
    Error,
    access::{self, Scope, Work},
    error::Code,
};
use guildhall_domain::{
    Id,
    event::{
        Event,
        repeat::shifted,
        room::{self, AHEAD, Room, Taken},
    },
    item::Core,
    when,
};

/// Refuses an event that would be in a room in which another one is. `before`: as it stood, when it did.
pub fn check(work: &Work<'_, '_>, before: Option<&Event>, after: &Event) -> Result<(), Error> {
    if after.trashed_ms.is_some() || before.is_some_and(|before| is_same(before, after)) {
        return Ok(());
    }
    let earlier = before.map(room::rooms).unwrap_or_default();
    for id in room::rooms(after) {
        let there = rooms::store::get(work.read(), id)?;
        let there = there.filter(|room| room.deleted_ms.is_none() || earlier.contains(&id));
        let Some(there) = there else { return Err(Error::field("room_id", "Choose a room there is.")) };
        free(work, after, &there)?;
    }
    Ok(())
}

fn is_same(before: &Event, after: &Event) -> bool {
    let occupies = |event: &Event| (event.span, event.repeat.clone(), event.room, event.trashed_ms);
    let same = before.exceptions == after.exceptions && before.extra_dates == after.extra_dates;
    same && occupies(before) == occupies(after)
}

fn free(work: &Work<'_, '_>, event: &Event, room: &Room) -> Result<(), Error> {
    let zone = work.directory().zone();
    let today = when::today(when::from_ms(work.now()), zone);
    let days = (shifted(today, -1), shifted(today, AHEAD));
    // What begins later than that is looked at where it is.
    let days = if event.first_day() > days.1 { (event.first_day(), shifted(event.first_day(), AHEAD)) } else { days };
    let own = room::taken(event, room.id, days, zone);
    let (Some(first), Some(last)) = (own.first(), own.last()) else { return Ok(()) };
    let near = (when::today(first.from, zone), when::today(last.to, zone));
    for id in store::in_room(work.read(), room.id, shifted(near.0, -1))? {
        let Some(other) = store::get(work.read(), id)?.filter(|other| other.id != event.id) else { continue };
        let taken = room::taken(&other, room.id, near, zone);
        if let Some((_, there)) = room::clash(&own, &taken) {
            return Err(refusal(work, room, &other, there)?);
        }
    }
    Ok(())
}

/// Says what stands there, to those who may read it.
fn refusal(work: &Work<'_, '_>, room: &Room, other: &Event, there: &Taken) -> Result<Error, Error> {
    let zone = work.who().person.and_then(|id| work.directory().person(id)).map(|person| person.time_zone);
    let zone = zone.unwrap_or_else(|| work.directory().zone());
    let (from, to) = (there.from.with_timezone(&zone), there.to.with_timezone(&zone));
    let title = access::seen_item(work, other.id)?.map(|item| format!("“{}”", item.title()));
    let message = format!(
        "{} is taken from {} to {} by {}. Choose another time or another room.",
        room.name,
        from.format("%-d %B %Y %H:%M"),
        if from.date_naive() == to.date_naive() { to.format("%H:%M") } else { to.format("%-d %B %Y %H:%M") },
        title.as_deref().unwrap_or("an event you cannot see"),
    );
    let seen: Option<Id> = title.map(|_| other.id);
    let refused = Error::because(Code::RoomTaken, message);
    Ok(refused.with("event_id", seen.map(|id| id.to_string())).with("day", from.date_naive().to_string()))
}
