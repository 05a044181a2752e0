//! The fields of a document as named values. Two versions give the list of what changed; the same names put a
//! value back.

use super::Document;
use crate::{
    Id,
    change::{FieldChange, Value, between},
};
use std::collections::BTreeMap;

/// All facts of a document by name.
pub fn of(document: &Document) -> BTreeMap<String, Value> {
    let mut facts = BTreeMap::new();
    let mut add = |name: &str, value: Value| {
        if value != Value::Null {
            facts.insert(name.to_owned(), value);
        }
    };
    let flag = |on: bool| if on { Value::Bool(true) } else { Value::Null };
    add("title", Value::Text(document.title.clone()));
    add("space", Value::Id(document.space));
    add("number", Value::Int(document.number.into()));
    add("folder", Value::opt(document.folder, Value::Id));
    add("pinned", Value::opt(document.pinned_ms, Value::Int));
    add("template", flag(document.template));
    add("everywhere", flag(document.everywhere));
    add("archived", flag(document.archived));
    add("trashed", Value::opt(document.trashed_ms, Value::Int));
    add("version", Value::Int(document.version.into()));
    add("current", Value::opt(document.current, Value::Id));
    add("locked", Value::opt(document.lock.as_ref(), |lock| Value::Id(lock.by)));
    for person in &document.followers {
        add(&format!("follower:{person}"), Value::Bool(true));
    }
    facts
}

/// What changed from one version to the next, by name.
pub fn changes(before: &Document, after: &Document) -> Vec<FieldChange> {
    between(&of(before), &of(after))
}

/// Puts one fact back; answers false when the name or the value means nothing here, and then nothing changed.
/// Home, number and folder are the caller's: they follow from rights, counters and other rows.
pub fn set(document: &mut Document, name: &str, value: &Value) -> bool {
    let (head, rest) = name.split_once(':').unwrap_or((name, ""));
    match head {
        "title" => document.title = value.as_text().unwrap_or_default().into(),
        "pinned" => document.pinned_ms = value.as_int(),
        "template" => document.template = *value == Value::Bool(true),
        "everywhere" => document.everywhere = *value == Value::Bool(true),
        "archived" => document.archived = *value == Value::Bool(true),
        "trashed" => document.trashed_ms = value.as_int(),
        "version" => document.version = value.as_int().and_then(|number| u32::try_from(number).ok()).unwrap_or(0),
        "current" => document.current = value.as_id(),
        // A lock that ended does not begin again.
        "locked" => document.lock = None,
        "follower" => {
            let Ok(person) = rest.parse::<Id>() else { return false };
            document.followers.retain(|other| *other != person);
            document.followers.extend((*value == Value::Bool(true)).then_some(person));
        }
        _ => return false,
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{actor::Actor, document::DocumentForm};

    #[test]
    fn what_changed_can_be_put_back() {
        let id = Id::from_u128;
        let before = Document::new(id(1), DocumentForm::File, id(2), Actor::System, 5);
        let mut after = Document {
            title: "Prices.pdf".into(),
            pinned_ms: Some(6),
            archived: true,
            trashed_ms: Some(7),
            version: 2,
            current: Some(id(3)),
            ..before.clone()
        };
        after.follow(id(4));
        let changes = changes(&before, &after);
        assert_eq!(changes.len(), 7);
        for change in &changes {
            assert!(set(&mut after, &change.field, &change.before), "{}", change.field);
        }
        assert_eq!(after, before);
    }
}
