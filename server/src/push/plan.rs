//! When a browser is told next, and what: the same needs as mail that is sent at once, waiting as it does for the time
//! in which things are undone, quiet hours and days off.

use super::record::DeviceRecord;
use crate::{
    Error,
    access::{Scope, View},
    log::cbor,
    mail::{
        notices::{self, Notice},
        plan::days,
        store,
    },
    session,
};
use guildhall_domain::{
    mail::{Rhythm, Wishes},
    person::{Person, PersonState},
};

/// Whether somebody is still signed in where a browser was added, and may be told anything at all.
pub fn is_in(view: &View, person: &Person, device: &DeviceRecord) -> Result<bool, Error> {
    let mut sessions = session::store::sessions_of(view.read(), person.id)?.into_iter();
    let lasts = |seen_ms: i64| seen_ms + session::identify::IDLE_MS >= view.now();
    let here = sessions.any(|(_, session)| session.id == device.session && lasts(session.seen_ms));
    Ok(here && person.state == PersonState::Active)
}

/// Quiet hours, days off and kinds are those of mail; how often mail comes is not asked.
pub fn wishes(view: &View, person: &Person) -> Result<Wishes, Error> {
    Ok(Wishes { rhythm: Rhythm::AtOnce, ..store::person(view.read(), person.audience)?.wishes() })
}

/// What a browser was not told yet, the oldest first.
pub fn untold(view: &View, person: &Person, device: &DeviceRecord) -> Result<Vec<Notice>, Error> {
    let kept = store::person(view.read(), person.audience)?.told_to(device.told);
    notices::of(view, person.id, &kept, 0)
}

/// When it is to be told.
pub fn due(view: &View, person: &Person, device: &DeviceRecord) -> Result<Option<i64>, Error> {
    // Under way already; a failure has its own time.
    if device.attempts.is_some() && device.due_ms.is_some() {
        return Ok(device.due_ms);
    }
    let wishes = wishes(view, person)?;
    let untold = untold(view, person, device)?;
    Ok(untold.iter().filter_map(|notice| wishes.due(notice.at_ms, &days(person))).min())
}

/// The id of a session as it is kept here.
pub fn session_id(session: guildhall_domain::Id) -> cbor::Bytes16 {
    cbor::id(session)
}
