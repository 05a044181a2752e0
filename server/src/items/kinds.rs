//! An item of whatever kind: the one place that knows which kinds there are. What people say about an item,
//! attach to it and find of it goes through here.

use crate::{Error, access::Work, documents, events, tasks, topics};
use guildhall_domain::{
    Id,
    change::{Action, FieldChange},
    comment::Passage,
    item::Item,
};
use guildhall_store::{Read, StoreError};

/// An item. Only `access` may call this for somebody.
pub fn get(read: &Read<'_>, id: Id) -> Result<Option<Item>, StoreError> {
    if let Some(task) = tasks::store::get(read, id)? {
        return Ok(Some(Item::Task(task)));
    }
    if let Some(topic) = topics::store::get(read, id)? {
        return Ok(Some(Item::Topic(topic)));
    }
    if let Some(document) = documents::store::get(read, id)? {
        return Ok(Some(Item::Document(document)));
    }
    Ok(events::store::get(read, id)?.map(Item::Event))
}

/// Writes the next version of an item with what happened beside its own facts, such as a comment on it.
pub fn save_with(
    work: &mut Work<'_, '_>,
    before: &Item,
    after: &mut Item,
    action: Action,
    fields: Vec<FieldChange>,
) -> Result<(), Error> {
    match (before, after) {
        (Item::Task(before), Item::Task(after)) => tasks::store::save_with(work, before, after, action, fields),
        (Item::Topic(before), Item::Topic(after)) => topics::store::save_with(work, before, after, action, fields),
        (Item::Document(before), Item::Document(after)) => {
            documents::store::save_with(work, before, after, action, fields)
        }
        (Item::Event(before), Item::Event(after)) => events::store::save_with(work, before, after, action, fields),
        _ => Err(Error::not_found()),
    }
}

/// A passage of it that somebody speaks of, as it is kept. Only pages have any.
pub fn passage(read: &Read<'_>, item: &Item, marked: Passage) -> Result<Passage, Error> {
    match item {
        Item::Document(document) if !document.is_file() => {
            documents::pages::passages::marked(read, document.id, marked)
        }
        _ => Err(Error::field("passage", "Only a page has passages. Comment on the whole of it.")),
    }
}

/// Logs what was found out about something that hangs on an item. It is nobody's change.
pub fn note(work: &mut Work<'_, '_>, item: &Item, fields: Vec<FieldChange>) -> Result<(), Error> {
    match item {
        Item::Task(task) => tasks::store::note(work, task, fields),
        Item::Topic(topic) => topics::store::note(work, topic, fields),
        Item::Document(document) => documents::store::note(work, document, fields),
        Item::Event(event) => events::store::note(work, event, fields),
    }
}

/// An item got a link more or lost one by a change of another item.
pub fn linked(work: &mut Work<'_, '_>, id: Id, by: i32) -> Result<(), Error> {
    match get(work.tx.read(), id)? {
        Some(Item::Task(mut task)) => {
            task.links = task.links.saturating_add_signed(by);
            tasks::store::touch(work, &task)
        }
        Some(Item::Topic(mut topic)) => {
            topic.links = topic.links.saturating_add_signed(by);
            topics::store::touch(work, &topic)
        }
        Some(Item::Document(mut document)) => {
            document.links = document.links.saturating_add_signed(by);
            documents::store::touch(work, &document)
        }
        Some(Item::Event(mut event)) => {
            event.links = event.links.saturating_add_signed(by);
            events::store::touch(work, &event)
        }
        None => Ok(()),
    }
}
