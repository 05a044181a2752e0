//! What an entry is about: an item, or a request, which is none. The one place where the inbox asks whether somebody may
//! read it.

use crate::{
    Error,
    access::{self, Scope},
    items::kinds,
    requests,
};
use guildhall_domain::{
    Id,
    item::{Core, Item},
    policy::Do,
    request::Request,
    topic::Topic,
};
use guildhall_store::StoreError;

/// See the module.
pub enum About {
    /// A task, a topic or a document.
    Item(Box<Item>),
    /// A request.
    Request(Box<Request>),
}

impl About {
    /// What is there under an id, whoever may read it.
    pub fn get(scope: &impl Scope, id: Id) -> Result<Option<About>, StoreError> {
        if let Some(item) = kinds::get(scope.read(), id)? {
            return Ok(Some(About::Item(Box::new(item))));
        }
        Ok(requests::store::get(scope.read(), id)?.map(|request| About::Request(Box::new(request))))
    }

    /// The same for the asker, who must be able to read it.
    pub fn readable(scope: &impl Scope, id: Id) -> Result<About, Error> {
        match access::seen_item(scope, id)? {
            Some(item) => Ok(About::Item(Box::new(item.into_inner()))),
            None => requests::queries::readable(scope, id).map(|(request, _)| About::Request(Box::new(request))),
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
            Some(About::Request(request)) => access::seen(requests::queries::readable(scope, request.id))?.is_some(),
            None => false,
        })
    }

    /// Its id.
    pub fn id(&self) -> Id {
        match self {
            About::Item(item) => item.id(),
            About::Request(request) => request.id,
        }
    }

    /// Its home, where it has one.
    pub fn home(&self) -> Option<Id> {
        match self {
            About::Item(item) => item.home(),
            About::Request(request) => Some(request.space),
        }
    }

    /// The item it is.
    pub fn item(&self) -> Option<&Item> {
        match self {
            About::Item(item) => Some(item),
            About::Request(_) => None,
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
