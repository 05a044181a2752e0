//! The fields of a rule as named values. What was decided about it is one of them, by the number of its version: every
//! version is kept, so that is enough to put an earlier one back.

use super::Rule;
use crate::change::{FieldChange, Value, between};
use std::collections::BTreeMap;

/// The name of the fact that says which version it has.
pub const VERSION: &str = "version";
/// The name of the fact that says that it is off.
pub const OFF: &str = "off";

/// All facts of a rule by name.
pub fn of(rule: &Rule) -> BTreeMap<String, Value> {
    let all = [
        (VERSION, Value::Int(rule.version.into())),
        ("owner", Value::Id(rule.owner)),
        (OFF, if rule.off.is_some() { Value::Bool(true) } else { Value::Null }),
        ("trashed", Value::opt(rule.trashed_ms, Value::Int)),
    ];
    all.into_iter().filter(|(_, value)| *value != Value::Null).map(|(name, value)| (name.to_owned(), value)).collect()
}

/// What changed from one to the next, by name.
pub fn changes(before: &Rule, after: &Rule) -> Vec<FieldChange> {
    between(&of(before), &of(after))
}
