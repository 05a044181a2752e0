//! What people do with topics. Each command takes the permitted topic, lets the domain decide and saves the
//! next version. What they say is a command of [`crate::comments`].

pub mod create;
pub mod decisions;
pub mod places;
pub mod trash;

use crate::{
    Error,
    access::{self, Work},
    http::call::{IfMatch, unchanged_since},
    items::{followers, readings},
    topics::{checkins, input::TopicPatch, queries, store, views},
};
use guildhall_domain::{
    Id,
    change::Action,
    policy::{Do, DoSpace},
    topic::{self, Topic},
};

/// Changes fields of a topic.
pub fn edit(work: &mut Work<'_, '_>, id: Id, if_match: IfMatch, patch: &TopicPatch) -> Result<Topic, Error> {
    let before = access::topic(work, id, Do::Edit)?.into_inner();
    let fields = patch.edit();
    unchanged_since(work, if_match, before.seq, &fields.names())
        .map_err(|stale| stale.with_current(|| views::whole(work, &before)))?;
    let mut after = before.clone();
    topic::apply(&mut after, fields)?;
    checkins::commands::settle_changed(work, &before, &mut after);
    store::save(work, &before, &mut after, Action::Changed)?;
    Ok(after)
}

/// Adds or removes a follower.
pub fn follower(work: &mut Work<'_, '_>, id: Id, person: Id, on: bool) -> Result<Topic, Error> {
    let before = access::topic(work, id, followers::right(work, person))?.into_inner();
    let followers = followers::with(work, &before, &before.followers, person, on)?;
    let mut after = Topic { followers, ..before.clone() };
    store::save(work, &before, &mut after, Action::Changed)?;
    Ok(after)
}

/// Wants to hear nothing of a topic any more, or wants to again. Nobody else learns of it.
pub fn mute(work: &mut Work<'_, '_>, id: Id, on: bool) -> Result<Topic, Error> {
    let topic = access::topic(work, id, Do::Read)?.into_inner();
    readings::mute(work, id, on)?;
    Ok(topic)
}

/// Has read a topic up to a place, or to its end.
pub fn read(work: &mut Work<'_, '_>, id: Id, place: Option<u64>) -> Result<Topic, Error> {
    let topic = access::topic(work, id, Do::Read)?.into_inner();
    readings::advance(work, id, place.unwrap_or(topic.last_place).min(topic.last_place))?;
    Ok(topic)
}

/// Has read everything there is in a space.
pub fn read_all(work: &mut Work<'_, '_>, space: Id) -> Result<(), Error> {
    let home = access::space(work, space, DoSpace::Read)?.into_inner();
    let last = queries::newest(work, home.audience)?;
    readings::advance(work, home.id, last)
}
