//! The elements of the lists of a question: each can be read from text, so a list may stand in an
//! address with commas or in JSON as an array.

use crate::{http::shapes::CategoryShape, tasks::views::PriorityShape};
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{self, IntoDeserializer, SeqAccess, Visitor},
};
use std::{fmt, marker::PhantomData};
use uuid::Uuid;

/// Most elements of one list.
const MOST: usize = 200;

/// Somebody a task is assigned to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whom {
    /// The asker.
    Me,
    /// Nobody.
    Nobody,
    /// A person.
    Person(Uuid),
}

/// A section a task stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InSection {
    /// None.
    Nowhere,
    /// A section of the space.
    Section(u32),
}

impl Serialize for Whom {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Whom::Me => serializer.serialize_str("me"),
            Whom::Nobody => serializer.serialize_str("none"),
            Whom::Person(id) => serializer.collect_str(id),
        }
    }
}

impl Serialize for InSection {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            InSection::Nowhere => serializer.serialize_str("none"),
            InSection::Section(id) => serializer.collect_str(id),
        }
    }
}

/// What can be read from text.
pub trait Element: Sized {
    /// None for text that means nothing here.
    fn read(text: &str) -> Option<Self>;
}

impl Element for u32 {
    fn read(text: &str) -> Option<Self> {
        text.parse().ok()
    }
}

impl Element for Whom {
    fn read(text: &str) -> Option<Self> {
        match text {
            "me" => Some(Whom::Me),
            "none" => Some(Whom::Nobody),
            id => id.parse().ok().map(Whom::Person),
        }
    }
}

impl Element for InSection {
    fn read(text: &str) -> Option<Self> {
        match text {
            "none" => Some(InSection::Nowhere),
            id => id.parse().ok().map(InSection::Section),
        }
    }
}

fn word<'de, T: Deserialize<'de>>(text: &'de str) -> Option<T> {
    let text: de::value::StrDeserializer<'de, de::value::Error> = text.into_deserializer();
    T::deserialize(text).ok()
}

impl Element for CategoryShape {
    fn read(text: &str) -> Option<Self> {
        word(text)
    }
}

impl Element for PriorityShape {
    fn read(text: &str) -> Option<Self> {
        word(text)
    }
}

/// Reads a list from comma separated text or from an array of texts and numbers.
pub fn list<'de, D: Deserializer<'de>, T: Element>(deserializer: D) -> Result<Vec<T>, D::Error> {
    deserializer.deserialize_any(Several(PhantomData))
}

struct Several<T>(PhantomData<T>);

/// One element of an array.
#[derive(Deserialize)]
#[serde(untagged)]
enum Atom {
    Number(u32),
    Text(String),
}

fn element<T: Element, E: de::Error>(text: &str) -> Result<T, E> {
    T::read(text).ok_or_else(|| E::custom(format_args!("“{text}” means nothing in this list")))
}

fn checked<T, E: de::Error>(all: Vec<T>) -> Result<Vec<T>, E> {
    if all.len() > MOST { Err(E::custom(format_args!("a list has at most {MOST} elements"))) } else { Ok(all) }
}

impl<'de, T: Element> Visitor<'de> for Several<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Vec<T>, E> {
        let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty()).take(MOST + 1);
        checked(parts.map(element).collect::<Result<_, E>>()?)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut parts: A) -> Result<Vec<T>, A::Error> {
        let mut all = Vec::new();
        while let Some(atom) = parts.next_element()? {
            all.push(match atom {
                Atom::Number(number) => element(&number.to_string())?,
                Atom::Text(text) => element(&text)?,
            });
            if all.len() > MOST {
                break;
            }
        }
        checked(all)
    }

    fn visit_unit<E: de::Error>(self) -> Result<Vec<T>, E> {
        Ok(Vec::new())
    }
}
