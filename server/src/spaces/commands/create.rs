//! New spaces.

use crate::{
    Error,
    access::{self, Scope, Work},
    error::Code,
    log, organization,
    spaces::{
        input::{NewSpace, free_prefix, new_prefix},
        store,
    },
};
use guildhall_domain::{
    change::{Action, Change, FieldChange, Kind, Value},
    limits,
    person::Role,
    space::{Space, SpaceRole},
};

/// Makes a space and its maker the lead. Every member of the organization may; guests may not. Sent
/// again with the same id by the same person it answers the space that is there.
pub fn create(work: &mut Work<'_, '_>, input: &NewSpace) -> Result<Space, Error> {
    let me = work.who().person.map(|_| access::me(work)).transpose()?;
    if me.as_ref().is_some_and(|me| me.role < Role::Member) {
        return Err(Error::because(Code::Forbidden, "Guests cannot make spaces. Ask somebody of the organization."));
    }
    let id = input.id.unwrap_or_else(|| work.new_id());
    if let Some(earlier) = work.directory().space(id).cloned() {
        return if same_create(work, &earlier, input)? {
            Ok(Space::clone(&earlier))
        } else {
            Err(Error::new(Code::IdTaken))
        };
    }
    let directory = work.directory().clone();
    let name = limits::line("name", &input.name, limits::NAME)?;
    let prefix = match &input.prefix {
        Some(prefix) => new_prefix(prefix, &directory, None)?,
        None => free_prefix(&name, &directory)?,
    };
    let audience = organization::store::next_number(work.tx, "audience")?;
    let mut space = Space::new(id, audience, name, prefix, work.now());
    input.patch().apply(&mut space, &directory)?;
    let mut fields = Vec::new();
    if let Some(me) = &me {
        store::put_member(work.tx, audience, me.audience, SpaceRole::Lead, work.now())?;
        fields.push(FieldChange {
            field: format!("member:{}", me.id),
            before: Value::Null,
            after: Value::Text("lead".into()),
        });
    }
    let change = Change { fields, audience_after: vec![audience], ..work.change(Kind::Space, id, Action::Created) };
    space.seq = work.log(change)?;
    store::put(work.tx, &space)?;
    work.directory_changed()?;
    Ok(space)
}

/// The space of this id was made by the same actor from the same words.
fn same_create(work: &Work<'_, '_>, earlier: &Space, input: &NewSpace) -> Result<bool, Error> {
    let first = log::history(work.tx.read(), earlier.seq).last().transpose()?;
    let by_me = first.is_some_and(|(_, change)| change.action == Action::Created && change.actor == work.who().actor);
    let visible = access::may_space(work, earlier, guildhall_domain::policy::DoSpace::See);
    Ok(by_me && visible && earlier.deleted_ms.is_none() && earlier.name == input.name.trim())
}
