//! Opening a link: its secret, and its password where it has one. Both are guarded like the ways in of people.

use super::{
    commands,
    gate::{self, Opened},
    input::OpenShareInput,
    record::Kept,
};
use crate::{
    App, Error,
    access::{Scope, Who},
    error::Code,
    http::address::Client,
    secrets,
    session::attempts::Attempt,
};
use guildhall_domain::Id;
use subtle::ConstantTimeEq;

/// Opens a link and notes that; answers what shows from then on that it was opened.
pub async fn open(app: &App, client: &Client, id: Id, input: OpenShareInput) -> Result<String, Error> {
    let found = Attempt::link(client);
    found.begin(app).await?;
    let kept = find(app, id, &input.secret)?;
    found.take_back(app).await?;
    if let Some(phc) = kept.phc.clone() {
        let password = input.password.ok_or_else(|| Error::new(Code::SharePassword))?;
        let guess = Attempt::share(id, client);
        guess.begin(app).await?;
        if !app.parts().session.hasher.verify(password, Some(phc)).await? {
            return Err(Error::because(Code::SharePassword, "This is not the password of this link. Try again."));
        }
        guess.take_back(app).await?;
    }
    app.run(Who::system(), move |work| commands::opened(work, id)).await?;
    Ok(gate::token(&kept, app.store().history(), app.clock().now_ms()))
}

/// A link that works and has this secret.
fn find(app: &App, id: Id, secret: &str) -> Result<Kept, Error> {
    let Opened { kept, .. } = gate::look(&app.view(Who::system())?, id)?;
    let right = bool::from(kept.secret.as_slice().ct_eq(&secrets::hash(secret)));
    if right { Ok(kept) } else { Err(gate::gone()) }
}

/// What a link shows, for somebody who opened it.
pub fn visit(scope: &impl Scope, id: Id, token: Option<&str>) -> Result<Opened, Error> {
    let opened = gate::look(scope, id)?;
    let known = token.is_some_and(|token| gate::is_token(&opened.kept, scope.history(), scope.now(), token));
    if known {
        return Ok(opened);
    }
    Err(Error::because(Code::NotSignedIn, "Open the link first, with what stands behind the # of its address."))
}
