//! When somebody's next mail is due: decided anew whenever their inbox or their wishes changed.

use super::{notices, record::PersonRecord, rest, store};
use crate::{
    Error,
    access::{Scope, View, Work},
};
use guildhall_domain::{
    AudienceId,
    mail::Days,
    person::{Person, PersonState},
};

/// The days of a person.
pub fn days(person: &Person) -> Days<'_> {
    Days {
        zone: person.time_zone,
        working: person.working_days,
        away: person.away.as_ref(),
        absences: &person.absences,
    }
}

/// Whether mail can go to somebody at all.
pub fn can_get(person: &Person, kept: &PersonRecord) -> bool {
    let refused = kept.refused.as_deref() == Some(person.email.as_str());
    person.state == PersonState::Active && !person.email.is_empty() && !refused
}

/// When the next mail of a person is due, as things are.
pub fn due(view: &View, person: &Person, kept: &PersonRecord, since: u64) -> Result<Option<i64>, Error> {
    if !can_get(person, kept) {
        return Ok(None);
    }
    // Under way already; a failure has its own time.
    if kept.attempts.is_some() && kept.due_ms.is_some() {
        return Ok(kept.due_ms);
    }
    let wishes = kept.wishes();
    let notices = notices::of(view, person.id, kept, since)?;
    Ok(notices.iter().filter_map(|notice| wishes.due(notice.at_ms, &days(person))).min())
}

/// Sets it.
pub fn set(work: &mut Work<'_, '_>, person: AudienceId, due_ms: Option<i64>) -> Result<(), Error> {
    let kept = store::person(work.read(), person)?;
    if kept.due_ms == due_ms {
        return Ok(());
    }
    Ok(store::put_person(work.tx, person, &PersonRecord { due_ms, ..kept })?)
}

/// Mail up to a change has left.
pub fn sent(work: &mut Work<'_, '_>, person: AudienceId, seq: u64) -> Result<(), Error> {
    let kept = store::person(work.read(), person)?;
    let mailed = Some(kept.mailed.unwrap_or(0).max(seq));
    let after = PersonRecord { mailed, due_ms: None, attempts: None, failing_ms: None, error: None, ..kept };
    Ok(store::put_person(work.tx, person, &after)?)
}

/// It could not be sent; it is tried again after a growing time, for a week. After that it stands in the inbox alone.
pub fn failed(work: &mut Work<'_, '_>, person: AudienceId, words: &str, newest: u64) -> Result<(), Error> {
    let kept = store::person(work.read(), person)?;
    let attempts = kept.attempts.unwrap_or(0).saturating_add(1);
    let failing = kept.failing_ms.unwrap_or(work.now());
    let after = if work.now() - failing > rest::WEEK_MS {
        let mailed = Some(kept.mailed.unwrap_or(0).max(newest));
        PersonRecord { mailed, due_ms: None, attempts: None, failing_ms: None, error: Some(words.into()), ..kept }
    } else {
        PersonRecord {
            due_ms: Some(work.now() + rest::pause_ms(attempts)),
            attempts: Some(attempts),
            failing_ms: Some(failing),
            error: Some(words.into()),
            ..kept
        }
    };
    Ok(store::put_person(work.tx, person, &after)?)
}

/// The mail server refused their address for good: nothing is sent there any more until it is another one.
pub fn refused(work: &mut Work<'_, '_>, person: AudienceId, words: &str) -> Result<(), Error> {
    let address = work.directory().person_by_audience(person).map(|person| person.email.clone());
    let kept = store::person(work.read(), person)?;
    let after = PersonRecord {
        refused: address,
        refusal: Some(words.into()),
        due_ms: None,
        attempts: None,
        failing_ms: None,
        error: None,
        ..kept
    };
    Ok(store::put_person(work.tx, person, &after)?)
}
