//! Tasks as they stand in the text of the company, and what became of each so far.

use super::{
    asked::SeedAsk,
    make::{Company, Event, Events},
    seed::{SeedSpace, weekday, who_when},
};
use crate::{
    Error,
    access::{Who, Work},
    http::shapes::WhenShape,
    tasks::{
        input::{StepInput, TaskInput, TaskPatch},
        views::{PriorityShape, WaitingShape},
    },
    time::{self, input::NewEntry},
};
use chrono::{Datelike, Days};
use guildhall_domain::{Id, capture, when};

/// Weeks of the past and of the future in which weekly work stands.
const WEEKS: std::ops::Range<i64> = -7..3;
/// Days back to which people wrote down what they worked; on what is planned they always did.
const WRITTEN: i64 = 14;
/// Days since which planned tasks are there.
const PLANNED: i64 = 50;
/// Days since which it is known that something becomes later.
const LATER: i64 = 9;

/// A task.
#[derive(Debug, Default, Clone)]
pub struct SeedTask {
    /// Title.
    pub title: String,
    /// First name of who does it.
    pub who: Option<String>,
    /// Days from today.
    pub due: Option<i64>,
    /// Its first day, in days from today.
    pub from: Option<i64>,
    /// It is a day to be reached.
    pub milestone: bool,
    /// Titles of the tasks after which it begins.
    pub after: Vec<String>,
    /// So many days it is later than it was planned.
    pub later: Option<i64>,
    /// The section it stands in; by its length unless told.
    pub section: Option<String>,
    /// Priority word.
    pub priority: Option<String>,
    /// Tags.
    pub tags: Vec<String>,
    /// Minutes.
    pub minutes: Option<u32>,
    /// Being worked on.
    pub doing: bool,
    /// What it waits for.
    pub waiting: Option<String>,
    /// Days from today on which that is asked again.
    pub ask: Option<i64>,
    /// Days ago it was done.
    pub done: Option<i64>,
    /// Body.
    pub text: String,
    /// Steps and whether they are ticked.
    pub steps: Vec<(String, bool)>,
    /// Comments: who, days ago, words.
    pub comments: Vec<(String, i64, String)>,
    /// Titles of sub-tasks.
    pub subs: Vec<String>,
    /// What was asked for approval.
    pub asks: Vec<SeedAsk>,
}

impl SeedTask {
    /// Whether it has a place in a plan, and so has been there since the plan was made.
    fn is_planned(&self) -> bool {
        self.from.is_some() || self.milestone
    }
}

pub(super) fn task_line(line: &str) -> SeedTask {
    let mut cells = line.split('|').map(str::trim);
    let mut task = SeedTask { title: cells.next().unwrap_or_default().to_owned(), ..SeedTask::default() };
    for cell in cells {
        let days = |prefix: &str| {
            cell.strip_prefix(prefix).and_then(|days| days.trim().trim_start_matches('+').parse::<i64>().ok())
        };
        if let Some(who) = cell.strip_prefix('@') {
            task.who = Some(who.to_owned());
        } else if let Some(days) = days("due ") {
            task.due = Some(days);
        } else if let Some(days) = days("from ") {
            task.from = Some(days);
        } else if let Some(days) = days("later ") {
            task.later = Some(days);
        } else if let Some(title) = cell.strip_prefix("after ") {
            task.after.push(title.to_owned());
        } else if let Some(section) = cell.strip_prefix("in ") {
            task.section = Some(section.to_owned());
        } else if cell == "milestone" {
            task.milestone = true;
        } else if let Some(days) = days("ask ") {
            task.ask = Some(days);
        } else if let Some(days) = days("done ") {
            task.done = Some(-days);
        } else if let Some(word) = cell.strip_prefix('!') {
            task.priority = Some(word.to_owned());
        } else if let Some(tag) = cell.strip_prefix('+') {
            task.tags.push(tag.to_owned());
        } else if let Some(minutes) = cell.strip_prefix('~') {
            task.minutes = capture::minutes(minutes);
        } else if let Some(what) = cell.strip_prefix("waiting ") {
            task.waiting = Some(what.to_owned());
        } else if cell == "doing" {
            task.doing = true;
        }
    }
    task
}

pub(super) fn under_task(task: &mut SeedTask, line: &str) {
    if let Some(text) = line.strip_prefix("text: ") {
        task.text = text.to_owned();
    } else if let Some(step) = line.strip_prefix("[ ] ") {
        task.steps.push((step.to_owned(), false));
    } else if let Some(step) = line.strip_prefix("[x] ") {
        task.steps.push((step.to_owned(), true));
    } else if let Some(title) = line.strip_prefix("sub: ") {
        task.subs.push(title.to_owned());
    } else if let Some((head, words)) = line.strip_prefix("> ").and_then(|said| said.split_once(": ")) {
        let (who, days) = head.rsplit_once(" -").unwrap_or((head, "1"));
        task.comments.push((who.to_owned(), days.parse().unwrap_or(1), words.to_owned()));
    } else if let Some((head, words)) = line.strip_prefix("? ").and_then(|asked| asked.split_once(": ")) {
        let (who, ago) = who_when(head.trim_end_matches(" approved"));
        task.asks.push(SeedAsk { who, ago, approved: head.ends_with(" approved"), words: words.to_owned() });
    }
}

/// Weekly work as one task a week; what lies behind was done, most of it in time.
pub(super) fn weekly(space: &SeedSpace, now: i64) -> Vec<SeedTask> {
    let today = when::today(when::from_ms(now), chrono_tz::UTC);
    let monday = today.checked_sub_days(Days::new(today.weekday().num_days_from_monday().into())).unwrap_or(today);
    let mut tasks = Vec::new();
    for [title, section, who, day, minutes] in &space.weekly {
        let at = i64::from(weekday(day).unwrap_or(0));
        for week in WEEKS {
            let date = monday + chrono::Duration::days(week * 7 + at);
            let due = (date - today).num_days();
            tasks.push(SeedTask {
                title: format!("{title}, {}", date.format("%-d %B")),
                who: Some(who.clone()),
                due: Some(due),
                minutes: minutes.parse().ok(),
                done: (due < 0).then(|| -due - i64::from((week + due).rem_euclid(6) == 0)).filter(|days| *days >= 0),
                section: Some(section.clone()),
                ..SeedTask::default()
            });
        }
    }
    tasks
}

impl Company {
    /// The events of a task in its life so far; answers its id.
    pub(super) fn plan(&self, events: &mut Events, space: &SeedSpace, home: Id, task: &SeedTask) -> Result<Id, Error> {
        let id = crate::secrets::id(self.now);
        let lead = self.person(space.lead.first().map_or("Nora", String::as_str))?;
        let who = task.who.as_deref().map(|who| self.person(who)).transpose()?;
        let said = task.comments.iter().map(|(_, days, _)| *days).max().unwrap_or(0);
        let made = (said.max(task.done.unwrap_or(0)).max(-task.due.unwrap_or(0))
            + 3
            + i64::try_from(task.title.len() % 9).unwrap_or(0))
        .max(if task.is_planned() { PLANNED } else { 0 })
        .min(58);
        let mut add = |days: i64, minutes: i64, who: Id, event: Event| {
            events.push((self.ago(days, minutes), events.len(), Who::person(who), event));
        };
        let input = self.input(space, task, id)?;
        add(made, 0, lead, Event::Create(Box::new(input), home));
        for (at, title) in task.subs.iter().enumerate() {
            let sub = TaskInput { title: title.clone(), parent_id: Some(id), ..TaskInput::default() };
            add(made, 5 + i64::try_from(at).unwrap_or(0), lead, Event::Create(Box::new(sub), home));
        }
        for (at, _) in task.steps.iter().enumerate().filter(|(_, (_, done))| *done) {
            add(2, 30 + i64::try_from(at).unwrap_or(0), who.unwrap_or(lead), Event::Tick(id, at));
        }
        for (at, (person, days, words)) in task.comments.iter().enumerate() {
            add(
                *days,
                60 + i64::try_from(at).unwrap_or(0) * 37,
                self.person(person)?,
                Event::Comment(id, words.clone()),
            );
        }
        if task.later.is_some() {
            let (start, due) = self.dates(task, 0);
            let patch = TaskPatch { start: start.map(Some), due: due.map(Some), ..TaskPatch::default() };
            add(LATER, 50, lead, Event::Edit(id, Box::new(patch)));
        }
        if task.doing || task.waiting.is_some() {
            let remind_on = task.ask.map(|days| self.day(days));
            let waiting = task.waiting.clone().map(|text| Some(WaitingShape { text, remind_on, person_id: None }));
            let patch =
                TaskPatch { status_id: Some(if waiting.is_some() { 3 } else { 2 }), waiting, ..TaskPatch::default() };
            add(2, 10, who.unwrap_or(lead), Event::Edit(id, Box::new(patch)));
        }
        if let Some(days) = task.done {
            add(
                days,
                400,
                who.unwrap_or(lead),
                Event::Edit(id, Box::new(TaskPatch { status_id: Some(4), ..TaskPatch::default() })),
            );
        }
        if let (Some(days), Some(minutes)) = (task.done, task.minutes)
            && (days <= WRITTEN || task.is_planned())
        {
            add(days, 405, who.unwrap_or(lead), Event::Worked(id, minutes));
        }
        self.asked(events, id, who.unwrap_or(lead), &task.asks)?;
        Ok(id)
    }

    /// First and last day of a task, so many days earlier.
    fn dates(&self, task: &SeedTask, earlier: i64) -> (Option<WhenShape>, Option<WhenShape>) {
        let day = |days: i64| WhenShape { date: self.day(days - earlier), time: None, zone: None };
        (task.from.map(day), task.due.map(day))
    }

    fn input(&self, space: &SeedSpace, task: &SeedTask, id: Id) -> Result<TaskInput, Error> {
        let (start, due) = self.dates(task, task.later.unwrap_or(0));
        // Where no section is named, tasks are spread over them by their length.
        let section = match &task.section {
            Some(section) => space.sections.iter().position(|name| name == section),
            None => Some(task.title.len() % space.sections.len().max(1)),
        };
        Ok(TaskInput {
            id: Some(id),
            title: task.title.clone(),
            body: task.text.clone(),
            // Sections were added in order to a space whose five statuses have the numbers before.
            section_id: section.and_then(|at| u32::try_from(at + 6).ok()),
            assignee_id: task.who.as_deref().map(|who| self.person(who)).transpose()?,
            priority: task.priority.as_deref().map(priority),
            start,
            due,
            milestone: task.milestone,
            estimate_minutes: task.minutes,
            tag_ids: task.tags.iter().filter_map(|tag| self.tags.get(tag).copied()).collect(),
            steps: task
                .steps
                .iter()
                .map(|(text, _)| StepInput { text: text.clone(), ..StepInput::default() })
                .collect(),
            ..TaskInput::default()
        })
    }
}

/// What a task took: about what it was thought to, to five minutes.
pub(super) fn worked(work: &mut Work<'_, '_>, task_id: Id, estimate: u32) -> Result<(), Error> {
    let minutes =
        (estimate * (80 + task_id.as_bytes().last().map_or(0, |byte| u32::from(*byte)) % 50) / 100 / 5).max(1) * 5;
    let billable = minutes > 45;
    let (day, note, time) = (None, String::new(), None);
    let entry = NewEntry { task_id, day, minutes: Some(minutes.into()), time, note, billable };
    time::commands::create(work, &entry).map(drop)
}

fn priority(word: &str) -> PriorityShape {
    match word {
        "low" => PriorityShape::Low,
        "high" => PriorityShape::High,
        "urgent" => PriorityShape::Urgent,
        _ => PriorityShape::Normal,
    }
}
