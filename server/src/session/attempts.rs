//! Guessing: 5 failures of an account and 20 from a network within 15 minutes, then it has to wait.
//! An attempt is counted before it is tried, in a transaction of its own, so that many at once get no
//! further than one after the other; success takes it back.

use super::{
    record::AttemptsRecord,
    store::{self, ATTEMPTS},
};
use crate::{
    App, Error,
    access::{Scope, Who, Work},
    error::Code,
    http::address::Client,
    secrets,
};
use guildhall_domain::Id;

/// Over which time failures count.
pub const WINDOW_MS: i64 = 15 * 60_000;
const PER_ACCOUNT: usize = 5;
const PER_NETWORK: usize = 20;
/// Files for answers of forms.
const FILES_PER_NETWORK: usize = 60;

/// One attempt: what it counts for.
#[derive(Debug, Clone)]
pub struct Attempt {
    account: Option<Vec<u8>>,
    network: Vec<u8>,
    most: usize,
}

impl Attempt {
    /// An attempt to get into an account, whether it exists or not.
    pub fn account(email: &str, client: &Client) -> Self {
        let account = Some(secrets::hash(&format!("account {}", email.trim().to_lowercase())));
        Attempt { account, ..Attempt::link(client) }
    }

    /// An attempt to open a link.
    pub fn link(client: &Client) -> Self {
        Attempt::from_network(secrets::hash(&format!("network {}", client.network)))
    }

    /// Asking for a link for a new password, whether the account exists or not. It is counted apart: nobody is kept
    /// from signing in by those who ask for links in their name.
    pub fn forgotten(email: &str, client: &Client) -> Self {
        let account = Some(secrets::hash(&format!("forgotten {email}")));
        let network = secrets::hash(&format!("forgotten network {}", client.network));
        Attempt { account, ..Attempt::from_network(network) }
    }

    /// An attempt at the password of a share link.
    pub fn share(id: Id, client: &Client) -> Self {
        Attempt { account: Some(secrets::hash(&format!("share {id}"))), ..Attempt::link(client) }
    }

    /// Something somebody outside says by a share link: so many count and are never taken back.
    pub fn said(client: &Client) -> Self {
        Attempt::from_network(secrets::hash(&format!("said from {}", client.network)))
    }

    /// An answer to a public form: counted apart, so that a busy office that answers one can still say something.
    pub fn answered(client: &Client) -> Self {
        Attempt::from_network(secrets::hash(&format!("answered from {}", client.network)))
    }

    /// A file for such an answer.
    pub fn sent(client: &Client) -> Self {
        let network = secrets::hash(&format!("sent from {}", client.network));
        Attempt { most: FILES_PER_NETWORK, ..Attempt::from_network(network) }
    }

    /// A receipt for an address that somebody only typed: few, so that nobody can be buried in them.
    pub fn receipt(email: &str) -> Self {
        let network = secrets::hash(&format!("receipt to {email}"));
        Attempt { most: PER_ACCOUNT, ..Attempt::from_network(network) }
    }

    fn from_network(network: Vec<u8>) -> Self {
        Attempt { account: None, network, most: PER_NETWORK }
    }

    fn counted(&self) -> impl Iterator<Item = (&Vec<u8>, usize)> {
        self.account.iter().map(|key| (key, PER_ACCOUNT)).chain([(&self.network, self.most)])
    }

    /// Counts the attempt, or refuses it with the seconds to wait.
    pub async fn begin(&self, app: &App) -> Result<(), Error> {
        let attempt = self.clone();
        app.run(Who::system(), move |work| attempt.count(work)).await.map(|done| done.value)
    }

    /// The same inside a command that does no more than note what was asked.
    pub fn count(&self, work: &mut Work<'_, '_>) -> Result<(), Error> {
        let now = work.now();
        let mut next = Vec::new();
        for (key, most) in self.counted() {
            let mut at_ms = work.tx.get(&ATTEMPTS, key)?.unwrap_or_default().at_ms;
            at_ms.retain(|at| at + WINDOW_MS > now);
            if at_ms.len() >= most {
                let free = at_ms.iter().rev().nth(most - 1).map_or(now, |at| at + WINDOW_MS);
                let seconds = u64::try_from((free - now + 999) / 1000).unwrap_or(1).max(1);
                return Err(Error::new(Code::TooManyAttempts).with("retry_after", seconds));
            }
            at_ms.push(now);
            next.push((key, AttemptsRecord { at_ms }));
        }
        Ok(next.into_iter().try_for_each(|(key, record)| work.tx.put(&ATTEMPTS, key, &record))?)
    }

    /// Takes the attempt back because it was right; the account begins anew.
    pub fn succeeded(&self, work: &mut Work<'_, '_>) -> Result<(), Error> {
        if let Some(account) = &self.account {
            work.tx.delete(&ATTEMPTS, account)?;
        }
        let mut record = work.tx.get(&ATTEMPTS, &self.network)?.unwrap_or_default();
        record.at_ms.pop();
        match record.at_ms.is_empty() {
            true => work.tx.delete(&ATTEMPTS, &self.network)?,
            false => work.tx.put(&ATTEMPTS, &self.network, &record)?,
        }
        Ok(())
    }

    /// [`Attempt::succeeded`] where nothing else is to be written.
    pub async fn take_back(&self, app: &App) -> Result<(), Error> {
        let attempt = self.clone();
        app.run(Who::system(), move |work| attempt.succeeded(work)).await.map(|done| done.value)
    }
}

/// Deletes counts that no longer count.
pub fn sweep(work: &mut Work<'_, '_>) -> Result<(), Error> {
    let now = work.now();
    let old = store::attempts(work.tx.read())?
        .into_iter()
        .filter(|(_, record)| record.at_ms.iter().all(|at| at + WINDOW_MS <= now));
    let old: Vec<Vec<u8>> = old.map(|(key, _)| key).collect();
    Ok(old.iter().try_for_each(|key| work.tx.delete(&ATTEMPTS, key))?)
}
