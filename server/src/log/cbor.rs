//! Small bridges between domain values and stored CBOR. Enums are stored as numbers, never as CBOR
//! enums, so that a list with an element from a newer version can still be read.

use chrono::{Datelike, NaiveDate};
use guildhall_domain::{
    Id,
    actor::{Actor, Via},
    change::Value,
};
use minicbor::{
    Decode, Decoder, Encode, Encoder,
    bytes::ByteArray,
    data::Type,
    decode,
    encode::{self, Write},
};

/// An id as 16 bytes.
pub type Bytes16 = ByteArray<16>;

/// To stored form.
pub fn id(id: Id) -> Bytes16 {
    ByteArray::from(*id.as_bytes())
}

/// From stored form.
pub fn from_id(bytes: &Bytes16) -> Id {
    Id::from_bytes(**bytes)
}

/// To stored form, optional.
pub fn id_opt(value: Option<Id>) -> Option<Bytes16> {
    value.map(id)
}

/// From stored form, optional.
pub fn from_id_opt(value: &Option<Bytes16>) -> Option<Id> {
    value.as_ref().map(from_id)
}

/// Several, to stored form.
pub fn ids(values: &[Id]) -> Vec<Bytes16> {
    values.iter().copied().map(id).collect()
}

/// Several, from stored form.
pub fn from_ids(values: &[Bytes16]) -> Vec<Id> {
    values.iter().map(from_id).collect()
}

/// A day as a number.
pub fn number(day: NaiveDate) -> i32 {
    day.num_days_from_ce()
}

/// The day of a number.
pub fn day(number: i32) -> NaiveDate {
    NaiveDate::from_num_days_from_ce_opt(number).unwrap_or_default()
}

/// An actor or a way in: a number for the kind and the id, if it has one.
#[derive(Debug, Clone, Encode, Decode)]
#[cbor(map)]
pub struct Tagged {
    /// Kind.
    #[n(0)]
    pub kind: u8,
    /// Id.
    #[n(1)]
    pub id: Option<Bytes16>,
}

impl From<Actor> for Tagged {
    fn from(actor: Actor) -> Self {
        let kind = match actor {
            Actor::Person(_) => 1,
            Actor::Contact(_) => 2,
            Actor::Rule(_) => 3,
            Actor::Process(_) => 4,
            Actor::Import(_) => 5,
            Actor::System => 6,
            Actor::Cli => 7,
        };
        Tagged { kind, id: id_opt(actor.id()) }
    }
}

impl From<&Tagged> for Actor {
    fn from(tagged: &Tagged) -> Self {
        let id = from_id_opt(&tagged.id).unwrap_or_default();
        match tagged.kind {
            1 => Actor::Person(id),
            2 => Actor::Contact(id),
            3 => Actor::Rule(id),
            4 => Actor::Process(id),
            5 => Actor::Import(id),
            7 => Actor::Cli,
            _ => Actor::System,
        }
    }
}

impl From<Via> for Tagged {
    fn from(via: Via) -> Self {
        match via {
            Via::Page => Tagged { kind: 1, id: None },
            Via::Token(token) => Tagged { kind: 2, id: Some(id(token)) },
            Via::Cli => Tagged { kind: 3, id: None },
            Via::Job => Tagged { kind: 4, id: None },
            Via::Mail => Tagged { kind: 5, id: None },
            Via::Link => Tagged { kind: 6, id: None },
        }
    }
}

impl From<&Tagged> for Via {
    fn from(tagged: &Tagged) -> Self {
        match tagged.kind {
            2 => Via::Token(from_id_opt(&tagged.id).unwrap_or_default()),
            3 => Via::Cli,
            4 => Via::Job,
            5 => Via::Mail,
            6 => Via::Link,
            _ => Via::Page,
        }
    }
}

/// A field value in its own CBOR type: null, bool, integer, text, bytes (an id) or array.
#[derive(Debug, Clone, PartialEq)]
pub struct Stored(pub Value);

impl<C> Encode<C> for Stored {
    fn encode<W: Write>(&self, e: &mut Encoder<W>, ctx: &mut C) -> Result<(), encode::Error<W::Error>> {
        match &self.0 {
            Value::Null => e.null()?.ok(),
            Value::Bool(yes) => e.bool(*yes)?.ok(),
            Value::Int(number) => e.i64(*number)?.ok(),
            Value::Text(text) => e.str(text)?.ok(),
            Value::Id(id) => e.bytes(id.as_bytes())?.ok(),
            Value::List(values) => {
                e.array(values.len() as u64)?;
                values.iter().try_for_each(|value| Stored(value.clone()).encode(e, ctx))
            }
        }
    }
}

impl<'b, C> Decode<'b, C> for Stored {
    fn decode(d: &mut Decoder<'b>, _: &mut C) -> Result<Self, decode::Error> {
        read(d).map(Stored)
    }
}

fn read(d: &mut Decoder<'_>) -> Result<Value, decode::Error> {
    Ok(match d.datatype()? {
        Type::Null | Type::Undefined => {
            d.skip()?;
            Value::Null
        }
        Type::Bool => Value::Bool(d.bool()?),
        Type::String => Value::Text(d.str()?.to_owned()),
        Type::Bytes => Value::Id(Id::from_slice(d.bytes()?).map_err(|_| decode::Error::message("an id has 16 bytes"))?),
        Type::Array => {
            let count = d.array()?.ok_or_else(|| decode::Error::message("arrays have a length"))?;
            Value::List((0..count).map(|_| read(d)).collect::<Result<_, _>>()?)
        }
        _ => Value::Int(d.i64()?),
    })
}
