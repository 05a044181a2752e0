//! Which reports somebody wants by mail, and when the next such mail is due: on the morning their week begins. All of them
//! come as one mail, and one link ends them. What they say is made by `reports`, when it is sent.

use super::{
    plan,
    record::{ReportWishRecord, ReportsRecord},
    store::{self, REPORTS_DUE},
    weekly,
};
use crate::{
    Error,
    access::{Scope, Work},
    log::cbor,
};
use guildhall_domain::{AudienceId, Id, limits, person::Person};
use guildhall_store::{Read, Span, StoreError};

/// Most reports of one mail.
const MOST: usize = 20;

/// A report somebody wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wish {
    /// Its number, which `reports` knows.
    pub report: u8,
    /// The space it is about; none for all of theirs.
    pub space: Option<Id>,
}

impl From<&ReportWishRecord> for Wish {
    fn from(record: &ReportWishRecord) -> Self {
        Wish { report: record.report, space: cbor::from_id_opt(&record.space) }
    }
}

impl From<Wish> for ReportWishRecord {
    fn from(wish: Wish) -> Self {
        ReportWishRecord { report: wish.report, space: cbor::id_opt(wish.space) }
    }
}

/// What somebody wants, in the order they asked for it.
pub fn of(read: &Read<'_>, person: AudienceId) -> Result<Vec<Wish>, StoreError> {
    let record = store::reports(read, person)?;
    Ok(record.map(|record| record.wishes.iter().map(Wish::from).collect()).unwrap_or_default())
}

/// When their next mail of reports is due, where they want any.
pub fn due_of(read: &Read<'_>, person: AudienceId) -> Result<Option<i64>, StoreError> {
    Ok(store::reports(read, person)?.map(|record| record.due_ms))
}

/// Somebody wants a report, or wants it no more.
///
/// # Errors
/// When they want too many.
pub fn wish(work: &mut Work<'_, '_>, person: &Person, wish: Wish, on: bool) -> Result<(), Error> {
    let before = store::reports(work.read(), person.audience)?;
    let mut wishes = of(work.read(), person.audience)?;
    if wishes.contains(&wish) == on {
        return Ok(());
    }
    wishes.retain(|other| *other != wish);
    if on {
        wishes.push(wish);
        limits::at_most("report", wishes.len(), MOST)?;
    }
    let due_ms = before.map_or_else(|| next(work, person), |before| Ok(before.due_ms))?;
    let after = ReportsRecord { wishes: wishes.into_iter().map(ReportWishRecord::from).collect(), due_ms };
    Ok(store::put_reports(work.tx, person.audience, Some(&after).filter(|after| !after.wishes.is_empty()))?)
}

/// They want none any more.
pub fn end(work: &mut Work<'_, '_>, person: AudienceId) -> Result<(), Error> {
    Ok(store::put_reports(work.tx, person, None)?)
}

/// Whose mail of reports is due, and since when; the longest first.
pub fn due(read: &Read<'_>, now_ms: i64, most: usize) -> Result<Vec<(AudienceId, i64)>, StoreError> {
    let span = Span::all().until(&now_ms.saturating_add(1)).limit(most);
    read.keys(&REPORTS_DUE, span)?.map(|row| row.map(|(due_ms, person)| (person, due_ms))).collect()
}

/// The next one comes then. Whoever ended it meanwhile stays without.
pub fn wait(work: &mut Work<'_, '_>, person: AudienceId, due_ms: i64) -> Result<(), Error> {
    let Some(kept) = store::reports(work.read(), person)? else { return Ok(()) };
    Ok(store::put_reports(work.tx, person, Some(&ReportsRecord { due_ms, ..kept }))?)
}

/// The next morning on which a week begins for somebody.
pub fn next(scope: &impl Scope, person: &Person) -> Result<i64, Error> {
    Ok(weekly::next(&weekly::wishes(scope, person)?, person, scope.now()))
}

/// When mail may leave for somebody, now at the earliest: not in the night, and not on a day off.
pub fn not_before(scope: &impl Scope, person: &Person) -> Result<i64, Error> {
    Ok(weekly::wishes(scope, person)?.not_before(scope.now(), &plan::days(person)))
}
