//! Makes the company: everything that happened is a list of events in time, carried out one by one
//! with a clock of its own, by the people who did it.

use super::{
    again::{self, Again},
    asked::Asked,
    paper::Paper,
    project::Project,
    seed::{self, SeedSpace},
    served::{self, Served},
    talk::Talk,
    task::{weekly, worked},
};
use crate::{
    App, Error, Parts,
    access::{self, Scope, Tag, Who, Work},
    clock::Clock,
    comments,
    error::Code,
    http::call::IfMatch,
    organization,
    people::{
        self,
        commands::{NewPerson, create_person},
    },
    session::passwords,
    spaces,
    tasks::{
        self,
        input::{StepPatch, TaskInput, TaskPatch},
    },
    time,
};
use chrono::{Datelike, Duration, NaiveDate};
use guildhall_domain::{
    Id,
    person::{PersonState, Role},
    space::SpaceRole,
    when,
};
use std::collections::{BTreeMap, HashMap};

pub(super) const DAY: i64 = 24 * 3_600_000;

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
    pub(super) tags: BTreeMap<String, u32>,
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
    /// The week of a Monday was handed in.
    HandedIn(NaiveDate),
    /// Something became of a plan or of what it may cost.
    Project(Box<Project>),
    /// Something was to be approved.
    Asked(Box<Asked>),
    /// Something was done for others.
    Served(Box<Served>),
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
        let mut made = HashMap::new();
        for task in space.tasks.iter().cloned().chain(weekly(space, now)) {
            count += 1 + task.subs.len();
            made.insert(task.title.clone(), company.plan(&mut events, space, id, &task)?);
        }
        company.project(&mut events, space, id, &made)?;
        for topic in &space.topics {
            company.talk(&mut events, id, topic)?;
        }
        for again in &space.again {
            company.again(&mut events, id, space.lead.first().map_or("Nora", String::as_str), again)?;
        }
        for page in &space.pages {
            company.paper(&mut events, id, page)?;
        }
        company.served(&mut events, id, &space.served)?;
    }
    company.handed_in(&mut events, &seed)?;
    events.sort_by_key(|(at, order, ..)| (*at, *order));
    for (at, _, who, event) in events {
        company.clock.advance(at.saturating_sub(company.clock.now_ms()).max(1));
        company.carry_out(who, event)?;
    }
    company.asked_off(&seed)?;
    company.app.run_blocking(Who::system(), again::settle)?;
    company.app.run_blocking(Who::system(), served::settle)?;
    let email = seed.people.first().map(|person| email(&person[0])).unwrap_or_default();
    Ok(Made { email, counts: (seed.people.len(), seed.spaces.len(), count) })
}

pub(super) fn email(name: &str) -> String {
    format!("{}@alderoat.example", name.split(' ').next().unwrap_or_default().to_lowercase())
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

    /// So many days from today.
    pub(super) fn day(&self, days: i64) -> NaiveDate {
        when::today(when::from_ms(self.now), chrono_tz::UTC) + Duration::days(days)
    }

    /// Whoever hands in the week that is over does so at the end, as nothing is written into it any more.
    fn handed_in(&self, events: &mut Events, seed: &seed::Seed) -> Result<(), Error> {
        let today = self.day(0);
        let monday = today - Duration::days(i64::from(today.weekday().num_days_from_monday()) + 7);
        for name in &seed.handed_in {
            let who = Who::person(self.person(name)?);
            events.push((self.now - 1_000, events.len(), who, Event::HandedIn(monday)));
        }
        Ok(())
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
            Event::HandedIn(monday) => self.app.run_blocking(who, move |work| {
                let me = access::me(work)?.id;
                time::sheets::submit(work, me, monday).map(drop)
            })?,
            Event::Project(project) => self.app.run_blocking(who, move |work| project.happens(work))?,
            Event::Served(served) => return self.serve(who, *served),
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
