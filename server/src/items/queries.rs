//! Links and keys, as far as the reader may see what is behind them.

use super::{
    store,
    views::{ItemRef, LinkShape},
};
use crate::{
    Error,
    access::{self, Scope},
    http::words::ItemType,
    tasks,
};
use guildhall_domain::{Id, item, policy::Do, task::Task};

/// The links of a task to items the reader may see.
pub fn links(scope: &impl Scope, task: &Task) -> Result<Vec<LinkShape>, Error> {
    if task.links == 0 {
        return Ok(Vec::new());
    }
    let mut shapes = Vec::new();
    for (other, relation) in store::links(scope.read(), task.id)? {
        if let Ok(other) = access::task(scope, other, Do::Read) {
            shapes.push(LinkShape { item: reference(scope, &other), relation: relation.into() });
        }
    }
    Ok(shapes)
}

/// A task in a few words.
pub fn reference(scope: &impl Scope, task: &Task) -> ItemRef {
    ItemRef {
        id: task.id,
        kind: ItemType::Task,
        key: tasks::views::key(scope, task),
        title: task.title.clone(),
        space_id: task.space,
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
