//! The browsers of the asker.

use super::{plan, record::DeviceRecord, store, views::DeviceShape};
use crate::{
    Error,
    access::{self, Scope, View},
    http::shapes,
    log::cbor::Bytes16,
    session,
};
use guildhall_domain::Id;

/// Those that are told, the newest first. `session` is the hash of the session at hand.
pub fn mine(view: &View, session: Option<&[u8]>) -> Result<Vec<DeviceShape>, Error> {
    let me = access::me(view)?;
    let sessions = session::store::sessions_of(view.read(), me.id)?;
    let here = sessions.iter().find(|(hash, _)| session == Some(hash.as_slice())).map(|(_, here)| here.id);
    let mut all = store::of(view.read(), me.audience)?;
    all.sort_by_key(|(_, device)| std::cmp::Reverse(device.created_ms));
    let mut shown = Vec::new();
    for (id, device) in all {
        if plan::is_in(view, &me, &device)? {
            shown.push(shape(id, &device, here.as_ref()));
        }
    }
    Ok(shown)
}

/// One.
pub fn shape(id: Id, device: &DeviceRecord, here: Option<&Bytes16>) -> DeviceShape {
    DeviceShape {
        id,
        device: device.device.clone(),
        endpoint: device.endpoint.clone(),
        content: device.content.unwrap_or(false),
        created_at: shapes::instant(device.created_ms),
        last_at: device.last_ms.map(shapes::instant),
        current: here == Some(&device.session),
    }
}
