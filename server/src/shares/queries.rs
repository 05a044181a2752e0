//! Reading share links, for those who work where they lead to.

use super::{
    store,
    views::{self, ShareShape},
};
use crate::{
    Error,
    access::{self, Scope},
    error::Code,
    http::Page,
};
use guildhall_domain::{
    Id,
    policy::{Do, DoSpace},
    share::{Share, Target},
    space::Space,
};
use std::sync::Arc;

/// The home of something, when the asker works there: people from outside are shown things, and show them to nobody.
pub fn worked_in(scope: &impl Scope, home: Id) -> Result<Arc<Space>, Error> {
    let home = scope.directory().space(home).cloned().ok_or_else(Error::not_found)?;
    if access::works_in(scope, &home) {
        return Ok(home);
    }
    Err(Error::because(Code::Forbidden, "Only people who work in this space can do this. Ask one of them."))
}

/// The title and home of what a link leads to, for whoever may know of its links.
pub fn seen(scope: &impl Scope, target: Target) -> Result<(String, Arc<Space>), Error> {
    let (title, home) = match target {
        Target::Document(id) => {
            let document = access::document(scope, id, Do::Read)?;
            (document.title.clone(), document.space)
        }
        Target::Folder(id) => {
            let folder = access::folder(scope, id, DoSpace::Read)?;
            (folder.name.clone(), folder.space)
        }
    };
    Ok((title, worked_in(scope, home)?))
}

/// Whether the asker may change a link: who made it, and those who lead its space.
pub fn is_kept_by(scope: &impl Scope, share: &Share, home: &Space) -> bool {
    scope.who().person == Some(share.by) || access::leads_space(scope, home)
}

/// The links of a document or folder that work, or did until their time was over, the oldest first.
pub fn of(scope: &impl Scope, target: Target) -> Result<Page<ShareShape>, Error> {
    let (title, home) = seen(scope, target)?;
    let mut items = Vec::new();
    for kept in store::of(scope.read(), target)?.iter().filter(|kept| kept.share.revoked_ms.is_none()) {
        items.push(views::share(scope, kept, &title, &home));
    }
    Ok(Page::all(items))
}

/// Everything of a space that somebody outside can see by a link, the newest link first.
pub fn of_space(scope: &impl Scope, space: Id) -> Result<Page<ShareShape>, Error> {
    let space = access::space(scope, space, DoSpace::Read)?;
    worked_in(scope, space.id)?;
    let mut items = Vec::new();
    // Links are few, and what they lead to may have moved meanwhile: so all are looked at.
    for kept in store::all(scope.read())? {
        let kept = kept?;
        if !kept.share.is_open(scope.now()) {
            continue;
        }
        let Some((title, home)) = access::seen(seen(scope, kept.share.target).or_else(elsewhere))? else { continue };
        if home.id == space.id {
            items.push((kept.share.created_ms, views::share(scope, &kept, &title, &home)));
        }
    }
    items.sort_by_key(|(at, share)| (std::cmp::Reverse(*at), share.id));
    Ok(Page::all(items.into_iter().map(|(_, share)| share).collect()))
}

/// What the asker may not know of is in another space.
fn elsewhere<T>(error: Error) -> Result<T, Error> {
    Err(if error.code == Code::Forbidden { Error::not_found() } else { error })
}
