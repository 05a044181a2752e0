//! Makes the company: everything that happened is a list of events in time, carried out one by one
//! with a clock of its own, by the people who did it.

use super::{
    again::{self, Again},
    asked::Asked,
    paper::Paper,
    seed::{self, SeedSpace, SeedTask},
    talk::Talk,
};
use crate::{
    App, Error, Parts,
    access::{Scope, Tag, Who, Work},
    clock::Clock,
    comments,
    error::Code,
    http::{call::IfMatch, shapes::WhenShape},
    organization,
    people::{
        self,
        commands::{NewPerson, create_person},
    },
    session::passwords,
    spaces,
    tasks::{
        self,
        input::{StepInput, StepPatch, TaskInput, TaskPatch},
        views::{PriorityShape, WaitingShape},
    },
    time::{self, input::NewEntry},
};
use chrono::{Datelike, Days, NaiveDate};
use guildhall_domain::{
    Id,
    person::{PersonState, Role},
    space::SpaceRole,
    when,
};
use std::collections::{BTreeMap, HashMap};

pub(super) const DAY: i64 = 24 * 3_600_000;
/// Weeks of the past and of the future in which weekly work stands.
const WEEKS: std::ops::Range<i64> = -7..3;

/// Days back to which people wrote down what they worked.
const WRITTEN: i64 = 14;

/// What is told to whoever made it.
pub struct Made {
    /// The address to sign in with.
    pub email: String,
    /// People, spaces, tasks.
    pub counts: (usize, usize, usize),
}

/// The company on its way to today.
pub(super) struct Company {
    /// The application in the past.
    pub(super) app: App,
    clock: Clock,
    /// Today, UTC milliseconds.
    pub(super) now: i64,
    people: HashMap<String, Id>,
    tags: BTreeMap<String, u32>,
}

/// When something happened, its place among what happened at once, and who did it.
pub(super) type Events = Vec<(i64, usize, Who, Event)>;

/// Something that happened.
pub(super) enum Event {
    /// A task was made in a space.
    Create(Box<TaskInput>, Id),
    /// A task was changed.
    Edit(Id, Box<TaskPatch>),
    /// A step by its place.
    Tick(Id, usize),
    /// Something was said at a task.
    Comment(Id, String),
    /// Something was talked about.
    Talk(Box<Talk>),
    /// Something was written down.
    Paper(Box<Paper>),
    /// Something came again.
    Again(Box<Again>),
    /// Time was written down on a task.
    Worked(Id, u32),
    /// Something was to be approved.
    Asked(Box<Asked>),
}

/// Fills an empty file. `phc` is the hash of everybody's password.
pub fn make(app: &App, phc: &str) -> Result<Made, Error> {
    let seed = seed::read();
    if app.view(Who::system())?.directory().is_set_up() {
        return Err(Error::because(
            Code::Conflict,
            "The demo needs an empty data file; this one has an organization already.",
        ));
    }
    let now = app.clock().now_ms();
    let clock = Clock::manual(now - 60 * DAY);
    let past = App::new(app.store().clone(), clock.clone(), app.config().clone(), Parts::default());
    let mut company = Company { app: past, clock, now, people: HashMap::new(), tags: BTreeMap::new() };
    company.found(&seed, phc)?;
    let (mut events, mut count) = (Vec::new(), 0);
    let rooms = company.rooms(&seed)?;
    for space in &seed.spaces {
        let id = company.space(space)?;
        company.meet(space, id, &rooms)?;
        for task in space.tasks.iter().cloned().chain(weekly(space, now)) {
            count += 1 + task.subs.len();
            company.plan(&mut events, space, id, &task)?;
        }
        for topic in &space.topics {
            company.talk(&mut events, id, topic)?;
        }
        for again in &space.again {
            company.again(&mut events, id, space.lead.first().map_or("Nora", String::as_str), again)?;
        }
        for page in &space.pages {
            company.paper(&mut events, id, page)?;
        }
    }
    events.sort_by_key(|(at, order, ..)| (*at, *order));
    for (at, _, who, event) in events {
        company.clock.advance(at.saturating_sub(company.clock.now_ms()).max(1));
        company.carry_out(who, event)?;
    }
    company.app.run_blocking(Who::system(), again::settle)?;
    let email = seed.people.first().map(|person| email(&person[0])).unwrap_or_default();
    Ok(Made { email, counts: (seed.people.len(), seed.spaces.len(), count) })
}

fn email(name: &str) -> String {
    format!("{}@alderoat.example", name.split(' ').next().unwrap_or_default().to_lowercase())
}

/// Weekly work as one task a week; what lies behind was done, most of it in time.
fn weekly(space: &SeedSpace, now: i64) -> Vec<SeedTask> {
    let today = when::today(when::from_ms(now), chrono_tz::UTC);
    let monday = today.checked_sub_days(Days::new(today.weekday().num_days_from_monday().into())).unwrap_or(today);
    let mut tasks = Vec::new();
    for [title, section, who, day, minutes] in &space.weekly {
        let at = i64::from(seed::weekday(day).unwrap_or(0));
        for week in WEEKS {
            let date = monday + chrono::Duration::days(week * 7 + at);
            let due = (date - today).num_days();
            tasks.push(SeedTask {
                title: format!("{title}, {}", date.format("%-d %B")),
                who: Some(who.clone()),
                due: Some(due),
                minutes: minutes.parse().ok(),
                done: (due < 0).then(|| -due - i64::from((week + due).rem_euclid(6) == 0)).filter(|days| *days >= 0),
                text: format!("section:{section}"),
                ..SeedTask::default()
            });
        }
    }
    tasks
}

impl Company {
    /// Somebody by their first name.
    pub(super) fn person(&self, first: &str) -> Result<Id, Error> {
        self.people
            .get(first)
            .copied()
            .ok_or_else(|| Error::because(Code::Internal, format!("The demo names {first}, who is nobody.")))
    }

    /// The organization with its people and tags.
    fn found(&mut self, seed: &seed::Seed, phc: &str) -> Result<(), Error> {
        let (name, people, phc) = (seed.organization.clone(), seed.people.clone(), phc.to_owned());
        let tags: std::collections::BTreeSet<String> =
            seed.spaces.iter().flat_map(|space| &space.tasks).flat_map(|task| task.tags.clone()).collect();
        let (people, tags) = self
            .app
            .run_blocking(Who::system(), move |work| {
                let organization = organization::commands::create(work, &name, "Europe/Berlin", "en")?;
                let mut made = HashMap::new();
                for [name, role, title, mobile, place] in &people {
                    let role = match role.as_str() {
                        "owner" => Role::Owner,
                        "admin" => Role::Admin,
                        "guest" => Role::Guest,
                        _ => Role::Member,
                    };
                    let new = NewPerson {
                        name: name.clone(),
                        email: email(name),
                        role,
                        state: PersonState::Active,
                        language: "en".into(),
                        time_zone: organization.time_zone,
                    };
                    let before = create_person(work, new)?;
                    passwords::set(work, before.id, &phc, false)?;
                    let mut after = before.clone();
                    (after.job_title, after.mobile, after.location) = (title.clone(), mobile.clone(), place.clone());
                    people::commands::save(work, &before, after)?;
                    made.insert(name.split(' ').next().unwrap_or_default().to_owned(), before.id);
                }
                Ok((made, make_tags(work, &tags)?))
            })?
            .value;
        (self.people, self.tags) = (people, tags);
        Ok(())
    }

    fn space(&self, space: &SeedSpace) -> Result<Id, Error> {
        let owner = Who::person(self.person("Nora")?);
        let ids = |names: &[String]| names.iter().map(|name| self.person(name)).collect::<Result<Vec<_>, _>>();
        let mut members: Vec<(Id, SpaceRole)> = Vec::new();
        members.extend(ids(&space.members)?.into_iter().map(|id| (id, SpaceRole::Member)));
        members.extend(ids(&space.guests)?.into_iter().map(|id| (id, SpaceRole::Guest)));
        members.extend(ids(&space.lead)?.into_iter().map(|id| (id, SpaceRole::Lead)));
        let [name, kind, access, prefix, color, icon, description] = space.head.clone();
        let input = serde_json::json!({
            "name": name, "kind": kind, "access": access, "prefix": prefix, "icon": icon, "description": description,
            "color": color.parse::<u8>().unwrap_or(0),
        });
        let input: spaces::input::NewSpace = serde_json::from_value(input)
            .map_err(|error| Error::because(Code::Internal, format!("The demo has a wrong space: {error}")))?;
        let sections = space.sections.clone();
        self.clock.advance(1000);
        let made = self.app.run_blocking(owner, move |work| {
            let space = spaces::commands::create(work, &input)?;
            for section in &sections {
                spaces::commands::parts::add_section(work, space.id, section, None)?;
            }
            for (person, role) in
                members.iter().filter(|(person, _)| work.who().person != Some(*person)).collect::<Vec<_>>()
            {
                spaces::commands::membership::put(work, space.id, *person, *role)?;
            }
            Ok(space.id)
        })?;
        Ok(made.value)
    }

    /// The events of a task in its life so far.
    fn plan(&self, events: &mut Events, space: &SeedSpace, home: Id, task: &SeedTask) -> Result<(), Error> {
        let id = crate::secrets::id(self.now);
        let lead = self.person(space.lead.first().map_or("Nora", String::as_str))?;
        let who = task.who.as_deref().map(|who| self.person(who)).transpose()?;
        let said = task.comments.iter().map(|(_, days, _)| *days).max().unwrap_or(0);
        let made = (said.max(task.done.unwrap_or(0)).max(-task.due.unwrap_or(0))
            + 3
            + i64::try_from(task.title.len() % 9).unwrap_or(0))
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
        if task.doing || task.waiting.is_some() {
            let waiting = task.waiting.clone().map(|text| Some(WaitingShape { text, ..WaitingShape::default() }));
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
        if let (Some(days @ ..=WRITTEN), Some(minutes)) = (task.done, task.minutes) {
            events.push((
                self.ago(days, 405),
                events.len(),
                Who::person(who.unwrap_or(lead)),
                Event::Worked(id, minutes),
            ));
        }
        self.asked(events, id, who.unwrap_or(lead), &task.asks)
    }

    fn input(&self, space: &SeedSpace, task: &SeedTask, id: Id) -> Result<TaskInput, Error> {
        let today: NaiveDate = when::today(when::from_ms(self.now), chrono_tz::UTC);
        let due = task.due.map(|days| WhenShape { date: today + chrono::Duration::days(days), time: None, zone: None });
        // Weekly work names its section; other tasks are spread over the sections by their length.
        let (section, body) = match task.text.strip_prefix("section:") {
            Some(section) => (space.sections.iter().position(|name| name == section), String::new()),
            None => (Some(task.title.len() % space.sections.len().max(1)), task.text.clone()),
        };
        Ok(TaskInput {
            id: Some(id),
            title: task.title.clone(),
            body,
            // Sections were added in order to a space whose five statuses have the numbers before.
            section_id: section.and_then(|at| u32::try_from(at + 6).ok()),
            assignee_id: task.who.as_deref().map(|who| self.person(who)).transpose()?,
            priority: task.priority.as_deref().map(priority),
            due,
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

    /// Some days ago, and some minutes after that day began for them.
    pub(super) fn ago(&self, days: i64, minutes: i64) -> i64 {
        (self.now - days * DAY - (600 - minutes) * 60_000).min(self.now - 60_000)
    }

    fn carry_out(&self, who: Who, event: Event) -> Result<(), Error> {
        match event {
            Event::Create(input, home) => {
                self.app.run_blocking(who, move |work| tasks::commands::create(work, home, &input).map(|_| ()))?
            }
            Event::Edit(id, patch) => self
                .app
                .run_blocking(who, move |work| tasks::commands::edit(work, id, IfMatch::Any, &patch).map(|_| ()))?,
            Event::Comment(id, body) => {
                let new = comments::commands::New { id: None, body, reply_to: None, files: Vec::new() };
                self.app.run_blocking(who, move |work| comments::commands::write(work, id, &new).map(|_| ()))?
            }
            Event::Talk(talk) => self.app.run_blocking(who, move |work| talk.happens(work))?,
            Event::Worked(id, minutes) => self.app.run_blocking(who, move |work| worked(work, id, minutes))?,
            Event::Asked(asked) => self.app.run_blocking(who, move |work| asked.happens(work))?,
            Event::Again(again) => self.app.run_blocking(who, move |work| again.happens(work))?,
            Event::Paper(paper) => self.app.run_blocking(who, move |work| paper.is_written(work))?,
            Event::Tick(id, place) => self.app.run_blocking(who, move |work| {
                let task = tasks::store::get(work.tx.read(), id)?.ok_or_else(Error::not_found)?;
                let Some(step) = task.steps.get(place).map(|step| step.id) else { return Ok(()) };
                tasks::commands::steps::patch(work, id, step, &StepPatch { done: Some(true), ..StepPatch::default() })
                    .map(|_| ())
            })?,
        };
        Ok(())
    }
}

/// What a task took: about what it was thought to, to five minutes.
fn worked(work: &mut Work<'_, '_>, task_id: Id, estimate: u32) -> Result<(), Error> {
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

fn make_tags(
    work: &mut Work<'_, '_>,
    names: &std::collections::BTreeSet<String>,
) -> Result<BTreeMap<String, u32>, Error> {
    let mut tags = BTreeMap::new();
    for name in names {
        let id = u32::try_from(organization::store::next_number(work.tx, "tag")?).unwrap_or(u32::MAX);
        let tag = Tag { id, name: name.clone(), color: u8::try_from(id % 10).unwrap_or(0), seq: work.tx.next_seq() };
        organization::store::put_tag(work.tx, &tag)?;
        tags.insert(name.clone(), id);
    }
    work.directory_changed()?;
    Ok(tags)
}
