//! Counts with names, of what the asker may know of.

use super::{
    asked::{kind_word, state_word},
    views::{Facet, FacetsShape},
};
use crate::access::{self, Scope};
use guildhall_domain::policy::DoSpace;
use guildhall_search::{Facets, Kind, State, When};

/// The counts of an answer.
pub fn shape(scope: &impl Scope, facets: &Facets) -> FacetsShape {
    let directory = scope.directory();
    let space = |(audience, count): &(u64, usize)| {
        let space =
            directory.home_by_audience(*audience).filter(|space| access::may_space(scope, space, DoSpace::See))?;
        Some(Facet { id: space.id.to_string(), name: space.name.clone(), count: *count })
    };
    let person = |(audience, count): &(u64, usize)| {
        let person = directory.person_by_audience(*audience).filter(|person| access::knows(scope, person))?;
        Some(Facet { id: person.id.to_string(), name: person.name.clone(), count: *count })
    };
    FacetsShape {
        kinds: facets.kinds.iter().map(|(kind, count)| facet(kind_word(*kind), kind_name(*kind), *count)).collect(),
        spaces: facets.spaces.iter().filter_map(space).collect(),
        people: facets.people.iter().filter_map(person).collect(),
        states: facets
            .states
            .iter()
            .map(|(state, count)| facet(state_word(*state), state_name(*state), *count))
            .collect(),
        has: (facets.with_file > 0).then(|| facet("file", "With a file", facets.with_file)).into_iter().collect(),
        when: when(&facets.when),
    }
}

fn facet(id: &str, name: &str, count: usize) -> Facet {
    Facet { id: id.into(), name: name.into(), count }
}

/// The index counts each hit once; people read "this week" as holding today, so each period takes in the
/// ones before it.
fn when(counts: &[(When, usize)]) -> Vec<Facet> {
    let of = |when: When| counts.iter().find(|(other, _)| *other == when).map_or(0, |(_, count)| *count);
    let periods = [
        (When::Today, "today", "Today"),
        (When::Week, "week", "This week"),
        (When::Month, "month", "This month"),
        (When::Year, "year", "This year"),
    ];
    let mut sum = 0;
    let mut facets = Vec::new();
    for (when, id, name) in periods {
        sum += of(when);
        facets.push(facet(id, name, sum));
    }
    facets.push(facet("older", "Earlier", of(When::Older)));
    facets.retain(|facet| facet.count > 0);
    facets
}

fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Task => "Tasks",
        Kind::Step => "Checklist steps",
        Kind::Comment => "Comments",
        Kind::Topic => "Topics",
        Kind::Message => "Messages",
        Kind::Page => "Pages",
        Kind::File => "Files",
        Kind::Event => "Events",
        Kind::Process => "Processes",
    }
}

fn state_name(state: State) -> &'static str {
    match state {
        State::Open => "Open",
        State::Done => "Done",
        State::Cancelled => "Cancelled",
        State::Archived => "Archived",
    }
}
