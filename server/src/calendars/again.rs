//! Tasks that come again by a rule of a program (`RRULE` of a `VTODO`): when one is done, here or in a program, the next one is
//! made, on the next date of its rule. A program that makes the next one itself takes the rule off the one that is done, and
//! nothing is left to do here.
//!
//! Invariants: what is to be done follows from the state, so the next one is made once, whoever ticked the task and however
//! long the server was off; and where it was ticked by mistake, the next one goes as long as nobody touched it.

use super::{
    record::{KeptRecord, Next},
    store, write,
};
use crate::{
    Error,
    access::{Scope, View, Who, Work},
    http::call::IfMatch,
    log, tasks,
};
use guildhall_domain::{
    Id,
    actor::Actor,
    change::Kind,
    event::repeat::{Repeat, shifted},
    space::Category,
    task::Task,
};
use std::collections::BTreeMap;

/// Most changes read at once; of more everything is looked at.
const CHANGES: usize = 2_000;
/// Days within which a rule has to name another date.
const FAR: i64 = 366 * 40;

/// What is to be done about a task.
enum Step {
    /// The next one is made: so many days later, with what is left of the rule.
    Make(i64, String),
    /// The next one goes, because the task is open again.
    TakeBack(Id),
}

/// Tasks of which something is to be done since a change, with who changed them last; after a start, all.
pub fn affected(view: &View, since: Option<u64>) -> Result<BTreeMap<Id, Option<Actor>>, Error> {
    let mut found = BTreeMap::new();
    let changes = since.map(|since| log::after(view.read(), since)).transpose()?;
    let mut all = changes.is_none();
    for (count, row) in changes.into_iter().flatten().enumerate() {
        let (_, change) = row?;
        all |= count >= CHANGES;
        if all {
            break;
        }
        if change.kind == Kind::Task {
            found.insert(change.object, Some(change.actor));
        }
    }
    if all {
        found = store::ruled(view.read())?.into_iter().map(|id| (id, None)).collect();
    }
    let mut due = BTreeMap::new();
    for (id, by) in found {
        if step(view, id)?.is_some() {
            due.insert(id, by);
        }
    }
    Ok(due)
}

/// Does it, in the name of whoever changed the task last, else of who made it.
pub fn follow(work: &mut Work<'_, '_>, id: Id, by: Option<Actor>) -> Result<(), Error> {
    let Some((task, kept, step)) = step(work, id)? else { return Ok(()) };
    let who = Who::job(by.unwrap_or(task.author), None);
    work.acting(who, |work| {
        let next = match step {
            Step::Make(days, rule) => {
                let made = tasks::commands::again::again(work, &task, days)?;
                store::put_extra(work.tx, made.id, &kept.for_next(&rule))?;
                Some(made.id)
            }
            Step::TakeBack(next) => {
                tasks::commands::trash::trash(work, next, IfMatch::Any)?;
                None
            }
        };
        store::put_next(work.tx, id, next)?;
        // Programs read the rule of the one that is to be done next.
        write::note(work, id)
    })
}

/// A run of a process comes again by its process.
fn step(scope: &impl Scope, id: Id) -> Result<Option<(Task, KeptRecord, Step)>, Error> {
    let Some(kept) = store::kept(scope.read(), id)?.filter(|kept| kept.rule().is_some()) else { return Ok(None) };
    let task = tasks::store::get(scope.read(), id)?.filter(|task| task.trashed_ms.is_none() && task.process.is_none());
    let Some(task) = task else { return Ok(None) };
    if scope.directory().space(task.space).is_none_or(|home| home.archived || home.deleted_ms.is_some()) {
        return Ok(None);
    }
    let next = match kept.next(id) {
        Next::Never => return Ok(None),
        Next::Open => None,
        Next::Made(next) => tasks::store::get(scope.read(), next)?.filter(|next| next.trashed_ms.is_none()),
    };
    let step = match (task.category, next) {
        (Category::Done, None) => after(&task, kept.rule().unwrap_or_default()),
        (now, Some(next)) if now.is_open() && next.category.is_open() && next.updated_ms == next.created_ms => {
            Some(Step::TakeBack(next.id))
        }
        _ => None,
    };
    Ok(step.map(|step| (task, kept, step)))
}

/// The next one by a rule; none where the rule is over or cannot be read, or there is no day it could be counted from.
fn after(task: &Task, rule: &str) -> Option<Step> {
    let rule = Repeat::from_text(rule).ok()?;
    let first = task.start.or(task.due)?;
    let look = (shifted(first.day, 1), shifted(first.day, FAR));
    let day = rule.days(first.day, rule.end(first.time), look).next()?;
    let left = Repeat { count: rule.count.map(|count| count.saturating_sub(1)), ..rule };
    Some(Step::Make((day - first.day).num_days(), left.to_text()))
}
