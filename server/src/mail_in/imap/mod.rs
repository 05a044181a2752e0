//! Looking into a mailbox: what is new there is taken in as if it had come by the port, and marked as seen.
//!
//! Invariants: how far the mailbox was read is written in the transaction that takes a mail in, so none is left out
//! and none comes twice; of a folder that numbers its mails anew, what was not seen is taken, and what was taken
//! before is known by its name. The numbers are never trusted beyond that.

mod client;

use self::client::{Client, Folder};
use super::{
    post::Status,
    record::PositionRecord,
    spool::{self, Envelope, LARGEST},
    store,
};
use crate::{
    App, Error,
    access::{Scope, Who},
    app::WeakApp,
    background::Stop,
    config::Hidden,
    error::Code,
    mail::{
        incoming::{self, IncomingRecord},
        settings::Security,
        trust,
    },
    vault,
};
use std::{
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

/// The name of the password among the secrets.
pub const PASSWORD: &str = "imap_password";
/// Mails taken at one look.
const AT_ONCE: usize = 50;
/// How often it is asked whether a look is due, and the longest pause after failures.
const LOOK: Duration = Duration::from_millis(500);
const LONGEST: Duration = Duration::from_secs(30 * 60);

/// Which mailbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mailbox {
    host: String,
    port: u16,
    security: Security,
    user: String,
    password: Hidden,
    folder: String,
    authorities: Option<PathBuf>,
}

impl Mailbox {
    /// The one that is set; none when there is none.
    ///
    /// # Errors
    /// A sentence that says what is missing.
    pub fn set(app: &App, scope: &impl Scope) -> Result<Option<Mailbox>, Error> {
        let set = incoming::settings(scope.read())?;
        let Some(host) = set.host.clone() else { return Ok(None) };
        let missing = |words: &str| Error::because(Code::Conflict, words);
        let user = set.user.clone().ok_or_else(|| missing("Say who signs in to the mailbox first."))?;
        let kept = vault::get(scope.read(), app.config().secret_key.as_ref(), PASSWORD);
        let kept = kept.map_err(|trouble| missing(&trouble.to_string()))?;
        let password = kept.and_then(|bytes| String::from_utf8(bytes).ok());
        let password = password.ok_or_else(|| missing("Enter the password of the mailbox first."))?;
        let security = security(&set);
        let port = set.port.unwrap_or(if security == Security::Tls { 993 } else { 143 });
        let folder = set.folder.unwrap_or_else(|| "INBOX".into());
        let authorities = app.config().mail_ca.clone();
        Ok(Some(Mailbox { host, port, security, user, password: Hidden::new(password), folder, authorities }))
    }

    fn name(&self) -> String {
        format!("{}@{}:{}/{}", self.user, self.host, self.port, self.folder)
    }

    async fn open(&self) -> std::io::Result<(Client, Folder)> {
        let mut client = Client::connect(&self.host, self.port, self.security, self.authorities.as_deref()).await?;
        client.login(&self.user, self.password.reveal()).await?;
        let folder = client.select(&self.folder).await?;
        Ok((client, folder))
    }

    /// Signs in and chooses the folder, to see whether that works.
    ///
    /// # Errors
    /// What the server says.
    pub async fn test(&self) -> Result<(), Error> {
        let (mut client, _) = self.open().await.map_err(|error| refused(&error))?;
        client.logout().await;
        Ok(())
    }
}

fn refused(error: &std::io::Error) -> Error {
    let words = error.to_string();
    Error::because(Code::MailFailed, format!("The mailbox server says: {words}{}", trust::advice(&words)))
}

/// How the way to the mailbox is kept from others.
pub fn security(set: &IncomingRecord) -> Security {
    set.security.as_deref().and_then(Security::read).unwrap_or(Security::Tls)
}

/// Looks into the mailbox again and again, until told to stop.
pub async fn follow(app: WeakApp, status: Arc<Mutex<Status>>, mut stop: Stop) {
    let mut next = Instant::now();
    let (mut failures, mut last) = (0_u32, None);
    while !stop.is_told() {
        let Some(app) = app.get() else { return };
        let mailbox = app.view(Who::system()).and_then(|view| Mailbox::set(&app, &view));
        // Another mailbox is looked into at once.
        let changed = mailbox.as_ref().ok() != last.as_ref();
        if changed || Instant::now() >= next {
            let every = app.config().limits.mailbox_every;
            let looked = match &mailbox {
                Ok(Some(mailbox)) => look(&app, mailbox).await,
                Ok(None) => Ok(false),
                Err(error) => Err(Error::because(error.code, error.to_string())),
            };
            last = mailbox.ok();
            let mut status = status.lock().unwrap_or_else(PoisonError::into_inner);
            failures = if looked.is_ok() { 0 } else { failures.saturating_add(1) };
            status.mailbox_error = looked.as_ref().err().map(ToString::to_string);
            if looked.is_ok() && last.as_ref().is_some_and(Option::is_some) {
                status.mailbox_ms = Some(app.clock().now_ms());
            }
            let rest = every.saturating_mul(1 << failures.min(6)).min(LONGEST.max(every));
            next = Instant::now() + if matches!(looked, Ok(true)) { Duration::ZERO } else { rest };
        }
        drop(app);
        tokio::select! {
            () = stop.told() => return,
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}

/// Takes what is new; answers whether there is more.
async fn look(app: &App, mailbox: &Mailbox) -> Result<bool, Error> {
    let (mut client, folder) = mailbox.open().await.map_err(|error| refused(&error))?;
    let kept = store::position(app.view(Who::system())?.read())?;
    let known = kept.of == mailbox.name() && kept.validity == folder.validity;
    let after = if known { kept.uid } else { 0 };
    let what = if known { format!("UID {}:*", after.saturating_add(1)) } else { "UNSEEN".to_owned() };
    let found = client.search(&what).await.map_err(|error| refused(&error))?;
    // `*` is the last mail, also when that is an old one.
    let new: Vec<u32> = found.into_iter().filter(|uid| *uid > after).collect();
    // The first look takes what nobody has seen yet, and all of it: from then on the numbers alone count.
    let most = if known { AT_ONCE } else { usize::MAX };
    for uid in new.iter().copied().take(most) {
        let position = PositionRecord { of: mailbox.name(), validity: folder.validity, uid };
        one(app, &mut client, uid, position).await?;
    }
    client.logout().await;
    Ok(new.len() > most)
}

async fn one(app: &App, client: &mut Client, uid: u32, position: PositionRecord) -> Result<(), Error> {
    let size = client.size(uid).await.map_err(|error| refused(&error))?;
    let Some(size) = size else { return Ok(()) };
    let too_large = size > LARGEST;
    let Some(raw) = client.fetch(uid, too_large).await.map_err(|error| refused(&error))? else { return Ok(()) };
    let words = "It is larger than 10 MB. It is still in the mailbox.";
    let envelope =
        Envelope { position: Some(position), refused: too_large.then(|| words.to_owned()), ..Envelope::default() };
    spool::take(app, &raw, envelope).await?;
    // It was taken; one that stays unmarked is no reason to take it again.
    if !too_large && let Err(error) = client.seen(uid).await {
        tracing::debug!(%error, "a mail could not be marked as seen");
    }
    Ok(())
}
