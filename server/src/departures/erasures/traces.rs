//! Where a name stands besides the account: labels in texts, old values in the log, the audit, the Personal space. Each part
//! is done in slices and may be done again.

use super::record::Words;
use crate::{
    Error,
    access::{Scope, Work},
    audit, comments, documents, events,
    items::{self, kinds},
    log, processes, tasks, topics,
};
use guildhall_domain::{
    Id,
    actor::Actor,
    change::{Change, FieldChange, Value},
    comment::Comment,
    item::Item,
    person::FORMER,
    reference::{Referent, relabelled},
};

/// Rows looked at, or written, in one command.
const SLICE: usize = 500;

/// Puts another label where texts name somebody; answers where to go on. It is nobody's change.
pub fn texts(work: &mut Work<'_, '_>, person: Id, after: Option<Place>) -> Result<Option<Place>, Error> {
    let all = items::store::naming_slice(work.read(), Referent::Person(person), after, SLICE)?;
    for ((_, object), item) in &all {
        work.unnamed(|work| text(work, person, *object, *item))?;
    }
    Ok(all.last().map(|(place, _)| *place).filter(|_| all.len() == SLICE))
}

/// A text that names somebody: since which change, and which.
pub type Place = (u64, Id);

fn text(work: &mut Work<'_, '_>, person: Id, object: Id, item: Id) -> Result<(), Error> {
    let Some(mut whole) = kinds::get(work.read(), item)? else { return Ok(()) };
    let fields = if object == item {
        let body = match &mut whole {
            Item::Task(task) => &mut task.body,
            Item::Topic(topic) => &mut topic.body,
            Item::Event(event) => &mut event.body,
            Item::Document(_) => return Ok(()),
        };
        let Some(text) = relabelled(body, person, FORMER) else { return Ok(()) };
        *body = text;
        Vec::new()
    } else {
        let Some(comment) = comments::store::get(work.read(), object)? else { return Ok(()) };
        let Some(body) = relabelled(&comment.body, person, FORMER) else { return Ok(()) };
        comments::store::put(work, &Comment { body, ..comment }, false)?;
        // What is found of it is made anew.
        let same = Value::Bool(true);
        vec![FieldChange { field: format!("comment:{object}"), before: same.clone(), after: same }]
    };
    kinds::note(work, &whole, fields)
}

/// Takes the same labels out of old values; answers where to go on.
pub fn history(work: &mut Work<'_, '_>, person: Id, after: u64, until: u64) -> Result<Option<u64>, Error> {
    let slice: Vec<(u64, Change)> =
        log::after(work.read(), after)?.take(SLICE).collect::<Result<_, guildhall_store::StoreError>>()?;
    for (seq, change) in &slice {
        let mut clean = change.clone();
        for field in &mut clean.fields {
            field.before = relabel(&field.before, person);
            field.after = relabel(&field.after, person);
        }
        if clean != *change {
            log::rewrite(work.tx, *seq, &clean)?;
        }
    }
    Ok(slice.last().map(|(seq, _)| *seq).filter(|seq| *seq < until))
}

fn relabel(value: &Value, person: Id) -> Value {
    match value {
        Value::Text(text) => Value::Text(relabelled(text, person, FORMER).unwrap_or_else(|| text.clone())),
        Value::List(values) => Value::List(values.iter().map(|value| relabel(value, person)).collect()),
        other => other.clone(),
    }
}

/// Takes names and addresses out of the audit, and from where they came in; answers where to go on.
pub fn audited(work: &mut Work<'_, '_>, person: Id, words: &Words, after: Option<u64>) -> Result<Option<u64>, Error> {
    let last = audit::store::erase(work.tx, after, SLICE, |record| {
        let about = without(&record.about, words);
        let named = about != record.about;
        // A failed sign-in names the address that was typed, and is of nobody.
        let failed = named && record.action == audit::AuditAction::SignInFailed.number();
        let from = Actor::from(&record.actor) == Actor::Person(person) || failed;
        let changed = named || (from && !record.address.is_empty());
        if from {
            record.address.clear();
        }
        record.about = about;
        changed
    });
    Ok(last?)
}

/// A text with the names of somebody replaced where they stand as words of their own, and their addresses wherever.
pub fn without(text: &str, words: &Words) -> String {
    let mut clean = text.to_owned();
    for address in &words.addresses {
        clean = replace_words(&clean, address);
    }
    for name in &words.names {
        clean = replace_words(&clean, name);
    }
    clean
}

fn replace_words(text: &str, word: &str) -> String {
    let (mut clean, mut rest, mut before) = (String::with_capacity(text.len()), text, None::<char>);
    while let Some(at) = rest.find(word).filter(|_| !word.is_empty()) {
        let (head, tail) = rest.split_at_checked(at).unwrap_or((rest, ""));
        let behind = tail.get(word.len()..).unwrap_or_default();
        let left = head.chars().next_back().or(before);
        let alone = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
        clean.push_str(head);
        clean.push_str(if alone(left) && alone(behind.chars().next()) { FORMER } else { word });
        before = word.chars().next_back();
        rest = behind;
    }
    clean.push_str(rest);
    clean
}

/// Deletes what is in their Personal space for good, a part at a time; answers whether some remains.
pub fn personal(work: &mut Work<'_, '_>, person: Id) -> Result<bool, Error> {
    let Some(space) = work.directory().personal(person).map(|space| (space.id, space.audience)) else {
        return Ok(false);
    };
    let read = work.read();
    let mut all: Vec<Id> = tasks::store::ids_in(read, space.1)?;
    all.extend(topics::store::ids_in(read, space.1)?);
    all.extend(documents::store::ids_in(read, space.1)?);
    all.extend(events::store::ids_in(read, space.1)?);
    all.extend(tasks::queries::trash_ids(work, space.1)?);
    all.sort_unstable();
    all.dedup();
    let mut deleted = 0;
    for id in all.iter().take(SLICE / 10) {
        deleted += usize::from(delete(work, space.0, *id)?);
    }
    for id in processes::store::ids_in(work.read(), space.1)? {
        if let Some(process) = processes::store::get(work.read(), id)? {
            processes::store::forget(work.tx, &process, Some(space.1), SLICE)?;
        }
    }
    Ok(deleted > 0 && all.len() > SLICE / 10)
}

/// Deletes an item that is at home there; what is only shown there is others'.
fn delete(work: &mut Work<'_, '_>, space: Id, id: Id) -> Result<bool, Error> {
    match kinds::get(work.read(), id)? {
        Some(Item::Task(task)) if task.space == space => tasks::commands::trash::erase(work, &task)?,
        Some(Item::Topic(topic)) if topic.space == Some(space) => topics::commands::trash::erase(work, &topic)?,
        Some(Item::Document(document)) if document.space == space => {
            documents::commands::trash::erase(work, &document)?;
        }
        Some(Item::Event(event)) if event.space == space => events::commands::trash::erase(work, &event)?,
        _ => return Ok(false),
    }
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_taken_out_where_it_stands_alone() {
        let words = Words { names: vec!["Ana".into()], addresses: vec!["ana@x.de".into()] };
        let clean = |text: &str| without(text, &words);
        assert_eq!(clean("Ana: ana@x.de"), "Former member: Former member");
        assert_eq!(clean("Anatol and Ana, BananAna"), "Anatol and Former member, BananAna");
    }
}
