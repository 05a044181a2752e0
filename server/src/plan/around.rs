//! What a task waits for and what waits for it, for whoever looks at that one task. Ends the reader does not see, and those that
//! have no place in the plan any more, are not named; they are there again when they come back.

use super::{
    gather::{Planned, dates, has_place},
    store,
    views::{Dependencies, Dependency},
};
use crate::{
    Error,
    access::{self, Scope},
    items,
};
use guildhall_domain::{
    Id,
    item::Item,
    plan::{Link, Network, WorkingDays},
    policy::Do,
    task::Task,
    when,
};

/// The dependencies of a task.
pub fn read(scope: &impl Scope, id: Id) -> Result<Dependencies, Error> {
    let task = access::task(scope, id, Do::Read)?.into_inner();
    let of = Planned::of_task(scope, &task)?;
    let (mut waits_for, mut blocks) = (Vec::new(), Vec::new());
    for (after, before, lag) in store::dependencies(scope.read(), of.space.audience)? {
        let (other, list) = if after == id {
            (before, &mut waits_for)
        } else if before == id {
            (after, &mut blocks)
        } else {
            continue;
        };
        let other = access::seen_task(scope, other)?.map(access::Permitted::into_inner);
        let Some(other) = other.filter(|other| other.space == task.space && has_place(other)) else { continue };
        let (first, second) = if after == id { (&other, &task) } else { (&task, &other) };
        let broken = is_broken(scope, first, second, lag);
        let item = items::queries::reference(scope, &Item::Task(other));
        list.push(Dependency { item, lag_days: lag.into(), broken });
    }
    Ok(Dependencies { waits_for, blocks, can_edit: access::may(scope, &task, Do::Edit) && has_place(&task) })
}

/// Whether a task begins too early after another one, as the plan of both says it.
fn is_broken(scope: &impl Scope, before: &Task, after: &Task, lag: i32) -> bool {
    let days = WorkingDays::new(&scope.directory().place());
    let today = days.before(when::today(when::from_ms(scope.now()), scope.directory().zone()));
    let bars = vec![dates(scope, before).bar(&days), dates(scope, after).bar(&days)];
    let network = Network::new(bars, vec![Link { from: 0, to: 1, lag: lag.into() }], today);
    network.is_broken(&Link { from: 0, to: 1, lag: lag.into() })
}
