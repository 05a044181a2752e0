//! Who may do what with a template, and the ways to write one.

use super::{
    record::{Makes, Template},
    save::SaveInput,
    store,
};
use crate::{
    Error,
    access::{self, Scope, Work},
    error::Code,
    http::call::{IfMatch, unchanged_since},
};
use guildhall_domain::{
    Id,
    change::{Action, Change, FieldChange, Kind, Value},
    limits,
    policy::DoSpace,
    space::Space,
};
use std::sync::Arc;

/// Most templates of a space.
const MOST: usize = 200;
/// Most bytes of what one holds: all of a space are read for their list.
const LONGEST: usize = 256 * 1024;

/// The templates of a space that make this, by name.
pub fn all(scope: &impl Scope, space: Id, makes: Makes) -> Result<Vec<Template>, Error> {
    let home = access::space(scope, space, DoSpace::Read)?;
    let mut all = store::of_space(scope.read(), home.audience)?;
    all.retain(|template| template.makes == makes);
    all.sort_by_cached_key(|template| (template.name.to_lowercase(), template.id));
    Ok(all)
}

/// A template the asker sees, deleted ones too, with its space.
fn seen(scope: &impl Scope, id: Id) -> Result<(Template, Arc<Space>), Error> {
    let template = store::get(scope.read(), id)?.ok_or_else(Error::not_found)?;
    let home = access::space(scope, template.space, DoSpace::Read).map_err(|_| Error::not_found())?;
    Ok((template, home.into_inner()))
}

/// A template for beginning from it.
pub fn usable(scope: &impl Scope, id: Id, makes: Makes) -> Result<(Template, Arc<Space>), Error> {
    let (template, home) = seen(scope, id)?;
    if template.deleted_ms.is_some() || template.makes != makes {
        return Err(Error::not_found());
    }
    Ok((template, home))
}

/// Whoever saved it and still works there, and those who manage the space.
pub fn may_change(scope: &impl Scope, template: &Template, home: &Space) -> bool {
    let own = scope.who().person.is_none_or(|me| me == template.author);
    let may = |what| access::may_space(scope, home, what);
    home.is_live() && (may(DoSpace::Manage) || (own && may(DoSpace::Write)))
}

fn changeable(scope: &impl Scope, id: Id) -> Result<(Template, Arc<Space>), Error> {
    let (template, home) = seen(scope, id)?;
    if may_change(scope, &template, &home) { Ok((template, home)) } else { Err(Error::new(Code::Forbidden)) }
}

/// Keeps something of a space as a template of it. Sent again with the same id by the same person it answers the one
/// that is there; otherwise `content` says what is in it.
pub fn keep(
    work: &mut Work<'_, '_>,
    home: &Space,
    (makes, title): (Makes, &str),
    input: &SaveInput,
    content: impl FnOnce(&Work<'_, '_>) -> Result<String, Error>,
) -> Result<Template, Error> {
    let author = access::me(work)?.id;
    let name = limits::line("name", input.name.as_deref().unwrap_or(title), limits::TITLE)?;
    let id = input.id.unwrap_or_else(|| work.new_id());
    if let Some(earlier) = store::get(work.read(), id)? {
        let same = (earlier.author, earlier.space, earlier.makes, &earlier.name) == (author, home.id, makes, &name);
        return if same && earlier.deleted_ms.is_none() { Ok(earlier) } else { Err(Error::new(Code::IdTaken)) };
    }
    if store::count(work.read(), home.audience)? >= MOST {
        let message = format!("A space has at most {MOST} templates. Delete those that nobody uses.");
        return Err(Error::because(Code::TooMany, message));
    }
    let content = content(work)?;
    if content.len() > LONGEST {
        let message = "What is written in it is too long for a template. Shorten it, or put it on a page.";
        return Err(Error::because(Code::TooLarge, message));
    }
    let created_ms = work.now();
    let mut template =
        Template { id, space: home.id, author, name, makes, content, deleted_ms: None, created_ms, seq: 0 };
    write(work, home, None, &mut template, Action::Created)?;
    Ok(template)
}

/// Makes a template again in another space.
pub fn again(work: &mut Work<'_, '_>, to: &Space, template: &Template) -> Result<Template, Error> {
    let input = SaveInput::default();
    keep(work, to, (template.makes, &template.name), &input, |_| Ok(template.content.clone()))
}

/// Deletes a template. What was begun from it stays.
pub fn delete(work: &mut Work<'_, '_>, id: Id, makes: Makes, if_match: IfMatch) -> Result<(), Error> {
    usable(work, id, makes)?;
    let (before, home) = changeable(work, id)?;
    // Only a deletion and its undo change a template, so there is nothing to show beside.
    unchanged_since(work, if_match, before.seq, &[])?;
    let mut after = Template { deleted_ms: Some(work.now()), ..before.clone() };
    write(work, &home, Some(&before), &mut after, Action::Trashed)
}

fn write(
    work: &mut Work<'_, '_>,
    home: &Space,
    before: Option<&Template>,
    after: &mut Template,
    action: Action,
) -> Result<(), Error> {
    let at = |template: &Template| Value::opt(template.deleted_ms, Value::Int);
    let deleted = before.filter(|before| before.deleted_ms != after.deleted_ms);
    let fields = deleted.map(|before| FieldChange { field: "deleted".into(), before: at(before), after: at(after) });
    let change = Change { fields: fields.into_iter().collect(), ..work.change(Kind::Template, after.id, action) };
    after.seq = work.log_in(home, before.map(|before| before.seq), change)?;
    Ok(store::put(work.tx, home.audience, after)?)
}

/// Takes a change of a template back, for an undo.
pub fn take_back(work: &mut Work<'_, '_>, change: &Change) -> Result<(), Error> {
    let (before, home) = changeable(work, change.object)?;
    let mut after = before.clone();
    if change.action == Action::Created {
        after.deleted_ms = Some(work.now());
    }
    for field in &change.fields {
        if Value::opt(before.deleted_ms, Value::Int) != field.after {
            return Err(Error::new(Code::UndoConflict).with("changed", vec![field.field.clone()]));
        }
        after.deleted_ms = field.before.as_int();
    }
    write(work, &home, Some(&before), &mut after, Action::Undone)
}
