//! Taking mail in as admins set it.

use super::{
    imap::{self, Mailbox, PASSWORD},
    record::State,
    store,
    views::{IncomingInput, IncomingShape},
};
use crate::{
    App, Error,
    access::{self, Scope, View, Work},
    audit::{self, AuditAction},
    config::Config,
    http::shapes,
    mail::{
        incoming::{self, Door, IncomingRecord},
        settings::Security,
    },
    vault,
};

/// Most kept mails that are counted.
const COUNTED: usize = 1_000;

/// What is set, and how it goes.
pub fn show(app: &App, scope: &impl Scope) -> Result<IncomingShape, Error> {
    access::admin(scope)?;
    let set = incoming::settings(scope.read())?;
    let status = app.parts().mail_in.get().map(super::Post::status).unwrap_or_default();
    let kept = vault::get(scope.read(), app.config().secret_key.as_ref(), PASSWORD);
    let has_password = matches!(kept, Ok(Some(_)) | Err(vault::Trouble::NeedsKey(_)));
    let count = |state| store::in_state(scope.read(), state, false, COUNTED).map(|kept| kept.len());
    let port = set.port.map(|port| port.to_string()).unwrap_or_default();
    let security = imap::security(&set).into();
    Ok(IncomingShape {
        problem: problem(app, scope, &set)?.or(status.mailbox_error),
        open: incoming::is_open(app, &set),
        address: set.address.unwrap_or_default(),
        listens: status.listens.map(|address| address.to_string()),
        host: set.host.unwrap_or_default(),
        port,
        security,
        user: set.user.unwrap_or_default(),
        has_password,
        folder: set.folder.unwrap_or_default(),
        fetched_at: status.mailbox_ms.map(shapes::instant),
        waiting: count(State::Waiting)?,
        unconfirmed: count(State::Unconfirmed)?,
        refused: count(State::Refused)?,
    })
}

/// What is missing, where something was begun.
fn problem(app: &App, scope: &impl Scope, set: &IncomingRecord) -> Result<Option<String>, Error> {
    if set.address.is_none() && (set.host.is_some() || app.config().mail_listen.is_some()) {
        return Ok(Some("Say at which address mail comes in.".into()));
    }
    Ok(Mailbox::set(app, scope).err().map(|error| error.to_string()))
}

/// Sets it; what is not sent stays.
pub fn set(work: &mut Work<'_, '_>, config: &Config, input: &IncomingInput, address: &str) -> Result<(), Error> {
    access::admin(work)?;
    let mut set = incoming::settings(work.read())?;
    for (name, sent) in [
        ("address", &input.address),
        ("host", &input.host),
        ("port", &input.port),
        ("user", &input.user),
        ("folder", &input.folder),
    ] {
        if let Some(value) = sent {
            change(&mut set, name, value.trim())?;
        }
    }
    if let Some(security) = input.security {
        set.security = Some(Security::from(security).word().to_owned());
    }
    if let Some(password) = &input.password {
        if password.chars().any(char::is_control) {
            return Err(Error::field("password", "Write this without control characters."));
        }
        if password.is_empty() {
            vault::store::delete(work.tx, PASSWORD)?;
        } else {
            vault::put(work.tx, config.secret_key.as_ref(), PASSWORD, password.as_bytes())?;
        }
    }
    incoming::put(work.tx, &set)?;
    audit::add(work, AuditAction::MailServerChanged, set.address.as_deref().unwrap_or_default(), address)
}

fn change(set: &mut IncomingRecord, name: &str, value: &str) -> Result<(), Error> {
    if value.chars().any(char::is_control) || value.len() > 250 {
        return Err(Error::field(name, "Write this on one line, without control characters."));
    }
    let some = || Some(value.to_owned()).filter(|value| !value.is_empty());
    match name {
        "address" if value.is_empty() => set.address = None,
        "address" => {
            Door::read(value)?;
            set.address = Some(value.to_lowercase());
        }
        "host" if value.contains(char::is_whitespace) => {
            return Err(Error::field("host", "Write the name of the server, such as imap.example.com."));
        }
        "host" => set.host = some(),
        "port" if value.is_empty() => set.port = None,
        "port" => {
            let port = value.parse().ok().filter(|port| *port > 0);
            set.port = Some(port.ok_or_else(|| Error::field("port", "Choose a port from 1 to 65535."))?);
        }
        "user" => set.user = some(),
        _ => set.folder = some(),
    }
    Ok(())
}

/// The mailbox that is to be tried.
pub fn to_test(app: &App, view: &View) -> Result<Mailbox, Error> {
    access::admin(view)?;
    Mailbox::set(app, view)?
        .ok_or_else(|| Error::because(crate::error::Code::Conflict, "Say which mailbox to use first."))
}
