//! When the task of a run may be done: what had to be shown was shown, and what had to be approved is. A run that is
//! left out needs none of it, but a reason, which is for processes.

use super::{Step, Task};
use crate::{Rule, space::Category};

/// Whether a step is one that a run must not be done without: it asks for something, or for an approval.
pub fn is_held(step: &Step) -> bool {
    step.asks.is_some() || step.approval.is_some()
}

/// Looks whether a task may become what it is to be.
///
/// # Errors
/// `steps_open` when it is a run that would be done with such a step open.
pub fn check(before: &Task, after: &Task) -> Result<(), Rule> {
    let done = before.category != Category::Done && after.category == Category::Done;
    if !done || after.process.is_none() {
        return Ok(());
    }
    let open = || after.steps.iter().filter(|step| step.done.is_none() && is_held(step));
    let Some(first) = open().next() else { return Ok(()) };
    let what =
        if first.approval.is_some() { "is not approved yet" } else { "asks for something that is not there yet" };
    let more = match open().count() - 1 {
        0 => String::new(),
        1 => " So is one more step.".into(),
        more => format!(" So are {more} more steps."),
    };
    let message = format!("“{}” {what}.{more} Finish that first, or skip this run with a reason.", first.text);
    Err(Rule::whole("steps_open", message))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Id,
        actor::Actor,
        approval::{Needs, Order},
        space::Space,
        task::{
            approving::{Approving, Chosen, StepApproval},
            evidence::{Asks, Bounds, Evidence},
        },
    };

    fn step(asks: Option<Evidence>, approved: bool) -> Step {
        let by = Approving { approvers: vec![Chosen::Lead], order: Order::AtOnce, needs: Needs::All };
        Step {
            id: Id::from_u128(2),
            text: "Tyres".into(),
            done: None,
            assignee: None,
            due: None,
            order: "V".into(),
            asks: asks.map(|evidence| Asks { evidence, bounds: Bounds::default() }),
            proof: None,
            approval: approved.then(|| StepApproval::new(by)),
        }
    }

    #[test]
    fn a_run_is_done_when_what_it_holds_is() {
        let home = Space::new(Id::from_u128(7), 3, "Service".into(), "SVC".into(), 0);
        let mut open = Task::new(Id::from_u128(1), &home, Actor::System, 0);
        open.steps = vec![step(None, false), step(Some(Evidence::Photo), false), step(None, true)];
        let with =
            |category, process: Option<u128>| Task { category, process: process.map(Id::from_u128), ..open.clone() };
        assert!(check(&open, &with(Category::Done, None)).is_ok(), "a task that is no run is its people's own");
        assert!(check(&open, &with(Category::Cancelled, Some(9))).is_ok(), "a run can be left out");
        let refused = check(&open, &with(Category::Done, Some(9))).unwrap_err();
        assert_eq!((refused.code, refused.message.contains("one more step")), ("steps_open", true), "{refused}");
        let mut ready = with(Category::Done, Some(9));
        for step in ready.steps.iter_mut().skip(1) {
            step.done = Some((5, None));
        }
        assert!(check(&open, &ready).is_ok(), "plain steps may stay open");
        let still = with(Category::Done, Some(9));
        assert!(check(&still, &still).is_ok(), "what was done before stays so");
    }
}
