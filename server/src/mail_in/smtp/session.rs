//! One conversation with another mail server (RFC 5321).

use super::{
    Desk,
    wire::{Body, Wire},
};
use crate::{
    access::{Scope, Who},
    mail::incoming,
    mail_in::{
        spool::{self, Envelope, LARGEST},
        targets,
    },
};
use smtp_proto::Request;
use std::{io::Error, net::IpAddr, sync::Arc, time::Duration};
use tokio::io::{AsyncRead, AsyncWrite};

/// Recipients of one mail, mistakes of one connection, and mails of it.
const RECIPIENTS: usize = 50;
const MISTAKES: usize = 20;
const MAILS: usize = 100;
/// How long one mail may take.
const MAIL_TIME: Duration = Duration::from_secs(300);

/// See the module.
pub struct Session {
    desk: Arc<Desk>,
    ip: IpAddr,
    encrypted: bool,
    greeted: bool,
    from: bool,
    to: Vec<String>,
    mistakes: usize,
    mails: usize,
}

enum Next {
    Say(String),
    Mail,
    Encrypt,
    End(String),
}

fn say(text: &str) -> Next {
    Next::Say(text.into())
}

impl Session {
    /// With somebody who just connected.
    pub fn new(desk: Arc<Desk>, ip: IpAddr) -> Self {
        Session { desk, ip, encrypted: false, greeted: false, from: false, to: Vec::new(), mistakes: 0, mails: 0 }
    }

    /// The same from the moment it is encrypted; nothing said before counts.
    pub fn encrypted(desk: Arc<Desk>, ip: IpAddr) -> Self {
        Session { encrypted: true, ..Session::new(desk, ip) }
    }

    /// Talks until the end; answers whether it goes on encrypted.
    pub async fn run<S: AsyncRead + AsyncWrite + Unpin>(&mut self, wire: &mut Wire<S>) -> Result<bool, Error> {
        while let Some(line) = wire.line().await? {
            let next = match Request::parse(&mut line.iter()) {
                Ok(request) => self.answer(request).await,
                Err(_) => self.mistake("500 5.5.2 That is not understood"),
            };
            match next {
                Next::Say(words) => wire.say(&words).await?,
                Next::Mail => {
                    wire.say("354 Send it, and a line with a dot alone").await?;
                    let Some(body) = wire.body(LARGEST, MAIL_TIME).await? else { return Ok(false) };
                    let words = self.take(body).await;
                    wire.say(words).await?;
                }
                Next::Encrypt => {
                    wire.say("220 2.0.0 Go on encrypted").await?;
                    return Ok(true);
                }
                Next::End(words) => {
                    wire.say(&words).await?;
                    return Ok(false);
                }
            }
        }
        Ok(false)
    }

    fn mistake(&mut self, words: &str) -> Next {
        self.mistakes += 1;
        if self.mistakes > MISTAKES { Next::End("421 4.7.0 Too many mistakes".into()) } else { say(words) }
    }

    async fn answer(&mut self, request: Request<std::borrow::Cow<'_, str>>) -> Next {
        match request {
            Request::Ehlo { .. } => {
                self.restart(true);
                let tls = if self.desk.tls.is_some() && !self.encrypted { "250-STARTTLS\r\n" } else { "" };
                let lines = "250-guildhall\r\n250-PIPELINING\r\n250-8BITMIME\r\n250-ENHANCEDSTATUSCODES";
                Next::Say(format!("{lines}\r\n{tls}250 SIZE {LARGEST}"))
            }
            Request::Helo { .. } => {
                self.restart(true);
                say("250 guildhall")
            }
            Request::Mail { from } => self.mail(from.size),
            Request::Rcpt { to } => self.recipient(&to.address).await,
            Request::Data if self.to.is_empty() => self.mistake("503 5.5.1 Say for whom first"),
            Request::Data => Next::Mail,
            Request::Rset => {
                self.restart(self.greeted);
                say("250 2.0.0 Forgotten")
            }
            Request::Noop { .. } => say("250 2.0.0 Still here"),
            Request::Quit => Next::End("221 2.0.0 Bye".into()),
            Request::StartTls if self.desk.tls.is_some() && !self.encrypted => Next::Encrypt,
            Request::Vrfy { .. } => say("252 2.5.0 Send it and see"),
            _ => self.mistake("502 5.5.1 That is not done here"),
        }
    }

    fn restart(&mut self, greeted: bool) {
        (self.greeted, self.from) = (greeted, false);
        self.to.clear();
    }

    fn mail(&mut self, size: usize) -> Next {
        if !self.greeted {
            return self.mistake("503 5.5.1 Say hello first");
        }
        if self.from {
            return self.mistake("503 5.5.1 One mail after the other");
        }
        if size > LARGEST {
            return say("552 5.3.4 A mail may have 10 MB here");
        }
        self.mails += 1;
        if self.mails > MAILS || !self.desk.may_send(self.ip) {
            return Next::End("421 4.7.0 Too many mails; come again later".into());
        }
        self.from = true;
        say("250 2.1.0 Go on")
    }

    async fn recipient(&mut self, address: &str) -> Next {
        if !self.from {
            return self.mistake("503 5.5.1 Say of whom first");
        }
        if self.to.len() == RECIPIENTS {
            return say("452 4.5.3 No more for this one");
        }
        match self.knows(address).await {
            Some(true) => {
                self.to.push(address.to_lowercase());
                say("250 2.1.5 That is here")
            }
            Some(false) => self.mistake("550 5.1.1 There is no such address here"),
            None => say("451 4.3.0 Try again later"),
        }
    }

    /// Whether an address is one of ours; none when that cannot be known now.
    async fn knows(&self, address: &str) -> Option<bool> {
        let (app, address) = (super::app(&self.desk)?, address.to_owned());
        // Looking may make the key of replies, which waits for the disk.
        let look = tokio::task::spawn_blocking(move || {
            let view = app.view(Who::system())?;
            let door = incoming::door(view.read())?;
            door.map_or(Ok(None), |door| targets::of(&app, &view, &door, &address))
        });
        look.await.ok()?.ok().map(|target| target.is_some())
    }

    /// Takes what came; says 250 only when it is durable.
    async fn take(&mut self, body: Body) -> &'static str {
        let recipients = std::mem::take(&mut self.to);
        self.from = false;
        let Body::Whole(mail) = body else { return "552 5.3.4 A mail may have 10 MB here" };
        let Some(app) = super::app(&self.desk) else { return "451 4.3.0 Try again later" };
        match spool::take(&app, &mail, Envelope { recipients, ..Envelope::default() }).await {
            Ok(_) => "250 2.0.0 Taken",
            Err(error) => {
                tracing::warn!(%error, "a mail could not be taken");
                "452 4.3.1 It cannot be kept now; try again later"
            }
        }
    }
}
