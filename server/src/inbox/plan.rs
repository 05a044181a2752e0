//! What a stretch of the log means for whom: read from a snapshot, so that the writer is not held up by it. What is
//! told is only planned here; whether it is so by now is asked where it is written ([`super::keep`]).

mod approvals;
mod budgets;
mod decisions;
mod requests;

use super::{store, subject::Subject};
use crate::{
    Error,
    access::{Directory, Scope},
    comments, items, log,
};
use guildhall_domain::{
    AudienceId, Id,
    actor::Actor,
    change::{Action, Change, FieldChange, Kind, Value},
    comment::Comment,
    inbox::{Level, Mark, Reason},
    person::{Person, PersonState},
    reference::Referent,
    space::Category,
    topic::{State, facts},
};
use guildhall_store::Span;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// Most changes taken at once.
const MOST: usize = 1_000;

/// What happened to an item.
#[derive(Debug, Default)]
pub struct Touched {
    /// Whom it is told, and what.
    pub marks: Vec<(Id, Mark)>,
    /// Who said something on it, and when.
    pub said: Vec<(Id, u64)>,
    /// Who has read on in it.
    pub read: BTreeSet<AudienceId>,
    /// Files that were sent with a comment, which tells of them.
    pub sent: BTreeSet<Id>,
    /// Comments and files that may not be what they were.
    pub objects: BTreeSet<Id>,
    /// Fields somebody took back to what they were, and by which change.
    pub undone: Vec<(u64, Actor, Vec<String>)>,
}

/// See the module.
#[derive(Debug, Default)]
pub struct Plan {
    /// Its last sequence number.
    pub to: u64,
    /// Items that stand in an inbox, or are to.
    pub items: BTreeMap<Id, Touched>,
    /// People, spaces or memberships changed.
    pub directory: bool,
    /// It may go on.
    pub more: bool,
}

/// The next stretch after `from`.
pub fn read(scope: &impl Scope, from: u64) -> Result<Plan, Error> {
    let mut plan = Plan { to: from, ..Plan::default() };
    for (count, row) in log::after(scope.read(), from)?.enumerate() {
        let (seq, change) = row?;
        plan.to = seq;
        match change.kind {
            Kind::Task | Kind::Topic | Kind::Document | Kind::Event => {
                let touched = plan.items.entry(change.object).or_default();
                touch(touched, seq, &change);
                Telling { scope, seq, change: &change, touched }.tell()?;
                for request in requests::beside(scope, &change)? {
                    plan.items.entry(request).or_default();
                }
            }
            Kind::Request | Kind::Timesheet | Kind::Absence | Kind::Budget => {
                let touched = plan.items.entry(change.object).or_default();
                let telling = Telling { scope, seq, change: &change, touched };
                match change.kind {
                    Kind::Request => telling.tell_targets()?,
                    Kind::Budget => telling.tell_budget()?,
                    _ => telling.tell_decision()?,
                }
            }
            Kind::Reading => read_on(scope, &change, &mut plan)?,
            Kind::Space | Kind::Person => plan.directory = true,
            _ => {}
        }
        if count + 1 >= MOST {
            plan.more = true;
            break;
        }
    }
    let idle = |id: &Id, touched: &Touched| -> Result<bool, Error> {
        Ok(touched.marks.is_empty() && !store::is_anywhere(scope.read(), *id)?)
    };
    let idle: Vec<Id> = plan
        .items
        .iter()
        .filter_map(|(id, touched)| idle(id, touched).map(|idle| idle.then_some(*id)).transpose())
        .collect::<Result<_, Error>>()?;
    idle.iter().for_each(|id| {
        plan.items.remove(id);
    });
    Ok(plan)
}

/// Somebody has read on in a topic, or read everything in a space: then in each of its topics that they were told of.
fn read_on(scope: &impl Scope, change: &Change, plan: &mut Plan) -> Result<(), Error> {
    for person in &change.audience_after {
        let items = match scope.directory().space(change.object) {
            Some(_) => store::of_person(scope.read(), *person)?,
            None => vec![change.object],
        };
        for item in items {
            plan.items.entry(item).or_default().read.insert(*person);
        }
    }
    Ok(())
}

fn touch(touched: &mut Touched, seq: u64, change: &Change) {
    for field in &change.fields {
        if let Some(("comment" | "file", rest)) = field.field.split_once(':')
            && field.before != Value::Null
        {
            touched.objects.extend(rest.parse::<Id>());
        }
    }
    if change.action == Action::Undone {
        touched.undone.push((seq, change.actor, change.fields.iter().map(|field| field.field.clone()).collect()));
    }
}

/// One change of an item on its way to people.
struct Telling<'t, S> {
    scope: &'t S,
    seq: u64,
    change: &'t Change,
    touched: &'t mut Touched,
}

impl<S: Scope> Telling<'_, S> {
    fn tell(mut self) -> Result<(), Error> {
        // Nobody wants to hear of each line of a list that was brought in.
        if matches!(self.change.action, Action::Imported | Action::Purged | Action::Trashed) {
            return Ok(());
        }
        let Some(subject) = Subject::of(self.scope, self.change.object)? else { return Ok(()) };
        let fields = self.change.fields.clone();
        if self.change.action == Action::Created {
            // What it was made with stands in no field of the change.
            if let Some(person) = subject.assignee() {
                self.one(&subject, person, Reason::Assigned, None)?;
            }
            for person in subject.guests().to_vec() {
                self.one(&subject, person, Reason::Invited, None)?;
            }
            if subject.is_announcement() {
                self.announced(&subject)?;
            } else if subject.is_begun() {
                self.news(&subject, Reason::Created, None)?;
            }
            self.named(&subject, subject.about.id(), None)?;
        }
        for field in &fields {
            self.field(&subject, field)?;
        }
        Ok(())
    }

    fn field(&mut self, subject: &Subject, field: &FieldChange) -> Result<(), Error> {
        let undone = self.change.action == Action::Undone;
        match field.field.split_once(':').unwrap_or((&field.field, "")) {
            ("assignee", _) => self.assigned(subject, field),
            ("body" | "named", _) => self.named(subject, subject.about.id(), None),
            ("comment", id) => match id.parse() {
                Ok(id) if field.before == Value::Null && field.after == Value::Bool(true) => self.comment(subject, id),
                Ok(id) if field.after != Value::Null => self.named(subject, id, Some(id)),
                _ => Ok(()),
            },
            ("file", id) if field.before == Value::Null && !undone => {
                self.news(subject, Reason::Attached, id.parse().ok())
            }
            ("status", _) if !undone => match finished(self.scope.directory(), subject, field) {
                Some(reason) => self.news(subject, reason, None),
                None => Ok(()),
            },
            ("decision", id) if !undone && field.before == Value::Null => {
                self.news(subject, Reason::Decided, id.parse().ok())
            }
            ("poll", id) if !undone && field.before == Value::Null => self.closed_poll(subject, id),
            // That it is decided is told by the decision.
            ("state", _) if !undone && !self.decides() => match closed(field) {
                Some(reason) => self.news(subject, reason, None),
                None => Ok(()),
            },
            ("guest", id) if !undone && field.before == Value::Null => match id.parse() {
                Ok(person) => self.one(subject, person, Reason::Invited, None),
                Err(_) => Ok(()),
            },
            ("approval", id) => self.approved(subject, id, field),
            ("approval_turn", id) => self.turn_came(subject, id, field),
            ("approval_gone", id) => self.approver_gone(subject, id),
            ("due", _) if !undone => self.news(subject, Reason::Due, None),
            _ => Ok(()),
        }
    }

    /// Who asked it.
    fn closed_poll(&mut self, subject: &Subject, id: &str) -> Result<(), Error> {
        let poll = id.parse().map(|id| comments::store::get(self.scope.read(), id)).ok().transpose()?.flatten();
        match poll.and_then(|poll| Some((poll.id, poll.author.id()?))) {
            Some((poll, asker)) => self.one(subject, asker, Reason::PollClosed, Some(poll)),
            None => Ok(()),
        }
    }

    /// Whether the change makes something said a decision.
    fn decides(&self) -> bool {
        self.change.fields.iter().any(|field| field.field.starts_with("decision:") && field.before == Value::Null)
    }

    /// Everybody who can read it.
    fn announced(&mut self, subject: &Subject) -> Result<(), Error> {
        let directory = self.scope.directory().clone();
        let everybody = directory.readers(subject.audience.ids()).map(|person| person.id);
        everybody.into_iter().try_for_each(|person| self.one(subject, person, Reason::Announced, None))
    }

    fn assigned(&mut self, subject: &Subject, field: &FieldChange) -> Result<(), Error> {
        if let Some(person) = field.after.as_id() {
            self.one(subject, person, Reason::Assigned, None)?;
        }
        if self.change.action == Action::Undone {
            return Ok(());
        }
        let followers: Vec<Id> =
            subject.followers().iter().copied().filter(|id| Some(*id) != field.after.as_id()).collect();
        followers.into_iter().try_for_each(|id| self.one(subject, id, Reason::Reassigned, None))
    }

    /// Those whom a text names from this change on; a space stands for its members.
    fn named(&mut self, subject: &Subject, text: Id, comment: Option<Id>) -> Result<(), Error> {
        for person in self.whom(text)? {
            self.one(subject, person, Reason::Mentioned, comment)?;
        }
        Ok(())
    }

    fn whom(&self, text: Id) -> Result<BTreeSet<Id>, Error> {
        let directory = self.scope.directory();
        let mut people = BTreeSet::new();
        for referent in items::store::named_since(self.scope.read(), text, self.seq)? {
            match referent {
                Referent::Person(id) => {
                    people.insert(id);
                }
                Referent::Space(id) => people.extend(members(directory, id)),
                Referent::Item(_) => {}
            }
        }
        Ok(people)
    }

    fn comment(&mut self, subject: &Subject, id: Id) -> Result<(), Error> {
        let Some(comment) = comments::store::get(self.scope.read(), id)?.filter(|comment| !comment.deleted) else {
            return Ok(());
        };
        self.touched.said.extend(comment.author.id().map(|author| (author, self.seq)));
        self.touched.sent.extend(&comment.files);
        if let Some(round) = &comment.round {
            return round.asked.iter().try_for_each(|person| self.one(subject, *person, Reason::Asked, Some(id)));
        }
        let named = self.whom(id)?;
        let answered = self.answered(subject, &comment)?;
        for person in &named {
            self.one(subject, *person, Reason::Mentioned, Some(id))?;
        }
        for person in answered.difference(&named) {
            self.one(subject, *person, Reason::Replied, Some(id))?;
        }
        let except: BTreeSet<Id> = named.union(&answered).copied().collect();
        self.news_except(subject, Reason::Commented, Some(id), &except)
    }

    /// Whom a comment answers: the author of the one it replies to or else of the one before it, whoever is to do
    /// the work, and those it is said to in any case.
    fn answered(&self, subject: &Subject, comment: &Comment) -> Result<BTreeSet<Id>, Error> {
        let read = self.scope.read();
        let author = match comment.reply_to {
            Some(id) => comments::store::get(read, id)?.filter(|other| !other.deleted).and_then(|one| one.author.id()),
            None if subject.is_answered_in_turn() => {
                let span = Span::prefix(&comment.item).reverse().after(&(comment.item, comment.place)).limit(1);
                match comments::store::of(read, span)?.next().transpose()? {
                    Some(before) => before.author.id().filter(|_| !before.deleted),
                    None => subject.beginner(),
                }
            }
            None => None,
        };
        Ok(author.into_iter().chain(subject.doer()).chain(subject.partners().iter().copied()).collect())
    }

    fn news(&mut self, subject: &Subject, reason: Reason, object: Option<Id>) -> Result<(), Error> {
        self.news_except(subject, reason, object, &BTreeSet::new())
    }

    /// Those who follow the item, and those who want to hear everything of a space it is in.
    fn news_except(
        &mut self,
        subject: &Subject,
        reason: Reason,
        object: Option<Id>,
        except: &BTreeSet<Id>,
    ) -> Result<(), Error> {
        let directory = self.scope.directory().clone();
        let mut people: BTreeSet<Id> = subject.followers().iter().copied().chain(subject.assignee()).collect();
        if reason == Reason::Created {
            people.clear();
        }
        for space in subject.spaces(&directory) {
            let all = store::levels(self.scope.read(), space)?.into_iter();
            let all = all.filter(|(_, level)| *level == Level::Everything);
            people.extend(all.filter_map(|(person, _)| directory.person_by_audience(person).map(|person| person.id)));
        }
        people.into_iter().filter(|id| !except.contains(id)).try_for_each(|id| self.one(subject, id, reason, object))
    }

    /// Tells one person, unless it was themselves, they do not see it, or they want to hear nothing of it.
    fn one(&mut self, subject: &Subject, id: Id, reason: Reason, object: Option<Id>) -> Result<(), Error> {
        let directory = self.scope.directory();
        let Some(person) = directory.person(id).filter(|person| person.state == PersonState::Active) else {
            return Ok(());
        };
        let own = self.change.actor.id() == Some(id);
        if own || !subject.is_shown_to(directory, id) || self.level(subject, person)? == Level::Nothing {
            return Ok(());
        }
        if !reason.reaches_muted() && subject.is_muted_by(self.scope, person.audience)? {
            return Ok(());
        }
        let (seq, at_ms, actor) = (self.seq, self.change.at_ms, self.change.actor);
        let mark = Mark { reason, seq, at_ms, actor, object, met: false };
        self.touched.marks.push((id, mark));
        Ok(())
    }

    /// The most they want to hear of any of the spaces through which they see it.
    fn level(&self, subject: &Subject, person: &Arc<Person>) -> Result<Level, Error> {
        let directory = self.scope.directory();
        let reach = directory.reach(person.id);
        let mut most = None;
        for space in subject.spaces(directory).filter(|space| reach.has(*space)) {
            most = most.max(Some(store::level(self.scope.read(), space, person.audience)?));
        }
        Ok(most.unwrap_or_default())
    }
}

/// The people of a space by a membership of their own, or through a space that is a member.
fn members(directory: &Directory, space: Id) -> BTreeSet<Id> {
    let Some(space) = directory.space(space).filter(|space| space.is_live()) else { return BTreeSet::new() };
    let of = |space: AudienceId| directory.members(space).into_iter().flat_map(|members| members.keys().copied());
    let groups = of(space.audience).filter(|member| directory.space_by_audience(*member).is_some());
    let all = of(space.audience).chain(groups.flat_map(of));
    all.filter_map(|member| directory.person_by_audience(member).map(|person| person.id)).collect()
}

/// Whether a change of status ended the work or began it anew. Moves in between tell nobody.
fn finished(directory: &Directory, subject: &Subject, field: &FieldChange) -> Option<Reason> {
    let home = directory.space(subject.about.home()?)?;
    let category = |value: &Value| {
        let id = value.as_int().and_then(|id| u32::try_from(id).ok())?;
        home.status(id).map(|status| status.category)
    };
    let (before, after) = (category(&field.before)?, category(&field.after)?);
    match after {
        _ if before == after => None,
        Category::Done => Some(Reason::Done),
        Category::Cancelled => Some(Reason::Cancelled),
        _ if !before.is_open() => Some(Reason::Reopened),
        _ => None,
    }
}

/// The same of a topic, which is decided or answered.
fn closed(field: &FieldChange) -> Option<Reason> {
    let open = |value: &Value| value.as_text() == Some(facts::state_word(State::Open));
    match (open(&field.before), open(&field.after)) {
        (true, false) => Some(Reason::Done),
        (false, true) => Some(Reason::Reopened),
        _ => None,
    }
}
