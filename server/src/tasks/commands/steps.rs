//! Checklists. Each step is a fact of its own, so ticking two steps at once never conflicts.

use crate::{
    Error,
    access::{self, Scope, Work},
    error::Code,
    tasks::{
        input::{self, StepInput, StepPatch},
        store,
    },
};
use guildhall_domain::{
    Id,
    change::Action,
    limits, order,
    policy::Do,
    task::{
        Step, Task,
        approving::{Stand, StepApproval},
        edit,
        evidence::Proof,
        finishing,
    },
};

/// Adds steps to a task that is being made or edited.
pub fn add(work: &Work<'_, '_>, task: &mut Task, steps: &[StepInput], audience: &[u64]) -> Result<(), Error> {
    for input in steps {
        if let Some(person) = input.assignee_id {
            access::reader(work, person, audience, "assignee_id")?;
        }
        let due = input::when(work, input.due.as_ref(), "due")?;
        let asks = input.asks.as_ref().map(|asks| asks.read("asks")).transpose()?.flatten();
        let lines = lines(&input.text);
        if lines.is_empty() {
            return Err(Error::field("text", "Write something here."));
        }
        let (low, high) = gap(task, input.after);
        for (line, key) in lines.iter().zip(order::spread(&low, &high, lines.len())) {
            let text = limits::line("text", line, limits::TITLE)?;
            let (id, asks) = (work.new_id(), asks.clone());
            let (assignee, order) = (input.assignee_id, key);
            let approval = input.approving.clone().map(StepApproval::new);
            task.steps.push(Step { id, text, done: None, assignee, due, order, asks, proof: None, approval });
        }
        limits::at_most("steps", task.steps.len(), limits::STEPS)?;
        sort(task);
    }
    Ok(())
}

/// The lines of a pasted list that say something.
pub fn lines(text: &str) -> Vec<&str> {
    text.lines().map(strip_bullet).filter(|line| !line.is_empty()).collect()
}

/// Pasted lists bring their bullets and boxes along.
pub(super) fn strip_bullet(line: &str) -> &str {
    let line = line.trim();
    let line = ["- [ ] ", "- [x] ", "* [ ] ", "- ", "* ", "• ", "– "]
        .iter()
        .find_map(|mark| line.strip_prefix(mark))
        .unwrap_or(line);
    line.trim()
}

fn sort(task: &mut Task) {
    task.steps.sort_by(|a, b| (&a.order, a.id).cmp(&(&b.order, b.id)));
}

/// The keys around the place after a step; the end of the list when there is none.
fn gap(task: &Task, after: Option<Id>) -> (String, String) {
    let place = after.and_then(|after| task.steps.iter().position(|step| step.id == after));
    match place {
        Some(place) => {
            let key = |at: usize| task.steps.get(at).map(|step| step.order.clone()).unwrap_or_default();
            (key(place), key(place + 1))
        }
        None => (task.steps.last().map(|step| step.order.clone()).unwrap_or_default(), String::new()),
    }
}

/// Adds steps to a task.
pub fn append(work: &mut Work<'_, '_>, id: Id, input: &StepInput) -> Result<Task, Error> {
    change(work, id, |work, task, audience| add(work, task, std::slice::from_ref(input), audience))
}

/// Changes a step.
pub fn patch(work: &mut Work<'_, '_>, id: Id, step: Id, patch: &StepPatch) -> Result<Task, Error> {
    change(work, id, |work, task, audience| {
        let by = work.who().person;
        let now = work.now();
        let moved = patch.after.map(|after| place(task, step, after));
        let task_id = task.id;
        let target = task.step_mut(step).ok_or_else(Error::not_found)?;
        if let Some(text) = &patch.text {
            target.text = limits::line("text", text, limits::TITLE)?;
        }
        if let Some(done) = patch.done {
            let proof = patch.evidence.as_ref().map(|proof| proof.read(work, task_id, target.asks.as_ref()));
            edit::tick(target, done, proof.transpose()?.flatten(), by, now)?;
        }
        if patch.ready == Some(true)
            && let Some(approval) = &mut target.approval
            && let Stand::Back(_) = approval.stand
        {
            approval.stand = Stand::Before;
        }
        let shown = target.proof.as_ref().and_then(Proof::file);
        if let Some(assignee) = patch.assignee_id {
            if let Some(person) = assignee {
                access::reader(work, person, audience, "assignee_id")?;
            }
            target.assignee = assignee;
        }
        if let Some(due) = &patch.due {
            target.due = input::when(work, due.as_ref(), "due")?;
        }
        if let Some(file) = shown.filter(|file| !task.shown.contains(file)) {
            task.shown.push(file);
        }
        if let Some(key) = moved {
            task.step_mut(step).ok_or_else(Error::not_found)?.order = key;
            sort(task);
        }
        Ok(())
    })
}

fn place(task: &Task, step: Id, after: Option<Id>) -> String {
    let others = Task { steps: task.steps.iter().filter(|other| other.id != step).cloned().collect(), ..task.clone() };
    match after {
        Some(_) => {
            let (low, high) = gap(&others, after);
            order::between(&low, &high)
        }
        None => order::between("", others.steps.first().map_or("", |first| first.order.as_str())),
    }
}

/// Removes a step; removing one that is gone already is no error. What a run must not be done without is removed by leads
/// only; the history keeps what it was.
pub fn remove(work: &mut Work<'_, '_>, id: Id, step: Id) -> Result<Task, Error> {
    change(work, id, |work, task, _| {
        let held = task.process.is_some() && task.steps.iter().any(|one| one.id == step && finishing::is_held(one));
        if held && !access::leads(work, task) {
            let message = "A run is not done without this step, so only a lead of the space can remove it.";
            return Err(Error::because(Code::Forbidden, message));
        }
        task.steps.retain(|other| other.id != step);
        Ok(())
    })
}

fn change(
    work: &mut Work<'_, '_>,
    id: Id,
    apply: impl FnOnce(&Work<'_, '_>, &mut Task, &[u64]) -> Result<(), Error>,
) -> Result<Task, Error> {
    let before = access::task(work, id, Do::Edit)?.into_inner();
    let audience = access::audience_of(work.directory(), &before).ids().to_vec();
    let mut after = before.clone();
    apply(work, &mut after, &audience)?;
    store::save(work, &before, &mut after, Action::Changed)?;
    Ok(after)
}
