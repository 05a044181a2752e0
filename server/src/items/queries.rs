//! Links and keys, as far as the reader may see what is behind them.

use super::{
    store,
    views::{ItemRef, LinkShape, MentionShape},
};
use crate::{
    Error,
    access::{self, Scope},
    http::words::ItemType,
    tasks,
};
use guildhall_domain::{
    Id, item,
    policy::{Do, DoSpace},
    reference::Referent,
    task::Task,
};
use std::collections::HashSet;

/// Most items shown that mention one.
const SHOWN: usize = 50;
/// Most mentions looked at for them, also of what the reader may not see.
const LOOKED_AT: usize = 500;

/// The links of a task to items the reader may see.
pub fn links(scope: &impl Scope, task: &Task) -> Result<Vec<LinkShape>, Error> {
    if task.links == 0 {
        return Ok(Vec::new());
    }
    let mut shapes = Vec::new();
    for (other, relation) in store::links(scope.read(), task.id)? {
        if let Some(other) = access::seen_task(scope, other)? {
            shapes.push(LinkShape { item: reference(scope, &other), relation: relation.into() });
        }
    }
    Ok(shapes)
}

/// The items that name a task in their text or in a comment, the newest mention first, each once: those
/// the reader may see.
pub fn mentions(scope: &impl Scope, task: &Task) -> Result<Vec<MentionShape>, Error> {
    let mut seen = HashSet::from([task.id]);
    let mut shapes = Vec::new();
    for row in store::naming(scope.read(), Referent::Item(task.id))?.take(LOOKED_AT) {
        let (object, item) = row?;
        if !seen.insert(item) {
            continue;
        }
        let Some(other) = access::seen_task(scope, item)? else { continue };
        if other.trashed_ms.is_none() {
            let comment_id = (object != item).then_some(object);
            shapes.push(MentionShape { item: reference(scope, &other), comment_id });
        }
        if shapes.len() == SHOWN {
            break;
        }
    }
    Ok(shapes)
}

/// What somebody or something that a text names is called now; none when the reader may not know.
pub fn label(scope: &impl Scope, referent: Referent) -> Result<Option<String>, Error> {
    Ok(match referent {
        Referent::Person(id) => access::person(scope, id).ok().map(|person| format!("@{}", person.name)),
        Referent::Space(id) => access::space(scope, id, DoSpace::See).ok().map(|space| space.name.clone()),
        Referent::Item(id) => access::seen_task(scope, id)?.map(|task| task.title.clone()),
    })
}

/// A task in a few words.
pub fn reference(scope: &impl Scope, task: &Task) -> ItemRef {
    ItemRef {
        id: task.id,
        kind: ItemType::Task,
        key: tasks::views::key(scope, task),
        title: task.title.clone(),
        space_id: tasks::views::home(scope, task),
        category: Some(task.category.into()),
    }
}

/// The item a key leads to, also a key it had before it moved.
pub fn by_key(scope: &impl Scope, key: &str) -> Result<Id, Error> {
    let (prefix, number) = item::parse_key(key).ok_or_else(Error::not_found)?;
    let space = scope.directory().space_by_prefix(&prefix).ok_or_else(Error::not_found)?;
    let id = scope.read().get(&tasks::rows::KEYS, &(space.audience, number))?.ok_or_else(Error::not_found)?;
    Ok(access::task(scope, id, Do::Read)?.id)
}
