//! Saved views of reports, as the API shows and takes them.

use super::mails::ReportName;
use crate::http::Shape;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A report with what is asked of it, under a name.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReportView {
    /// Its name; no other view of the same person has it.
    pub name: String,
    /// Which report.
    pub report: ReportName,
    /// What follows the `?` of its address in the page; may be empty.
    pub query: String,
}

/// The views somebody saved.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReportViews {
    /// By name.
    pub items: Vec<ReportView>,
}

impl Shape for ReportViews {}

/// That a view is kept under a name, or not.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportViewInput {
    /// Its name. Kept again, it takes the place of the one that has it.
    pub name: String,
    /// Which report.
    pub report: ReportName,
    /// What follows the `?` of its address in the page, at most 500 characters.
    #[serde(default)]
    pub query: String,
    /// Whether it is kept.
    pub kept: bool,
}
