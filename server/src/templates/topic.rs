//! Templates of topics: the title and how it begins, such as the agenda of a meeting that is held again and again. Whoever
//! begins one gets both to change, and begins a topic like any other: there is nothing to fill in.

use super::{
    commands,
    record::{Makes, Template},
    save::{self, SaveInput},
};
use crate::{
    Error,
    access::{self, Scope, Work},
    http::{
        Shape,
        shapes::{self, ActorShape},
    },
};
use guildhall_domain::{Id, actor::Actor, policy::Do, topic::Form};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// What is kept of a topic.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Content {
    title: String,
    body: String,
}

/// Saves a topic as a template of its space.
pub fn save(work: &mut Work<'_, '_>, topic: Id, input: &SaveInput) -> Result<Template, Error> {
    let topic = access::topic(work, topic, Do::Move)?.into_inner();
    let home = topic.space.and_then(|space| work.directory().space(space).cloned());
    let Some(home) = home.filter(|_| matches!(topic.form, Form::Titled | Form::Ask)) else {
        return Err(Error::field("id", "Choose a topic of a space that has a title."));
    };
    let content = Content { title: topic.title.clone(), body: topic.body };
    commands::keep(work, &home, (Makes::Topic, &topic.title), input, |_| save::as_json(&content))
}

/// A template of a topic, as it is listed.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = TopicTemplate)]
pub struct TopicTemplateShape {
    /// Id.
    pub id: Uuid,
    /// Its version, for If-Match.
    pub version: String,
    /// Its space.
    pub space_id: Uuid,
    /// Name.
    pub name: String,
    /// Title of the topic.
    pub title: String,
    /// Who saved it.
    pub author: ActorShape,
    /// When.
    pub created_at: String,
    /// The reader may delete it.
    pub can_edit: bool,
}

impl Shape for TopicTemplateShape {
    fn version(&self) -> Option<&str> {
        Some(&self.version)
    }
}

/// A template of a topic with everything in it.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = WholeTopicTemplate)]
pub struct WholeTopicShape {
    /// As it is listed.
    #[serde(flatten)]
    pub template: TopicTemplateShape,
    /// Markdown: what the topic begins with.
    pub body: String,
}

impl Shape for WholeTopicShape {
    fn version(&self) -> Option<&str> {
        Some(&self.template.version)
    }
}

/// A template of a topic with everything in it.
pub fn whole(scope: &impl Scope, template: &Template) -> Result<WholeTopicShape, Error> {
    let Content { title, body } = template.content()?;
    let home = scope.directory().space(template.space).cloned().ok_or_else(Error::not_found)?;
    let listed = TopicTemplateShape {
        id: template.id,
        version: scope.version(template.seq),
        space_id: template.space,
        name: template.name.clone(),
        title,
        author: shapes::actor(scope, Actor::Person(template.author)),
        created_at: shapes::instant(template.created_ms),
        can_edit: commands::may_change(scope, template, &home),
    };
    Ok(WholeTopicShape { template: listed, body })
}
