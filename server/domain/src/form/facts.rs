//! The fields of a form as named values. What it says and asks is one of them, by the number of its version: every
//! version is kept, so that is enough to put an earlier one back.

use super::Form;
use crate::change::{FieldChange, Value, between};
use std::collections::BTreeMap;

/// The name of the fact that says which version it has.
pub const VERSION: &str = "version";

/// All facts of a form by name.
pub fn of(form: &Form) -> BTreeMap<String, Value> {
    let yes = |set: bool| if set { Value::Bool(true) } else { Value::Null };
    let all = [
        (VERSION, Value::Int(form.version.into())),
        ("public", yes(form.public)),
        ("link", Value::Int(form.link.into())),
        ("closed", yes(form.closed)),
        ("starts", Value::opt(form.starts, Value::Id)),
        ("trashed", Value::opt(form.trashed_ms, Value::Int)),
    ];
    all.into_iter().filter(|(_, value)| *value != Value::Null).map(|(name, value)| (name.to_owned(), value)).collect()
}

/// What changed from one to the next, by name.
pub fn changes(before: &Form, after: &Form) -> Vec<FieldChange> {
    between(&of(before), &of(after))
}
