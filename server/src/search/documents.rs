//! What of an item, its steps, comments and files goes into the index: a pure function of their state, so that
//! an index that followed every change and one made from nothing are the same.

use crate::{
    access::{self, Directory},
    items::plain::{Labels, labelled, plain},
};
use chrono::Datelike;
use guildhall_domain::{
    Id,
    actor::Actor,
    change::Value,
    comment::Comment,
    file::File,
    item::{self, Core},
    space::{Category, FieldKind, Space},
    task::{Step, Task},
    topic,
    when::When,
};
use guildhall_search::{Doc, Kind, State};
use std::{borrow::Cow, convert::Infallible, sync::Arc};

/// 1970-01-01 counted from the first day of the year 1.
const EPOCH_DAY: i32 = 719_163;

/// An item with what its documents share.
pub struct Item<'a> {
    directory: &'a Directory,
    item: &'a item::Item,
    home: Option<&'a Arc<Space>>,
    key: String,
    audience: Vec<u64>,
    state: State,
}

impl<'a> Item<'a> {
    /// An item that can be found; what lies in the trash cannot.
    pub fn of(directory: &'a Directory, item: &'a item::Item) -> Option<Self> {
        let home = item.home().map(|home| directory.space(home));
        // It has a home, and that is not there.
        if item.trashed_ms().is_some() || home == Some(None) {
            return None;
        }
        let home = home.flatten();
        let key = match home {
            Some(home) if item.number() > 0 => format!("{}-{}", home.prefix, item.number()),
            _ => String::new(),
        };
        let state = if home.is_some_and(|home| home.archived) { State::Archived } else { state(item) };
        let audience = access::written_audience(directory, item).ids().to_vec();
        Some(Item { directory, item, home, key, audience, state })
    }

    fn person(&self, id: Option<Id>) -> u64 {
        id.and_then(|id| self.directory.person(id)).map_or(0, |person| person.audience)
    }

    fn author(&self, actor: Actor) -> u64 {
        if let Actor::Person(id) = actor { self.person(Some(id)) } else { 0 }
    }

    fn doc(&self, id: Id, kind: Kind) -> Doc {
        let (tags, created_ms, updated_ms) = match self.item {
            item::Item::Task(task) => (task.tags.as_slice(), task.created_ms, task.updated_ms),
            item::Item::Topic(topic) => (&[][..], topic.created_ms, topic.last_ms),
            item::Item::Document(document) => (&[][..], document.created_ms, document.edited_ms),
            item::Item::Event(event) => (&[][..], event.created_ms, event.updated_ms),
        };
        Doc {
            id,
            item: self.item.id(),
            kind,
            key: self.key.clone(),
            title: self.item.title().to_owned(),
            text: String::new(),
            // No space is numbered 0.
            space: self.home.map_or(0, |home| home.audience),
            audience: self.audience.clone(),
            author: self.author(self.item.author()),
            assignee: 0,
            tags: tags.iter().map(|tag| u64::from(*tag)).collect(),
            state: self.state,
            has_file: kind == Kind::File || (id == self.item.id() && self.item.files() > 0),
            has_link: self.item.links() > 0,
            created_ms,
            updated_ms,
            due_day: None,
        }
    }

    /// Whether its files are documents of their own; what a file was before its newest version is not found.
    pub fn has_own_files(&self) -> bool {
        !matches!(self.item, item::Item::Document(document) if document.is_file())
    }

    /// The document of the item itself. `words` are those of what is kept elsewhere: a page, or a file.
    pub fn whole(&self, words: String) -> Doc {
        match (self.item, self.home) {
            (item::Item::Task(task), Some(home)) => Doc {
                text: unlabelled(task, home),
                assignee: self.person(task.assignee),
                due_day: task.due.map(day),
                ..self.doc(task.id, Kind::Task)
            },
            (item::Item::Task(task), None) => self.doc(task.id, Kind::Task),
            (item::Item::Topic(topic), _) => Doc { text: plain(&topic.body), ..self.doc(topic.id, Kind::Topic) },
            (item::Item::Event(event), _) => Doc {
                text: plain(&event.body),
                due_day: Some(day(event.span.start)),
                ..self.doc(event.id, Kind::Event)
            },
            (item::Item::Document(document), _) => {
                let kind = if document.is_file() { Kind::File } else { Kind::Page };
                Doc { text: words, ..self.doc(document.id, kind) }
            }
        }
    }

    /// The steps of a task, each a document.
    pub fn steps(&self) -> &'a [Step] {
        if let item::Item::Task(task) = self.item { &task.steps } else { &[] }
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

    /// The document of a comment, which of a topic is a message; none when it is deleted.
    pub fn comment(&self, comment: &Comment) -> Option<Doc> {
        let kind = if matches!(self.item, item::Item::Topic(_)) { Kind::Message } else { Kind::Comment };
        // A question on a rule is found by its topic, not by each time it was asked.
        (!comment.deleted && comment.round.is_none()).then(|| Doc {
            text: plain(&said(comment)),
            author: self.author(comment.author),
            created_ms: comment.created_ms,
            updated_ms: comment.edited_ms.unwrap_or(comment.created_ms),
            ..self.doc(comment.id, kind)
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

fn state(item: &item::Item) -> State {
    match item {
        item::Item::Task(task) if task.archived => State::Archived,
        item::Item::Task(task) => match task.category {
            Category::Done => State::Done,
            Category::Cancelled => State::Cancelled,
            Category::Todo | Category::Doing | Category::Waiting => State::Open,
        },
        item::Item::Document(document) if document.archived => State::Archived,
        item::Item::Document(_) | item::Item::Event(_) => State::Open,
        item::Item::Topic(topic) if topic.archived => State::Archived,
        item::Item::Topic(topic) => match topic.state {
            topic::State::Open => State::Open,
            topic::State::Decided | topic::State::Answered => State::Done,
        },
    }
}

fn day(when: When) -> i32 {
    when.day.num_days_from_ce() - EPOCH_DAY
}

/// The words of a comment, with what can be chosen in it.
pub fn said(comment: &Comment) -> Cow<'_, str> {
    let Some(poll) = &comment.poll else { return Cow::Borrowed(&comment.body) };
    let lines = [comment.body.as_str()].into_iter().chain(poll.choices.iter().map(|choice| choice.text.as_str()));
    Cow::Owned(lines.collect::<Vec<_>>().join("\n"))
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
