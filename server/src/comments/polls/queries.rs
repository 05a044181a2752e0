//! Who voted what, where votes are named.

use super::{store, views::VoteShape};
use crate::{
    Error,
    access::{self, Scope},
    comments,
    error::Code,
    http::Page,
};
use guildhall_domain::{Id, policy::Do};

/// All votes of a poll, in one page.
pub fn votes(scope: &impl Scope, id: Id) -> Result<Page<VoteShape>, Error> {
    let comment = comments::store::get(scope.read(), id)?.filter(|comment| !comment.deleted);
    let comment = comment.ok_or_else(Error::not_found)?;
    access::item(scope, comment.item, Do::Read)?;
    let poll = comment.poll.ok_or_else(Error::not_found)?;
    if poll.anonymous {
        return Err(Error::because(Code::Conflict, "This poll is anonymous. Nobody is shown who voted what."));
    }
    let votes = store::votes(scope.read(), id)?.into_iter();
    let items =
        votes.map(|(person_id, vote)| VoteShape { person_id, choices: vote.into_iter().map(u32::from).collect() });
    Ok(Page { items: items.collect(), next: None })
}
