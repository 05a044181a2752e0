//! Evidence over HTTP: what a step asks for, and what is shown when it is ticked. A photo or a file is one that hangs on
//! the task by itself, so that nobody deletes it together with a comment.

use crate::{
    Error,
    access::{Scope, Work},
    files,
};
use guildhall_domain::{
    Id, Rule,
    task::evidence::{Asks, Bounds, Evidence, Proof},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// Largest number a step may ask for, or be shown.
const NUMBER: f64 = 1e12;

/// What has to be shown before a step counts as done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum EvidenceWord {
    #[default]
    None,
    Photo,
    Number,
    File,
    Signature,
    YesNo,
}

crate::http::words::same! { Evidence, EvidenceWord: None, Photo, Number, File, Signature, YesNo }

/// What a step asks for before it counts as done.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(as = StepAsks)]
pub struct AsksShape {
    /// What has to be shown.
    pub evidence: EvidenceWord,
    /// The least number.
    pub least: Option<f64>,
    /// The greatest number.
    pub most: Option<f64>,
    /// The unit of the number.
    pub unit: String,
}

/// What is shown when a step is ticked: the one of these the step asks for.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(as = StepProofInput)]
pub struct ProofInput {
    /// A file of the task: the photo, or the file.
    pub file_id: Option<Uuid>,
    /// The number.
    pub number: Option<f64>,
    /// The name of whoever signs, as they typed it.
    pub signature: Option<String>,
    /// Yes or no.
    pub answer: Option<bool>,
}

/// What was shown when a step was ticked.
#[derive(Debug, Clone, PartialEq, Default, Serialize, ToSchema)]
#[schema(as = StepProof)]
pub struct ProofShape {
    /// The file of the task.
    pub file_id: Option<Uuid>,
    /// Its name then.
    pub file_name: Option<String>,
    /// The number.
    pub number: Option<f64>,
    /// The name somebody signed with; who that was and when is who ticked the step.
    pub signature: Option<String>,
    /// Yes or no.
    pub answer: Option<bool>,
}

/// A number in thousandths; of a size that makes sense.
pub fn thousandths(number: f64, field: &str) -> Result<i64, Error> {
    let fits = number.is_finite() && number.abs() <= NUMBER;
    #[allow(clippy::cast_possible_truncation)]
    let thousandths = (number * 1_000.0).round() as i64;
    if fits { Ok(thousandths) } else { Err(Error::field(field, "Choose a smaller number.")) }
}

/// Thousandths as a number.
#[allow(clippy::cast_precision_loss)]
pub fn number(thousandths: i64) -> f64 {
    thousandths as f64 / 1_000.0
}

impl AsksShape {
    /// What is meant; none when it asks for nothing.
    pub fn read(&self, field: &str) -> Result<Option<Asks>, Error> {
        let read = |number: f64| thousandths(number, field);
        let bounds = Bounds {
            least: self.least.map(read).transpose()?,
            most: self.most.map(read).transpose()?,
            unit: self.unit.clone(),
        };
        Ok(Asks::of(self.evidence.into(), bounds, field)?)
    }
}

impl From<&Asks> for AsksShape {
    fn from(asks: &Asks) -> Self {
        AsksShape {
            evidence: asks.evidence.into(),
            least: asks.bounds.least.map(number),
            most: asks.bounds.most.map(number),
            unit: asks.bounds.unit.clone(),
        }
    }
}

impl From<&Proof> for ProofShape {
    fn from(proof: &Proof) -> Self {
        let nothing = ProofShape::default();
        match proof {
            Proof::File(id, name) => ProofShape { file_id: Some(*id), file_name: Some(name.clone()), ..nothing },
            Proof::Number(shown) => ProofShape { number: Some(number(*shown)), ..nothing },
            Proof::Signature(name) => ProofShape { signature: Some(name.clone()), ..nothing },
            Proof::Answer(yes) => ProofShape { answer: Some(*yes), ..nothing },
        }
    }
}

impl ProofInput {
    /// What is shown, as far as it is there: a file that is not one of the task shows nothing.
    pub fn read(&self, work: &Work<'_, '_>, task: Id, asks: Option<&Asks>) -> Result<Option<Proof>, Error> {
        let all = [self.file_id.is_some(), self.number.is_some(), self.signature.is_some(), self.answer.is_some()];
        if all.iter().filter(|sent| **sent).count() > 1 {
            return Err(Error::field("evidence", "Send the one thing this step asks for."));
        }
        Ok(match self {
            ProofInput { file_id: Some(id), .. } => Some(file(work, task, *id, asks)?),
            ProofInput { number: Some(number), .. } => Some(Proof::Number(thousandths(*number, "evidence")?)),
            ProofInput { signature: Some(name), .. } => Some(Proof::Signature(name.clone())),
            ProofInput { answer: Some(yes), .. } => Some(Proof::Answer(*yes)),
            _ => None,
        })
    }
}

fn file(work: &Work<'_, '_>, task: Id, id: Id, asks: Option<&Asks>) -> Result<Proof, Error> {
    let found = files::store::get(work.read(), id)?;
    let here = found.filter(|file| file.item == task && file.comment.is_none() && file.trashed_ms.is_none());
    let file = here.ok_or_else(|| Error::field("evidence", "Attach the file to this task first."))?;
    if asks.is_some_and(|asks| asks.evidence == Evidence::Photo) && !file.kind.is_image() {
        let message = "This is no photo. Take one, or choose a picture.";
        return Err(Rule::field("evidence_refused", "evidence", message).into());
    }
    Ok(Proof::File(file.id, file.name))
}
