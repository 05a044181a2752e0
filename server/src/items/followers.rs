//! Who follows an item: oneself with the right to comment, others with the right to edit.

use crate::{
    Error,
    access::{self, Scope, Work},
};
use guildhall_domain::{Id, item::Core, limits, policy::Do};

/// The right it takes to let somebody follow, or not any more.
pub fn right(work: &Work<'_, '_>, person: Id) -> Do {
    if work.who().person == Some(person) { Do::Comment } else { Do::Edit }
}

/// The followers who can read the item as it is: somebody who cannot any more cannot be told of it.
pub fn readers(work: &Work<'_, '_>, item: &impl Core, followers: &[Id]) -> Vec<Id> {
    let (directory, audience) = (work.directory(), access::audience_of(work.directory(), item));
    followers.iter().copied().filter(|id| directory.reach(*id).sees(audience.ids())).collect()
}

/// The followers with one more or less. Adding who is there and removing who is not are no errors. Only who can read
/// the item follows it.
pub fn with(work: &Work<'_, '_>, item: &impl Core, followers: &[Id], person: Id, on: bool) -> Result<Vec<Id>, Error> {
    let mut after: Vec<Id> = followers.to_vec();
    if !on {
        after.retain(|other| *other != person);
        return Ok(after);
    }
    access::reader(work, person, access::audience_of(work.directory(), item).ids(), "person_id")?;
    if !after.contains(&person) {
        after.push(person);
    }
    limits::at_most("follower_ids", after.len(), limits::SET)?;
    Ok(after)
}
