//! Reading forms. Whoever may know of a space may answer its forms, so they see them; their trash and their links are for
//! those who work there.

use super::{
    store,
    views::{self, FormShape},
};
use crate::{
    Error,
    access::{self, Scope},
    error::Code,
    http::Page,
};
use guildhall_domain::{Id, form::Form, policy::DoSpace, space::Space};
use std::sync::Arc;

/// A form for reading it.
pub fn readable(scope: &impl Scope, id: Id) -> Result<(Form, Arc<Space>), Error> {
    let form = store::get(scope.read(), id)?.ok_or_else(Error::not_found)?;
    let home = access::space(scope, form.space, DoSpace::See).map_err(|_| Error::not_found())?.into_inner();
    // Who manages a space throws its forms away and takes them back without working there.
    let shown = form.trashed_ms.is_none() || works_there(scope, &home) || may_change(scope, &form, &home);
    if shown { Ok((form, home)) } else { Err(Error::not_found()) }
}

/// A form for answering it, signed in.
pub fn answerable(scope: &impl Scope, id: Id) -> Result<(Form, Arc<Space>), Error> {
    let (form, home) = readable(scope, id)?;
    if form.trashed_ms.is_some() {
        return Err(Error::not_found());
    }
    if !form.is_open() || !home.is_live() {
        return Err(Error::because(Code::Conflict, "This form takes no answers at the moment."));
    }
    Ok((form, home))
}

/// A form for changing it, also when it lies in the trash.
pub fn changeable(scope: &impl Scope, id: Id) -> Result<(Form, Arc<Space>), Error> {
    let (form, home) = readable(scope, id)?;
    if may_change(scope, &form, &home) { Ok((form, home)) } else { Err(Error::new(Code::Forbidden)) }
}

/// Who made it and still works there, and those who manage the space.
pub fn may_change(scope: &impl Scope, form: &Form, home: &Space) -> bool {
    let own = scope.who().person.is_none_or(|me| me == form.author);
    let may = |what| access::may_space(scope, home, what);
    home.is_live() && (may(DoSpace::Manage) || (own && may(DoSpace::Write)))
}

/// Whether somebody works in the space of a form: they see its link.
pub fn works_there(scope: &impl Scope, home: &Space) -> bool {
    access::may_space(scope, home, DoSpace::Read) && access::works_in(scope, home)
}

/// The forms of a space by name, or those in its trash, the last thrown away first.
pub fn of_space(scope: &impl Scope, space: Id, trashed: bool) -> Result<Page<FormShape>, Error> {
    let home = access::space(scope, space, DoSpace::See)?.into_inner();
    let shown = !trashed || works_there(scope, &home) || access::may_space(scope, &home, DoSpace::Manage);
    let mut all = store::of_space(scope.read(), home.audience)?;
    all.retain(|form| shown && form.trashed_ms.is_some() == trashed);
    all.sort_by_cached_key(|form| (std::cmp::Reverse(form.trashed_ms), form.plan.name.to_lowercase(), form.id));
    Ok(Page::all(all.iter().map(|form| views::form(scope, form, &home)).collect()))
}
