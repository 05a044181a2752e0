//! The table of rooms.

use crate::log::cbor::{self, Bytes16};
use guildhall_domain::{Id, event::room::Room};
use guildhall_store::{Read, Span, StoreError, Table, Tx};
use minicbor::{Decode, Encode};

/// Rooms by id, deleted ones too: events keep them.
pub const ROOMS: Table<Id, RoomRecord> = Table::new("rooms");

/// See [`Room`].
#[derive(Debug, Encode, Decode)]
#[cbor(map)]
pub struct RoomRecord {
    #[n(0)]
    id: Bytes16,
    #[n(1)]
    name: String,
    #[n(2)]
    note: Option<String>,
    #[n(3)]
    seats: Option<u32>,
    #[n(4)]
    deleted_ms: Option<i64>,
    #[n(5)]
    seq: u64,
}

guildhall_store::record!(RoomRecord, 1);

impl From<&Room> for RoomRecord {
    fn from(room: &Room) -> Self {
        RoomRecord {
            id: cbor::id(room.id),
            name: room.name.clone(),
            note: (!room.note.is_empty()).then(|| room.note.clone()),
            seats: room.seats,
            deleted_ms: room.deleted_ms,
            seq: room.seq,
        }
    }
}

impl From<RoomRecord> for Room {
    fn from(r: RoomRecord) -> Self {
        Room {
            id: cbor::from_id(&r.id),
            name: r.name,
            note: r.note.unwrap_or_default(),
            seats: r.seats,
            deleted_ms: r.deleted_ms,
            seq: r.seq,
        }
    }
}

/// A room, deleted or not.
pub fn get(read: &Read<'_>, id: Id) -> Result<Option<Room>, StoreError> {
    Ok(read.get(&ROOMS, &id)?.map(Room::from))
}

/// What a room is called.
pub fn name(read: &Read<'_>, id: Option<Id>) -> Result<Option<String>, StoreError> {
    Ok(id.map(|id| get(read, id)).transpose()?.flatten().map(|room| room.name))
}

/// All rooms that are not deleted, by name.
pub fn all(read: &Read<'_>) -> Result<Vec<Room>, StoreError> {
    let rooms = read.scan(&ROOMS, Span::all())?.map(|row| row.map(|(_, record)| Room::from(record)));
    let mut rooms: Vec<Room> =
        rooms.filter(|room| room.as_ref().map_or(true, |room| room.deleted_ms.is_none())).collect::<Result<_, _>>()?;
    rooms.sort_by_cached_key(|room| (room.name.to_lowercase(), room.id));
    Ok(rooms)
}

/// Writes a room.
pub fn put(tx: &mut Tx<'_>, room: &Room) -> Result<(), StoreError> {
    tx.put(&ROOMS, &room.id, &RoomRecord::from(room))
}
