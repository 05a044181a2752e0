//! What a request may be the same as: others of the same address, and those that are called alike. It is offered for
//! merging and nothing is done by it.

use super::store;
use crate::{
    Error,
    access::{self, Scope},
    http::words::words,
    tasks,
};
use guildhall_domain::{
    policy::Do,
    request::{self, Request, State},
    space::Space,
};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// Most that are offered, and how many of each sort are looked at.
const MOST: usize = 5;
const LOOKED_AT: usize = 200;
/// Hundredths of words that have to be the same.
const ALIKE: usize = 60;

words! {
    /// Why it is offered.
    SimilarWhy: Address, Title
}

/// A request this may be the same as.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SimilarRequest {
    /// The request.
    pub request_id: Uuid,
    /// Its number.
    pub number: u32,
    /// Its title, or that of the task it is by now.
    pub title: String,
    /// The task it is by now, where the reader may see that.
    pub task_id: Option<Uuid>,
    /// The key of that.
    pub task_key: Option<String>,
    /// That is done.
    pub done: bool,
    /// Why it is offered.
    pub why: SimilarWhy,
}

/// What a request may be the same as, the likeliest first.
pub fn of(scope: &impl Scope, request: &Request, home: &Space) -> Result<Vec<SimilarRequest>, Error> {
    let read = scope.read();
    let mut found: Vec<(Request, SimilarWhy)> = Vec::new();
    if let Some(email) = &request.requester.email {
        let same = store::by_address(read, home.audience, email, LOOKED_AT)?;
        found.extend(same.into_iter().map(|other| (other, SimilarWhy::Address)));
    }
    let waiting = store::waiting(read, home.audience, None, LOOKED_AT)?;
    let decided = store::decided(read, home.audience, None, LOOKED_AT)?;
    let alike = |other: &Request| request::alike(&request.title, &other.title) >= ALIKE;
    found.extend(waiting.into_iter().chain(decided).filter(alike).map(|other| (other, SimilarWhy::Title)));
    let mut shown: Vec<SimilarRequest> = Vec::new();
    for (other, why) in found {
        let open = !matches!(other.state, State::Declined | State::MergedRequest(_));
        if other.id == request.id || !open || shown.iter().any(|one| one.request_id == other.id) {
            continue;
        }
        shown.push(shape(scope, &other, why)?);
    }
    // What is done is the least likely.
    shown.sort_by_key(|one| one.done);
    shown.truncate(MOST);
    Ok(shown)
}

fn shape(scope: &impl Scope, other: &Request, why: SimilarWhy) -> Result<SimilarRequest, Error> {
    let task = match other.state {
        State::Accepted(id) | State::MergedTask(id) => access::seen(access::task(scope, id, Do::Read))?,
        _ => None,
    };
    let key = task.as_ref().map(|task| tasks::views::key(scope, task));
    Ok(SimilarRequest {
        request_id: other.id,
        number: other.number,
        title: task.as_ref().map_or_else(|| other.title.clone(), |task| task.title.clone()),
        task_id: task.as_ref().map(|task| task.id),
        task_key: key,
        done: task.is_some_and(|task| !task.is_open()),
        why,
    })
}
