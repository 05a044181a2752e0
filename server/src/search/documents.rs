//! What of a task, its steps, comments and files goes into the index: a pure function of their state, so that
//! an index that followed every change and one made from nothing are the same.

use super::plain::{Labels, labelled, plain};
use crate::access::{self, Directory};
use chrono::Datelike;
use guildhall_domain::{
    Id,
    actor::Actor,
    change::Value,
    comment::Comment,
    file::File,
    space::{Category, FieldKind, Space},
    task::{Step, Task},
    when::When,
};
use guildhall_search::{Doc, Kind, State};
use std::{convert::Infallible, sync::Arc};

/// 1970-01-01 counted from the first day of the year 1.
const EPOCH_DAY: i32 = 719_163;

/// A task with what its documents share.
pub struct Item<'a> {
    directory: &'a Directory,
    task: &'a Task,
    home: &'a Arc<Space>,
    key: String,
    audience: Vec<u64>,
    state: State,
}

impl<'a> Item<'a> {
    /// A task that can be found; what lies in the trash cannot.
    pub fn of(directory: &'a Directory, task: &'a Task) -> Option<Self> {
        let home = directory.space(task.space).filter(|_| task.trashed_ms.is_none())?;
        let key = if task.number > 0 { format!("{}-{}", home.prefix, task.number) } else { String::new() };
        let state = match task.category {
            _ if task.archived || home.archived => State::Archived,
            Category::Done => State::Done,
            Category::Cancelled => State::Cancelled,
            Category::Todo | Category::Doing | Category::Waiting => State::Open,
        };
        let audience = access::written_audience(directory, task).ids().to_vec();
        Some(Item { directory, task, home, key, audience, state })
    }

    fn person(&self, id: Option<Id>) -> u64 {
        id.and_then(|id| self.directory.person(id)).map_or(0, |person| person.audience)
    }

    fn author(&self, actor: Actor) -> u64 {
        if let Actor::Person(id) = actor { self.person(Some(id)) } else { 0 }
    }

    fn doc(&self, id: Id, kind: Kind) -> Doc {
        Doc {
            id,
            item: self.task.id,
            kind,
            key: self.key.clone(),
            title: self.task.title.clone(),
            text: String::new(),
            space: self.home.audience,
            audience: self.audience.clone(),
            author: self.author(self.task.author),
            assignee: 0,
            tags: self.task.tags.iter().map(|tag| u64::from(*tag)).collect(),
            state: self.state,
            has_file: kind == Kind::File || (kind == Kind::Task && self.task.files > 0),
            has_link: self.task.links > 0,
            created_ms: self.task.created_ms,
            updated_ms: self.task.updated_ms,
            due_day: None,
        }
    }

    /// The document of the task itself.
    pub fn task(&self) -> Doc {
        Doc {
            text: unlabelled(self.task, self.home),
            assignee: self.person(self.task.assignee),
            due_day: self.task.due.map(day),
            ..self.doc(self.task.id, Kind::Task)
        }
    }

    /// The document of a step. Its date is the task's: a step has none of its own.
    pub fn step(&self, step: &Step) -> Doc {
        let state = if step.done.is_some() && self.state == State::Open { State::Done } else { self.state };
        Doc {
            title: step.text.clone(),
            key: String::new(),
            assignee: self.person(step.assignee),
            due_day: step.due.map(day),
            state,
            ..self.doc(step.id, Kind::Step)
        }
    }

    /// The document of a comment; none when it is deleted.
    pub fn comment(&self, comment: &Comment) -> Option<Doc> {
        (!comment.deleted).then(|| Doc {
            text: plain(&comment.body),
            author: self.author(comment.author),
            created_ms: comment.created_ms,
            updated_ms: comment.edited_ms.unwrap_or(comment.created_ms),
            ..self.doc(comment.id, Kind::Comment)
        })
    }

    /// The document of a file: its name, and its words as far as they are known. None when it is in the trash.
    pub fn file(&self, file: &File, words: Option<String>) -> Option<Doc> {
        file.trashed_ms.is_none().then(|| Doc {
            title: file.name.clone(),
            text: words.unwrap_or_default(),
            key: String::new(),
            author: self.author(file.author),
            created_ms: file.created_ms,
            updated_ms: file.created_ms,
            ..self.doc(file.id, Kind::File)
        })
    }
}

fn day(when: When) -> i32 {
    when.day.num_days_from_ce() - EPOCH_DAY
}

/// The text of a task: its body, with references under these labels, and what its custom fields say in
/// words.
pub fn text<E>(task: &Task, home: &Space, label: Labels<'_, E>) -> Result<String, E> {
    let mut text = labelled(&task.body, label)?;
    for field in home.fields.iter().filter(|field| matches!(field.kind, FieldKind::Text | FieldKind::Choice)) {
        if let Some(Value::Text(words)) = task.custom.get(&field.id) {
            if !text.is_empty() {
                text.push('\n');
            }
            text.push_str(words);
        }
    }
    Ok(text)
}

fn unlabelled(task: &Task, home: &Space) -> String {
    let Ok(text) = text::<Infallible>(task, home, &|_| Ok(None));
    text
}
