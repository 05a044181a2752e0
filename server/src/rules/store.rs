//! The tables of rules, and the one way to write each.

use super::{
    home::Home,
    record::{ActedRecord, ArmedRecord, ChainRecord, PlaceRecord, PlanRecord, RuleRecord, StatsRecord},
};
use crate::{
    Error,
    access::{Scope, Work},
    log::cbor,
};
use chrono::Datelike;
use guildhall_domain::{
    AudienceId, Id,
    rules::{MAILS, Plan, Rule},
    when,
};
use guildhall_store::{Desc, Read, Span, StoreError, Table, Tx};

/// Rules by id.
pub const RULES: Table<Id, RuleRecord> = Table::new("rules");
/// (home audience, rule): those of a space; of the organization it is 0.
pub const OF_SPACE: Table<(u64, Id), ()> = Table::new("rules_of_space");
/// (rule, number) → what was decided in that version.
pub const VERSIONS: Table<(Id, u32), PlanRecord> = Table::new("rule_versions");
/// (since when, rule) in the trash.
pub const TRASH: Table<(i64, Id), ()> = Table::new("rule_trash");
/// How far the log was read.
pub const PLACE: Table<(), PlaceRecord> = Table::new("rule_place");
/// Command → the rules that led to it.
pub const CHAINS: Table<Id, ChainRecord> = Table::new("rule_chains");
/// (rule, when, the last first, command) → what it did.
pub const ACTED: Table<(Id, Desc<i64>, Id), ActedRecord> = Table::new("rule_acted");
/// Rule → how often it acted.
pub const STATS: Table<Id, StatsRecord> = Table::new("rule_stats");
/// (when, rule, task): what the clock sets off.
pub const MOMENTS: Table<(i64, Id, Id), ()> = Table::new("rule_moments");
/// (rule, task) → the same, and when it did.
pub const ARMED: Table<(Id, Id), ArmedRecord> = Table::new("rule_armed");

/// A rule. What somebody may know of it is for [`super::queries`] to ask. One that a newer program wrote is not there.
pub fn get(read: &Read<'_>, id: Id) -> Result<Option<Rule>, StoreError> {
    let Some(record) = read.get(&RULES, &id)? else { return Ok(None) };
    Ok(plan(read, id, record.version())?.map(|plan| record.into_rule(id, plan)))
}

/// What was decided about a rule in a version.
pub fn plan(read: &Read<'_>, rule: Id, version: u32) -> Result<Option<Plan>, StoreError> {
    Ok(read.get(&VERSIONS, &(rule, version))?.and_then(PlanRecord::plan))
}

/// Every version of every rule.
pub fn versions(read: &Read<'_>) -> Result<Vec<(Id, u32)>, StoreError> {
    read.keys(&VERSIONS, Span::all())?.collect()
}

/// The number of the newest version there is.
pub fn newest(read: &Read<'_>, rule: Id) -> Result<u32, StoreError> {
    let mut rows = read.keys(&VERSIONS, Span::prefix(&rule).reverse().limit(1))?;
    rows.next().map_or(Ok(0), |row| row.map(|(_, number)| number))
}

/// All rules, those in the trash too.
pub fn all(read: &Read<'_>) -> Result<Vec<Rule>, StoreError> {
    let mut all = Vec::new();
    for id in read.keys(&RULES, Span::all())? {
        all.extend(get(read, id?)?);
    }
    Ok(all)
}

/// The rules of a space, or the organization, in the order in which they act, those in the trash too.
pub fn of_home(read: &Read<'_>, home: AudienceId) -> Result<Vec<Rule>, StoreError> {
    let mut all = Vec::new();
    for row in read.keys(&OF_SPACE, Span::prefix(&home))? {
        all.extend(get(read, row?.1)?);
    }
    all.sort_by_key(|rule| rule.made);
    Ok(all)
}

/// How many a space has.
pub fn count(read: &Read<'_>, home: AudienceId) -> Result<usize, StoreError> {
    read.keys(&OF_SPACE, Span::prefix(&home))?.try_fold(0, |count, row| row.map(|_| count + 1))
}

/// Keeps what is decided about a rule from now on.
pub fn put_version(tx: &mut Tx<'_>, rule: Id, number: u32, plan: &Plan) -> Result<(), StoreError> {
    tx.put(&VERSIONS, &(rule, number), &plan.into())
}

/// Writes a rule.
pub fn put(work: &mut Work<'_, '_>, before: Option<&Rule>, rule: &Rule) -> Result<(), Error> {
    let trash = |rule: &Rule| rule.trashed_ms.map(|at| (at, rule.id));
    work.tx.replace_keys(&TRASH, before.and_then(trash).as_slice(), trash(rule).as_slice())?;
    if before.is_none() {
        let home = Home::key(work.directory(), rule).ok_or_else(Error::not_found)?;
        work.tx.put(&OF_SPACE, &(home, rule.id), &())?;
    }
    Ok(work.tx.put(&RULES, &rule.id, &rule.into())?)
}

/// Those in the trash since before a moment.
pub fn trashed_until(read: &Read<'_>, at_ms: i64, most: usize) -> Result<Vec<Id>, StoreError> {
    let rows = read.keys(&TRASH, Span::all().until(&(at_ms, Id::nil())).limit(most))?;
    rows.map(|row| row.map(|(_, id)| id)).collect()
}

/// Takes one that cannot be read out of the trash, where nothing else could be done with it.
pub fn leave(tx: &mut Tx<'_>, rule: Id) -> Result<(), StoreError> {
    let rows: Vec<(i64, Id)> = tx.read().keys(&TRASH, Span::all())?.collect::<Result<_, StoreError>>()?;
    rows.iter().filter(|(_, id)| *id == rule).try_for_each(|key| tx.delete(&TRASH, key))
}

/// Deletes a rule for good with what is kept of it, a part at a time: answers whether that is all of it.
pub fn forget(tx: &mut Tx<'_>, rule: &Rule, home: Option<AudienceId>, most: usize) -> Result<bool, StoreError> {
    let acted: Vec<_> =
        tx.read().keys(&ACTED, Span::prefix(&rule.id).limit(most))?.collect::<Result<_, StoreError>>()?;
    let armed: Vec<_> =
        tx.read().keys(&ARMED, Span::prefix(&rule.id).limit(most))?.collect::<Result<_, StoreError>>()?;
    for key in &acted {
        tx.delete(&ACTED, key)?;
    }
    for (_, task) in &armed {
        disarm(tx, rule.id, *task)?;
        tx.delete(&ARMED, &(rule.id, *task))?;
    }
    if acted.len() == most || armed.len() == most {
        return Ok(false);
    }
    for number in 1..=newest(tx.read(), rule.id)? {
        tx.delete(&VERSIONS, &(rule.id, number))?;
    }
    rule.trashed_ms.map_or(Ok(()), |at| tx.delete(&TRASH, &(at, rule.id)))?;
    home.map_or(Ok(()), |home| tx.delete(&OF_SPACE, &(home, rule.id)))?;
    tx.delete(&STATS, &rule.id)?;
    tx.delete(&RULES, &rule.id)?;
    Ok(true)
}

/// How far the log was read; none before the first rule.
pub fn place(read: &Read<'_>) -> Result<Option<PlaceRecord>, StoreError> {
    read.get(&PLACE, &())
}

/// Keeps that everything up to a change is done.
pub fn put_place(tx: &mut Tx<'_>, seq: u64) -> Result<(), StoreError> {
    tx.put(&PLACE, &(), &PlaceRecord { seq, ..PlaceRecord::default() })
}

/// Whether a rule is done with a change.
pub fn is_done(read: &Read<'_>, seq: u64, rule: Id) -> Result<bool, StoreError> {
    let place = place(read)?.unwrap_or_default();
    let done = place.done.unwrap_or_default();
    Ok(seq <= place.seq || (place.at == Some(seq) && done.contains(&cbor::id(rule))))
}

/// Keeps that a rule is done with a change, and so is everything before that.
pub fn done(tx: &mut Tx<'_>, seq: u64, rule: Id) -> Result<(), StoreError> {
    let place = place(tx.read())?.unwrap_or_default();
    let mut done = if place.at == Some(seq) { place.done.unwrap_or_default() } else { Vec::new() };
    done.push(cbor::id(rule));
    tx.put(&PLACE, &(), &PlaceRecord { seq: place.seq.max(seq.saturating_sub(1)), at: Some(seq), done: Some(done) })
}

/// The rules that led to a command; none where it sets nothing off.
pub fn chain(read: &Read<'_>, command: Id) -> Result<Option<Vec<Id>>, StoreError> {
    Ok(match read.get(&CHAINS, &command)? {
        Some(chain) if chain.silent.unwrap_or(false) => None,
        Some(chain) => Some(cbor::from_ids(&chain.rules)),
        None => Some(Vec::new()),
    })
}

/// Keeps them.
pub fn put_chain(work: &mut Work<'_, '_>, rules: &[Id], silent: bool) -> Result<(), Error> {
    let record = ChainRecord { rules: cbor::ids(rules), silent: silent.then_some(true), at_ms: work.now() };
    let command = work.command;
    Ok(work.tx.put(&CHAINS, &command, &record)?)
}

/// Deletes the chains of before a moment, a part at a time; what they led to was read long ago. Answers whether some remain.
pub fn sweep_chains(tx: &mut Tx<'_>, until_ms: i64, most: usize) -> Result<bool, StoreError> {
    let rows = tx.read().scan(&CHAINS, Span::all())?;
    let old: Vec<Id> = rows
        .filter(|row| row.as_ref().map_or(true, |(_, chain)| chain.at_ms < until_ms))
        .take(most)
        .map(|row| row.map(|(id, _)| id))
        .collect::<Result<_, _>>()?;
    old.iter().try_for_each(|id| tx.delete(&CHAINS, id))?;
    Ok(old.len() == most)
}

/// How often a rule acted; the month is the one it is now.
pub fn stats(scope: &impl Scope, rule: Id) -> Result<StatsRecord, StoreError> {
    let stats = scope.read().get(&STATS, &rule)?.unwrap_or_default();
    let month = month(scope);
    Ok(if stats.month == month { stats } else { StatsRecord { month, in_month: 0, ..stats } })
}

fn month(scope: &impl Scope) -> i32 {
    let today = when::today(when::from_ms(scope.now()), scope.directory().zone());
    today.year() * 12 + i32::try_from(today.month0()).unwrap_or(0)
}

/// Keeps that a rule acted on something, or why it was refused; answers its refusals in a row.
pub fn note(work: &mut Work<'_, '_>, rule: Id, acted: &ActedRecord) -> Result<u32, Error> {
    let (now, command) = (work.now(), work.command);
    let mut stats = stats(work, rule)?;
    if acted.refused.is_some() {
        stats.refusals = stats.refusals.saturating_add(1);
    } else {
        (stats.in_month, stats.total) = (stats.in_month.saturating_add(1), stats.total.saturating_add(1));
        (stats.last_ms, stats.refusals) = (Some(now), 0);
    }
    work.tx.put(&STATS, &rule, &stats)?;
    work.tx.put(&ACTED, &(rule, Desc(now), command), acted)?;
    Ok(stats.refusals)
}

/// Counts mails of a rule among those of its day, where they are not too many; answers whether they are not.
pub fn count_mails(work: &mut Work<'_, '_>, rule: Id, more: usize) -> Result<bool, Error> {
    let today = when::today(when::from_ms(work.now()), work.directory().zone()).num_days_from_ce();
    let stats = stats(work, rule)?;
    let before = if stats.mail_day == Some(today) { stats.mails.unwrap_or(0) } else { 0 };
    let mails = before.saturating_add(u32::try_from(more).unwrap_or(u32::MAX));
    if usize::try_from(mails).is_ok_and(|mails| mails > MAILS) {
        return Ok(false);
    }
    work.tx.put(&STATS, &rule, &StatsRecord { mail_day: Some(today), mails: Some(mails), ..stats })?;
    Ok(true)
}

/// Keeps why a mail was not sent with what the rule did.
pub fn unsent(tx: &mut Tx<'_>, rule: Id, (at, command): ActedPlace, why: &str) -> Result<(), StoreError> {
    let key = (rule, Desc(at), command);
    let Some(acted) = tx.read().get(&ACTED, &key)? else { return Ok(()) };
    let unsent = acted.unsent.iter().map(String::as_str).chain([why]).collect::<Vec<_>>().join(" ");
    tx.put(&ACTED, &key, &ActedRecord { unsent: Some(unsent), ..acted })
}

/// A new beginning: what was refused before does not count any more.
pub fn forgive(work: &mut Work<'_, '_>, rule: Id) -> Result<(), Error> {
    let stats = stats(work, rule)?;
    Ok(work.tx.put(&STATS, &rule, &StatsRecord { refusals: 0, ..stats })?)
}

/// The place of something a rule did: when, and by which command.
pub type ActedPlace = (i64, Id);

/// What a rule did, the last first, after a place.
pub fn acted<'a>(
    read: &'a Read<'_>,
    rule: Id,
    after: Option<ActedPlace>,
) -> Result<impl Iterator<Item = Result<(ActedPlace, ActedRecord), StoreError>> + 'a, StoreError> {
    let span = Span::prefix(&rule);
    let span = match after {
        Some((at, command)) => span.after(&(rule, Desc(at), command)),
        None => span,
    };
    Ok(read.scan(&ACTED, span)?.map(|row| row.map(|((_, at, command), record)| ((at.0, command), record))))
}

/// Deletes what a rule did before a moment, a part at a time; answers whether some remains.
pub fn sweep_acted(tx: &mut Tx<'_>, rule: Id, until_ms: i64, most: usize) -> Result<bool, StoreError> {
    let span = Span::prefix(&rule).after(&(rule, Desc(until_ms), Id::nil())).limit(most);
    let old: Vec<_> = tx.read().keys(&ACTED, span)?.collect::<Result<_, StoreError>>()?;
    old.iter().try_for_each(|key| tx.delete(&ACTED, key))?;
    Ok(old.len() == most)
}

/// When the clock sets a rule off for a task.
pub fn armed(read: &Read<'_>, rule: Id, task: Id) -> Result<ArmedRecord, StoreError> {
    Ok(read.get(&ARMED, &(rule, task))?.unwrap_or_default())
}

/// Keeps when the clock sets a rule off for a task, or that it does not.
pub fn arm(tx: &mut Tx<'_>, rule: Id, task: Id, at_ms: Option<i64>) -> Result<(), StoreError> {
    let before = armed(tx.read(), rule, task)?;
    if before.at_ms == at_ms {
        return Ok(());
    }
    disarm(tx, rule, task)?;
    at_ms.map_or(Ok(()), |at| tx.put(&MOMENTS, &(at, rule, task), &()))?;
    tx.put(&ARMED, &(rule, task), &ArmedRecord { at_ms, ..before })
}

/// Takes the row of a moment away.
fn disarm(tx: &mut Tx<'_>, rule: Id, task: Id) -> Result<(), StoreError> {
    armed(tx.read(), rule, task)?.at_ms.map_or(Ok(()), |at| tx.delete(&MOMENTS, &(at, rule, task)))
}

/// Keeps that the clock set a rule off for a task.
pub fn fired(tx: &mut Tx<'_>, at_ms: i64, rule: Id, task: Id) -> Result<(), StoreError> {
    tx.delete(&MOMENTS, &(at_ms, rule, task))?;
    tx.put(&ARMED, &(rule, task), &ArmedRecord { at_ms: None, fired_ms: Some(at_ms) })
}

/// What the clock sets off by now, the longest first.
pub fn due(read: &Read<'_>, now_ms: i64, most: usize) -> Result<Vec<(i64, Id, Id)>, StoreError> {
    read.keys(&MOMENTS, Span::all().until(&(now_ms.saturating_add(1), Id::nil(), Id::nil())).limit(most))?.collect()
}
