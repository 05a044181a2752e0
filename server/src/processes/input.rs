//! What is sent to make and change processes.

use crate::{
    Error,
    http::shapes::sent,
    tasks::{
        approving::ApprovingShape,
        evidence::{EvidenceWord, number, thousandths},
    },
};
use chrono::{NaiveDate, NaiveTime, Timelike};
use guildhall_domain::{
    process::{Assign, Bounds, Chosen, Late, Plan, Step},
    recurrence::Recurrence,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// Who gets a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AssignWord {
    /// Whoever takes it.
    #[default]
    Nobody,
    /// Always the one in `person_ids`.
    Person,
    /// Those in `person_ids` take turns; who is away is passed over.
    Rotating,
    /// Whoever did the last one.
    LastDoer,
    /// Whoever starts it.
    Starter,
}

/// Who gets a run.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(as = Assign)]
pub struct AssignShape {
    /// How they are chosen.
    pub who: AssignWord,
    /// The people, in their order.
    pub person_ids: Vec<Uuid>,
}

impl AssignShape {
    fn read(&self) -> Result<Assign, Error> {
        Ok(match (self.who, self.person_ids.as_slice()) {
            (AssignWord::Nobody, []) => Assign::Nobody,
            (AssignWord::LastDoer, []) => Assign::LastDoer,
            (AssignWord::Starter, []) => Assign::Starter,
            (AssignWord::Person, [one]) => Assign::Person(*one),
            (AssignWord::Person, _) => return Err(Error::field("assign", "Choose one person.")),
            (AssignWord::Rotating, people) => Assign::Rotating(people.to_vec()),
            _ => return Err(Error::field("assign", "Name people only for a person, or for those who take turns.")),
        })
    }
}

impl From<&Assign> for AssignShape {
    fn from(assign: &Assign) -> Self {
        let (who, person_ids) = match assign {
            Assign::Nobody => (AssignWord::Nobody, Vec::new()),
            Assign::Person(id) => (AssignWord::Person, vec![*id]),
            Assign::Rotating(people) => (AssignWord::Rotating, people.clone()),
            Assign::LastDoer => (AssignWord::LastDoer, Vec::new()),
            Assign::Starter => (AssignWord::Starter, Vec::new()),
        };
        AssignShape { who, person_ids }
    }
}

/// Who does a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DoerWord {
    /// Whoever has the run.
    #[default]
    Run,
    /// A lead of the space.
    Lead,
    /// The one in `person_id`.
    Person,
    /// Whoever started the run.
    Starter,
    /// Whoever did the run before.
    LastDoer,
}

/// A line of a procedure.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(as = ProcessStep)]
pub struct StepShape {
    /// What to do; several lines make several steps.
    pub text: String,
    /// Who does it. A role of which there is nobody falls to whoever has the run.
    pub doer: DoerWord,
    /// The person, when it is always the same.
    pub person_id: Option<Uuid>,
    /// Days after the run's own day by which it is to be done.
    pub due_days: Option<u16>,
    /// What has to be shown.
    pub evidence: EvidenceWord,
    /// The least number.
    pub least: Option<f64>,
    /// The greatest number.
    pub most: Option<f64>,
    /// The unit of the number.
    pub unit: String,
    /// By whom it is approved, which makes it an approval step: it is asked when the steps before it are done, and
    /// `due_days` is until when. It has no doer and asks for nothing else.
    pub approval: Option<ApprovingShape>,
}

impl StepShape {
    fn read(&self) -> Result<Step, Error> {
        let number = |number: f64| thousandths(number, "steps");
        let doer = match (self.doer, self.person_id) {
            (DoerWord::Run, None) => None,
            (DoerWord::Lead, None) => Some(Chosen::Lead),
            (DoerWord::Starter, None) => Some(Chosen::Starter),
            (DoerWord::LastDoer, None) => Some(Chosen::LastDoer),
            (DoerWord::Person, Some(id)) => Some(Chosen::Person(id)),
            _ => return Err(Error::field("steps", "Name a person for a step exactly when one does it.")),
        };
        Ok(Step {
            text: self.text.clone(),
            doer,
            due_days: self.due_days,
            evidence: self.evidence.into(),
            bounds: Bounds {
                least: self.least.map(number).transpose()?,
                most: self.most.map(number).transpose()?,
                unit: self.unit.clone(),
            },
            approval: self.approval.as_ref().map(|approval| approval.read("steps")).transpose()?,
        })
    }
}

impl From<&Step> for StepShape {
    fn from(step: &Step) -> Self {
        let (doer, person_id) = match step.doer {
            None => (DoerWord::Run, None),
            Some(Chosen::Lead) => (DoerWord::Lead, None),
            Some(Chosen::Starter) => (DoerWord::Starter, None),
            Some(Chosen::LastDoer) => (DoerWord::LastDoer, None),
            Some(Chosen::Person(id)) => (DoerWord::Person, Some(id)),
        };
        StepShape {
            text: step.text.clone(),
            doer,
            person_id,
            due_days: step.due_days,
            evidence: step.evidence.into(),
            least: step.bounds.least.map(number),
            most: step.bounds.most.map(number),
            unit: step.bounds.unit.clone(),
            approval: step.approval.as_ref().map(ApprovingShape::from),
        }
    }
}

/// What happens when a run is still open as the next one comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LateWord {
    /// The next one starts all the same.
    #[default]
    Start,
    /// The next one waits for it.
    Wait,
}

impl From<Late> for LateWord {
    fn from(late: Late) -> Self {
        if late == Late::Wait { LateWord::Wait } else { LateWord::Start }
    }
}

/// A process to be made.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ProcessInput {
    /// Own id, so that it can be sent again.
    pub id: Option<Uuid>,
    /// Its name, 1–500 characters; its runs are called so.
    pub name: String,
    /// The procedure in words: Markdown.
    pub body: String,
    /// When it comes, in words (`every monday 8:30`) or as a code; null: it is started by hand.
    pub rule: Option<String>,
    /// What is to be done.
    pub steps: Vec<StepShape>,
    /// Who gets a run.
    pub assign: AssignShape,
    /// Days before its time a run is started, 0–60.
    pub show_days: u16,
    /// Days after its day by which a run is to be done, 0–366.
    pub done_days: u16,
    /// `17:00`, by which it is to be done then; null: by the end of the day.
    pub done_at: Option<String>,
    /// What happens when the run before is still open.
    pub late: LateWord,
    /// Minutes a run is thought to take, which its task has as estimate.
    pub estimate_minutes: Option<u32>,
    /// Not started for the time being.
    pub paused: bool,
}

/// Changes of a process; what is not sent stays. Steps are sent all at once. Whoever changes one lends it their rights
/// from then on.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[allow(missing_docs)]
pub struct ProcessPatch {
    pub name: Option<String>,
    pub body: Option<String>,
    #[serde(deserialize_with = "sent")]
    #[schema(value_type = Option<String>)]
    pub rule: Option<Option<String>>,
    pub steps: Option<Vec<StepShape>>,
    pub assign: Option<AssignShape>,
    pub show_days: Option<u16>,
    pub done_days: Option<u16>,
    #[serde(deserialize_with = "sent")]
    #[schema(value_type = Option<String>)]
    pub done_at: Option<Option<String>>,
    pub late: Option<LateWord>,
    #[serde(deserialize_with = "sent")]
    #[schema(value_type = Option<u32>)]
    pub estimate_minutes: Option<Option<u32>>,
    pub paused: Option<bool>,
    /// Whether a new procedure is also for the runs that are open. What is done in them stays.
    pub open_runs: bool,
}

/// A rule in words, or as the code of one.
pub fn rule(text: &str, today: NaiveDate) -> Result<Recurrence, Error> {
    match Recurrence::from_text(text.trim()) {
        Some(rule) => Ok(rule),
        None => Ok(Recurrence::parse(text, today)?),
    }
}

fn done_at(text: &str) -> Result<u16, Error> {
    let time = NaiveTime::parse_from_str(text.trim(), "%H:%M");
    let time = time.map_err(|_| Error::field("done_at", "Write the time as 17:00."))?;
    Ok(u16::try_from(time.num_seconds_from_midnight() / 60).unwrap_or(0))
}

/// Pasted lines make a step each, without the bullets they bring along.
fn steps(steps: &[StepShape]) -> Result<Vec<Step>, Error> {
    let mut all = Vec::new();
    for step in steps {
        let lines: Vec<&str> = crate::tasks::commands::steps::lines(&step.text);
        if lines.is_empty() {
            return Err(Error::field("steps", "Write something in each step."));
        }
        let like = step.read()?;
        all.extend(lines.into_iter().map(|line| Step { text: line.to_owned(), ..like.clone() }));
    }
    Ok(all)
}

fn late(late: LateWord) -> Late {
    if late == LateWord::Wait { Late::Wait } else { Late::Start }
}

impl ProcessInput {
    /// What is meant.
    pub fn plan(&self, today: NaiveDate) -> Result<Plan, Error> {
        let plan = Plan {
            name: self.name.clone(),
            body: self.body.clone(),
            rule: self.rule.as_deref().map(|text| rule(text, today)).transpose()?,
            steps: steps(&self.steps)?,
            assign: self.assign.read()?,
            show_days: self.show_days,
            done_days: self.done_days,
            done_at: self.done_at.as_deref().map(done_at).transpose()?,
            late: late(self.late),
            estimate: self.estimate_minutes,
        };
        Ok(plan.checked()?)
    }
}

impl ProcessPatch {
    /// The fields it sets.
    pub fn names(&self) -> Vec<String> {
        guildhall_domain::change::sent([
            ("name", self.name.is_some()),
            ("body", self.body.is_some()),
            ("rule", self.rule.is_some()),
            ("steps", self.steps.is_some()),
            ("assign", self.assign.is_some()),
            ("show_days", self.show_days.is_some()),
            ("done_days", self.done_days.is_some()),
            ("done_at", self.done_at.is_some()),
            ("late", self.late.is_some()),
            ("estimate", self.estimate_minutes.is_some()),
            ("paused", self.paused.is_some()),
        ])
    }

    /// The plan with these changes.
    pub fn apply(&self, plan: &Plan, today: NaiveDate) -> Result<Plan, Error> {
        let mut plan = plan.clone();
        let set = |place: &mut String, text: &Option<String>| text.iter().for_each(|text| place.clone_from(text));
        set(&mut plan.name, &self.name);
        set(&mut plan.body, &self.body);
        if let Some(text) = &self.rule {
            plan.rule = text.as_deref().map(|text| rule(text, today)).transpose()?;
        }
        if let Some(sent) = &self.steps {
            plan.steps = steps(sent)?;
        }
        if let Some(sent) = &self.assign {
            plan.assign = sent.read()?;
        }
        plan.show_days = self.show_days.unwrap_or(plan.show_days);
        plan.done_days = self.done_days.unwrap_or(plan.done_days);
        if let Some(sent) = &self.done_at {
            plan.done_at = sent.as_deref().map(done_at).transpose()?;
        }
        plan.late = self.late.map_or(plan.late, late);
        plan.estimate = self.estimate_minutes.unwrap_or(plan.estimate);
        Ok(plan.checked()?)
    }
}
