//! Mails of rules to addresses, also of people who are not here.
//!
//! Invariants: a mail says of the task its key, its title and where it is, and else what is written in the rule; it is written in
//! the command in which the rule acts and sent fifteen seconds after that, unless it was taken back; each address has one of
//! its own. A rule sends at most a hundred a day. Why one is not sent stands with what the rule did.

mod sender;
pub mod store;

pub use sender::Mails;

use super::{
    commands::acts::{TASK, Target},
    store as rules,
};
use crate::{
    Error,
    access::{self, Scope, Work},
    log::cbor,
    requests, tasks,
};
use guildhall_domain::{
    Id,
    mail::UNDO_MS,
    policy::Do,
    rules::{MAILS, Mail, Rule},
};
use store::MailRecord;

/// What a mail is about.
#[derive(Default)]
struct About {
    name: String,
    link: String,
}

/// Writes a mail down; answers why it is not sent, where that is so.
pub fn write(
    work: &mut Work<'_, '_>,
    rule: &Rule,
    target: Target,
    mail: &Mail,
    cause: u64,
) -> Result<Option<String>, Error> {
    let about = about(work, target)?;
    if !rules::count_mails(work, rule.id, mail.to.len())? {
        return Ok(Some(format!("It has sent {MAILS} mails today, so this one was not sent.")));
    }
    let due = work.now() + UNDO_MS;
    for address in &mail.to {
        let record = MailRecord {
            rule: cbor::id(rule.id),
            acted_ms: work.now(),
            command: cbor::id(work.command),
            task: cbor::id_opt(target.task),
            cause,
            to: address.clone(),
            subject: mail.subject.replace(TASK, &about.name),
            text: mail.text.replace(TASK, &about.name),
            name: about.name.clone(),
            link: about.link.clone(),
            attempts: 0,
        };
        let id: Id = work.new_id();
        store::put(work.tx, (due, id), &record)?;
    }
    Ok(None)
}

/// As the rule's owner may read it.
fn about(work: &Work<'_, '_>, target: Target) -> Result<About, Error> {
    Ok(match (target.task, target.request) {
        (Some(id), _) => {
            let task = access::task(work, id, Do::Read)?;
            let key = tasks::views::key(work, &task);
            let at = if key.is_empty() { id.to_string() } else { key.clone() };
            About { name: format!("{key} {}", task.title).trim().to_owned(), link: format!("/t/{at}") }
        }
        (None, Some(id)) => {
            let (request, _) = requests::queries::readable(work, id)?;
            About { link: format!("/s/{}/requests/{id}", request.space), name: request.title }
        }
        (None, None) => About::default(),
    })
}
