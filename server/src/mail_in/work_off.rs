//! Working off what came in, one mail after the other: read it, decide, and do it or keep it with the reason.

use super::{
    acts::{self, Sender, Stays},
    reading::{self, Bounced, Mail, Nature},
    record::{Arrived, ArrivedRecord, State},
    spool, store,
    targets::{self, Target},
};
use crate::{
    App, Error,
    access::{Scope, View, Who, Work},
    contacts,
    error::Code,
    files,
    log::cbor,
    mail::{self, incoming, replies},
};
use guildhall_domain::{Id, actor::Actor};

/// Mails worked off in one turn.
const AT_ONCE: usize = 20;
/// Mails an address may send in an hour: of a person, and of somebody outside.
const OF_PERSON: u32 = 120;
const OF_CONTACT: u32 = 20;
/// Most targets of one mail.
const TARGETS: usize = 10;

/// Works off what waits; answers whether there was anything.
///
/// # Errors
/// When the data cannot be read or written now; everything stays where it is.
pub async fn turn(app: &App) -> Result<bool, Error> {
    let view = app.view(Who::system())?;
    let waiting = store::in_state(view.read(), State::Waiting, false, AT_ONCE)?;
    drop(view);
    for arrived in &waiting {
        one(app, arrived).await?;
    }
    Ok(!waiting.is_empty())
}

async fn one(app: &App, arrived: &Arrived) -> Result<(), Error> {
    let raw = spool::bytes(app, &arrived.record.hash)?;
    let mail = match reading::read(&raw) {
        Ok(mail) => mail,
        Err(why) => return stay(app, arrived, None, Stays::Refused(why.words().into())).await,
    };
    if let Nature::Bounce(bounced) = &mail.nature {
        return bounce(app, arrived, &mail, bounced, &raw).await;
    }
    if let Some(stays) = unwanted(&mail).filter(|_| !arrived.record.accepted.unwrap_or(false)) {
        return stay(app, arrived, Some(&mail), stays).await;
    }
    match act(app, arrived, &mail).await {
        Ok(None) => done(app, arrived).await,
        Ok(Some(stays)) => stay(app, arrived, Some(&mail), stays).await,
        Err(error) if is_for_now(&error) => Err(error),
        Err(error) => stay(app, arrived, Some(&mail), Stays::Refused(words(&error))).await,
    }
}

/// What is not to be done although somebody may have the right to it.
fn unwanted(mail: &Mail) -> Option<Stays> {
    let refused = |words: &str| Some(Stays::Refused(words.into()));
    match &mail.nature {
        Nature::Written | Nature::Bounce(_) => None,
        Nature::Automatic => refused("A program sent it by itself, such as a notice of absence."),
        Nature::Loop => refused("It is one of the mails of this server, come back."),
        Nature::Spam => refused("The mail server before this one calls it spam."),
        Nature::Forged => {
            let words = "The mail server before this one says that it is not from whom it says.";
            Some(Stays::Unconfirmed(words.into()))
        }
    }
}

/// Why somebody may not do what they wrote for.
fn words(error: &Error) -> String {
    match error.code {
        Code::NotSignedIn => "Whoever it is from is not here any more.".into(),
        Code::NotFound => "Whoever it is from does not see what it is for.".into(),
        _ => error.to_string(),
    }
}

/// Whether it is worth another try by itself.
fn is_for_now(error: &Error) -> bool {
    matches!(error.code, Code::ReadOnly | Code::Busy | Code::Stopping | Code::Internal | Code::NoRoom)
}

/// Does what a mail is for; answers why it stays when it does nothing.
async fn act(app: &App, arrived: &Arrived, mail: &Mail) -> Result<Option<Stays>, Error> {
    let view = app.view(Who::system())?;
    let recipients = if arrived.record.recipients.is_empty() { &mail.to } else { &arrived.record.recipients };
    let mut found = targets::all(app, &view, recipients, &mail.references, &mail.from)?;
    found.truncate(TARGETS);
    if found.is_empty() {
        found.push(Target::Mailbox);
    }
    let outside = acts::sender(&view, &mail.from) == Sender::Outside;
    drop(view);
    if mail.text.is_empty() && mail.attachments.is_empty() {
        return Ok(Some(Stays::Refused("There is nothing in it.".into())));
    }
    if !arrived.record.accepted.unwrap_or(false) && !may_one_more(app, mail, outside).await? {
        return Ok(Some(Stays::Refused("This address sent too many mails within an hour.".into())));
    }
    let begins = found.iter().any(|target| matches!(target, Target::Space(_)));
    let contact = if begins {
        let mail = mail.clone();
        Some(app.run(Who::system(), move |work| acts::contact(work, &mail)).await?.value)
    } else {
        None
    };
    let mut first = None;
    for target in found {
        let view = app.view(Who::system())?;
        let step = acts::step(&view, mail, arrived, target, contact.as_ref());
        drop(view);
        match step {
            Ok(step) => carry_out(app, step, mail).await?,
            Err(stays) => {
                note_target(app, arrived, target).await?;
                first = first.or(Some(stays));
            }
        }
    }
    Ok(first)
}

async fn carry_out(app: &App, step: acts::Step, mail: &Mail) -> Result<(), Error> {
    let mut files = Vec::new();
    for attachment in &mail.attachments {
        let mut writer = app.store().blob_writer(app.clock().now_ms())?;
        writer.write(&attachment.bytes).await?;
        let (name, content) = (attachment.name.clone(), writer.finish().await?);
        files.push(files::commands::New { id: None, item: Id::nil(), name, content });
    }
    let mail = Mail { attachments: Vec::new(), ..mail.clone() };
    app.run(step.who, move |work| acts::carry_out(work, &step, &mail, &mut files)).await?;
    Ok(())
}

async fn may_one_more(app: &App, mail: &Mail, outside: bool) -> Result<bool, Error> {
    let (address, most) = (mail.from.clone(), if outside { OF_CONTACT } else { OF_PERSON });
    Ok(app.run(Who::system(), move |work| store::count(work, &address, most)).await?.value)
}

async fn note_target(app: &App, arrived: &Arrived, target: Target) -> Result<(), Error> {
    let id = arrived.id;
    let change = move |work: &mut Work<'_, '_>| {
        let Some(kept) = store::get(work.read(), id)? else { return Ok(()) };
        let mut record = kept.record.clone();
        match target {
            Target::Reply(reply) => record.item = Some(cbor::id(reply.item)),
            Target::Space(space) => record.space = Some(cbor::id(space)),
            Target::Mailbox => {}
        }
        Ok(store::put(work.tx, Some(&kept.record), &Arrived { id, record })?)
    };
    app.run(Who::system(), change).await?;
    Ok(())
}

async fn done(app: &App, arrived: &Arrived) -> Result<(), Error> {
    let id = arrived.id;
    let forget = move |work: &mut Work<'_, '_>| {
        store::get(work.read(), id)?.map_or(Ok(()), |kept| Ok(store::delete(work.tx, &kept)?))
    };
    app.run(Who::system(), forget).await?;
    Ok(())
}

async fn stay(app: &App, arrived: &Arrived, mail: Option<&Mail>, stays: Stays) -> Result<(), Error> {
    let (state, reason) = match stays {
        Stays::Unconfirmed(reason) => (State::Unconfirmed, reason),
        Stays::Refused(reason) => (State::Refused, reason),
    };
    tracing::info!(reason, "a mail that came in is kept");
    let id = arrived.id;
    let said = mail.map(|mail| (mail.from.clone(), mail.name.clone(), mail.subject.clone()));
    let change = move |work: &mut Work<'_, '_>| {
        let Some(kept) = store::get(work.read(), id)? else { return Ok(()) };
        let (from, name, subject) = said.clone().map_or((None, None, None), |(f, n, s)| (Some(f), Some(n), Some(s)));
        let record = ArrivedRecord {
            state: state as u8,
            reason: Some(reason.clone()),
            accepted: None,
            from,
            name,
            subject,
            ..kept.record.clone()
        };
        Ok(store::put(work.tx, Some(&kept.record), &Arrived { id, record })?)
    };
    app.run(Who::system(), change).await?;
    Ok(())
}

/// A mail of ours came back: the address it went to is not written to any more. Only what names one of our mails to
/// exactly this address is believed, so that nobody can silence somebody else's.
async fn bounce(app: &App, arrived: &Arrived, mail: &Mail, bounced: &[Bounced], raw: &[u8]) -> Result<(), Error> {
    let view = app.view(Who::system())?;
    let hit = believed(app, &view, bounced, raw)?;
    drop(view);
    if hit.is_empty() {
        let words = "A mail server gave back a mail that is not known here, or could not deliver it yet.";
        return stay(app, arrived, Some(mail), Stays::Refused(words.into())).await;
    }
    app.run(Who::system(), move |work| hit.iter().try_for_each(|(who, words)| refuse(work, *who, words))).await?;
    done(app, arrived).await
}

fn believed(app: &App, view: &View, bounced: &[Bounced], raw: &[u8]) -> Result<Vec<(Actor, String)>, Error> {
    let Some(door) = incoming::door(view.read())? else { return Ok(Vec::new()) };
    let ours = replies::named_in(app, view.read(), raw, &door, view.now())?;
    let mut hit = Vec::new();
    for one in bounced.iter().filter(|one| one.for_good) {
        let to = ours.iter().find(|reply| targets::is_of(view, reply, &one.address));
        hit.extend(to.map(|reply| (reply.who, one.words.clone())));
    }
    Ok(hit)
}

fn refuse(work: &mut Work<'_, '_>, who: Actor, words: &str) -> Result<(), Error> {
    match who {
        Actor::Person(id) => {
            let audience = work.directory().person(id).map(|person| person.audience);
            audience.map_or(Ok(()), |audience| mail::address_refused(work, audience, words))
        }
        Actor::Contact(id) => {
            let Some(mut contact) = contacts::store::get(work.read(), id)? else { return Ok(()) };
            contact.refusal = Some(words.to_owned());
            Ok(contacts::store::put(work.tx, &contact)?)
        }
        _ => Ok(()),
    }
}
