//! The tables of webhooks, and the one way to write each.

use super::record::{BodyRecord, DeliveryRecord, WebhookRecord};
use guildhall_domain::{
    Id,
    webhook::{Delivery, Webhook},
};
use guildhall_store::{Desc, Read, Span, StoreError, Table, Tx};

/// Webhooks by id.
pub const WEBHOOKS: Table<Id, WebhookRecord> = Table::new("webhooks");
/// What they are told, by id.
pub const DELIVERIES: Table<Id, DeliveryRecord> = Table::new("webhook_deliveries");
/// What each says: apart, because lists do not need it.
pub const BODIES: Table<Id, BodyRecord> = Table::new("webhook_bodies");
/// (webhook, when it was written, the last first, delivery).
pub const OF_WEBHOOK: Table<(Id, Desc<i64>, Id), ()> = Table::new("webhook_deliveries_of");
/// (webhook, when, delivery) of all that wait.
pub const DUE: Table<(Id, i64, Id), ()> = Table::new("webhook_due");

/// The name of the secret of a webhook in the vault.
pub fn secret(webhook: Id) -> String {
    format!("webhook_{}", webhook.simple())
}

/// The name of the secret before that.
pub fn old_secret(webhook: Id) -> String {
    format!("webhook_{}_old", webhook.simple())
}

/// A webhook. What somebody may know of it is for [`super::queries`] to ask.
pub fn get(read: &Read<'_>, id: Id) -> Result<Option<Webhook>, StoreError> {
    Ok(read.get(&WEBHOOKS, &id)?.map(|record| record.into_webhook(id)))
}

/// All of them.
pub fn all(read: &Read<'_>) -> Result<Vec<Webhook>, StoreError> {
    read.scan(&WEBHOOKS, Span::all())?.map(|row| row.map(|(id, record)| record.into_webhook(id))).collect()
}

/// Writes a webhook.
pub fn put(tx: &mut Tx<'_>, webhook: &Webhook) -> Result<(), StoreError> {
    tx.put(&WEBHOOKS, &webhook.id, &webhook.into())
}

/// Deletes a webhook; what it was told is swept away.
pub fn delete(tx: &mut Tx<'_>, id: Id) -> Result<(), StoreError> {
    tx.delete(&WEBHOOKS, &id)
}

/// A delivery.
pub fn delivery(read: &Read<'_>, id: Id) -> Result<Option<Delivery>, StoreError> {
    Ok(read.get(&DELIVERIES, &id)?.map(|record| record.into_delivery(id)))
}

/// What a delivery says.
pub fn body(read: &Read<'_>, id: Id) -> Result<Option<Vec<u8>>, StoreError> {
    Ok(read.get(&BODIES, &id)?.map(|record| record.bytes.to_vec()))
}

/// Writes a new delivery with what it says.
pub fn add(tx: &mut Tx<'_>, delivery: &Delivery, body: Vec<u8>) -> Result<(), StoreError> {
    tx.put(&BODIES, &delivery.id, &BodyRecord { bytes: body.into() })?;
    tx.put(&OF_WEBHOOK, &(delivery.webhook, Desc(delivery.made_ms), delivery.id), &())?;
    put_delivery(tx, delivery)
}

/// Writes a delivery, and when it is due.
pub fn put_delivery(tx: &mut Tx<'_>, after: &Delivery) -> Result<(), StoreError> {
    let before = delivery(tx.read(), after.id)?.and_then(|before| before.due_ms);
    if before != after.due_ms {
        before.map_or(Ok(()), |due| tx.delete(&DUE, &(after.webhook, due, after.id)))?;
        after.due_ms.map_or(Ok(()), |due| tx.put(&DUE, &(after.webhook, due, after.id), &()))?;
    }
    tx.put(&DELIVERIES, &after.id, &after.into())
}

/// The place of a delivery among those of its webhook: when it was written, and its id.
pub type DeliveryPlace = (i64, Id);

/// What a webhook was told, the last first, after a place.
pub fn of_webhook<'a>(
    read: &'a Read<'_>,
    webhook: Id,
    after: Option<DeliveryPlace>,
) -> Result<impl Iterator<Item = Result<DeliveryPlace, StoreError>> + 'a, StoreError> {
    let span = Span::prefix(&webhook);
    let span = match after {
        Some((at, id)) => span.after(&(webhook, Desc(at), id)),
        None => span,
    };
    Ok(read.keys(&OF_WEBHOOK, span)?.map(|row| row.map(|(_, at, id)| (at.0, id))))
}

/// What is due for a webhook by now, the longest first.
pub fn due(read: &Read<'_>, webhook: Id, now_ms: i64, most: usize) -> Result<Vec<Id>, StoreError> {
    let span = Span::prefix(&webhook).until(&(webhook, now_ms.saturating_add(1), Id::nil())).limit(most);
    read.keys(&DUE, span)?.map(|row| row.map(|(_, _, id)| id)).collect()
}

/// How many wait for a webhook.
pub fn waiting(read: &Read<'_>, webhook: Id) -> Result<usize, StoreError> {
    read.keys(&DUE, Span::prefix(&webhook))?.try_fold(0, |count, row| row.map(|_| count + 1))
}

/// Deletes a delivery.
pub fn forget(tx: &mut Tx<'_>, webhook: Id, (made_ms, id): DeliveryPlace) -> Result<(), StoreError> {
    if let Some(due) = delivery(tx.read(), id)?.and_then(|delivery| delivery.due_ms) {
        tx.delete(&DUE, &(webhook, due, id))?;
    }
    tx.delete(&OF_WEBHOOK, &(webhook, Desc(made_ms), id))?;
    tx.delete(&BODIES, &id)?;
    tx.delete(&DELIVERIES, &id)
}

/// Every webhook that something is kept of, also those that are gone.
pub fn told(read: &Read<'_>) -> Result<Vec<Id>, StoreError> {
    let mut all: Vec<Id> = Vec::new();
    let mut next = Span::all().limit(1);
    while let Some(row) = read.keys(&OF_WEBHOOK, next.clone())?.next() {
        let (webhook, ..) = row?;
        all.push(webhook);
        // The last place there can be for it.
        next = Span::all().after(&(webhook, Desc(i64::MIN), Id::max())).limit(1);
    }
    Ok(all)
}
