//! When the clock sets rules off: found for a task when it or the rule changes, and kept, so that a look at what is due
//! reads nothing else.

use super::{home, store};
use crate::{
    App, Error,
    access::{Scope, View, Who},
    tasks,
};
use guildhall_domain::{
    Id,
    rules::{Rule, matching},
    task::Task,
};

/// Tasks for which it is written down in one command.
const TOGETHER: usize = 200;

/// For every task a rule is about it is found when. Each space is looked at anew, so that no look at the file lasts long.
pub fn arm_all(app: &App, rule: &Rule, at_ms: i64) -> Result<(), Error> {
    let directory = app.view(Who::system())?.directory().clone();
    for space in directory.spaces().filter(|space| home::is_about(&directory, rule, space.id)) {
        let view = app.view(Who::system())?;
        let mut moments = Vec::new();
        for id in tasks::store::ids_in(view.read(), space.audience)? {
            if let Some(task) = tasks::store::get(view.read(), id)?.filter(|task| task.space == space.id) {
                moments.extend(moment(&view, rule, &task, at_ms)?);
            }
        }
        drop(view);
        keep(app, &moments)?;
    }
    Ok(())
}

/// (rule, task, when) the clock sets it off, or that it does not.
pub type Moment = (Id, Id, Option<i64>);

/// When the clock sets a rule off for a task, where that is not what is written down. A moment that lies before the change is
/// none, unless it was waited for already.
pub fn moment(view: &View, rule: &Rule, task: &Task, at_ms: i64) -> Result<Option<Moment>, Error> {
    let moment = matching::moment(&rule.plan.when, task, view.directory().zone());
    let known = store::armed(view.read(), rule.id, task.id)?;
    if known.at_ms == moment {
        return Ok(None);
    }
    let wanted = moment.filter(|moment| *moment > at_ms && known.fired_ms != Some(*moment));
    Ok((known.at_ms != wanted).then_some((rule.id, task.id, wanted)))
}

/// Keeps them, some in one command.
pub fn keep(app: &App, moments: &[Moment]) -> Result<(), Error> {
    for some in moments.chunks(TOGETHER) {
        let some = some.to_vec();
        app.run_blocking(Who::system(), move |work| {
            Ok(some.iter().try_for_each(|(rule, task, at)| store::arm(work.tx, *rule, *task, *at))?)
        })?;
    }
    Ok(())
}
