//! Links between items of every kind. A link is one thing with two ends: both know of it, whichever it was made from,
//! and both have it in their history.

use super::{kinds, store};
use crate::{
    Error,
    access::{self, Scope, Work},
    error::Code,
};
use guildhall_domain::{
    Id,
    change::{Action, FieldChange, Value},
    item::Relation,
    limits,
    policy::Do,
};

/// A link to another item as a change holds it.
pub fn field(other: Id, before: Option<Relation>, after: Option<Relation>) -> FieldChange {
    let value = |relation: Option<Relation>| Value::opt(relation, |relation| Value::Int(relation as i64));
    FieldChange { field: format!("link:{other}"), before: value(before), after: value(after) }
}

/// Links two items the asker may see, or takes their link away; the first must be theirs to edit.
pub fn set(work: &mut Work<'_, '_>, id: Id, other: Id, relation: Option<Relation>) -> Result<(), Error> {
    access::item(work, id, Do::Edit)?;
    access::item(work, other, Do::Read)?;
    keep(work, id, other, relation)
}

/// The same, when it was asked already whether they may.
pub fn keep(work: &mut Work<'_, '_>, id: Id, other: Id, relation: Option<Relation>) -> Result<(), Error> {
    if id == other {
        return Err(Error::because(Code::Conflict, "An item cannot be linked to itself."));
    }
    let earlier = store::link(work.read(), id, other)?;
    if earlier == relation {
        return Ok(());
    }
    match relation {
        Some(relation) => store::put(work.tx, id, other, relation)?,
        None => store::delete(work.tx, id, other)?,
    }
    let by = i32::from(relation.is_some()) - i32::from(earlier.is_some());
    end(work, id, by, field(other, earlier, relation))?;
    end(work, other, by, field(id, earlier.map(Relation::reverse), relation.map(Relation::reverse)))
}

/// One of the two ends gets a link more, or one less.
fn end(work: &mut Work<'_, '_>, id: Id, by: i32, field: FieldChange) -> Result<(), Error> {
    let before = kinds::get(work.read(), id)?.ok_or_else(Error::not_found)?;
    let links = before.links().saturating_add_signed(by);
    if by > 0 {
        limits::at_most("links", links as usize, limits::SET)?;
    }
    let mut after = before.with_links(links);
    kinds::save_with(work, &before, &mut after, Action::Changed, vec![field])
}
