//! Spaces as the API takes them, with the checks of single values.

use super::words::{AccessShape, SpaceKindShape, ToolShape};
use crate::{Error, access::Directory, error::Code};
use chrono::NaiveDate;
use guildhall_domain::{
    item, limits, plan,
    request::target,
    space::{Access, Space, suggest_prefix},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// A new space.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct NewSpace {
    /// Own id (UUID), so that a create can be sent again.
    pub id: Option<Uuid>,
    /// Name.
    pub name: String,
    /// Label; `team` unless sent.
    pub kind: Option<SpaceKindShape>,
    /// Who may see it; `open` unless sent.
    pub access: Option<AccessShape>,
    /// Two to five letters that no space ever had; suggested from the name unless sent.
    pub prefix: Option<String>,
    /// Colour 0–9.
    pub color: Option<u8>,
    /// Name of an icon.
    pub icon: Option<String>,
    /// Every member of the organization belongs to it.
    pub everyone_joins: bool,
    /// Markdown of its overview.
    pub description: String,
}

/// Changes of a space as a JSON merge patch: what is not sent stays.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[allow(missing_docs)]
pub struct SpacePatch {
    pub name: Option<String>,
    pub kind: Option<SpaceKindShape>,
    pub access: Option<AccessShape>,
    pub prefix: Option<String>,
    pub color: Option<u8>,
    pub icon: Option<String>,
    pub everyone_joins: Option<bool>,
    pub description: Option<String>,
    /// The tabs that are on.
    pub tools: Option<Vec<ToolShape>>,
    /// Minutes of working time within which requests are to be answered first; null for no target.
    #[serde(deserialize_with = "crate::http::shapes::sent", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<i64>)]
    pub first_answer_minutes: Option<Option<i64>>,
    /// Minutes of working time within which what they ask for is to be done; null for no target.
    #[serde(deserialize_with = "crate::http::shapes::sent", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<i64>)]
    pub done_minutes: Option<Option<i64>>,
    /// The day on which it is to be finished, which gives it a plan; null hides the plan and keeps what is in it.
    #[serde(deserialize_with = "crate::http::shapes::sent", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<NaiveDate>)]
    pub finish: Option<Option<NaiveDate>>,
}

impl NewSpace {
    /// The fields a patch could set as well.
    pub fn patch(&self) -> SpacePatch {
        SpacePatch {
            name: Some(self.name.clone()),
            kind: self.kind,
            access: self.access,
            color: self.color,
            icon: self.icon.clone(),
            everyone_joins: Some(self.everyone_joins),
            description: Some(self.description.clone()),
            ..SpacePatch::default()
        }
    }
}

impl SpacePatch {
    /// The names of the fields it sets, as they stand in changes.
    pub fn names(&self) -> Vec<String> {
        guildhall_domain::change::sent([
            ("name", self.name.is_some()),
            ("kind", self.kind.is_some()),
            ("access", self.access.is_some()),
            ("prefix", self.prefix.is_some()),
            ("color", self.color.is_some()),
            ("icon", self.icon.is_some()),
            ("everyone_joins", self.everyone_joins.is_some()),
            ("description", self.description.is_some()),
            ("first_answer_minutes", self.first_answer_minutes.is_some()),
            ("done_minutes", self.done_minutes.is_some()),
            ("finish", self.finish.is_some()),
            ("tool_off:overview", self.tools.is_some()),
            ("tool_off:tasks", self.tools.is_some()),
            ("tool_off:discussions", self.tools.is_some()),
            ("tool_off:documents", self.tools.is_some()),
            ("tool_off:processes", self.tools.is_some()),
        ])
    }

    /// Sets what was sent.
    pub fn apply(&self, space: &mut Space, directory: &Directory) -> Result<(), Error> {
        if let Some(name) = &self.name {
            space.name = limits::line("name", name, limits::NAME)?;
        }
        if let Some(kind) = self.kind {
            space.kind = kind.into();
        }
        if let Some(access) = self.access {
            space.access = shared_access(access)?;
        }
        if let Some(prefix) = &self.prefix {
            space.prefix = new_prefix(prefix, directory, Some(space))?;
        }
        if let Some(color) = self.color {
            space.color = checked_color(color)?;
        }
        if let Some(icon) = &self.icon {
            space.icon = checked_icon(icon)?;
        }
        if let Some(everyone_joins) = self.everyone_joins {
            space.everyone_joins = everyone_joins;
        }
        if let Some(description) = &self.description {
            space.description = limits::body("description", description)?;
        }
        if let Some(minutes) = self.first_answer_minutes {
            space.targets.answer = target("first_answer_minutes", minutes)?;
        }
        if let Some(minutes) = self.done_minutes {
            space.targets.done = target("done_minutes", minutes)?;
        }
        if let Some(finish) = self.finish {
            space.finish = finish.map(|day| finish_of(space, day)).transpose()?;
        }
        if let Some(tools) = &self.tools {
            if tools.is_empty() {
                return Err(Error::field("tools", "Leave at least one tab on."));
            }
            let off = ToolShape::ALL.into_iter().filter(|tool| !tools.contains(tool));
            space.tools_off = off.map(|tool| tool.word().to_owned()).collect();
        }
        Ok(())
    }
}

fn target(field: &str, minutes: Option<i64>) -> Result<Option<u32>, Error> {
    Ok(minutes.map(|minutes| target::minutes(field, minutes)).transpose()?)
}

fn finish_of(space: &Space, day: NaiveDate) -> Result<NaiveDate, Error> {
    if space.access == Access::Personal {
        return Err(Error::field("finish", "A Personal space is not finished. Make a space for this work."));
    }
    Ok(plan::day("finish", day)?)
}

fn shared_access(access: AccessShape) -> Result<Access, Error> {
    match access {
        AccessShape::Personal => {
            Err(Error::field("access", "Choose open, closed or private. Everybody has one Personal space already."))
        }
        other => Ok(other.into()),
    }
}

/// A prefix no other space has or had; a space may take back one of its own.
pub fn new_prefix(prefix: &str, directory: &Directory, own: Option<&Space>) -> Result<String, Error> {
    let prefix = prefix.trim().to_ascii_uppercase();
    if !item::is_prefix(&prefix) {
        return Err(Error::field("prefix", "Use two to five letters from A to Z."));
    }
    let holder = directory.space_by_prefix(&prefix).map(|space| space.id);
    if directory.prefix_taken(&prefix) && (holder.is_none() || holder != own.map(|space| space.id)) {
        let mut taken = Error::new(Code::Taken);
        taken.fields.insert("prefix".into(), "This prefix is or was in use. Choose another one.".into());
        return Err(taken);
    }
    Ok(prefix)
}

/// A free prefix for a name.
pub fn free_prefix(name: &str, directory: &Directory) -> Result<String, Error> {
    let prefix = suggest_prefix(name, |prefix| directory.prefix_taken(prefix));
    if prefix.is_empty() { Err(Error::field("prefix", "Choose two to five letters.")) } else { Ok(prefix) }
}

/// Colour 0–9.
pub fn checked_color(color: u8) -> Result<u8, Error> {
    if color > 9 { Err(Error::field("color", "Colours have the numbers 0 to 9.")) } else { Ok(color) }
}

fn checked_icon(icon: &str) -> Result<String, Error> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if icon.is_empty() || icon.len() > 60 || !icon.chars().all(plain) {
        return Err(Error::field("icon", "Use the name of an icon such as wrench."));
    }
    Ok(icon.to_owned())
}
