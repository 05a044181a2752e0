//! A task that is done once more, for another time.

use super::{count_in_parent, home, place};
use crate::{
    Error,
    access::{self, Scope, Work},
    tasks::store,
};
use guildhall_domain::{
    Id,
    change::Action,
    event::repeat::shifted,
    space::Access,
    task::{Step, Task, edit},
    when::When,
};

/// Makes a task as another one is, so many days later; nothing of it is done yet. What was said of the other one stays with
/// it, and who cannot read it any more is not in it. Whether it may be made is for whoever asks for it to know.
pub fn again(work: &mut Work<'_, '_>, before: &Task, days: i64) -> Result<Task, Error> {
    let home = home(work, before)?;
    let audience = access::audience_of(work.directory(), before).ids().to_vec();
    let reads = |id: &Id| work.directory().reach(*id).sees(&audience);
    let later = |when: When| When { day: shifted(when.day, days), ..when };
    let steps = before.steps.iter().map(|step| Step {
        id: work.new_id(),
        done: None,
        assignee: step.assignee.filter(reads),
        due: step.due.map(later),
        proof: None,
        approval: None,
        ..step.clone()
    });
    let parent = match before.parent {
        Some(id) => store::get(work.read(), id)?.filter(|parent| parent.trashed_ms.is_none()).map(|parent| parent.id),
        None => None,
    };
    let mut task = Task {
        title: before.title.clone(),
        body: before.body.clone(),
        section: before.section,
        assignee: before.assignee.filter(reads),
        priority: before.priority,
        due: before.due.map(later),
        start: before.start.map(later),
        estimate: before.estimate,
        milestone: before.milestone,
        parent,
        tags: before.tags.clone(),
        followers: before.followers.iter().copied().filter(reads).collect(),
        also_in: before.also_in.clone(),
        steps: steps.collect(),
        custom: before.custom.clone(),
        ..Task::new(work.new_id(), &home, work.who().actor, work.now())
    };
    edit::fit(&mut task, &home);
    task.order = place::order_for(work, &task, home.audience, None, None)?;
    if home.access != Access::Personal {
        task.number = store::next_number(work, home.audience)?;
    }
    store::create(work, &mut task, Action::Created)?;
    count_in_parent(work, None, Some(&task))?;
    Ok(task)
}
