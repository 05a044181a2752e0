//! Hits as people see them. Each is read through the access check; what the index still holds and the
//! asker may not read, or what is gone, is no hit.

use super::{
    documents, processes,
    views::{KindShape, MarkedPart, SearchHit},
};
use crate::{
    Error,
    access::{self, Scope},
    comments, files,
    http::shapes,
    items::{self, plain::labelled},
    tasks,
};
use guildhall_domain::{
    comment::Comment,
    document::Document,
    event::Event,
    file::File,
    item::{Core, Item},
    space::Category,
    task::{Step, Task},
    topic::Topic,
};
use guildhall_search::{Hit, Kind, Marking};

/// Characters of a snippet.
const LENGTH: usize = 220;
/// Bytes of a long text looked at together, and how many such parts.
const PART: usize = 250_000;
const PARTS: usize = 4;

/// A hit with its texts; none when there is nothing the asker may read.
pub fn load(scope: &impl Scope, sought: &Marking, hit: &Hit) -> Result<Option<SearchHit>, Error> {
    if hit.kind == Kind::Process {
        return processes::hit(scope, sought, hit);
    }
    let item = access::seen_item(scope, hit.item)?.filter(|item| item.trashed_ms().is_none());
    let Some(item) = item else { return Ok(None) };
    let item = item.into_inner();
    Ok(match (hit.kind, &item) {
        (Kind::Task, Item::Task(_)) | (Kind::Topic, Item::Topic(_)) | (Kind::Event, Item::Event(_)) => {
            Some(of_item(scope, sought, &item)?)
        }
        (Kind::Page | Kind::File, Item::Document(_)) if hit.id == hit.item => Some(of_item(scope, sought, &item)?),
        (Kind::Step, Item::Task(task)) => {
            let step = task.steps.iter().find(|step| step.id == hit.id);
            step.map(|step| of_step(scope, sought, &item, task, step))
        }
        (Kind::Comment | Kind::Message, _) => {
            let comment = comments::store::get(scope.read(), hit.id)?;
            let comment = comment.filter(|comment| comment.item == item.id() && !comment.deleted);
            comment.map(|comment| of_comment(scope, sought, &item, &comment)).transpose()?
        }
        (Kind::File, _) => {
            let file = files::store::get(scope.read(), hit.id)?;
            let file = file.filter(|file| file.item == item.id() && file.trashed_ms.is_none());
            file.map(|file| of_file(scope, sought, &item, &file)).transpose()?
        }
        _ => None,
    })
}

fn parts(parts: Vec<(String, bool)>) -> Vec<MarkedPart> {
    parts.into_iter().map(|(text, mark)| MarkedPart { text, mark }).collect()
}

/// A topic is opened by its id: a Direct one has no key.
fn url(key: &str, item: &Item) -> String {
    match item {
        Item::Topic(topic) => format!("/d/{}", topic.id),
        Item::Document(document) => format!("/p/{}", document.id),
        Item::Event(event) => format!("/e/{}", event.id),
        Item::Task(task) if key.is_empty() => format!("/t/{}", task.id),
        Item::Task(_) => format!("/t/{key}"),
    }
}

/// An item as a hit.
pub fn of_item(scope: &impl Scope, sought: &Marking, item: &Item) -> Result<SearchHit, Error> {
    let frame = frame(scope, sought, item);
    let label = |referent| items::queries::label(scope, referent);
    let (anchor, snippet) = match item {
        Item::Topic(topic) => (None, best(sought, &labelled(&topic.body, &label)?)),
        Item::Task(task) => {
            let home = scope.directory().space(task.space);
            let text = home.map(|home| documents::text(task, home, &label)).transpose()?;
            (None, best(sought, &text.unwrap_or_default()))
        }
        Item::Event(event) => (None, best(sought, &labelled(&event.body, &label)?)),
        Item::Document(document) => passage(sought, crate::documents::words::sections(scope.read(), document)?),
    };
    let url = anchor.map_or_else(|| frame.url.clone(), |anchor| format!("{}#{anchor}", frame.url));
    Ok(SearchHit { snippet: parts(snippet), url, ..frame })
}

/// What all hits of an item show, without the stretch of text.
fn frame(scope: &impl Scope, sought: &Marking, item: &Item) -> SearchHit {
    match item {
        Item::Task(task) => task_frame(scope, sought, item, task),
        Item::Topic(topic) => topic_frame(scope, sought, item, topic),
        Item::Document(document) => document_frame(scope, sought, item, document),
        Item::Event(event) => event_frame(scope, sought, item, event),
    }
}

fn topic_frame(scope: &impl Scope, sought: &Marking, item: &Item, topic: &Topic) -> SearchHit {
    let key = items::queries::key(scope, topic);
    SearchHit {
        id: topic.id,
        item_id: topic.id,
        kind: KindShape::Topic,
        title: parts(sought.mark(&items::queries::title(scope, item))),
        snippet: Vec::new(),
        url: url(&key, item),
        key,
        space_id: items::queries::home(scope, topic),
        author: shapes::actor(scope, topic.author),
        at: shapes::instant(topic.last_ms),
        category: None,
        due: None,
        assignee_id: None,
        decided: false,
    }
}

fn event_frame(scope: &impl Scope, sought: &Marking, item: &Item, event: &Event) -> SearchHit {
    let key = items::queries::key(scope, event);
    SearchHit {
        id: event.id,
        item_id: event.id,
        kind: KindShape::Event,
        title: parts(sought.mark(&event.title)),
        snippet: Vec::new(),
        url: url(&key, item),
        key,
        space_id: items::queries::home(scope, event),
        author: shapes::actor(scope, event.author),
        at: shapes::instant(event.updated_ms),
        category: None,
        due: None,
        assignee_id: None,
        decided: false,
    }
}

fn document_frame(scope: &impl Scope, sought: &Marking, item: &Item, document: &Document) -> SearchHit {
    let key = items::queries::key(scope, document);
    SearchHit {
        id: document.id,
        item_id: document.id,
        kind: if document.is_file() { KindShape::File } else { KindShape::Page },
        title: parts(sought.mark(&document.title)),
        snippet: Vec::new(),
        url: url(&key, item),
        key,
        space_id: items::queries::home(scope, document),
        author: shapes::actor(scope, document.author),
        at: shapes::instant(document.edited_ms),
        category: None,
        due: None,
        assignee_id: None,
        decided: false,
    }
}

/// The first part of a document that shows the question, with the anchor of its heading.
fn passage(sought: &Marking, sections: Vec<(Option<String>, String)>) -> (Option<String>, Vec<(String, bool)>) {
    let mut first = None;
    for (anchor, words) in sections {
        let found = best(sought, &words);
        if found.iter().any(|(_, mark)| *mark) {
            return (anchor, found);
        }
        first.get_or_insert(found);
    }
    (None, first.unwrap_or_default())
}

fn task_frame(scope: &impl Scope, sought: &Marking, item: &Item, task: &Task) -> SearchHit {
    let key = tasks::views::key(scope, task);
    SearchHit {
        id: task.id,
        item_id: task.id,
        kind: KindShape::Task,
        title: parts(sought.mark(&task.title)),
        snippet: Vec::new(),
        url: url(&key, item),
        key,
        space_id: items::queries::home(scope, task),
        author: shapes::actor(scope, task.author),
        at: shapes::instant(task.updated_ms),
        category: Some(task.category.into()),
        due: task.due.as_ref().map(Into::into),
        assignee_id: task.assignee,
        decided: false,
    }
}

fn of_step(scope: &impl Scope, sought: &Marking, item: &Item, task: &Task, step: &Step) -> SearchHit {
    let hit = frame(scope, sought, item);
    let category = if step.done.is_some() { Category::Done } else { task.category };
    SearchHit {
        id: step.id,
        kind: KindShape::Step,
        title: parts(sought.mark(&step.text)),
        snippet: hit.title,
        url: format!("{}#step-{}", hit.url, step.id),
        category: Some(category.into()),
        due: step.due.as_ref().map(Into::into),
        assignee_id: step.assignee,
        ..hit
    }
}

fn of_file(scope: &impl Scope, sought: &Marking, item: &Item, file: &File) -> Result<SearchHit, Error> {
    let hit = frame(scope, sought, item);
    let words = files::facts::text(scope.read(), file)?.unwrap_or_default();
    Ok(SearchHit {
        id: file.id,
        kind: KindShape::File,
        title: parts(sought.mark(&file.name)),
        snippet: parts(best(sought, &words)),
        // Sent with a comment it is read where it was said.
        url: file
            .comment
            .map_or_else(|| format!("{}#f-{}", hit.url, file.id), |comment| format!("{}#c-{comment}", hit.url)),
        author: shapes::actor(scope, file.author),
        at: shapes::instant(file.created_ms),
        ..hit
    })
}

/// The part of a long text that shows the question. A snippet looks at the beginning of a text only; where nothing
/// of the question stands there, the parts after it are looked at in turn.
fn best(sought: &Marking, words: &str) -> Vec<(String, bool)> {
    let mut rest = words;
    for _ in 0..PARTS {
        let mut end = rest.len().min(PART);
        while !rest.is_char_boundary(end) {
            end -= 1;
        }
        let (part, after) = rest.split_at(end);
        let found = sought.snippet(part, LENGTH).parts;
        if found.iter().any(|(_, mark)| *mark) {
            return found;
        }
        rest = after;
    }
    sought.snippet(words, LENGTH).parts
}

fn of_comment(scope: &impl Scope, sought: &Marking, item: &Item, comment: &Comment) -> Result<SearchHit, Error> {
    let hit = frame(scope, sought, item);
    let words = labelled(&documents::said(comment), &|referent| items::queries::label(scope, referent))?;
    Ok(SearchHit {
        id: comment.id,
        kind: if matches!(item, Item::Topic(_)) { KindShape::Message } else { KindShape::Comment },
        decided: matches!(item, Item::Topic(topic) if topic.decision(comment.id).is_some()),
        snippet: parts(sought.snippet(&words, LENGTH).parts),
        url: format!("{}#c-{}", hit.url, comment.id),
        author: shapes::actor(scope, comment.author),
        at: shapes::instant(comment.edited_ms.unwrap_or(comment.created_ms)),
        ..hit
    })
}
