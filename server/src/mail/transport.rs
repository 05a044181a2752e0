//! The way to the mail server.

use super::{
    settings::{Security, Settings},
    trust,
};
use lettre::{
    Address, Message,
    address::Envelope,
    transport::smtp::{
        self,
        authentication::{Credentials, DEFAULT_MECHANISMS},
        client::{SmtpConnection, TlsParameters},
        commands::{Data, Mail, Rcpt},
        extension::{ClientId, Extension, MailBodyParameter, MailParameter},
    },
};
use std::{
    fmt::{self, Display, Formatter},
    sync::{Mutex, PoisonError},
    time::Duration,
};

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

/// An open way: one connection, kept from mail to mail.
pub struct Way {
    host: String,
    port: u16,
    tls: Option<(Security, TlsParameters)>,
    login: Option<Credentials>,
    kept: Mutex<Option<SmtpConnection>>,
}

impl Way {
    /// Prepares it; nothing is sent yet.
    pub fn open(settings: &Settings) -> Result<Way, Failure> {
        let parameters = || trust::server(&settings.host, settings.authorities.as_deref()).map_err(Failure::Server);
        let tls = match settings.security {
            Security::Plain => None,
            security => Some((security, parameters()?)),
        };
        let login = settings.login.as_ref();
        Ok(Way {
            host: settings.host.clone(),
            port: settings.port,
            tls,
            login: login.map(|(user, password)| Credentials::new(user.clone(), password.reveal().to_owned())),
            kept: Mutex::default(),
        })
    }

    /// Sends one mail.
    pub fn send(&self, mail: &Message) -> Result<(), Failure> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let alive = kept.take().and_then(|mut one| one.test_connected().then_some(one));
        let mut connection = alive.map_or_else(|| self.connect(), Ok).map_err(|error| failure(&error))?;
        let sent = hand_over(&mut connection, mail);
        match &sent {
            Ok(()) => *kept = Some(connection),
            Err(_) => connection.abort(),
        }
        sent
    }

    fn connect(&self) -> Result<SmtpConnection, smtp::Error> {
        let (server, name) = ((self.host.as_str(), self.port), ClientId::default());
        let wrapped = self.tls.as_ref().filter(|(security, _)| *security == Security::Tls).map(|(_, tls)| tls);
        let mut connection = SmtpConnection::connect(server, Some(PATIENCE), &name, wrapped, None)?;
        if let Some((Security::StartTls, tls)) = &self.tls {
            connection.starttls(tls, &name)?;
        }
        if let Some(login) = &self.login {
            connection.auth(DEFAULT_MECHANISMS, login)?;
        }
        Ok(connection)
    }
}

impl Drop for Way {
    fn drop(&mut self) {
        if let Some(mut connection) = self.kept.get_mut().unwrap_or_else(PoisonError::into_inner).take() {
            connection.abort();
        }
    }
}

/// Hands a mail over.
fn hand_over(connection: &mut SmtpConnection, mail: &Message) -> Result<(), Failure> {
    let (envelope, content) = (mail.envelope(), mail.formatted());
    let options = options(connection, envelope, &content)?;
    let mut say = |what: &dyn Display| connection.command(what).map(drop).map_err(|error| failure(&error));
    say(&Mail::new(envelope.from().cloned(), options))?;
    for to in envelope.to() {
        say(&Rcpt::new(to.clone(), Vec::new()))?;
    }
    say(&Data)?;
    say(&Content(&String::from_utf8_lossy(&content)))
}

/// What the server is told of a mail before it comes (RFC 6152 and 6531).
fn options(connection: &SmtpConnection, envelope: &Envelope, content: &[u8]) -> Result<Vec<MailParameter>, Failure> {
    let mut options = Vec::new();
    let plain = |address: &Address| AsRef::<str>::as_ref(address).is_ascii();
    if !envelope.from().into_iter().chain(envelope.to()).all(plain) {
        if !connection.server_info().supports_feature(Extension::SmtpUtfEight) {
            return Err(Failure::Address("The mail server takes only addresses of plain letters.".into()));
        }
        options.push(MailParameter::SmtpUtfEight);
    }
    if !content.is_ascii() {
        options.push(MailParameter::Body(MailBodyParameter::EightBitMime));
    }
    Ok(options)
}

/// A mail as it is sent: a dot that begins a line is doubled, and one alone ends it (RFC 5321, 4.5.2). It goes out in
/// one piece: the system holds a short second one back until the server says that it has the first, 40 ms later.
struct Content<'m>(&'m str);

impl Display for Content<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let end = if self.0.ends_with("\r\n") { "" } else { "\r\n" };
        write!(f, "{}{end}.\r\n", self.0.replace("\r\n.", "\r\n.."))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dot_that_begins_a_line_is_no_end() {
        let sent = |text: &str| Content(text).to_string();
        assert_eq!(sent("Subject: x\r\n\r\n.\r\n..two\r\na.b"), "Subject: x\r\n\r\n..\r\n...two\r\na.b\r\n.\r\n");
        assert_eq!(sent("Subject: x\r\n\r\nend\r\n"), "Subject: x\r\n\r\nend\r\n.\r\n");
    }
}
