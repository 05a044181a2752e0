//! What everybody of a team has to do, in numbers: the same lists as [`super::lists`], counted by person. When somebody means to
//! do what is their own matter: planned is what has a day on which it begins, for all to see.

use super::{
    gather::{Mine, gather, today},
    input::{self, TeamFilter, WorkloadList},
    lists,
    views::{TeamLists, TeamPerson},
};
use crate::{Error, access::Scope};
use chrono::{Days, NaiveDate};
use guildhall_domain::workload::Place;

/// Days from today on that are this week, for whoever looks ahead.
const WEEK: u64 = 7;

/// Whether a task of somebody is on a list.
pub fn is_on(list: WorkloadList, mine: &Mine, today: NaiveDate) -> bool {
    let last = today.checked_add_days(Days::new(WEEK - 1)).unwrap_or(today);
    match (list, mine.piece.place) {
        (WorkloadList::Overdue, place) => place == Place::Overdue,
        (WorkloadList::Due, place) => matches!(place, Place::Between(..)),
        (WorkloadList::Week, place) => matches!(place, Place::Between(_, due) if due <= last),
        (WorkloadList::Undated, place) => place == Place::Undated,
        (WorkloadList::Planned, _) => mine.planned,
        (WorkloadList::Unestimated, _) => mine.piece.guessed,
        (WorkloadList::Assigned, _) => true,
        (WorkloadList::Unassigned, _) => false,
    }
}

/// How much stands on each list of each person, of what the asker sees.
pub fn read(scope: &impl Scope, asked: &TeamFilter) -> Result<TeamLists, Error> {
    let people = input::people(scope, asked.space, None)?;
    let today = today(scope);
    let gathered = gather(scope, &people, today, 1)?;
    let mut counted: Vec<TeamPerson> = people.iter().map(|person| TeamPerson::of(person.id)).collect();
    for mine in &gathered.seen {
        let Some(person) = counted.get_mut(mine.of) else { continue };
        let add = |list| usize::from(is_on(list, mine, today));
        person.assigned += add(WorkloadList::Assigned);
        person.planned += add(WorkloadList::Planned);
        person.week += add(WorkloadList::Week);
        person.overdue += add(WorkloadList::Overdue);
    }
    let unassigned = lists::unassigned(scope, asked.space)?.len();
    Ok(TeamLists { people: counted, unassigned })
}
