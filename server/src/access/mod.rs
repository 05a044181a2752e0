//! The only ways to an object. A look-up here answers the object together with the right to do what
//! was asked, inside the caller's transaction or snapshot; what cannot be seen and what does not exist
//! give the same answer. Stores take objects only from here.

pub mod directory;
mod mine;
pub mod scope;
pub mod shown;
pub mod who;

pub use directory::{Directory, Tag};
pub use mine::{by_name, leads_of, mine};
pub use scope::{Glance, Scope, View, Work};
pub use shown::Shown;
pub use who::{Scopes, Who};

use crate::{Error, contacts, documents, error::Code, events, files, items, rules, tasks, topics};
use guildhall_domain::{
    AudienceId, Id,
    document::{Document, folder::Folder},
    event::Event,
    file::File,
    item::{Audience, Core, Item},
    person::{Person, Role},
    policy::{self, Do, DoSpace, SpaceStanding, Standing, Verdict},
    space::{Access, Space, SpaceRole},
    task::Task,
    topic::Topic,
};
use std::{ops::Deref, sync::Arc};

/// An object somebody may do something with. Only this module makes them.
#[derive(Debug, Clone)]
pub struct Permitted<T>(T);

impl<T> Deref for Permitted<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> Permitted<T> {
    /// The object.
    pub fn into_inner(self) -> T {
        self.0
    }
}

/// Who can read an item: the people of its home and of the spaces it is also in, and those it names itself.
/// A private home keeps its items inside from the moment it is one, whatever is still written down in
/// them; a home that is deleted takes them along. What has no home is read by its people alone.
pub fn audience_of(directory: &Directory, item: &impl Core) -> Audience {
    let Some(home) = item.home() else { return written_audience(directory, item) };
    match directory.space(home) {
        None => Audience::default(),
        Some(home) if home.deleted_ms.is_some() => Audience::default(),
        // What is somebody's own they may show to whom they ask, and to no other space.
        Some(home) if home.owner.is_some() => {
            Audience::new([home.audience].into_iter().chain(asked(directory, item)).collect())
        }
        Some(home) if !home.shows_elsewhere() => Audience::new(vec![home.audience]),
        Some(_) => written_audience(directory, item),
    }
}

/// The people an item names itself.
fn asked(directory: &Directory, item: &impl Core) -> impl Iterator<Item = AudienceId> {
    item.people().iter().filter_map(|id| directory.person(*id)).map(|person| person.audience)
}

/// What is written down in an item of where it can be read, whether its home allows it at the moment or not.
/// For what is kept in step with the item alone; nobody's sight may be decided by it.
pub fn written_audience(directory: &Directory, item: &impl Core) -> Audience {
    let spaces = item.home().into_iter().chain(item.also_in().iter().copied());
    let spaces = spaces.filter_map(|id| directory.space(id)).map(|space| space.audience);
    Audience::new(spaces.chain(asked(directory, item)).collect())
}

/// A task, for doing `what` with it.
pub fn task(scope: &impl Scope, id: Id, what: Do) -> Result<Permitted<Task>, Error> {
    permit(scope, tasks::store::get(scope.read(), id)?, what)
}

/// A topic, for doing `what` with it.
pub fn topic(scope: &impl Scope, id: Id, what: Do) -> Result<Permitted<Topic>, Error> {
    permit(scope, topics::store::get(scope.read(), id)?, what)
}

/// A document, for doing `what` with it.
pub fn document(scope: &impl Scope, id: Id, what: Do) -> Result<Permitted<Document>, Error> {
    permit(scope, documents::store::get(scope.read(), id)?, what)
}

/// An event, for doing `what` with it.
pub fn event(scope: &impl Scope, id: Id, what: Do) -> Result<Permitted<Event>, Error> {
    permit(scope, events::store::get(scope.read(), id)?, what)
}

/// A folder, for reading it or writing in it. Whoever reads its space reads it; what lies in the trash is shown to
/// those who work there.
pub fn folder(scope: &impl Scope, id: Id, what: DoSpace) -> Result<Permitted<Folder>, Error> {
    let folder = documents::folders::store::get(scope.read(), id)?.ok_or_else(Error::not_found)?;
    let home = scope.directory().space(folder.space).ok_or_else(Error::not_found)?;
    let seen = may_space(scope, home, DoSpace::Read) && (folder.trashed_ms.is_none() || works_in(scope, home));
    match space_verdict(scope, home, what) {
        _ if !seen => Err(Error::not_found()),
        Verdict::Yes => Ok(Permitted(folder)),
        _ => Err(forbidden_in(Some(home))),
    }
}

/// An item of any kind, for doing `what` with it.
pub fn item(scope: &impl Scope, id: Id, what: Do) -> Result<Permitted<Item>, Error> {
    permit(scope, items::kinds::get(scope.read(), id)?, what)
}

fn permit<T: Core>(scope: &impl Scope, found: Option<T>, what: Do) -> Result<Permitted<T>, Error> {
    let item = found.ok_or_else(Error::not_found)?;
    match verdict(scope, &item, what) {
        Verdict::Yes => Ok(Permitted(item)),
        Verdict::Hidden => Err(Error::not_found()),
        Verdict::No => Err(forbidden(scope, &item)),
    }
}

/// What was looked up, or none where the asker must not learn that it is there. Any other failure stays one.
pub fn seen<T>(found: Result<T, Error>) -> Result<Option<T>, Error> {
    match found {
        Err(error) if error.code == Code::NotFound => Ok(None),
        found => found.map(Some),
    }
}

/// A task to be shown beside something else; none where the asker must not learn that it is there. That the data
/// cannot be read is no reason to leave it out.
pub fn seen_task(scope: &impl Scope, id: Id) -> Result<Option<Permitted<Task>>, Error> {
    seen(task(scope, id, Do::Read))
}

/// The same of an item of any kind.
pub fn seen_item(scope: &impl Scope, id: Id) -> Result<Option<Permitted<Item>>, Error> {
    seen(item(scope, id, Do::Read))
}

/// A task, for taking it out of a space it is also in.
pub fn take_out(scope: &impl Scope, id: Id, space: Id) -> Result<Permitted<Task>, Error> {
    let task = tasks::store::get(scope.read(), id)?.ok_or_else(Error::not_found)?;
    let directory = scope.directory();
    let Some(me) = scope.who().person else { return Ok(Permitted(task)) };
    let (Some(person), Some(home)) = (directory.person(me), directory.space(task.space)) else {
        return Err(Error::not_found());
    };
    let leads = |space: &Space| space.is_live() && directory.role_in(person, space) == Some(SpaceRole::Lead);
    let leads_there = directory.space(space).is_some_and(|space| leads(space));
    match policy::take_out(standing(directory, person, Some(home), &task), leads_there) {
        Verdict::Yes => Ok(Permitted(task)),
        Verdict::Hidden => Err(Error::not_found()),
        Verdict::No => Err(forbidden(scope, &task)),
    }
}

/// A file with its item, for doing `what` with that. The right to a file is the right to its item, whoever
/// knows its id; what lies in the trash is not there.
pub fn file(scope: &impl Scope, id: Id, what: Do) -> Result<Permitted<(File, Item)>, Error> {
    let file = files::store::get(scope.read(), id)?.filter(|file| file.trashed_ms.is_none());
    let file = file.ok_or_else(Error::not_found)?;
    let item = item(scope, file.item, what)?.into_inner();
    // A version is called as its document is.
    let name = if file.version.is_some() { item.title().to_owned() } else { file.name };
    Ok(Permitted((File { name, ..file }, item)))
}

/// Whether the asker leads the home of an item. Whoever is no person may do what a lead may; what has no home is
/// led by nobody.
pub fn leads(scope: &impl Scope, item: &impl Core) -> bool {
    if scope.who().person.is_none() {
        return true;
    }
    item.home().and_then(|home| scope.directory().space(home)).is_some_and(|home| leads_space(scope, home))
}

/// Whether the asker leads a space.
pub fn leads_space(scope: &impl Scope, space: &Space) -> bool {
    role_of(scope, space).is_none_or(|role| role == Some(SpaceRole::Lead))
}

/// Whether the asker works in a space rather than looking on: they see what lies in its trash.
pub fn works_in(scope: &impl Scope, space: &Space) -> bool {
    role_of(scope, space).is_none_or(|role| role.is_some_and(|role| role != SpaceRole::Guest))
}

/// The role of the asker in a space; none at all for whoever is no person. Guests of the organization have the least.
fn role_of(scope: &impl Scope, space: &Space) -> Option<Option<SpaceRole>> {
    let directory = scope.directory();
    let me = directory.person(scope.who().person?);
    Some(me.filter(|me| me.role != Role::Guest).and_then(|me| directory.role_in(me, space)))
}

/// Whether a file that is already at hand may be renamed, deleted and taken out of the trash: by whoever attached
/// it, and by those who may edit the item or, when it was sent with a comment, delete that.
pub fn may_change(scope: &impl Scope, file: &File, item: &impl Core) -> bool {
    let own = scope.who().person.is_none_or(|me| file.author.id() == Some(me));
    let others = if file.comment.is_some() { leads(scope, item) } else { may(scope, item, Do::Edit) };
    (own || others) && may(scope, item, Do::Comment)
}

/// Whether an item that is already at hand may be worked with, for the flags the page shows.
pub fn may(scope: &impl Scope, item: &impl Core, what: Do) -> bool {
    verdict(scope, item, what) == Verdict::Yes
}

fn verdict(scope: &impl Scope, item: &impl Core, what: Do) -> Verdict {
    let Some(id) = scope.who().person else { return Verdict::Yes };
    let directory = scope.directory();
    let Some(person) = directory.person(id) else { return Verdict::Hidden };
    let home = item.home().map(|home| directory.space(home));
    // It has a home, and that is not there.
    if home == Some(None) {
        return Verdict::Hidden;
    }
    policy::item(what, standing(directory, person, home.flatten().map(|home| &**home), item))
}

/// Without a home it belongs to its people: each of them works in it, and nobody leads.
fn standing(directory: &Directory, person: &Person, home: Option<&Space>, item: &impl Core) -> Standing {
    let among = item.people().contains(&person.id).then_some(SpaceRole::Member);
    Standing {
        sees: directory.reach(person.id).sees(audience_of(directory, item).ids()),
        role: person.role,
        home: home.map_or(among, |home| directory.role_in(person, home)),
        own: home.is_some_and(|home| home.owner == Some(person.id)),
        assignee: item.assignee() == Some(person.id),
        author: item.author().id() == Some(person.id),
        led: item.is_led(),
        live: home.is_none_or(Space::is_live),
        trashed: item.trashed_ms().is_some(),
    }
}

fn forbidden(scope: &impl Scope, item: &impl Core) -> Error {
    forbidden_in(item.home().and_then(|home| scope.directory().space(home)).map(|home| &**home))
}

fn forbidden_in(home: Option<&Space>) -> Error {
    if home.is_some_and(|home| home.archived) {
        return Error::because(
            Code::Forbidden,
            "This space is archived. Take it out of the archive to change things in it.",
        );
    }
    Error::new(Code::Forbidden)
}

/// A space, for doing `what` with it.
pub fn space(scope: &impl Scope, id: Id, what: DoSpace) -> Result<Permitted<Arc<Space>>, Error> {
    let directory = scope.directory();
    let space = directory.space(id).ok_or_else(Error::not_found)?;
    match space_verdict(scope, space, what) {
        Verdict::Yes => Ok(Permitted(space.clone())),
        Verdict::Hidden => Err(Error::not_found()),
        Verdict::No => Err(Error::new(Code::Forbidden)),
    }
}

/// A space, for telling everybody in it something, or asking them.
pub fn announcing(scope: &impl Scope, id: Id) -> Result<Permitted<Arc<Space>>, Error> {
    let space = space(scope, id, DoSpace::Read)?;
    if may_announce(scope, &space) {
        return Ok(space);
    }
    Err(Error::because(Code::Forbidden, "Only those who lead this space can do this. Ask one of them."))
}

/// Whether the asker speaks to everybody in a space: those who lead it or manage it and read what is in it, and in a
/// space that everybody joins, which is the organization, every admin.
pub fn may_announce(scope: &impl Scope, space: &Space) -> bool {
    scope.who().person.is_none_or(|id| speaks_in(scope.directory(), id, space))
}

/// The same of somebody who need not be the asker: what goes on by itself has the rights of whoever made it.
pub fn speaks_in(directory: &Directory, id: Id, space: &Space) -> bool {
    let Some(person) = directory.person(id) else { return false };
    let may = |what| verdict_in(directory, person, space, what) == Verdict::Yes;
    let all = space.everyone_joins && person.role >= Role::Admin && may(DoSpace::Write);
    may(DoSpace::Read) && (may(DoSpace::Manage) || all)
}

/// Whether somebody, who need not be the asker, works in a space.
pub fn writes_in(directory: &Directory, id: Id, space: &Space) -> bool {
    let person = directory.person(id);
    person.is_some_and(|person| verdict_in(directory, person, space, DoSpace::Write) == Verdict::Yes)
}

/// Whether a space that is already at hand may be used so.
pub fn may_space(scope: &impl Scope, space: &Space, what: DoSpace) -> bool {
    space_verdict(scope, space, what) == Verdict::Yes
}

fn space_verdict(scope: &impl Scope, space: &Space, what: DoSpace) -> Verdict {
    let Some(id) = scope.who().person else { return Verdict::Yes };
    let Some(person) = scope.directory().person(id) else { return Verdict::Hidden };
    verdict_in(scope.directory(), person, space, what)
}

fn verdict_in(directory: &Directory, person: &Person, space: &Space, what: DoSpace) -> Verdict {
    let standing = SpaceStanding {
        role: person.role,
        member: directory.role_in(person, space),
        access: space.access,
        own: space.owner == Some(person.id),
        archived: space.archived,
        deleted: space.deleted_ms.is_some(),
    };
    policy::space(what, standing)
}

/// Whether the asker may do an admin's work; owners may too.
pub fn admin(scope: &impl Scope) -> Result<(), Error> {
    at_least(scope, Role::Admin)
}

/// Whether the asker is an owner.
pub fn owner(scope: &impl Scope) -> Result<(), Error> {
    at_least(scope, Role::Owner)
}

fn at_least(scope: &impl Scope, role: Role) -> Result<(), Error> {
    if !scope.who().scopes.admin {
        return Err(Error::new(Code::TokenScope));
    }
    match scope.who().person {
        None => Ok(()),
        Some(_) if me(scope)?.role >= role => Ok(()),
        Some(_) if role == Role::Owner => Err(Error::because(Code::Forbidden, "Only an owner can do this.")),
        Some(_) => Err(Error::because(Code::Forbidden, "Only an admin can do this.")),
    }
}

/// The asker as a person.
pub fn me(scope: &impl Scope) -> Result<Arc<Person>, Error> {
    let id = scope.who().person.ok_or_else(|| Error::new(Code::NotSignedIn))?;
    scope.directory().person(id).cloned().ok_or_else(|| Error::new(Code::NotSignedIn))
}

/// Whether the asker may know of a person: members know everybody, guests only themselves and the
/// people of their spaces.
pub fn knows(scope: &impl Scope, other: &Person) -> bool {
    let Some(id) = scope.who().person else { return true };
    let directory = scope.directory();
    let Some(person) = directory.person(id) else { return false };
    if person.role != Role::Guest || other.id == id {
        return true;
    }
    let shared = |space: &&Arc<Space>| space.access != Access::Personal && space.deleted_ms.is_none();
    directory
        .spaces()
        .filter(shared)
        .any(|space| directory.role_in(person, space).is_some() && directory.role_in(other, space).is_some())
}

/// The name of somebody outside who wrote here: whoever reads what they wrote may know it.
pub fn contact_name(scope: &impl Scope, id: Id) -> Option<String> {
    contacts::store::get(scope.read(), id).ok().flatten().map(|contact| contact.name)
}

/// The name of a rule that did something, for those who may read it.
pub fn rule_name(scope: &impl Scope, id: Id) -> Option<String> {
    rules::queries::name(scope, id)
}

/// A person the asker may know of.
pub fn person(scope: &impl Scope, id: Id) -> Result<Permitted<Arc<Person>>, Error> {
    let person = scope.directory().person(id).ok_or_else(Error::not_found)?;
    if knows(scope, person) { Ok(Permitted(person.clone())) } else { Err(Error::not_found()) }
}

/// A person who can be given or told something about an item with these audiences: they must be able
/// to read it, otherwise naming them would either leak it or leave them puzzled.
pub fn reader(scope: &impl Scope, id: Id, audience: &[AudienceId], field: &str) -> Result<Arc<Person>, Error> {
    let directory = scope.directory();
    let known = directory.person(id).filter(|person| knows(scope, person));
    let Some(person) = known else { return Err(Error::field(field, "Choose a person of this organization.")) };
    if !directory.reach(id).sees(audience) {
        let message = format!("{} cannot see this. Add them to the space first.", person.name);
        return Err(Error::field(field, message));
    }
    Ok(person.clone())
}
