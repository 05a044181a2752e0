//! Messages that are decisions: everybody can rely on them, and sees who made them one and when.

use crate::{
    Error,
    access::{self, Scope, Work},
    comments,
    error::Code,
    topics::store,
};
use guildhall_domain::{
    Id,
    change::Action,
    limits,
    policy::Do,
    topic::{DECISIONS, Decision, State, Topic},
};

/// Makes a message a decision of its topic, or takes that back.
pub fn decide(work: &mut Work<'_, '_>, id: Id, message: Id, on: bool) -> Result<Topic, Error> {
    let before = access::topic(work, id, Do::Edit)?.into_inner();
    let said = comments::store::get(work.read(), message)?.filter(|comment| comment.item == id);
    let said = said.ok_or_else(Error::not_found)?;
    if before.decision(message).is_some() == on {
        return Ok(before);
    }
    if on && said.deleted {
        return Err(Error::because(Code::Conflict, "This message is deleted. Choose another one."));
    }
    let mut after = before.clone();
    after.decisions.retain(|decision| decision.message != message);
    if on {
        after.decisions.push(Decision { message, by: work.who().actor, at_ms: work.now() });
        limits::at_most("decisions", after.decisions.len(), DECISIONS)?;
    }
    // A topic is decided as long as something in it is; whoever says otherwise by hand has the last word.
    after.state = match (before.state, after.decisions.is_empty()) {
        (State::Open, false) => State::Decided,
        (State::Decided, true) => State::Open,
        (state, _) => state,
    };
    store::save(work, &before, &mut after, Action::Changed)?;
    Ok(after)
}
