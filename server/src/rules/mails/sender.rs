//! Sending what waits. Where no mail leaves at all the rule says so; a mail server that does not work loses nothing for a week.

use super::store::{self, MailRecord, Place};
use crate::{
    App, Error, Parts,
    access::{Scope, Who, Work},
    log::cbor,
    mail::{
        compose::{Composer, Item, Letter},
        outbox::{Kind, Outbox, Unsent, Written},
        settings::Settings,
    },
    rules::store as rules,
    webhooks::deliveries,
};
use guildhall_store::{Read, StoreError};
use std::sync::OnceLock;

/// Mails of rules.
pub struct Mails;

impl Kind for Mails {
    type Place = Place;
    type Kept = MailRecord;
    const DOES: &'static str = "sending mails of rules";
    const WAITS: bool = false;

    fn thread(parts: &Parts) -> &OnceLock<Outbox> {
        &parts.rule_mails
    }

    fn due(read: &Read<'_>, now_ms: i64, most: usize) -> Result<Vec<(Place, MailRecord)>, StoreError> {
        store::due(read, now_ms, most)
    }

    fn waits(mail: &MailRecord) -> (i64, u32) {
        (mail.acted_ms, mail.attempts)
    }

    fn write(app: &App, settings: &Settings, _: Place, mail: &MailRecord) -> Result<Written, Error> {
        let view = app.view(Who::system())?;
        let (task, command) = (cbor::from_id_opt(&mail.task), cbor::from_id(&mail.command));
        if mail.attempts == 0 && deliveries::is_taken_back(view.read(), task, mail.cause, command)? {
            return Ok(Written::Nothing);
        }
        let link = format!("{}{}", settings.public_url, mail.link);
        let item = Item { heading: mail.name.clone(), link, ..Item::default() };
        let items = if mail.link.is_empty() { Vec::new() } else { vec![item] };
        let letter = Letter { subject: mail.subject.clone(), intro: mail.text.clone(), items, ends: None, about: None };
        let organization = view.directory().organization.as_ref().map(|one| one.name.clone()).unwrap_or_default();
        let composer = Composer { settings, organization: &organization, links: None };
        Ok(match composer.write_to("", &mail.to, &letter) {
            Ok(message) => Written::Mail(Box::new(message)),
            Err(error) => Written::Never(error.to_string()),
        })
    }

    /// Where it was not sent the reason stands with what the rule did.
    fn end(work: &mut Work<'_, '_>, place: Place, mail: &MailRecord, unsent: Option<&Unsent>) -> Result<(), Error> {
        store::drop(work.tx, place)?;
        let Some(unsent) = unsent else { return Ok(()) };
        let acted = (mail.acted_ms, cbor::from_id(&mail.command));
        Ok(rules::unsent(work.tx, cbor::from_id(&mail.rule), acted, &reason(mail, unsent))?)
    }

    fn again(work: &mut Work<'_, '_>, place: Place, mail: &MailRecord, due_ms: i64) -> Result<(), Error> {
        store::drop(work.tx, place)?;
        let again = MailRecord { attempts: mail.attempts.saturating_add(1), ..mail.clone() };
        Ok(store::put(work.tx, (due_ms, place.1), &again)?)
    }
}

fn reason(mail: &MailRecord, unsent: &Unsent) -> String {
    match unsent {
        Unsent::Address(words) | Unsent::Late(words) => {
            format!("The mail to {} could not be sent: {words}.", mail.to)
        }
        Unsent::NoMail => {
            "No mail leaves this server yet, so this one was not sent. An admin sets that up in Admin.".into()
        }
    }
}
