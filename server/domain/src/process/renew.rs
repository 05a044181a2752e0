//! Bringing a run that is open to another procedure. What was done stays done, and what somebody added by hand stays.

use super::Step as Line;
use crate::{
    order,
    task::{Step, finishing},
};

/// The steps of a run that has `has`, began with `was`, and is to have `fresh`. A step is the same one where it says the same.
/// What a run must not be done without is loosened or left out only where `free`.
pub fn renewed(has: &[Step], was: &[Line], fresh: Vec<Step>, free: bool) -> Vec<Step> {
    let mut left: Vec<Step> = has.to_vec();
    let stays = |step: &Step| step.done.is_some() || (!free && finishing::is_held(step));
    let mut all: Vec<Step> = Vec::new();
    for step in fresh {
        let known = left.iter().position(|one| one.text == step.text).map(|place| left.remove(place));
        all.push(match known {
            Some(known) if stays(&known) => known,
            Some(known) => as_now(known, step),
            None => Step { order: String::new(), ..step },
        });
    }
    left.retain(|step| stays(step) || !was.iter().any(|line| line.text == step.text));
    all.extend(left);
    ordered(all)
}

/// An open step as the procedure has it now. Where the same people approve it, it stands where it stood.
fn as_now(known: Step, now: Step) -> Step {
    let same = matches!((&known.approval, &now.approval), (Some(was), Some(is)) if was.by == is.by);
    Step {
        id: known.id,
        assignee: now.assignee.or(known.assignee),
        order: known.order,
        approval: if same { known.approval } else { now.approval },
        ..now
    }
}

/// In this order: only what is new or moved gets another key.
fn ordered(mut steps: Vec<Step>) -> Vec<Step> {
    let keys: Vec<String> = steps.iter().map(|step| step.order.clone()).collect();
    let mut low = String::new();
    for (at, step) in steps.iter_mut().enumerate() {
        if step.order <= low {
            let high = keys.iter().skip(at + 1).find(|key| **key > low).cloned().unwrap_or_default();
            step.order = order::between(&low, &high);
        }
        low.clone_from(&step.order);
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Id, process::Evidence};

    fn step(text: &str, order: &str) -> Step {
        let id = Id::from_u128(text.bytes().fold(0, |sum, byte| sum * 31 + u128::from(byte)));
        let (text, order) = (text.to_owned(), order.to_owned());
        Step { id, text, done: None, assignee: None, due: None, order, asks: None, proof: None, approval: None }
    }

    fn line(text: &str) -> Line {
        let (text, bounds) = (text.to_owned(), crate::process::Bounds::default());
        Line { text, doer: None, due_days: None, evidence: Evidence::None, bounds, approval: None }
    }

    #[test]
    fn what_was_done_or_added_by_hand_stays_and_the_rest_is_as_the_procedure_says() {
        let done = Step { done: Some((1, None)), ..step("Oil", "b") };
        let has = [step("Lights", "a"), done.clone(), step("Fax", "c"), step("My own", "d")];
        let was = ["Lights", "Oil", "Fax"].map(line);
        let fresh = vec![step("Tyres", "x"), step("Lights", "y")];
        let now = renewed(&has, &was, fresh, true);
        let texts: Vec<&str> = now.iter().map(|step| step.text.as_str()).collect();
        assert_eq!(texts, ["Tyres", "Lights", "Oil", "My own"]);
        assert_eq!(now.get(2), Some(&done), "what was done keeps its place and its key");
        assert!(now.is_sorted_by(|a, b| a.order < b.order), "{now:?}");
    }

    #[test]
    fn what_a_run_must_not_be_done_without_is_left_out_by_leads_alone() {
        let asks = crate::process::Asks { evidence: Evidence::Photo, bounds: crate::process::Bounds::default() };
        let has = [Step { asks: Some(asks), ..step("Photo of the van", "a") }];
        let was = [line("Photo of the van")];
        assert_eq!(renewed(&has, &was, vec![step("Photo of the van", "z")], false), has);
        assert_eq!(renewed(&has, &was, Vec::new(), false).len(), 1);
        assert!(renewed(&has, &was, Vec::new(), true).is_empty());
    }
}
