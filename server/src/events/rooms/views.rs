//! Rooms as the API shows them, and what is sent of them.

use crate::{
    access::Scope,
    http::{Shape, shapes::sent},
};
use guildhall_domain::event::room::Room;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// A room.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Room)]
pub struct RoomShape {
    /// Id.
    pub id: Uuid,
    /// Name.
    pub name: String,
    /// Where it is, what is in it.
    pub note: String,
    /// For how many people.
    pub seats: Option<u32>,
    /// For If-Match.
    pub version: String,
}

impl Shape for RoomShape {
    fn version(&self) -> Option<&str> {
        Some(&self.version)
    }
}

/// A room to be made.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RoomInput {
    /// Name; no other room has it.
    pub name: String,
    /// Where it is, what is in it.
    #[serde(default)]
    pub note: String,
    /// For how many people.
    #[serde(default)]
    pub seats: Option<u32>,
}

/// Fields to change; what is left out stays.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RoomPatch {
    /// Name.
    pub name: Option<String>,
    /// Where it is, what is in it.
    pub note: Option<String>,
    /// For how many people; null: nobody says.
    #[serde(deserialize_with = "sent")]
    pub seats: Option<Option<u32>>,
}

/// A room.
pub fn shape(scope: &impl Scope, room: &Room) -> RoomShape {
    RoomShape {
        id: room.id,
        name: room.name.clone(),
        note: room.note.clone(),
        seats: room.seats,
        version: scope.version(room.seq),
    }
}
