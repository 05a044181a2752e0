//! What each kind of item says of its core.

use super::Core;
use crate::{Id, actor::Actor, document::Document, event::Event, task::Task, topic::Topic};

/// The core of a kind whose fields are called as everywhere, and what is its own.
macro_rules! core {
    ($kind:ty { $($own:tt)* }) => {
        impl Core for $kind {
            fn id(&self) -> Id {
                self.id
            }
            fn number(&self) -> u32 {
                self.number
            }
            fn title(&self) -> &str {
                &self.title
            }
            fn author(&self) -> Actor {
                self.author
            }
            fn trashed_ms(&self) -> Option<i64> {
                self.trashed_ms
            }
            fn seq(&self) -> u64 {
                self.seq
            }
            $($own)*
        }
    };
}

core!(Task {
    fn home(&self) -> Option<Id> {
        Some(self.space)
    }
    fn assignee(&self) -> Option<Id> {
        self.assignee
    }
    fn also_in(&self) -> &[Id] {
        &self.also_in
    }
    fn people(&self) -> &[Id] {
        &self.people
    }
});

core!(Topic {
    fn home(&self) -> Option<Id> {
        self.space
    }
    fn people(&self) -> &[Id] {
        &self.people
    }
    fn is_led(&self) -> bool {
        self.is_led()
    }
});

core!(Document {
    fn home(&self) -> Option<Id> {
        Some(self.space)
    }
    fn people(&self) -> &[Id] {
        &self.people
    }
});

core!(Event {
    fn home(&self) -> Option<Id> {
        Some(self.space)
    }
    fn people(&self) -> &[Id] {
        &self.guests
    }
});
