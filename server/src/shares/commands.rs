//! Making, changing and ending share links.

use super::{
    input::{ShareInput, SharePatch},
    queries,
    record::Kept,
    store,
};
use crate::{
    Error,
    access::{self, Scope, Work},
    audit::{self, AuditAction},
    error::Code,
};
use guildhall_domain::{
    Id, limits,
    policy::{Do, DoSpace},
    share::{self, MOST, Share, Target},
    space::Space,
};
use std::sync::Arc;

/// What opens a new link: hashes of its secret and of its password.
#[derive(Clone)]
pub struct Opens {
    /// Of the secret.
    pub secret: Vec<u8>,
    /// Of the password; none without one.
    pub phc: Option<String>,
}

/// Whether the asker may let others outside see something: whoever works in its space and may change it. Answers its
/// title and its home.
pub fn may_share(scope: &impl Scope, target: Target) -> Result<(String, Arc<Space>), Error> {
    let (title, home) = match target {
        Target::Document(id) => {
            let document = access::document(scope, id, Do::Edit)?;
            if document.trashed_ms.is_some() {
                return Err(Error::not_found());
            }
            (document.title.clone(), document.space)
        }
        Target::Folder(id) => {
            let folder = access::folder(scope, id, DoSpace::Write)?;
            if folder.trashed_ms.is_some() {
                return Err(Error::not_found());
            }
            (folder.name.clone(), folder.space)
        }
    };
    Ok((title, queries::worked_in(scope, home)?))
}

/// Makes a link.
pub fn create(
    work: &mut Work<'_, '_>,
    target: Target,
    input: &ShareInput,
    opens: &Opens,
    address: &str,
) -> Result<Kept, Error> {
    let (title, _) = may_share(work, target)?;
    let by = access::me(work)?.id;
    let working = store::of(work.read(), target)?.iter().filter(|kept| kept.share.is_open(work.now())).count();
    if working >= MOST {
        return Err(Error::because(Code::Conflict, format!("It has {MOST} links already. End one of them first.")));
    }
    let share = Share {
        id: work.new_id(),
        target,
        mode: input.mode.into(),
        by,
        created_ms: work.now(),
        expires_ms: share::expiry(input.expires_at.map(|at| at.timestamp_millis()), work.now())?,
        revoked_ms: None,
        opened: 0,
        opened_ms: None,
    };
    let kept = Kept { share, secret: opens.secret.clone(), phc: opens.phc.clone() };
    store::put(work.tx, &kept)?;
    audit::add(work, AuditAction::ShareMade, &title, address)?;
    Ok(kept)
}

/// A link that works, whose document or folder the asker may share.
fn working(work: &Work<'_, '_>, id: Id) -> Result<(Kept, String), Error> {
    let kept = store::get(work.read(), id)?.ok_or_else(Error::not_found)?;
    let (title, home) = may_share(work, kept.share.target)?;
    // Ended links are not shown any more, so there is none to change.
    if kept.share.revoked_ms.is_some() {
        return Err(Error::not_found());
    }
    if !queries::is_kept_by(work, &kept.share, &home) {
        return Err(Error::because(Code::Forbidden, "Only who made it or a lead of the space can change a link."));
    }
    Ok((kept, title))
}

/// Changes a link; `phc` is the hash of another password, or that there is none any more.
pub fn edit(
    work: &mut Work<'_, '_>,
    id: Id,
    patch: &SharePatch,
    phc: Option<&Option<String>>,
    address: &str,
) -> Result<Kept, Error> {
    let (before, title) = working(work, id)?;
    let mut after = before.clone();
    after.share.mode = patch.mode.map_or(after.share.mode, Into::into);
    if let Some(at) = patch.expires_at {
        after.share.expires_ms = share::expiry(Some(at.timestamp_millis()), work.now())?;
    }
    if let Some(phc) = phc {
        after.phc.clone_from(phc);
    }
    if after != before {
        store::put(work.tx, &after)?;
        audit::add(work, AuditAction::ShareChanged, &title, address)?;
    }
    Ok(after)
}

/// Ends a link: whoever works in the space can, also where nothing can be changed any more. Ended again nothing happens.
pub fn revoke(work: &mut Work<'_, '_>, id: Id, address: &str) -> Result<(), Error> {
    let kept = store::get(work.read(), id)?.ok_or_else(Error::not_found)?;
    let (title, _) = queries::seen(work, kept.share.target)?;
    if kept.share.revoked_ms.is_some() {
        return Ok(());
    }
    let share = Share { revoked_ms: Some(work.now()), ..kept.share };
    store::put(work.tx, &Kept { share, ..kept })?;
    audit::add(work, AuditAction::ShareEnded, &title, address)
}

/// Notes that a link was opened.
pub fn opened(work: &mut Work<'_, '_>, id: Id) -> Result<(), Error> {
    let Some(mut kept) = store::get(work.read(), id)? else { return Ok(()) };
    kept.share.opened = kept.share.opened.saturating_add(1);
    kept.share.opened_ms = Some(work.now());
    Ok(store::put(work.tx, &kept)?)
}

/// A name and an address somebody outside gives.
pub fn named(name: &str, email: &str) -> Result<(String, String), Error> {
    let name = limits::line("name", name, share::NAME)?;
    let email = guildhall_domain::person::email(email)
        .map_err(|_| Error::field("email", "Write an address such as helen@example.com."))?;
    Ok((name, email))
}

/// A link of somebody who leaves is kept by somebody else from then on, or ends where nobody takes it.
pub fn hand_over(work: &mut Work<'_, '_>, id: Id, from: Id, to: Option<Id>, address: &str) -> Result<(), Error> {
    let Some(kept) = store::get(work.read(), id)?.filter(|kept| kept.share.by == from) else { return Ok(()) };
    let Some(to) = to else { return revoke(work, id, address) };
    let (title, _) = queries::seen(work, kept.share.target)?;
    let share = Share { by: to, ..kept.share };
    store::put(work.tx, &Kept { share, ..kept })?;
    audit::add(work, AuditAction::ShareChanged, &title, address)
}
