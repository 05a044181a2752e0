//! The tasks of a batch as rows, each written once for all who see it the same way: rows differ only by the
//! reader's own plan, by the spaces the reader knows of, and by whether they see the task it is a part of.

use super::{
    batch::{Batch, Cause, Touched},
    frames::json,
    views::ByShape,
};
use crate::{
    Error,
    access::{self, Scope},
    http::shapes,
    tasks::{self, plans},
};
use guildhall_domain::{
    Id,
    item::Reach,
    policy::{Do, DoSpace},
    task::Task,
};
use guildhall_store::StoreError;
use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    sync::Arc,
};

/// What makes a row differ between readers.
type Variant = (Id, Vec<Id>, Option<String>, Option<Id>);

/// A task to be told of.
pub struct Told {
    /// As it is now; none when it was deleted for good.
    pub task: Option<Task>,
    /// What happened to it.
    pub touched: Touched,
    /// Its counts follow from what happened to another one.
    pub follows: bool,
    rows: HashMap<Variant, Arc<str>>,
    causes: Causes,
}

/// The tasks of a batch, with those whose counts follow from them.
pub fn of(scope: &impl Scope, batch: &mut Batch) -> Result<BTreeMap<Id, Told>, Error> {
    let mut touched = std::mem::take(&mut batch.tasks);
    for (_, id) in &batch.plans {
        touched.entry(*id).or_default();
    }
    let mut tasks = BTreeMap::new();
    for id in touched.keys() {
        tasks.extend(get(scope, *id)?.map(|task| (*id, task)));
    }
    for (id, task) in &tasks {
        let approval = touched.get(id).is_some_and(|touched| touched.approval);
        let process = task.as_ref().filter(|_| approval).and_then(|task| task.process);
        if let Some(process) = process {
            batch.processes.entry(process).or_default();
        }
    }
    // A task has sub-tasks or is one, so this ends here.
    let changed = tasks.iter().filter(|(id, _)| touched.get(id).is_some_and(|touched| !touched.causes.is_empty()));
    let mut near: BTreeSet<Id> = changed.filter_map(|(_, task)| task.as_ref()?.parent).collect();
    near.extend(&batch.near);
    // Who sees a task otherwise than before sees its sub-tasks as parts of it, or does not any more.
    for (id, _) in touched.iter().filter(|(_, touched)| touched.sight_changed()) {
        near.extend(tasks::queries::subtask_ids(scope, *id)?);
    }
    for id in near.iter().copied() {
        // What is linked may be an item of another kind, which is told of where those are.
        if !tasks.contains_key(&id)
            && let Some(Some(task)) = get(scope, id)?
        {
            touched.entry(id).or_default();
            tasks.insert(id, Some(task));
        }
    }
    let told = |(id, task)| {
        let touched = touched.remove(&id).unwrap_or_default();
        (id, Told { task, touched, follows: near.contains(&id), rows: HashMap::new(), causes: Vec::new() })
    };
    Ok(tasks.into_iter().map(told).collect())
}

/// A task, or that it is not there any more. One that cannot be read is not told of; everything else is.
fn get(scope: &impl Scope, id: Id) -> Result<Option<Option<Task>>, Error> {
    match tasks::store::get(scope.read(), id) {
        Err(error @ StoreError::Corrupt { .. }) => {
            tracing::error!(%error, item = %id, "a damaged item is not told of");
            Ok(None)
        }
        other => Ok(Some(other?)),
    }
}

/// Who did it, written once for everybody.
pub type Causes = Vec<(Cause, Arc<str>)>;

/// Who did something to an item, as far as a reader could follow.
pub fn by(touched: &Touched, causes: &mut Causes, scope: &impl Scope, reach: &Reach, id: Id) -> Vec<Arc<str>> {
    if causes.is_empty() {
        let mut all = touched.causes.clone();
        all.dedup_by_key(|cause| (cause.actor, cause.command));
        let shape = |cause: &Cause| ByShape { id, actor: shapes::actor(scope, cause.actor), command: cause.command };
        *causes = all.into_iter().map(|cause| (cause.clone(), json(&shape(&cause)))).collect();
    }
    causes.iter().filter(|(cause, _)| cause.was_seen(reach)).map(|(_, text)| text.clone()).collect()
}

impl Told {
    /// Whether it says something new to a reader. Somebody's plan is nobody else's business.
    pub fn is_news(&self, planner: bool) -> bool {
        !self.touched.causes.is_empty() || self.follows || planner
    }

    /// It was in the trash before and still is: whoever does not see it there did not see it before.
    pub fn lay_in_trash(&self) -> bool {
        !self.touched.trashed && self.task.as_ref().is_some_and(|task| task.trashed_ms.is_some())
    }

    /// The task, when a reader sees it now.
    pub fn seen_by(&self, scope: &impl Scope) -> Option<&Task> {
        self.task.as_ref().filter(|task| access::may(scope, *task, Do::Read))
    }

    /// The row for a reader who sees the task. `planned` are the tasks on their plan.
    pub fn row(&mut self, scope: &impl Scope, planned: &HashSet<Id>) -> Result<Option<Arc<str>>, Error> {
        let Some(task) = &self.task else { return Ok(None) };
        let plan = if planned.contains(&task.id) { plans::of(scope, task.id)? } else { None };
        let known =
            |id: &Id| scope.directory().space(*id).is_some_and(|space| access::may_space(scope, space, DoSpace::See));
        let elsewhere = task.also_in.iter().copied().filter(known).collect();
        let (home, parent) = (tasks::views::home(scope, task), tasks::views::parent(scope, task)?);
        let variant: Variant = (home, elsewhere, plan.map(|plan| plan.when.to_text()), parent);
        if let Some(row) = self.rows.get(&variant) {
            return Ok(Some(row.clone()));
        }
        let row = json(&tasks::views::row(scope, task)?);
        self.rows.insert(variant, row.clone());
        Ok(Some(row))
    }

    /// Who did it, as far as the reader could follow: whoever comes later sees what is there and not how it came.
    pub fn by(&mut self, scope: &impl Scope, reach: &Reach, id: Id) -> Vec<Arc<str>> {
        by(&self.touched, &mut self.causes, scope, reach, id)
    }

    /// People who have to do with it, or had.
    pub fn concerns(&self, person: Id) -> bool {
        let now = self.task.as_ref().is_some_and(|task| {
            task.assignee == Some(person) || task.author.id() == Some(person) || task.followers.contains(&person)
        });
        now || self.touched.people.contains(&person)
    }
}
