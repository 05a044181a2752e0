//! The tables of mail.

use super::record::{ForgottenRecord, PersonRecord, ProgressRecord, ReportsRecord, SettingsRecord, WeeklyRecord};
use guildhall_domain::AudienceId;
use guildhall_store::{Read, Span, StoreError, Table, Tx};

/// What an admin set.
pub const SETTINGS: Table<(), SettingsRecord> = Table::new("mail_settings");
/// How far the mailer has come.
pub const PROGRESS: Table<(), ProgressRecord> = Table::new("mail_progress");
/// Audience of a person → what they want, and what waits for them.
pub const PEOPLE: Table<u64, PersonRecord> = Table::new("mail_people");
/// (when, audience of a person) of every mail that is to be sent.
pub const DUE: Table<(i64, u64), ()> = Table::new("mail_due");

/// Audience of a person → the mail of what happened, of those who asked for it.
pub const WEEKLY: Table<u64, WeeklyRecord> = Table::new("mail_weekly");
/// (when, audience of a person) of every such mail.
pub const WEEKLY_DUE: Table<(i64, u64), ()> = Table::new("mail_weekly_due");

/// Audience of a person → the reports they want by mail, of those who want any.
pub const REPORTS: Table<u64, ReportsRecord> = Table::new("mail_reports");
/// (when, audience of a person) of every mail of reports.
pub const REPORTS_DUE: Table<(i64, u64), ()> = Table::new("mail_reports_due");

/// Audience of a person → that they asked for a link for a new password.
pub const FORGOTTEN: Table<u64, ForgottenRecord> = Table::new("mail_forgotten");

/// What an admin set.
pub fn settings(read: &Read<'_>) -> Result<SettingsRecord, StoreError> {
    Ok(read.get(&SETTINGS, &())?.unwrap_or_default())
}

/// Keeps it.
pub fn put_settings(tx: &mut Tx<'_>, settings: &SettingsRecord) -> Result<(), StoreError> {
    tx.put(&SETTINGS, &(), settings)
}

/// How far the mailer has come; none before there was mail.
pub fn progress(read: &Read<'_>) -> Result<Option<ProgressRecord>, StoreError> {
    read.get(&PROGRESS, &())
}

/// Keeps it.
pub fn put_progress(tx: &mut Tx<'_>, progress: &ProgressRecord) -> Result<(), StoreError> {
    tx.put(&PROGRESS, &(), progress)
}

/// What somebody wants, and what waits for them.
pub fn person(read: &Read<'_>, person: AudienceId) -> Result<PersonRecord, StoreError> {
    Ok(read.get(&PEOPLE, &person)?.unwrap_or_default())
}

/// Keeps it, and its place among what is due.
pub fn put_person(tx: &mut Tx<'_>, person: AudienceId, after: &PersonRecord) -> Result<(), StoreError> {
    let before = self::person(tx.read(), person)?;
    if before.due_ms != after.due_ms {
        before.due_ms.map_or(Ok(()), |due| tx.delete(&DUE, &(due, person)))?;
        after.due_ms.map_or(Ok(()), |due| tx.put(&DUE, &(due, person), &()))?;
    }
    if before == *after { Ok(()) } else { tx.put(&PEOPLE, &person, after) }
}

/// Whose mail is due, the longest first.
pub fn due(read: &Read<'_>, now_ms: i64, most: usize) -> Result<Vec<AudienceId>, StoreError> {
    let span = Span::all().until(&now_ms.saturating_add(1)).limit(most);
    read.keys(&DUE, span)?.map(|row| row.map(|(_, person)| person)).collect()
}

/// How many people mail waits for.
pub fn waiting(read: &Read<'_>) -> Result<usize, StoreError> {
    read.keys(&DUE, Span::all())?.try_fold(0, |count, row| row.map(|_| count + 1))
}

/// Everybody of whom anything is known.
pub fn people(read: &Read<'_>) -> Result<Vec<(AudienceId, PersonRecord)>, StoreError> {
    read.scan(&PEOPLE, Span::all())?.collect()
}

/// The mail of what happened, if somebody asked for it.
pub fn weekly(read: &Read<'_>, person: AudienceId) -> Result<Option<WeeklyRecord>, StoreError> {
    read.get(&WEEKLY, &person)
}

/// Keeps it, and its place among what is due.
pub fn put_weekly(tx: &mut Tx<'_>, person: AudienceId, after: Option<&WeeklyRecord>) -> Result<(), StoreError> {
    if let Some(before) = weekly(tx.read(), person)? {
        tx.delete(&WEEKLY_DUE, &(before.due_ms, person))?;
    }
    let Some(after) = after else { return tx.delete(&WEEKLY, &person) };
    tx.put(&WEEKLY_DUE, &(after.due_ms, person), &())?;
    tx.put(&WEEKLY, &person, after)
}

/// Whose mail of what happened is due, the longest first.
pub fn weekly_due(read: &Read<'_>, now_ms: i64, most: usize) -> Result<Vec<AudienceId>, StoreError> {
    let span = Span::all().until(&now_ms.saturating_add(1)).limit(most);
    read.keys(&WEEKLY_DUE, span)?.map(|row| row.map(|(_, person)| person)).collect()
}

/// The mail of reports, if somebody asked for it.
pub fn reports(read: &Read<'_>, person: AudienceId) -> Result<Option<ReportsRecord>, StoreError> {
    read.get(&REPORTS, &person)
}

/// Keeps it, and its place among what is due.
pub fn put_reports(tx: &mut Tx<'_>, person: AudienceId, after: Option<&ReportsRecord>) -> Result<(), StoreError> {
    if let Some(before) = reports(tx.read(), person)? {
        tx.delete(&REPORTS_DUE, &(before.due_ms, person))?;
    }
    let Some(after) = after else { return tx.delete(&REPORTS, &person) };
    tx.put(&REPORTS_DUE, &(after.due_ms, person), &())?;
    tx.put(&REPORTS, &person, after)
}

/// That somebody asked for a link for a new password.
pub fn forgotten(read: &Read<'_>, person: AudienceId) -> Result<Option<ForgottenRecord>, StoreError> {
    read.get(&FORGOTTEN, &person)
}

/// Keeps it, or forgets it.
pub fn put_forgotten(tx: &mut Tx<'_>, person: AudienceId, asked: Option<&ForgottenRecord>) -> Result<(), StoreError> {
    match asked {
        Some(asked) => tx.put(&FORGOTTEN, &person, asked),
        None => tx.delete(&FORGOTTEN, &person),
    }
}

/// Who asked for such a link.
pub fn all_forgotten(read: &Read<'_>, most: usize) -> Result<Vec<AudienceId>, StoreError> {
    read.keys(&FORGOTTEN, Span::all().limit(most))?.collect()
}

/// Forgets what mail somebody wants, and what became of it.
pub fn forget(tx: &mut Tx<'_>, person: AudienceId) -> Result<(), StoreError> {
    put_person(tx, person, &PersonRecord::default())?;
    tx.delete(&PEOPLE, &person)?;
    put_weekly(tx, person, None)?;
    put_reports(tx, person, None)?;
    put_forgotten(tx, person, None)
}
