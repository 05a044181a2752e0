//! What one turn of the log means to one person: objects they see, ids they do not see any more, and what they have
//! to load again. Asked of their rights as they are now, object by object.

use super::{
    batch::{Batch, Beside},
    crowd::Fresh,
    documents::Shelved,
    frames::{self, Objects, Part, Reload, json},
    news::News,
    object::ToldObject,
    plans::ToldPlan,
    requests::ToldRequest,
    told::Told,
    views::{CountShape, FilesShape},
};
use crate::{
    Error,
    access::{self, Directory, Glance, Scope, View},
    comments as said, documents, events, files, home, inbox, items, people, searches, tasks, topics,
    views::{commands as saved, shapes},
};
use actix_web::web::Bytes;
use guildhall_domain::{
    AudienceId, Id,
    event::Event,
    item::{Item, Reach},
    person::Role,
    policy::DoSpace,
    process::Process,
    space::{Space, SpaceRole},
    topic::Topic,
};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    sync::Arc,
};

/// Most tasks told one by one in a turn; with more it is cheaper for everybody to load what is shown.
const MANY: usize = 1_000;

/// A turn of the log.
pub struct Turn<'a> {
    /// As things are now.
    pub view: &'a View,
    /// As people were told the last time.
    pub old: &'a Arc<Directory>,
    /// What happened.
    pub batch: Batch,
    /// The tasks.
    pub told: BTreeMap<Id, Told>,
    /// The topics.
    pub topics: BTreeMap<Id, ToldObject<Topic>>,
    /// Documents and folders.
    pub documents: BTreeMap<Id, ToldObject<Shelved>>,
    /// Events.
    pub events: BTreeMap<Id, ToldObject<Event>>,
    /// Processes.
    pub processes: BTreeMap<Id, ToldObject<Process>>,
    /// Requests.
    pub requests: BTreeMap<Id, ToldRequest>,
    /// Rules and forms.
    pub plans: BTreeMap<Id, ToldPlan>,
    counts: Vec<(Arc<Space>, Arc<str>)>,
}

/// See the module.
#[derive(Debug, Default, Clone, PartialEq, Eq, Hash)]
pub struct Parcel {
    /// Objects.
    pub objects: Objects,
    /// Who did it.
    pub by: Vec<Arc<str>>,
    /// Ids out of sight.
    pub gone: Vec<Id>,
    /// What is to be loaded again.
    pub reload: Option<Reload>,
}

impl<'a> Turn<'a> {
    /// Reads what the turn tells of. `open` are the numbers of open tasks as they were told, by home audience.
    pub fn new(
        view: &'a View,
        old: &'a Arc<Directory>,
        mut batch: Batch,
        open: &mut HashMap<AudienceId, u64>,
    ) -> Result<Self, Error> {
        let told = super::told::of(view, &mut batch)?;
        let topics = super::topics::of(view, &mut batch)?;
        let documents = super::documents::of(view, &mut batch)?;
        let events = super::events::of(view, &mut batch)?;
        let processes = super::processes::of(view, &mut batch)?;
        let requests = super::requests::of(view, &mut batch)?;
        let plans = super::plans::of(view, &mut batch)?;
        let mut homes: BTreeSet<AudienceId> = told.values().flat_map(|told| told.touched.audiences()).collect();
        homes.extend(
            told.values()
                .filter_map(|told| view.directory().space(told.task.as_ref()?.space).map(|space| space.audience)),
        );
        let mut counts = Vec::new();
        for audience in homes {
            let Some(space) = view.directory().home_by_audience(audience) else { continue };
            let open_tasks = tasks::store::open_count(view.read(), audience)?;
            if open.insert(audience, open_tasks) != Some(open_tasks) {
                counts.push((space.clone(), json(&CountShape { space_id: space.id, open_tasks })));
            }
        }
        Ok(Turn { view, old, batch, told, topics, documents, events, processes, requests, plans, counts })
    }

    /// What a person is told of tasks, views and counts. `planned` are the tasks on their plan.
    pub fn parcel(&mut self, person: Id, planned: &HashSet<Id>) -> Result<Parcel, Error> {
        let scope = self.view.seen_by(person);
        let (then, now) = (self.old.reach(person), self.view.directory().reach(person));
        let mut parcel = Parcel::default();
        if self.batch.too_many {
            return Ok(Parcel::all_again());
        }
        if self.told.len() > MANY {
            parcel.reload = Some(Reload::Tasks);
        } else {
            self.tasks(person, planned, (&then, &now), &mut parcel)?;
        }
        let known = [self.topics.len(), self.documents.len(), self.events.len(), self.processes.len()];
        let many = known.into_iter().chain([self.requests.len(), self.plans.len()]);
        if many.max().is_some_and(|count| count > MANY) {
            return Ok(Parcel::all_again());
        }
        let own = self.view.directory().person(person).map(|person| person.audience);
        let readings = &self.batch.readings;
        for (id, told) in &mut self.topics {
            let read = own.is_some_and(|own| readings.contains(&(own, *id)));
            told.tell(*id, &scope, self.old, (&then, &now), read, &mut parcel)?;
        }
        for (id, told) in &mut self.documents {
            // How much lies in a folder changes by what others do.
            told.tell(*id, &scope, self.old, (&then, &now), true, &mut parcel)?;
        }
        for (id, told) in &mut self.events {
            told.tell(*id, &scope, self.old, (&then, &now), false, &mut parcel)?;
        }
        for (id, told) in &mut self.processes {
            told.tell(*id, &scope, self.old, (&then, &now), true, &mut parcel)?;
        }
        for (id, told) in &mut self.requests {
            told.tell(*id, &scope, &now, &mut parcel);
        }
        for (id, told) in &mut self.plans {
            told.tell(*id, &scope, &now, &mut parcel);
        }
        for (id, touched) in &self.batch.views {
            match saved::shown(&scope, *id) {
                Some(view) => parcel.objects.push((Part::Views, json(&shapes::shape(&scope, &view)))),
                None if touched.was_seen(&then, &now, |_| false) => parcel.gone.push(*id),
                None => {}
            }
        }
        for (id, touched) in &self.batch.searches {
            match searches::queries::shown(&scope, *id) {
                Some(search) => {
                    parcel.objects.push((Part::Searches, json(&searches::shapes::shape(&scope, &search))));
                }
                None if touched.was_seen(&then, &now, |_| false) => parcel.gone.push(*id),
                None => {}
            }
        }
        for (space, count) in &self.counts {
            if access::may_space(&scope, space, DoSpace::Read) {
                parcel.objects.push((Part::Counts, count.clone()));
            }
        }
        self.away(&scope, &mut parcel)?;
        Ok(parcel)
    }

    /// People who can do more or less on some day; those from outside do not see how much that is.
    fn away(&self, scope: &Glance<'_>, parcel: &mut Parcel) -> Result<(), Error> {
        let me = scope.who().person.and_then(|me| scope.directory().person(me));
        if me.is_none_or(|me| me.role == Role::Guest) {
            return Ok(());
        }
        // Whose record changed is told of with the directory.
        let others = self.batch.away.iter().filter(|id| !self.batch.people.contains_key(id));
        for person in others.filter_map(|id| scope.directory().person(*id)) {
            parcel.objects.push((Part::People, json(&people::views::shape(scope, person)?)));
        }
        Ok(())
    }

    fn tasks(
        &mut self,
        person: Id,
        planned: &HashSet<Id>,
        (then, now): (&Reach, &Reach),
        parcel: &mut Parcel,
    ) -> Result<(), Error> {
        let scope = self.view.seen_by(person);
        let own = self.view.directory().person(person).map(|person| person.audience);
        let (plans, old) = (&self.batch.plans, self.old);
        for (id, told) in &mut self.told {
            if told.seen_by(&scope).is_none() {
                if !told.lay_in_trash() && told.touched.was_seen(then, now, |home| worked_in(old, person, home)) {
                    parcel.gone.push(*id);
                }
                continue;
            }
            if told.is_news(is_planner(plans, own, *id))
                && let Some(row) = told.row(&scope, planned)?
            {
                parcel.objects.push((Part::Tasks, row));
                parcel.by.extend(told.by(&scope, now, *id));
            }
        }
        Ok(())
    }

    /// How much is on somebody's Home, when the turn may have changed it.
    pub fn home(&self, person: Id, planned: &HashSet<Id>) -> Result<Option<Arc<str>>, Error> {
        let (old, new) = (self.old, self.view.directory());
        let moved = old.epoch != new.epoch
            && (old.reach(person) != new.reach(person) || old.person(person) != new.person(person));
        let own = new.person(person).map(|person| person.audience);
        let concerned = |(id, told): (&Id, &Told)| {
            let mine = !told.touched.causes.is_empty() && (told.concerns(person) || planned.contains(id));
            mine || is_planner(&self.batch.plans, own, *id)
        };
        if !moved && !self.batch.too_many && !self.told.iter().any(concerned) {
            return Ok(None);
        }
        Ok(Some(json(&home::queries::counts(&self.view.seen_by(person))?)))
    }

    /// How much is in somebody's inbox, when the turn changed something in it. By the rows alone: whoever keeps the
    /// inbox took out what is not in sight before it said so.
    pub fn inbox(&self, person: Id) -> Result<Option<Arc<str>>, Error> {
        let own = self.view.directory().person(person).map(|person| person.audience);
        let changed = self.batch.too_many || own.is_some_and(|own| self.batch.inboxes.contains(&own));
        changed.then(|| Ok(json(&inbox::queries::counts_of(&self.view.seen_by(person), true)?))).transpose()
    }

    /// What hangs on an item and changed.
    pub fn beside(&self, item: Id) -> Beside {
        let task = self.told.get(&item).map(|told| &told.touched);
        let document = self.documents.get(&item).map(|told| &told.touched);
        let event = self.events.get(&item).map(|told| &told.touched);
        let touched = self.topics.get(&item).map(|told| &told.touched).or(document).or(event).or(task);
        touched.map(|touched| touched.beside.clone()).unwrap_or_default()
    }

    /// Whether the whole of an item shows something that changed: itself, a sub-task, or what it is linked to.
    pub fn touches(&self, person: Id, item: Id) -> Result<bool, Error> {
        let own = self.view.directory().person(person).map(|person| person.audience);
        if let Some(topic) = self.topics.get(&item)
            && (!topic.touched.causes.is_empty() || self.has_read(own, item))
        {
            return Ok(true);
        }
        if self.documents.get(&item).is_some_and(|told| !told.touched.causes.is_empty()) {
            return Ok(true);
        }
        if self.events.get(&item).is_some_and(|told| !told.touched.causes.is_empty()) {
            return Ok(true);
        }
        if self.told.is_empty() {
            return Ok(false);
        }
        let news =
            |id: &Id| self.told.get(id).is_some_and(|told| told.is_news(is_planner(&self.batch.plans, own, *id)));
        let child =
            |(id, told): (&Id, &Told)| told.task.as_ref().is_some_and(|task| task.parent == Some(item)) && news(id);
        if news(&item) || self.told.iter().any(child) {
            return Ok(true);
        }
        Ok(items::store::links(self.view.read(), item)?.iter().any(|(other, _)| news(other)))
    }

    fn has_read(&self, own: Option<AudienceId>, item: Id) -> bool {
        own.is_some_and(|own| self.batch.readings.contains(&(own, item)))
    }

    /// Whether something happened to an item.
    pub fn tells_of(&self, item: Id) -> bool {
        self.told.contains_key(&item)
            || self.topics.contains_key(&item)
            || self.documents.contains_key(&item)
            || self.events.contains_key(&item)
    }

    /// Both states for the news of a person.
    pub fn both<'t>(&'t self, person: Id, public_url: Option<&'t str>) -> super::news::Both<'t> {
        let old: Glance<'t> = self.view.seen_with(self.old, person);
        super::news::Both { old, new: self.view.seen_by(person), batch: &self.batch, public_url }
    }
}

/// What somebody who looks at an item gets: the whole of it, and what hangs on it and changed.
pub fn opened(view: &View, person: Id, fresh: &Fresh) -> Result<Objects, Error> {
    let (scope, item) = (view.seen_by(person), fresh.item);
    let Some(found) = access::seen_item(&scope, item)? else { return Ok(Objects::new()) };
    let mut objects = vec![match &*found {
        Item::Task(task) => (Part::Opened, json(&tasks::views::whole(&scope, task)?)),
        Item::Topic(topic) => (Part::OpenedTopics, json(&topics::views::whole(&scope, topic)?)),
        Item::Document(document) => (Part::Documents, json(&documents::views::document(&scope, document)?)),
        Item::Event(event) => (Part::Events, json(&events::views::whole(&scope, event)?)),
    }];
    let mut comments = fresh.beside.comments.clone();
    for file in &fresh.beside.files {
        comments.extend(files::store::get(scope.read(), *file)?.and_then(|file| file.comment));
    }
    // A file that was sent with a comment belongs to it from then on.
    let mut changed = fresh.came || !fresh.beside.files.is_empty();
    for id in comments {
        if let Some(comment) = said::store::get(scope.read(), id)?.filter(|comment| comment.item == item) {
            changed |= !comment.files.is_empty();
            objects.push((Part::Comments, json(&said::views::comment(&scope, &comment, &found)?)));
        }
    }
    if changed {
        let items = files::queries::list(&scope, item, false)?.items;
        objects.push((Part::Files, json(&FilesShape { item_id: item, items })));
    }
    Ok(objects)
}

/// Whether somebody worked in a space: they saw what lay in its trash.
pub fn worked_in(directory: &Directory, person: Id, home: Id) -> bool {
    let (Some(person), Some(home)) = (directory.person(person), directory.space(home)) else { return false };
    let role = directory.role_in(person, home);
    person.role != Role::Guest && role.is_some_and(|role| role != SpaceRole::Guest)
}

fn is_planner(plans: &BTreeSet<(AudienceId, Id)>, own: Option<AudienceId>, task: Id) -> bool {
    own.is_some_and(|own| plans.contains(&(own, task)))
}

impl Parcel {
    /// Everything is to be loaded again.
    pub fn all_again() -> Parcel {
        Parcel { reload: Some(Reload::All), ..Parcel::default() }
    }

    /// With what is new in the directory.
    pub fn with(mut self, news: &News) -> Parcel {
        self.objects.extend(news.objects.iter().cloned());
        self.gone.extend(&news.gone);
        self.reload = self.reload.or_else(|| news.reload.clone());
        self
    }

    /// Whether there is nothing to tell.
    pub fn is_empty(&self) -> bool {
        self.objects.is_empty() && self.gone.is_empty() && self.reload.is_none()
    }

    /// As frames, with the cursor on the last of them.
    pub fn frames(&self, seq: u64, cursor: &str) -> Vec<Bytes> {
        let last = match (&self.reload, self.objects.is_empty()) {
            (Some(_), _) => 2,
            (None, false) => 1,
            (None, true) => 0,
        };
        let cursor = |at: u8| (at == last).then_some(cursor);
        let mut frames = Vec::new();
        if !self.gone.is_empty() {
            frames.push(frames::gone(seq, &self.gone, cursor(0)));
        }
        if !self.objects.is_empty() {
            frames.push(frames::state(seq, &self.objects, &self.by, cursor(1)));
        }
        if let Some(reload) = &self.reload {
            frames.push(frames::reload(seq, reload, cursor(2)));
        }
        frames
    }
}
