//! Reading what happened: in one space, and in all of a reader's together.

use super::{
    sources::{self, Found},
    store,
    views::{self, HappenedCounts, HappenedHere, HappenedPage, HappenedShape, HappenedSpace, VisitShape},
};
use crate::{
    Error,
    access::{self, Scope},
    error::Code,
    http::{shapes, version},
};
use guildhall_domain::{Id, happened, policy::DoSpace};
use std::collections::BTreeSet;

/// Things of a kind that a space shows beside others.
pub const FEW: usize = 5;

/// Since when somebody wants to know: what they said, else their last visit, else a week.
pub fn since(scope: &impl Scope, asked: Option<&str>) -> Result<i64, Error> {
    let me = access::me(scope)?;
    if let Some(text) = asked {
        let words = "since: write a day such as 2026-11-23, or a time such as 2026-11-23T08:00:00Z.";
        let wrong = || Error::because(Code::BadQuery, words);
        return happened::moment(text, me.time_zone).ok_or_else(wrong);
    }
    let visit = store::visit(scope.read(), me.audience)?;
    let last = visit.and_then(|visit| visit.ended(scope.now()));
    Ok(last.unwrap_or_else(|| happened::first(scope.now(), me.time_zone)))
}

/// When the asker was there before.
pub fn visited(scope: &impl Scope) -> Result<VisitShape, Error> {
    let me = access::me(scope)?;
    let visit = store::visit(scope.read(), me.audience)?;
    Ok(VisitShape { visited_at: visit.and_then(|visit| visit.ended(scope.now())).map(shapes::instant) })
}

/// A place in the list of a space: which kind, when, what.
type Place = (u8, i64, Id);

fn place(found: &Found) -> Place {
    (found.kind as u8, found.at_ms, found.object)
}

/// Kinds in their order, of each the newest first.
fn order((kind, at_ms, object): Place) -> (u8, i64, Id) {
    (kind, at_ms.saturating_neg(), object)
}

fn split(bytes: &[u8]) -> Option<Place> {
    let (kind, rest) = bytes.split_first()?;
    let (at, object) = rest.split_first_chunk::<8>()?;
    Some((*kind, i64::from_be_bytes(*at), Id::from_slice(object).ok()?))
}

/// What happened in a space, kind after kind, of each the newest first.
pub fn of_space(
    scope: &impl Scope,
    space: Id,
    since_ms: i64,
    limit: usize,
    after: Option<&[u8]>,
) -> Result<HappenedHere, Error> {
    let space = access::space(scope, space, DoSpace::Read)?;
    let found = sources::all(scope, &space, since_ms)?;
    let counts = HappenedCounts::of(&found);
    let after = after.and_then(split).map(order);
    let rest = found.iter().filter(|found| after.is_none_or(|after| order(place(found)) > after));
    let (mut items, mut next, mut last) = (Vec::new(), None, None);
    for found in rest {
        if items.len() == limit {
            next = last.map(|(kind, at, object): Place| {
                version::list_cursor(&[&[kind][..], &at.to_be_bytes(), object.as_bytes()].concat())
            });
            break;
        }
        last = Some(place(found));
        items.extend(views::shape(scope, found)?);
    }
    Ok(HappenedHere { since: shapes::instant(since_ms), counts, items, next })
}

/// What happened in all spaces of the asker: those in which something did, with the newest of each kind.
pub fn of_all(scope: &impl Scope, since_ms: i64, limit: usize, after: Option<&[u8]>) -> Result<HappenedPage, Error> {
    let spaces = access::mine(scope)?;
    let known: BTreeSet<Id> = spaces.iter().map(|space| space.id).collect();
    let after = after.and_then(|id| Id::from_slice(id).ok()).and_then(|id| scope.directory().space(id));
    let after = after.map(|space| access::by_name(space));
    let (mut counts, mut items, mut next) = (HappenedCounts::default(), Vec::new(), None);
    for space in &spaces {
        let mut found = sources::all(scope, space, since_ms)?;
        // What is also shown here is told of at home, to those who are at home there.
        found.retain(|found| !found.abroad || !is_home(scope, found, &known).unwrap_or(false));
        let here = HappenedCounts::of(&found);
        counts.add(here);
        if found.is_empty() || next.is_some() || after.as_ref().is_some_and(|after| access::by_name(space) <= *after) {
            continue;
        }
        if items.len() == limit {
            next = items.last().map(|last: &HappenedSpace| version::list_cursor(last.space_id.as_bytes()));
            continue;
        }
        items.push(HappenedSpace { space_id: space.id, counts: here, items: few(scope, &found)? });
    }
    Ok(HappenedPage { since: shapes::instant(since_ms), visited_at: visited(scope)?.visited_at, counts, items, next })
}

fn is_home(scope: &impl Scope, found: &Found, known: &BTreeSet<Id>) -> Result<bool, Error> {
    let task = access::seen_task(scope, found.item)?;
    Ok(task.is_some_and(|task| known.contains(&task.space)))
}

/// The newest of each kind.
fn few(scope: &impl Scope, found: &[Found]) -> Result<Vec<HappenedShape>, Error> {
    let mut shown: Vec<HappenedShape> = Vec::new();
    for one in found {
        if shown.iter().filter(|other| other.kind == one.kind).count() < FEW {
            shown.extend(views::shape(scope, one)?);
        }
    }
    Ok(shown)
}
