//! What the search tells beside the hits: how many there are of each kind, state, space and person.

use crate::docs::{Asker, Doc};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Asserts what an answer tells about everything found.
pub fn compare(asker: &Asker<'_>, wanted: &[&Doc<'_>], answer: &Value, label: &dyn Fn() -> String) {
    let shown = |name: &str| -> BTreeMap<String, usize> {
        let facets = answer["facets"][name].as_array().unwrap().iter();
        facets
            .map(|facet| (facet["id"].as_str().unwrap().to_owned(), facet["count"].as_u64().unwrap() as usize))
            .collect()
    };
    let count = |of: &dyn Fn(&Doc<'_>) -> Vec<String>| {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        wanted.iter().flat_map(|doc| of(doc)).for_each(|value| *counts.entry(value).or_default() += 1);
        counts
    };
    assert_eq!(shown("kinds"), count(&|doc| vec![doc.kind.to_owned()]), "{}", label());
    assert_eq!(shown("states"), count(&|doc| vec![doc.state.to_owned()]), "{}", label());
    assert_eq!(
        shown("has"),
        count(&|doc| doc.has_file.then(|| "file".to_owned()).into_iter().collect()),
        "{}",
        label()
    );
    let spaces = |doc: &Doc<'_>| {
        let home = doc.home;
        asker.sees[home].then(|| asker.company.spaces[home].id.clone()).into_iter().collect()
    };
    assert_eq!(shown("spaces"), count(&spaces), "{}", label());
    let people = |doc: &Doc<'_>| {
        let both: BTreeSet<usize> = [Some(doc.author), doc.assignee].into_iter().flatten().collect();
        let known = both.into_iter().filter(|person| asker.knows[*person]);
        known.map(|person| asker.company.people[person].id.clone()).collect()
    };
    assert_eq!(shown("people"), count(&people), "{}", label());
    let when = count(&|_| ["today", "week", "month", "year"].map(str::to_owned).to_vec());
    assert_eq!(shown("when"), when, "{}", label());
}
