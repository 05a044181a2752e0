//! Templates of tasks as the API shows them.

use super::{
    commands,
    part::{Content, Part, Role},
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
use guildhall_domain::{actor::Actor, person::Person, space::Space};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A template of a task, as it is listed.
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
    /// Title of the task it makes.
    pub title: String,
    /// Titles of the sub-tasks it makes.
    pub part_titles: Vec<String>,
    /// Who does something in it, to be filled in at the start.
    pub roles: Vec<RoleShape>,
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

/// A template with everything it makes.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = WholeTaskTemplate)]
pub struct WholeShape {
    /// As it is listed.
    #[serde(flatten)]
    pub template: TemplateShape,
    /// The task it makes.
    pub task: Part,
    /// The sub-tasks it makes, in their order.
    pub parts: Vec<Part>,
}

impl Shape for WholeShape {
    fn version(&self) -> Option<&str> {
        Some(&self.template.version)
    }
}

/// Somebody who does something in a template.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = TaskTemplateRole)]
pub struct RoleShape {
    /// Its number, for the tasks that have it.
    pub id: u32,
    /// What people call it: what whoever did it is here, else their name.
    pub name: String,
    /// Who did it when the template was saved and can do it still; null where there is nobody to offer.
    pub person_id: Option<Uuid>,
    /// Whoever did it has left, or does not see the space any more: somebody else has to be chosen.
    pub left: bool,
}

/// Of people the reader may not know only the number is shown.
fn role(scope: &impl Scope, home: &Space, role: Role) -> RoleShape {
    let person = role.person_id.and_then(|id| scope.directory().person(id));
    let known = person.filter(|person| access::knows(scope, person));
    let sees = |person: &Person| scope.directory().reach(person.id).sees(&[home.audience]);
    RoleShape {
        id: role.id,
        name: if known.is_some() { role.name } else { format!("Role {}", role.id) },
        person_id: known.filter(|person| sees(person)).map(|person| person.id),
        left: !person.is_some_and(|person| sees(person)),
    }
}

/// A template as it is listed.
pub fn template(scope: &impl Scope, template: &Template) -> Result<TemplateShape, Error> {
    Ok(whole(scope, template)?.template)
}

/// A template with everything it makes.
pub fn whole(scope: &impl Scope, template: &Template) -> Result<WholeShape, Error> {
    let content: Content = template.content()?;
    let home = scope.directory().space(template.space).cloned().ok_or_else(Error::not_found)?;
    let listed = TemplateShape {
        id: template.id,
        version: scope.version(template.seq),
        space_id: template.space,
        name: template.name.clone(),
        title: content.task.title.clone(),
        part_titles: content.parts.iter().map(|part| part.title.clone()).collect(),
        roles: content.roles.into_iter().map(|one| role(scope, &home, one)).collect(),
        author: shapes::actor(scope, Actor::Person(template.author)),
        created_at: shapes::instant(template.created_ms),
        can_edit: commands::may_change(scope, template, &home),
    };
    Ok(WholeShape { template: listed, task: content.task, parts: content.parts })
}
