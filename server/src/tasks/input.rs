//! Tasks as the API takes them: JSON to the domain's edit, with the values only the server can check.

use super::{
    evidence::{AsksShape, ProofInput},
    views::{PriorityShape, WaitingShape},
};
use crate::{
    Error,
    access::{self, Scope},
    http::shapes::{WhenShape, sent},
};
use guildhall_domain::{
    AudienceId,
    change::Value,
    space::{FieldKind, Space},
    task::{Waiting, approving::Approving, edit::Edit},
    when::When,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;
use uuid::Uuid;

/// A new task.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct TaskInput {
    /// Own id (UUID), so that a create can be sent again.
    pub id: Option<Uuid>,
    /// Title, 1–500 characters.
    pub title: String,
    /// Markdown, at most 1 MiB.
    pub body: String,
    /// Status; the first one unless sent.
    pub status_id: Option<u32>,
    /// Section.
    pub section_id: Option<u32>,
    /// Who does it.
    pub assignee_id: Option<Uuid>,
    /// Priority.
    pub priority: Option<PriorityShape>,
    /// Until when.
    pub due: Option<WhenShape>,
    /// From when.
    pub start: Option<WhenShape>,
    /// Minutes of work.
    pub estimate_minutes: Option<u32>,
    /// It is a day to be reached and takes no time.
    pub milestone: bool,
    /// Tags.
    pub tag_ids: Vec<u32>,
    /// The task it is a part of.
    pub parent_id: Option<Uuid>,
    /// Checklist.
    pub steps: Vec<StepInput>,
    /// Who else is told of changes.
    pub follower_ids: Vec<Uuid>,
    /// Custom fields: number of the field → value.
    #[schema(value_type = Object)]
    pub fields: BTreeMap<String, serde_json::Value>,
    /// The task it stands before.
    pub before: Option<Uuid>,
    /// The task it stands after.
    pub after: Option<Uuid>,
    /// When the asker means to do it: a day or `someday`.
    pub plan: Option<String>,
}

/// A new line of a checklist.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct StepInput {
    /// What to do; several lines make several steps.
    pub text: String,
    /// Who does it.
    pub assignee_id: Option<Uuid>,
    /// Until when.
    pub due: Option<WhenShape>,
    /// The step it stands after.
    pub after: Option<Uuid>,
    /// What has to be shown before it counts as done.
    pub asks: Option<AsksShape>,
    /// By whom it is approved: only a process makes such steps, because it is the process that asks.
    #[serde(skip)]
    pub approving: Option<Approving>,
}

/// Changes of a step; what is not sent stays.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct StepPatch {
    /// New text.
    pub text: Option<String>,
    /// Ticked or not.
    pub done: Option<bool>,
    /// What the step asks for, when it is ticked with this.
    pub evidence: Option<ProofInput>,
    /// True: what came back from its approval is ready again, so it is asked anew.
    pub ready: Option<bool>,
    /// Who does it; null takes it away.
    #[serde(deserialize_with = "sent")]
    pub assignee_id: Option<Option<Uuid>>,
    /// Until when; null takes it away.
    #[serde(deserialize_with = "sent")]
    pub due: Option<Option<WhenShape>>,
    /// The step it stands after; null moves it to the top.
    #[serde(deserialize_with = "sent")]
    pub after: Option<Option<Uuid>>,
}

/// Changes of a task as a JSON merge patch: what is not sent stays, null clears.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[allow(missing_docs)]
pub struct TaskPatch {
    pub title: Option<String>,
    pub body: Option<String>,
    pub status_id: Option<u32>,
    #[serde(deserialize_with = "sent")]
    pub section_id: Option<Option<u32>>,
    #[serde(deserialize_with = "sent")]
    pub assignee_id: Option<Option<Uuid>>,
    pub priority: Option<PriorityShape>,
    #[serde(deserialize_with = "sent")]
    pub due: Option<Option<WhenShape>>,
    #[serde(deserialize_with = "sent")]
    pub start: Option<Option<WhenShape>>,
    #[serde(deserialize_with = "sent")]
    pub estimate_minutes: Option<Option<u32>>,
    pub milestone: Option<bool>,
    #[serde(deserialize_with = "sent")]
    pub waiting: Option<Option<WaitingShape>>,
    pub archived: Option<bool>,
    #[schema(value_type = Object)]
    pub fields: BTreeMap<String, serde_json::Value>,
}

impl TaskPatch {
    /// Whether nothing was sent.
    pub fn is_empty(&self) -> bool {
        let texts = self.title.is_none() && self.body.is_none();
        let places = self.status_id.is_none() && self.section_id.is_none() && self.archived.is_none();
        let dates = self.due.is_none() && self.start.is_none() && self.estimate_minutes.is_none();
        let dates = dates && self.milestone.is_none();
        let people = self.assignee_id.is_none() && self.waiting.is_none() && self.priority.is_none();
        texts && places && dates && people && self.fields.is_empty()
    }

    /// The edit meant, for a task with this home and audience.
    pub fn edit(&self, scope: &impl Scope, home: &Space, audience: &[AudienceId]) -> Result<Edit, Error> {
        Ok(Edit {
            title: self.title.clone(),
            body: self.body.clone(),
            status: self.status_id,
            section: self.section_id,
            assignee: checked_person(scope, self.assignee_id, audience, "assignee_id")?,
            priority: self.priority.map(Into::into),
            due: self.due.as_ref().map(|due| when(scope, due.as_ref(), "due")).transpose()?,
            start: self.start.as_ref().map(|start| when(scope, start.as_ref(), "start")).transpose()?,
            estimate: self.estimate_minutes,
            milestone: self.milestone,
            waiting: self.waiting.clone().map(|waiting| checked_waiting(scope, waiting, audience)).transpose()?,
            archived: self.archived,
            custom: custom(scope, &self.fields, home, audience)?,
        })
    }
}

impl TaskInput {
    /// The fields that an edit could set as well.
    pub fn patch(&self) -> TaskPatch {
        TaskPatch {
            title: Some(self.title.clone()),
            body: Some(self.body.clone()),
            status_id: self.status_id,
            section_id: self.section_id.map(Some),
            assignee_id: self.assignee_id.map(Some),
            priority: self.priority,
            due: self.due.clone().map(Some),
            start: self.start.clone().map(Some),
            estimate_minutes: self.estimate_minutes.map(Some),
            milestone: self.milestone.then_some(true),
            waiting: None,
            archived: None,
            fields: self.fields.clone(),
        }
    }
}

/// The zone of the asker.
pub fn zone(scope: &impl Scope) -> chrono_tz::Tz {
    let me = scope.who().person.and_then(|id| scope.directory().person(id));
    me.map_or(scope.directory().zone(), |me| me.time_zone)
}

/// A day or time in the asker's zone.
pub fn when(scope: &impl Scope, shape: Option<&WhenShape>, field: &str) -> Result<Option<When>, Error> {
    let own = zone(scope);
    shape.map(|shape| shape.read(field, own)).transpose()
}

fn checked_person(
    scope: &impl Scope,
    person: Option<Option<Uuid>>,
    audience: &[AudienceId],
    field: &str,
) -> Result<Option<Option<Uuid>>, Error> {
    if let Some(Some(id)) = person {
        access::reader(scope, id, audience, field)?;
    }
    Ok(person)
}

fn checked_waiting(
    scope: &impl Scope,
    waiting: Option<WaitingShape>,
    audience: &[AudienceId],
) -> Result<Option<Waiting>, Error> {
    if let Some(id) = waiting.as_ref().and_then(|waiting| waiting.person_id) {
        access::reader(scope, id, audience, "waiting.person_id")?;
    }
    Ok(waiting.map(Waiting::from))
}

fn custom(
    scope: &impl Scope,
    fields: &BTreeMap<String, serde_json::Value>,
    home: &Space,
    audience: &[AudienceId],
) -> Result<BTreeMap<u32, Value>, Error> {
    let mut custom = BTreeMap::new();
    for (name, value) in fields {
        let at = format!("fields.{name}");
        let wrong = || Error::field(at.clone(), "This space has no such field.");
        let field = name.parse().ok().and_then(|id| home.field(id)).ok_or_else(wrong)?;
        let value = match (value, field.kind) {
            (serde_json::Value::Null, _) => Value::Null,
            (serde_json::Value::String(text), FieldKind::Person) => {
                let id = text.parse().map_err(|_| Error::field(at.clone(), "Choose a person."))?;
                access::reader(scope, id, audience, &at)?;
                Value::Id(id)
            }
            (serde_json::Value::String(text), _) => Value::Text(text.clone()),
            (serde_json::Value::Number(number), FieldKind::Number | FieldKind::Money) => {
                Value::Text(number.to_string())
            }
            _ => return Err(Error::field(at, "Send a text here, or null to clear it.")),
        };
        custom.insert(field.id, value);
    }
    Ok(custom)
}
