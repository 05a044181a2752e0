//! What a template keeps of a task: days become days after the first one, people become roles.

use super::{
    commands,
    part::{Content, Part, PartStep, Role},
    record::{Makes, Template},
};
use crate::{
    Error,
    access::{self, Scope, Work},
    error::Code,
    tasks::{self, evidence::AsksShape},
};
use chrono::NaiveDate;
use guildhall_domain::{
    Id,
    policy::Do,
    task::Task,
    when::{self, When},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// Most sub-tasks of a template.
const MOST: usize = 200;

/// A template to be saved.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TemplateInput)]
pub struct SaveInput {
    /// Own id, so that it can be sent again.
    #[serde(default)]
    pub id: Option<Uuid>,
    /// Its name; the title of what is saved unless sent.
    #[serde(default)]
    pub name: Option<String>,
}

/// Saves a task with its sub-tasks as a template of its space.
pub fn save(work: &mut Work<'_, '_>, task: Id, input: &SaveInput) -> Result<Template, Error> {
    // Whoever may take it to another space works in this one.
    let task = access::task(work, task, Do::Move)?.into_inner();
    let home = work.directory().space(task.space).cloned().ok_or_else(Error::not_found)?;
    commands::keep(work, &home, (Makes::Task, &task.title), input, |work| as_json(&content(work, &task)?))
}

/// What is in a template, as it is stored.
pub fn as_json(content: &impl Serialize) -> Result<String, Error> {
    serde_json::to_string(content).map_err(|_| Error::new(Code::Internal))
}

/// What is kept of a task and of the sub-tasks the asker sees.
fn content(scope: &impl Scope, task: &Task) -> Result<Content, Error> {
    let mut parts = Vec::new();
    for id in tasks::queries::subtask_ids(scope, task.id)? {
        let part = access::seen_task(scope, id)?.map(access::Permitted::into_inner);
        parts.extend(part.filter(|part| part.trashed_ms.is_none()));
    }
    if parts.len() > MOST {
        return Err(Error::because(
            Code::TooMany,
            format!("A template has at most {MOST} sub-tasks; this task has {}.", parts.len()),
        ));
    }
    let mut keeping = Keeping { first: first(scope, task, &parts), roles: Vec::new() };
    let task = keeping.part(scope, task);
    let parts = parts.iter().map(|part| keeping.part(scope, part)).collect();
    Ok(Content { roles: keeping.roles, task, parts })
}

/// The first day: the one on which the task was made, or an earlier one that stands in it.
fn first(scope: &impl Scope, task: &Task, parts: &[Task]) -> NaiveDate {
    let made = when::today(when::from_ms(task.created_ms), scope.directory().zone());
    let all = std::iter::once(task).chain(parts);
    let days = all.flat_map(|task| {
        let steps = task.steps.iter().map(|step| step.due);
        steps.chain([task.due, task.start]).flatten().map(|when| when.day)
    });
    days.fold(made, NaiveDate::min)
}

struct Keeping {
    first: NaiveDate,
    roles: Vec<Role>,
}

impl Keeping {
    fn days(&self, when: Option<When>) -> Option<u32> {
        when.and_then(|when| u32::try_from((when.day - self.first).num_days()).ok())
    }

    fn role(&mut self, scope: &impl Scope, person: Option<Id>) -> Option<u32> {
        let person = scope.directory().person(person?)?;
        if let Some(known) = self.roles.iter().find(|role| role.person_id == Some(person.id)) {
            return Some(known.id);
        }
        let taken = |name: &str| self.roles.iter().any(|role| role.name == name);
        let title = Some(&person.job_title).filter(|title| !title.is_empty() && !taken(title));
        let id = u32::try_from(self.roles.len() + 1).unwrap_or(u32::MAX);
        let name = title.unwrap_or(&person.name).clone();
        self.roles.push(Role { id, name, person_id: Some(person.id) });
        Some(id)
    }

    fn part(&mut self, scope: &impl Scope, task: &Task) -> Part {
        let mut steps = Vec::new();
        for step in &task.steps {
            steps.push(PartStep {
                text: step.text.clone(),
                role: self.role(scope, step.assignee),
                due_days: self.days(step.due),
                asks: step.asks.as_ref().map(AsksShape::from),
            });
        }
        Part {
            title: task.title.clone(),
            body: task.body.clone(),
            priority: Some(task.priority.into()),
            start_days: self.days(task.start),
            due_days: self.days(task.due),
            due_time: task.due.and_then(|due| due.time).map(|(time, _)| time.format("%H:%M").to_string()),
            milestone: task.milestone,
            estimate_minutes: task.estimate,
            role: self.role(scope, task.assignee),
            section_id: task.section,
            tag_ids: task.tags.clone(),
            steps,
        }
    }
}
