//! Links and keys, as far as the reader may see what is behind them.

use super::{
    store,
    views::{ItemRef, LinkShape, MentionShape},
};
use crate::{
    Error,
    access::{self, Scope},
    http::words::ItemType,
    topics,
};
use guildhall_domain::{
    Id,
    item::{self, Core, Item},
    policy::{Do, DoSpace},
    reference::{self, Referent},
};
use std::collections::HashSet;

/// Most items shown that mention one.
const SHOWN: usize = 50;
/// Most mentions looked at for them, also of what the reader may not see.
const LOOKED_AT: usize = 500;

/// The links of an item, of which it has `count`, to items the reader may see.
pub fn links(scope: &impl Scope, id: Id, count: u32) -> Result<Vec<LinkShape>, Error> {
    if count == 0 {
        return Ok(Vec::new());
    }
    let mut shapes = Vec::new();
    for (other, relation) in store::links(scope.read(), id)? {
        if let Some(other) = access::seen_item(scope, other)? {
            shapes.push(LinkShape { item: reference(scope, &other), relation: relation.into() });
        }
    }
    Ok(shapes)
}

/// The items that name one in their text or in a comment, the newest mention first, each once: those
/// the reader may see.
pub fn mentions(scope: &impl Scope, id: Id) -> Result<Vec<MentionShape>, Error> {
    let mut seen = HashSet::from([id]);
    let mut shapes = Vec::new();
    for row in store::naming(scope.read(), Referent::Item(id))?.take(LOOKED_AT) {
        let (object, item) = row?;
        if !seen.insert(item) {
            continue;
        }
        let Some(other) = access::seen_item(scope, item)? else { continue };
        if other.trashed_ms().is_none() {
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
        Referent::Item(id) => access::seen_item(scope, id)?.map(|item| title(scope, &item)),
    })
}

/// What an item is called for this reader.
pub fn title(scope: &impl Scope, item: &Item) -> String {
    match item {
        Item::Task(task) => task.title.clone(),
        Item::Topic(topic) => topics::views::title(scope, topic),
        Item::Document(document) => document.title.clone(),
        Item::Event(event) => event.title.clone(),
    }
}

/// The key people know an item by; empty without one.
pub fn key(scope: &impl Scope, item: &impl Core) -> String {
    match item.home().and_then(|home| scope.directory().space(home)) {
        Some(space) if item.number() > 0 => [space.prefix.as_str(), "-", &item.number().to_string()].concat(),
        _ => String::new(),
    }
}

/// The home of an item, for a reader who may know of it; all zeros for others, and none where there is none.
pub fn home(scope: &impl Scope, item: &impl Core) -> Option<Id> {
    let home = item.home()?;
    Some(access::space(scope, home, DoSpace::See).map_or(Id::nil(), |home| home.id))
}

/// An item in a few words.
pub fn reference(scope: &impl Scope, item: &Item) -> ItemRef {
    let (kind, category) = match item {
        Item::Task(task) => (ItemType::Task, Some(task.category.into())),
        Item::Topic(_) => (ItemType::Topic, None),
        Item::Document(_) => (ItemType::Document, None),
        Item::Event(_) => (ItemType::Event, None),
    };
    ItemRef {
        id: item.id(),
        kind,
        key: key(scope, item),
        title: title(scope, item),
        space_id: home(scope, item),
        category,
    }
}

/// People a text of an item names who cannot read it. Only whoever wrote it may be told.
pub fn unreached(scope: &impl Scope, item: &Item, text: &str) -> Vec<Id> {
    let (directory, audience) = (scope.directory(), access::audience_of(scope.directory(), item));
    let named = reference::named(text).into_iter();
    let people = named.filter_map(|referent| if let Referent::Person(id) = referent { Some(id) } else { None });
    people
        .filter(|id| directory.person(*id).is_some_and(|person| access::knows(scope, person)))
        .filter(|id| !directory.reach(*id).sees(audience.ids()))
        .collect()
}

/// The item a key leads to, also a key it had before it moved.
pub fn by_key(scope: &impl Scope, key: &str) -> Result<Item, Error> {
    let (prefix, number) = item::parse_key(key).ok_or_else(Error::not_found)?;
    let space = scope.directory().space_by_prefix(&prefix).ok_or_else(Error::not_found)?;
    let id = scope.read().get(&crate::tasks::rows::KEYS, &(space.audience, number))?.ok_or_else(Error::not_found)?;
    Ok(access::item(scope, id, Do::Read)?.into_inner())
}
