//! Spaces: a department, team, client or topic, with its own statuses, sections and fields.

use crate::{AudienceId, Id, Rule, limits, request::target::Targets};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Who may see and do what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Access {
    /// Every member of the organization reads and writes.
    Open,
    /// Name and people are visible, content is for members.
    Closed,
    /// Invisible to others.
    Private,
    /// The private space of one person.
    Personal,
}

/// A label; it carries no rights.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SpaceKind {
    /// A department.
    Department,
    /// A team.
    Team,
    /// A client.
    Client,
    /// A topic.
    Topic,
}

/// What a member may do in a space.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SpaceRole {
    /// Reads and comments; edits what they made or is assigned to them.
    Guest,
    /// Works in it.
    Member,
    /// Also settings, members, statuses, any comment, trash.
    Lead,
}

/// The five fixed categories that make boards and reports across spaces work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Category {
    /// Not begun.
    Todo,
    /// Being worked on.
    Doing,
    /// Waits for somebody or something.
    Waiting,
    /// Finished.
    Done,
    /// Will not be done.
    Cancelled,
}

impl Category {
    /// Whether work remains.
    pub fn is_open(self) -> bool {
        matches!(self, Category::Todo | Category::Doing | Category::Waiting)
    }
}

/// A status of a space.
#[derive(Debug, Clone, PartialEq)]
pub struct Status {
    /// Number inside the space, never used again.
    pub id: u32,
    /// Name.
    pub name: String,
    /// Its category; fixed, because work that is done must stay done.
    pub category: Category,
    /// Most tasks that should be in it at once.
    pub limit: Option<u32>,
}

/// A section of a space; lists group by them.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// Number inside the space, never used again.
    pub id: u32,
    /// Name.
    pub name: String,
}

/// What a custom field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    /// A line of text.
    Text,
    /// A decimal number, as text.
    Number,
    /// An amount in the organization's currency, as a decimal string.
    Money,
    /// A day.
    Date,
    /// One of the choices.
    Choice,
    /// A person.
    Person,
}

/// A custom field of a space.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Number inside the space, never used again.
    pub id: u32,
    /// Name.
    pub name: String,
    /// Kind.
    pub kind: FieldKind,
    /// The choices of a choice field.
    pub choices: Vec<String>,
}

/// A space.
#[derive(Debug, Clone, PartialEq)]
pub struct Space {
    /// Id.
    pub id: Id,
    /// Its audience.
    pub audience: AudienceId,
    /// Name.
    pub name: String,
    /// Label.
    pub kind: SpaceKind,
    /// Access.
    pub access: Access,
    /// Every member of the organization belongs to it.
    pub everyone_joins: bool,
    /// Prefix of its keys, empty for Personal.
    pub prefix: String,
    /// Colour 0–9.
    pub color: u8,
    /// Icon name.
    pub icon: String,
    /// Markdown on its overview.
    pub description: String,
    /// Tools that are switched off.
    pub tools_off: Vec<String>,
    /// Statuses in order.
    pub statuses: Vec<Status>,
    /// Sections in order.
    pub sections: Vec<Section>,
    /// Custom fields in order.
    pub fields: Vec<Field>,
    /// Within how much working time its requests are to be answered and done.
    pub targets: Targets,
    /// The day on which it is to be finished: it has a plan then.
    pub finish: Option<NaiveDate>,
    /// The last number given to a status, section or field.
    pub last_part: u32,
    /// Statuses that are gone → the one their tasks went to: for what comes back later.
    pub heirs: BTreeMap<u32, u32>,
    /// It became private, and its tasks are being taken out of the other spaces they were shown in.
    pub withdrawing: bool,
    /// Whose Personal space it is.
    pub owner: Option<Id>,
    /// Read only.
    pub archived: bool,
    /// In the trash since, UTC milliseconds.
    pub deleted_ms: Option<i64>,
    /// When it was made.
    pub created_ms: i64,
    /// Last change, for concurrent edits.
    pub seq: u64,
}

impl Space {
    /// A new open space with the five statuses everybody starts with.
    pub fn new(id: Id, audience: AudienceId, name: String, prefix: String, now: i64) -> Self {
        Space {
            id,
            audience,
            name,
            kind: SpaceKind::Team,
            access: Access::Open,
            everyone_joins: false,
            prefix,
            color: u8::try_from(audience % 10).unwrap_or(0),
            icon: "hash".into(),
            description: String::new(),
            tools_off: Vec::new(),
            statuses: first_statuses(),
            sections: Vec::new(),
            fields: Vec::new(),
            targets: Targets::default(),
            finish: None,
            last_part: 5,
            heirs: BTreeMap::new(),
            withdrawing: false,
            owner: None,
            archived: false,
            deleted_ms: None,
            created_ms: now,
            seq: 0,
        }
    }

    /// The Personal space of a person; it shares the person's audience.
    pub fn personal(id: Id, audience: AudienceId, owner: Id, now: i64) -> Self {
        let mut space = Space::new(id, audience, "Personal".into(), String::new(), now);
        space.access = Access::Personal;
        space.owner = Some(owner);
        space.icon = "user".into();
        space
    }

    /// A status by its number.
    pub fn status(&self, id: u32) -> Option<&Status> {
        self.statuses.iter().find(|status| status.id == id)
    }

    /// The first status of a category; every category has one at all times.
    pub fn first_status(&self, category: Category) -> Option<&Status> {
        self.statuses.iter().find(|status| status.category == category)
    }

    /// A section by its number.
    pub fn section(&self, id: u32) -> Option<&Section> {
        self.sections.iter().find(|section| section.id == id)
    }

    /// A custom field by its number.
    pub fn field(&self, id: u32) -> Option<&Field> {
        self.fields.iter().find(|field| field.id == id)
    }

    /// Whether work in it can change.
    pub fn is_live(&self) -> bool {
        !self.archived && self.deleted_ms.is_none()
    }

    /// Whether what is in it can be read in other spaces too. What is private stays inside, and what is
    /// deleted is gone for everybody until it comes back.
    pub fn shows_elsewhere(&self) -> bool {
        let shared = matches!(self.access, Access::Open | Access::Closed);
        shared && self.deleted_ms.is_none() && !self.withdrawing
    }

    /// Adds a status after another (or at the end of its category) and answers its number.
    pub fn add_status(
        &mut self,
        name: &str,
        category: Category,
        limit: Option<u32>,
        after: Option<u32>,
    ) -> Result<u32, Rule> {
        let name = limits::line("name", name, limits::NAME)?;
        limits::at_most("statuses", self.statuses.len() + 1, limits::STATUSES)?;
        self.unused_name(&name, None, self.statuses.iter().map(|s| (s.id, s.name.as_str())))?;
        self.last_part += 1;
        let id = self.last_part;
        let place = match after.and_then(|after| self.statuses.iter().position(|s| s.id == after)) {
            Some(place) => place + 1,
            None => self.statuses.iter().rposition(|s| s.category <= category).map_or(0, |place| place + 1),
        };
        self.statuses.insert(place, Status { id, name, category, limit });
        Ok(id)
    }

    /// Refuses a second status, section or field of the same name.
    pub fn unused_name<'a>(
        &self,
        name: &str,
        own: Option<u32>,
        mut others: impl Iterator<Item = (u32, &'a str)>,
    ) -> Result<(), Rule> {
        if others.any(|(id, other)| Some(id) != own && other.eq_ignore_ascii_case(name)) {
            return Err(Rule::field("taken", "name", "There is one with this name already. Choose another name."));
        }
        Ok(())
    }

    /// Whether a status may go: each category keeps one.
    pub fn may_drop_status(&self, id: u32) -> Result<(), Rule> {
        let Some(status) = self.status(id) else { return Ok(()) };
        let others = self.statuses.iter().filter(|s| s.category == status.category).count();
        if others < 2 {
            let message = "This is the only status of its category. Rename it, or add another one first.";
            return Err(Rule::field("last_status", "status_id", message));
        }
        Ok(())
    }
}

fn first_statuses() -> Vec<Status> {
    let all = [
        (1, "To do", Category::Todo),
        (2, "Doing", Category::Doing),
        (3, "Waiting", Category::Waiting),
        (4, "Done", Category::Done),
        (5, "Cancelled", Category::Cancelled),
    ];
    all.into_iter().map(|(id, name, category)| Status { id, name: name.into(), category, limit: None }).collect()
}

/// Suggests a prefix of two to five letters from a name, avoiding those taken (ever).
pub fn suggest_prefix(name: &str, taken: impl Fn(&str) -> bool) -> String {
    let letters: Vec<char> = name.chars().filter(char::is_ascii_alphabetic).map(|c| c.to_ascii_uppercase()).collect();
    let initials: String = name
        .split_whitespace()
        .filter_map(|word| word.chars().find(char::is_ascii_alphabetic))
        .map(|c| c.to_ascii_uppercase())
        .take(5)
        .collect();
    let mut tries: Vec<String> = Vec::new();
    for length in [3, 4, 5, 2] {
        tries.push(letters.iter().take(length).collect());
    }
    tries.push(initials);
    let base: String = if letters.len() >= 2 { letters.iter().take(2).collect() } else { "SP".into() };
    for first in 'A'..='Z' {
        tries.push(format!("{base}{first}"));
    }
    for first in 'A'..='Z' {
        for second in 'A'..='Z' {
            tries.push(format!("{base}{first}{second}"));
            tries.push(format!("X{first}{second}{base}"));
        }
    }
    tries.into_iter().find(|prefix| crate::item::is_prefix(prefix) && !taken(prefix)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_joins_the_end_of_its_category() {
        let mut space = Space::new(Id::nil(), 1, "Service".into(), "SVC".into(), 0);
        let id = space.add_status("Checking", Category::Doing, Some(4), None).unwrap();
        let names: Vec<_> = space.statuses.iter().map(|s| s.name.as_str()).collect();
        assert_eq!(names, ["To do", "Doing", "Checking", "Waiting", "Done", "Cancelled"]);
        assert!(space.may_drop_status(id).is_ok());
        assert_eq!(space.may_drop_status(4).unwrap_err().code, "last_status");
        assert_eq!(space.add_status("checking", Category::Done, None, None).unwrap_err().code, "taken");
    }

    #[test]
    fn prefixes_come_from_the_name_and_are_new() {
        assert_eq!(suggest_prefix("Service & maintenance", |_| false), "SER");
        assert_eq!(suggest_prefix("Service", |p| p == "SER"), "SERV");
        assert_eq!(suggest_prefix("東京", |_| false), "SPA");
    }
}
