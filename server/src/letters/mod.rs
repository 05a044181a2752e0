//! Letters to requesters: that a request came, with the link to follow it, and what is said to them.
//!
//! Nothing is queued as a message: what a letter says is made of what its requester may see ([`crate::requests::outside`]) when it is
//! sent, fifteen seconds after the reason for it at the earliest. What was taken back meanwhile is not sent; while outgoing
//! things are held nothing leaves; a mail server that does not work loses nothing for a week.

use crate::{
    App, Error, Parts,
    access::{Scope, View, Who, Work},
    contacts,
    forms::start::Keys,
    mail::{
        compose::{Composer, Item, Letter},
        outbox::{Kind, Outbox, Unsent, Written},
        replies,
        settings::Settings,
    },
    requests::{
        self, outside,
        record::LetterRecord,
        store::{self, LetterPlace},
    },
};
use guildhall_domain::{actor::Actor, request::Request};
use guildhall_store::{Read, StoreError};
use std::sync::OnceLock;

/// Letters to requesters.
pub struct Letters;

impl Kind for Letters {
    type Place = LetterPlace;
    type Kept = LetterRecord;
    const DOES: &'static str = "sending letters";

    fn thread(parts: &Parts) -> &OnceLock<Outbox> {
        &parts.letters
    }

    fn due(read: &Read<'_>, now_ms: i64, most: usize) -> Result<Vec<(LetterPlace, LetterRecord)>, StoreError> {
        store::letters(read, now_ms, most)
    }

    fn waits(letter: &LetterRecord) -> (i64, u32) {
        (letter.since_ms, letter.attempts)
    }

    fn write(app: &App, settings: &Settings, place: LetterPlace, _: &LetterRecord) -> Result<Written, Error> {
        let view = app.view(Who::system())?;
        let Some(request) = store::get(view.read(), place.1)? else { return Ok(Written::Nothing) };
        let refused = contact(&view, place)?.is_some_and(|contact| contact.refusal.is_some());
        let Some(email) = request.requester.email.clone().filter(|_| !refused) else { return Ok(Written::Nothing) };
        let Some(letter) = letter(app, &view, settings, &request, place)? else { return Ok(Written::Nothing) };
        let reply = match request.requester.actor {
            Some(actor) => replies::way(app, &view, actor, Some(request.id))?,
            None => None,
        };
        let organization = view.directory().organization.as_ref().map(|one| one.name.clone()).unwrap_or_default();
        let composer = Composer { settings, organization: &organization, links: None };
        let mail = composer.write_answerable(&request.requester.name, &email, &letter, reply.as_ref())?;
        Ok(Written::Mail(Box::new(mail)))
    }

    /// An address that takes no mail is asked no more.
    fn end(
        work: &mut Work<'_, '_>,
        place: LetterPlace,
        _: &LetterRecord,
        unsent: Option<&Unsent>,
    ) -> Result<(), Error> {
        if let Some(Unsent::Address(words)) = unsent
            && let Some(contact) = contact(work, place)?
        {
            let refused = contacts::Contact { refusal: Some(words.clone()), ..contact };
            contacts::store::put(work.tx, &refused)?;
        }
        Ok(store::drop_letter(work.tx, place)?)
    }

    fn again(work: &mut Work<'_, '_>, place: LetterPlace, letter: &LetterRecord, due_ms: i64) -> Result<(), Error> {
        store::drop_letter(work.tx, place)?;
        let again = LetterRecord { attempts: letter.attempts.saturating_add(1), ..letter.clone() };
        Ok(store::put_letter(work.tx, (due_ms, place.1, place.2), &again)?)
    }
}

/// The contact whose own address a letter goes to.
fn contact(scope: &impl Scope, place: LetterPlace) -> Result<Option<contacts::Contact>, Error> {
    let request = store::get(scope.read(), place.1)?;
    let Some(Actor::Contact(id)) = request.and_then(|request| request.requester.actor) else { return Ok(None) };
    let contact = contacts::store::get(scope.read(), id)?;
    Ok(match contact {
        // One that only says that the address is theirs does not spoil it for whom it belongs to.
        Some(contact) => {
            contacts::store::by_address(scope.read(), &contact.address)?.filter(|own| own.id == contact.id)
        }
        None => None,
    })
}

/// What it says; none when that is not to be said any more.
fn letter(
    app: &App,
    view: &View,
    settings: &Settings,
    request: &Request,
    place: LetterPlace,
) -> Result<Option<Letter>, Error> {
    let Ok(home) = requests::queries::home(view, request) else { return Ok(None) };
    let shown = outside::followed(view, request, &home)?;
    let link = format!("{}{}", settings.public_url, outside::path(&Keys::load(app)?, request));
    let of = format!("Request {}", request.number);
    if place.2.is_nil() {
        // Whoever types the address of somebody else gets nothing of their own words to them.
        let heading = shown.form.as_ref().map_or_else(|| of.clone(), |form| format!("{of}: {form}"));
        let intro = format!(
            "{} has your request. Follow it and add to it by this link; you need no account. Whoever has the link can read the request.",
            shown.organization
        );
        let items = vec![Item { heading: heading.clone(), link, ..Item::default() }];
        return Ok(Some(Letter { subject: heading, intro, items, ends: None, about: None }));
    }
    let Some(message) = outside::one_said(view, request, place.2)? else { return Ok(None) };
    let items = vec![Item { heading: format!("{of}: {}", request.title), link, ..Item::default() }];
    let subject = format!("Re: {of}: {}", request.title);
    let intro = format!("{}\n\n{}, {}", message.body, message.author, shown.organization);
    Ok(Some(Letter { subject, intro, items, ends: None, about: None }))
}
