//! What an entry is about, as the inbox needs it, and who sees it. The one place that knows what kinds of items mean
//! here.

use super::about::About;
use crate::{
    Error,
    access::{self, Directory, Scope},
    approvals,
    comments::rounds,
    items::readings,
    requests, tasks,
};
use guildhall_domain::{
    AudienceId, Id, absence,
    approval::State as Stands,
    budget::Warning,
    event::Answer,
    inbox::{Entry, Mark, Reason},
    item::{Audience, Core, Item},
    space::Category,
    time::sheet,
    topic::{Form, State, Topic},
    when,
};

/// Whether the asker wants to hear of nothing of an item but what names them or is asked of them.
pub fn is_muted(scope: &impl Scope, item: Id, entry: &Entry) -> Result<bool, Error> {
    let Some(me) = scope.who().person.and_then(|id| scope.directory().person(id)) else { return Ok(false) };
    Ok(entry.muted || readings::of(scope.read(), me.audience, item)?.muted)
}

/// Something somebody may be told of.
pub struct Subject {
    /// What it is.
    pub about: About,
    /// Who can read it.
    pub audience: Audience,
}

impl Subject {
    /// It, when it is there. Damaged ones are passed over: everything else goes on.
    pub fn of(scope: &impl Scope, item: Id) -> Result<Option<Subject>, Error> {
        let found = match About::get(scope, item) {
            Err(error @ guildhall_store::StoreError::Corrupt { .. }) => {
                tracing::error!(%error, %item, "nobody is told of a damaged item");
                None
            }
            found => found?,
        };
        found.map(|about| Ok(Subject { audience: audience(scope, &about)?, about })).transpose()
    }

    /// Whether somebody sees it where it is; what lies in the trash stands in no inbox.
    pub fn is_shown_to(&self, directory: &Directory, person: Id) -> bool {
        !self.about.is_trashed() && directory.reach(person).sees(self.audience.ids())
    }

    /// Whether it is somebody's to do.
    pub fn is_for(&self, person: Id) -> bool {
        self.doer() == Some(person)
    }

    /// Whom it is assigned to.
    pub fn assignee(&self) -> Option<Id> {
        self.about.item().and_then(Core::assignee)
    }

    /// Who is to do it, while there is something to do.
    pub fn doer(&self) -> Option<Id> {
        match self.about.item()? {
            Item::Task(task) => task.assignee.filter(|_| task.is_open()),
            Item::Topic(_) | Item::Document(_) | Item::Event(_) => None,
        }
    }

    /// Who is told what happens to it.
    pub fn followers(&self) -> &[Id] {
        match self.about.item() {
            Some(Item::Task(task)) => &task.followers,
            Some(Item::Topic(topic)) => &topic.followers,
            Some(Item::Document(document)) => &document.followers,
            Some(Item::Event(event)) => &event.followers,
            None => &[],
        }
    }

    /// Who is invited to it.
    pub fn guests(&self) -> &[Id] {
        if let Some(Item::Event(event)) = self.about.item() { &event.guests } else { &[] }
    }

    /// Whether somebody who is invited has not said whether they come.
    fn waits_for_answer(&self, person: Id) -> bool {
        let Some(Item::Event(event)) = self.about.item() else { return false };
        event.answer(person) == Some(Answer::None)
    }

    /// Whether a week or days off wait for a decision, or a week for being handed in again.
    fn waits_for_decision(&self, reason: Reason, person: Id) -> bool {
        match &self.about {
            About::Week(sheet) if reason == Reason::Returned => {
                sheet.is_open() && !sheet.reason.is_empty() && sheet.person == person
            }
            About::Week(sheet) => sheet.state == sheet::State::Submitted,
            About::Absence(absence) => reason == Reason::Submitted && absence.state == absence::State::Asked,
            About::Item(_) | About::Request(_) | About::Budget(..) => false,
        }
    }

    /// Whether as much of a budget is used as was told.
    fn is_used(&self, reason: Reason) -> bool {
        let About::Budget(_, Some(told)) = &self.about else { return false };
        (*told == Warning::UsedUp) == (reason == Reason::BudgetUsedUp)
    }

    /// Whom everything that is said is said to: the people of a Direct topic.
    pub fn partners(&self) -> &[Id] {
        self.about.topic().filter(|topic| topic.form == Form::Direct).map_or(&[], |topic| &topic.people)
    }

    /// Who is answered by the first thing that is said: whoever began a topic.
    pub fn beginner(&self) -> Option<Id> {
        self.about.topic()?.author.id()
    }

    /// Whether what follows something that was said is an answer to it. In a Quick chat everybody talks at once.
    pub fn is_answered_in_turn(&self) -> bool {
        self.about.topic().is_none_or(|topic| topic.form != Form::Chat)
    }

    /// Whether somebody began it, rather than finding it there with its space or its people.
    pub fn is_begun(&self) -> bool {
        self.about.topic().is_none_or(Topic::is_own)
    }

    /// Whether it is told to everybody who can read it.
    pub fn is_announcement(&self) -> bool {
        self.about.topic().is_some_and(|topic| topic.announcement)
    }

    /// Whether somebody has read how it begins, where they opened it or pressed that they did. Who marks a whole
    /// space as read has not read what was announced there.
    pub fn is_begun_by(&self, scope: &impl Scope, person: AudienceId) -> Result<bool, Error> {
        let Some(topic) = self.about.topic() else { return Ok(false) };
        Ok(readings::of(scope.read(), person, topic.id)?.place >= topic.place)
    }

    /// Whether a round of a check-in still waits for somebody's answer.
    pub fn is_asked(&self, scope: &impl Scope, round: Id, person: Id) -> Result<bool, Error> {
        let Some(check_in) = self.about.topic().and_then(|topic| topic.check_in.as_ref()) else { return Ok(false) };
        let last = check_in.round == Some(round) && check_in.ended_ms.is_none();
        Ok(last && rounds::store::answer(scope.read(), round, person)?.is_none())
    }

    /// Whether what was told of it still needs somebody, where that follows from an approval, a request or an invitation.
    pub fn needs(&self, scope: &impl Scope, mark: &Mark, person: Id) -> Result<bool, Error> {
        match (mark.reason.target(), &self.about) {
            (Some(which), About::Request(request)) => Ok(requests::targets::waits(scope.read(), request, which)?),
            (Some(_), _) => Ok(false),
            (None, _) if mark.reason == Reason::Invited => Ok(self.waits_for_answer(person)),
            (None, _) if mark.reason == Reason::AskAgain => Ok(self.is_to_be_asked_again(scope, person)),
            (None, _) if mark.reason.waits_for_a_decision() => Ok(self.waits_for_decision(mark.reason, person)),
            (None, _) if mark.reason.is_of_a_budget() => Ok(self.is_used(mark.reason)),
            (None, _) => self.needs_for_approval(scope, mark, person),
        }
    }

    /// Whether it is somebody's work that waits, and the day to ask again has come.
    fn is_to_be_asked_again(&self, scope: &impl Scope, person: Id) -> bool {
        let Some(Item::Task(task)) = self.about.item() else { return false };
        let zone = scope.directory().person(person).map_or(scope.directory().zone(), |person| person.time_zone);
        let today = when::today(when::from_ms(scope.now()), zone);
        task.assignee == Some(person) && tasks::waits::day_of(task).is_some_and(|day| day <= today)
    }

    /// Whether what was told of an approval still needs somebody: their answer, or what they asked has to be changed or
    /// asked of somebody else. Asking anew, and finishing the work, meets what was to change.
    fn needs_for_approval(&self, scope: &impl Scope, mark: &Mark, person: Id) -> Result<bool, Error> {
        let Some(approval) = mark.object.map(|id| approvals::store::get(scope.read(), id)).transpose()?.flatten()
        else {
            return Ok(false);
        };
        Ok(match mark.reason {
            Reason::ChangesAsked => {
                let newest = approvals::store::newest(scope.read(), approval.item)? == Some(approval.id);
                approval.state == Stands::Changes && newest && self.category().is_open()
            }
            Reason::ApproverGone => approval.is_waiting() && !approval.gone.is_empty(),
            _ => approval.turn().contains(&person),
        })
    }

    /// Whether something that was asked is approved.
    pub fn is_approved(&self, scope: &impl Scope, approval: Id) -> Result<bool, Error> {
        let approval = approvals::store::get(scope.read(), approval)?;
        Ok(approval.is_some_and(|approval| approval.state == Stands::Approved))
    }

    /// Whether something said on it is a decision.
    pub fn is_decided(&self, comment: Id) -> bool {
        self.about.topic().is_some_and(|topic| topic.decision(comment).is_some())
    }

    /// Whether somebody wants to hear of nothing but what names them or is asked of them.
    pub fn is_muted_by(&self, scope: &impl Scope, person: AudienceId) -> Result<bool, Error> {
        Ok(readings::of(scope.read(), person, self.about.id())?.muted)
    }

    /// Up to which change somebody has read what was said; 0 where nobody keeps that.
    pub fn read_to(&self, scope: &impl Scope, person: AudienceId) -> Result<u64, Error> {
        let Some(topic) = self.about.topic() else { return Ok(0) };
        let own = readings::of(scope.read(), person, topic.id)?.place;
        let all = topic.space.map(|space| readings::of(scope.read(), person, space)).transpose()?;
        Ok(all.map_or(own, |all| all.place.max(own)))
    }

    /// The spaces through which it is read.
    pub fn spaces<'a>(&'a self, directory: &'a Directory) -> impl Iterator<Item = AudienceId> + 'a {
        self.audience.ids().iter().copied().filter(|id| directory.home_by_audience(*id).is_some())
    }

    /// Whether its work is over, and how. What was decided or answered is.
    pub fn category(&self) -> Category {
        match self.about.item() {
            Some(Item::Task(task)) => task.category,
            Some(Item::Topic(topic)) if topic.state != State::Open => Category::Done,
            Some(_) | None => Category::Todo,
        }
    }
}

/// Who can read it: a request is read through its space, a week and days off by whose they are and who decides, a budget
/// by who leads its space.
fn audience(scope: &impl Scope, about: &About) -> Result<Audience, Error> {
    let directory = scope.directory();
    Ok(match about {
        About::Item(item) => access::audience_of(directory, &**item),
        About::Request(request) => {
            let home = directory.space(request.space).filter(|home| home.deleted_ms.is_none());
            Audience::new(home.map(|home| home.audience).into_iter().collect())
        }
        About::Week(_) | About::Absence(_) | About::Budget(..) => {
            let concerned = about.concerned(scope)?.into_iter().filter_map(|id| directory.person(id).cloned());
            Audience::new(concerned.map(|person| person.audience).collect())
        }
    })
}
