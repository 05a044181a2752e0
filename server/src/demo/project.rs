//! A space that is to be finished on a day: its plan as it was once, what it may cost and did, and how it was said to
//! stand.

use super::{
    make::{Company, Event, Events},
    seed::{SeedSpace, parts, who_when},
};
use crate::{
    Error,
    access::{Who, Work},
    budgets::{
        self,
        input::{BudgetInput, NewExpense, StateShape},
    },
    error::Code,
    http::call::IfMatch,
    plan::{
        self,
        input::{NewBaseline, NewStatusNote},
    },
    spaces::{self, input::SpacePatch},
};
use guildhall_domain::Id;
use serde_json::json;
use std::collections::HashMap;

/// Days since which such a space has a day on which it is to be finished, so before its first task.
const SINCE: i64 = 59;
/// Days since which its tasks depend on each other.
const DEPENDS: i64 = 49;

/// The plan and the budget of a space, as they stand in the text of the company.
#[derive(Debug, Default)]
pub struct SeedProject {
    /// In how many days it is to be finished, what it may cost, and what an hour of whoever has no rate costs.
    pub finish: [String; 3],
    /// Baselines: name, how many days ago.
    pub baselines: Vec<[String; 2]>,
    /// How it stood: who said so and how many days ago, the word of it, words.
    pub notes: Vec<[String; 3]>,
    /// Expenses: for what, how much, in how many days.
    pub spent: Vec<[String; 3]>,
    /// Orders: the same.
    pub ordered: Vec<[String; 3]>,
}

impl SeedProject {
    /// A line of it.
    pub(super) fn line(&mut self, word: &str, rest: &str) {
        match word {
            "finish" => self.finish = parts(rest),
            "baseline" => self.baselines.push(parts(rest)),
            "stands" => self.notes.push(parts(rest)),
            "spent" => self.spent.push(parts(rest)),
            _ => self.ordered.push(parts(rest)),
        }
    }
}

/// Something that became of a plan, or of what it may cost.
pub(super) enum Project {
    /// It got a day on which it is to be finished.
    Finish(Id, SpacePatch),
    /// A task begins after another one.
    After(Id, Id),
    /// Its days were kept.
    Kept(Id, NewBaseline),
    /// It was said how it stands.
    Stands(Id, NewStatusNote),
    /// It may cost so much.
    Budget(Id, BudgetInput),
    /// It cost something, or will.
    Costs(Id, NewExpense),
}

impl Project {
    /// Carries it out. It may be done twice, as any command.
    pub(super) fn happens(&self, work: &mut Work<'_, '_>) -> Result<(), Error> {
        match self {
            Project::Finish(home, patch) => spaces::commands::edit(work, *home, IfMatch::Any, patch, "").map(drop),
            Project::After(task, before) => plan::commands::depend(work, *task, *before, Some(0)).map(drop),
            Project::Kept(home, input) => plan::baselines::keep(work, *home, input).map(drop),
            Project::Stands(home, input) => plan::notes::say(work, *home, input).map(drop),
            Project::Budget(home, input) => budgets::commands::put(work, *home, input).map(drop),
            Project::Costs(home, input) => budgets::expenses::create(work, *home, input).map(drop),
        }
    }
}

fn number(text: &str) -> i64 {
    text.trim_start_matches('+').parse().unwrap_or(0)
}

impl Company {
    /// What became of the plan of a space, by whoever leads it; nothing for one that goes on for ever.
    pub(super) fn project(
        &self,
        events: &mut Events,
        space: &SeedSpace,
        home: Id,
        tasks: &HashMap<String, Id>,
    ) -> Result<(), Error> {
        let SeedProject { finish: [finish, amount, rate], baselines, notes, spent, ordered } = &space.project;
        if finish.is_empty() {
            return Ok(());
        }
        let lead = self.person(space.lead.first().map_or("Nora", String::as_str))?;
        let mut add = |days: i64, minutes: i64, who: Id, what: Project| {
            let what = Event::Project(Box::new(what));
            events.push((self.ago(days, minutes), events.len(), Who::person(who), what));
        };
        let patch = SpacePatch { finish: Some(Some(self.day(number(finish)))), ..SpacePatch::default() };
        add(SINCE, 0, lead, Project::Finish(home, patch));
        for task in &space.tasks {
            for before in &task.after {
                let (Some(task), Some(before)) = (tasks.get(&task.title), tasks.get(before)) else {
                    let words = format!("The demo lets {} begin after {before}, which is not there.", task.title);
                    return Err(Error::because(Code::Internal, words));
                };
                add(DEPENDS, 20, lead, Project::After(*task, *before));
            }
        }
        for [name, days] in baselines {
            add(-number(days), 30, lead, Project::Kept(home, NewBaseline { id: None, name: name.clone() }));
        }
        for [said, health, body] in notes {
            let (who, days) = who_when(said);
            let note = serde_json::from_value(json!({ "health": health, "body": body }))
                .map_err(|error| Error::because(Code::Internal, format!("The demo has a wrong note: {error}")))?;
            add(days, 200, self.person(&who)?, Project::Stands(home, note));
        }
        if amount.is_empty() {
            return Ok(());
        }
        let rate = Some(rate.clone()).filter(|rate| !rate.is_empty());
        let budget = BudgetInput { amount: amount.clone(), currency: None, rate };
        add(DEPENDS, 40, lead, Project::Budget(home, budget));
        let states = [(StateShape::Spent, spent), (StateShape::Ordered, ordered)];
        for (state, [title, amount, days]) in
            states.iter().flat_map(|(state, all)| all.iter().map(move |one| (*state, one)))
        {
            let (title, amount, days) = (title.clone(), amount.clone(), number(days));
            let day = Some(self.day(days));
            let costs = NewExpense { id: None, title, amount, currency: None, state, day, receipt_id: None };
            // What is to be paid was ordered a week ago.
            add(if days < 0 { -days } else { 7 }, 250, lead, Project::Costs(home, costs));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use crate::demo::seed;

    #[test]
    fn plans_of_the_company_name_what_is_there() {
        let seed = seed::read();
        let known = |name: &str| seed.people.iter().any(|person| person[0].split(' ').next() == Some(name));
        assert!(seed.handed_in.iter().all(|name| known(name)) && !seed.handed_in.is_empty());
        let dated: Vec<_> = seed.spaces.iter().filter(|space| !space.project.finish[0].is_empty()).collect();
        assert_eq!(dated.len(), 2);
        for space in &seed.spaces {
            let (name, plan) = (&space.head[0], &space.project);
            let mut named = space.tasks.iter().filter_map(|task| task.section.as_ref());
            assert!(named.all(|section| space.sections.contains(section)), "{name}");
            let planned = space.tasks.iter().filter(|task| task.from.is_some() || task.milestone).count();
            assert_eq!(planned > 9, !plan.finish[0].is_empty(), "{planned} in {name}");
            for task in &space.tasks {
                assert!(task.from.is_none_or(|from| task.due.is_some_and(|due| from <= due)), "{}", task.title);
                for before in &task.after {
                    assert!(space.tasks.iter().any(|other| other.title == *before), "{before}");
                }
            }
            for [said, health, _] in &plan.notes {
                let (who, _) = seed::who_when(said);
                assert!(space.lead.contains(&who) && ["on_track", "at_risk", "off_track"].contains(&health.as_str()));
            }
            let mut costs = plan.spent.iter().chain(&plan.ordered);
            assert!(costs.all(|[_, amount, days]| amount.parse::<f64>().is_ok() && !days.is_empty()), "{name}");
        }
        let at_risk = |space: &&&seed::SeedSpace| space.project.notes.last().is_some_and(|note| note[1] == "at_risk");
        assert_eq!(dated.iter().filter(at_risk).count(), 1);
    }
}
