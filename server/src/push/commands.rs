//! Adding and removing browsers, by whoever is signed in there.

use super::{
    plan, queries,
    record::DeviceRecord,
    seal, store,
    views::{DeviceInput, DeviceShape},
};
use crate::{
    Error,
    access::{self, Scope, Work},
    log::cbor,
    outgoing::{base64::from_base64url, client::Client},
    session,
};
use guildhall_domain::Id;

/// Most browsers of a person; the one that was added first makes way.
const MOST: usize = 20;

/// Adds the asker's browser, or changes it. `session` is the hash of the session it is signed in with.
pub fn put(
    work: &mut Work<'_, '_>,
    client: &Client,
    input: &DeviceInput,
    session: &[u8],
) -> Result<DeviceShape, Error> {
    let me = access::me(work)?;
    let (key, auth) = read(client, input)?;
    let here =
        session::store::sessions_of(work.read(), me.id)?.into_iter().find(|(hash, _)| hash.as_slice() == session);
    let (_, here) = here.ok_or_else(|| Error::new(crate::error::Code::NotSignedIn))?;
    let known = store::owner(work.read(), &input.endpoint)?;
    if let Some((other, id)) = known.filter(|(owner, _)| *owner != me.audience) {
        store::delete(work.tx, other, id)?;
    }
    let known = known.filter(|(owner, _)| *owner == me.audience).map(|(_, id)| id);
    let before = known.map(|id| store::get(work.read(), me.audience, id)).transpose()?.flatten();
    make_room(work, me.audience, before.is_some())?;
    let id = known.unwrap_or_else(|| work.new_id());
    let device = DeviceRecord {
        endpoint: input.endpoint.clone(),
        key: key.into(),
        auth: auth.into(),
        session: plan::session_id(cbor::from_id(&here.id)),
        device: here.device,
        created_ms: before.as_ref().map_or(work.now(), |before| before.created_ms),
        content: input.content.then_some(true),
        // What was told before it was added is no news to it.
        told: before.as_ref().map_or(work.read().last_seq()?, |before| before.told),
        due_ms: before.as_ref().and_then(|before| before.due_ms),
        attempts: None,
        failing_ms: None,
        last_ms: before.and_then(|before| before.last_ms),
    };
    store::put(work.tx, me.audience, id, &device)?;
    Ok(queries::shape(id, &device, Some(&here.id)))
}

fn read(client: &Client, input: &DeviceInput) -> Result<(Vec<u8>, Vec<u8>), Error> {
    if !client.may_ask(&input.endpoint) {
        return Err(Error::field("endpoint", "Send the address of the browser's push service, with https."));
    }
    let key = from_base64url(&input.p256dh).unwrap_or_default();
    let auth = from_base64url(&input.auth).unwrap_or_default();
    if !seal::fits(&key, &auth) {
        return Err(Error::field("p256dh", "Send the keys of the browser as it gives them, in base64url."));
    }
    Ok((key, auth))
}

fn make_room(work: &mut Work<'_, '_>, me: u64, known: bool) -> Result<(), Error> {
    let mut all = store::of(work.read(), me)?;
    if known || all.len() < MOST {
        return Ok(());
    }
    all.sort_by_key(|(_, device)| device.created_ms);
    let over = all.len() + 1 - MOST;
    Ok(all.iter().take(over).try_for_each(|(id, _)| store::delete(work.tx, me, *id))?)
}

/// Removes one of the asker's browsers.
pub fn delete(work: &mut Work<'_, '_>, id: Id) -> Result<(), Error> {
    let me = access::me(work)?;
    store::get(work.read(), me.audience, id)?.ok_or_else(Error::not_found)?;
    Ok(store::delete(work.tx, me.audience, id)?)
}
