//! Templates of tasks as the API shows them.

use super::{
    commands,
    part::{Part, TemplateRole},
    record::Template,
};
use crate::{
    Error,
    access::{self, Scope},
    http::{
        Shape,
        shapes::{self, ActorShape},
    },
};
use guildhall_domain::actor::Actor;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A template of a task.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = TaskTemplate)]
pub struct TemplateShape {
    /// Id.
    pub id: Uuid,
    /// Its version, for If-Match.
    pub version: String,
    /// Its space.
    pub space_id: Uuid,
    /// Name.
    pub name: String,
    /// Who does something in it, to be filled in at the start.
    pub roles: Vec<TemplateRole>,
    /// The task it makes.
    pub task: Part,
    /// The sub-tasks it makes.
    pub parts: Vec<Part>,
    /// Who saved it.
    pub author: ActorShape,
    /// When.
    pub created_at: String,
    /// The reader may delete it.
    pub can_edit: bool,
}

impl Shape for TemplateShape {
    fn version(&self) -> Option<&str> {
        Some(&self.version)
    }
}

fn known(scope: &impl Scope, role: TemplateRole) -> TemplateRole {
    let person = role.person_id.and_then(|id| scope.directory().person(id));
    if person.is_some_and(|person| access::knows(scope, person)) {
        return role;
    }
    TemplateRole { name: format!("Role {}", role.id), person_id: None, ..role }
}

/// A template; of people the reader may not know only the role is shown.
pub fn template(scope: &impl Scope, template: &Template) -> Result<TemplateShape, Error> {
    let content = template.content()?;
    let home = scope.directory().space(template.space).cloned().ok_or_else(Error::not_found)?;
    Ok(TemplateShape {
        id: template.id,
        version: scope.version(template.seq),
        space_id: template.space,
        name: template.name.clone(),
        roles: content.roles.into_iter().map(|role| known(scope, role)).collect(),
        task: content.task,
        parts: content.parts,
        author: shapes::actor(scope, Actor::Person(template.author)),
        created_at: shapes::instant(template.created_ms),
        can_edit: commands::may_change(scope, template, &home),
    })
}
