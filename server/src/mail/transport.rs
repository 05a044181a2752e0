//! The way to the mail server.

use super::{
    settings::{Security, Settings},
    trust,
};
use lettre::{
    Message, SmtpTransport, Transport,
    transport::smtp::{self, PoolConfig, authentication::Credentials, client::Tls},
};
use std::time::Duration;

/// How long each step may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// Why a mail did not leave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// The mail server cannot be reached, or does not want to work for us at all: nobody's mail would leave now.
    Server(String),
    /// It may take this one later.
    Later(String),
    /// It will never take mail for this address.
    Address(String),
}

impl Failure {
    /// In words.
    pub fn words(&self) -> &str {
        match self {
            Failure::Server(words) | Failure::Later(words) | Failure::Address(words) => words,
        }
    }
}

/// An open way.
pub struct Way(SmtpTransport);

impl Way {
    /// Prepares it; nothing is sent yet.
    pub fn open(settings: &Settings) -> Result<Way, Failure> {
        let parameters = || trust::server(&settings.host, settings.authorities.as_deref()).map_err(Failure::Server);
        let tls = match settings.security {
            Security::StartTls => Tls::Required(parameters()?),
            Security::Tls => Tls::Wrapper(parameters()?),
            Security::Plain => Tls::None,
        };
        let mut way = SmtpTransport::builder_dangerous(&settings.host)
            .port(settings.port)
            .tls(tls)
            .timeout(Some(PATIENCE))
            .pool_config(PoolConfig::new().max_size(1));
        if let Some((user, password)) = &settings.login {
            way = way.credentials(Credentials::new(user.clone(), password.reveal().to_owned()));
        }
        Ok(Way(way.build()))
    }

    /// Sends one mail.
    pub fn send(&self, mail: &Message) -> Result<(), Failure> {
        self.0.send(mail).map(drop).map_err(|error| failure(&error))
    }
}

fn failure(error: &smtp::Error) -> Failure {
    let words =
        std::error::Error::source(error).map_or_else(|| error.to_string(), |source| format!("{error}: {source}"));
    let code = error.status().map(u16::from);
    match code {
        // The mailbox is not there, or not for us.
        Some(550 | 551 | 553) => Failure::Address(words),
        // Sign-in refused or wanted, and everything that is no answer at all.
        Some(421 | 454 | 530 | 534 | 535 | 538) | None => Failure::Server(format!("{words}{}", trust::advice(&words))),
        Some(_) => Failure::Later(words),
    }
}
