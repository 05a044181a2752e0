//! Spaces as the API shows them. A space whose content the reader may not read (a closed one they are
//! not in, a private one seen by an admin) shows its name and looks, and nothing of what is inside.

use super::words::{AccessShape, FieldKindShape, SpaceKindShape, SpaceRoleShape, ToolShape};
use crate::{
    Error,
    access::{self, Scope},
    http::{
        Shape,
        shapes::{self, CategoryShape},
    },
    tasks,
};
use chrono::NaiveDate;
use guildhall_domain::{
    policy::DoSpace,
    space::{Access, Field, Section, Space, Status},
};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A space.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SpaceShape {
    /// Id.
    pub id: Uuid,
    /// Name.
    pub name: String,
    /// A label; it carries no rights.
    pub kind: SpaceKindShape,
    /// Who may see it.
    pub access: AccessShape,
    /// Every member of the organization belongs to it.
    pub everyone_joins: bool,
    /// Prefix of its keys; empty for Personal.
    pub prefix: String,
    /// Colour 0–9.
    pub color: u8,
    /// Name of an icon.
    pub icon: String,
    /// Markdown of its overview.
    pub description: String,
    /// Tabs that are on.
    pub tools: Vec<ToolShape>,
    /// Statuses in order.
    pub statuses: Vec<StatusShape>,
    /// Sections in order.
    pub sections: Vec<SectionShape>,
    /// Custom fields in order.
    pub fields: Vec<FieldShape>,
    /// Minutes of working time within which requests are to be answered first; null for no target.
    pub first_answer_minutes: Option<u32>,
    /// The same until what they ask for is done.
    pub done_minutes: Option<u32>,
    /// The day on which it is to be finished; null where it has no plan.
    pub finish: Option<NaiveDate>,
    /// Read only.
    pub archived: bool,
    /// In the trash since.
    pub deleted_at: Option<String>,
    /// Open tasks whose home it is.
    pub open_tasks: u64,
    /// The reader's role, or `none`.
    pub my_role: MyRole,
    /// What the reader may do.
    pub can: SpaceCan,
    /// When it was made.
    pub created_at: String,
    /// For If-Match.
    pub version: String,
}

/// A status of a space.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct StatusShape {
    /// Number inside the space.
    pub id: u32,
    /// Name.
    pub name: String,
    /// Category; it never changes.
    pub category: CategoryShape,
    /// Most tasks that should be in it at once.
    pub limit: Option<u32>,
    /// Sorts the statuses.
    pub order: String,
}

/// A section of a space.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SectionShape {
    /// Number inside the space.
    pub id: u32,
    /// Name.
    pub name: String,
    /// Sorts the sections.
    pub order: String,
}

/// A custom field of a space.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FieldShape {
    /// Number inside the space.
    pub id: u32,
    /// Name.
    pub name: String,
    /// What it holds.
    pub kind: FieldKindShape,
    /// The choices of a choice field.
    pub choices: Vec<String>,
    /// ISO code for money.
    pub currency: Option<String>,
    /// Sorts the fields.
    pub order: String,
}

/// The reader's role in a space.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum MyRole {
    Lead,
    Member,
    Guest,
    None,
}

/// What the reader may do with a space.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[allow(missing_docs)]
pub struct SpaceCan {
    pub read: bool,
    pub write: bool,
    pub manage: bool,
    /// Tell everybody in it something, and ask them on a rule.
    pub announce: bool,
}

impl Shape for SpaceShape {
    fn version(&self) -> Option<&str> {
        Some(&self.version)
    }
}

/// Every space the asker may know of, by name, with their Personal one first; deleted ones are left out.
pub fn all(scope: &impl Scope) -> Result<Vec<SpaceShape>, Error> {
    let me = scope.who().person;
    let known = |space: &&Space| space.deleted_ms.is_none() && (space.access != Access::Personal || space.owner == me);
    sorted(scope, known)
}

/// The deleted spaces the asker could bring back.
pub fn deleted(scope: &impl Scope) -> Result<Vec<SpaceShape>, Error> {
    sorted(scope, |space| space.deleted_ms.is_some() && access::may_space(scope, space, DoSpace::Revive))
}

fn sorted(scope: &impl Scope, wanted: impl Fn(&&Space) -> bool) -> Result<Vec<SpaceShape>, Error> {
    let spaces = scope.directory().spaces().map(|space| &**space).filter(wanted);
    let mut spaces: Vec<&Space> = spaces.filter(|space| access::may_space(scope, space, DoSpace::See)).collect();
    spaces.sort_by_cached_key(|space| (space.owner.is_none(), space.name.to_lowercase(), space.id));
    spaces.into_iter().map(|space| shape(scope, space)).collect()
}

/// A space, for this reader. The caller made sure that they may see it.
pub fn shape(scope: &impl Scope, space: &Space) -> Result<SpaceShape, Error> {
    let may = |what: DoSpace| access::may_space(scope, space, what);
    // Somebody who could bring a deleted space back sees how it is set up, and nothing of its tasks.
    let reads = may(DoSpace::Read) || (space.deleted_ms.is_some() && may(DoSpace::Revive));
    let currency = scope.directory().organization.as_ref().map(|organization| organization.currency.clone());
    let inside = |text: &str| if reads { text.to_owned() } else { String::new() };
    let open_tasks = if may(DoSpace::Read) { tasks::store::open_count(scope.read(), space.audience)? } else { 0 };
    let tools = ToolShape::ALL.into_iter().filter(|tool| !space.tools_off.iter().any(|off| off == tool.word()));
    Ok(SpaceShape {
        id: space.id,
        name: space.name.clone(),
        kind: space.kind.into(),
        access: space.access.into(),
        everyone_joins: space.everyone_joins,
        prefix: space.prefix.clone(),
        color: space.color,
        icon: space.icon.clone(),
        description: inside(&space.description),
        tools: tools.filter(|_| reads).collect(),
        statuses: placed(&space.statuses, reads, status),
        sections: placed(&space.sections, reads, section),
        fields: placed(&space.fields, reads, |field, order| custom_field(field, order, currency.clone())),
        first_answer_minutes: space.targets.answer.filter(|_| reads),
        done_minutes: space.targets.done.filter(|_| reads),
        finish: space.finish.filter(|_| reads),
        archived: space.archived,
        deleted_at: space.deleted_ms.map(shapes::instant),
        open_tasks,
        my_role: my_role(scope, space),
        can: SpaceCan {
            read: may(DoSpace::Read),
            write: may(DoSpace::Write),
            manage: may(DoSpace::Manage),
            announce: access::may_announce(scope, space),
        },
        created_at: shapes::instant(space.created_ms),
        version: scope.version(space.seq),
    })
}

/// The order as text that sorts like the place.
fn placed<T, S>(parts: &[T], reads: bool, shape: impl Fn(&T, String) -> S) -> Vec<S> {
    parts.iter().enumerate().filter(|_| reads).map(|(place, part)| shape(part, format!("{place:04}"))).collect()
}

fn status(status: &Status, order: String) -> StatusShape {
    StatusShape {
        id: status.id,
        name: status.name.clone(),
        category: status.category.into(),
        limit: status.limit,
        order,
    }
}

fn section(section: &Section, order: String) -> SectionShape {
    SectionShape { id: section.id, name: section.name.clone(), order }
}

fn custom_field(field: &Field, order: String, currency: Option<String>) -> FieldShape {
    let kind = FieldKindShape::from(field.kind);
    let currency = currency.filter(|_| kind == FieldKindShape::Money);
    FieldShape { id: field.id, name: field.name.clone(), kind, choices: field.choices.clone(), currency, order }
}

fn my_role(scope: &impl Scope, space: &Space) -> MyRole {
    let me = scope.who().person.and_then(|id| scope.directory().person(id));
    match me.and_then(|me| scope.directory().role_in(me, space)).map(SpaceRoleShape::from) {
        Some(SpaceRoleShape::Lead) => MyRole::Lead,
        Some(SpaceRoleShape::Member) => MyRole::Member,
        Some(SpaceRoleShape::Guest) => MyRole::Guest,
        None => MyRole::None,
    }
}
