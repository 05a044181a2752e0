//! Audit: who came in, who failed to, and who changed what decides over access. Append-only and apart
//! from the change log, because it is about the ways in and not about items; it keeps no contents and
//! no secrets.

mod action;
pub mod record;
pub mod routes;
pub mod store;
pub mod views;

pub use action::AuditAction;

use crate::{
    Error,
    access::{Scope, Work},
    error::Code,
    http::Call,
    log::cbor::Tagged,
};
use guildhall_domain::actor::Actor;
use record::AuditRecord;

/// Longest `about`, in characters.
const ABOUT: usize = 300;

/// Writes down that the asker did something, in the transaction in which they did it. `about` names
/// the object in words; `address` is where the request came from, empty for the server's own work.
pub fn add(work: &mut Work<'_, '_>, action: AuditAction, about: &str, address: &str) -> Result<(), Error> {
    let actor = work.who().actor;
    add_as(work, actor, action, about, address)
}

/// Writes down that the asker takes data out, before it goes. While nothing can be saved people still get at their
/// data; then it stands in the log of the server alone.
pub async fn taken_out(call: &Call, action: AuditAction, about: String) -> Result<(), Error> {
    let (address, name) = (call.address(), about.clone());
    let noted = call.app.run(call.who, move |work| add(work, action, &name, &address)).await;
    match noted {
        Err(error) if error.code == Code::ReadOnly => {
            tracing::warn!(actor = ?call.who.actor, about, "taken out; the audit cannot be written");
            Ok(())
        }
        noted => noted.map(|_| ()),
    }
}

/// [`add`] for somebody who was not signed in yet when the request began.
pub fn add_as(
    work: &mut Work<'_, '_>,
    actor: Actor,
    action: AuditAction,
    about: &str,
    address: &str,
) -> Result<(), Error> {
    let record = AuditRecord {
        at_ms: work.now(),
        actor: Tagged::from(actor),
        action: action.number(),
        about: about.chars().filter(|c| !c.is_control()).take(ABOUT).collect(),
        address: address.chars().take(100).collect(),
        via: Tagged::from(work.who().via),
    };
    Ok(store::append(work.tx, &record)?)
}
