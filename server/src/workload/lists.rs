//! Tasks that need somebody: those nobody does, those that are late, those nobody said the day or the length of.

use super::{
    gather::{gather, today},
    input::{self, WorkloadList, WorkloadListFilter},
    team,
    views::WorkloadTasks,
};
use crate::{
    Error,
    access::{self, Scope, shown},
    tasks,
};
use guildhall_domain::{Id, policy::DoSpace, workload::Place};
use std::collections::BTreeMap;

/// Most that are shown.
const SHOWN: usize = 100;

/// One list, those due first.
pub fn read(scope: &impl Scope, asked: &WorkloadListFilter) -> Result<WorkloadTasks, Error> {
    input::inside(scope)?;
    let mut found = match asked.list {
        WorkloadList::Unassigned => unassigned(scope, asked.space)?,
        list => held(scope, asked, list)?,
    };
    found.sort_unstable();
    let mut items = Vec::new();
    for (_, id) in found.iter().take(SHOWN) {
        if let Some(task) = access::seen_task(scope, *id)? {
            items.push(tasks::views::row(scope, &task)?);
        }
    }
    Ok(WorkloadTasks { count: found.len(), items })
}

/// Tasks with the day they are due, as a number; those without any last.
pub type Due = Vec<(i32, Id)>;

/// The open tasks nobody does, of a space or of all spaces of the asker.
pub fn unassigned(scope: &impl Scope, space: Option<Id>) -> Result<Due, Error> {
    let spaces = match space {
        Some(space) => vec![access::space(scope, space, DoSpace::Read)?],
        None => access::mine(scope)?,
    };
    let mut found: BTreeMap<Id, i32> = BTreeMap::new();
    for space in spaces.iter().filter(|space| space.is_live()) {
        for shown in shown::rows(scope, space)? {
            let shown = shown?;
            let row = shown.row();
            if row.assignee == 0 && row.category.is_open() && !row.archived {
                found.insert(shown.id(), if row.due.0 == 0 { i32::MAX } else { row.due.0 });
            }
        }
    }
    Ok(found.into_iter().map(|(id, due)| (due, id)).collect())
}

fn held(scope: &impl Scope, asked: &WorkloadListFilter, list: WorkloadList) -> Result<Due, Error> {
    use chrono::Datelike;
    let people = input::people(scope, asked.space, asked.person.as_ref().map(std::slice::from_ref))?;
    let today = today(scope);
    let gathered = gather(scope, &people, today, 1)?;
    let day = |place: Place| match place {
        // Late ones come first among those with a day.
        Place::Overdue => 0,
        Place::Between(_, due) => due.num_days_from_ce(),
        Place::Undated => i32::MAX,
    };
    let found = gathered.seen.iter().filter(|mine| team::is_on(list, mine, today));
    Ok(found.map(|mine| (day(mine.piece.place), mine.task)).collect())
}
