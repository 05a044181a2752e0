//! Offering a template in every space. Whoever reads a template can begin a page from it and sees all of it; so only a
//! page that the whole organization reads anyway is offered to it, by those who lead its space and by admins.

use crate::{
    Error,
    access::{self, Scope, Work},
    error::Code,
};
use guildhall_domain::{
    document::{Document, DocumentForm},
    policy::Do,
    space::Access,
};

/// Whether the asker may offer a document everywhere, or end that.
pub fn may(scope: &impl Scope, document: &Document) -> bool {
    document.form == DocumentForm::Page && is_read_by_all(scope, document) && may_decide(scope, document)
}

fn may_decide(scope: &impl Scope, document: &Document) -> bool {
    access::may(scope, document, Do::Edit) && (access::leads(scope, document) || access::admin(scope).is_ok())
}

fn is_read_by_all(scope: &impl Scope, document: &Document) -> bool {
    scope.directory().space(document.space).is_some_and(|home| home.access == Access::Open)
}

/// Refuses a change of where a template is offered that the asker may not make.
pub fn checked(work: &Work<'_, '_>, before: &Document, after: &Document) -> Result<(), Error> {
    if before.everywhere == after.everywhere {
        return Ok(());
    }
    if !may_decide(work, before) {
        let message = "Only a lead of this space or an admin decides whether a template is offered in every space.";
        return Err(Error::because(Code::Forbidden, message));
    }
    if after.everywhere && !is_read_by_all(work, after) {
        let message = "Only a page of an open space can be offered in every space: whoever begins from it reads it.";
        return Err(Error::field("everywhere", message));
    }
    Ok(())
}
