//! What is sent to make and change topics.

use crate::http::words::words;
use guildhall_domain::topic::{Edit, State};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A topic to be begun.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TopicInput {
    /// Own id, so that it can be sent again.
    #[serde(default)]
    pub id: Option<Uuid>,
    /// Title.
    pub title: String,
    /// Markdown: what it begins with, at most 1 MiB.
    #[serde(default)]
    pub body: String,
}

/// What has come of a topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum TopicState {
    Open,
    Decided,
    Answered,
}

crate::http::words::same! { State, TopicState: Open, Decided, Answered }

/// Fields to change; what is left out stays.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct TopicPatch {
    /// Title.
    pub title: Option<String>,
    /// Markdown.
    pub body: Option<String>,
    /// What has come of it.
    pub state: Option<TopicState>,
    /// Out of the way, kept.
    pub archived: Option<bool>,
}

impl TopicPatch {
    /// The edit it asks for.
    pub fn edit(&self) -> Edit {
        Edit {
            title: self.title.clone(),
            body: self.body.clone(),
            state: self.state.map(State::from),
            archived: self.archived,
        }
    }
}

/// Whom a Direct topic is with.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DirectInput {
    /// One to seven other people.
    pub person_ids: Vec<Uuid>,
}

words! {
    /// What kind of topic it is: with a title, the Quick chat of a space, a question to a space, or between people.
    TopicForm: Titled, Chat, Ask, Direct
}
