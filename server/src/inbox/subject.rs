//! What an entry is about, as the inbox needs it, and who sees it. The one place that knows which kinds of items
//! there are.

use crate::{
    Error,
    access::{self, Directory, Scope},
    tasks,
};
use guildhall_domain::{AudienceId, Id, item::Audience, space::Category, task::Task};

/// An item somebody may be told of.
pub struct Subject {
    /// The task it is.
    pub task: Task,
    /// Who can read it.
    pub audience: Audience,
}

impl Subject {
    /// The item, when it is there. Damaged ones are passed over: everything else goes on.
    pub fn of(scope: &impl Scope, item: Id) -> Result<Option<Subject>, Error> {
        let found = match tasks::store::get(scope.read(), item) {
            Err(error @ guildhall_store::StoreError::Corrupt { .. }) => {
                tracing::error!(%error, %item, "nobody is told of a damaged item");
                None
            }
            found => found?,
        };
        Ok(found.map(|task| Subject { audience: access::audience_of(scope.directory(), &task), task }))
    }

    /// Whether somebody sees it where it is; what lies in the trash stands in no inbox.
    pub fn is_shown_to(&self, directory: &Directory, person: Id) -> bool {
        self.task.trashed_ms.is_none() && directory.reach(person).sees(self.audience.ids())
    }

    /// Whether it is somebody's to do.
    pub fn is_for(&self, person: Id) -> bool {
        self.task.assignee == Some(person) && self.task.is_open()
    }

    /// The spaces through which it is read.
    pub fn spaces<'a>(&'a self, directory: &'a Directory) -> impl Iterator<Item = AudienceId> + 'a {
        self.audience.ids().iter().copied().filter(|id| directory.home_by_audience(*id).is_some())
    }

    /// Whether its work is over, and how.
    pub fn category(&self) -> Category {
        self.task.category
    }
}
