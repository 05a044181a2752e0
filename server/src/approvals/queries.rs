//! Reading approvals: whoever reads an item reads what was asked and answered about it.

use super::{
    store,
    views::{self, ApprovalShape, WaitingShape},
};
use crate::{
    Error,
    access::{self, Scope},
    http::{Page, version},
    items::kinds,
    people,
};
use guildhall_domain::{Id, item::Core, policy::Do};

/// The approvals of an item, the newest first.
pub fn of_item(scope: &impl Scope, item: Id) -> Result<Page<ApprovalShape>, Error> {
    let item = access::item(scope, item, Do::Read)?;
    let all = store::of_item(scope.read(), item.id())?;
    Ok(Page::all(all.iter().map(|approval| views::approval(scope, approval, &item)).collect::<Result<_, _>>()?))
}

/// One approval.
pub fn one(scope: &impl Scope, id: Id) -> Result<ApprovalShape, Error> {
    let approval = store::get(scope.read(), id)?.ok_or_else(Error::not_found)?;
    let item = access::item(scope, approval.item, Do::Read)?;
    views::approval(scope, &approval, &item)
}

/// What waits for somebody else, for those who decide about their account: how much, and what of it the asker sees.
pub fn waiting_of(scope: &impl Scope, person: Id) -> Result<WaitingShape, Error> {
    /// Most that are shown with what they are of.
    const SHOWN: usize = 20;
    people::commands::manage(scope, person)?;
    let (mut count, mut items) = (0, Vec::new());
    for id in store::waiting_for(scope.read(), person, None, usize::MAX)? {
        let Some(approval) = store::get(scope.read(), id)? else { continue };
        let found = kinds::get(scope.read(), approval.item)?;
        if found.is_none_or(|item| item.trashed_ms().is_some()) {
            continue;
        }
        count += 1;
        if let Some(item) = access::seen_item(scope, approval.item)?.filter(|_| items.len() < SHOWN) {
            items.push(views::approval(scope, &approval, &item)?);
        }
    }
    Ok(WaitingShape { count, items })
}

/// What waits for the asker. What they cannot read, and what lies in the trash, does not.
pub fn waiting(scope: &impl Scope, limit: usize, place: Option<Vec<u8>>) -> Result<Page<ApprovalShape>, Error> {
    let me = access::me(scope)?.id;
    let mut after = place.and_then(|place| Id::from_slice(&place).ok());
    let mut items = Vec::new();
    loop {
        let ids = store::waiting_for(scope.read(), me, after, limit + 1)?;
        let ended = ids.len() <= limit;
        for id in ids {
            if items.len() == limit {
                let next = after.map(|after| version::list_cursor(after.as_bytes()));
                return Ok(Page { items, next });
            }
            after = Some(id);
            let Some(approval) = store::get(scope.read(), id)? else { continue };
            let item = access::seen_item(scope, approval.item)?.filter(|item| item.trashed_ms().is_none());
            items.extend(item.map(|item| views::approval(scope, &approval, &item)).transpose()?);
        }
        if ended {
            return Ok(Page { items, next: None });
        }
    }
}
