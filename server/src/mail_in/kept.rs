//! What came in and did nothing: listed for admins with the reason, to be let through or thrown away. They see who
//! wrote and what about, and of what they may not read not even that; the words stay in the mail.

use super::{
    record::{Arrived, ArrivedRecord, State},
    store,
    views::{KeptShape, KeptState},
};
use crate::{
    Error,
    access::{self, Scope, Work},
    audit::{self, AuditAction},
    error::Code,
    http::{Page, shapes},
    items,
    log::cbor,
};
use guildhall_domain::{Id, policy::Do};

/// Most that are listed of each kind.
const MOST: usize = 200;

/// All of it, the newest first.
pub fn list(scope: &impl Scope) -> Result<Page<KeptShape>, Error> {
    access::admin(scope)?;
    let mut kept = store::in_state(scope.read(), State::Unconfirmed, true, MOST)?;
    kept.extend(store::in_state(scope.read(), State::Refused, true, MOST)?);
    let shapes = kept.iter().map(|arrived| shape(scope, arrived)).collect::<Result<_, _>>()?;
    Ok(Page::all(shapes))
}

fn shape(scope: &impl Scope, arrived: &Arrived) -> Result<KeptShape, Error> {
    let record = &arrived.record;
    let for_item = record.item.as_ref().map(cbor::from_id);
    let item = for_item.map(|id| access::seen(access::item(scope, id, Do::Read))).transpose()?.flatten();
    // What an admin may not read is not told by its title either.
    let hidden = for_item.is_some() && item.is_none();
    Ok(KeptShape {
        id: arrived.id,
        state: if record.state() == State::Unconfirmed { KeptState::Unconfirmed } else { KeptState::Refused },
        received_at: shapes::instant(record.received_ms),
        from: record.from.clone().unwrap_or_default(),
        name: record.name.clone().unwrap_or_default(),
        subject: if hidden { String::new() } else { record.subject.clone().unwrap_or_default() },
        reason: record.reason.clone().unwrap_or_default(),
        bytes: record.bytes,
        item: item.map(|item| items::queries::reference(scope, &item)),
        space_id: record.space.as_ref().map(cbor::from_id),
        can_accept: can_accept(record),
    })
}

/// Whether it would do something if an admin said that it is right.
fn can_accept(record: &ArrivedRecord) -> bool {
    let known = record.item.is_some() || record.space.is_some() || record.state() == State::Refused;
    record.from.is_some() && known && record.head_only != Some(true)
}

fn one(work: &Work<'_, '_>, id: Id) -> Result<Arrived, Error> {
    access::admin(work)?;
    let kept = store::get(work.read(), id)?.filter(|kept| kept.record.state() != State::Waiting);
    kept.ok_or_else(Error::not_found)
}

/// Lets one through: it is worked off again as if it were proven to be from whom it was meant for.
pub fn accept(work: &mut Work<'_, '_>, id: Id, address: &str) -> Result<(), Error> {
    let kept = one(work, id)?;
    if !can_accept(&kept.record) {
        let why = if kept.record.head_only == Some(true) {
            "It was too large, so only its head is here. Ask its writer for a smaller one, and throw this away."
        } else {
            "It is not known what this is for. Throw it away, or ask its writer."
        };
        return Err(Error::because(Code::Conflict, why));
    }
    let record =
        ArrivedRecord { state: State::Waiting as u8, accepted: Some(true), reason: None, ..kept.record.clone() };
    store::put(work.tx, Some(&kept.record), &Arrived { id, record })?;
    audit::add(work, AuditAction::MailAccepted, kept.record.from.as_deref().unwrap_or_default(), address)
}

/// Throws one away.
pub fn discard(work: &mut Work<'_, '_>, id: Id, address: &str) -> Result<(), Error> {
    let kept = one(work, id)?;
    store::delete(work.tx, &kept)?;
    audit::add(work, AuditAction::MailDiscarded, kept.record.from.as_deref().unwrap_or_default(), address)
}
