//! What webhooks are told: written in the command that causes it, once more where somebody wants that, and swept away.

use super::{commands, store};
use crate::{
    Error,
    access::{Scope, Work},
    error::Code,
    http::shapes,
    log, tasks, vault,
};
use guildhall_domain::{
    Id,
    change::{Action, Value},
    mail::UNDO_MS,
    webhook::{Delivery, Outcome, PATIENCE_MS, State, Webhook, Why},
};
use guildhall_store::{Read, StoreError};
use serde_json::{Map, Value as Json, json};
use std::collections::BTreeMap;

/// Most bytes of what is told.
pub const MOST_BYTES: usize = 256 * 1024;
/// How long it is kept what was told, and how many of it.
const KEEP_MS: i64 = 30 * 24 * 3_600_000;
const KEEP: usize = 500;
/// Rows that are deleted in one command.
const SWEPT: usize = 100;

/// What a rule tells a webhook.
pub struct Call {
    /// The webhook.
    pub webhook: Id,
    /// The rule.
    pub rule: Id,
    /// The task it is about, where it is about one.
    pub task: Option<Id>,
    /// The change that set the rule off, or the last one before it acted.
    pub cause: u64,
    /// What is told, as the rule's owner may read it.
    pub data: Json,
}

/// Writes down what a rule tells. It is sent when it cannot be undone any more.
pub fn call(work: &mut Work<'_, '_>, call: Call) -> Result<(), Error> {
    store::get(work.read(), call.webhook)?.ok_or_else(Error::not_found)?;
    let due = work.now() + UNDO_MS;
    let body = says(work, "rule.acted", call.data);
    let delivery =
        Delivery { rule: Some(call.rule), task: call.task, cause: call.cause, ..new(work, call.webhook, due) };
    Ok(store::add(work.tx, &delivery, body)?)
}

/// Tells a webhook that it works, whether it is on or off.
pub fn trial(work: &mut Work<'_, '_>, webhook: Id) -> Result<Delivery, Error> {
    let webhook = commands::known(work, webhook)?;
    let now = work.now();
    let organization = work.directory().organization.as_ref().map(|one| one.name.clone()).unwrap_or_default();
    let body = says(work, "test", json!({ "webhook": webhook.name, "organization": organization }));
    let delivery = new(work, webhook.id, now);
    store::add(work.tx, &delivery, body)?;
    Ok(delivery)
}

/// Sends something once more, in the words of then.
pub fn again(work: &mut Work<'_, '_>, webhook: Id, id: Id) -> Result<Delivery, Error> {
    let webhook = commands::known(work, webhook)?;
    let delivery = store::delivery(work.read(), id)?.filter(|delivery| delivery.webhook == webhook.id);
    let delivery = delivery.ok_or_else(Error::not_found)?;
    match delivery.state {
        State::Waiting => return Err(Error::because(Code::Conflict, "This is on its way already.")),
        State::Undone => return Err(Error::because(Code::Conflict, "What this tells of was undone.")),
        _ if webhook.off.is_some() && !delivery.is_trial() => {
            return Err(Error::because(Code::Conflict, "This webhook is off. Switch it on first."));
        }
        _ => {}
    }
    let due_ms = Some(work.now());
    let delivery = Delivery { state: State::Waiting, due_ms, attempts: 0, begun_ms: None, again: true, ..delivery };
    store::put_delivery(work.tx, &delivery)?;
    Ok(delivery)
}

fn new(work: &Work<'_, '_>, webhook: Id, due_ms: i64) -> Delivery {
    Delivery {
        id: work.new_id(),
        webhook,
        rule: None,
        task: None,
        command: work.command,
        cause: 0,
        made_ms: work.now(),
        state: State::Waiting,
        due_ms: Some(due_ms),
        attempts: 0,
        begun_ms: None,
        tried_ms: None,
        outcome: None,
        again: false,
    }
}

/// What is sent. Of a task that is too large the text is left out, and then all but what it is called.
fn says(work: &Work<'_, '_>, kind: &str, data: Json) -> Vec<u8> {
    let mut body = json!({ "type": kind, "timestamp": shapes::instant(work.now()), "data": data });
    for part in ["task", "request"] {
        shorten(&mut body, part);
    }
    body.to_string().into_bytes()
}

fn shorten(body: &mut Json, part: &str) {
    let fits = |body: &Json| body.to_string().len() <= MOST_BYTES;
    let place = format!("/data/{part}");
    let left_out: [fn(&mut Map<String, Json>); 2] = [
        |object| {
            object.insert("body".into(), "".into());
            object.insert("shortened".into(), true.into());
        },
        |object| object.retain(|name, _| matches!(name.as_str(), "id" | "key" | "title" | "number" | "shortened")),
    ];
    for leave_out in left_out {
        if fits(body) {
            return;
        }
        body.pointer_mut(&place).and_then(Json::as_object_mut).map(leave_out);
    }
}

/// Whether what a delivery tells of was taken back since.
pub fn is_undone(read: &Read<'_>, delivery: &Delivery) -> Result<bool, Error> {
    is_taken_back(read, delivery.task, delivery.cause, delivery.command)
}

/// Whether something was taken back since of a task: of the change that set a rule off, or of the command in which it acted.
pub fn is_taken_back(read: &Read<'_>, task: Option<Id>, cause: u64, command: Id) -> Result<bool, Error> {
    let Some(id) = task else { return Ok(false) };
    // Deleted for good.
    let Some(task) = tasks::store::get(read, id)? else { return Ok(true) };
    let mut back: BTreeMap<String, Value> = BTreeMap::new();
    for row in log::history(read, task.seq) {
        let (seq, change) = row?;
        if seq < cause {
            return Ok(false);
        }
        if seq == cause || change.command == command {
            let gone = change.action == Action::Created && task.trashed_ms.is_some();
            if gone || change.fields.iter().any(|field| back.get(&field.field) == Some(&field.before)) {
                return Ok(true);
            }
        } else if change.action == Action::Undone {
            // Of what was taken back and done again the last counts.
            for field in change.fields {
                back.entry(field.field).or_insert(field.after);
            }
        }
    }
    Ok(false)
}

/// Keeps how a delivery that waits ended without an attempt.
pub fn end(work: &mut Work<'_, '_>, id: Id, state: State) -> Result<(), Error> {
    let Some(delivery) = store::delivery(work.read(), id)?.filter(|one| one.state == State::Waiting) else {
        return Ok(());
    };
    Ok(store::put_delivery(work.tx, &Delivery { state, due_ms: None, ..delivery })?)
}

/// Keeps how an attempt ended, and what follows for the webhook.
pub fn settle(work: &mut Work<'_, '_>, id: Id, outcome: &Outcome) -> Result<(), Error> {
    let now = work.now();
    let Some(delivery) = store::delivery(work.read(), id)? else { return Ok(()) };
    let Some(webhook) = store::get(work.read(), delivery.webhook)? else { return Ok(()) };
    let trial = delivery.is_trial();
    store::put_delivery(work.tx, &delivery.tried(now, outcome.clone()))?;
    let taken = outcome.is_taken();
    if trial && !taken {
        return Ok(());
    }
    let failing_ms = if taken { None } else { webhook.failing_ms.or(Some(now)) };
    let after = Webhook { failing_ms, taken_ms: if taken { Some(now) } else { webhook.taken_ms }, ..webhook };
    store::put(work.tx, &after)?;
    let long = failing_ms.is_some_and(|since| now - since >= PATIENCE_MS);
    match (outcome.is_gone(), long) {
        _ if after.off.is_some() => Ok(()),
        (true, _) => commands::switch_off(work, &after, Why::Gone, &outcome.words),
        (_, true) => commands::switch_off(work, &after, Why::Failed, &outcome.words),
        _ => Ok(()),
    }
}

/// Deletes what has had its time, and what was told to webhooks that are gone; answers whether some remains.
pub fn purge_due(work: &mut Work<'_, '_>) -> Result<bool, Error> {
    let now = work.now();
    for webhook in store::all(work.read())?.iter().filter(|one| !one.has_two_secrets(now)) {
        vault::store::delete(work.tx, &store::old_secret(webhook.id))?;
    }
    let mut more = false;
    for webhook in store::told(work.read())? {
        let old = old(work, webhook)?;
        more |= old.len() == SWEPT;
        old.into_iter().try_for_each(|place| store::forget(work.tx, webhook, place))?;
    }
    Ok(more)
}

fn old(work: &Work<'_, '_>, webhook: Id) -> Result<Vec<store::DeliveryPlace>, StoreError> {
    let read = work.read();
    let gone = store::get(read, webhook)?.is_none();
    let mut old = Vec::new();
    for (number, row) in store::of_webhook(read, webhook, None)?.enumerate() {
        let place = row?;
        let waits = store::delivery(read, place.1)?.is_some_and(|delivery| delivery.state == State::Waiting);
        if gone || (!waits && (number >= KEEP || place.0 + KEEP_MS < work.now())) {
            old.push(place);
        }
        if old.len() == SWEPT {
            break;
        }
    }
    Ok(old)
}
