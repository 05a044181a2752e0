//! Hits as people see them. Each is read through the access check; what the index still holds and the
//! asker may not read, or what is gone, is no hit.

use super::{
    documents,
    plain::labelled,
    views::{KindShape, MarkedPart, SearchHit},
};
use crate::{
    Error,
    access::{self, Scope},
    comments, files,
    http::shapes,
    items, tasks,
};
use guildhall_domain::{
    comment::Comment,
    file::File,
    space::Category,
    task::{Step, Task},
};
use guildhall_search::{Hit, Kind, Query, mark, snippet};

/// Characters of a snippet.
const LENGTH: usize = 220;
/// Bytes of a long text looked at together, and how many such parts.
const PART: usize = 250_000;
const PARTS: usize = 4;

/// A hit with its texts; none when there is nothing the asker may read.
pub fn load(scope: &impl Scope, query: &Query, hit: &Hit) -> Result<Option<SearchHit>, Error> {
    let task = access::seen_task(scope, hit.item)?.filter(|task| task.trashed_ms.is_none());
    let Some(task) = task else { return Ok(None) };
    Ok(match hit.kind {
        Kind::Task => Some(of_task(scope, query, &task)?),
        Kind::Step => {
            let step = task.steps.iter().find(|step| step.id == hit.id);
            step.map(|step| of_step(scope, query, &task, step)).transpose()?
        }
        Kind::Comment => {
            let comment = comments::store::get(scope.read(), hit.id)?;
            let comment = comment.filter(|comment| comment.item == task.id && !comment.deleted);
            comment.map(|comment| of_comment(scope, query, &task, &comment)).transpose()?
        }
        Kind::File => {
            let file = files::store::get(scope.read(), hit.id)?;
            let file = file.filter(|file| file.item == task.id && file.trashed_ms.is_none());
            file.map(|file| of_file(scope, query, &task, &file)).transpose()?
        }
        _ => None,
    })
}

fn parts(parts: Vec<(String, bool)>) -> Vec<MarkedPart> {
    parts.into_iter().map(|(text, mark)| MarkedPart { text, mark }).collect()
}

fn url(key: &str, task: &Task) -> String {
    if key.is_empty() { format!("/t/{}", task.id) } else { format!("/t/{key}") }
}

/// A task as a hit.
pub fn of_task(scope: &impl Scope, query: &Query, task: &Task) -> Result<SearchHit, Error> {
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
        url: url(&key, task),
        key,
        space_id: tasks::views::home(scope, task),
        author: shapes::actor(scope, task.author),
        at: shapes::instant(task.updated_ms),
        category: Some(task.category.into()),
        due: task.due.as_ref().map(Into::into),
        assignee_id: task.assignee,
    })
}

fn of_step(scope: &impl Scope, query: &Query, task: &Task, step: &Step) -> Result<SearchHit, Error> {
    let hit = of_task(scope, query, task)?;
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

fn of_file(scope: &impl Scope, query: &Query, task: &Task, file: &File) -> Result<SearchHit, Error> {
    let hit = of_task(scope, query, task)?;
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

fn of_comment(scope: &impl Scope, query: &Query, task: &Task, comment: &Comment) -> Result<SearchHit, Error> {
    let hit = of_task(scope, query, task)?;
    let words = labelled(&comment.body, &|referent| items::queries::label(scope, referent))?;
    Ok(SearchHit {
        id: comment.id,
        kind: KindShape::Comment,
        snippet: parts(snippet(query, &words, LENGTH).parts),
        url: format!("{}#c-{}", hit.url, comment.id),
        author: shapes::actor(scope, comment.author),
        at: shapes::instant(comment.edited_ms.unwrap_or(comment.created_ms)),
        ..hit
    })
}
