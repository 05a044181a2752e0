//! What comes again: processes, and how their runs went so far.

use super::make::{Company, Event, Events};
use crate::{
    Error,
    access::{Scope, Who, Work},
    http::call::IfMatch,
    processes::{
        commands::{self, due, runs},
        input::{AssignShape, AssignWord, ProcessInput, StepShape},
        store,
    },
    tasks::{
        self,
        evidence::{EvidenceWord, ProofInput},
        input::{StepPatch, TaskPatch},
    },
};
use chrono::{NaiveTime, Timelike};
use guildhall_domain::{
    Id,
    recurrence::Recurrence,
    space::Category,
    task::{Step, evidence::Evidence},
    when,
};

const MINUTE: i64 = 60_000;
/// Days since which processes are there.
const SINCE: i64 = 56;

/// A process as it stands in the text of the company.
#[derive(Debug, Clone, Default)]
pub struct SeedAgain {
    /// Name, rule, who takes turns, by when it is done, how many minutes it takes.
    pub head: [String; 5],
    /// Steps: what to do, and what has to be shown: `number 3 mm`, `yes_no`, `signature`.
    pub steps: Vec<(String, String)>,
    /// How some of the runs went otherwise, the last one being 1: `late`, or why it was skipped.
    pub otherwise: Vec<(usize, String)>,
}

impl SeedAgain {
    /// A line below its head.
    pub fn under(&mut self, line: &str) {
        match line.split_once(": ").map(|(head, why)| (head.strip_prefix("run -").map(str::parse), why)) {
            Some((Some(Ok(which)), why)) => self.otherwise.push((which, why.to_owned())),
            _ => {
                let (text, shown) = line.split_once(" | ").unwrap_or((line, ""));
                self.steps.push((text.to_owned(), shown.to_owned()));
            }
        }
    }

    /// First names of those who do it.
    pub fn people(&self) -> impl Iterator<Item = &str> {
        self.head[2].split(',').map(str::trim)
    }
}

/// Something that happened to a process.
pub(super) enum Again {
    /// It was made in a space.
    Made(ProcessInput, Id),
    /// Its time came.
    Due(Id),
    /// Its next time was left out.
    Skipped(Id, String),
    /// A step of its last run was ticked, by its place.
    Ticked(Id, usize, u32),
    /// Its last run was done.
    Done(Id),
}

impl Again {
    /// Carries it out. It may be done twice, as any command.
    pub(super) fn happens(&self, work: &mut Work<'_, '_>) -> Result<(), Error> {
        match self {
            Again::Made(input, home) => commands::create(work, *home, input).map(drop),
            Again::Due(process) => due::start(work, &[*process]),
            Again::Skipped(process, reason) => runs::skip_next(work, *process, reason).map(drop),
            Again::Ticked(process, place, dice) => {
                let Some(run) = last(work, *process)? else { return Ok(()) };
                let task = tasks::store::get(work.read(), run)?.ok_or_else(Error::not_found)?;
                let Some(step) = task.steps.get(*place) else { return Ok(()) };
                let signs = work.who().person.and_then(|id| work.directory().person(id)).map(|me| me.name.clone());
                let evidence = shown(step, signs.unwrap_or_default(), *dice);
                let patch = StepPatch { done: Some(true), evidence, ..StepPatch::default() };
                tasks::commands::steps::patch(work, run, step.id, &patch).map(drop)
            }
            Again::Done(process) => {
                let Some(run) = last(work, *process)? else { return Ok(()) };
                let task = tasks::store::get(work.read(), run)?.ok_or_else(Error::not_found)?;
                let home = work.directory().space(task.space).cloned().ok_or_else(Error::not_found)?;
                let status_id = home.first_status(Category::Done).map(|status| status.id);
                let patch = TaskPatch { status_id, ..TaskPatch::default() };
                tasks::commands::edit(work, run, IfMatch::Any, &patch).map(drop)
            }
        }
    }
}

fn last(work: &Work<'_, '_>, process: Id) -> Result<Option<Id>, Error> {
    Ok(store::get(work.read(), process)?.and_then(|process| process.clock.last))
}

/// What somebody shows for a step.
fn shown(step: &Step, signs: String, dice: u32) -> Option<ProofInput> {
    let asks = step.asks.as_ref()?;
    let nothing = ProofInput::default();
    Some(match asks.evidence {
        Evidence::Signature => ProofInput { signature: Some(signs), ..nothing },
        Evidence::YesNo => ProofInput { answer: Some(true), ..nothing },
        _ => {
            let least = asks.bounds.least.or(asks.bounds.most.map(|most| most - 3_000)).unwrap_or(0);
            let number = least + i64::from(dice % 25) * 100;
            let number = asks.bounds.most.map_or(number, |most| number.min(most));
            ProofInput { number: Some(tasks::evidence::number(number)), ..nothing }
        }
    })
}

/// Brings what became of all runs up to date, as the clockwork of a server would.
pub(super) fn settle(work: &mut Work<'_, '_>) -> Result<(), Error> {
    let mut changed = Vec::new();
    for process in store::after(work.read(), None)?.collect::<Result<Vec<_>, _>>()? {
        for run in store::runs(work.read(), process, None)?.collect::<Result<Vec<_>, _>>()? {
            changed.push(run.id);
        }
    }
    let cursor = work.tx.next_seq().saturating_sub(1);
    due::follow(work, &changed, cursor)
}

fn step((text, shown): &(String, String)) -> StepShape {
    let mut words = shown.split(' ');
    let evidence = match words.next() {
        Some("number") => EvidenceWord::Number,
        Some("yes_no") => EvidenceWord::YesNo,
        Some("signature") => EvidenceWord::Signature,
        _ => EvidenceWord::None,
    };
    let bound = words.next().unwrap_or_default();
    StepShape {
        text: text.clone(),
        evidence,
        least: bound.parse().ok(),
        most: bound.strip_prefix('<').and_then(|most| most.parse().ok()),
        unit: words.next().unwrap_or_default().to_owned(),
        ..StepShape::default()
    }
}

impl Company {
    /// A process with its runs until now.
    pub(super) fn again(&self, events: &mut Events, home: Id, lead: &str, again: &SeedAgain) -> Result<(), Error> {
        let [name, rule, _, done_at, minutes] = again.head.clone();
        let people = again.people().map(|name| self.person(name)).collect::<Result<Vec<_>, _>>()?;
        let id = crate::secrets::id(self.now);
        let who = if people.len() > 1 { AssignWord::Rotating } else { AssignWord::Person };
        let input = ProcessInput {
            id: Some(id),
            name,
            rule: Some(rule.clone()),
            steps: again.steps.iter().map(step).collect(),
            assign: AssignShape { who, person_ids: people.clone() },
            done_at: Some(done_at.clone()),
            ..ProcessInput::default()
        };
        let begun = self.ago(SINCE, 0);
        let mut add = |at: i64, who: Who, what: Again| {
            if at < self.now - MINUTE {
                events.push((at, events.len(), who, Event::Again(Box::new(what))));
            }
        };
        let lead = Who::person(self.person(lead)?);
        add(begun, lead, Again::Made(input, home));
        let times = self.times(&rule, begun)?;
        let minutes: i64 = minutes.parse().unwrap_or(30);
        let mut turns = people.iter().cycle();
        for (place, at) in times.iter().enumerate() {
            let otherwise = again.otherwise.iter().find(|(ago, _)| *ago == times.len() - place).map(|(_, why)| why);
            if let Some(why) = otherwise.filter(|why| *why != "late") {
                add(at - 20 * 60 * MINUTE, lead, Again::Skipped(id, why.clone()));
                continue;
            }
            let Some(doer) = turns.next().copied().map(Who::person) else { continue };
            add(*at + 1_000, Who::system(), Again::Due(id));
            // Never twice the same, and the same in every demo.
            let dice = |sides: usize| i64::try_from((place * 7 + again.steps.len() * 3) % sides).unwrap_or(0);
            let late = if otherwise.is_some() { minutes_until(*at, &done_at) + 25 + dice(90) } else { 0 };
            let started = at + (5 + dice(9) + late) * MINUTE;
            let each = minutes.max(1) / i64::try_from(again.steps.len().max(1)).unwrap_or(1);
            let mut now = started;
            for step in 0..again.steps.len() {
                now += (each + i64::try_from((place + step * 5) % 4).unwrap_or(0) - 1).max(1) * MINUTE;
                let dice = u32::try_from(place * 11 + step * 3).unwrap_or(0);
                add(now, doer, Again::Ticked(id, step, dice));
            }
            add(now + 2 * MINUTE, doer, Again::Done(id));
        }
        Ok(())
    }

    /// The times of a rule until now.
    fn times(&self, rule: &str, begun: i64) -> Result<Vec<i64>, Error> {
        let view = self.app.view(Who::system())?;
        let place = view.directory().place();
        let today = when::today(when::from_ms(begun), place.zone);
        let rule = Recurrence::parse(rule, today)?;
        let first = rule.first(when::from_ms(begun), &place);
        let all = std::iter::successors(first, |at| rule.next(*at, &place)).map(|at| at.timestamp_millis());
        Ok(all.take_while(|at| *at < self.now - MINUTE).collect())
    }
}

/// Minutes from a moment until a time of its day in Berlin.
fn minutes_until(at: i64, time: &str) -> i64 {
    let minute = |time: NaiveTime| i64::from(time.hour() * 60 + time.minute());
    let wanted = NaiveTime::parse_from_str(time, "%H:%M").map_or(0, minute);
    (wanted - minute(when::from_ms(at).with_timezone(&chrono_tz::Europe::Berlin).time())).max(0)
}
