//! Topics: what is talked about under a title. What is said about a topic are its comments, called
//! messages; nothing about them is kept here but how many there are and when the last one came.

pub mod facts;

use crate::{Id, Rule, actor::Actor, checkin::CheckIn, limits};

/// Most people of a Direct topic, whoever begins it included.
pub const PEOPLE: usize = 8;
/// Most decisions of a topic.
pub const DECISIONS: usize = 50;

/// What kind of topic it is, which decides who reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// Read by those who read the space.
    Titled,
    /// The one of a space for small things; it has no end.
    Chat,
    /// Somebody asks a space: read by the space and by them.
    Ask,
    /// Between a few people, outside every space.
    Direct,
}

/// What has come of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// Nothing yet.
    Open,
    /// Something was decided.
    Decided,
    /// The question has an answer.
    Answered,
}

/// A message everybody can rely on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decision {
    /// The message.
    pub message: Id,
    /// Who made it one.
    pub by: Actor,
    /// When.
    pub at_ms: i64,
}

/// A topic.
#[derive(Debug, Clone, PartialEq)]
pub struct Topic {
    /// Id.
    pub id: Id,
    /// Home space; none for a Direct topic.
    pub space: Option<Id>,
    /// Number of its key in the home space; 0 without one.
    pub number: u32,
    /// What kind it is.
    pub form: Form,
    /// It is told to everybody who can read it, and whoever announced it sees who has read it. Fixed at making.
    pub announcement: bool,
    /// Its title is a question that is asked on a rule.
    pub check_in: Option<CheckIn>,
    /// Title; empty in a Direct topic, which is called by its people.
    pub title: String,
    /// Markdown: what it begins with.
    pub body: String,
    /// Who began it.
    pub author: Actor,
    /// What has come of it.
    pub state: State,
    /// Who is told of messages, in order of joining.
    pub followers: Vec<Id>,
    /// Who reads it beside its home: who asked, or whom it is between.
    pub people: Vec<Id>,
    /// Decisions in the order they were made.
    pub decisions: Vec<Decision>,
    /// Out of the way, kept.
    pub archived: bool,
    /// In the trash since.
    pub trashed_ms: Option<i64>,
    /// Number of messages that are not deleted.
    pub comments: u32,
    /// Number of files that are not in the trash.
    pub files: u32,
    /// Number of links.
    pub links: u32,
    /// Its place: the sequence number of the change that made it.
    pub place: u64,
    /// Place of the last message; of the beginning when there is none.
    pub last_place: u64,
    /// When that was.
    pub last_ms: i64,
    /// When it was begun.
    pub created_ms: i64,
    /// When it last changed.
    pub updated_ms: i64,
    /// Sequence number of its last change: its ETag and the head of its history.
    pub seq: u64,
}

impl Topic {
    /// A topic nobody has said anything in.
    pub fn new(id: Id, form: Form, space: Option<Id>, author: Actor, now: i64) -> Self {
        Topic {
            id,
            space,
            number: 0,
            form,
            announcement: false,
            check_in: None,
            title: String::new(),
            body: String::new(),
            author,
            state: State::Open,
            followers: Vec::new(),
            people: Vec::new(),
            decisions: Vec::new(),
            archived: false,
            trashed_ms: None,
            comments: 0,
            files: 0,
            links: 0,
            place: 0,
            last_place: 0,
            last_ms: now,
            created_ms: now,
            updated_ms: now,
            seq: 0,
        }
    }

    /// Adds a follower once.
    pub fn follow(&mut self, person: Id) {
        if !self.followers.contains(&person) {
            self.followers.push(person);
        }
    }

    /// Whether it stands in a space by a title of its own, so that it can be named, moved and thrown away.
    pub fn is_own(&self) -> bool {
        matches!(self.form, Form::Titled | Form::Ask)
    }

    /// Whether it is in the hands of its author and of those who lead its home.
    pub fn is_led(&self) -> bool {
        self.announcement || self.check_in.is_some()
    }

    /// The decision a message is.
    pub fn decision(&self, message: Id) -> Option<&Decision> {
        self.decisions.iter().find(|decision| decision.message == message)
    }
}

/// The fields of a topic that one edit may set.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Edit {
    /// New title.
    pub title: Option<String>,
    /// New beginning.
    pub body: Option<String>,
    /// New state.
    pub state: Option<State>,
    /// Archive or take back.
    pub archived: Option<bool>,
}

impl Edit {
    /// The names of the facts this edit sets, as they stand in changes.
    pub fn names(&self) -> Vec<String> {
        crate::change::sent([
            ("title", self.title.is_some()),
            ("body", self.body.is_some()),
            ("state", self.state.is_some()),
            ("archived", self.archived.is_some()),
        ])
    }
}

/// Applies an edit. Nothing about who may do it: that was decided before.
///
/// # Errors
/// When a text does not fit, or the topic is of a kind that has no such field.
pub fn apply(topic: &mut Topic, edit: Edit) -> Result<(), Rule> {
    let fixed = edit.title.is_some() || edit.body.is_some() || edit.state.is_some();
    if fixed && !topic.is_own() {
        return Err(Rule::field("invalid", "title", "Only a topic with a title of its own can be changed like that."));
    }
    if edit.archived == Some(true) && topic.form == Form::Chat {
        return Err(Rule::field("invalid", "archived", "The Quick chat of a space stays."));
    }
    if let Some(title) = edit.title {
        topic.title = limits::line("title", &title, limits::TITLE)?;
    }
    if let Some(body) = edit.body {
        topic.body = limits::body("body", &body)?;
    }
    if let Some(state) = edit.state {
        topic.state = state;
    }
    if let Some(archived) = edit.archived {
        topic.archived = archived;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_has_a_title_can_be_renamed() {
        let mut topic = Topic::new(Id::from_u128(1), Form::Titled, Some(Id::from_u128(2)), Actor::System, 5);
        apply(&mut topic, Edit { title: Some(" Valves ".into()), ..Edit::default() }).unwrap();
        assert_eq!(topic.title, "Valves");
        assert_eq!(apply(&mut topic, Edit { title: Some(" ".into()), ..Edit::default() }).unwrap_err().field, "title");
        for form in [Form::Chat, Form::Direct] {
            let mut topic = Topic::new(Id::from_u128(1), form, None, Actor::System, 5);
            assert!(apply(&mut topic, Edit { title: Some("Valves".into()), ..Edit::default() }).is_err());
        }
    }
}
