//! What is sent to ask, to answer and to hand on.

use crate::{
    Error,
    access::{self, Scope},
    http::shapes::WhenShape,
};
use guildhall_domain::approval::{New, Verdict};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

pub use crate::tasks::approving::{NeedsWord, OrderWord};

/// An answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum VerdictWord {
    /// It is good.
    Approved,
    /// Something has to change first.
    Changes,
}

crate::http::words::same! { Verdict, VerdictWord: Approved, Changes }

/// An approval to be asked for.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ApprovalInput {
    /// Own id, so that it can be sent again.
    #[serde(default)]
    pub id: Option<Uuid>,
    /// What is asked, in a line.
    #[serde(default)]
    pub body: String,
    /// Who is asked, one to twenty people; where they are asked in order, in this one.
    pub approver_ids: Vec<Uuid>,
    /// In which order.
    #[serde(default)]
    pub order: OrderWord,
    /// Whose approval it takes; that of one only where all are asked at the same time.
    #[serde(default)]
    pub needs: NeedsWord,
    /// Until when. They are reminded a day before and when it is over.
    #[serde(default)]
    pub due: Option<WhenShape>,
}

impl ApprovalInput {
    /// What is asked, checked.
    pub fn read(&self, scope: &impl Scope) -> Result<New, Error> {
        let zone = access::me(scope)?.time_zone;
        let due = self.due.as_ref().map(|due| due.read("due", zone)).transpose()?;
        if due.is_some_and(|due| due.deadline(scope.directory().zone()).timestamp_millis() <= scope.now()) {
            return Err(Error::field("due", "Choose a time to come."));
        }
        let new = New {
            words: self.body.clone(),
            order: self.order.into(),
            needs: self.needs.into(),
            approvers: self.approver_ids.clone(),
            due,
        };
        Ok(new.checked()?)
    }
}

/// An answer.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerInput {
    /// What it says.
    pub verdict: VerdictWord,
    /// Why. Whoever asks for changes says which.
    #[serde(default)]
    pub reason: String,
}

/// Who is asked instead.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StandInInput {
    /// The person.
    pub person_id: Uuid,
}
