//! Who does a step or approves it, and the step that is done by being approved: who has to say so, and where that stands.
//! It is never ticked by hand. Asking is not done here, and who the people of a role are is not known here.

use super::{Step, Task};
use crate::{
    Id, Rule,
    approval::{Needs, Order, asking::MOST},
    change::Value,
};

/// Who does a step, or has to approve it: somebody, or whoever has a part in the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chosen {
    /// Always the same person.
    Person(Id),
    /// The leads of the space.
    Lead,
    /// Whoever started the run.
    Starter,
    /// Whoever did the run before.
    LastDoer,
}

impl Chosen {
    /// As a value of the log.
    pub fn to_value(self) -> Value {
        match self {
            Chosen::Person(id) => Value::Id(id),
            Chosen::Lead => Value::Text("lead".into()),
            Chosen::Starter => Value::Text("starter".into()),
            Chosen::LastDoer => Value::Text("last_doer".into()),
        }
    }

    /// The inverse of [`Chosen::to_value`].
    pub fn from_value(value: &Value) -> Option<Self> {
        match (value.as_id(), value.as_text()) {
            (Some(id), _) => Some(Chosen::Person(id)),
            (None, Some("lead")) => Some(Chosen::Lead),
            (None, Some("starter")) => Some(Chosen::Starter),
            (None, Some("last_doer")) => Some(Chosen::LastDoer),
            _ => None,
        }
    }
}

/// By whom, and how, a step is approved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approving {
    /// Who is asked, in their order.
    pub approvers: Vec<Chosen>,
    /// In which order.
    pub order: Order,
    /// Whose approval it takes.
    pub needs: Needs,
}

/// Where it stands with a step that is not done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Stand {
    /// Nobody was asked yet: steps before it are open.
    #[default]
    Before,
    /// This approval is asked, or has approved it.
    Asked(Id),
    /// This approval came back: changes were asked for, or it was withdrawn. It is asked anew when somebody says so.
    Back(Id),
}

/// The approval of a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepApproval {
    /// By whom.
    pub by: Approving,
    /// Where it stands.
    pub stand: Stand,
}

impl Approving {
    /// The same, when it makes sense.
    ///
    /// # Errors
    /// Naming `field`.
    pub fn check(&self, field: &str) -> Result<(), Rule> {
        let wrong = |message: String| Err(Rule::field("invalid", field, message));
        if self.approvers.is_empty() {
            return wrong("Choose who is to approve this step.".into());
        }
        if self.approvers.len() > MOST {
            return wrong(format!("Ask at most {MOST} people at a time."));
        }
        let twice = |(at, one): (usize, &Chosen)| self.approvers.iter().take(at).any(|other| other == one);
        if self.approvers.iter().enumerate().any(twice) {
            return wrong("Name each person once.".into());
        }
        if self.order == Order::InOrder && self.needs == Needs::One {
            return wrong("Where one of several is enough they are asked at the same time.".into());
        }
        Ok(())
    }

    /// As a value of the log.
    pub fn to_value(&self) -> Value {
        Value::List(vec![
            Value::List(self.approvers.iter().copied().map(Chosen::to_value).collect()),
            Value::Bool(self.order == Order::InOrder),
            Value::Bool(self.needs == Needs::One),
        ])
    }

    /// The inverse of [`Approving::to_value`].
    pub fn from_value(value: &Value) -> Option<Approving> {
        let Value::List(parts) = value else { return None };
        let [Value::List(approvers), in_order, one] = parts.as_slice() else { return None };
        Some(Approving {
            approvers: approvers.iter().map(Chosen::from_value).collect::<Option<_>>()?,
            order: if *in_order == Value::Bool(true) { Order::InOrder } else { Order::AtOnce },
            needs: if *one == Value::Bool(true) { Needs::One } else { Needs::All },
        })
    }
}

impl Stand {
    /// The approval it is about.
    pub fn approval(self) -> Option<Id> {
        match self {
            Stand::Before => None,
            Stand::Asked(id) | Stand::Back(id) => Some(id),
        }
    }
}

impl StepApproval {
    /// Of a step that has just begun.
    pub fn new(by: Approving) -> Self {
        StepApproval { by, stand: Stand::Before }
    }

    /// As a value of the log.
    pub fn to_value(&self) -> Value {
        let back = matches!(self.stand, Stand::Back(_));
        Value::List(vec![self.by.to_value(), Value::opt(self.stand.approval(), Value::Id), Value::Bool(back)])
    }

    /// The inverse of [`StepApproval::to_value`].
    pub fn from_value(value: &Value) -> Option<StepApproval> {
        let Value::List(parts) = value else { return None };
        let [by, approval, back] = parts.as_slice() else { return None };
        let stand = match (approval.as_id(), *back == Value::Bool(true)) {
            (None, _) => Stand::Before,
            (Some(id), false) => Stand::Asked(id),
            (Some(id), true) => Stand::Back(id),
        };
        Some(StepApproval { by: Approving::from_value(by)?, stand })
    }
}

/// Whether the turn of a step has come: somebody works on the task, and all steps before it are done.
pub fn is_due(task: &Task, step: Id) -> bool {
    let before = task.steps.iter().take_while(|one| one.id != step);
    task.category.is_open() && task.trashed_ms.is_none() && before.into_iter().all(|one| one.done.is_some())
}

/// The step at which a run waits for an approval, or for somebody to say that it is ready again.
pub fn waits_at(task: &Task) -> Option<(&Step, &StepApproval)> {
    let next = task.steps.iter().find(|step| step.done.is_none())?;
    let approval = next.approval.as_ref().filter(|approval| approval.stand != Stand::Before)?;
    Some((next, approval))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn by(approvers: &[Chosen], order: Order, needs: Needs) -> Approving {
        Approving { approvers: approvers.to_vec(), order, needs }
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        let ana = Chosen::Person(Id::from_u128(1));
        assert!(by(&[ana, Chosen::Lead], Order::InOrder, Needs::All).check("steps").is_ok());
        let wrong = [
            by(&[], Order::AtOnce, Needs::All),
            by(&[ana, Chosen::Lead, ana], Order::AtOnce, Needs::All),
            by(&[ana, Chosen::Lead], Order::InOrder, Needs::One),
            by(&(0..21).map(|id| Chosen::Person(Id::from_u128(id))).collect::<Vec<_>>(), Order::AtOnce, Needs::All),
        ];
        for one in wrong {
            assert_eq!(one.check("steps").unwrap_err().field, "steps", "{one:?}");
        }
    }

    #[test]
    fn values_of_the_log_are_read_again() {
        let all = [Chosen::Starter, Chosen::Person(Id::from_u128(7)), Chosen::LastDoer, Chosen::Lead];
        for (order, needs) in [(Order::InOrder, Needs::All), (Order::AtOnce, Needs::One)] {
            for stand in [Stand::Before, Stand::Asked(Id::from_u128(3)), Stand::Back(Id::from_u128(4))] {
                let one = StepApproval { by: by(&all, order, needs), stand };
                assert_eq!(StepApproval::from_value(&one.to_value()), Some(one));
            }
        }
        assert_eq!(Approving::from_value(&Value::List(vec![])), None);
    }
}
