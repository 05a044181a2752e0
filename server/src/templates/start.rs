//! Beginning from a template: the task with its sub-tasks, all in one command.

use super::{
    commands,
    part::{Content, Part, PartStep},
    record::Makes,
};
use crate::{
    Error,
    access::{self, Scope, Work},
    http::shapes::WhenShape,
    tasks::{
        self,
        input::{StepInput, TaskInput},
    },
};
use chrono::{Days, NaiveDate};
use guildhall_domain::{
    Id,
    person::{Person, PersonState},
    policy::DoSpace,
    space::Space,
    task::Task,
    when,
};
use serde::Deserialize;
use std::{collections::BTreeMap, sync::Arc};
use utoipa::ToSchema;
use uuid::Uuid;

/// How far away the first day may be.
const FAR: Days = Days::new(3_660);

/// What a template asks at the start.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = FromTemplateInput)]
pub struct FromInput {
    /// Own id of the task, so that it can be sent again.
    #[serde(default)]
    pub id: Option<Uuid>,
    /// Title of the task; that of the template unless sent.
    #[serde(default)]
    pub title: Option<String>,
    /// The first day: due dates are counted from it. Today unless sent.
    #[serde(default)]
    pub first_day: Option<NaiveDate>,
    /// Who has which role; the work of a role that is not named is nobody's.
    #[serde(default)]
    pub roles: Vec<FromRole>,
}

/// Who has a role of a template.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = FromTemplateRole)]
pub struct FromRole {
    /// The role, by its number.
    pub role: u32,
    /// Somebody who sees the space.
    pub person_id: Uuid,
}

/// A template being used.
struct Starting {
    first: NaiveDate,
    people: BTreeMap<u32, Id>,
}

/// Makes the task of a template with its sub-tasks. Sent again with the same id it answers the task that is there.
pub fn start(work: &mut Work<'_, '_>, id: Id, input: &FromInput) -> Result<Task, Error> {
    let (template, home) = commands::usable(work, id, Makes::Task)?;
    access::space(work, home.id, DoSpace::Write)?;
    let content: Content = template.content()?;
    let starting = Starting { first: first(work, input)?, people: people(work, &content, &home, input)? };
    let mut task = starting.input(work, &home, &content.task, input.id, None);
    task.title = input.title.clone().unwrap_or(task.title);
    let there = input.id.map(|id| tasks::store::get(work.read(), id)).transpose()?.flatten().is_some();
    let made = tasks::commands::create::create(work, home.id, &task)?;
    if there {
        return Ok(made);
    }
    for part in &content.parts {
        let part = starting.input(work, &home, part, None, Some(made.id));
        tasks::commands::create::create(work, home.id, &part)?;
    }
    tasks::store::get(work.read(), made.id)?.ok_or_else(Error::not_found)
}

fn first(scope: &impl Scope, input: &FromInput) -> Result<NaiveDate, Error> {
    let today = when::today(when::from_ms(scope.now()), scope.directory().zone());
    let first = input.first_day.unwrap_or(today);
    let (from, until) = (today.checked_sub_days(FAR), today.checked_add_days(FAR));
    if from.is_none_or(|from| first < from) || until.is_none_or(|until| first > until) {
        return Err(Error::field("first_day", "Choose a day within ten years."));
    }
    Ok(first)
}

/// Who has which role: people who are here and see the space.
fn people(scope: &impl Scope, content: &Content, home: &Space, input: &FromInput) -> Result<BTreeMap<u32, Id>, Error> {
    let mut people = BTreeMap::new();
    for FromRole { role, person_id } in &input.roles {
        if !content.roles.iter().any(|known| known.id == *role) {
            return Err(Error::field("roles", format!("This template has no role {role}.")));
        }
        let left = |person: &&Arc<Person>| person.state == PersonState::Deactivated && access::knows(scope, person);
        if let Some(person) = scope.directory().person(*person_id).filter(left) {
            return Err(Error::field("roles", format!("{} has left. Choose somebody else, or nobody.", person.name)));
        }
        access::reader(scope, *person_id, &[home.audience], "roles")?;
        if people.insert(*role, *person_id).is_some() {
            return Err(Error::field("roles", "Name each role once."));
        }
    }
    Ok(people)
}

impl Starting {
    fn day(&self, scope: &impl Scope, days: u32) -> Option<NaiveDate> {
        let day = self.first.checked_add_days(Days::new(days.into()))?;
        Some(scope.directory().place().open_from(day))
    }

    fn due(&self, scope: &impl Scope, days: Option<u32>, time: Option<&String>) -> Option<WhenShape> {
        let date = self.day(scope, days?)?;
        Some(WhenShape { date, time: time.cloned(), zone: None })
    }

    fn person(&self, role: Option<u32>) -> Option<Id> {
        self.people.get(&role?).copied()
    }

    fn input(&self, scope: &impl Scope, home: &Space, part: &Part, id: Option<Id>, parent_id: Option<Id>) -> TaskInput {
        let step = |step: &PartStep| StepInput {
            text: step.text.clone(),
            assignee_id: self.person(step.role),
            due: self.due(scope, step.due_days, None),
            after: None,
            asks: step.asks.clone(),
            approving: None,
        };
        let known = |tag: &&u32| scope.directory().tags().contains_key(*tag);
        TaskInput {
            id,
            title: part.title.clone(),
            body: part.body.clone(),
            section_id: part.section_id.filter(|section| home.section(*section).is_some()),
            assignee_id: self.person(part.role),
            priority: part.priority,
            due: self.due(scope, part.due_days, part.due_time.as_ref()),
            start: part
                .start_days
                .and_then(|days| self.first.checked_add_days(Days::new(days.into())))
                .map(|date| WhenShape { date, time: None, zone: None }),
            milestone: part.milestone,
            estimate_minutes: part.estimate_minutes,
            tag_ids: part.tag_ids.iter().filter(known).copied().collect(),
            parent_id,
            steps: part.steps.iter().map(step).collect(),
            ..TaskInput::default()
        }
    }
}
