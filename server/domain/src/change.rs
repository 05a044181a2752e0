//! One change of one object, as the log keeps it: enough to show it to people as activity, to take
//! it back (undo) and to tell a stale editor exactly which fields moved on.

use crate::{
    AudienceId, Id,
    actor::{Actor, Via},
};
use std::collections::{BTreeMap, BTreeSet};

/// How long what was done can be taken back.
pub const UNDO_MS: i64 = 24 * 3_600_000;

/// Of the fields an edit may set the names of those that were sent, as they stand in changes.
pub fn sent<const N: usize>(fields: [(&str, bool); N]) -> Vec<String> {
    fields.into_iter().filter(|(_, sent)| *sent).map(|(name, _)| name.to_owned()).collect()
}

/// A field value inside a change, small enough for every field there is.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Not set.
    Null,
    /// Yes or no.
    Bool(bool),
    /// A whole number, minutes, or milliseconds since 1970.
    Int(i64),
    /// Text, also days (`2026-11-23`) and moments with a zone.
    Text(String),
    /// The id of another object.
    Id(Id),
    /// Several values.
    List(Vec<Value>),
}

impl Value {
    /// Wraps an optional value; none is [`Value::Null`].
    pub fn opt<T>(value: Option<T>, wrap: impl FnOnce(T) -> Value) -> Value {
        value.map_or(Value::Null, wrap)
    }

    /// The text, when it is one.
    pub fn as_text(&self) -> Option<&str> {
        if let Value::Text(text) = self { Some(text) } else { None }
    }

    /// The number, when it is one.
    pub fn as_int(&self) -> Option<i64> {
        if let Value::Int(n) = self { Some(*n) } else { None }
    }

    /// The id, when it is one.
    pub fn as_id(&self) -> Option<Id> {
        if let Value::Id(id) = self { Some(*id) } else { None }
    }
}

/// What happened to the object as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// It was made.
    Created,
    /// Fields changed.
    Changed,
    /// A comment was added, edited or removed; the fields say which.
    Commented,
    /// It moved to another space.
    Moved,
    /// It went to the trash.
    Trashed,
    /// It came back from the trash.
    Restored,
    /// It was deleted for good.
    Purged,
    /// An earlier command was taken back.
    Undone,
    /// It was brought in by an import.
    Imported,
}

impl Action {
    /// The word the API uses.
    pub fn word(&self) -> &'static str {
        match self {
            Action::Created => "created",
            Action::Changed => "changed",
            Action::Commented => "commented",
            Action::Moved => "moved",
            Action::Trashed => "trashed",
            Action::Restored => "restored",
            Action::Purged => "purged",
            Action::Undone => "undone",
            Action::Imported => "imported",
        }
    }
}

/// The kind of object a change is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A task.
    Task,
    /// A space.
    Space,
    /// A person.
    Person,
    /// The organization.
    Organization,
    /// A tag.
    Tag,
    /// A saved view.
    View,
    /// When somebody means to do a task. The object is the task; only they read of it.
    Plan,
    /// A topic.
    Topic,
    /// How far somebody has read an item. The object is the item; only they read of it.
    Reading,
    /// What stands in somebody's inbox. The object is the item, or nothing where it changed for many at once; only
    /// they read of it.
    Inbox,
    /// A page or a file.
    Document,
    /// A folder of documents.
    Folder,
    /// A process.
    Process,
    /// A form.
    Form,
    /// A request.
    Request,
    /// A rule.
    Rule,
    /// A template of a task.
    Template,
    /// A webhook. Nobody reads of it.
    Webhook,
    /// Time that was worked. Only whoever worked reads of it.
    TimeEntry,
    /// A week of somebody's time. Only they read of it.
    Timesheet,
    /// A running timer. The object is its task; only whoever works reads of it.
    Timer,
    /// Days on which somebody is not there. Only they read of it.
    Absence,
    /// An event.
    Event,
    /// A room. Everybody knows of it.
    Room,
    /// What a space may cost. The object is the space; only whoever leads it reads of it.
    Budget,
    /// Money of a budget that is spent or ordered. Only whoever leads its space reads of it.
    Expense,
    /// A saved search.
    Search,
}

impl Kind {
    /// The word the API uses.
    pub fn word(&self) -> &'static str {
        match self {
            Kind::Task => "task",
            Kind::Space => "space",
            Kind::Person => "person",
            Kind::Organization => "organization",
            Kind::Tag => "tag",
            Kind::View => "view",
            Kind::Plan => "plan",
            Kind::Topic => "topic",
            Kind::Reading => "reading",
            Kind::Inbox => "inbox",
            Kind::Document => "document",
            Kind::Folder => "folder",
            Kind::Process => "process",
            Kind::Form => "form",
            Kind::Request => "request",
            Kind::Rule => "rule",
            Kind::Template => "template",
            Kind::Webhook => "webhook",
            Kind::TimeEntry => "time_entry",
            Kind::Timesheet => "timesheet",
            Kind::Timer => "timer",
            Kind::Absence => "absence",
            Kind::Event => "event",
            Kind::Room => "room",
            Kind::Budget => "budget",
            Kind::Expense => "expense",
            Kind::Search => "search",
        }
    }
}

/// A field before and after.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldChange {
    /// The name of the field: `title`, `status`, `step:ID`, `tag:7`…
    pub field: String,
    /// What it was.
    pub before: Value,
    /// What it became.
    pub after: Value,
}

/// What differs between two versions of an object, by name. A fact that only one of them has is [`Value::Null`] in
/// the other.
pub fn between(before: &BTreeMap<String, Value>, after: &BTreeMap<String, Value>) -> Vec<FieldChange> {
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let value = |facts: &BTreeMap<String, Value>, name: &String| facts.get(name).cloned().unwrap_or(Value::Null);
    names
        .into_iter()
        .filter(|name| before.get(*name) != after.get(*name))
        .map(|name| FieldChange { field: name.clone(), before: value(before, name), after: value(after, name) })
        .collect()
}

/// What differs between two versions of an object whose facts stand in the same order.
pub fn paired<const N: usize>(before: [(&str, Value); N], after: [(&str, Value); N]) -> Vec<FieldChange> {
    let pairs = before.into_iter().zip(after).filter(|(old, new)| old != new);
    pairs.map(|((name, before), (_, after))| FieldChange { field: name.into(), before, after }).collect()
}

/// A row of the change log. Its key is its sequence number.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// When, in UTC milliseconds.
    pub at_ms: i64,
    /// Who.
    pub actor: Actor,
    /// By which way in.
    pub via: Via,
    /// The command this change is part of; all changes of a command stand next to each other.
    pub command: Id,
    /// What kind of object changed.
    pub kind: Kind,
    /// Which object.
    pub object: Id,
    /// What happened.
    pub action: Action,
    /// The fields that changed.
    pub fields: Vec<FieldChange>,
    /// Who could read it before (empty: it did not exist). Sorted.
    pub audience_before: Vec<AudienceId>,
    /// Who can read it after (empty: it is gone). Sorted.
    pub audience_after: Vec<AudienceId>,
    /// The sequence number of the object's previous change, 0 for the first: the history of one
    /// object is a list inside the log and needs no index of its own.
    pub previous: u64,
}
