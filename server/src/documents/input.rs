//! What is sent to make and change documents and folders.

use crate::http::shapes::sent;
use guildhall_domain::document::Edit;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// A page to be made.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PageInput {
    /// Own id, so that it can be sent again.
    #[serde(default)]
    pub id: Option<Uuid>,
    /// Title.
    pub title: String,
    /// The folder it lies in; the top of the space unless sent.
    #[serde(default)]
    pub folder_id: Option<Uuid>,
    /// What it says, as Markdown; empty unless sent.
    #[serde(default)]
    pub body: Option<String>,
    /// A page it begins from.
    #[serde(default)]
    pub template_id: Option<Uuid>,
}

/// What happens when something in the folder is called the same.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum IfExists {
    /// A file becomes its next version.
    #[default]
    Version,
    /// Both stay, the new one under a name with a number.
    KeepBoth,
    /// Nothing happens.
    Refuse,
}

/// What is brought, beside its bytes.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Brought {
    /// Name with its ending.
    pub name: String,
    /// Own id, so that it can be sent again.
    #[serde(default)]
    pub id: Option<Uuid>,
    /// The folder it lies in; the top of the space unless sent.
    #[serde(default)]
    pub folder_id: Option<Uuid>,
    /// What is new in it.
    #[serde(default)]
    pub note: Option<String>,
    /// `version`, `keep_both` or `refuse`.
    #[serde(default)]
    #[param(inline)]
    pub if_exists: IfExists,
}

/// A file to be sent in parts.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BroughtInput {
    /// Own id, so that it can be begun again; the file of the version will have it too.
    #[serde(default)]
    pub id: Option<Uuid>,
    /// Name with its ending.
    pub name: String,
    /// Its length.
    pub bytes: u64,
    /// The folder it lies in; the top of the space unless sent.
    #[serde(default)]
    pub folder_id: Option<Uuid>,
    /// What is new in it.
    #[serde(default)]
    pub note: Option<String>,
    /// What happens when something there is called the same.
    #[serde(default)]
    pub if_exists: IfExists,
    /// The file of this space whose next version it is, whatever that is called and wherever it lies by then. The name
    /// and the folder do not count.
    #[serde(default)]
    pub document_id: Option<Uuid>,
}

/// Fields to change; what is left out stays.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct DocumentPatch {
    /// Title; of a file its name.
    pub title: Option<String>,
    /// Another folder of its space; null puts it at the top.
    #[serde(deserialize_with = "sent")]
    pub folder_id: Option<Option<Uuid>>,
    /// Pinned to the overview of its space.
    pub pinned: Option<bool>,
    /// Other pages begin from it.
    pub template: Option<bool>,
    /// That template is offered in every space. Only a lead of its space or an admin sets it, for a page of an open space.
    pub everywhere: Option<bool>,
    /// Out of the way, kept.
    pub archived: Option<bool>,
}

impl DocumentPatch {
    /// The edit it asks for, beside the folder.
    pub fn edit(&self) -> Edit {
        Edit {
            title: self.title.clone(),
            pinned: self.pinned,
            template: self.template,
            everywhere: self.everywhere,
            archived: self.archived,
        }
    }

    /// The names of the facts it sets.
    pub fn names(&self) -> Vec<String> {
        self.edit().names().into_iter().chain(self.folder_id.map(|_| "folder".to_owned())).collect()
    }
}

/// A folder to be made.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FolderInput {
    /// Own id, so that it can be sent again.
    #[serde(default)]
    pub id: Option<Uuid>,
    /// Name.
    pub name: String,
    /// The folder it lies in; the top of the space unless sent.
    #[serde(default)]
    pub parent_id: Option<Uuid>,
}

/// Fields to change; what is left out stays.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct FolderPatch {
    /// Name.
    pub name: Option<String>,
    /// The folder it lies in; null puts it at the top.
    #[serde(deserialize_with = "sent")]
    pub parent_id: Option<Option<Uuid>>,
    /// Another space; there it lies at the top unless `parent_id` is sent too.
    pub space_id: Option<Uuid>,
}

impl FolderPatch {
    /// The names of the facts it sets.
    pub fn names(&self) -> Vec<String> {
        guildhall_domain::change::sent([
            ("name", self.name.is_some()),
            ("parent", self.parent_id.is_some()),
            ("space", self.space_id.is_some()),
        ])
    }
}

/// Another home.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DocumentHomeInput {
    /// The space.
    pub space_id: Uuid,
    /// A folder of it; the top unless sent.
    #[serde(default)]
    pub folder_id: Option<Uuid>,
}

/// Where a copy goes.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CopyInput {
    /// Own id of the copy, so that it can be sent again.
    pub id: Option<Uuid>,
    /// The space; its own unless sent.
    pub space_id: Option<Uuid>,
    /// A folder there; in its own space the same one unless sent, elsewhere the top.
    #[serde(deserialize_with = "sent")]
    pub folder_id: Option<Option<Uuid>>,
    /// Title; the same unless sent: of a file with a number where that is taken, of a page beside its original with
    /// `(copy)` behind it.
    pub title: Option<String>,
}

/// A word about a version.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct VersionPatch {
    /// What a version of a page is called; null takes the name away.
    #[serde(deserialize_with = "sent")]
    pub name: Option<Option<String>>,
    /// What is new in it; null takes it away.
    #[serde(deserialize_with = "sent")]
    pub note: Option<Option<String>>,
}
