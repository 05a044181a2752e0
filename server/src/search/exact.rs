//! A question that is a key: the item it leads to comes first, also by a key it had before it moved.

use super::{hits, views::SearchHit};
use crate::{
    Error,
    access::{self, Scope},
    items,
};
use guildhall_domain::item::{Core, Item};
use guildhall_search::{Filters, Kind, Marking, Query};

/// Puts the item a key leads to in front; answers by how much that raises the total.
pub fn first(
    scope: &impl Scope,
    (query, sought): (&Query, &Marking),
    filters: &Filters,
    shown: &mut Vec<SearchHit>,
    limit: usize,
) -> Result<usize, Error> {
    let Some(item) = access::seen(items::queries::by_key(scope, &query.text))? else { return Ok(0) };
    // A step, a comment or a file has an id of its own.
    if let Some(at) = shown.iter().position(|hit| hit.id == item.id()) {
        let hit = shown.remove(at);
        shown.insert(0, hit);
        return Ok(0);
    }
    // Its present key is in the index and would have been found; a former one is not.
    let kind = match &item {
        Item::Task(_) => Kind::Task,
        Item::Topic(_) => Kind::Topic,
        Item::Document(document) if document.is_file() => Kind::File,
        Item::Document(_) => Kind::Page,
        Item::Event(_) => Kind::Event,
    };
    let only_such = Filters { kinds: vec![kind], ..Filters::default() };
    let wanted = *filters == Filters::default() || *filters == only_such;
    if shown.len() >= limit || !wanted || item.trashed_ms().is_some() {
        return Ok(0);
    }
    shown.insert(0, hits::of_item(scope, sought, &item)?);
    Ok(1)
}
