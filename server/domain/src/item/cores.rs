//! What each kind of item says of its core.

use super::Core;
use crate::{Id, actor::Actor, document::Document, event::Event, task::Task, topic::Topic};

impl Core for Task {
    fn id(&self) -> Id {
        self.id
    }
    fn home(&self) -> Option<Id> {
        Some(self.space)
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
    fn assignee(&self) -> Option<Id> {
        self.assignee
    }
    fn also_in(&self) -> &[Id] {
        &self.also_in
    }
    fn people(&self) -> &[Id] {
        &self.people
    }
    fn trashed_ms(&self) -> Option<i64> {
        self.trashed_ms
    }
    fn seq(&self) -> u64 {
        self.seq
    }
}

impl Core for Topic {
    fn id(&self) -> Id {
        self.id
    }
    fn home(&self) -> Option<Id> {
        self.space
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
    fn people(&self) -> &[Id] {
        &self.people
    }
    fn is_led(&self) -> bool {
        self.is_led()
    }
    fn trashed_ms(&self) -> Option<i64> {
        self.trashed_ms
    }
    fn seq(&self) -> u64 {
        self.seq
    }
}

impl Core for Document {
    fn id(&self) -> Id {
        self.id
    }
    fn home(&self) -> Option<Id> {
        Some(self.space)
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
    fn people(&self) -> &[Id] {
        &self.people
    }
    fn trashed_ms(&self) -> Option<i64> {
        self.trashed_ms
    }
    fn seq(&self) -> u64 {
        self.seq
    }
}

impl Core for Event {
    fn id(&self) -> Id {
        self.id
    }
    fn home(&self) -> Option<Id> {
        Some(self.space)
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
    fn people(&self) -> &[Id] {
        &self.guests
    }
    fn trashed_ms(&self) -> Option<i64> {
        self.trashed_ms
    }
    fn seq(&self) -> u64 {
        self.seq
    }
}
