//! Check-ins of somebody who leaves: with whose rights they ask, and whom.

use super::commands::owner_may;
use crate::{
    Error,
    access::{Scope, Work},
    topics::store as topics,
};
use guildhall_domain::{Id, change::Action, checkin::CheckIn, departure::replace, topic::Topic};

/// Whether a topic is a check-in that asks with somebody's rights, or asks them by name.
pub fn is_held(topic: &Topic, person: Id) -> bool {
    let held = |check_in: &CheckIn| {
        check_in.ended_ms.is_none() && (check_in.owner == person || check_in.people.contains(&person))
    };
    topic.trashed_ms.is_none() && topic.check_in.as_ref().is_some_and(held)
}

/// Puts the first of `heirs` who can be it in somebody's place; answers whether nothing of it is theirs any more. Who
/// was asked by name is asked no more, and where nobody is left the heir is.
pub fn hand_over(work: &mut Work<'_, '_>, id: Id, from: Id, heirs: &[Id]) -> Result<bool, Error> {
    let Some(before) = topics::get(work.read(), id)?.filter(|topic| is_held(topic, from)) else { return Ok(true) };
    let home = before.space.and_then(|id| work.directory().space(id)).cloned();
    let (Some(home), Some(mut check_in)) = (home, before.check_in.clone()) else { return Ok(false) };
    let directory = work.directory();
    let with = |owner: Id| CheckIn { owner, ..check_in.clone() };
    let speaker = heirs.iter().find(|id| owner_may(directory, &home, &with(**id))).copied();
    let reader = heirs.iter().find(|id| directory.reach(**id).sees(&[home.audience])).copied();
    if check_in.owner == from {
        check_in.owner = speaker.unwrap_or(from);
    }
    let alone = check_in.people == [from];
    if !alone || reader.is_some() {
        replace(&mut check_in.people, from, reader.filter(|_| alone));
    }
    let mut after = Topic { check_in: Some(check_in), ..before.clone() };
    topics::save(work, &before, &mut after, Action::Changed)?;
    Ok(!is_held(&after, from))
}
