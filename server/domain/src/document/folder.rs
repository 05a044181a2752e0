//! Folders: a tree in each space. A folder is no item: it has a name and a place and nothing else, and whoever
//! reads the space reads it.

use crate::{
    Id, Rule,
    actor::Actor,
    change::{FieldChange, Value, between},
};
use std::collections::BTreeMap;

/// Deepest a folder may lie.
pub const DEEPEST: usize = 20;
/// Most folders of a space.
pub const MOST: usize = 10_000;

/// A folder.
#[derive(Debug, Clone, PartialEq)]
pub struct Folder {
    /// Id.
    pub id: Id,
    /// The space it is in.
    pub space: Id,
    /// The folder it lies in; none at the top.
    pub parent: Option<Id>,
    /// Name.
    pub name: String,
    /// Who made it.
    pub author: Actor,
    /// When.
    pub created_ms: i64,
    /// When it last changed.
    pub updated_ms: i64,
    /// In the trash since; so is what lay in it.
    pub trashed_ms: Option<i64>,
    /// Sequence number of its last change.
    pub seq: u64,
}

/// All facts of a folder by name.
pub fn facts(folder: &Folder) -> BTreeMap<String, Value> {
    let mut facts = BTreeMap::from([
        ("name".to_owned(), Value::Text(folder.name.clone())),
        ("space".to_owned(), Value::Id(folder.space)),
    ]);
    facts.extend(folder.parent.map(|parent| ("parent".to_owned(), Value::Id(parent))));
    facts.extend(folder.trashed_ms.map(|at| ("trashed".to_owned(), Value::Int(at))));
    facts
}

/// What changed from one version to the next, by name.
pub fn changes(before: &Folder, after: &Folder) -> Vec<FieldChange> {
    between(&facts(before), &facts(after))
}

/// Whether a folder may lie in another one, whose way to the top is given from itself upwards. `below` is how
/// many folders deep the moved one is, itself included.
///
/// # Errors
/// When it would lie in itself, or too deep.
pub fn may_lie(folder: Id, way: &[Id], below: usize) -> Result<(), Rule> {
    if way.contains(&folder) {
        return Err(Rule::field("invalid", "parent_id", "A folder cannot lie in itself. Choose another one."));
    }
    if way.len() + below > DEEPEST {
        return Err(Rule::field(
            "invalid",
            "parent_id",
            format!("Folders can be {DEEPEST} deep. Choose one further up."),
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_never_lies_in_itself_nor_too_deep() {
        let id = Id::from_u128;
        assert!(may_lie(id(1), &[id(2), id(3)], 1).is_ok());
        assert!(may_lie(id(1), &[id(2), id(1)], 1).is_err());
        assert!(may_lie(id(1), &[id(1)], 1).is_err());
        let way: Vec<Id> = (10..29).map(id).collect();
        assert!(may_lie(id(1), &way, 1).is_ok());
        assert!(may_lie(id(1), &way, 2).is_err());
    }
}
