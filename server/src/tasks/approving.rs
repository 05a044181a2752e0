//! Steps that are done by being approved, over HTTP: who has to say so, and which approval stands for the step.

use crate::Error;
use guildhall_domain::{
    approval::{Needs, Order},
    task::approving::{Approving, Chosen, Stand, StepApproval},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// In which order approvers are asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OrderWord {
    /// All at the same time.
    #[default]
    AtOnce,
    /// Each when the one before has approved.
    InOrder,
}

crate::http::words::same! { Order, OrderWord: AtOnce, InOrder }

/// Whose approval it takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum NeedsWord {
    /// That of all of them.
    #[default]
    All,
    /// That of one of them; the first answer counts.
    One,
}

crate::http::words::same! { Needs, NeedsWord: All, One }

/// Who has to approve a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ApproverWord {
    /// The leads of the space.
    #[default]
    Lead,
    /// The one in `person_id`.
    Person,
    /// Whoever started the run.
    Starter,
    /// Whoever did the run before.
    LastDoer,
}

/// One who has to approve a step.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(as = StepApprover)]
pub struct ApproverShape {
    /// Who.
    pub who: ApproverWord,
    /// The person, when it is always the same.
    pub person_id: Option<Uuid>,
}

/// By whom a step is approved, which makes it an approval step.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(as = StepApproving)]
pub struct ApprovingShape {
    /// Who is asked, in their order. A role of which there is nobody falls to the leads of the space.
    pub approvers: Vec<ApproverShape>,
    /// In which order.
    pub order: OrderWord,
    /// Whose approval it takes; that of one only where all are asked at the same time.
    pub needs: NeedsWord,
}

/// The approval of a step of a run.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = StepApproval)]
pub struct StepApprovalShape {
    /// By whom.
    pub by: ApprovingShape,
    /// The approval that stands for it; null until the steps before it are done.
    pub approval_id: Option<Uuid>,
    /// Changes were asked for, or it was withdrawn. It is asked anew when somebody sends `ready`.
    pub back: bool,
}

impl ApproverShape {
    fn read(&self, field: &str) -> Result<Chosen, Error> {
        Ok(match (self.who, self.person_id) {
            (ApproverWord::Lead, None) => Chosen::Lead,
            (ApproverWord::Starter, None) => Chosen::Starter,
            (ApproverWord::LastDoer, None) => Chosen::LastDoer,
            (ApproverWord::Person, Some(id)) => Chosen::Person(id),
            _ => return Err(Error::field(field, "Name a person for an approver exactly when it is always the same.")),
        })
    }
}

impl From<&Chosen> for ApproverShape {
    fn from(approver: &Chosen) -> Self {
        let (who, person_id) = match approver {
            Chosen::Lead => (ApproverWord::Lead, None),
            Chosen::Starter => (ApproverWord::Starter, None),
            Chosen::LastDoer => (ApproverWord::LastDoer, None),
            Chosen::Person(id) => (ApproverWord::Person, Some(*id)),
        };
        ApproverShape { who, person_id }
    }
}

impl ApprovingShape {
    /// What is meant.
    pub fn read(&self, field: &str) -> Result<Approving, Error> {
        let approvers = self.approvers.iter().map(|one| one.read(field)).collect::<Result<_, _>>()?;
        Ok(Approving { approvers, order: self.order.into(), needs: self.needs.into() })
    }
}

impl From<&Approving> for ApprovingShape {
    fn from(by: &Approving) -> Self {
        ApprovingShape {
            approvers: by.approvers.iter().map(ApproverShape::from).collect(),
            order: by.order.into(),
            needs: by.needs.into(),
        }
    }
}

impl From<&StepApproval> for StepApprovalShape {
    fn from(approval: &StepApproval) -> Self {
        StepApprovalShape {
            by: (&approval.by).into(),
            approval_id: approval.stand.approval(),
            back: matches!(approval.stand, Stand::Back(_)),
        }
    }
}
