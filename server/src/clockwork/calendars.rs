//! Tasks that come again by a rule of a calendar program. What is to be done follows from the state, which is looked at where the
//! log says that a task changed, and after a start altogether.

use super::Turn;
use crate::{
    App,
    access::{Scope, Who},
    background::Stop,
    calendars::again,
};
use guildhall_domain::Id;

/// Up to which change it was looked.
#[derive(Default)]
pub struct Looked(Option<(Id, u64)>);

/// Makes what comes next. One that fails keeps no other from its time.
pub fn turn(app: &App, stop: &Stop, looked: &mut Looked) -> Turn {
    let view = app.view(Who::system())?;
    let (head, history) = (view.read().last_seq()?, view.history());
    let since = looked.0.filter(|(known, _)| *known == history).map(|(_, seq)| seq);
    if since == Some(head) {
        return Ok(None);
    }
    let due = again::affected(&view, since)?;
    drop(view);
    for (id, by) in due {
        if stop.is_told() {
            return Ok(None);
        }
        if let Err(error) = app.run_blocking(Who::system(), move |work| again::follow(work, id, by)) {
            tracing::warn!(%error, task = %id, "the next one could not be made; it is tried again when the task changes");
        }
    }
    looked.0 = Some((history, head));
    Ok(None)
}
