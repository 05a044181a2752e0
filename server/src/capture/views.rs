//! A captured line as the API shows it.

use crate::{
    http::{Shape, words::words},
    processes::views::RuleShape,
    tasks::input::TaskInput,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// A line to be captured.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CaptureInput {
    /// The line; further lines become the body.
    pub text: String,
    /// The space one is in; without it and without `#space` the task is personal.
    #[serde(default)]
    pub space_id: Option<Uuid>,
    /// Ranges in UTF-16 units that are to stay text.
    #[serde(default)]
    pub plain: Vec<(usize, usize)>,
}

/// What a line means.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CaptureParse {
    /// The line without the words that mean something.
    pub title: String,
    /// Those words.
    pub tokens: Vec<CaptureToken>,
    /// The task it becomes.
    pub task: TaskInput,
    /// When it comes again: then it becomes a process, and the task is its first run.
    pub rule: Option<RuleShape>,
    /// Where it goes.
    pub space_id: Uuid,
    /// Into which section.
    pub section_id: Option<u32>,
    /// What keeps it from being made; empty when nothing does.
    pub problems: Vec<String>,
    /// Who will see it, where that is worth saying.
    pub audience_note: Option<String>,
}

words! {
    /// What a word of a captured line means.
    CaptureKind: Priority, Person, Space, Section, Tag, Due, Start, Recurrence, Estimate, Unknown
}

/// A word that means something.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CaptureToken {
    /// Start in UTF-16 units.
    pub start: usize,
    /// End in UTF-16 units.
    pub end: usize,
    /// What it means.
    pub kind: CaptureKind,
    /// The name behind it.
    pub label: String,
    /// Whether it is known.
    pub ok: bool,
    /// What to do when it is not.
    pub hint: Option<String>,
}

impl Shape for CaptureParse {}
