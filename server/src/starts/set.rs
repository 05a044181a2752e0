//! What a set is made of, as it stands in its files, and what of it is asked of the commands of others.

use crate::{
    Error,
    forms::input::FormInput,
    processes::input::{AssignShape, AssignWord, LateWord, ProcessInput, StepShape},
};
use chrono::NaiveDate;
use guildhall_domain::{Id, recurrence::Recurrence};
use guildhall_pages::Node;
use serde::Deserialize;
use std::collections::BTreeMap;

/// A starting set.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Set {
    /// The word in its address.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// Whom it is for, in a line.
    pub about: String,
    /// Name of an icon of spaces.
    pub icon: String,
    /// Who does what, to be filled in at the start.
    pub roles: Vec<Role>,
    /// Its spaces, from files of their own.
    #[serde(skip)]
    pub spaces: Vec<SetSpace>,
}

/// A role of a set.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Role {
    /// The word for it inside the set.
    pub role: String,
    /// What people call it.
    pub name: String,
    /// What whoever has it does, in a line.
    pub about: String,
}

/// A space of a set.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetSpace {
    /// Name.
    pub name: String,
    /// Letters of its keys, if they are free.
    pub prefix: String,
    /// Name of an icon.
    pub icon: String,
    /// Colour 0–9.
    pub color: u8,
    /// Markdown of its overview.
    pub description: String,
    /// Its sections.
    #[serde(default)]
    pub sections: Vec<String>,
    /// What comes again.
    #[serde(default)]
    pub processes: Vec<SetProcess>,
    /// What it asks others.
    #[serde(default)]
    pub forms: Vec<FormInput>,
    /// What it promises to those.
    #[serde(default)]
    pub targets: SetTargets,
    /// What is written down.
    #[serde(default)]
    pub pages: Vec<SetPage>,
    /// What is to be done first.
    #[serde(default)]
    pub tasks: Vec<SetTask>,
}

/// What a space promises to whoever sends a request, in minutes of working time.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SetTargets {
    /// Until the first answer.
    pub answer: Option<i64>,
    /// Until it is done.
    pub done: Option<i64>,
}

/// A process of a set.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetProcess {
    /// Name.
    pub name: String,
    /// Why and how, as Markdown.
    #[serde(default)]
    pub body: String,
    /// When it comes, in words; none: it is started by hand.
    #[serde(default)]
    pub rule: Option<String>,
    /// Who gets its runs.
    #[serde(default)]
    pub role: Option<String>,
    /// Days before its time a run is shown.
    #[serde(default)]
    pub show_days: u16,
    /// Days after its day by which it is to be done.
    #[serde(default)]
    pub done_days: u16,
    /// The time by which it is to be done then.
    #[serde(default)]
    pub done_at: Option<String>,
    /// What to do.
    pub steps: Vec<SetStep>,
}

/// A step: what to do, or that with what has to be shown.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum SetStep {
    /// What to do.
    Words(String),
    /// With everything a step of a process can have.
    Whole(StepShape),
}

/// A page of a set.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetPage {
    /// The file with its words, whose first line is its title.
    pub file: String,
    /// The folder it lies in, made with the first page in it.
    #[serde(default)]
    pub folder: Option<String>,
    /// Pinned to the overview.
    #[serde(default)]
    pub pinned: bool,
    /// Other pages begin from it.
    #[serde(default)]
    pub template: bool,
    /// Its title, from the file.
    #[serde(skip)]
    pub title: String,
    /// What it says, from the file.
    #[serde(skip)]
    pub text: Option<Node>,
}

/// A task of a set.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetTask {
    /// Title.
    pub title: String,
    /// Markdown.
    #[serde(default)]
    pub body: String,
    /// Who gets it.
    #[serde(default)]
    pub role: Option<String>,
    /// Days after the first one by which it is to be done.
    #[serde(default)]
    pub due: Option<u16>,
    /// The section it stands in.
    #[serde(default)]
    pub section: Option<String>,
    /// Checklist.
    #[serde(default)]
    pub steps: Vec<String>,
    /// What it is made of.
    #[serde(default)]
    pub parts: Vec<SetTask>,
}

/// The people chosen for the roles of a set.
pub type People = BTreeMap<String, Id>;

impl SetProcess {
    /// What is asked for to make it: nothing of it comes before the first day.
    ///
    /// # Errors
    /// When its rule cannot be read.
    pub fn input(&self, people: &People, today: NaiveDate, first: NaiveDate) -> Result<ProcessInput, Error> {
        let person = self.role.as_ref().and_then(|role| people.get(role));
        let who = if person.is_some() { AssignWord::Person } else { AssignWord::Nobody };
        Ok(ProcessInput {
            id: None,
            name: self.name.clone(),
            body: self.body.clone(),
            rule: self.rule.as_deref().map(|rule| code(rule, today, first)).transpose()?,
            steps: self.steps.iter().map(SetStep::shape).collect(),
            assign: AssignShape { who, person_ids: person.copied().into_iter().collect() },
            show_days: self.show_days,
            done_days: self.done_days,
            done_at: self.done_at.clone(),
            // A set that nobody touches has one run of each, not hundreds.
            late: LateWord::Wait,
            estimate_minutes: None,
            paused: false,
        })
    }
}

/// A rule as its code, not before the first day.
fn code(rule: &str, today: NaiveDate, first: NaiveDate) -> Result<String, Error> {
    let mut rule = Recurrence::parse(rule, first)?;
    if first > today && rule.from.is_none() && !rule.is_after_completion() {
        rule.from = Some(first);
    }
    Ok(rule.to_text())
}

impl SetStep {
    fn shape(&self) -> StepShape {
        match self {
            SetStep::Words(text) => StepShape { text: text.clone(), ..StepShape::default() },
            SetStep::Whole(shape) => shape.clone(),
        }
    }
}
