//! Where a rule belongs: to a space, or to the organization. Who reads and changes it, and where it acts, follows from that.

use crate::{
    Error,
    access::{self, Directory, Scope, Work},
};
use guildhall_domain::{
    AudienceId, Id,
    change::Change,
    person::{Person, PersonState, Role},
    policy::DoSpace,
    rules::Rule,
    space::{Access, Space, SpaceRole},
};
use std::sync::Arc;

/// Stands where a space has its audience; none has this one.
const ORGANIZATION: AudienceId = 0;

/// See the module.
#[derive(Debug, Clone)]
pub enum Home {
    /// A space: whoever works in it makes rules of it.
    Space(Arc<Space>),
    /// All spaces in which its owner works: admins make it.
    Organization,
}

impl Home {
    /// For reading the rules there.
    pub fn readable(scope: &impl Scope, space: Option<Id>) -> Result<Home, Error> {
        Home::find(scope, space, DoSpace::Read)
    }

    /// For making some there.
    pub fn workable(scope: &impl Scope, space: Option<Id>) -> Result<Home, Error> {
        Home::find(scope, space, DoSpace::Write)
    }

    fn find(scope: &impl Scope, space: Option<Id>, what: DoSpace) -> Result<Home, Error> {
        match space {
            Some(id) => Ok(Home::Space(access::space(scope, id, what)?.into_inner())),
            None => access::admin(scope).map(|()| Home::Organization),
        }
    }

    /// Of a rule, where it can act at all: not in a space that was archived or deleted.
    pub fn live(directory: &Directory, rule: &Rule) -> Option<Home> {
        match rule.space {
            Some(id) => directory.space(id).filter(|home| home.is_live()).cloned().map(Home::Space),
            None => Some(Home::Organization),
        }
    }

    /// The key of its rules; none where the space is gone.
    pub fn key(directory: &Directory, rule: &Rule) -> Option<AudienceId> {
        rule.space.map_or(Some(ORGANIZATION), |id| directory.space(id).map(|home| home.audience))
    }

    /// The same of this.
    pub fn audience(&self) -> AudienceId {
        self.space().map_or(ORGANIZATION, |home| home.audience)
    }

    /// The space, where it is one.
    pub fn space(&self) -> Option<&Space> {
        match self {
            Home::Space(home) => Some(home),
            Home::Organization => None,
        }
    }

    /// Its id.
    pub fn id(&self) -> Option<Id> {
        self.space().map(|home| home.id)
    }

    /// Whether the asker sees what lies in the trash there.
    pub fn works_in(&self, scope: &impl Scope) -> bool {
        match self {
            Home::Space(home) => access::works_in(scope, home),
            Home::Organization => access::admin(scope).is_ok(),
        }
    }

    /// Who made a rule and still works there changes it, and those who manage it.
    pub fn may_change(&self, scope: &impl Scope, rule: &Rule) -> bool {
        let Home::Space(home) = self else { return access::admin(scope).is_ok() };
        let own = scope.who().person.is_none_or(|me| me == rule.author);
        let may = |what| access::may_space(scope, home, what);
        home.is_live() && (may(DoSpace::Manage) || (own && may(DoSpace::Write)))
    }

    /// Whether whoever lends a rule their rights still may.
    pub fn has_owner(&self, directory: &Directory, rule: &Rule) -> bool {
        let owner = directory.person(rule.owner).filter(|person| person.state == PersonState::Active);
        owner.is_some_and(|owner| match self {
            Home::Space(home) => access::writes_in(directory, owner.id, home),
            Home::Organization => owner.role >= Role::Admin,
        })
    }

    /// Logs a change of a rule: whoever reads the space knows of it. Of those of the organization nobody reads there.
    pub fn log(&self, work: &mut Work<'_, '_>, before: Option<u64>, change: Change) -> Result<u64, Error> {
        match self {
            Home::Space(home) => work.log_in(home, before, change),
            Home::Organization => work.log(Change { previous: before.unwrap_or_default(), ..change }),
        }
    }

    /// Those who look after it: the leads of the space, or admins.
    pub fn leads(&self, directory: &Directory) -> Vec<Arc<Person>> {
        match self {
            Home::Space(home) => leads(directory, home),
            Home::Organization => {
                let admin = |person: &&Arc<Person>| person.state == PersonState::Active && person.role >= Role::Admin;
                directory.people().filter(admin).cloned().collect()
            }
        }
    }
}

/// Those who lead a space.
pub fn leads(directory: &Directory, home: &Space) -> Vec<Arc<Person>> {
    let members = directory.members(home.audience).into_iter().flatten();
    let leads = members.filter(|(_, role)| **role == SpaceRole::Lead);
    let people = leads.filter_map(|(audience, _)| directory.person_by_audience(*audience));
    people.filter(|person| person.state == PersonState::Active).cloned().collect()
}

/// The spaces a rule of the organization acts in, with somebody's rights: those in which they work, personal ones never.
pub fn spaces_of(directory: &Directory, person: Id) -> impl Iterator<Item = &Arc<Space>> {
    directory.spaces().filter(move |space| is_common(space) && access::writes_in(directory, person, space))
}

fn is_common(space: &Space) -> bool {
    space.is_live() && space.access != Access::Personal
}

/// Whether a rule is about what lies in a space. One whose owner lost their rights is about all: it has to stop.
pub fn is_about(directory: &Directory, rule: &Rule, space: Id) -> bool {
    if rule.space.is_some() {
        return rule.is_about(space);
    }
    let Some(space) = directory.space(space).filter(|space| is_common(space)) else { return false };
    !Home::Organization.has_owner(directory, rule) || access::writes_in(directory, rule.owner, space)
}

/// Whether somebody may take back what a rule did: people who work in its space; of a rule of the organization those who
/// work in one of the spaces where it did that. Where it did that they need the right to do it by hand as well.
pub fn may_take_back(scope: &impl Scope, rule: &Rule, at: &[AudienceId]) -> bool {
    let works = |space: &Arc<Space>| access::works_in(scope, space);
    let directory = scope.directory();
    scope.who().oneself().is_some()
        && match rule.space {
            Some(_) => Home::readable(scope, rule.space).is_ok_and(|home| home.works_in(scope)),
            None => at.iter().filter_map(|audience| directory.space_by_audience(*audience)).any(works),
        }
}

/// The refusal of what belongs to one space in a rule of the organization.
pub fn of_one_space(at: &str) -> Error {
    let message = "Statuses, sections, fields and forms are those of one space. Choose something that every space has.";
    Error::field(at, message)
}
