//! Invites as the API shows and takes them.

use super::record::InviteRecord;
use crate::{
    http::{Shape, shapes},
    log::cbor,
    people::views::RoleShape,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// An invite to be made.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InviteInput {
    /// The role it gives.
    pub role: RoleShape,
    /// Spaces it puts people into.
    #[serde(default)]
    pub space_ids: Vec<Uuid>,
    /// How often it may be used, 1–1000; as often as it likes, unless sent.
    #[serde(default)]
    pub max_uses: Option<u32>,
}

/// An invite.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct InviteShape {
    /// Id.
    pub id: Uuid,
    /// The role it gives.
    pub role: RoleShape,
    /// Spaces it puts people into.
    pub space_ids: Vec<Uuid>,
    /// Who made it.
    pub created_by: Uuid,
    /// When.
    pub created_at: String,
    /// When it ends.
    pub expires_at: String,
    /// How often it was used.
    pub uses: u32,
    /// How often it may be used.
    pub max_uses: Option<u32>,
    /// The link; only in the answer that makes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
}

impl Shape for InviteShape {}

/// An invite for those who manage it.
pub fn shape(invite: &InviteRecord) -> InviteShape {
    InviteShape {
        id: cbor::from_id(&invite.id),
        role: invite.role().into(),
        space_ids: cbor::from_ids(&invite.spaces),
        created_by: invite.maker(),
        created_at: shapes::instant(invite.created_ms),
        expires_at: shapes::instant(invite.expires_ms),
        uses: invite.uses,
        max_uses: invite.max_uses,
        link: None,
    }
}

/// The secret of an invite.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenInput {
    /// What stands behind # in the link.
    pub token: String,
}

/// What somebody learns who opens an invite.
#[derive(Debug, Serialize, ToSchema)]
pub struct OpenInvite {
    /// Name of the organization.
    pub organization: String,
    /// The role it gives.
    pub role: RoleShape,
    /// Name of who made it.
    pub invited_by: String,
    /// When it ends.
    pub expires_at: String,
}

impl Shape for OpenInvite {}

/// Who comes in by an invite.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AcceptInviteInput)]
pub struct AcceptInput {
    /// What stands behind # in the link.
    pub token: String,
    /// Full name.
    pub name: String,
    /// Address to sign in with.
    pub email: String,
    /// Password.
    pub password: String,
    /// IANA zone.
    pub time_zone: String,
    /// Language of the page.
    pub language: String,
}
