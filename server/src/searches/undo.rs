//! Taking a change of a saved search back: what is there must still be as the change left it.

use super::{
    commands::{facts, may_share, save},
    queries,
    record::{Group, SavedSearch},
};
use crate::{
    Error,
    access::{self, Scope, Work},
    log,
};
use guildhall_domain::{
    change::{Action, Change, Value},
    policy::DoSpace,
};

/// Takes it back.
pub fn take_back(work: &mut Work<'_, '_>, change: &Change) -> Result<(), Error> {
    let before = queries::editable(work, change.object)?;
    let mut after = before.clone();
    if change.action == Action::Created {
        after.deleted_ms = Some(work.now());
        return save(work, Some(&before), &mut after, Action::Undone);
    }
    for field in &change.fields {
        set(work, &mut after, &field.field, &field.before)?;
    }
    let now = facts(&before);
    log::still(change, |name| now.iter().find(|(fact, _)| *fact == name).map(|(_, value)| value))?;
    may_share(work, &before, &after)?;
    save(work, Some(&before), &mut after, Action::Undone)
}

fn set(work: &Work<'_, '_>, search: &mut SavedSearch, name: &str, value: &Value) -> Result<(), Error> {
    match name {
        "name" => search.name = value.as_text().unwrap_or_default().into(),
        "question" => search.question = value.as_text().unwrap_or_default().into(),
        "group" => search.group = Group::of(value.as_int().and_then(|number| number.try_into().ok()).unwrap_or(0)),
        "deleted" => search.deleted_ms = value.as_int(),
        "space" => {
            search.space = value.as_id();
            search.audience = match search.space {
                Some(space) => access::space(work, space, DoSpace::Write)?.audience,
                None => work.directory().person(search.owner).ok_or_else(Error::not_found)?.audience,
            };
        }
        _ => {}
    }
    Ok(())
}
