//! A question that is a key: the task it leads to comes first, also by a key it had before it moved.

use super::{
    hits,
    views::{KindShape, SearchHit},
};
use crate::{
    Error,
    access::{self, Scope},
    items,
};
use guildhall_search::{Filters, Kind, Query};

/// Puts the task a key leads to in front; answers by how much that raises the total.
pub fn first(
    scope: &impl Scope,
    query: &Query,
    filters: &Filters,
    shown: &mut Vec<SearchHit>,
    limit: usize,
) -> Result<usize, Error> {
    let only_tasks = Filters { kinds: vec![Kind::Task], ..Filters::default() };
    let Some(id) = access::seen(items::queries::by_key(scope, &query.text))? else { return Ok(0) };
    if let Some(at) = shown.iter().position(|hit| hit.kind == KindShape::Task && hit.id == id) {
        let hit = shown.remove(at);
        shown.insert(0, hit);
        return Ok(0);
    }
    // Its present key is in the index and would have been found; a former one is not.
    if shown.len() >= limit || (*filters != Filters::default() && *filters != only_tasks) {
        return Ok(0);
    }
    let task = access::seen_task(scope, id)?.filter(|task| task.trashed_ms.is_none());
    let Some(task) = task else { return Ok(0) };
    shown.insert(0, hits::of_task(scope, query, &task)?);
    Ok(1)
}
