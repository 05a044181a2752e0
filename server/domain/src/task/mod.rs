//! Tasks: the reference feature. A task is the item core and what belongs to tasks in one value;
//! every command takes the old value and gives the new one, and [`facts`] tells what changed between
//! them, which is the log, the activity and the undo all at once.

pub mod approving;
pub mod edit;
pub mod evidence;
pub mod facts;
pub mod finishing;

use crate::{
    Id,
    actor::Actor,
    change::Value,
    space::{Category, Space},
    when::When,
};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// How much a task presses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Priority {
    /// When there is time.
    Low,
    /// As most.
    Normal,
    /// Before others.
    High,
    /// Now.
    Urgent,
}

/// One line of a checklist.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// Id.
    pub id: Id,
    /// What to do.
    pub text: String,
    /// When and by whom it was ticked.
    pub done: Option<(i64, Option<Id>)>,
    /// Who does it.
    pub assignee: Option<Id>,
    /// Until when.
    pub due: Option<When>,
    /// Fractional key.
    pub order: String,
    /// What has to be shown before it counts as done.
    pub asks: Option<evidence::Asks>,
    /// What was shown when it was ticked.
    pub proof: Option<evidence::Proof>,
    /// It is done by being approved, and how that stands.
    pub approval: Option<approving::StepApproval>,
}

/// What a waiting task waits for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Waiting {
    /// The person, when it is one of ours.
    pub person: Option<Id>,
    /// Or words.
    pub text: String,
    /// When to ask again.
    pub remind_on: Option<NaiveDate>,
}

/// A task.
#[derive(Debug, Clone, PartialEq)]
pub struct Task {
    /// Id.
    pub id: Id,
    /// Home space: rights, key, statuses.
    pub space: Id,
    /// Number of its key in the home space; 0 in a Personal space.
    pub number: u32,
    /// Title.
    pub title: String,
    /// Markdown.
    pub body: String,
    /// Who made it.
    pub author: Actor,
    /// Section of the home space.
    pub section: Option<u32>,
    /// Status of the home space.
    pub status: u32,
    /// The category of that status.
    pub category: Category,
    /// Who does it.
    pub assignee: Option<Id>,
    /// How much it presses.
    pub priority: Priority,
    /// Until when.
    pub due: Option<When>,
    /// From when.
    pub start: Option<When>,
    /// Minutes of work.
    pub estimate: Option<u32>,
    /// It is a day to be reached and takes no time.
    pub milestone: bool,
    /// The task it is a part of (one level).
    pub parent: Option<Id>,
    /// Fractional key within the space (or within the parent).
    pub order: String,
    /// Tags, ascending.
    pub tags: Vec<u32>,
    /// Who is told of changes, in order of joining.
    pub followers: Vec<Id>,
    /// Other spaces it can be read in.
    pub also_in: Vec<Id>,
    /// People who read it beside those of its spaces, because they were asked to approve it.
    pub people: Vec<Id>,
    /// Checklist in order of `order`.
    pub steps: Vec<Step>,
    /// Custom fields of the home space.
    pub custom: BTreeMap<u32, Value>,
    /// What it waits for.
    pub waiting: Option<Waiting>,
    /// When it was done or cancelled.
    pub completed_ms: Option<i64>,
    /// Out of the way, kept.
    pub archived: bool,
    /// In the trash since.
    pub trashed_ms: Option<i64>,
    /// Number of comments that are not deleted.
    pub comments: u32,
    /// Number of files that are not in the trash.
    pub files: u32,
    /// Number of links.
    pub links: u32,
    /// Sub-tasks done and in all.
    pub subtasks: (u32, u32),
    /// When it was made.
    pub created_ms: i64,
    /// When it last changed.
    pub updated_ms: i64,
    /// What somebody said from which it was made.
    pub origin: Option<Origin>,
    /// The process it is a run of.
    pub process: Option<Id>,
    /// Every file a step was ever ticked with, in the order of the first time: its history names them.
    pub shown: Vec<Id>,
    /// Sequence number of its last change: its ETag and the head of its history.
    pub seq: u64,
}

/// Where a task comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Origin {
    /// The item it was said about.
    pub item: Id,
    /// The comment.
    pub comment: Id,
}

impl Task {
    /// An empty task in the first open status of a space.
    pub fn new(id: Id, space: &Space, author: Actor, now: i64) -> Self {
        let status = space.first_status(Category::Todo).map_or(1, |status| status.id);
        Task {
            id,
            space: space.id,
            number: 0,
            title: String::new(),
            body: String::new(),
            author,
            section: None,
            status,
            category: Category::Todo,
            assignee: None,
            priority: Priority::Normal,
            due: None,
            start: None,
            estimate: None,
            milestone: false,
            parent: None,
            order: String::new(),
            tags: Vec::new(),
            followers: Vec::new(),
            also_in: Vec::new(),
            people: Vec::new(),
            steps: Vec::new(),
            custom: BTreeMap::new(),
            waiting: None,
            completed_ms: None,
            archived: false,
            trashed_ms: None,
            comments: 0,
            files: 0,
            links: 0,
            subtasks: (0, 0),
            created_ms: now,
            updated_ms: now,
            origin: None,
            process: None,
            shown: Vec::new(),
            seq: 0,
        }
    }

    /// Whether work remains on it and it is in sight.
    pub fn is_open(&self) -> bool {
        self.category.is_open() && !self.archived && self.trashed_ms.is_none()
    }

    /// Steps ticked and in all.
    pub fn step_counts(&self) -> (u32, u32) {
        let done = self.steps.iter().filter(|step| step.done.is_some()).count();
        (u32::try_from(done).unwrap_or(u32::MAX), u32::try_from(self.steps.len()).unwrap_or(u32::MAX))
    }

    /// A step by its id.
    pub fn step_mut(&mut self, id: Id) -> Option<&mut Step> {
        self.steps.iter_mut().find(|step| step.id == id)
    }

    /// Adds a follower once.
    pub fn follow(&mut self, person: Id) {
        if !self.followers.contains(&person) {
            self.followers.push(person);
        }
    }
}
