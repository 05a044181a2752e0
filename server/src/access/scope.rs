//! A view (a snapshot) and a work (a command inside a transaction): both know who asks, what time it
//! is and the directory of exactly the state they see.

use super::{Directory, Who};
use crate::{App, Error, log};
use guildhall_domain::{
    AudienceId, Id,
    actor::Actor,
    change::{Action, Change, FieldChange, Kind},
    item::Core,
    space::Space,
};
use guildhall_store::{Read, Snapshot, Tx};
use std::sync::Arc;

/// What rules and queries need, whether they read or write.
pub trait Scope {
    /// The rows.
    fn read(&self) -> &Read<'_>;
    /// The directory of the same state.
    fn directory(&self) -> &Arc<Directory>;
    /// Who asks.
    fn who(&self) -> &Who;
    /// Now, UTC milliseconds.
    fn now(&self) -> i64;
    /// The history id, for versions and cursors.
    fn history(&self) -> Id;

    /// The opaque version of an object whose last change is `seq`.
    fn version(&self, seq: u64) -> String {
        crate::http::version::write(self.history(), seq)
    }
}

/// A consistent look at everything.
pub struct View {
    snapshot: Snapshot,
    directory: Arc<Directory>,
    who: Who,
    now: i64,
    history: Id,
}

impl View {
    /// Takes a snapshot.
    pub fn new(app: &App, who: Who) -> Result<Self, Error> {
        let snapshot = app.store().snapshot()?;
        let directory = app.directory(&snapshot)?;
        Ok(View { snapshot, directory, who, now: app.clock().now_ms(), history: app.store().history() })
    }
}

impl View {
    /// The same moment for somebody else: for what tells many people of one change.
    pub fn seen_by(&self, person: Id) -> Glance<'_> {
        Glance { view: self, directory: &self.directory, who: Who::person(person) }
    }

    /// The same for somebody who still goes by an earlier directory.
    pub fn seen_with<'v>(&'v self, directory: &'v Arc<Directory>, person: Id) -> Glance<'v> {
        Glance { view: self, directory, who: Who::person(person) }
    }
}

/// A view as one of many readers has it.
pub struct Glance<'v> {
    view: &'v View,
    directory: &'v Arc<Directory>,
    who: Who,
}

impl Scope for Glance<'_> {
    fn read(&self) -> &Read<'_> {
        self.view.read()
    }
    fn directory(&self) -> &Arc<Directory> {
        self.directory
    }
    fn who(&self) -> &Who {
        &self.who
    }
    fn now(&self) -> i64 {
        self.view.now
    }
    fn history(&self) -> Id {
        self.view.history
    }
}

impl Scope for View {
    fn read(&self) -> &Read<'_> {
        &self.snapshot
    }
    fn directory(&self) -> &Arc<Directory> {
        &self.directory
    }
    fn who(&self) -> &Who {
        &self.who
    }
    fn now(&self) -> i64 {
        self.now
    }
    fn history(&self) -> Id {
        self.history
    }
}

/// A command at work. What it writes is seen by its own reads and by nobody else until the commit.
pub struct Work<'a, 't> {
    /// The transaction; stores write through it.
    pub tx: &'a mut Tx<'t>,
    /// The id of the command, the same in every run of it.
    pub command: Id,
    app: App,
    directory: Arc<Directory>,
    who: Who,
    now: i64,
    history: Id,
}

impl<'a, 't> Work<'a, 't> {
    /// Starts a command in a transaction.
    pub fn new(app: &App, tx: &'a mut Tx<'t>, who: Who, command: Id, now: i64) -> Result<Self, Error> {
        let directory = app.directory(tx.read())?;
        Ok(Work { directory, app: app.clone(), tx, command, who, now, history: app.store().history() })
    }

    /// Must follow every write to a table of the directory, so that this and all later readers see it.
    pub fn directory_changed(&mut self) -> Result<(), Error> {
        let epoch = self.app.next_epoch();
        self.tx.put(&super::directory::EPOCH, &(), &epoch)?;
        self.directory = Arc::new(Directory::load(self.tx.read())?);
        Ok(())
    }

    /// Does something of which nobody learns who did it: it stands in the log as done by the server.
    pub fn unnamed<T>(&mut self, what: impl FnOnce(&mut Self) -> T) -> T {
        let who = std::mem::replace(&mut self.who, Who::system());
        let done = what(self);
        self.who = who;
        done
    }

    /// Does something as somebody outside, who may have become known in this very command.
    pub fn in_name_of<T>(&mut self, actor: Actor, what: impl FnOnce(&mut Self) -> T) -> T {
        let who = Who { actor, ..self.who };
        let before = std::mem::replace(&mut self.who, who);
        let done = what(self);
        self.who = before;
        done
    }

    /// Does something as somebody else altogether, with their rights: what comes by itself has those of its owner.
    pub fn acting<T>(&mut self, who: Who, what: impl FnOnce(&mut Self) -> T) -> T {
        let before = std::mem::replace(&mut self.who, who);
        let done = what(self);
        self.who = before;
        done
    }

    /// A new id.
    pub fn new_id(&self) -> Id {
        crate::secrets::id(self.now)
    }

    /// Adds a change of this command to the log and answers its sequence number.
    pub fn log(&mut self, change: Change) -> Result<u64, Error> {
        Ok(log::append(self.tx, &change)?)
    }

    /// Adds a change that the same readers know of before and after; `before` is the last change of the object, none
    /// where it is new.
    pub fn log_to(&mut self, told: Vec<AudienceId>, before: Option<u64>, change: Change) -> Result<u64, Error> {
        let audience_before = before.map(|_| told.clone()).unwrap_or_default();
        self.log(Change { audience_before, audience_after: told, previous: before.unwrap_or_default(), ..change })
    }

    /// Adds a change that whoever reads a space knows of; `before` as in [`Work::log_to`].
    pub fn log_in(&mut self, home: &Space, before: Option<u64>, change: Change) -> Result<u64, Error> {
        self.log_to(vec![home.audience], before, change)
    }

    /// Adds a change of an item that whoever could read it or can read it now knows of.
    pub fn log_item<I: Core>(
        &mut self,
        kind: Kind,
        before: Option<&I>,
        after: &I,
        action: Action,
        fields: Vec<FieldChange>,
    ) -> Result<u64, Error> {
        let told = |item: &I| super::audience_of(&self.directory, item).ids().to_vec();
        let change = Change {
            fields,
            audience_before: before.map(told).unwrap_or_default(),
            audience_after: told(after),
            previous: before.map_or(0, I::seq),
            ..self.change(kind, after.id(), action)
        };
        self.log(change)
    }

    /// A change by the asker, now, to be completed by the caller.
    pub fn change(&self, kind: Kind, object: Id, action: Action) -> Change {
        Change {
            at_ms: self.now,
            actor: self.who.actor,
            via: self.who.via,
            command: self.command,
            kind,
            object,
            action,
            fields: Vec::new(),
            audience_before: Vec::new(),
            audience_after: Vec::new(),
            previous: 0,
        }
    }
}

impl Scope for Work<'_, '_> {
    fn read(&self) -> &Read<'_> {
        self.tx.read()
    }
    fn directory(&self) -> &Arc<Directory> {
        &self.directory
    }
    fn who(&self) -> &Who {
        &self.who
    }
    fn now(&self) -> i64 {
        self.now
    }
    fn history(&self) -> Id {
        self.history
    }
}
