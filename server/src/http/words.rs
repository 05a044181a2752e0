//! Words of the API: fields that hold one of a fixed list. They are types, so that the description names every word
//! and nobody can answer with another one. `tests/tests/words.rs` keeps plain strings from taking their place.

use guildhall_domain::{
    actor::{Actor, Via},
    change::{Action, Kind},
};

/// Declares words: the variants in small letters, with `_` between their parts.
macro_rules! words {
    ($(#[$about:meta])* $name:ident: $($variant:ident),+) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
        #[serde(rename_all = "snake_case")]
        #[allow(missing_docs)]
        pub enum $name {
            $($variant),+
        }
    };
}
pub(crate) use words;

words! {
    /// What kind of actor.
    ActorKind: Person, Contact, Rule, Process, Import, System, Cli
}

impl From<&Actor> for ActorKind {
    fn from(actor: &Actor) -> Self {
        match actor {
            Actor::Person(_) => ActorKind::Person,
            Actor::Contact(_) => ActorKind::Contact,
            Actor::Rule(_) => ActorKind::Rule,
            Actor::Process(_) => ActorKind::Process,
            Actor::Import(_) => ActorKind::Import,
            Actor::System => ActorKind::System,
            Actor::Cli => ActorKind::Cli,
        }
    }
}

words! {
    /// A way in.
    WayIn: Page, Token, Cli, Job, Mail, Link
}

impl From<Via> for WayIn {
    fn from(via: Via) -> Self {
        match via {
            Via::Page => WayIn::Page,
            Via::Token(_) => WayIn::Token,
            Via::Cli => WayIn::Cli,
            Via::Job => WayIn::Job,
            Via::Mail => WayIn::Mail,
            Via::Link => WayIn::Link,
        }
    }
}

words! {
    /// What happened to an object; `gone`: the reader does not see it any more.
    ChangeAction: Created, Changed, Commented, Moved, Trashed, Restored, Purged, Undone, Imported, Gone
}

impl From<Action> for ChangeAction {
    fn from(action: Action) -> Self {
        match action {
            Action::Created => ChangeAction::Created,
            Action::Changed => ChangeAction::Changed,
            Action::Commented => ChangeAction::Commented,
            Action::Moved => ChangeAction::Moved,
            Action::Trashed => ChangeAction::Trashed,
            Action::Restored => ChangeAction::Restored,
            Action::Purged => ChangeAction::Purged,
            Action::Undone => ChangeAction::Undone,
            Action::Imported => ChangeAction::Imported,
        }
    }
}

words! {
    /// What a change is of.
    ObjectType: Task, Space, Person, Organization, Tag, View, Plan, Topic, Reading, Inbox,
    Document, Folder, Process, Form, Request, Rule, Template, Webhook, TimeEntry, Timesheet, Timer, Absence, Event, Room,
    Budget, Expense, Search
}

impl From<Kind> for ObjectType {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Task => ObjectType::Task,
            Kind::Space => ObjectType::Space,
            Kind::Person => ObjectType::Person,
            Kind::Organization => ObjectType::Organization,
            Kind::Tag => ObjectType::Tag,
            Kind::View => ObjectType::View,
            Kind::Plan => ObjectType::Plan,
            Kind::Topic => ObjectType::Topic,
            Kind::Reading => ObjectType::Reading,
            Kind::Inbox => ObjectType::Inbox,
            Kind::Document => ObjectType::Document,
            Kind::Folder => ObjectType::Folder,
            Kind::Process => ObjectType::Process,
            Kind::Form => ObjectType::Form,
            Kind::Request => ObjectType::Request,
            Kind::Rule => ObjectType::Rule,
            Kind::Template => ObjectType::Template,
            Kind::Webhook => ObjectType::Webhook,
            Kind::TimeEntry => ObjectType::TimeEntry,
            Kind::Timesheet => ObjectType::Timesheet,
            Kind::Timer => ObjectType::Timer,
            Kind::Absence => ObjectType::Absence,
            Kind::Event => ObjectType::Event,
            Kind::Room => ObjectType::Room,
            Kind::Budget => ObjectType::Budget,
            Kind::Expense => ObjectType::Expense,
            Kind::Search => ObjectType::Search,
        }
    }
}

words! {
    /// What an item is.
    ItemType: Task, Topic, Document, Event
}
