//! What an entry is about: an item, or a request, a week, days off or a budget, which are none. The one place where the
//! inbox asks whether somebody may read it.

use crate::{
    Error, absences,
    access::{self, Scope},
    budgets,
    items::kinds,
    requests, time,
};
use guildhall_domain::{
    Id,
    absence::Absence,
    budget::Warning,
    item::{Core, Item},
    policy::Do,
    request::Request,
    space::Space,
    time::sheet::Sheet,
    topic::Topic,
};
use guildhall_store::StoreError;
use std::sync::Arc;

/// See the module.
pub enum About {
    /// A task, a topic or a document.
    Item(Box<Item>),
    /// A request.
    Request(Box<Request>),
    /// Somebody's week.
    Week(Box<Sheet>),
    /// Somebody's days off.
    Absence(Box<Absence>),
    /// What a space may cost, and what was told of it.
    Budget(Arc<Space>, Option<Warning>),
}

impl About {
    /// What is there under an id, whoever may read it.
    pub fn get(scope: &impl Scope, id: Id) -> Result<Option<About>, StoreError> {
        if let Some(item) = kinds::get(scope.read(), id)? {
            return Ok(Some(About::Item(Box::new(item))));
        }
        if let Some(request) = requests::store::get(scope.read(), id)? {
            return Ok(Some(About::Request(Box::new(request))));
        }
        if let Some(sheet) = time::store::sheet_by_id(scope.read(), id)? {
            return Ok(Some(About::Week(Box::new(sheet))));
        }
        if let Some((space, budget)) = budgets::warnings::shown(scope, id)? {
            return Ok(Some(About::Budget(space, budget.told)));
        }
        Ok(absences::store::get(scope.read(), id)?.map(|absence| About::Absence(Box::new(absence))))
    }

    /// The same for the asker, who must be able to read it.
    pub fn readable(scope: &impl Scope, id: Id) -> Result<About, Error> {
        if let Some(item) = access::seen_item(scope, id)? {
            return Ok(About::Item(Box::new(item.into_inner())));
        }
        match Self::get(scope, id)?.ok_or_else(Error::not_found)? {
            About::Item(_) => Err(Error::not_found()),
            About::Request(_) => {
                requests::queries::readable(scope, id).map(|(request, _)| About::Request(Box::new(request)))
            }
            // Whose it is, and who decides about it or leads its space; whoever is no person may.
            about => {
                let concerned = about.concerned(scope)?;
                let may = scope.who().person.is_none_or(|me| concerned.contains(&me));
                if may { Ok(about) } else { Err(Error::not_found()) }
            }
        }
    }

    /// The same to be shown among others; none where the asker must not learn that it is there.
    pub fn seen(scope: &impl Scope, id: Id) -> Result<Option<About>, Error> {
        access::seen(Self::readable(scope, id))
    }

    /// Whether the asker can read it, and it does not lie in the trash.
    pub fn is_seen(scope: &impl Scope, id: Id) -> Result<bool, Error> {
        Ok(match Self::get(scope, id)? {
            Some(About::Item(item)) => item.trashed_ms().is_none() && access::may(scope, &*item, Do::Read),
            Some(about) => Self::seen(scope, about.id())?.is_some(),
            None => false,
        })
    }

    /// Whose week or days off it is, and who decides about them; who leads the space of a budget; nobody of anything else.
    pub fn concerned(&self, scope: &impl Scope) -> Result<Vec<Id>, StoreError> {
        let (person, mut people) = match self {
            About::Week(sheet) => {
                let entries = time::store::of_week(scope.read(), sheet.person, sheet.monday)?;
                (sheet.person, time::sight::deciders(scope.directory(), sheet.person, &entries))
            }
            About::Absence(absence) => (absence.person, absences::sight::deciders(scope.directory(), absence.person)),
            About::Budget(space, _) => {
                return Ok(access::leads_of(scope.directory(), space).map(|person| person.id).collect());
            }
            About::Item(_) | About::Request(_) => return Ok(Vec::new()),
        };
        if !people.contains(&person) {
            people.push(person);
        }
        Ok(people)
    }

    /// Its id.
    pub fn id(&self) -> Id {
        match self {
            About::Item(item) => item.id(),
            About::Request(request) => request.id,
            About::Week(sheet) => sheet.id,
            About::Absence(absence) => absence.id,
            About::Budget(space, _) => space.id,
        }
    }

    /// Its home, where it has one.
    pub fn home(&self) -> Option<Id> {
        match self {
            About::Item(item) => item.home(),
            About::Request(request) => Some(request.space),
            About::Budget(space, _) => Some(space.id),
            About::Week(_) | About::Absence(_) => None,
        }
    }

    /// The item it is.
    pub fn item(&self) -> Option<&Item> {
        match self {
            About::Item(item) => Some(item),
            About::Request(_) | About::Week(_) | About::Absence(_) | About::Budget(..) => None,
        }
    }

    /// The topic it is.
    pub fn topic(&self) -> Option<&Topic> {
        if let Some(Item::Topic(topic)) = self.item() { Some(topic) } else { None }
    }

    /// Whether it lies in the trash.
    pub fn is_trashed(&self) -> bool {
        self.item().is_some_and(|item| item.trashed_ms().is_some())
    }
}
