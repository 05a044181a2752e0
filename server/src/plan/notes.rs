//! What the leads of a project say of how it stands; the last one counts, and all are kept.

use super::{
    gather::Planned,
    input::NewStatusNote,
    store, undo,
    views::{self, StatusNote},
};
use crate::{
    Error,
    access::{self, Scope, Work},
};
use guildhall_domain::{
    Id,
    change::Value,
    limits,
    plan::{self, Health, Note},
    policy::DoSpace,
};

/// What was said, newest first.
pub fn list(scope: &impl Scope, space: Id) -> Result<Vec<StatusNote>, Error> {
    let of = Planned::new(scope, space, DoSpace::Read)?;
    let all = store::notes(scope.read(), of.space.audience, plan::NOTES)?;
    Ok(all.iter().map(|note| views::note(scope, note)).collect())
}

/// Says how a project stands.
pub fn say(work: &mut Work<'_, '_>, space: Id, input: &NewStatusNote) -> Result<Note, Error> {
    let of = Planned::new(work, space, DoSpace::Manage)?;
    let note = Note {
        id: work.new_id(),
        health: input.health.into(),
        body: limits::body("body", input.body.trim())?,
        author: access::me(work)?.id,
        at_ms: work.now(),
    };
    store::say(work.tx, of.space.audience, &note)?;
    // The oldest make room.
    let all = store::notes(work.read(), of.space.audience, plan::NOTES + 1)?;
    if let Some(oldest) = all.get(plan::NOTES) {
        store::unsay(work.tx, of.space.audience, oldest)?;
    }
    undo::log(work, &of.space, format!("status_note:{}", note.id), Value::Null, Value::Text(word(note.health).into()))?;
    Ok(note)
}

fn word(health: Health) -> &'static str {
    match health {
        Health::OnTrack => "on_track",
        Health::AtRisk => "at_risk",
        Health::OffTrack => "off_track",
    }
}
