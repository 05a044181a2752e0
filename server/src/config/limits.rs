//! How much of the server one client may hold and for how long. These are no settings: nobody should have to know
//! them. Tests make them small, so that they need not wait.

use std::time::Duration;

/// What a client that is slow, silent or many gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Connections open at once from one address. An office behind one address fits; proxies that are trusted speak
    /// for many and are not counted.
    pub connections: usize,
    /// How long the head of a request may take.
    pub head: Duration,
    /// How long [`Limits::body_bytes`] of a request's body may take to arrive, while the server waits for them.
    pub body_time: Duration,
    /// See [`Limits::body_time`]; the two are the least rate.
    pub body_bytes: usize,
    /// How long somebody who is sent an answer may take nothing of it.
    pub reader: Duration,
    /// Connections of other mail servers open at once, in all and from one address.
    pub mail_connections: (usize, usize),
    /// How long another mail server may be silent.
    pub mail_silence: Duration,
    /// Mails one address may hand over in a minute.
    pub mail_rate: usize,
    /// How often a mailbox is looked into.
    pub mailbox_every: Duration,
    /// Others may be asked at private addresses and without encryption. Nobody but a test does that.
    pub private_addresses: bool,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            connections: 256,
            head: Duration::from_secs(10),
            body_time: Duration::from_secs(20),
            body_bytes: 20 * 1024,
            reader: Duration::from_secs(60),
            mail_connections: (100, 10),
            mail_silence: Duration::from_secs(60),
            mail_rate: 60,
            mailbox_every: Duration::from_secs(60),
            private_addresses: false,
        }
    }
}
