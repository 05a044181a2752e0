//! Words of the API: fields that hold one of a fixed list. They are types, so that the description names every word
//! and nobody can answer with another one. `tests/tests/words.rs` keeps plain strings from taking their place.

use guildhall_domain::{
    actor::{Actor, Via},
    change::{Action, Kind},
};

/// Declares words: the variants in small letters, with `_` between their parts; `of` something that has the same variants,
/// each of which becomes its word.
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
    ($(#[$about:meta])* $name:ident of $meant:ident: $($variant:ident),+) => {
        $crate::http::words::words! { $(#[$about])* $name: $($variant),+ }
        impl From<$meant> for $name {
            fn from(meant: $meant) -> Self {
                match meant {
                    $($meant::$variant => $name::$variant),+
                }
            }
        }
    };
}
pub(crate) use words;

/// Makes what is meant and its shape in the API, which have the same variants, into each other.
macro_rules! same {
    ($meant:ident, $shape:ident: $($variant:ident),+) => {
        impl From<$meant> for $shape {
            fn from(meant: $meant) -> Self {
                match meant {
                    $($meant::$variant => $shape::$variant),+
                }
            }
        }
        impl From<$shape> for $meant {
            fn from(shape: $shape) -> Self {
                match shape {
                    $($shape::$variant => $meant::$variant),+
                }
            }
        }
    };
}
pub(crate) use same;

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
    ObjectType of Kind: Task, Space, Person, Organization, Tag, View, Plan, Topic, Reading, Inbox,
    Document, Folder, Process, Form, Request, Rule, Template, Webhook, TimeEntry, Timesheet, Timer, Absence, Event, Room,
    Budget, Expense, Search
}

words! {
    /// What an item is.
    ItemType: Task, Topic, Document, Event
}
