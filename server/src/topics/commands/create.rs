//! New topics.

use crate::{
    Error,
    access::{self, Scope, Work},
    error::Code,
    items::readings,
    tasks,
    topics::{input::TopicInput, store},
};
use guildhall_domain::{
    Id,
    actor::Actor,
    limits,
    person::{PersonState, Role},
    policy::{Do, DoSpace},
    space::{Access, Space},
    topic::{Form, PEOPLE, Topic},
};
use std::collections::BTreeSet;

/// What the Quick chat of a space is called in the log, the search and exports.
const CHAT: &str = "Quick chat";

/// Begins a topic in a space. Sent again with the same id by the same person it answers the topic that is there.
pub fn create(work: &mut Work<'_, '_>, space: Id, input: &TopicInput) -> Result<Topic, Error> {
    let home = access::space(work, space, DoSpace::Write)?.into_inner();
    begin(work, &home, (Form::Titled, false), input)
}

/// Announces something to everybody who reads a space.
pub fn announce(work: &mut Work<'_, '_>, space: Id, input: &TopicInput) -> Result<Topic, Error> {
    let home = access::announcing(work, space)?.into_inner();
    begin(work, &home, (Form::Titled, true), input)
}

/// Begins a topic with a title of its own, as an announcement or not.
fn begin(
    work: &mut Work<'_, '_>,
    home: &Space,
    (form, announcement): (Form, bool),
    input: &TopicInput,
) -> Result<Topic, Error> {
    let id = input.id.unwrap_or_else(|| work.new_id());
    if let Some(earlier) = store::get(work.tx.read(), id)? {
        return same(work, earlier, home, announcement, input);
    }
    let mut topic = Topic::new(id, form, Some(home.id), work.who().actor, work.now());
    topic.announcement = announcement;
    topic.title = limits::line("title", &input.title, limits::TITLE)?;
    topic.body = limits::body("body", &input.body)?;
    if let Some(me) = work.who().person {
        topic.follow(me);
        topic.people.extend((form == Form::Ask).then_some(me));
    }
    if home.access != Access::Personal {
        topic.number = tasks::store::next_number(work, home.audience)?;
    }
    store::create(work, &mut topic)?;
    readings::advance(work, topic.id, topic.place)?;
    Ok(topic)
}

/// Asks a space something. Whoever reads the space begins a topic like others; anybody else who knows of it
/// sees what they asked, what is answered, and nothing else.
pub fn ask(work: &mut Work<'_, '_>, space: Id, input: &TopicInput) -> Result<Topic, Error> {
    let home = access::space(work, space, DoSpace::See)?.into_inner();
    if access::may_space(work, &home, DoSpace::Write) {
        return begin(work, &home, (Form::Titled, false), input);
    }
    if access::me(work)?.role == Role::Guest || !home.is_live() || !home.shows_elsewhere() {
        return Err(Error::because(Code::Forbidden, "This space cannot be asked."));
    }
    begin(work, &home, (Form::Ask, false), input)
}

/// Opens the Quick chat of a space, which is there from the first time somebody does.
pub fn chat(work: &mut Work<'_, '_>, space: Id) -> Result<Topic, Error> {
    let home = access::space(work, space, DoSpace::Read)?.into_inner();
    if let Some(id) = store::chat(work.read(), home.audience)? {
        return Ok(access::topic(work, id, Do::Read)?.into_inner());
    }
    if !home.is_live() {
        return Err(Error::because(Code::Conflict, "Nothing was said in the Quick chat of this space."));
    }
    let mut topic = Topic::new(work.new_id(), Form::Chat, Some(home.id), Actor::System, work.now());
    topic.title = CHAT.into();
    store::create(work, &mut topic)?;
    Ok(topic)
}

/// Opens the Direct topic of the asker with some people. A topic never gains readers: other people are another
/// topic.
pub fn direct(work: &mut Work<'_, '_>, people: &[Id]) -> Result<Topic, Error> {
    let me = access::me(work)?;
    if me.role == Role::Guest {
        return Err(Error::because(Code::Forbidden, "Guests are written to. They begin no Direct topics."));
    }
    let everybody: BTreeSet<Id> = people.iter().copied().chain([me.id]).collect();
    if everybody.len() < 2 || everybody.len() > PEOPLE {
        return Err(Error::field("person_ids", "Choose one to seven other people."));
    }
    for id in &everybody {
        let known = work.directory().person(*id).filter(|person| access::knows(work, person));
        if known.is_none_or(|person| person.state != PersonState::Active) {
            return Err(Error::field("person_ids", "Choose people of this organization who are here."));
        }
    }
    let everybody: Vec<Id> = everybody.into_iter().collect();
    for row in store::ids_in(work.read(), me.audience)? {
        let known = store::get(work.read(), row)?;
        if let Some(topic) = known.filter(|topic| topic.form == Form::Direct && topic.people == everybody) {
            return Ok(topic);
        }
    }
    let mut topic = Topic::new(work.new_id(), Form::Direct, None, work.who().actor, work.now());
    topic.followers.clone_from(&everybody);
    topic.people = everybody;
    store::create(work, &mut topic)?;
    Ok(topic)
}

fn same(
    work: &Work<'_, '_>,
    earlier: Topic,
    home: &Space,
    announcement: bool,
    input: &TopicInput,
) -> Result<Topic, Error> {
    let same = earlier.author == work.who().actor
        && earlier.space == Some(home.id)
        && earlier.announcement == announcement
        && earlier.title == input.title.trim()
        && earlier.body == input.body
        && access::may(work, &earlier, Do::Read);
    if same { Ok(earlier) } else { Err(Error::new(Code::IdTaken)) }
}
