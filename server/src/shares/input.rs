//! What is sent to make, change and open share links.

use super::passages::PassageInput;
use crate::http::shapes::sent;
use chrono::{DateTime, Utc};
use guildhall_domain::share::Mode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// What its readers may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ShareMode {
    /// Read.
    Read,
    /// Read, and say something.
    Comment,
}

crate::http::words::same! { Mode, ShareMode: Read, Comment }

/// A share link to be made.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ShareInput {
    /// What its readers may do.
    pub mode: ShareMode,
    /// When it ends; in 30 days unless told.
    #[serde(default)]
    pub expires_at: Option<DateTime<Utc>>,
    /// A password its readers need too.
    #[serde(default)]
    pub password: Option<String>,
}

/// Fields to change; what is left out stays.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SharePatch {
    /// What its readers may do.
    pub mode: Option<ShareMode>,
    /// When it ends.
    pub expires_at: Option<DateTime<Utc>>,
    /// A password its readers need from now on; null: none any more. Whoever is in has to type it.
    #[serde(deserialize_with = "sent")]
    #[schema(value_type = Option<String>)]
    pub password: Option<Option<String>>,
}

/// What opens a link.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenShareInput {
    /// What stands behind the # of its address.
    pub secret: String,
    /// Its password, when it has one.
    #[serde(default)]
    pub password: Option<String>,
}

/// Something said by somebody outside.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SharedCommentInput {
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// What they say, at most 10,000 characters.
    pub body: String,
    /// What it answers: something said by the same link, or an answer to that.
    #[serde(default)]
    pub reply_to: Option<Uuid>,
    /// The passage of a page it is about.
    #[serde(default)]
    pub passage: Option<PassageInput>,
}
