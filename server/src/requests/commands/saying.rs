//! What is said in a request: by the people of its space in one of the lanes, by the requester in theirs.

use super::{said, save};
use crate::{
    Error,
    access::{Scope, Work},
    error::Code,
    requests::{queries, record::LetterRecord, store},
};
use guildhall_domain::{
    Id,
    actor::Actor,
    change::Action,
    mail::UNDO_MS,
    request::{self, Lane, MESSAGES, Message, Request},
    space::Space,
};

/// Somebody of the space says something.
pub fn say(work: &mut Work<'_, '_>, id: Id, lane: Lane, body: &str) -> Result<Request, Error> {
    let (before, home) = queries::workable(work, id)?;
    let mut after = before.clone();
    let message = written(work, &mut after, lane, body)?;
    save(work, &home, Some(&before), &mut after, Action::Commented, vec![said(message)])?;
    Ok(after)
}

/// Writes it down, with the letter it is to be sent by. Whoever calls saves the request with [`said`].
pub fn written(work: &mut Work<'_, '_>, request: &mut Request, lane: Lane, body: &str) -> Result<Id, Error> {
    let author = work.who().actor;
    let message = keep(work, request, lane, Some(author), body)?;
    if lane == Lane::Requester {
        request.answered_ms = request.answered_ms.or(Some(work.now()));
        if request.requester.email.is_some() {
            let now = work.now();
            let letter = LetterRecord { attempts: 0, since_ms: now };
            store::put_letter(work.tx, (now + UNDO_MS, request.id, message), &letter)?;
        }
    }
    Ok(message)
}

fn keep(
    work: &mut Work<'_, '_>,
    request: &Request,
    lane: Lane,
    author: Option<Actor>,
    body: &str,
) -> Result<Id, Error> {
    let body = request::words("body", body)?;
    let said = store::messages(work.read(), request.id)?;
    if said.len() >= MESSAGES {
        return Err(Error::because(
            Code::Conflict,
            format!("{MESSAGES} things were said here. Begin another request."),
        ));
    }
    let place = said.last().map_or(0, |last| last.place.saturating_add(1));
    let message = Message { id: work.new_id(), place, lane, author, body, at_ms: work.now() };
    store::say(work.tx, request.id, &message)?;
    Ok(message.id)
}

/// The requester says something, on their page or by mail. Whoever calls has proven that it is them.
pub fn requester_says(work: &mut Work<'_, '_>, before: &Request, home: &Space, body: &str) -> Result<Request, Error> {
    let mut after = before.clone();
    let author = before.requester.actor;
    let message = keep(work, before, Lane::Requester, author, body)?;
    let actor = author.unwrap_or(Actor::System);
    work.in_name_of(actor, |work| save(work, home, Some(before), &mut after, Action::Commented, vec![said(message)]))?;
    Ok(after)
}
