//! A template and how it is stored.

use crate::{
    Error,
    error::Code,
    log::cbor::{self, Bytes16},
};
use guildhall_domain::Id;
use guildhall_store::StoreError;
use minicbor::{Decode, Encode};
use serde::de::DeserializeOwned;

/// What a template makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Makes {
    /// A task with its sub-tasks.
    Task,
    /// A topic.
    Topic,
}

/// By their number in the record.
const MAKES: [Makes; 2] = [Makes::Task, Makes::Topic];

/// A template of a task or a topic.
#[derive(Debug, Clone, PartialEq)]
pub struct Template {
    /// Id.
    pub id: Id,
    /// Its space.
    pub space: Id,
    /// Who saved it.
    pub author: Id,
    /// Name.
    pub name: String,
    /// What it makes.
    pub makes: Makes,
    /// What is in it, as JSON.
    pub content: String,
    /// Deleted, kept for the undo.
    pub deleted_ms: Option<i64>,
    /// When it was saved.
    pub created_ms: i64,
    /// Last change.
    pub seq: u64,
}

impl Template {
    /// What is in it.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn content<T: DeserializeOwned>(&self) -> Result<T, Error> {
        serde_json::from_str(&self.content).map_err(|error| {
            tracing::error!(template = %self.id, %error, "a template cannot be read");
            Error::new(Code::Internal)
        })
    }
}

/// See [`Template`].
#[derive(Debug, Encode, Decode)]
#[cbor(map)]
pub struct TemplateRecord {
    #[n(0)]
    space: Bytes16,
    #[n(1)]
    author: Bytes16,
    #[n(2)]
    name: String,
    #[n(3)]
    content: String,
    #[n(4)]
    deleted_ms: Option<i64>,
    #[n(5)]
    created_ms: i64,
    #[n(6)]
    seq: u64,
    /// Its place in [`MAKES`].
    #[n(7)]
    makes: u8,
}

guildhall_store::record!(TemplateRecord, 1);

impl From<&Template> for TemplateRecord {
    fn from(template: &Template) -> Self {
        TemplateRecord {
            space: cbor::id(template.space),
            author: cbor::id(template.author),
            name: template.name.clone(),
            content: template.content.clone(),
            deleted_ms: template.deleted_ms,
            created_ms: template.created_ms,
            seq: template.seq,
            makes: u8::from(template.makes == Makes::Topic),
        }
    }
}

impl TemplateRecord {
    /// With its id.
    ///
    /// # Errors
    /// When it makes something this version does not know.
    pub fn into_template(self, id: Id) -> Result<Template, StoreError> {
        let makes = MAKES.get(usize::from(self.makes)).copied();
        let unknown = || StoreError::corrupt(format!("the template {id} makes something unknown"));
        Ok(Template {
            makes: makes.ok_or_else(unknown)?,
            id,
            space: cbor::from_id(&self.space),
            author: cbor::from_id(&self.author),
            name: self.name,
            content: self.content,
            deleted_ms: self.deleted_ms,
            created_ms: self.created_ms,
            seq: self.seq,
        })
    }
}
