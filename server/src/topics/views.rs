//! Topics as the API shows them.

use super::{
    announcements,
    input::{TopicForm, TopicState},
    queries,
};
use crate::{
    Error,
    access::{self, Scope},
    comments::{self, views::CommentShape},
    http::{
        Shape,
        shapes::{self, ActorShape},
        words::ItemType,
    },
    items::{
        self, plain, readings,
        views::{ItemRef, LinkShape, MentionShape},
    },
};
use guildhall_domain::{
    item::Item,
    policy::Do,
    topic::{Decision, Form, Topic},
};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// Characters of a message shown in a list.
const LINE: usize = 140;
/// Characters of a decision.
const DECISION: usize = 600;

/// A topic as a row of a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TopicRow {
    /// Id.
    pub id: Uuid,
    /// Always a topic.
    #[serde(rename = "type")]
    pub kind: ItemType,
    /// `SVC-214`; empty without one.
    pub key: String,
    /// Home space; null for a Direct topic.
    pub space_id: Option<Uuid>,
    /// What kind of topic it is.
    pub form: TopicForm,
    /// It is told to everybody who can read it.
    pub announcement: bool,
    /// Its title is asked on a rule: it has the id of its check-in.
    pub check_in: bool,
    /// Title; of a Direct topic the names of the others.
    pub title: String,
    /// What has come of it.
    pub state: TopicState,
    /// Who began it.
    pub author: ActorShape,
    /// Who reads it beside its home.
    pub person_ids: Vec<Uuid>,
    /// The last thing said.
    pub last: Option<SaidShape>,
    /// When that was.
    pub last_at: String,
    /// Its place: messages up to it are all there are.
    pub last_place: u64,
    /// The newest decision.
    pub decision: Option<DecisionShape>,
    /// Messages.
    pub message_count: u32,
    /// How many are new to the reader; 100 means many.
    pub unread: usize,
    /// Up to which place the reader has read.
    pub read_to: u64,
    /// The reader wants to hear nothing of it.
    pub muted: bool,
    /// The reader follows it.
    pub following: bool,
    /// Files.
    pub file_count: u32,
    /// Out of the way, kept.
    pub archived: bool,
    /// In the trash since.
    pub trashed_at: Option<String>,
    /// When it was begun.
    pub created_at: String,
    /// When it last changed.
    pub updated_at: String,
    /// For If-Match.
    pub version: String,
}

/// A whole topic, without its messages.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TopicShape {
    /// The row.
    #[serde(flatten)]
    pub row: TopicRow,
    /// Markdown: what it begins with.
    pub body: String,
    /// Who is told of messages.
    pub follower_ids: Vec<Uuid>,
    /// Decisions in the order they were made.
    pub decisions: Vec<DecisionShape>,
    /// Linked items the reader may see, what was made of messages among them.
    pub links: Vec<LinkShape>,
    /// Items that mention it and that the reader may see.
    pub mentioned_in: Vec<MentionShape>,
    /// People named in its beginning who cannot read it; told to its author only.
    pub unreached_ids: Vec<Uuid>,
    /// What the reader may do.
    pub can: TopicCan,
}

/// What somebody said, in a line.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SaidShape {
    /// The message; null when it is the beginning of the topic.
    pub message_id: Option<Uuid>,
    /// Who.
    pub author: ActorShape,
    /// The beginning of it, without formatting.
    pub text: String,
}

/// A message everybody can rely on.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Decision)]
pub struct DecisionShape {
    /// The message.
    pub message_id: Uuid,
    /// Its words, without formatting.
    pub text: String,
    /// Who made it a decision.
    pub by: ActorShape,
    /// When.
    pub at: String,
}

/// A decision with its topic.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Decided)]
pub struct DecidedShape {
    /// The decision.
    #[serde(flatten)]
    pub decision: DecisionShape,
    /// Where it was made.
    pub topic: ItemRef,
}

/// What the reader may do with a topic.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[allow(missing_docs)]
pub struct TopicCan {
    pub edit: bool,
    pub comment: bool,
    pub trash: bool,
    #[serde(rename = "move")]
    pub move_: bool,
    /// See who has read it: of an announcement.
    pub receipts: bool,
}

/// A page of topics.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Topics)]
pub struct TopicsShape {
    /// Those with something new first.
    pub items: Vec<TopicRow>,
    /// Cursor of the next page; null at the end.
    pub next: Option<String>,
    /// How many messages are new to the reader in the first fifty of them that have any.
    pub unread: usize,
}

/// A page of messages.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Messages)]
pub struct MessagesShape {
    /// Oldest first.
    pub items: Vec<CommentShape>,
    /// For `before`: the page before this one; null at the beginning.
    pub before: Option<String>,
    /// For `after`: the page after this one; null at the end.
    pub after: Option<String>,
    /// Up to which place the reader has read.
    pub read_to: u64,
    /// When they last did.
    pub read_at: Option<String>,
}

impl Shape for TopicsShape {}
impl Shape for MessagesShape {}
impl Shape for TopicShape {
    fn version(&self) -> Option<&str> {
        Some(&self.row.version)
    }
}

/// What a topic is called for this reader.
pub fn title(scope: &impl Scope, topic: &Topic) -> String {
    if topic.form != Form::Direct {
        return topic.title.clone();
    }
    let directory = scope.directory();
    let others = topic.people.iter().filter(|id| Some(**id) != scope.who().person);
    let names: Vec<&str> = others.filter_map(|id| directory.person(*id)).map(|person| person.name.as_str()).collect();
    names.join(", ")
}

/// A topic in a few words.
pub fn reference(scope: &impl Scope, topic: &Topic) -> ItemRef {
    ItemRef {
        id: topic.id,
        kind: ItemType::Topic,
        key: items::queries::key(scope, topic),
        title: title(scope, topic),
        space_id: topic.space,
        category: None,
    }
}

fn words(scope: &impl Scope, markdown: &str, most: usize) -> Result<String, Error> {
    plain::beginning(markdown, most, &|referent| items::queries::label(scope, referent))
}

/// A decision, unless its message was deleted.
pub fn decision(scope: &impl Scope, decision: &Decision) -> Result<Option<DecisionShape>, Error> {
    let message = comments::store::get(scope.read(), decision.message)?;
    let Some(message) = message.filter(|message| !message.deleted) else { return Ok(None) };
    Ok(Some(DecisionShape {
        message_id: decision.message,
        text: words(scope, &message.body, DECISION)?,
        by: shapes::actor(scope, decision.by),
        at: shapes::instant(decision.at_ms),
    }))
}

fn last(scope: &impl Scope, topic: &Topic) -> Result<Option<SaidShape>, Error> {
    let (message_id, author, body) = match comments::store::last(scope.read(), topic.id)? {
        Some(message) => (Some(message.id), message.author, message.body),
        None if topic.body.is_empty() => return Ok(None),
        None => (None, topic.author, topic.body.clone()),
    };
    Ok(Some(SaidShape { message_id, author: shapes::actor(scope, author), text: words(scope, &body, LINE)? }))
}

/// A topic as a row, for this reader.
pub fn row(scope: &impl Scope, topic: &Topic) -> Result<TopicRow, Error> {
    let me = scope.who().person.and_then(|id| scope.directory().person(id));
    let muted = me.map(|me| readings::of(scope.read(), me.audience, topic.id)).transpose()?;
    let (read_to, _) = queries::read_to(scope, topic)?;
    let newest = topic.decisions.last().map(|made| decision(scope, made)).transpose()?.flatten();
    Ok(TopicRow {
        id: topic.id,
        kind: ItemType::Topic,
        key: items::queries::key(scope, topic),
        space_id: topic.space,
        form: match topic.form {
            Form::Titled => TopicForm::Titled,
            Form::Chat => TopicForm::Chat,
            Form::Ask => TopicForm::Ask,
            Form::Direct => TopicForm::Direct,
        },
        announcement: topic.announcement,
        check_in: topic.check_in.is_some(),
        title: title(scope, topic),
        state: topic.state.into(),
        author: shapes::actor(scope, topic.author),
        person_ids: topic.people.clone(),
        last: last(scope, topic)?,
        last_at: shapes::instant(topic.last_ms),
        last_place: topic.last_place,
        decision: newest,
        message_count: topic.comments,
        unread: queries::unread(scope, topic, read_to)?,
        read_to,
        muted: muted.is_some_and(|reading| reading.muted),
        following: me.is_some_and(|me| topic.followers.contains(&me.id)),
        file_count: topic.files,
        archived: topic.archived,
        trashed_at: topic.trashed_ms.map(shapes::instant),
        created_at: shapes::instant(topic.created_ms),
        updated_at: shapes::instant(topic.updated_ms),
        version: scope.version(topic.seq),
    })
}

/// A whole topic, for this reader.
pub fn whole(scope: &impl Scope, topic: &Topic) -> Result<TopicShape, Error> {
    let item = Item::Topic(topic.clone());
    let decisions = topic.decisions.iter().map(|made| decision(scope, made)).collect::<Result<Vec<_>, _>>()?;
    let own = scope.who().person.is_some_and(|me| topic.author.id() == Some(me));
    Ok(TopicShape {
        row: row(scope, topic)?,
        body: topic.body.clone(),
        follower_ids: topic.followers.clone(),
        decisions: decisions.into_iter().flatten().collect(),
        links: items::queries::links(scope, topic.id, topic.links)?,
        mentioned_in: items::queries::mentions(scope, topic.id)?,
        unreached_ids: if own { items::queries::unreached(scope, &item, &topic.body) } else { Vec::new() },
        can: TopicCan {
            edit: access::may(scope, topic, Do::Edit),
            comment: access::may(scope, topic, Do::Comment),
            trash: topic.is_own() && access::may(scope, topic, Do::Trash),
            move_: topic.is_own() && access::may(scope, topic, Do::Move),
            receipts: topic.announcement && announcements::queries::may_see(scope, topic),
        },
    })
}
