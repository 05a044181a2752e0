//! Who is invited, what they say, and who follows.

use super::keep;
use crate::{
    Error,
    access::{self, Scope, Work},
    error::Code,
    events::{input::Attending, store},
    items::followers,
};
use chrono::NaiveDate;
use guildhall_domain::{
    Id,
    change::Action,
    event::{Answer, Event, edit},
    limits,
    policy::Do,
};

/// Invites somebody, who reads it from then on. A private space keeps its events to those who are in it.
pub fn invite(work: &Work<'_, '_>, event: &mut Event, person: Id, field: &str) -> Result<(), Error> {
    if event.guests.contains(&person) {
        return Ok(());
    }
    event.guests.push(person);
    limits::at_most(field, event.guests.len(), limits::SET)?;
    access::reader(work, person, access::audience_of(work.directory(), event).ids(), field)?;
    event.follow(person);
    // Whoever makes an event for themselves comes to it.
    if work.who().person == Some(person) {
        event.say(person, Answer::Yes);
    }
    Ok(())
}

/// Invites somebody or takes that back. Everybody may take themselves out.
pub fn guest(work: &mut Work<'_, '_>, id: Id, person: Id, on: bool) -> Result<Event, Error> {
    let own = !on && work.who().person == Some(person);
    let before = access::event(work, id, if own { Do::Comment } else { Do::Edit })?.into_inner();
    let mut after = before.clone();
    if on {
        invite(work, &mut after, person, "person_id")?;
    } else {
        after.uninvite(person);
        after.followers.retain(|other| *other != person || !before.guests.contains(&person));
    }
    keep(work, &before, &mut after, Action::Changed)?;
    Ok(after)
}

/// Says whether the asker comes: whenever it comes, or that one time.
pub fn attend(work: &mut Work<'_, '_>, id: Id, answer: Attending, on: Option<NaiveDate>) -> Result<Event, Error> {
    let before = access::event(work, id, Do::Comment)?.into_inner();
    let me = access::me(work)?.id;
    if !before.guests.contains(&me) {
        return Err(Error::because(
            Code::Conflict,
            "You are not invited. Invite yourself first, or ask to be invited.",
        ));
    }
    let mut after = before.clone();
    match on {
        Some(day) => edit::say_on(&mut after, me, day, answer.into())?,
        None => after.say(me, answer.into()),
    }
    keep(work, &before, &mut after, Action::Changed)?;
    Ok(after)
}

/// Adds or removes a follower.
pub fn follower(work: &mut Work<'_, '_>, id: Id, person: Id, on: bool) -> Result<Event, Error> {
    let before = access::event(work, id, followers::right(work, person))?.into_inner();
    let followers = followers::with(work, &before, &before.followers, person, on)?;
    let mut after = Event { followers, ..before.clone() };
    store::save(work, &before, &mut after, Action::Changed)?;
    Ok(after)
}
