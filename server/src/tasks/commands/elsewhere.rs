//! What a change of a whole space means for those of its tasks that are also in other spaces. Who may read
//! them follows from the space at once ([`crate::access::audience_of`]), so nothing here decides about sight;
//! what is done here is to write down what follows. Up to [`limits::COMMAND`] tasks that happens in the same
//! command, and an undo takes it back; more are a job.

use crate::{
    Error,
    access::{Scope, Work},
    spaces,
    tasks::store,
};
use guildhall_domain::{
    Id, limits,
    space::{Access, Space},
};

/// The kind of the job.
pub const KIND: &str = "elsewhere";
/// Tasks written in one command of the job.
pub const BATCH: usize = 200;

/// What the next version of a space means for its tasks; called before it is written.
pub fn follow(work: &mut Work<'_, '_>, before: &Space, after: &mut Space) -> Result<(), Error> {
    let closes = after.access == Access::Private && before.access != Access::Private;
    let gone = after.deleted_ms.is_some();
    if !closes && gone == before.deleted_ms.is_some() {
        return Ok(());
    }
    let ids = store::elsewhere(work.tx.read(), before.audience, None, limits::COMMAND + 1)?;
    if ids.len() > limits::COMMAND {
        after.withdrawing |= closes;
        guildhall_store::jobs::enqueue(work.tx, KIND, after.id.as_bytes(), work.now())?;
        return Ok(());
    }
    for id in ids {
        let Some(task) = store::get(work.tx.read(), id)? else { continue };
        if closes {
            store::withdraw(work, &task)?;
        } else if task.trashed_ms.is_none() {
            store::tell(work, &task, gone)?;
        }
    }
    Ok(())
}

/// The next tasks of a space after one of them; answers the last one, or none when all are done. By then a
/// space whose tasks were taken out is like any other.
pub fn go_on(work: &mut Work<'_, '_>, space: Id, after: Option<Id>) -> Result<Option<Id>, Error> {
    let Some(home) = work.directory().space(space).cloned() else { return Ok(None) };
    let ids = store::elsewhere(work.tx.read(), home.audience, after, BATCH)?;
    for id in &ids {
        let Some(task) = store::get(work.tx.read(), *id)? else { continue };
        if home.withdrawing || home.access == Access::Private {
            store::withdraw(work, &task)?;
        } else if task.trashed_ms.is_none() {
            store::tell(work, &task, home.deleted_ms.is_some())?;
        }
    }
    if ids.is_empty() && home.withdrawing {
        spaces::store::put(work.tx, &Space { withdrawing: false, ..Space::clone(&home) })?;
        work.directory_changed()?;
    }
    Ok(ids.last().copied())
}

/// How many tasks of a space are also in others.
pub fn count(scope: &impl Scope, space: Id) -> Result<usize, Error> {
    let Some(home) = scope.directory().space(space) else { return Ok(0) };
    Ok(store::elsewhere(scope.read(), home.audience, None, usize::MAX)?.len())
}
