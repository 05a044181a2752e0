//! Reading webhooks: admins everything, whoever writes rules the names of those that are on.

use super::{
    commands, store,
    views::{self, DeliveryShape, WebhookName, WebhookShape},
};
use crate::{
    Error,
    access::{self, Scope},
    error::Code,
    http::{Page, version},
};
use guildhall_domain::{
    Id,
    person::Role,
    webhook::{Delivery, Webhook, Why},
};

/// All by name, for admins.
pub fn all(scope: &impl Scope) -> Result<Page<WebhookShape>, Error> {
    access::admin(scope)?;
    let all = by_name(scope)?;
    Ok(Page::all(all.iter().map(|webhook| views::webhook(scope, webhook)).collect::<Result<_, _>>()?))
}

/// One, for admins.
pub fn one(scope: &impl Scope, id: Id) -> Result<WebhookShape, Error> {
    views::webhook(scope, &commands::known(scope, id)?)
}

/// Those a rule can call.
pub fn callable(scope: &impl Scope) -> Result<Page<WebhookName>, Error> {
    if !may_name(scope) {
        return Err(Error::because(Code::Forbidden, "Guests write no rules."));
    }
    let on = by_name(scope)?.into_iter().filter(|webhook| webhook.off.is_none());
    Ok(Page::all(on.map(|webhook| WebhookName { id: webhook.id, name: webhook.name }).collect()))
}

/// Whether a rule can be written that calls it.
pub fn is_callable(scope: &impl Scope, id: Id) -> Result<bool, Error> {
    Ok(may_name(scope) && store::get(scope.read(), id)?.is_some_and(|webhook| webhook.off.is_none()))
}

/// What a webhook is called: none where it is gone, empty for those who need not know.
pub fn name(scope: &impl Scope, id: Id) -> Result<Option<String>, Error> {
    let name = store::get(scope.read(), id)?.map(|webhook| webhook.name);
    Ok(name.map(|name| if may_name(scope) { name } else { String::new() }))
}

/// How many the server switched off itself; for admins, who are told of it.
pub fn given_up(scope: &impl Scope) -> Result<usize, Error> {
    if access::admin(scope).is_err() {
        return Ok(0);
    }
    let off = |webhook: &Webhook| webhook.off.as_ref().is_some_and(|off| off.why != Why::Hand);
    Ok(store::all(scope.read())?.into_iter().filter(off).count())
}

/// Guests write no rules, so they need not know which webhooks there are.
fn may_name(scope: &impl Scope) -> bool {
    scope.who().person.is_none() || access::me(scope).is_ok_and(|me| me.role >= Role::Member)
}

fn by_name(scope: &impl Scope) -> Result<Vec<Webhook>, Error> {
    let mut all = store::all(scope.read())?;
    all.sort_by_cached_key(|webhook| (webhook.name.to_lowercase(), webhook.id));
    Ok(all)
}

/// What a webhook was told of late, the last first.
pub fn deliveries(
    scope: &impl Scope,
    id: Id,
    limit: usize,
    place: Option<Vec<u8>>,
) -> Result<Page<DeliveryShape>, Error> {
    let webhook = commands::known(scope, id)?;
    let mut items = Vec::new();
    let mut last: Option<Vec<u8>> = None;
    for row in store::of_webhook(scope.read(), webhook.id, place.as_deref().and_then(read_place))? {
        let (at, id) = row?;
        if items.len() == limit {
            return Ok(Page { items, next: last.map(|place| version::list_cursor(&place)) });
        }
        last = Some([&at.to_be_bytes()[..], id.as_bytes()].concat());
        let delivery = store::delivery(scope.read(), id)?;
        items.extend(delivery.map(|delivery| views::delivery(scope, &webhook, &delivery)));
    }
    Ok(Page { items, next: None })
}

/// One of them.
pub fn delivery(scope: &impl Scope, delivery: &Delivery) -> Result<DeliveryShape, Error> {
    Ok(views::delivery(scope, &commands::known(scope, delivery.webhook)?, delivery))
}

fn read_place(bytes: &[u8]) -> Option<store::DeliveryPlace> {
    let (at, id) = bytes.split_first_chunk::<8>()?;
    Some((i64::from_be_bytes(*at), Id::from_slice(id).ok()?))
}
