//! What a mail does: a comment, a message or a topic, by whom it is from, in one transaction with its files and with
//! what makes the same mail do nothing again.

use super::{
    approving,
    reading::Mail,
    record::Arrived,
    store,
    targets::{self, Target},
};
use crate::{
    Error,
    access::{Scope, View, Who, Work},
    comments,
    contacts::{self, Contact},
    error::Code,
    files, forms,
    log::cbor,
    mail::{
        answers::store::{ThreadRecord, put_thread, thread},
        replies::Reply,
    },
    requests::{self, commands::coming},
    topics,
};
use guildhall_domain::{Id, actor::Actor, person::PersonState, policy::Do};
use guildhall_store::blobs::BlobHash;

/// Longest title made of a subject, in characters.
const TITLE: usize = 300;

/// What becomes of a mail that does nothing by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stays {
    /// It may be right; an admin decides.
    Unconfirmed(String),
    /// It is not.
    Refused(String),
}

/// What a mail does, and as whom.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// By whom.
    pub who: Who,
    /// What.
    pub what: What,
    /// What it is to be remembered by.
    pub mark: BlobHash,
    /// Whose address it has to be from at that moment; none where an admin said that it is right.
    pub proven: Option<Reply>,
}

/// See [`Step`].
#[derive(Debug, Clone, PartialEq)]
pub enum What {
    /// Says something about an item.
    Say(Id),
    /// Begins a topic in a space, or asks it.
    Begin(Id),
}

/// The hash by which a mail is known again, for what it is for.
fn mark(mail: &Mail, arrived: &Arrived, target: Id) -> BlobHash {
    let name = mail.message_id.as_deref().map(str::as_bytes).unwrap_or(arrived.record.hash.as_slice());
    let whole = [name, &[0], target.as_bytes().as_slice()].concat();
    blake3::derive_key("guildhall mail seen v1", &whole)
}

/// Who somebody is, by the address a mail says it is from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sender {
    /// A person.
    Person(Id),
    /// Somebody outside.
    Outside,
}

/// Who a mail says it is from.
pub fn sender(view: &View, from: &str) -> Sender {
    let active = view.directory().person_by_email(from).filter(|person| person.state != PersonState::Deactivated);
    active.map_or(Sender::Outside, |person| Sender::Person(person.id))
}

/// What a mail does about one of its targets. `contact` is who writes from outside.
pub fn step(
    view: &View,
    mail: &Mail,
    arrived: &Arrived,
    target: Target,
    contact: Option<&Contact>,
) -> Result<Step, Stays> {
    let accepted = arrived.record.accepted.unwrap_or(false);
    match target {
        Target::Reply(reply) => {
            if !accepted && !targets::is_of(view, &reply, &mail.from) {
                let words = "It answers a mail that went to somebody else than it is from.";
                return Err(Stays::Unconfirmed(words.into()));
            }
            let person = if let Actor::Person(id) = reply.who { Some(id) } else { None };
            let who = Who::mail(reply.who, person);
            let mark = mark(mail, arrived, reply.item);
            Ok(Step { who, what: What::Say(reply.item), mark, proven: (!accepted).then_some(reply) })
        }
        Target::Space(space) => {
            // Anybody can write anybody's address into a mail. So nobody begins a topic in the name of a person, unless
            // an admin said that it is them; what comes is said by whoever writes under this address.
            let who = match (sender(view, &mail.from), contact) {
                (Sender::Person(id), _) if accepted => Who::mail(Actor::Person(id), Some(id)),
                (_, Some(contact)) => Who::mail(Actor::Contact(contact.id), None),
                (_, None) => return Err(Stays::Refused("Nobody is known by this address.".into())),
            };
            Ok(Step { who, what: What::Begin(space), mark: mark(mail, arrived, space), proven: None })
        }
        Target::Mailbox => {
            let words = "It is not said what this is for: it answers no mail and is to no space.";
            Err(Stays::Unconfirmed(words.into()))
        }
    }
}

/// Does it. Nothing when the same mail did it before.
pub fn carry_out(
    work: &mut Work<'_, '_>,
    step: &Step,
    mail: &Mail,
    files: &mut [files::commands::New],
) -> Result<(), Error> {
    if store::was_seen(work.read(), &step.mark)? {
        return Ok(());
    }
    if step.proven.is_some_and(|reply| !targets::is_of(work, &reply, &mail.from)) {
        return Err(Error::because(Code::Forbidden, "It is not from the address it was written to any more."));
    }
    contacts::store::heard_from(work, &mail.from)?;
    match step.what {
        What::Say(item) => say(work, item, mail, files)?,
        What::Begin(space) => begin(work, space, mail, files)?,
    }
    store::see(work, step.mark)
}

fn say(work: &mut Work<'_, '_>, item: Id, mail: &Mail, files: &mut [files::commands::New]) -> Result<(), Error> {
    if requests::store::get(work.read(), item)?.is_some() {
        return requester_says(work, item, mail, files);
    }
    if let Actor::Contact(contact) = work.who().actor {
        goes_on(work, item, contact, mail)?;
    } else {
        // Before the files are attached, so that what is refused is refused for this.
        crate::access::item(work, item, Do::Comment)?;
        if approving::approve(work, item, mail)? {
            return attach(work, item, files).map(drop);
        }
    }
    let files = attach(work, item, files)?;
    let new = comments::commands::New { id: None, body: mail.text.clone(), reply_to: None, files };
    comments::commands::write(work, item, &new)?;
    Ok(())
}

/// A requester answers a letter about their request.
fn requester_says(
    work: &mut Work<'_, '_>,
    request: Id,
    mail: &Mail,
    files: &[files::commands::New],
) -> Result<(), Error> {
    let by = work.who().actor;
    let words = requests::commands::coming::cut(&mail.text);
    let words = if words.is_empty() { mail.subject.clone() } else { words };
    requests::outside::say_by_mail(work, request, by, &words)?;
    files.iter().try_for_each(|file| forms::files::add(work, request, &file.name, &file.content))
}

/// Somebody outside goes on with what they began, while it is there.
fn goes_on(work: &mut Work<'_, '_>, topic: Id, contact: Id, mail: &Mail) -> Result<(), Error> {
    let kept = thread(work.read(), topic)?.filter(|kept| cbor::from_id(&kept.contact) == contact);
    let open = topics::store::get(work.read(), topic)?.filter(|topic| topic.trashed_ms.is_none());
    let home = open.and_then(|topic| topic.space).and_then(|home| work.directory().space(home).cloned());
    let (Some(kept), Some(_)) = (kept, home.filter(|home| home.is_live())) else {
        return Err(Error::because(Code::Forbidden, "What it answers is not open any more."));
    };
    let message_id = mail.message_id.clone().or(kept.message_id.clone());
    Ok(put_thread(work.tx, topic, &ThreadRecord { message_id, ..kept })?)
}

fn begin(work: &mut Work<'_, '_>, space: Id, mail: &Mail, files: &mut [files::commands::New]) -> Result<(), Error> {
    let home = work.directory().space(space).cloned();
    let kept = store::space(work.read(), space)?;
    let Some(home) = home.filter(|home| kept.on && home.is_live()) else {
        return Err(Error::because(Code::Forbidden, "This space takes no mail any more."));
    };
    if kept.requests.unwrap_or(false) {
        let mailed = coming::Mailed { title: title(mail), body: &mail.text, name: &mail.name };
        return coming::by_mail(work, &home, &mailed, files).map(drop);
    }
    let input = topics::input::TopicInput { id: None, title: title(mail), body: mail.text.clone() };
    let topic = match work.who().actor {
        Actor::Contact(contact) => {
            let topic = topics::commands::create::create(work, space, &input)?;
            let kept = ThreadRecord { contact: cbor::id(contact), message_id: mail.message_id.clone() };
            put_thread(work.tx, topic.id, &kept)?;
            topic
        }
        _ => topics::commands::create::ask(work, space, &input)?,
    };
    attach(work, topic.id, files).map(drop)
}

fn attach(work: &mut Work<'_, '_>, item: Id, files: &mut [files::commands::New]) -> Result<Vec<Id>, Error> {
    let mut ids = Vec::new();
    for file in files {
        file.item = item;
        ids.push(files::commands::attach(work, file)?.0.id);
    }
    Ok(ids)
}

/// A title: the subject without what programs put before it, or how the text begins.
fn title(mail: &Mail) -> String {
    const BEFORE: [&str; 8] = ["re:", "aw:", "fwd:", "fw:", "wg:", "tr:", "rv:", "antw:"];
    let mut subject = mail.subject.trim();
    while let Some(rest) = BEFORE.iter().find_map(|before| {
        subject.get(..before.len()).filter(|start| start.eq_ignore_ascii_case(before)).and(subject.get(before.len()..))
    }) {
        subject = rest.trim_start();
    }
    let first = mail.text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let words = [subject, first.trim(), "Mail"].into_iter().find(|words| !words.is_empty()).unwrap_or("Mail");
    words.chars().take(TITLE).collect()
}

/// A contact for whoever writes to a space.
pub fn contact(work: &mut Work<'_, '_>, mail: &Mail) -> Result<Contact, Error> {
    contacts::store::known(work, &mail.from, &mail.name)
}
