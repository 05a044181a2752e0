//! A request as its requester sees it: what they sent, how it stands, what is said in their lane, and who reads what. This
//! is the only place that answers a requester; letters to them are made of it too.

use super::{commands::saying, queries, store, views};
use crate::{
    Error,
    access::{Scope, Work},
    error::Code,
    forms::start::{Door, Keys},
    http::{Shape, shapes, words::words},
    tasks,
};
use guildhall_domain::{
    Id,
    actor::Actor,
    request::{Lane, Message, Request, State, Way},
    space::{Access, Category, Space},
};
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;
use uuid::Uuid;

/// Longest way from one merged request to another.
const WAY: usize = 10;

words! {
    /// How it stands, for whoever asked.
    FollowedState: Received, Accepted, Finished, Closed, Declined
}

/// An answer of theirs.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[allow(missing_docs)]
pub struct FollowedAnswer {
    pub label: String,
    pub value: String,
}

/// Something said to them or by them.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FollowedMessage {
    /// Id.
    pub id: Uuid,
    /// They said it themselves.
    pub own: bool,
    /// The first name of who did.
    pub author: String,
    /// In plain words.
    pub body: String,
    /// When.
    pub created_at: String,
}

/// A request as its requester sees it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FollowedRequest {
    /// The organization it is with.
    pub organization: String,
    /// The space whose people read it; null where that keeps its name to itself.
    pub readers: Option<String>,
    /// Its number.
    pub number: u32,
    /// What they asked by.
    pub form: Option<String>,
    /// What it is about.
    pub title: String,
    /// Their name.
    pub name: String,
    /// Where answers are sent to; null without an address.
    pub email: Option<String>,
    /// What stands there for whoever sent it.
    pub thanks: String,
    /// Their words.
    pub body: String,
    /// What they answered.
    pub answers: Vec<FollowedAnswer>,
    /// Names of the files they sent.
    pub files: Vec<String>,
    /// When it came.
    pub created_at: String,
    /// How it stands.
    pub state: FollowedState,
    /// Since when it is accepted or declined.
    pub decided_at: Option<String>,
    /// When it was finished.
    pub finished_at: Option<String>,
    /// What was said to them and by them, the oldest first.
    pub messages: Vec<FollowedMessage>,
    /// They can say something now.
    pub can_say: bool,
}

impl Shape for FollowedRequest {}

/// That a link does not work: the same whatever the reason, and whether there ever was one.
pub fn gone() -> Error {
    Error::because(Code::LinkExpired, "This link does not work any more. Ask whoever you wrote to.")
}

/// A request by the link of its requester.
pub fn look(scope: &impl Scope, keys: &Keys, id: Id, secret: &str) -> Result<(Request, Arc<Space>), Error> {
    let request = store::get(scope.read(), id)?.ok_or_else(gone)?;
    if !keys.opens(Door::Request, id, request.link, secret) {
        return Err(gone());
    }
    let home = queries::home(scope, &request).map_err(|_| gone())?;
    Ok((request, home))
}

/// The path of the page of a requester, with its secret.
pub fn path(keys: &Keys, request: &Request) -> String {
    format!("/r/{}#{}", request.id, keys.secret(Door::Request, request.id, request.link))
}

/// The lane of the requester.
fn said(scope: &impl Scope, request: Id) -> Result<Vec<Message>, Error> {
    let mut all = store::messages(scope.read(), request)?;
    all.retain(|message| message.lane == Lane::Requester);
    Ok(all)
}

/// One thing said to them; none when it is not there any more, or not for them.
pub fn one_said(scope: &impl Scope, request: &Request, message: Id) -> Result<Option<FollowedMessage>, Error> {
    let found = said(scope, request.id)?.into_iter().find(|one| one.id == message);
    Ok(found.map(|message| shape(scope, request, &message)))
}

/// The first name of somebody: more is not said of who works here.
fn first_name(scope: &impl Scope, actor: Actor) -> String {
    let name = shapes::actor(scope, actor).name;
    name.split_whitespace().next().unwrap_or_default().to_owned()
}

fn shape(scope: &impl Scope, request: &Request, message: &Message) -> FollowedMessage {
    let own = message.author == request.requester.actor;
    let author = if own {
        request.requester.name.clone()
    } else {
        message.author.map_or(String::new(), |a| first_name(scope, a))
    };
    FollowedMessage {
        id: message.id,
        own,
        author,
        body: message.body.clone(),
        created_at: shapes::instant(message.at_ms),
    }
}

/// How it stands by now, where it went on, and when it was finished.
fn stand(scope: &impl Scope, request: &Request) -> Result<(FollowedState, Option<i64>), Error> {
    let mut state = request.state;
    for _ in 0..WAY {
        let task = match state {
            State::New | State::Later(_) => return Ok((FollowedState::Received, None)),
            State::Declined => return Ok((FollowedState::Declined, None)),
            State::MergedRequest(other) => match store::get(scope.read(), other)? {
                Some(other) => {
                    state = other.state;
                    continue;
                }
                None => return Ok((FollowedState::Closed, None)),
            },
            State::Accepted(task) | State::MergedTask(task) => task,
        };
        let task = tasks::store::get(scope.read(), task)?.filter(|task| task.trashed_ms.is_none());
        return Ok(match task {
            Some(task) if task.category == Category::Done => (FollowedState::Finished, task.completed_ms),
            Some(task) if task.category != Category::Cancelled => (FollowedState::Accepted, None),
            _ => (FollowedState::Closed, None),
        });
    }
    Ok((FollowedState::Received, None))
}

/// Everything a requester sees.
pub fn followed(scope: &impl Scope, request: &Request, home: &Space) -> Result<FollowedRequest, Error> {
    let organization = scope.directory().organization.as_ref().map(|one| one.name.clone());
    let plan = match request.way {
        Way::Form(form, version) => crate::forms::store::plan(scope.read(), form, version)?,
        Way::Mail => None,
    };
    let (state, finished_ms) = stand(scope, request)?;
    let answers = views::answers(scope, request)?.into_iter().filter(|line| !line.in_words);
    let answers = answers.filter_map(|line| {
        let value = line.value.or(line.person.map(|person| person.name))?;
        Some(FollowedAnswer { label: line.label, value })
    });
    Ok(FollowedRequest {
        organization: organization.unwrap_or_default(),
        readers: Some(home.name.clone()).filter(|_| matches!(home.access, Access::Open | Access::Closed)),
        number: request.number,
        form: plan.as_ref().map(|plan| plan.name.clone()),
        title: request.title.clone(),
        name: request.requester.name.clone(),
        email: request.requester.email.clone(),
        thanks: plan.map(|plan| plan.thanks).unwrap_or_default(),
        body: request.body.clone(),
        answers: answers.collect(),
        files: views::files(scope, request.id)?.into_iter().map(|file| file.name).collect(),
        created_at: shapes::instant(request.created_ms),
        state,
        decided_at: request.decided.filter(|_| !request.state.waits()).map(|(_, at)| shapes::instant(at)),
        finished_at: finished_ms.map(shapes::instant),
        messages: said(scope, request.id)?.iter().map(|message| shape(scope, request, message)).collect(),
        can_say: home.is_live(),
    })
}

/// What somebody reads right after they sent a form.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SentRequest {
    /// Its id.
    pub id: Uuid,
    /// The address of its page. Whoever has it can read the request.
    pub link: String,
    /// What that page shows.
    pub request: FollowedRequest,
}

impl Shape for SentRequest {}

/// The requester says something on their page.
pub fn say(work: &mut Work<'_, '_>, keys: &Keys, id: Id, secret: &str, body: &str) -> Result<FollowedRequest, Error> {
    let (request, home) = look(work, keys, id, secret)?;
    open(&home)?;
    let after = saying::requester_says(work, &request, &home, body)?;
    followed(work, &after, &home)
}

/// Whether something can be said in a space now.
pub fn open(home: &Space) -> Result<(), Error> {
    if home.is_live() {
        return Ok(());
    }
    Err(Error::because(Code::Conflict, "Nothing can be added here at the moment."))
}

/// Whether something was said by mail; the caller knows by the secret of the mail and its address who says it.
pub fn say_by_mail(work: &mut Work<'_, '_>, id: Id, by: Actor, body: &str) -> Result<(), Error> {
    let closed = || Error::because(Code::Forbidden, "What it answers is not open any more.");
    let request =
        store::get(work.read(), id)?.filter(|request| request.requester.actor == Some(by)).ok_or_else(closed)?;
    let home = queries::home(work, &request).ok().filter(|home| home.is_live()).ok_or_else(closed)?;
    saying::requester_says(work, &request, &home, body).map(drop)
}
