//! What a template holds. Its tasks are kept as they are shown, in JSON.

use crate::tasks::{evidence::AsksShape, views::PriorityShape};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// Everything a template of a task makes.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Content {
    /// Who does something in it.
    pub roles: Vec<Role>,
    /// The task.
    pub task: Part,
    /// Its sub-tasks, in their order.
    pub parts: Vec<Part>,
}

/// Somebody who does something in a template.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Role {
    /// Its number, for the tasks that have it.
    pub id: u32,
    /// What people call it: what whoever did it is here, else their name.
    pub name: String,
    /// Who did it when the template was saved.
    pub person_id: Option<Uuid>,
}

/// A task of a template.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, ToSchema)]
#[schema(as = TemplatePart)]
#[serde(default)]
pub struct Part {
    /// Title.
    pub title: String,
    /// Markdown.
    pub body: String,
    /// How much it presses.
    pub priority: Option<PriorityShape>,
    /// Days after the first one on which it begins.
    pub start_days: Option<u32>,
    /// Days after the first one by which it is to be done.
    pub due_days: Option<u32>,
    /// The time by which it is to be done then, as `17:00`.
    pub due_time: Option<String>,
    /// It is a day to be reached and takes no time.
    pub milestone: bool,
    /// Minutes of work.
    pub estimate_minutes: Option<u32>,
    /// The role that does it.
    pub role: Option<u32>,
    /// Section of its space.
    pub section_id: Option<u32>,
    /// Tags.
    pub tag_ids: Vec<u32>,
    /// Checklist.
    pub steps: Vec<PartStep>,
}

/// A line of a checklist in a template.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, ToSchema)]
#[schema(as = TemplateStep)]
#[serde(default)]
pub struct PartStep {
    /// What to do.
    pub text: String,
    /// The role that does it.
    pub role: Option<u32>,
    /// Days after the first one by which it is to be done.
    pub due_days: Option<u32>,
    /// What has to be shown.
    pub asks: Option<AsksShape>,
}
