//! Calling a webhook: what it is told is what the rule's owner may read at this moment.

use super::acts::Target;
use crate::{
    Error,
    access::{Scope, Work},
    requests, tasks,
    webhooks::{self, deliveries::Call},
};
use guildhall_domain::{
    Id,
    rules::{Act, Rule},
};
use serde_json::json;

/// Tells a webhook of what the rule acts on. `cause` is the change that set it off, or the last one before it acts.
pub fn call(work: &mut Work<'_, '_>, rule: &Rule, target: Target, webhook: Id, cause: u64) -> Result<(), Error> {
    let (task, request) = match target {
        Target { task: Some(id), .. } => (Some(tasks::queries::whole(work, id)?), None),
        Target { request: Some(id), .. } => (None, Some(requests::views::whole(work, id)?)),
        Target { .. } => (None, None),
    };
    let space = work.directory().space(target.space).map(|space| space.name.clone()).unwrap_or_default();
    let data = json!({
        "rule": { "id": rule.id, "name": rule.plan.name },
        "space": { "id": target.space, "name": space },
        "task": task,
        "request": request,
    });
    webhooks::deliveries::call(work, Call { webhook, rule: rule.id, task: target.task, cause, data })
}

/// Whether a webhook that the rule calls was deleted.
pub fn is_gone(work: &Work<'_, '_>, rule: &Rule) -> Result<bool, Error> {
    for act in &rule.plan.actions {
        if let Act::Call(webhook) = act
            && webhooks::store::get(work.read(), *webhook)?.is_none()
        {
            return Ok(true);
        }
    }
    Ok(false)
}
