//! A question that is a key: the item it leads to comes first, also by a key it had before it moved.

use super::{hits, views::SearchHit};
use crate::{access::Scope, items};
use guildhall_domain::item::{Core, Item};
use guildhall_search::{Filters, Kind, Query};

/// Puts the item a key leads to in front; answers by how much that raises the total.
pub fn first(scope: &impl Scope, query: &Query, filters: &Filters, shown: &mut Vec<SearchHit>, limit: usize) -> usize {
    let Ok(item) = items::queries::by_key(scope, &query.text) else { return 0 };
    if let Some(at) = shown.iter().position(|hit| hit.id == item.id()) {
        let hit = shown.remove(at);
        shown.insert(0, hit);
        return 0;
    }
    // Its present key is in the index and would have been found; a former one is not.
    let kind = if matches!(item, Item::Topic(_)) { Kind::Topic } else { Kind::Task };
    let only_such = Filters { kinds: vec![kind], ..Filters::default() };
    if shown.len() >= limit || (*filters != Filters::default() && *filters != only_such) {
        return 0;
    }
    if item.trashed_ms().is_some() {
        return 0;
    }
    shown.insert(0, hits::of_item(scope, query, &item));
    1
}
