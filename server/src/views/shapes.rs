//! Saved views as the API shows and takes them.

use super::record::{Layout, SavedView};
use crate::{access::Scope, http::Shape, tasks::task_query::TaskQuery};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// How tasks are laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum LayoutShape {
    List,
    Board,
}

crate::http::words::same! { Layout, LayoutShape: List, Board }

/// A saved view.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ViewShape {
    /// Id.
    pub id: Uuid,
    /// The space it is a view of.
    pub space_id: Uuid,
    /// Name.
    pub name: String,
    /// Layout.
    pub layout: LayoutShape,
    /// For everybody who reads the space.
    pub shared: bool,
    /// The question.
    pub query: TaskQuery,
    /// Who made it.
    pub owner_id: Uuid,
    /// For If-Match.
    pub version: String,
}

impl Shape for ViewShape {
    fn version(&self) -> Option<&str> {
        Some(&self.version)
    }
}

/// A new view.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewView {
    /// Name.
    pub name: String,
    /// Layout.
    pub layout: LayoutShape,
    /// The question; everything unless sent.
    #[serde(default)]
    pub query: TaskQuery,
    /// For everybody who reads the space.
    #[serde(default)]
    pub shared: bool,
}

/// Changes of a view; what is not sent stays. The question is sent whole.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[allow(missing_docs)]
pub struct ViewPatch {
    pub name: Option<String>,
    pub layout: Option<LayoutShape>,
    pub query: Option<TaskQuery>,
    pub shared: Option<bool>,
}

/// A view. The caller made sure that the reader may see it.
pub fn shape(scope: &impl Scope, view: &SavedView) -> ViewShape {
    ViewShape {
        id: view.id,
        space_id: view.space,
        name: view.name.clone(),
        layout: view.layout.into(),
        shared: view.shared,
        // What this version does not know any more it does not ask for.
        query: serde_json::from_str(&view.query).unwrap_or_default(),
        owner_id: view.owner,
        version: scope.version(view.seq),
    }
}
