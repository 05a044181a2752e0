//! Telling admins by mail that the server switched a webhook off. That they are to be told stands with the webhook in the commit
//! that switches it off, so it is told once however long the mail server is away; where no mail leaves the page alone says it.

use super::store;
use crate::{
    App, Error,
    access::{Scope, View, Who},
    mail::{
        post::{self, Post},
        rest::Rest,
        transport::Failure,
    },
    outgoing,
};
use guildhall_domain::{
    Id,
    person::{PersonState, Role},
    webhook::Webhook,
};

/// Tells of those that are not told of yet.
pub fn tell(app: &App, rest: &mut Rest) -> Result<(), Error> {
    let view = app.view(Who::system())?;
    if rest.lasts() || outgoing::held(view.read())? {
        return Ok(());
    }
    let Some(webhook) = store::all(view.read())?.into_iter().find(|webhook| webhook.untold) else { return Ok(()) };
    // Where no mail leaves nobody is told later on either.
    let Ok(post) = Post::open(app, &view) else { return done(app, webhook.id) };
    let to = admins(&view);
    drop(view);
    let letters: Vec<_> = to.into_iter().map(|(name, email)| (name, email, letter(&post, &webhook))).collect();
    let sent = post.send(&letters)?;
    if sent.iter().any(|one| matches!(one, Err(Failure::Server(_)))) {
        rest.failed();
        return Ok(());
    }
    rest.worked();
    done(app, webhook.id)
}

fn admins(view: &View) -> Vec<(String, String)> {
    let people = view.directory().people().filter(|one| one.state == PersonState::Active && one.role >= Role::Admin);
    people.map(|person| (person.name.clone(), person.email.clone())).collect()
}

fn letter(post: &Post, webhook: &Webhook) -> crate::mail::compose::Letter {
    let subject = format!("The webhook “{}” was switched off", webhook.name);
    let why = webhook.off.as_ref().map(|off| off.words.as_str()).filter(|words| !words.is_empty());
    let why = why.map(|words| format!(" What was answered last: {words}")).unwrap_or_default();
    let intro = format!(
        "The other program takes nothing any more, so it is told nothing. Look at it, then switch the webhook on again.{why}"
    );
    post::about(subject.clone(), intro, &subject, post.address(&format!("/admin/webhooks/{}", webhook.id)))
}

fn done(app: &App, id: Id) -> Result<(), Error> {
    let told = app.run_blocking(Who::system(), move |work| match store::get(work.read(), id)? {
        Some(webhook) => Ok(store::put(work.tx, &Webhook { untold: false, ..webhook })?),
        None => Ok(()),
    });
    told.map(drop)
}
