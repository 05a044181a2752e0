//! Changes as people and programs read them. People are named by id, so nothing here outlives a name
//! that was changed; values the reader may not see are left out.

use crate::{
    Error,
    access::{self, Scope},
    comments::views::CommentShape,
    http::{
        Shape,
        shapes::{self, ActorShape},
        words::{ChangeAction, ObjectType, WayIn},
    },
};
use guildhall_domain::{
    Id,
    change::{Action, Change, FieldChange, Kind, Value},
    policy::DoSpace,
};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// One change of one field of an item, or the change of the item as a whole.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ActivityShape {
    /// Its place in the log.
    pub seq: u64,
    /// When.
    pub at: String,
    /// Who.
    pub actor: ActorShape,
    /// By which way in.
    pub via: WayIn,
    /// What happened.
    pub action: ChangeAction,
    /// The field, when one changed.
    pub field: Option<String>,
    /// What it was.
    #[schema(value_type = serde_json::Value)]
    pub before: serde_json::Value,
    /// What it became.
    #[schema(value_type = serde_json::Value)]
    pub after: serde_json::Value,
    /// The command it was part of.
    pub command: Uuid,
    /// Whether the reader can take that command back.
    pub undoable: bool,
}

/// One entry of the one list of comments and activity.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum SpineEntry {
    Comment { at: String, comment: Box<CommentShape> },
    Activity { at: String, activity: ActivityShape },
}

/// A change as programs follow it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ChangeShape {
    /// Its place in the log.
    pub seq: u64,
    /// When.
    pub at: String,
    /// Who.
    pub actor: ActorShape,
    /// What happened.
    pub action: ChangeAction,
    /// The object.
    pub item_id: Uuid,
    /// What it is.
    pub item_type: ObjectType,
    /// The home space, for items the reader still sees.
    pub space_id: Option<Uuid>,
    /// The task it is a part of.
    pub parent_id: Option<Uuid>,
    /// What changed.
    pub fields: Vec<FieldShape>,
    /// The command.
    pub command: Uuid,
}

/// A field before and after.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = ChangedField)]
pub struct FieldShape {
    /// The field.
    pub name: String,
    /// What it was.
    #[schema(value_type = serde_json::Value)]
    pub before: serde_json::Value,
    /// What it became.
    #[schema(value_type = serde_json::Value)]
    pub after: serde_json::Value,
}

/// The changes since a cursor.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ChangesShape {
    /// Oldest first.
    pub items: Vec<ChangeShape>,
    /// Where to go on, always there: ask again with it.
    pub next: String,
    /// The history; another one means that everything has to be loaded again.
    pub history: String,
}

impl Shape for ChangesShape {}

/// Fields that are how things are kept, not what people did.
fn is_inner(field: &str) -> bool {
    let head = field.split_once(':').map_or(field, |(head, _)| head);
    matches!(
        head,
        "order"
            | "number"
            | "comment"
            | "reaction"
            | "file_text"
            | "page_text"
            | "named"
            | "resolved"
            | "decision"
            | "made"
            | "vote"
            | "poll"
            | "answer"
            | "current"
            | "approval_turn"
            | "calendar"
            | "extra"
    )
}

/// That an approval is decided is told by the answer that decided it, and that an approver is back by nothing.
fn is_decided(field: &FieldShape) -> bool {
    let decided = field.after == "approved" || field.after == "changes";
    let back = field.after.as_array().is_some_and(Vec::is_empty);
    (field.name.starts_with("approval:") && decided) || (field.name.starts_with("approval_gone:") && back)
}

/// A value for JSON. Ids of spaces the reader does not see become null.
pub fn json(value: &Value) -> serde_json::Value {
    match value {
        Value::Null => serde_json::Value::Null,
        Value::Bool(yes) => (*yes).into(),
        Value::Int(number) => (*number).into(),
        Value::Text(text) => text.as_str().into(),
        Value::Id(id) => id.to_string().into(),
        Value::List(values) => values.iter().map(json).collect(),
    }
}

/// Whether a field may be shown: the other end of a link and the other spaces only to those who see them.
fn visible(scope: &impl Scope, field: &FieldChange) -> Result<bool, Error> {
    let Some((head, rest)) = field.field.split_once(':') else { return Ok(true) };
    let Ok(id) = rest.parse::<Id>() else { return Ok(true) };
    Ok(match head {
        "link" | "depends" => access::seen_item(scope, id)?.is_some(),
        "also_in" => access::space(scope, id, DoSpace::See).is_ok(),
        _ => true,
    })
}

/// Old texts are shown as that they changed, not as a wall: the page asks for them when wanted.
fn short(value: &Value) -> serde_json::Value {
    match value {
        Value::Text(text) if text.chars().count() > 200 => {
            text.chars().take(200).chain(['…']).collect::<String>().into()
        }
        other => json(other),
    }
}

/// A space by id, if the reader sees it; ids of others are not told.
fn space_value(scope: &impl Scope, value: &Value) -> serde_json::Value {
    let seen = value.as_id().filter(|id| access::space(scope, *id, DoSpace::See).is_ok());
    seen.map_or(serde_json::Value::Null, |id| id.to_string().into())
}

/// The same of a task.
fn task_value(scope: &impl Scope, value: &Value) -> Result<serde_json::Value, Error> {
    let seen = value.as_id().map(|id| access::seen_task(scope, id)).transpose()?.flatten();
    Ok(seen.map_or(serde_json::Value::Null, |task| task.id.to_string().into()))
}

/// The same of a folder.
fn folder_value(scope: &impl Scope, value: &Value) -> Result<serde_json::Value, Error> {
    let seen = value.as_id().map(|id| access::seen(access::folder(scope, id, DoSpace::Read))).transpose()?.flatten();
    Ok(seen.map_or(serde_json::Value::Null, |folder| folder.id.to_string().into()))
}

/// The fields of a change that the reader may see.
pub fn fields(scope: &impl Scope, change: &Change) -> Result<Vec<FieldShape>, Error> {
    let mut shown = Vec::new();
    for field in &change.fields {
        if !visible(scope, field)? {
            continue;
        }
        let value = |value: &Value| match field.field.as_str() {
            "space" => Ok(space_value(scope, value)),
            "parent" if change.kind == Kind::Folder => folder_value(scope, value),
            "folder" => folder_value(scope, value),
            "parent" => task_value(scope, value),
            _ => Ok(short(value)),
        };
        let (before, after) = (value(&field.before)?, value(&field.after)?);
        shown.push(FieldShape { name: field.field.clone(), before, after });
    }
    Ok(shown)
}

/// A change in words' worth of entries: one for the whole, or one a field.
pub fn activities(scope: &impl Scope, seq: u64, change: &Change) -> Result<Vec<ActivityShape>, Error> {
    let entry = |field: Option<FieldShape>| {
        let (name, before, after) = match field {
            Some(field) => (Some(field.name), field.before, field.after),
            None => (None, serde_json::Value::Null, serde_json::Value::Null),
        };
        ActivityShape {
            seq,
            at: shapes::instant(change.at_ms),
            actor: shapes::actor(scope, change.actor),
            via: change.via.into(),
            action: change.action.into(),
            field: name,
            before,
            after,
            command: change.command,
            undoable: super::undo::is_undoable(scope, change),
        }
    };
    Ok(match change.action {
        Action::Created | Action::Trashed | Action::Restored | Action::Imported | Action::Purged => vec![entry(None)],
        Action::Commented => Vec::new(),
        Action::Changed | Action::Moved | Action::Undone => fields(scope, change)?
            .into_iter()
            .filter(|field| !is_inner(&field.name) && !is_decided(field))
            .map(|field| entry(Some(field)))
            .collect(),
    })
}
