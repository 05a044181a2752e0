//! Tasks as the API shows and takes them.

use crate::{
    access::{self, Scope},
    http::{
        Shape,
        shapes::{self, ActorShape, CategoryShape, WhenShape},
        words::ItemType,
    },
    items::views::{LinkShape, MentionShape},
    tasks::{
        approving::StepApprovalShape,
        evidence::{AsksShape, ProofShape},
        plans,
    },
};
use chrono::NaiveDate;
use guildhall_domain::{
    change::Value,
    policy::{Do, DoSpace},
    task::{Priority, Step, Task, Waiting},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;
use uuid::Uuid;

/// How much a task presses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum PriorityShape {
    Low,
    Normal,
    High,
    Urgent,
}

crate::http::words::same! { Priority, PriorityShape: Low, Normal, High, Urgent }

/// A task as a row of a list or a board.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TaskRow {
    /// Id.
    pub id: Uuid,
    /// Always a task.
    #[serde(rename = "type")]
    pub kind: ItemType,
    /// `SVC-214`; empty in a Personal space.
    pub key: String,
    /// Home space; all zeros for a reader who is shown the task elsewhere and may not know of its home.
    pub space_id: Uuid,
    /// Other spaces of the reader it can be read in.
    pub also_in: Vec<Uuid>,
    /// Section of the home space.
    pub section_id: Option<u32>,
    /// Status of the home space.
    pub status_id: u32,
    /// Category of that status.
    pub category: CategoryShape,
    /// Title.
    pub title: String,
    /// Who does it.
    pub assignee_id: Option<Uuid>,
    /// How much it presses.
    pub priority: PriorityShape,
    /// Until when.
    pub due: Option<WhenShape>,
    /// From when.
    pub start: Option<WhenShape>,
    /// Open and past its due, in the organization's zone.
    pub overdue: bool,
    /// Minutes of work.
    pub estimate_minutes: Option<u32>,
    /// It is a day to be reached and takes no time.
    pub milestone: bool,
    /// Tags.
    pub tag_ids: Vec<u32>,
    /// The task it is a part of, when the reader may see that.
    pub parent_id: Option<Uuid>,
    /// Steps ticked.
    pub steps_done: u32,
    /// Steps in all.
    pub steps_total: u32,
    /// Sub-tasks done.
    pub subtasks_done: u32,
    /// Sub-tasks in all.
    pub subtasks_total: u32,
    /// Comments.
    pub comment_count: u32,
    /// Files.
    pub file_count: u32,
    /// Links.
    pub link_count: u32,
    /// What it waits for.
    pub waiting: Option<WaitingShape>,
    /// The process it is a run of; what is known of the run is asked there.
    pub process_id: Option<Uuid>,
    /// Fractional key: sorts rows as people arranged them.
    pub order: String,
    /// Who made it.
    pub author: ActorShape,
    /// When it was made.
    pub created_at: String,
    /// When it last changed.
    pub updated_at: String,
    /// When it was done or cancelled.
    pub completed_at: Option<String>,
    /// Out of the way, kept.
    pub archived: bool,
    /// In the trash since.
    pub trashed_at: Option<String>,
    /// The reader's own plan: a day or `someday`; seen by nobody else.
    pub plan: Option<String>,
    /// For If-Match.
    pub version: String,
}

/// A whole task.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TaskShape {
    /// The row.
    #[serde(flatten)]
    pub row: TaskRow,
    /// Markdown.
    pub body: String,
    /// Checklist in order.
    pub steps: Vec<StepShape>,
    /// Who is told of changes.
    pub follower_ids: Vec<Uuid>,
    /// The reader sees it because they are asked to approve it, whether they see its space or not.
    pub let_in: bool,
    /// Custom fields: number of the field → value.
    #[schema(value_type = Object)]
    pub fields: BTreeMap<String, serde_json::Value>,
    /// What somebody said from which it was made, if the reader may see it.
    pub made_from: Option<MentionShape>,
    /// Linked items the reader may see.
    pub links: Vec<LinkShape>,
    /// Items that mention it in their text or a comment and that the reader may see, the newest mention
    /// first; at most 50.
    pub mentioned_in: Vec<MentionShape>,
    /// Sub-tasks in order.
    pub subtasks: Vec<TaskRow>,
    /// What the reader may do.
    pub can: TaskCan,
}

/// What the reader may do with a task.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[allow(missing_docs)]
pub struct TaskCan {
    pub edit: bool,
    pub comment: bool,
    pub trash: bool,
    #[serde(rename = "move")]
    pub move_: bool,
}

/// A line of a checklist.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[allow(missing_docs)]
pub struct StepShape {
    pub id: Uuid,
    pub text: String,
    pub done: bool,
    pub done_at: Option<String>,
    pub done_by: Option<Uuid>,
    pub assignee_id: Option<Uuid>,
    pub due: Option<WhenShape>,
    /// What has to be shown before it counts as done.
    pub asks: Option<AsksShape>,
    /// What was shown when it was ticked.
    pub proof: Option<ProofShape>,
    /// It is done by being approved: by whom, and where that stands.
    pub approval: Option<StepApprovalShape>,
}

/// What a waiting task waits for.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct WaitingShape {
    /// The person, when it is one of ours.
    pub person_id: Option<Uuid>,
    /// Or words.
    pub text: String,
    /// When to ask again.
    pub remind_on: Option<NaiveDate>,
}

impl Shape for TaskRow {
    fn version(&self) -> Option<&str> {
        Some(&self.version)
    }
}

impl Shape for TaskShape {
    fn version(&self) -> Option<&str> {
        Some(&self.row.version)
    }
}

impl From<&Waiting> for WaitingShape {
    fn from(waiting: &Waiting) -> Self {
        WaitingShape { person_id: waiting.person, text: waiting.text.clone(), remind_on: waiting.remind_on }
    }
}

impl From<WaitingShape> for Waiting {
    fn from(shape: WaitingShape) -> Self {
        Waiting { person: shape.person_id, text: shape.text, remind_on: shape.remind_on }
    }
}

impl From<&Step> for StepShape {
    fn from(step: &Step) -> Self {
        StepShape {
            id: step.id,
            text: step.text.clone(),
            done: step.done.is_some(),
            done_at: step.done.map(|(at, _)| shapes::instant(at)),
            done_by: step.done.and_then(|(_, by)| by),
            assignee_id: step.assignee,
            due: step.due.as_ref().map(WhenShape::from),
            asks: step.asks.as_ref().map(AsksShape::from),
            proof: step.proof.as_ref().map(ProofShape::from),
            approval: step.approval.as_ref().map(StepApprovalShape::from),
        }
    }
}

/// The key people know the task by.
pub fn key(scope: &impl Scope, task: &Task) -> String {
    crate::items::queries::key(scope, task)
}

/// The home of a task, for a reader who may know of it.
pub fn home(scope: &impl Scope, task: &Task) -> Uuid {
    access::space(scope, task.space, DoSpace::See).map_or(Uuid::nil(), |home| home.id)
}

/// The task it is a part of, for a reader who may see that: elsewhere it may be shown without it.
pub fn parent(scope: &impl Scope, task: &Task) -> Result<Option<Uuid>, crate::Error> {
    let parent = task.parent.map(|parent| access::seen_task(scope, parent)).transpose()?.flatten();
    Ok(parent.map(|parent| parent.id))
}

/// A task as a row, for this reader.
pub fn row(scope: &impl Scope, task: &Task) -> Result<TaskRow, crate::Error> {
    row_with(scope, task, plans::of(scope, task.id)?)
}

/// The same with the reader's plan for it, where that is at hand.
pub fn row_with(scope: &impl Scope, task: &Task, plan: Option<plans::Plan>) -> Result<TaskRow, crate::Error> {
    let directory = scope.directory();
    let open = task.category.is_open();
    let overdue =
        open && task.due.is_some_and(|due| due.overdue(guildhall_domain::when::from_ms(scope.now()), directory.zone()));
    // Names of spaces the reader may not see stay unknown, also as ids.
    let visible = |id: &Uuid| directory.space(*id).is_some_and(|space| access::may_space(scope, space, DoSpace::See));
    let elsewhere = directory.space(task.space).is_some_and(|home| home.shows_elsewhere());
    let (steps_done, steps_total) = task.step_counts();
    let space_id = home(scope, task);
    Ok(TaskRow {
        id: task.id,
        kind: ItemType::Task,
        key: key(scope, task),
        space_id,
        also_in: task.also_in.iter().copied().filter(|id| elsewhere && visible(id)).collect(),
        section_id: task.section,
        status_id: task.status,
        category: task.category.into(),
        title: task.title.clone(),
        assignee_id: task.assignee,
        priority: task.priority.into(),
        due: task.due.as_ref().map(WhenShape::from),
        start: task.start.as_ref().map(WhenShape::from),
        overdue,
        estimate_minutes: task.estimate,
        milestone: task.milestone,
        tag_ids: task.tags.clone(),
        parent_id: parent(scope, task)?,
        steps_done,
        steps_total,
        subtasks_done: task.subtasks.0,
        subtasks_total: task.subtasks.1,
        comment_count: task.comments,
        file_count: task.files,
        link_count: task.links,
        waiting: task.waiting.as_ref().map(WaitingShape::from),
        process_id: task.process.filter(|_| !space_id.is_nil()),
        order: task.order.clone(),
        author: shapes::actor(scope, task.author),
        created_at: shapes::instant(task.created_ms),
        updated_at: shapes::instant(task.updated_ms),
        completed_at: task.completed_ms.map(shapes::instant),
        archived: task.archived,
        trashed_at: task.trashed_ms.map(shapes::instant),
        plan: plan.map(|plan| plan.when.to_text()),
        version: scope.version(task.seq),
    })
}

/// Where a task comes from.
fn made_from(scope: &impl Scope, task: &Task) -> Result<Option<MentionShape>, crate::Error> {
    let Some(origin) = task.origin else { return Ok(None) };
    let item = access::seen_item(scope, origin.item)?.map(|item| crate::items::queries::reference(scope, &item));
    Ok(item.map(|item| MentionShape { item, comment_id: Some(origin.comment) }))
}

/// A whole task, for this reader.
pub fn whole(scope: &impl Scope, task: &Task) -> Result<TaskShape, crate::Error> {
    let value = |value: &Value| match value {
        Value::Text(text) => serde_json::Value::from(text.as_str()),
        Value::Id(id) => serde_json::Value::from(id.to_string()),
        _ => serde_json::Value::Null,
    };
    Ok(TaskShape {
        row: row(scope, task)?,
        body: task.body.clone(),
        steps: task.steps.iter().map(StepShape::from).collect(),
        follower_ids: task.followers.clone(),
        let_in: scope.who().person.is_some_and(|me| task.people.contains(&me)),
        fields: task.custom.iter().map(|(id, stored)| (id.to_string(), value(stored))).collect(),
        made_from: made_from(scope, task)?,
        links: crate::items::queries::links(scope, task.id, task.links)?,
        mentioned_in: crate::items::queries::mentions(scope, task.id)?,
        subtasks: super::queries::subtasks(scope, task)?,
        can: TaskCan {
            edit: access::may(scope, task, Do::Edit),
            comment: access::may(scope, task, Do::Comment),
            trash: access::may(scope, task, Do::Trash),
            move_: access::may(scope, task, Do::Move),
        },
    })
}
