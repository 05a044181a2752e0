//! Reading requests. They are the space's: whoever reads it reads them, whoever works in it decides.

use super::{
    store, targets,
    views::{self, RequestRow},
};
use crate::{
    Error,
    access::{self, Scope},
    error::Code,
    http::{Page, version},
};
use guildhall_domain::{
    AudienceId, Id,
    policy::DoSpace,
    request::{Request, State},
    space::Space,
};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;

/// Which requests of a space.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Shelf {
    /// Those to be decided now.
    #[default]
    New,
    /// Those that were put off.
    Later,
    /// Those that were decided.
    Decided,
}

/// In which order those that wait are shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RequestOrder {
    /// The oldest first.
    #[default]
    Came,
    /// By when something has to be done; those without a target behind them.
    Due,
}

/// Most rows looked through for a page of those that wait.
const LOOKED_THROUGH: usize = 2_000;

/// The home of a request.
pub fn home(scope: &impl Scope, request: &Request) -> Result<Arc<Space>, Error> {
    let home = scope.directory().space(request.space).filter(|home| home.deleted_ms.is_none());
    home.cloned().ok_or_else(Error::not_found)
}

/// A request for reading it.
pub fn readable(scope: &impl Scope, id: Id) -> Result<(Request, Arc<Space>), Error> {
    let request = store::get(scope.read(), id)?.ok_or_else(Error::not_found)?;
    // A closed space hides what is in it, so there is no "forbidden" here.
    let home = access::space(scope, request.space, DoSpace::Read).map_err(|_| Error::not_found())?.into_inner();
    Ok((request, home))
}

/// A request for deciding it and saying something.
pub fn workable(scope: &impl Scope, id: Id) -> Result<(Request, Arc<Space>), Error> {
    let (request, home) = readable(scope, id)?;
    if access::may_space(scope, &home, DoSpace::Write) { Ok((request, home)) } else { Err(Error::new(Code::Forbidden)) }
}

/// Whether it stands on a shelf of those that wait.
fn stands(request: &Request, later: bool, now: i64) -> bool {
    let off = matches!(request.state, State::Later(until) if until > now);
    off == later
}

/// The requests of a space on a shelf: those that wait in an order, the decided with the last first.
pub fn of_space(
    scope: &impl Scope,
    space: Id,
    (shelf, order): (Shelf, RequestOrder),
    limit: usize,
    place: Option<Vec<u8>>,
) -> Result<Page<RequestRow>, Error> {
    let home = access::space(scope, space, DoSpace::Read)?.into_inner();
    if order == RequestOrder::Due && shelf != Shelf::Decided {
        return by_due(scope, home.audience, shelf == Shelf::Later, limit, place.as_deref());
    }
    let after = place.as_deref().and_then(read_place);
    let (read, now) = (scope.read(), scope.now());
    let mut found = match shelf {
        Shelf::Decided => store::decided(read, home.audience, after, limit + 1)?,
        _ => store::waiting(read, home.audience, after, LOOKED_THROUGH)?,
    };
    if shelf != Shelf::Decided {
        found.retain(|request| stands(request, shelf == Shelf::Later, now));
    }
    let more = found.len() > limit;
    found.truncate(limit);
    let next = found.last().filter(|_| more).map(|last| {
        let at = last.decided.filter(|_| shelf == Shelf::Decided).map_or(last.created_ms, |(_, at)| at);
        version::list_cursor(&[&at.to_be_bytes()[..], last.id.as_bytes()].concat())
    });
    let items = found.iter().map(|request| views::row(scope, request)).collect::<Result<_, _>>()?;
    Ok(Page { items, next })
}

/// Where one stands by when something has to be done: bytes that sort like that.
fn due_place(scope: &impl Scope, request: &Request) -> Result<Vec<u8>, Error> {
    let due = targets::next_due(scope.read(), request)?.unwrap_or(i64::MAX);
    Ok([&due.to_be_bytes()[..], &request.created_ms.to_be_bytes(), request.id.as_bytes()].concat())
}

/// Those that wait, by when something has to be done, after a place.
fn by_due(
    scope: &impl Scope,
    home: AudienceId,
    later: bool,
    limit: usize,
    after: Option<&[u8]>,
) -> Result<Page<RequestRow>, Error> {
    let mut placed = Vec::new();
    for request in store::waiting(scope.read(), home, None, LOOKED_THROUGH)? {
        if stands(&request, later, scope.now()) {
            placed.push((due_place(scope, &request)?, request));
        }
    }
    placed.sort_by(|(one, _), (other, _)| one.cmp(other));
    placed.retain(|(place, _)| after.is_none_or(|after| place.as_slice() > after));
    let more = placed.len() > limit;
    placed.truncate(limit);
    let next = placed.last().filter(|_| more).map(|(place, _)| version::list_cursor(place));
    let items = placed.iter().map(|(_, request)| views::row(scope, request)).collect::<Result<_, _>>()?;
    Ok(Page { items, next })
}

fn read_place(bytes: &[u8]) -> Option<(i64, Id)> {
    let (at, id) = bytes.split_first_chunk::<8>()?;
    Some((i64::from_be_bytes(*at), Id::from_slice(id).ok()?))
}

/// How many are to be decided now, and since when the first of them waits.
pub fn count(scope: &impl Scope, space: Id) -> Result<(usize, Option<i64>), Error> {
    let home = access::space(scope, space, DoSpace::Read)?.into_inner();
    let mut waiting = store::waiting(scope.read(), home.audience, None, LOOKED_THROUGH)?;
    waiting.retain(|request| stands(request, false, scope.now()));
    Ok((waiting.len(), waiting.first().map(|request| request.created_ms)))
}
