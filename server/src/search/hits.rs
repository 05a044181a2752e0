//! Hits as people see them. Each is read through the access check; what the index still holds and the
//! asker may not read, or what is gone, is no hit.

use super::{
    documents,
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
    file::File,
    item::{Core, Item},
    space::Category,
    task::{Step, Task},
    topic::Topic,
};
use guildhall_search::{Hit, Kind, Query, mark, snippet};

/// Characters of a snippet.
const LENGTH: usize = 220;
/// Bytes of a long text looked at together, and how many such parts.
const PART: usize = 250_000;
const PARTS: usize = 4;

/// A hit with its texts; none when there is nothing the asker may read.
pub fn load(scope: &impl Scope, query: &Query, hit: &Hit) -> Result<Option<SearchHit>, Error> {
    let item = access::seen_item(scope, hit.item)?.filter(|item| item.trashed_ms().is_none());
    let Some(item) = item else { return Ok(None) };
    let item = item.into_inner();
    Ok(match (hit.kind, &item) {
        (Kind::Task, Item::Task(_)) | (Kind::Topic, Item::Topic(_)) => Some(of_item(scope, query, &item)?),
        (Kind::Page | Kind::File, Item::Document(_)) if hit.id == hit.item => Some(of_item(scope, query, &item)?),
        (Kind::Step, Item::Task(task)) => {
            let step = task.steps.iter().find(|step| step.id == hit.id);
            step.map(|step| of_step(scope, query, &item, task, step)).transpose()?
        }
        (Kind::Comment | Kind::Message, _) => {
            let comment = comments::store::get(scope.read(), hit.id)?;
            let comment = comment.filter(|comment| comment.item == item.id() && !comment.deleted);
            comment.map(|comment| of_comment(scope, query, &item, &comment)).transpose()?
        }
        (Kind::File, _) => {
            let file = files::store::get(scope.read(), hit.id)?;
            let file = file.filter(|file| file.item == item.id() && file.trashed_ms.is_none());
            file.map(|file| of_file(scope, query, &item, &file)).transpose()?
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
        Item::Task(task) if key.is_empty() => format!("/t/{}", task.id),
        Item::Task(_) => format!("/t/{key}"),
    }
}

/// An item as a hit.
pub fn of_item(scope: &impl Scope, query: &Query, item: &Item) -> Result<SearchHit, Error> {
    match item {
        Item::Task(task) => of_task(scope, query, item, task),
        Item::Topic(topic) => of_topic(scope, query, item, topic),
        Item::Document(document) => of_document(scope, query, item, document),
    }
}

fn of_topic(scope: &impl Scope, query: &Query, item: &Item, topic: &Topic) -> Result<SearchHit, Error> {
    let key = items::queries::key(scope, topic);
    let text = labelled(&topic.body, &|referent| items::queries::label(scope, referent))?;
    Ok(SearchHit {
        id: topic.id,
        item_id: topic.id,
        kind: KindShape::Topic,
        title: parts(mark(query, &items::queries::title(scope, item))),
        snippet: parts(snippet(query, &text, LENGTH).parts),
        url: url(&key, item),
        key,
        space_id: items::queries::home(scope, topic),
        author: shapes::actor(scope, topic.author),
        at: shapes::instant(topic.last_ms),
        category: None,
        due: None,
        assignee_id: None,
    })
}

fn of_document(scope: &impl Scope, query: &Query, item: &Item, document: &Document) -> Result<SearchHit, Error> {
    let key = items::queries::key(scope, document);
    let sections = crate::documents::words::sections(scope.read(), document)?;
    let (anchor, snippet) = passage(query, sections);
    let url = anchor.map_or_else(|| url(&key, item), |anchor| format!("{}#{anchor}", url(&key, item)));
    Ok(SearchHit {
        id: document.id,
        item_id: document.id,
        kind: if document.is_file() { KindShape::File } else { KindShape::Page },
        title: parts(mark(query, &document.title)),
        snippet: parts(snippet),
        url,
        key,
        space_id: items::queries::home(scope, document),
        author: shapes::actor(scope, document.author),
        at: shapes::instant(document.edited_ms),
        category: None,
        due: None,
        assignee_id: None,
    })
}

/// The first part of a document that shows the question, with the anchor of its heading.
fn passage(query: &Query, sections: Vec<(Option<String>, String)>) -> (Option<String>, Vec<(String, bool)>) {
    let mut first = None;
    for (anchor, words) in sections {
        let found = best(query, &words);
        if found.iter().any(|(_, mark)| *mark) {
            return (anchor, found);
        }
        first.get_or_insert(found);
    }
    (None, first.unwrap_or_default())
}

fn of_task(scope: &impl Scope, query: &Query, item: &Item, task: &Task) -> Result<SearchHit, Error> {
    let key = tasks::views::key(scope, task);
    let home = scope.directory().space(task.space);
    let text = home.map(|home| documents::text(task, home, &|referent| items::queries::label(scope, referent)));
    let text = text.transpose()?.unwrap_or_default();
    Ok(SearchHit {
        id: task.id,
        item_id: task.id,
        kind: KindShape::Task,
        title: parts(mark(query, &task.title)),
        snippet: parts(snippet(query, &text, LENGTH).parts),
        url: url(&key, item),
        key,
        space_id: items::queries::home(scope, task),
        author: shapes::actor(scope, task.author),
        at: shapes::instant(task.updated_ms),
        category: Some(task.category.into()),
        due: task.due.as_ref().map(Into::into),
        assignee_id: task.assignee,
    })
}

fn of_step(scope: &impl Scope, query: &Query, item: &Item, task: &Task, step: &Step) -> Result<SearchHit, Error> {
    let hit = of_item(scope, query, item)?;
    let category = if step.done.is_some() { Category::Done } else { task.category };
    Ok(SearchHit {
        id: step.id,
        kind: KindShape::Step,
        title: parts(mark(query, &step.text)),
        snippet: hit.title,
        url: format!("{}#step-{}", hit.url, step.id),
        category: Some(category.into()),
        due: step.due.as_ref().map(Into::into),
        assignee_id: step.assignee,
        ..hit
    })
}

fn of_file(scope: &impl Scope, query: &Query, item: &Item, file: &File) -> Result<SearchHit, Error> {
    let hit = of_item(scope, query, item)?;
    let words = files::facts::text(scope.read(), file)?.unwrap_or_default();
    Ok(SearchHit {
        id: file.id,
        kind: KindShape::File,
        title: parts(mark(query, &file.name)),
        snippet: parts(best(query, &words)),
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
fn best(query: &Query, words: &str) -> Vec<(String, bool)> {
    let mut rest = words;
    for _ in 0..PARTS {
        let mut end = rest.len().min(PART);
        while !rest.is_char_boundary(end) {
            end -= 1;
        }
        let (part, after) = rest.split_at(end);
        let found = snippet(query, part, LENGTH).parts;
        if found.iter().any(|(_, mark)| *mark) {
            return found;
        }
        rest = after;
    }
    snippet(query, words, LENGTH).parts
}

fn of_comment(scope: &impl Scope, query: &Query, item: &Item, comment: &Comment) -> Result<SearchHit, Error> {
    let hit = of_item(scope, query, item)?;
    let words = labelled(&documents::said(comment), &|referent| items::queries::label(scope, referent))?;
    Ok(SearchHit {
        id: comment.id,
        kind: if matches!(item, Item::Topic(_)) { KindShape::Message } else { KindShape::Comment },
        snippet: parts(snippet(query, &words, LENGTH).parts),
        url: format!("{}#c-{}", hit.url, comment.id),
        author: shapes::actor(scope, comment.author),
        at: shapes::instant(comment.edited_ms.unwrap_or(comment.created_ms)),
        ..hit
    })
}
