//! Invites and links for a new password, sent by whoever may make them instead of being handed over.

use super::{
    compose::Letter,
    post::{self, Post},
    transport::Failure,
    views::{MailInvitesInput, MailedInvites, MailedReset, NotSent},
};
use crate::{
    Error,
    access::{self, Scope, Work},
    error::Code,
    http::{Call, shapes},
    people::{
        self,
        invites::{
            commands,
            views::{InviteInput, InviteShape},
        },
    },
    secrets,
    session::resets,
};
use actix_web::web::block;
use guildhall_domain::{
    Id, limits,
    person::{self, PersonState},
};
use std::collections::BTreeSet;

/// Most addresses at a time.
const MOST: usize = 20;

/// One invite on its way.
#[derive(Clone)]
struct Addressed {
    email: String,
    secret: String,
}

/// Makes an invite for each address, which works once, and sends it there. Those that do not leave are taken back.
pub async fn send(call: &Call, input: MailInvitesInput) -> Result<MailedInvites, Error> {
    let post = Post::open(&call.app, &call.view()?);
    let all = addressed(&input.emails)?;
    let (to, address, trouble) = (all.clone(), call.address(), post.as_ref().err().cloned());
    // Whether they may is answered before whether it can be done.
    let command = move |work: &mut Work<'_, '_>| {
        let made = make(work, &input, &to, &address)?;
        trouble.clone().map_or(Ok(made), Err)
    };
    let made = call.run_once(command).await?;
    let post = post?;
    let letters = all.iter().map(|one| (String::new(), one.email.clone(), invitation(&post, &made.1, &one.secret)));
    let letters: Vec<_> = letters.collect();
    let sent = block(move || post.send(&letters)).await.map_err(|_| Error::new(Code::Busy))??;
    let mut answer = MailedInvites { items: Vec::new(), refused: Vec::new() };
    let mut back = Vec::new();
    let mut down = None;
    for ((one, invite), sent) in all.into_iter().zip(made.0).zip(sent) {
        match sent {
            Ok(()) => answer.items.push(invite),
            Err(failure) => {
                back.push(invite.id);
                answer.refused.push(NotSent { email: one.email, reason: failure.words().to_owned() });
                down = Some(failure).filter(|failure| matches!(failure, Failure::Server(_))).or(down);
            }
        }
    }
    if !back.is_empty() {
        let address = call.address();
        call.run_once(move |work| back.iter().try_for_each(|id| commands::delete(work, *id, &address))).await?;
    }
    match down {
        Some(failure) if answer.items.is_empty() => Err(post::refused(&failure)),
        _ => Ok(answer),
    }
}

fn addressed(emails: &[String]) -> Result<Vec<Addressed>, Error> {
    limits::at_most("emails", emails.len(), MOST)?;
    let read = |text: &String| {
        person::email(text).map_err(|_| Error::field("emails", "Write e-mail addresses such as ana@example.com."))
    };
    let all: BTreeSet<String> = emails.iter().map(read).collect::<Result<_, _>>()?;
    if all.is_empty() {
        return Err(Error::field("emails", "Write whom the invite is for."));
    }
    Ok(all.into_iter().map(|email| Addressed { email, secret: secrets::secret() }).collect())
}

/// All of them, or none; with the name of who invites.
fn make(
    work: &mut Work<'_, '_>,
    input: &MailInvitesInput,
    to: &[Addressed],
    address: &str,
) -> Result<(Vec<InviteShape>, String), Error> {
    let me = access::me(work)?;
    let one = InviteInput { role: input.role, space_ids: input.space_ids.clone(), max_uses: Some(1) };
    let mut made = Vec::new();
    for Addressed { email, secret } in to {
        let known = work.directory().person_by_email(email).cloned();
        // Whoever may not know of people learns nothing of them here.
        if known.is_some_and(|known| known.state == PersonState::Active && access::knows(work, &known)) {
            return Err(Error::field("emails", format!("{email} is in the organization already.")));
        }
        made.push(commands::create(work, &one, &secrets::hash(secret), address)?);
    }
    Ok((made, me.name.clone()))
}

fn invitation(post: &Post, by: &str, secret: &str) -> Letter {
    let organization = post.organization();
    let intro =
        format!("{by} invites you to work with {organization}. The link is for you: it works once, within seven days.");
    let subject = format!("{by} invites you to {organization}");
    post::about(subject, intro, "Make your account", post.address(&format!("/join#{secret}")))
}

/// Sends a person a link for a new password; an earlier one ends.
pub async fn reset(call: &Call, id: Id) -> Result<MailedReset, Error> {
    if !call.who.scopes.write {
        return Err(Error::new(Code::TokenScope));
    }
    let view = call.view()?;
    let person = people::commands::manage(&view, id)?.into_inner();
    let by = access::me(&view)?.name.clone();
    if person.email.is_empty() {
        return Err(Error::because(Code::Conflict, "No address is known of this person. Make a link to hand over."));
    }
    let post = Post::open(&call.app, &view)?;
    drop(view);
    let (secret, address) = (secrets::secret(), call.address());
    let hash = secrets::hash(&secret);
    let made = call.run_once(move |work| {
        let person = people::commands::manage(work, id)?;
        resets::make(work, &person, &hash, &address)
    });
    let expires_at = shapes::instant(made.await?);
    let organization = post.organization();
    let intro = format!("{by} sends you this link to choose a new password. It works once, within half an hour.");
    let link = post.address(&format!("/reset#{secret}"));
    let letter = post::about(format!("A new password for {organization}"), intro, "Choose a new password", link);
    let (name, email) = (person.name.clone(), person.email.clone());
    let to = email.clone();
    block(move || post.one(&name, &to, letter)).await.map_err(|_| Error::new(Code::Busy))??;
    Ok(MailedReset { email, expires_at })
}
