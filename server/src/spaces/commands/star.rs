//! Stars: the spaces somebody keeps at hand. They are the person's own and nobody else learns of them.

use crate::{
    Error,
    access::{self, Work},
    error::Code,
    people,
};
use guildhall_domain::{
    Id,
    change::{Action, Change, FieldChange, Kind, Value},
    person::Person,
    policy::DoSpace,
};

/// Stars a space for the asker, or takes the star away.
pub fn star(work: &mut Work<'_, '_>, id: Id, on: bool) -> Result<(), Error> {
    access::space(work, id, DoSpace::See)?;
    let before = access::me(work)?;
    if before.starred.contains(&id) == on {
        return Ok(());
    }
    let mut after = Person::clone(&before);
    after.starred.retain(|other| *other != id);
    after.starred.extend(on.then_some(id));
    let value = |on: bool| if on { Value::Bool(true) } else { Value::Null };
    let change = Change {
        fields: vec![FieldChange { field: format!("starred:{id}"), before: value(!on), after: value(on) }],
        audience_before: vec![before.audience],
        audience_after: vec![before.audience],
        previous: before.seq,
        ..work.change(Kind::Person, before.id, Action::Changed)
    };
    after.seq = work.log(change)?;
    people::store::put(work.tx, &after)?;
    work.directory_changed()
}

/// Takes a star back to what it was, unless it was changed since or the space is out of sight.
pub fn take_back(work: &mut Work<'_, '_>, id: Id, on: bool) -> Result<(), Error> {
    if access::me(work)?.starred.contains(&id) == on {
        return Err(Error::new(Code::UndoConflict));
    }
    star(work, id, on).map_err(|_| Error::new(Code::UndoGone))
}
