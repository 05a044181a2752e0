//! Having looked.

use super::{queries, store, views::VisitShape};
use crate::{
    Error,
    access::{self, Scope, Work},
};
use guildhall_domain::happened::Visit;

/// The asker looks now. It is no history and stands in no log.
pub fn visit(work: &mut Work<'_, '_>) -> Result<VisitShape, Error> {
    let me = access::me(work)?;
    let before = store::visit(work.read(), me.audience)?;
    store::put_visit(work.tx, me.audience, Visit::next(before, work.now()))?;
    queries::visited(work)
}
