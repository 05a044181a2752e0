//! Polls as the API shows them.

use super::store;
use crate::{
    access::{self, Scope},
    http::shapes,
};
use guildhall_domain::{comment::Comment, item::Item, policy::Do};
use guildhall_store::StoreError;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A poll; its question is the text of its comment.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Poll)]
pub struct PollShape {
    /// What can be chosen; a vote names them by their place, from 0.
    pub choices: Vec<ChoiceShape>,
    /// One may choose several.
    pub several: bool,
    /// Nobody is shown who chose what.
    pub anonymous: bool,
    /// From then on no vote is taken; null: until somebody closes it.
    pub closes_at: Option<String>,
    /// When it was closed.
    pub closed_at: Option<String>,
    /// How many have voted.
    pub voters: u32,
    /// What the reader chose.
    pub mine: Vec<u32>,
    /// What the reader may do.
    pub can: PollCan,
}

/// Something to choose.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Choice)]
#[allow(missing_docs)]
pub struct ChoiceShape {
    pub text: String,
    pub votes: u32,
}

/// What the reader may do with a poll.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[allow(missing_docs)]
pub struct PollCan {
    pub vote: bool,
    pub close: bool,
}

/// What somebody chose.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Vote)]
pub struct VoteShape {
    /// Who.
    pub person_id: Uuid,
    /// The places of what they chose.
    pub choices: Vec<u32>,
}

/// The poll in a comment, for this reader. `own`: they asked it.
pub fn poll(scope: &impl Scope, comment: &Comment, item: &Item, own: bool) -> Result<Option<PollShape>, StoreError> {
    let Some(poll) = comment.poll.as_ref().filter(|_| !comment.deleted) else { return Ok(None) };
    let mine = scope.who().person.map(|me| store::vote(scope.read(), comment.id, me)).transpose()?;
    let choice = |one: &guildhall_domain::poll::Choice| ChoiceShape { text: one.text.clone(), votes: one.votes };
    let may = access::may(scope, item, Do::Comment);
    Ok(Some(PollShape {
        choices: poll.choices.iter().map(choice).collect(),
        several: poll.several,
        anonymous: poll.anonymous,
        closes_at: poll.closes_ms.map(shapes::instant),
        closed_at: poll.closed_ms.map(shapes::instant),
        voters: poll.voters,
        mine: mine.unwrap_or_default().into_iter().map(u32::from).collect(),
        can: PollCan {
            vote: may && poll.is_open(scope.now()),
            close: may && poll.closed_ms.is_none() && (own || access::leads(scope, item)),
        },
    }))
}
