//! Reminders as the API shows them.

use crate::{
    http::{Shape, shapes},
    items::views::ItemRef,
};
use guildhall_domain::reminder::{Ask, Reminder};
use serde::Serialize;
use utoipa::ToSchema;

/// When somebody is reminded.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Reminder)]
pub struct ReminderShape {
    /// The moment; null while a task that counts is due on no day, or an event has no time to come.
    pub at: Option<String>,
    /// It counts from when the task is due, or the event begins next, and moves with it.
    pub before_minutes: Option<u32>,
}

/// The reader's reminder of an item.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ItemReminder {
    /// Null where there is none.
    pub reminder: Option<ReminderShape>,
}

/// A reminder with what it is of.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ListedReminder {
    /// The item.
    pub item: ItemRef,
    /// When.
    #[serde(flatten)]
    pub reminder: ReminderShape,
}

impl From<Reminder> for ReminderShape {
    fn from(reminder: Reminder) -> Self {
        let before_minutes = if let Ask::Before(minutes) = reminder.ask { Some(minutes) } else { None };
        ReminderShape { at: reminder.at_ms.map(shapes::instant), before_minutes }
    }
}

impl Shape for ItemReminder {}
impl Shape for ListedReminder {}
