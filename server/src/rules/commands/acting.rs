//! A rule acts on something: all of what it does or nothing, once, and with the rights its owner has now.

use super::{acts, acts::Target, calls, stopping};
use crate::{
    Error,
    access::{Scope, Who, Work},
    log::cbor,
    requests,
    rules::{
        home::{self, Home},
        record::ActedRecord,
        store,
    },
    tasks,
};
use guildhall_domain::{
    Id,
    actor::Actor,
    change::Kind,
    request::Request,
    rules::{
        Rule, Trigger, Why, chain,
        matching::{self, Subject},
        phrase::Text,
    },
    task::Task,
};
use std::cell::OnceCell;

/// Refusals in a row after which a rule is switched off.
const REFUSALS: u32 = 10;

/// What set a rule off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// A change, by a command.
    Change(u64, Id),
    /// The clock, at a moment of its own.
    Clock(i64),
}

/// A rule, and what it acts on.
#[derive(Debug, Clone, Copy)]
pub struct Case {
    /// The rule.
    pub rule: Id,
    /// The task or request.
    pub object: Id,
    /// What set it off.
    pub cause: Cause,
}

/// Acts, if it is still to be done. The place in the log stands in the same transaction.
pub fn act(work: &mut Work<'_, '_>, case: Case) -> Result<(), Error> {
    if is_done(work, case)? {
        return Ok(());
    }
    let Some((rule, home)) = begin(work, case)? else { return Ok(()) };
    let Some(target) = target(work, &rule, case.object)? else { return Ok(()) };
    let Some(mut led) = led(work, case)? else { return Ok(()) };
    match chain::may_act(&led, rule.id, rule.plan.settles()) {
        chain::Verdict::Act => {}
        verdict => {
            let words = round(work, &led, &rule, verdict)?;
            return stopping::stop(work, &rule, &home, Why::Loop, &words, case.object);
        }
    }
    if !home.has_owner(work.directory(), &rule) {
        let words = match home {
            Home::Space(_) => {
                "Whose rights it had does not work here any more. Whoever switches it on lends it theirs."
            }
            Home::Organization => "Whose rights it had is no admin any more. Whoever switches it on lends it theirs.",
        };
        return stopping::stop(work, &rule, &home, Why::Owner, words, case.object);
    }
    if calls::is_gone(work, &rule)? {
        let words = "The webhook it calls was deleted. Choose another one, or take that out.";
        return stopping::stop(work, &rule, &home, Why::Gone, words, case.object);
    }
    let who = Who::job(Actor::Rule(rule.id), Some(rule.owner));
    let head = work.tx.next_seq();
    let cause = if let Cause::Change(seq, _) = case.cause { seq } else { head };
    let unsent = work.acting(who, |work| acts::all(work, &rule, target, cause))?;
    if work.tx.next_seq() == head && !rule.plan.leaves() {
        // Everything was so already: nothing was done, and nothing follows from it.
        return Ok(());
    }
    led.push(rule.id);
    store::put_chain(work, &led, false)?;
    let acted = ActedRecord { object: cbor::id(case.object), refused: None, unsent };
    store::note(work, rule.id, &acted).map(drop)
}

/// Keeps that what a rule was to do was refused.
pub fn refused(work: &mut Work<'_, '_>, case: Case, why: &str) -> Result<(), Error> {
    if is_done(work, case)? {
        return Ok(());
    }
    let Some((rule, home)) = begin(work, case)? else { return Ok(()) };
    let acted = ActedRecord { object: cbor::id(case.object), refused: Some(why.to_owned()), unsent: None };
    let refusals = store::note(work, rule.id, &acted)?;
    if refusals < REFUSALS {
        return Ok(());
    }
    let words = format!("What it does was refused {refusals} times in a row: {why}");
    stopping::stop(work, &rule, &home, Why::Failed, &words, case.object)
}

fn is_done(work: &Work<'_, '_>, case: Case) -> Result<bool, Error> {
    Ok(match case.cause {
        Cause::Change(seq, _) => store::is_done(work.read(), seq, case.rule)?,
        Cause::Clock(at) => store::armed(work.read(), case.rule, case.object)?.at_ms != Some(at),
    })
}

/// Keeps that it is done, and gives the rule with where it belongs where there is something to do.
fn begin(work: &mut Work<'_, '_>, case: Case) -> Result<Option<(Rule, Home)>, Error> {
    let rule = store::get(work.read(), case.rule)?.filter(Rule::is_on);
    let rule = match (rule, case.cause) {
        (rule, Cause::Change(seq, _)) => {
            store::done(work.tx, seq, case.rule)?;
            rule.filter(|rule| rule.since < seq)
        }
        (Some(rule), Cause::Clock(_)) => is_time(work, &rule, case.object)?.then_some(rule),
        (None, Cause::Clock(_)) => {
            store::arm(work.tx, case.rule, case.object, None)?;
            None
        }
    };
    let home = rule.as_ref().and_then(|rule| Home::live(work.directory(), rule));
    Ok(rule.zip(home))
}

/// Whether the clock sets a rule off for a task by now; keeps that it did, or when it will.
fn is_time(work: &mut Work<'_, '_>, rule: &Rule, id: Id) -> Result<bool, Error> {
    let task = tasks::store::get(work.read(), id)?.filter(|task| rule.is_about(task.space));
    let zone = work.directory().zone();
    let moment = task.and_then(|task| matching::moment(&rule.plan.when, &task, zone));
    let fired = store::armed(work.read(), rule.id, id)?.fired_ms;
    match moment.filter(|moment| fired != Some(*moment)) {
        Some(moment) if moment <= work.now() => {
            store::arm(work.tx, rule.id, id, None)?;
            store::fired(work.tx, moment, rule.id, id)?;
            Ok(true)
        }
        // The day, or the zone, is another one by now.
        later => {
            store::arm(work.tx, rule.id, id, later)?;
            Ok(false)
        }
    }
}

/// What it acts on, where it acts there and what is asked is so.
fn target(work: &Work<'_, '_>, rule: &Rule, id: Id) -> Result<Option<Target>, Error> {
    let kind = if rule.plan.when.is_request() { Kind::Request } else { Kind::Task };
    let about = About::read(work, kind, id)?.filter(|about| home::is_about(work.directory(), rule, about.space()));
    Ok(about.filter(|about| about.fits(rule, &OnceCell::new())).map(|about| match about {
        About::Request(request) => Target { space: request.space, request: Some(id), task: None },
        About::Task(task) => Target { space: task.space, request: None, task: Some(id) },
    }))
}

/// What rules are about, as it is now.
pub enum About {
    /// A task.
    Task(Box<Task>),
    /// A request.
    Request(Box<Request>),
}

impl About {
    /// Reads it; none where rules are not about such a thing, or it is gone.
    pub fn read(scope: &impl Scope, kind: Kind, id: Id) -> Result<Option<About>, Error> {
        Ok(match kind {
            Kind::Task => tasks::store::get(scope.read(), id)?.map(|task| About::Task(Box::new(task))),
            Kind::Request => requests::store::get(scope.read(), id)?.map(|request| About::Request(Box::new(request))),
            _ => None,
        })
    }

    /// Where it is.
    pub fn space(&self) -> Id {
        match self {
            About::Task(task) => task.space,
            About::Request(request) => request.space,
        }
    }

    /// Whether a rule is about it: it comes by what is asked, and the conditions are so. Its
    /// words are made once for all that ask.
    pub fn fits(&self, rule: &Rule, words: &OnceCell<Text>) -> bool {
        let there = match (self, &rule.plan.when) {
            (About::Request(request), Trigger::Requested(source)) => {
                matching::comes_by(*source, request.way) && request.state.waits()
            }
            (About::Request(_), _) | (_, Trigger::Requested(_)) => false,
            (About::Task(task), _) => task.trashed_ms.is_none(),
        };
        let subject = match self {
            About::Task(task) => Subject::task(task),
            About::Request(request) => Subject { task: None, title: &request.title, body: &request.body },
        };
        there && matching::holds_in(&rule.plan.conditions, &subject, words).is_some()
    }
}

/// The rules that led to it; none where that sets nothing off.
fn led(work: &Work<'_, '_>, case: Case) -> Result<Option<Vec<Id>>, Error> {
    match case.cause {
        Cause::Change(_, command) => Ok(store::chain(work.read(), command)?),
        Cause::Clock(_) => Ok(Some(Vec::new())),
    }
}

fn round(work: &Work<'_, '_>, led: &[Id], rule: &Rule, verdict: chain::Verdict) -> Result<String, Error> {
    let mut names = Vec::new();
    for id in led.iter().rev().take_while(|id| **id != rule.id).collect::<Vec<_>>().into_iter().rev() {
        names.extend(store::get(work.read(), *id)?.map(|rule| format!("“{}”", rule.plan.name)));
    }
    Ok(match verdict {
        chain::Verdict::TooLong => format!("{} rules set each other off, one after the other.", chain::LONGEST),
        _ if names.is_empty() => "It sets itself off.".to_owned(),
        _ => format!("It and {} set each other off.", names.join(", ")),
    })
}
