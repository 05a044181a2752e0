//! The tables of forms, and the one way to write each.

use super::record::{CountRecord, FormRecord, PlanRecord};
use crate::{
    Error,
    access::{Scope, Work},
    error::Code,
};
use guildhall_domain::{
    AudienceId, Id,
    form::{Form, Plan},
};
use guildhall_store::{Read, Span, StoreError, Table, Tx};

/// Forms by id.
pub const FORMS: Table<Id, FormRecord> = Table::new("forms");
/// (home audience, form): those of a space.
pub const OF_SPACE: Table<(u64, Id), ()> = Table::new("forms_of_space");
/// (form, number) → what it asks in that version. They stay: answers are shown by them.
pub const VERSIONS: Table<(Id, u32), PlanRecord> = Table::new("form_versions");
/// (since when, form) in the trash.
pub const TRASH: Table<(i64, Id), ()> = Table::new("form_trash");
/// Form → answers it took in this hour.
pub const COUNTS: Table<Id, CountRecord> = Table::new("form_counts");
/// (when, file) that came for a request which is not there yet.
pub const LOOSE: Table<(i64, Id), ()> = Table::new("form_files");

const HOUR_MS: i64 = 3_600_000;

/// A form. What somebody may know of it is for [`super::queries`] to ask.
pub fn get(read: &Read<'_>, id: Id) -> Result<Option<Form>, Error> {
    let Some(record) = read.get(&FORMS, &id)? else { return Ok(None) };
    let Some(plan) = plan(read, id, record.version())? else {
        tracing::error!(form = %id, "what a form asks is missing");
        return Err(Error::new(Code::Internal));
    };
    Ok(Some(record.into_form(id, plan)))
}

/// What a form asks in a version.
pub fn plan(read: &Read<'_>, form: Id, version: u32) -> Result<Option<Plan>, StoreError> {
    Ok(read.get(&VERSIONS, &(form, version))?.map(Plan::from))
}

/// The number of the newest version there is.
pub fn newest(read: &Read<'_>, form: Id) -> Result<u32, StoreError> {
    let mut rows = read.keys(&VERSIONS, Span::prefix(&form).reverse().limit(1))?;
    rows.next().map_or(Ok(0), |row| row.map(|(_, number)| number))
}

/// The forms of a space, those in the trash too.
pub fn of_space(read: &Read<'_>, home: AudienceId) -> Result<Vec<Form>, Error> {
    let mut all = Vec::new();
    for row in read.keys(&OF_SPACE, Span::prefix(&home))? {
        all.extend(get(read, row?.1)?);
    }
    Ok(all)
}

/// How many a space has.
pub fn count(read: &Read<'_>, home: AudienceId) -> Result<usize, StoreError> {
    read.keys(&OF_SPACE, Span::prefix(&home))?.try_fold(0, |count, row| row.map(|_| count + 1))
}

/// Keeps what a form asks from now on.
pub fn put_version(tx: &mut Tx<'_>, form: Id, number: u32, plan: &Plan) -> Result<(), StoreError> {
    tx.put(&VERSIONS, &(form, number), &plan.into())
}

/// Writes a form.
pub fn put(work: &mut Work<'_, '_>, before: Option<&Form>, form: &Form) -> Result<(), Error> {
    let trash = |form: &Form| form.trashed_ms.map(|at| (at, form.id));
    work.tx.replace_keys(&TRASH, before.and_then(trash).as_slice(), trash(form).as_slice())?;
    if before.is_none() {
        let home = work.directory().space(form.space).map(|home| home.audience).ok_or_else(Error::not_found)?;
        work.tx.put(&OF_SPACE, &(home, form.id), &())?;
    }
    Ok(work.tx.put(&FORMS, &form.id, &form.into())?)
}

/// Those in the trash since before a moment.
pub fn trashed_until(read: &Read<'_>, at_ms: i64, most: usize) -> Result<Vec<Id>, StoreError> {
    let rows = read.keys(&TRASH, Span::all().until(&(at_ms, Id::nil())).limit(most))?;
    rows.map(|row| row.map(|(_, id)| id)).collect()
}

/// Deletes a form for good. What it asked stays with what was answered.
pub fn forget(tx: &mut Tx<'_>, form: &Form, home: Option<AudienceId>) -> Result<(), StoreError> {
    if let Some(at) = form.trashed_ms {
        tx.delete(&TRASH, &(at, form.id))?;
    }
    if let Some(home) = home {
        tx.delete(&OF_SPACE, &(home, form.id))?;
    }
    tx.delete(&COUNTS, &form.id)?;
    tx.delete(&FORMS, &form.id)
}

/// Counts an answer.
///
/// # Errors
/// When the form took as many in this hour as it may, with the seconds to wait.
pub fn take_one(work: &mut Work<'_, '_>, form: &Form) -> Result<(), Error> {
    let now = work.now();
    let hour = now.div_euclid(HOUR_MS);
    let taken = work.tx.get(&COUNTS, &form.id)?.filter(|record| record.hour == hour).map_or(0, |record| record.count);
    if taken >= form.plan.hourly {
        let seconds = u64::try_from(((hour + 1) * HOUR_MS - now + 999) / 1000).unwrap_or(1).max(1);
        let words = "This form took as many answers as it may in an hour. Try again later; what you wrote stays here.";
        return Err(Error::because(Code::TooManyAttempts, words).with("retry_after", seconds));
    }
    Ok(work.tx.put(&COUNTS, &form.id, &CountRecord { hour, count: taken + 1 })?)
}
