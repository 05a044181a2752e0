//! Shapes of the search.

use crate::http::{
    Shape,
    shapes::{ActorShape, CategoryShape, WhenShape},
};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// What was found.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SearchAnswer {
    /// The hits of this page.
    pub items: Vec<SearchHit>,
    /// Cursor of the next page; null at the end.
    pub next: Option<String>,
    /// How many hits there are in all.
    pub total: usize,
    /// How long it took.
    pub millis: u64,
    /// Counts over all hits, when asked for.
    pub facets: Option<FacetsShape>,
    /// The question as it was probably meant, when words were misspelt.
    pub corrected: Option<String>,
    /// When nothing was found: words the asker finds something with.
    pub suggestions: Vec<String>,
    /// Where operators stand in the question.
    pub chips: Vec<Chip>,
    /// The index is being made again; some hits are still missing.
    pub rebuilding: bool,
    /// So many files the asker may see are still being read, a hundred at most; their words may be missing.
    pub reading: usize,
    /// The time ran out: this is what had been seen.
    pub truncated: bool,
}

impl Shape for SearchAnswer {}

/// One thing found.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SearchHit {
    /// Id of the task, step, comment, topic, message, page, file or process.
    pub id: Uuid,
    /// The task, topic, document or process.
    pub item_id: Uuid,
    /// What it is.
    pub kind: KindShape,
    /// Title of the item, the text of the step, or the name of the file.
    pub title: Vec<MarkedPart>,
    /// The part of the text that fits best; for a step the title of its task.
    pub snippet: Vec<MarkedPart>,
    /// Key of the task.
    pub key: String,
    /// Home space; null for what belongs to a few people only.
    pub space_id: Option<Uuid>,
    /// Who made the task, wrote the comment or attached the file.
    pub author: ActorShape,
    /// When it last changed.
    pub at: String,
    /// Category of the task; of a step that is ticked `done`.
    pub category: Option<CategoryShape>,
    /// Due of the task or the step.
    pub due: Option<WhenShape>,
    /// Who does the task or the step.
    pub assignee_id: Option<Uuid>,
    /// The message is a decision of its topic.
    pub decided: bool,
    /// Path of the page that shows it, with the place on it.
    pub url: String,
}

/// A stretch of text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MarkedPart {
    /// The text, nothing in it escaped.
    pub text: String,
    /// It is what was looked for.
    pub mark: bool,
}

/// What a hit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum KindShape {
    Task,
    Step,
    Comment,
    Topic,
    Message,
    Page,
    File,
    Event,
    Process,
}

/// Counts over all hits.
#[derive(Debug, Clone, Default, Serialize, ToSchema)]
pub struct FacetsShape {
    /// By kind.
    pub kinds: Vec<Facet>,
    /// By home space.
    pub spaces: Vec<Facet>,
    /// By person, as author or assignee.
    pub people: Vec<Facet>,
    /// By state.
    pub states: Vec<Facet>,
    /// `file`: with a file.
    pub has: Vec<Facet>,
    /// By last change. Each but `older` holds the ones before it, as the filters of the same names do.
    pub when: Vec<Facet>,
}

/// One value and how often it was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Facet {
    /// What the parameter of the same name takes.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Hits.
    pub count: usize,
}

/// What stands before the colon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum ChipOperator {
    In,
    From,
    #[serde(rename = "@")]
    At,
    Tag,
    Is,
    Type,
    Has,
    Before,
    After,
}

/// An operator in the question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Chip {
    /// Where it begins, in UTF-16 units.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// Which one.
    pub operator: ChipOperator,
}
