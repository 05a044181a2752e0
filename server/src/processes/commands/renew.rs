//! Bringing the runs that are open to what their process says now, where whoever changes it wants that.

use super::runs;
use crate::{
    Error,
    access::{self, Scope, Work},
    processes::{queries, record::Version, store},
    tasks,
};
use guildhall_domain::{
    Id,
    change::Action,
    limits,
    policy::Do,
    process::{
        Process,
        renew::renewed,
        run::{Run, State},
    },
    space::Space,
    task::Task,
    when,
};

/// The open runs among the last ones.
fn open(work: &Work<'_, '_>, process: Id) -> Result<Vec<Run>, Error> {
    Ok(queries::counted(work, process)?.into_iter().filter(|run| run.state == State::Open).collect())
}

/// Gives the open runs the procedure as it is now. One that went to another space keeps what it has.
pub fn open_runs(work: &mut Work<'_, '_>, process: &Process, home: &Space) -> Result<(), Error> {
    for run in open(work, process.id)? {
        let Some(task) = access::seen_task(work, run.id)?.filter(|task| task.space == home.id) else { continue };
        let before = access::task(work, task.id, Do::Edit)?.into_inner();
        let Some(was) = version(work, &run)? else { continue };
        let mut after = before.clone();
        words(&mut after, &was, process)?;
        steps(work, &mut after, &was, process, home, &run)?;
        tasks::store::save(work, &before, &mut after, Action::Changed)?;
        store::put_run(work.tx, &Run { version: process.version, ..run })?;
    }
    Ok(())
}

/// The procedure a run has.
fn version(work: &Work<'_, '_>, run: &Run) -> Result<Option<Version>, Error> {
    let all = store::versions(work.read(), run.process)?;
    Ok(all.into_iter().find(|(number, _)| *number == run.version).map(|(_, version)| version))
}

/// Title and text, where they are still as the procedure had them; what the run was asked for with stays above.
fn words(task: &mut Task, was: &Version, process: &Process) -> Result<(), Error> {
    if task.title == was.name {
        task.title.clone_from(&process.plan.name);
    }
    let own = task.body.strip_suffix(&was.body).filter(|_| was.body != process.plan.body);
    if let Some(own) = own {
        let all = [own.trim(), process.plan.body.as_str()];
        let all: Vec<&str> = all.into_iter().filter(|words| !words.is_empty()).collect();
        task.body = limits::body("body", &all.join("\n\n"))?;
    }
    Ok(())
}

fn steps(
    work: &Work<'_, '_>,
    task: &mut Task,
    was: &Version,
    process: &Process,
    home: &Space,
    run: &Run,
) -> Result<(), Error> {
    let directory = work.directory();
    let day = when::today(when::from_ms(run.place_ms()), directory.zone());
    let audience = access::audience_of(directory, &*task).ids().to_vec();
    let mut fresh = Task { steps: Vec::new(), ..task.clone() };
    let inputs = runs::steps(work, &process.plan, home, run, day)?;
    tasks::commands::steps::add(work, &mut fresh, &inputs, &audience)?;
    task.steps = renewed(&task.steps, &was.steps, fresh.steps, access::leads(work, &*task));
    limits::at_most("steps", task.steps.len(), limits::STEPS)?;
    Ok(())
}

/// A change was taken back by which open runs had got the procedure of a version: they have it no more. What began with that
/// version keeps it.
pub fn taken_back(work: &mut Work<'_, '_>, before: &Process, after: &Process) -> Result<(), Error> {
    let made = store::versions(work.read(), before.id)?.into_iter().find(|(number, _)| *number == before.version);
    let Some((_, made)) = made else { return Ok(()) };
    for run in open(work, before.id)? {
        if run.version == before.version && run.started_ms < made.at_ms {
            store::put_run(work.tx, &Run { version: after.version, ..run })?;
        }
    }
    Ok(())
}
