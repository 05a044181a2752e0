//! A stretch of the log as those who tell of it need it: which objects have to be looked at again, who saw them
//! before, and who did it.

use crate::{absences, log, time};
use guildhall_domain::{
    AudienceId, Id,
    absence::{State, state_value},
    actor::Actor,
    change::{Action, Change, FieldChange, Kind, Value},
    item::Reach,
    task::facts,
};
use guildhall_store::{Read, StoreError};
use std::collections::{BTreeMap, BTreeSet};

/// Most changes that are told one by one; beyond them everything is loaded again.
pub const MOST: u64 = 10_000;

/// Who did something, and who could read it then.
#[derive(Debug, Clone, PartialEq)]
pub struct Cause {
    /// Who.
    pub actor: Actor,
    /// By which command.
    pub command: Id,
    before: Vec<AudienceId>,
    after: Vec<AudienceId>,
    /// The home in whose trash it lay.
    trashed_in: Option<Id>,
}

impl Cause {
    /// Whether somebody with this reach could follow it.
    pub fn was_seen(&self, reach: &Reach) -> bool {
        reach.sees(&self.before) || reach.sees(&self.after)
    }
}

/// What of that which hangs on an item changed.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Beside {
    /// Comments.
    pub comments: BTreeSet<Id>,
    /// Files.
    pub files: BTreeSet<Id>,
}

impl Beside {
    /// Both together.
    pub fn add(&mut self, other: Beside) {
        self.comments.extend(other.comments);
        self.files.extend(other.files);
    }
}

/// An object that changed.
#[derive(Debug, Default)]
pub struct Touched {
    /// Its changes, oldest first; none for what only follows from another object's change.
    pub causes: Vec<Cause>,
    /// What hangs on it.
    pub beside: Beside,
    /// People who had to do with it before.
    pub people: BTreeSet<Id>,
    /// It went into the trash.
    pub trashed: bool,
    /// A step that is approved changed, or what was asked about it: its process shows whether it waits for that.
    pub approval: bool,
}

impl Touched {
    /// Whether somebody saw it before or in between, going by what they could reach then and can reach now. What
    /// was put into a space they had left by then must not be named to them. What lay in the trash was seen by those
    /// who work in its home.
    pub fn was_seen(&self, then: &Reach, now: &Reach, works_in: impl Fn(Id) -> bool) -> bool {
        let always = |audience: &[AudienceId]| audience.iter().any(|id| then.has(*id) && now.has(*id));
        self.causes.first().is_some_and(|first| then.sees(&first.before))
            || self.causes.iter().any(|cause| always(&cause.before) || always(&cause.after))
            || self.causes.iter().filter_map(|cause| cause.trashed_in).any(works_in)
    }

    /// Whether others may see it now than before.
    pub fn sight_changed(&self) -> bool {
        self.trashed || self.causes.iter().any(|cause| cause.before != cause.after)
    }

    /// Every audience it had.
    pub fn audiences(&self) -> impl Iterator<Item = AudienceId> {
        self.causes.iter().flat_map(|cause| cause.before.iter().chain(&cause.after)).copied()
    }
}

/// See the module.
#[derive(Debug, Default)]
pub struct Batch {
    /// Tasks.
    pub tasks: BTreeMap<Id, Touched>,
    /// Topics.
    pub topics: BTreeMap<Id, Touched>,
    /// Pages and files.
    pub documents: BTreeMap<Id, Touched>,
    /// Events.
    pub events: BTreeMap<Id, Touched>,
    /// Folders.
    pub folders: BTreeMap<Id, Touched>,
    /// Processes; what their tasks are is told with those.
    pub processes: BTreeMap<Id, Touched>,
    /// Requests.
    pub requests: BTreeMap<Id, Touched>,
    /// Rules.
    pub rules: BTreeMap<Id, Touched>,
    /// Forms.
    pub forms: BTreeMap<Id, Touched>,
    /// Budgets, by their space, and expenses.
    pub budgets: BTreeMap<Id, Touched>,
    /// Folders that something left, or came into.
    pub near_folders: BTreeSet<Id>,
    /// (audience of a person, item) they have read further, or want to hear nothing of.
    pub readings: BTreeSet<(AudienceId, Id)>,
    /// Tasks whose counts follow from them.
    pub near: BTreeSet<Id>,
    /// Saved views.
    pub views: BTreeMap<Id, Touched>,
    /// Saved searches.
    pub searches: BTreeMap<Id, Touched>,
    /// (audience of a person, task) they planned or took off their plan.
    pub plans: BTreeSet<(AudienceId, Id)>,
    /// Audiences of people whose inbox changed.
    pub inboxes: BTreeSet<AudienceId>,
    /// People who can do more or less on some day, by days off that were or are approved.
    pub away: BTreeSet<Id>,
    /// People whose record changed, and whether what they may do did.
    pub people: BTreeMap<Id, bool>,
    /// Spaces that changed.
    pub spaces: BTreeSet<Id>,
    /// Tasks look otherwise even to those who see nothing of what changed: by their key, the name of their author,
    /// what may be done with them.
    pub labels: bool,
    /// The organization changed.
    pub organization: bool,
    /// A tag changed.
    pub tags: bool,
    /// There is more than can be told one by one.
    pub too_many: bool,
}

impl Batch {
    /// Reads what was logged after `from` and up to `to`.
    pub fn read(read: &Read<'_>, from: u64, to: u64) -> Result<Batch, StoreError> {
        let mut batch = Batch { too_many: to.saturating_sub(from) > MOST, ..Batch::default() };
        if batch.too_many {
            return Ok(batch);
        }
        for row in log::after(read, from)? {
            let (seq, change) = row?;
            if seq > to {
                break;
            }
            batch.add(&change);
            batch.add_work(read, &change);
        }
        Ok(batch)
    }

    fn add(&mut self, change: &Change) {
        match change.kind {
            Kind::Task => {
                let near = item(self.tasks.entry(change.object).or_default(), change);
                self.near.extend(near);
            }
            Kind::Topic => {
                item(self.topics.entry(change.object).or_default(), change);
            }
            Kind::Document => {
                item(self.documents.entry(change.object).or_default(), change);
                self.near_folders.extend(places(change, "folder"));
            }
            Kind::Event => {
                item(self.events.entry(change.object).or_default(), change);
            }
            Kind::Folder => {
                cause(self.folders.entry(change.object).or_default(), change);
                self.near_folders.extend(places(change, "parent"));
            }
            Kind::Reading => {
                self.readings.extend(change.audience_after.first().map(|audience| (*audience, change.object)));
            }
            Kind::View => cause(self.views.entry(change.object).or_default(), change),
            Kind::Search => cause(self.searches.entry(change.object).or_default(), change),
            Kind::Plan => {
                self.plans.extend(change.audience_after.first().map(|audience| (*audience, change.object)));
            }
            Kind::Inbox => self.inboxes.extend(&change.audience_after),
            Kind::Person => {
                let has = |name: &str| change.fields.iter().any(|field| field.field == name);
                *self.people.entry(change.object).or_default() |= has("role") || has("state");
                self.labels |= has("name");
            }
            Kind::Space => {
                self.spaces.insert(change.object);
                let far = |field: &FieldChange| matches!(field.field.as_str(), "prefix" | "archived" | "deleted");
                self.labels |= change.fields.iter().any(far);
            }
            Kind::Organization => self.organization = true,
            Kind::Tag => self.tags = true,
            Kind::Process => cause(self.processes.entry(change.object).or_default(), change),
            Kind::Request => cause(self.requests.entry(change.object).or_default(), change),
            Kind::Rule => cause(self.rules.entry(change.object).or_default(), change),
            Kind::Form => cause(self.forms.entry(change.object).or_default(), change),
            Kind::Budget | Kind::Expense => cause(self.budgets.entry(change.object).or_default(), change),
            // Asked for by who looks at them; for the rest of time and days off see below.
            Kind::Template | Kind::Webhook | Kind::Room => {}
            Kind::TimeEntry | Kind::Timesheet | Kind::Timer | Kind::Absence => {}
        }
    }

    /// What changes how much somebody has to do or can, without a change of what others see: whoever sees the task that was
    /// worked on, or that somebody is away, looks again, and is told no more than that.
    fn add_work(&mut self, read: &Read<'_>, change: &Change) {
        // One that cannot be read is not told of; everything else is.
        match change.kind {
            Kind::TimeEntry => {
                let entry = time::store::get(read, change.object).ok().flatten();
                self.near.extend(entry.map(|entry| entry.task));
            }
            Kind::Absence => {
                let approved = state_value(State::Approved);
                if change.fields.iter().any(|field| field.before == approved || field.after == approved) {
                    let absence = absences::store::get(read, change.object).ok().flatten();
                    self.away.extend(absence.map(|absence| absence.person));
                }
            }
            _ => {}
        }
    }

    /// Whether the directory may look different to somebody.
    pub fn touches_directory(&self) -> bool {
        self.organization || self.tags || !self.spaces.is_empty() || !self.people.is_empty()
    }
}

/// Where something lay and lies, when it went somewhere else.
fn places(change: &Change, name: &str) -> impl Iterator<Item = Id> {
    let moved = change.fields.iter().filter(move |field| field.field == name);
    moved.flat_map(|field| [field.before.as_id(), field.after.as_id()]).flatten()
}

/// A change of an item; answers the tasks whose counts follow from it.
fn item(touched: &mut Touched, change: &Change) -> Vec<Id> {
    let mut near: Vec<Id> = Vec::new();
    cause(touched, change);
    for field in &change.fields {
        let (name, rest) = field.field.split_once(':').unwrap_or((&field.field, ""));
        match name {
            "comment" | "resolved" => touched.beside.comments.extend(rest.parse::<Id>()),
            "file" | "file_text" => touched.beside.files.extend(rest.parse::<Id>()),
            "reaction" | "made" | "vote" | "poll" | "answer" => {
                touched.beside.comments.extend(rest.split(':').next().and_then(|id| id.parse::<Id>().ok()))
            }
            "follower" => touched.people.extend(rest.parse::<Id>()),
            "assignee" => touched.people.extend(field.before.as_id()),
            // The counts a task shows of its sub-tasks and links change without a change of its own.
            "parent" => near.extend([field.before.as_id(), field.after.as_id()].into_iter().flatten()),
            "approval" => touched.approval = true,
            "step" => touched.approval |= [&field.before, &field.after].into_iter().any(facts::is_approval_step),
            "link" => near.extend(rest.parse::<Id>()),
            _ => {}
        }
    }
    near
}

fn cause(touched: &mut Touched, change: &Change) {
    let was = |name: &str| change.fields.iter().find(|field| field.field == name).map(|field| &field.before);
    let purged = change.action == Action::Purged;
    let trashed = purged || was("trashed").is_some_and(|before| *before != Value::Null);
    touched.trashed |= change.fields.iter().any(|field| field.field == "trashed" && field.after != Value::Null);
    touched.causes.push(Cause {
        actor: change.actor,
        command: change.command,
        before: if trashed { Vec::new() } else { change.audience_before.clone() },
        after: change.audience_after.clone(),
        trashed_in: was("space").and_then(Value::as_id).filter(|_| purged),
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn touched(causes: &[(&[AudienceId], &[AudienceId])]) -> Touched {
        let cause = |(before, after): &(&[AudienceId], &[AudienceId])| Cause {
            actor: Actor::System,
            command: Id::nil(),
            before: before.to_vec(),
            after: after.to_vec(),
            trashed_in: None,
        };
        Touched { causes: causes.iter().map(cause).collect(), ..Touched::default() }
    }

    #[test]
    fn only_who_saw_it_is_told_that_it_is_gone() {
        let reach = |ids: &[AudienceId]| Reach::new(ids.to_vec());
        let moved = touched(&[(&[1], &[2])]);
        assert!(moved.was_seen(&reach(&[1]), &reach(&[1]), |_| false), "it was there");
        assert!(moved.was_seen(&reach(&[1]), &reach(&[]), |_| false), "it was there until they left");
        assert!(!moved.was_seen(&reach(&[]), &reach(&[1]), |_| false), "it had gone when they came");
        let passed = touched(&[(&[2], &[1]), (&[1], &[2])]);
        assert!(passed.was_seen(&reach(&[1]), &reach(&[1]), |_| false), "it was there in between");
        assert!(!passed.was_seen(&reach(&[1]), &reach(&[]), |_| false), "perhaps they had left before it came");
    }
}
