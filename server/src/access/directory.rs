//! The directory: organization, people, spaces, memberships and tags in memory. They are few and
//! needed by every request. It is a function of the tables, named by an *epoch* that stands in the
//! data file and gets a new, never used value in the transaction of every change to one of these
//! tables; so a transaction that sees an epoch may use the directory loaded for it, and no other.

use crate::{
    Error,
    organization::{self, input::week_starts_on},
    people, spaces,
};
use guildhall_domain::{
    AudienceId, Id,
    item::Reach,
    organization::Organization,
    person::{Person, PersonState, Role},
    recurrence::Place,
    space::{Access, Space, SpaceRole},
    working::{self, Hours},
};
use guildhall_store::{Read, Table};
use std::{collections::BTreeMap, sync::Arc};

/// A list makes hundreds of look-ups here. Seeded as the standard library's, whose hash takes three times as long.
pub type HashMap<K, V> = std::collections::HashMap<K, V, foldhash::fast::RandomState>;

/// Monday to Friday as bits, until there is an organization.
const USUAL_DAYS: u8 = 0b0001_1111;

/// The epoch of the directory tables.
pub const EPOCH: Table<(), u64> = Table::new("directory_epoch");

/// A membership as stored: who (a person's or a space's audience) and their role.
pub type Members = BTreeMap<AudienceId, SpaceRole>;

/// A tag of the organization.
#[derive(Debug, Clone, PartialEq)]
pub struct Tag {
    /// Number.
    pub id: u32,
    /// Name.
    pub name: String,
    /// Colour 0–9.
    pub color: u8,
    /// Last change.
    pub seq: u64,
}

/// See the module.
#[derive(Default)]
pub struct Directory {
    /// Names this state of the tables.
    pub epoch: u64,
    /// The organization; none before the first run is finished.
    pub organization: Option<Organization>,
    people: HashMap<Id, Arc<Person>>,
    spaces: HashMap<Id, Arc<Space>>,
    person_of: HashMap<AudienceId, Id>,
    space_of: HashMap<AudienceId, Id>,
    personal_of: HashMap<Id, Id>,
    emails: HashMap<String, Id>,
    members: HashMap<AudienceId, Members>,
    // The members of a space that are live spaces themselves: few, while members may be many, and every look at an
    // item asks for a role.
    groups: HashMap<AudienceId, Vec<(AudienceId, SpaceRole)>>,
    prefixes: HashMap<String, AudienceId>,
    tags: BTreeMap<u32, Tag>,
    reaches: HashMap<Id, Arc<Reach>>,
}

impl Directory {
    /// The epoch a reader sees.
    pub fn epoch(read: &Read<'_>) -> Result<u64, Error> {
        Ok(read.get(&EPOCH, &())?.unwrap_or(0))
    }

    /// Loads everything a reader sees.
    pub fn load(read: &Read<'_>) -> Result<Self, Error> {
        let mut directory = Directory {
            epoch: Directory::epoch(read)?,
            organization: organization::store::get(read)?,
            members: spaces::store::all_members(read)?,
            prefixes: spaces::store::all_prefixes(read)?,
            tags: organization::store::all_tags(read)?.into_iter().map(|tag| (tag.id, tag)).collect(),
            ..Directory::default()
        };
        for person in people::store::all(read)? {
            directory.person_of.insert(person.audience, person.id);
            if !person.email.is_empty() {
                directory.emails.insert(person.email.clone(), person.id);
            }
            directory.people.insert(person.id, Arc::new(person));
        }
        for space in spaces::store::all(read)? {
            match space.owner {
                Some(owner) => directory.personal_of.insert(owner, space.id),
                None => directory.space_of.insert(space.audience, space.id),
            };
            directory.spaces.insert(space.id, Arc::new(space));
        }
        directory.groups = directory.all_groups();
        let reaches = directory.people.values().map(|person| (person.id, Arc::new(directory.reach_of(person))));
        directory.reaches = reaches.collect();
        Ok(directory)
    }

    fn all_groups(&self) -> HashMap<AudienceId, Vec<(AudienceId, SpaceRole)>> {
        let is_group = |audience| self.space_by_audience(audience).is_some_and(|group| group.deleted_ms.is_none());
        let groups = |members: &Members| -> Vec<_> {
            members.iter().map(|(member, role)| (*member, *role)).filter(|(member, _)| is_group(*member)).collect()
        };
        self.members.iter().map(|(space, members)| (*space, groups(members))).collect()
    }

    fn reach_of(&self, person: &Person) -> Reach {
        if person.state == PersonState::Deactivated {
            return Reach::default();
        }
        let spaces = self.spaces.values().filter(|space| {
            space.access != Access::Personal && space.deleted_ms.is_none() && self.role_in(person, space).is_some()
        });
        Reach::new(spaces.map(|space| space.audience).chain([person.audience]).collect())
    }

    /// Everything a person may see; nothing for the unknown and the deactivated.
    pub fn reach(&self, person: Id) -> Arc<Reach> {
        self.reaches.get(&person).cloned().unwrap_or_default()
    }

    /// The role somebody has in a space, by whichever way gives the most: a membership of their own,
    /// through a space that is a member, because everybody joins, or because it is open. People from
    /// outside are never more than guests.
    pub fn role_in(&self, person: &Person, space: &Space) -> Option<SpaceRole> {
        if person.state == PersonState::Deactivated {
            return None;
        }
        if space.access == Access::Personal {
            return (space.owner == Some(person.id)).then_some(SpaceRole::Lead);
        }
        let everybody = (space.access == Access::Open || space.everyone_joins) && person.role != Role::Guest;
        let granted = self.granted(person.audience, space.audience);
        let role = granted.max(everybody.then_some(SpaceRole::Member))?;
        Some(if person.role == Role::Guest { SpaceRole::Guest } else { role })
    }

    /// The role by membership, own or through a member space (one level).
    fn granted(&self, person: AudienceId, space: AudienceId) -> Option<SpaceRole> {
        let own = self.members.get(&space)?.get(&person).copied();
        let belongs = |group| self.members.get(&group).is_some_and(|members| members.contains_key(&person));
        let through = self.groups.get(&space).into_iter().flatten();
        through.filter(|(group, _)| belongs(*group)).map(|(_, role)| *role).chain(own).max()
    }

    /// A person.
    pub fn person(&self, id: Id) -> Option<&Arc<Person>> {
        self.people.get(&id)
    }

    /// A person by their audience.
    pub fn person_by_audience(&self, audience: AudienceId) -> Option<&Arc<Person>> {
        self.people.get(self.person_of.get(&audience)?)
    }

    /// A person by address (lower case).
    pub fn person_by_email(&self, email: &str) -> Option<&Arc<Person>> {
        self.people.get(self.emails.get(email)?)
    }

    /// Everybody, in no order.
    pub fn people(&self) -> impl Iterator<Item = &Arc<Person>> {
        self.people.values()
    }

    /// A space.
    pub fn space(&self, id: Id) -> Option<&Arc<Space>> {
        self.spaces.get(&id)
    }

    /// A shared space by its audience.
    pub fn space_by_audience(&self, audience: AudienceId) -> Option<&Arc<Space>> {
        self.spaces.get(self.space_of.get(&audience)?)
    }

    /// The space whose items carry this audience as home: a shared space or a Personal one.
    pub fn home_by_audience(&self, audience: AudienceId) -> Option<&Arc<Space>> {
        self.space_by_audience(audience).or_else(|| self.personal(*self.person_of.get(&audience)?))
    }

    /// A space by a prefix it has or had.
    pub fn space_by_prefix(&self, prefix: &str) -> Option<&Arc<Space>> {
        self.space_by_audience(*self.prefixes.get(prefix)?)
    }

    /// Whether a prefix is or was in use.
    pub fn prefix_taken(&self, prefix: &str) -> bool {
        self.prefixes.contains_key(prefix)
    }

    /// All spaces, Personal ones too, in no order.
    pub fn spaces(&self) -> impl Iterator<Item = &Arc<Space>> {
        self.spaces.values()
    }

    /// The Personal space of a person.
    pub fn personal(&self, person: Id) -> Option<&Arc<Space>> {
        self.spaces.get(self.personal_of.get(&person)?)
    }

    /// Memberships of a space, by audience.
    pub fn members(&self, space: AudienceId) -> Option<&Members> {
        self.members.get(&space)
    }

    /// Those of the organization who belong to a space: by a membership, their own or through a space that is a member,
    /// or because everybody joins. That it is open makes nobody belong to it.
    pub fn belonging<'a>(&'a self, space: &'a Space) -> impl Iterator<Item = &'a Arc<Person>> {
        let belongs = |person: &Person| {
            let granted = self.granted(person.audience, space.audience);
            space.everyone_joins || granted.is_some_and(|role| role != SpaceRole::Guest)
        };
        let here = |person: &Person| person.state == PersonState::Active && person.role != Role::Guest;
        self.people.values().filter(move |person| here(person) && belongs(person))
    }

    /// All tags by number.
    pub fn tags(&self) -> &BTreeMap<u32, Tag> {
        &self.tags
    }

    /// Whether there is an organization yet.
    pub fn is_set_up(&self) -> bool {
        self.organization.is_some()
    }

    /// The zone in which shared facts turn over.
    pub fn zone(&self) -> chrono_tz::Tz {
        self.organization.as_ref().map_or(chrono_tz::UTC, |organization| organization.time_zone)
    }

    /// The day the organization's week begins with; Monday is 1.
    pub fn week_starts_on(&self) -> u8 {
        let works = self.organization.as_ref().map_or(USUAL_DAYS, |organization| organization.working_days);
        week_starts_on(works)
    }

    /// What days and times mean for what comes again.
    pub fn place(&self) -> Place {
        let Some(organization) = &self.organization else { return Place::new(self.zone(), 0) };
        let closed = organization.closed_days.clone();
        Place { closed, ..Place::new(organization.time_zone, organization.working_days) }
    }

    /// When the organization works.
    pub fn hours(&self) -> Hours {
        Hours { place: self.place(), open: self.organization.as_ref().map_or(working::USUAL, |one| one.open) }
    }

    /// Everybody who can read an item with these audiences.
    pub fn readers<'a>(&'a self, audience: &'a [AudienceId]) -> impl Iterator<Item = &'a Arc<Person>> {
        self.people.values().filter(move |person| self.reach(person.id).sees(audience))
    }
}
