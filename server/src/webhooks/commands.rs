//! Making, changing and deleting webhooks, by admins.

use super::{
    input::{self, WebhookInput, WebhookPatch},
    store,
    views::{self, WebhookMade, WebhookSecret},
};
use crate::{
    Error,
    access::{self, Scope, Work},
    audit::{self, AuditAction},
    config::Hidden,
    error::Code,
    http::call::{IfMatch, unchanged_since},
    secrets, vault,
};
use guildhall_domain::{
    Id,
    change::{Action, Change, Kind, Value, between},
    limits,
    webhook::{self, Off, Webhook, Why},
};
use std::collections::BTreeMap;

/// Makes a webhook with a secret of its own, which is shown this once.
pub fn create(
    work: &mut Work<'_, '_>,
    key: Option<&Hidden>,
    input: &WebhookInput,
    address: &str,
) -> Result<WebhookMade, Error> {
    access::admin(work)?;
    limits::at_most("name", store::all(work.read())?.len() + 1, webhook::WEBHOOKS)?;
    if input.inside {
        work.who().in_person()?;
    }
    let id = work.new_id();
    let mut webhook = Webhook {
        id,
        name: name(work, &input.name, None)?,
        url: input::address(&input.url, input.inside)?,
        inside: input.inside,
        off: None,
        created_ms: work.now(),
        failing_ms: None,
        taken_ms: None,
        renewed_ms: None,
        untold: false,
        seq: 0,
    };
    let secret = new_secret(work, key, id)?;
    audit::add(work, AuditAction::WebhookMade, &about(&webhook), address)?;
    save(work, None, &mut webhook, Action::Created)?;
    Ok(WebhookMade { webhook: views::webhook(work, &webhook)?, secret })
}

/// Changes a webhook, or switches it on or off.
pub fn edit(
    work: &mut Work<'_, '_>,
    id: Id,
    if_match: IfMatch,
    patch: &WebhookPatch,
    address: &str,
) -> Result<Webhook, Error> {
    let before = known(work, id)?;
    fresh(work, if_match, &before, &patch.names())?;
    let mut after = before.clone();
    if let Some(sent) = &patch.name {
        after.name = name(work, sent, Some(id))?;
    }
    after.inside = patch.inside.unwrap_or(before.inside);
    if patch.url.is_some() || patch.inside.is_some() {
        after.url = input::address(patch.url.as_deref().unwrap_or(&before.url), after.inside)?;
    }
    // A token that was lost must neither open the own network nor lead elsewhere in it.
    if after.inside && (after.url != before.url || !before.inside) {
        work.who().in_person()?;
    }
    match patch.on {
        Some(true) => (after.off, after.untold) = (None, false),
        Some(false) if before.off.is_none() => {
            after.off = Some(Off { at_ms: work.now(), by: work.who().person, why: Why::Hand, words: String::new() });
        }
        _ => {}
    }
    if after == before {
        return Ok(before);
    }
    // Another address, or another try: what failed before does not count any more.
    if after.url != before.url || (before.off.is_some() && after.off.is_none()) {
        after.failing_ms = None;
    }
    audit::add(work, AuditAction::WebhookChanged, &about(&after), address)?;
    save(work, Some(&before), &mut after, Action::Changed)?;
    Ok(after)
}

/// Deletes a webhook with its secret; what it was told is swept away. Rules that call it switch themselves off.
pub fn delete(work: &mut Work<'_, '_>, id: Id, if_match: IfMatch, address: &str) -> Result<(), Error> {
    let before = known(work, id)?;
    fresh(work, if_match, &before, &["name".into(), "url".into()])?;
    audit::add(work, AuditAction::WebhookDeleted, &about(&before), address)?;
    let change = work.change(Kind::Webhook, id, Action::Purged);
    work.log(Change { previous: before.seq, ..change })?;
    vault::store::delete(work.tx, &store::secret(id))?;
    vault::store::delete(work.tx, &store::old_secret(id))?;
    Ok(store::delete(work.tx, id)?)
}

/// Gives a webhook another secret; the old one signs as well for a day, so that the other side takes everything while it is
/// told the new one. That is no change of what is shown of it.
pub fn renew(work: &mut Work<'_, '_>, key: Option<&Hidden>, id: Id, address: &str) -> Result<WebhookSecret, Error> {
    let webhook = known(work, id)?;
    // One that cannot be read signs nothing anyway.
    if let Ok(Some(old)) = vault::get(work.tx.read(), key, &store::secret(id)) {
        vault::put(work.tx, key, &store::old_secret(id), &old)?;
    }
    store::put(work.tx, &Webhook { renewed_ms: Some(work.now()), ..webhook.clone() })?;
    let secret = new_secret(work, key, id)?;
    audit::add(work, AuditAction::WebhookChanged, &about(&webhook), address)?;
    Ok(WebhookSecret { secret })
}

/// The server switches a webhook off that takes nothing.
pub fn switch_off(work: &mut Work<'_, '_>, webhook: &Webhook, why: Why, words: &str) -> Result<(), Error> {
    let mut after = webhook.clone();
    after.off = Some(Off { at_ms: work.now(), by: None, why, words: words.to_owned() });
    after.untold = true;
    audit::add(work, AuditAction::WebhookSwitchedOff, &about(webhook), "")?;
    save(work, Some(webhook), &mut after, Action::Changed)
}

/// A webhook, for an admin.
pub fn known(scope: &impl Scope, id: Id) -> Result<Webhook, Error> {
    access::admin(scope)?;
    store::get(scope.read(), id)?.ok_or_else(Error::not_found)
}

fn new_secret(work: &mut Work<'_, '_>, key: Option<&Hidden>, id: Id) -> Result<String, Error> {
    let secret = secrets::key();
    vault::put(work.tx, key, &store::secret(id), &secret)?;
    Ok(super::sign::shown(&secret))
}

fn name(work: &Work<'_, '_>, sent: &str, own: Option<Id>) -> Result<String, Error> {
    let name = limits::line("name", sent, limits::NAME)?;
    let wanted = name.to_lowercase();
    let same = |one: &Webhook| Some(one.id) != own && one.name.to_lowercase() == wanted;
    if store::all(work.read())?.iter().any(same) {
        let mut taken = Error::new(Code::Taken);
        taken.fields.insert("name".into(), "There is a webhook with this name already.".into());
        return Err(taken);
    }
    Ok(name)
}

/// For the audit: its name, and the machine it leads to. What stands behind that may be a secret of the other side.
fn about(webhook: &Webhook) -> String {
    let host = webhook.url.split('/').nth(2).unwrap_or_default();
    format!("{} ({host})", webhook.name)
}

fn fresh(work: &Work<'_, '_>, if_match: IfMatch, webhook: &Webhook, fields: &[String]) -> Result<(), Error> {
    unchanged_since(work, if_match, webhook.seq, fields)
        .map_err(|stale| stale.with_current(|| views::webhook(work, webhook)))
}

/// What a change of it says. Nobody reads of it, and an address may hold a secret, so that is kept as a hash.
fn facts(webhook: &Webhook) -> BTreeMap<String, Value> {
    let hash = blake3::hash(webhook.url.as_bytes()).to_hex().to_string();
    BTreeMap::from([
        ("name".to_owned(), Value::Text(webhook.name.clone())),
        ("url".to_owned(), Value::Text(hash)),
        ("inside".to_owned(), Value::Bool(webhook.inside)),
        ("off".to_owned(), Value::opt(webhook.off.as_ref(), |off| Value::Int(off.at_ms))),
    ])
}

fn save(work: &mut Work<'_, '_>, before: Option<&Webhook>, after: &mut Webhook, action: Action) -> Result<(), Error> {
    let fields = before.map(|before| between(&facts(before), &facts(after))).unwrap_or_default();
    let previous = before.map_or(0, |before| before.seq);
    after.seq = work.log(Change { fields, previous, ..work.change(Kind::Webhook, after.id, action) })?;
    Ok(store::put(work.tx, after)?)
}
