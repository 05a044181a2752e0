//! Push as the API shows and takes it.

use crate::http::Shape;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// What a browser needs to agree.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PushShape {
    /// The key of this server, base64url: `applicationServerKey`.
    pub key: String,
}

/// A browser that agreed.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DeviceInput {
    /// Where its service takes messages; the same one again changes what is known of it.
    pub endpoint: String,
    /// Its public key, base64url.
    pub p256dh: String,
    /// Its shared secret, base64url.
    pub auth: String,
    /// It may show what it is about; otherwise it says that something needs one, and nothing of what.
    #[serde(default)]
    pub content: bool,
}

/// A browser that is told.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = PushDevice)]
pub struct DeviceShape {
    /// Id.
    pub id: Uuid,
    /// What it is called.
    pub device: String,
    /// Where its service takes messages.
    pub endpoint: String,
    /// It may show what it is about.
    pub content: bool,
    /// When it was added.
    pub created_at: String,
    /// When it was last told something.
    pub last_at: Option<String>,
    /// It was added in the session of this request.
    pub current: bool,
}

impl Shape for PushShape {}
impl Shape for DeviceShape {}
