//! Making, changing and throwing away rules. Whoever works in a space makes its rules, admins those of the organization; who
//! made one of a space and its leads change it, and whoever does lends it their rights.

pub mod acting;
pub mod acts;
pub mod calls;
pub mod hand_over;
pub mod stopping;

use super::{
    home::Home,
    input::{RuleInput, RulePatch},
    queries, store, views,
};
use crate::{
    Error,
    access::{self, Scope, Work},
    error::Code,
    http::call::{IfMatch, unchanged_since},
};
use guildhall_domain::{
    Id,
    change::{Action, Change, Kind, Value},
    limits,
    rules::{self, Off, Rule, Why, facts},
};

/// How long they stay in the trash.
pub const KEEP_MS: i64 = 30 * 24 * 3_600_000;
/// How long what they did is kept.
const ACTED_MS: i64 = 90 * 24 * 3_600_000;
/// How long it is kept which rules led to a command.
const CHAINS_MS: i64 = 7 * 24 * 3_600_000;
/// Rows that are deleted in one command.
const FORGOTTEN: usize = 500;

/// Makes a rule. Sent again with the same id by the same person it answers the one that is there.
pub fn create(work: &mut Work<'_, '_>, space: Option<Id>, input: &RuleInput) -> Result<Rule, Error> {
    let home = Home::workable(work, space)?;
    let me = access::me(work)?.id;
    let plan = input.plan(work, &home)?;
    let id = input.id.unwrap_or_else(|| work.new_id());
    if let Some(earlier) = store::get(work.read(), id)? {
        let same = earlier.author == me && earlier.space == space && earlier.plan == plan;
        return if same { Ok(earlier) } else { Err(Error::new(Code::IdTaken)) };
    }
    // Versions of one that a newer program wrote would be taken for its own.
    if store::newest(work.read(), id)? > 0 {
        return Err(Error::new(Code::IdTaken));
    }
    limits::at_most("name", store::count(work.read(), home.audience())? + 1, rules::RULES)?;
    let mut rule = Rule {
        id,
        space,
        author: me,
        owner: me,
        plan,
        version: 1,
        off: off(work, input.on),
        trashed_ms: None,
        created_ms: work.now(),
        made: 0,
        since: 0,
        seq: 0,
    };
    if store::place(work.read())?.is_none() {
        // The log is read from the first rule on.
        let head = work.tx.next_seq().saturating_sub(1);
        store::put_place(work.tx, head)?;
    }
    store::put_version(work.tx, id, 1, &rule.plan)?;
    save(work, &home, None, &mut rule, Action::Created)?;
    Ok(rule)
}

fn off(work: &Work<'_, '_>, on: bool) -> Option<Off> {
    (!on).then(|| Off { at_ms: work.now(), by: work.who().person, why: Why::Hand, words: String::new() })
}

/// Changes a rule, or switches it on or off.
pub fn edit(work: &mut Work<'_, '_>, id: Id, if_match: IfMatch, patch: &RulePatch) -> Result<Rule, Error> {
    let (before, home) = live(work, id)?;
    fresh(work, if_match, &before, &home, &patch.names())?;
    let mut after = before.clone();
    after.plan = patch.apply(work, &home, &before.plan)?;
    match patch.on {
        Some(true) => after.off = None,
        Some(false) if before.off.is_none() => after.off = off(work, false),
        _ => {}
    }
    after.owner = access::me(work)?.id;
    renew(work, &before, &mut after)?;
    save(work, &home, Some(&before), &mut after, Action::Changed)?;
    Ok(after)
}

/// Something else is decided: that is another version. What was refused before does not count any more.
fn renew(work: &mut Work<'_, '_>, before: &Rule, after: &mut Rule) -> Result<(), Error> {
    if after.plan != before.plan {
        after.version = store::newest(work.read(), before.id)?.saturating_add(1);
        store::put_version(work.tx, after.id, after.version, &after.plan)?;
    }
    if after.is_on() && (!before.is_on() || after.plan != before.plan) {
        store::forgive(work, after.id)?;
    }
    Ok(())
}

/// Puts a rule into the trash; what it did stays.
pub fn trash(work: &mut Work<'_, '_>, id: Id, if_match: IfMatch) -> Result<Rule, Error> {
    let (before, home) = live(work, id)?;
    fresh(work, if_match, &before, &home, &[facts::VERSION.into()])?;
    let mut after = Rule { trashed_ms: Some(work.now()), ..before.clone() };
    save(work, &home, Some(&before), &mut after, Action::Trashed)?;
    Ok(after)
}

/// Takes a rule out of the trash: it acts on what happens from now.
pub fn restore(work: &mut Work<'_, '_>, id: Id) -> Result<Rule, Error> {
    let (before, home) = queries::changeable(work, id)?;
    let mut after = Rule { trashed_ms: None, ..before.clone() };
    save(work, &home, Some(&before), &mut after, Action::Restored)?;
    Ok(after)
}

fn live(work: &Work<'_, '_>, id: Id) -> Result<(Rule, Home), Error> {
    let (rule, home) = queries::changeable(work, id)?;
    if rule.trashed_ms.is_some() {
        return Err(Error::because(Code::Conflict, "This rule lies in the trash. Take it out first."));
    }
    Ok((rule, home))
}

fn fresh(work: &Work<'_, '_>, if_match: IfMatch, rule: &Rule, home: &Home, fields: &[String]) -> Result<(), Error> {
    unchanged_since(work, if_match, rule.seq, fields)
        .map_err(|stale| stale.with_current(|| views::rule(work, rule, home)))
}

/// Writes a rule and what changed of it.
fn save(
    work: &mut Work<'_, '_>,
    home: &Home,
    before: Option<&Rule>,
    after: &mut Rule,
    action: Action,
) -> Result<(), Error> {
    let fields = before.map(|before| facts::changes(before, after)).unwrap_or_default();
    if before.is_some() && fields.is_empty() {
        return Ok(());
    }
    let change = Change { fields, ..work.change(Kind::Rule, after.id, action) };
    after.seq = home.log(work, before.map(|before| before.seq), change)?;
    if before.is_none_or(|before| before.plan != after.plan || before.is_on() != after.is_on()) {
        after.since = after.seq;
    }
    if before.is_none() {
        after.made = after.seq;
    }
    store::put(work, before, after)
}

/// Takes a change of a rule back, for an undo: what is there must still be as the change left it.
pub fn take_back(work: &mut Work<'_, '_>, change: &Change) -> Result<(), Error> {
    let (before, home) = queries::changeable(work, change.object)?;
    let mut after = before.clone();
    if change.action == Action::Created {
        after.trashed_ms = Some(work.now());
    }
    let now = facts::of(&before);
    for field in &change.fields {
        if now.get(&field.field).unwrap_or(&Value::Null) != &field.after {
            return Err(Error::new(Code::UndoConflict).with("changed", vec![field.field.clone()]));
        }
        match field.field.as_str() {
            facts::VERSION => {
                let version = field.before.as_int().and_then(|number| u32::try_from(number).ok()).unwrap_or_default();
                let plan = store::plan(work.read(), before.id, version)?;
                after.plan = plan.ok_or_else(|| Error::new(Code::UndoGone))?;
            }
            facts::OFF => after.off = off(work, field.before == Value::Null),
            "trashed" => after.trashed_ms = field.before.as_int(),
            "owner" => after.owner = field.before.as_id().unwrap_or(after.owner),
            _ => {}
        }
    }
    // Whoever takes it back lends it their rights; where a departure is taken back those of before are.
    after.owner = work.who().person.unwrap_or(after.owner);
    renew(work, &before, &mut after)?;
    save(work, &home, Some(&before), &mut after, Action::Undone)
}

/// Deletes for good what has had its time; answers whether some remain.
pub fn purge_due(work: &mut Work<'_, '_>) -> Result<bool, Error> {
    let now = work.now();
    let mut more = store::sweep_chains(work.tx, now - CHAINS_MS, FORGOTTEN)?;
    for rule in store::all(work.read())? {
        more |= store::sweep_acted(work.tx, rule.id, now - ACTED_MS, FORGOTTEN)?;
    }
    let Some(id) = store::trashed_until(work.read(), now - KEEP_MS, 1)?.into_iter().next() else {
        return Ok(more);
    };
    let Some(rule) = store::get(work.read(), id)? else {
        // Nothing is known of it but that it lies there, so it is not looked at again.
        store::leave(work.tx, id)?;
        return Ok(true);
    };
    let home = Home::key(work.directory(), &rule);
    store::forget(work.tx, &rule, home, FORGOTTEN)?;
    Ok(true)
}
