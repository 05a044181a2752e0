//! What is sent to answer forms and to decide requests.

use chrono::{DateTime, NaiveDate, Utc};
use guildhall_domain::{form::answer::Given, request::Lane};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;
use uuid::Uuid;

/// The answers to a form.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswersInput {
    /// The start, from opening the form.
    pub start: String,
    /// Number of the question → answer: text, numbers as text, a day as `2026-11-23`, the number of a choice or a list of
    /// them, the id of a person, a list of ids of files, or true.
    #[serde(default)]
    #[schema(value_type = Object)]
    pub answers: BTreeMap<String, serde_json::Value>,
}

/// The same from somebody without an account.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswersOutsideInput {
    /// The start, from opening the form.
    pub start: String,
    /// As when signed in.
    #[serde(default)]
    #[schema(value_type = Object)]
    pub answers: BTreeMap<String, serde_json::Value>,
    /// Their name.
    #[serde(default)]
    pub name: String,
    /// Their address: the answer goes there.
    #[serde(default)]
    pub email: String,
    /// Stays empty. People do not see this field; programs that fill in everything do.
    #[serde(default)]
    pub website: String,
}

/// What was sent, before it is known what each has to be.
pub fn given(answers: &BTreeMap<String, serde_json::Value>) -> BTreeMap<String, Given> {
    let text = |value: &serde_json::Value| match value {
        serde_json::Value::String(text) => Some(text.clone()),
        serde_json::Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    let one = |value: &serde_json::Value| match value {
        serde_json::Value::Null => Given::List(Vec::new()),
        serde_json::Value::Bool(flag) => Given::Flag(*flag),
        serde_json::Value::Array(list) => {
            list.iter().map(text).collect::<Option<_>>().map_or(Given::Other, Given::List)
        }
        other => text(other).map_or(Given::Other, Given::Text),
    };
    answers.iter().map(|(name, value)| (name.clone(), one(value))).collect()
}

/// Makes a request a task.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(as = AcceptRequestInput)]
pub struct AcceptInput {
    /// Where; the space of the request unless sent.
    pub space_id: Option<Uuid>,
    /// Start a run of this process for it, in the space of that.
    pub process_id: Option<Uuid>,
    /// Another title.
    pub title: Option<String>,
    /// Who does it.
    pub assignee_id: Option<Uuid>,
    /// Until when; the day the requester asked for unless sent, null for none.
    #[serde(deserialize_with = "crate::http::shapes::sent")]
    #[schema(value_type = Option<NaiveDate>)]
    pub due: Option<Option<NaiveDate>>,
}

/// Joins a request with a task or another request. One of both.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[allow(missing_docs)]
pub struct MergeInput {
    pub task_id: Option<Uuid>,
    pub request_id: Option<Uuid>,
}

/// Declines a request.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DeclineInput {
    /// The answer to the requester.
    pub body: String,
}

/// Puts a request off.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LaterInput {
    /// Until when.
    pub until: DateTime<Utc>,
}

/// Whom something said is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LaneWord {
    /// The requester, and the people of the space.
    Requester,
    /// The people of the space alone.
    Team,
}

crate::http::words::same! { Lane, LaneWord: Requester, Team }

/// Something to be said. The lane has no usual value: whoever says something has to know whom it is for.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SayInput {
    /// Whom it is for.
    pub lane: LaneWord,
    /// Plain words, at most 10,000 characters.
    pub body: String,
}

/// What opens the page of a requester.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FollowInput {
    /// What stands behind the # of its address.
    pub secret: String,
}

/// Something the requester says.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FollowSayInput {
    /// What stands behind the # of its address.
    pub secret: String,
    /// Plain words, at most 10,000 characters.
    pub body: String,
}
