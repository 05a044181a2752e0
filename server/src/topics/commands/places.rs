//! Topics to another home: a new key there, the old one goes on leading to it.

use crate::{
    Error,
    access::{self, Work},
    error::Code,
    items::followers,
    tasks,
    topics::store,
};
use guildhall_domain::{
    Id,
    change::Action,
    policy::{Do, DoSpace},
    space::Access,
    topic::Topic,
};

/// Moves a topic with everything that was said to another space.
pub fn move_home(work: &mut Work<'_, '_>, id: Id, to: Id) -> Result<Topic, Error> {
    let before = access::topic(work, id, Do::Move)?.into_inner();
    let target = access::space(work, to, DoSpace::Write)?.into_inner();
    if !before.is_own() {
        return Err(Error::because(Code::Conflict, "Only a topic with a title of its own can be moved."));
    }
    if before.space == Some(to) {
        return Ok(before);
    }
    let mut after = Topic { space: Some(to), ..before.clone() };
    after.number =
        if target.access == Access::Personal { 0 } else { tasks::store::next_number(work, target.audience)? };
    after.followers = followers::readers(work, &after, &after.followers);
    store::save(work, &before, &mut after, Action::Moved)?;
    Ok(after)
}
