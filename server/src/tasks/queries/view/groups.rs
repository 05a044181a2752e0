//! Groups of what was picked. Statuses, sections and priorities are all there, empty ones too, because
//! work can be dropped into them; people, tags and parts of time only where there is something.

use super::{Found, Picked, days::Part};
use crate::{
    access::{self, Scope},
    tasks::task_query::GroupBy,
};
use std::collections::HashMap;

/// A group with what is in it, in order.
pub struct Group<'a> {
    /// As the API names it.
    pub id: String,
    /// Its heading.
    pub name: String,
    /// Sorted.
    pub members: Vec<&'a Picked>,
}

/// A group before anything is in it: the number rows name it by, its id and its heading.
struct Slot(u64, String, String);

/// The number of the group of those that have none.
const NONE: u64 = 0;

const PRIORITIES: [(u64, &str, &str); 4] =
    [(3, "urgent", "Urgent"), (2, "high", "High"), (1, "normal", "Normal"), (0, "low", "Low")];
const PARTS: [(Part, &str, &str); 7] = [
    (Part::Overdue, "overdue", "Overdue"),
    (Part::Today, "today", "Today"),
    (Part::Tomorrow, "tomorrow", "Tomorrow"),
    (Part::Week, "week", "This week"),
    (Part::Later, "later", "Later"),
    (Part::Earlier, "earlier", "Earlier"),
    (Part::None, "none", "No date"),
];

/// The groups in order.
pub(super) fn of<'a>(scope: &impl Scope, by: GroupBy, found: &'a Found) -> Vec<Group<'a>> {
    let mut members: HashMap<u64, Vec<&Picked>> = HashMap::new();
    for picked in &found.picked {
        for number in numbers(scope, by, found, picked) {
            members.entry(number).or_default().push(picked);
        }
    }
    let slots = slots(scope, by, found, &members);
    let group = |Slot(number, id, name)| Group { id, name, members: members.remove(&number).unwrap_or_default() };
    slots.into_iter().map(group).collect()
}

/// The groups a task is in: one, or one for each of its tags.
fn numbers(scope: &impl Scope, by: GroupBy, found: &Found, picked: &Picked) -> Vec<u64> {
    let row = &picked.row;
    match by {
        GroupBy::None => vec![NONE],
        GroupBy::Status => {
            vec![found.space.status(row.status).map_or(NONE, |status| status.id.into())]
        }
        GroupBy::Section => vec![found.space.section(row.section).map_or(NONE, |section| section.id.into())],
        GroupBy::Assignee => {
            vec![scope.directory().person_by_audience(row.assignee).map_or(NONE, |person| person.audience)]
        }
        GroupBy::Priority => vec![row.priority.into()],
        GroupBy::Due => vec![found.days.part(row) as u64],
        GroupBy::Tag => {
            let known = row.tags.iter().filter(|tag| scope.directory().tags().contains_key(tag));
            let known: Vec<u64> = known.map(|tag| u64::from(*tag)).collect();
            if known.is_empty() { vec![NONE] } else { known }
        }
    }
}

fn slots(scope: &impl Scope, by: GroupBy, found: &Found, members: &HashMap<u64, Vec<&Picked>>) -> Vec<Slot> {
    let none = |name: &str| Slot(NONE, "none".into(), name.into());
    match by {
        GroupBy::None => vec![Slot(NONE, "all".into(), "All".into())],
        GroupBy::Status => {
            found.space.statuses.iter().map(|s| Slot(s.id.into(), s.id.to_string(), s.name.clone())).collect()
        }
        GroupBy::Section => {
            let sections = found.space.sections.iter().map(|s| Slot(s.id.into(), s.id.to_string(), s.name.clone()));
            [none("No section")].into_iter().chain(sections).collect()
        }
        GroupBy::Priority => {
            PRIORITIES.iter().map(|(number, id, name)| Slot(*number, (*id).into(), (*name).into())).collect()
        }
        GroupBy::Due => {
            let filled = PARTS.iter().filter(|(part, _, _)| members.contains_key(&(*part as u64)));
            filled.map(|(part, id, name)| Slot(*part as u64, (*id).into(), (*name).into())).collect()
        }
        GroupBy::Assignee => {
            let people = members.keys().filter_map(|audience| scope.directory().person_by_audience(*audience));
            let named = people.map(|person| {
                let name = if access::knows(scope, person) { person.name.clone() } else { "Somebody".into() };
                Slot(person.audience, person.id.to_string(), name)
            });
            by_name(named.collect(), members, none("Nobody"))
        }
        GroupBy::Tag => {
            let tags = scope.directory().tags().values().filter(|tag| members.contains_key(&tag.id.into()));
            by_name(
                tags.map(|tag| Slot(tag.id.into(), tag.id.to_string(), tag.name.clone())).collect(),
                members,
                none("No tag"),
            )
        }
    }
}

/// By name, and those without behind them.
fn by_name(mut slots: Vec<Slot>, members: &HashMap<u64, Vec<&Picked>>, none: Slot) -> Vec<Slot> {
    slots.sort_by_cached_key(|Slot(number, _, name)| (name.to_lowercase(), *number));
    slots.extend(members.contains_key(&NONE).then_some(none));
    slots
}
