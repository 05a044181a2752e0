//! What a file holds, whatever product wrote it. Every object of the file is counted in `found`, also
//! those that have no counterpart, so that a report can account for all of it.

use guildhall_domain::space::FieldKind;
use std::collections::BTreeMap;

/// The kinds a report counts, in its order.
pub const KINDS: [&str; 11] = [
    "lists",
    "tasks",
    "checklists",
    "steps",
    "comments",
    "labels",
    "people",
    "attachments",
    "fields",
    "field_values",
    "history",
];

/// A file read.
#[derive(Debug, Clone, Default)]
pub struct Source {
    /// Where its ids come from, so that ids of two products never meet: `trello`, `csv`.
    pub origin: &'static str,
    /// A name for the space.
    pub title: String,
    /// Lists in order.
    pub lists: Vec<List>,
    /// People by the id the file gives them.
    pub people: Vec<Person>,
    /// Names of labels by id.
    pub labels: BTreeMap<String, String>,
    /// Custom fields.
    pub fields: Vec<Field>,
    /// Tasks in order.
    pub tasks: Vec<Task>,
    /// Comments the file says there were, and does not hold.
    pub comments_missing: usize,
    /// Entries of the file's own history other than comments.
    pub history: usize,
    /// What the file holds that we have nothing like: what, why, how many.
    pub lost: Vec<(String, String, usize)>,
}

/// A list (a column) of the file.
#[derive(Debug, Clone, Default)]
pub struct List {
    /// Id in the file.
    pub id: String,
    /// Name.
    pub name: String,
    /// Archived there.
    pub closed: bool,
}

/// Somebody named in the file.
#[derive(Debug, Clone, Default)]
pub struct Person {
    /// Id in the file.
    pub id: String,
    /// Name.
    pub name: String,
    /// Address, when the file has it.
    pub email: Option<String>,
    /// How often they are named.
    pub uses: usize,
}

/// A custom field.
#[derive(Debug, Clone)]
pub struct Field {
    /// Id in the file.
    pub id: String,
    /// Name.
    pub name: String,
    /// Kind here.
    pub kind: FieldKind,
    /// Choices.
    pub choices: Vec<String>,
}

/// A task.
#[derive(Debug, Clone, Default)]
pub struct Task {
    /// Id in the file.
    pub id: String,
    /// List, by id.
    pub list: String,
    /// Title.
    pub title: String,
    /// Markdown.
    pub body: String,
    /// Archived there.
    pub closed: bool,
    /// Marked as done there.
    pub done: bool,
    /// Due as written: a day, or an instant in RFC 3339.
    pub due: Option<String>,
    /// Start as written.
    pub start: Option<String>,
    /// Priority 0–3.
    pub priority: Option<i64>,
    /// Minutes.
    pub estimate: Option<u32>,
    /// Labels by id.
    pub labels: Vec<String>,
    /// People by id; the first does it.
    pub people: Vec<String>,
    /// Checklists.
    pub checklists: Vec<Checklist>,
    /// Comments, oldest first.
    pub comments: Vec<Comment>,
    /// Attachments: name and address.
    pub attachments: Vec<(String, String)>,
    /// Custom values by field id.
    pub values: Vec<(String, String)>,
    /// When it was made, UTC milliseconds.
    pub created_ms: Option<i64>,
}

/// A checklist.
#[derive(Debug, Clone, Default)]
pub struct Checklist {
    /// Name.
    pub name: String,
    /// Text and whether it is ticked.
    pub steps: Vec<(String, bool)>,
}

/// A comment.
#[derive(Debug, Clone, Default)]
pub struct Comment {
    /// Author by id.
    pub author: String,
    /// When, UTC milliseconds.
    pub at_ms: i64,
    /// Markdown.
    pub body: String,
}

impl Source {
    /// How many objects of each kind the file holds.
    pub fn found(&self) -> BTreeMap<&'static str, usize> {
        let sum = |count: &dyn Fn(&Task) -> usize| self.tasks.iter().map(count).sum::<usize>();
        BTreeMap::from([
            ("lists", self.lists.len()),
            ("tasks", self.tasks.len()),
            ("checklists", sum(&|task| task.checklists.len())),
            ("steps", sum(&|task| task.checklists.iter().map(|list| list.steps.len()).sum())),
            ("comments", sum(&|task| task.comments.len()) + self.comments_missing),
            ("labels", self.labels.len()),
            ("people", self.people.len()),
            ("attachments", sum(&|task| task.attachments.len())),
            ("fields", self.fields.len()),
            ("field_values", sum(&|task| task.values.len())),
            ("history", self.history),
        ])
    }

    /// Counts how often each person is named.
    pub fn count_uses(&mut self) {
        let mut uses: BTreeMap<&str, usize> = BTreeMap::new();
        for task in &self.tasks {
            let authors = task.comments.iter().map(|comment| &comment.author);
            task.people.iter().chain(authors).for_each(|id| *uses.entry(id).or_default() += 1);
        }
        for person in &mut self.people {
            person.uses = uses.get(person.id.as_str()).copied().unwrap_or(0);
        }
    }
}
