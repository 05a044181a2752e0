//! Admin over HTTP. Everything here is for admins, going back to a backup for owners.

mod backups;
mod jobs;
mod server;

use super::Asker;
use crate::{
    App, Error, access,
    error::Code,
    http::{Call, Routes},
};
use actix_web::web;

/// All addresses of Admin.
pub fn configure(routes: &mut Routes<'_>) {
    backups::configure(routes);
    jobs::configure(routes);
    server::configure(routes);
}

/// Refuses everybody who is no admin; answers who is asking.
fn admin(call: &Call) -> Result<Asker, Error> {
    access::admin(&call.view()?)?;
    Ok(Asker { actor: call.who.actor, address: call.address() })
}

/// The same for what changes something.
fn admin_writes(call: &Call) -> Result<Asker, Error> {
    if call.who.scopes.write { admin(call) } else { Err(Error::new(Code::TokenScope)) }
}

/// Work that reads files, beside the workers.
async fn aside<T: Send + 'static>(
    app: &App,
    work: impl FnOnce(&App) -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    let app = app.clone();
    web::block(move || work(&app)).await.map_err(|_| Error::new(Code::Busy))?
}
