//! Forms as the API shows them.

use super::{input::QuestionShape, queries};
use crate::{
    access::Scope,
    http::{
        Shape,
        shapes::{self, ActorShape},
    },
};
use guildhall_domain::{actor::Actor, form::Form, space::Space};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A form of a space.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Form)]
pub struct FormShape {
    /// Id.
    pub id: Uuid,
    /// Its version, for If-Match.
    pub version: String,
    /// Its space.
    pub space_id: Uuid,
    /// Name.
    pub name: String,
    /// What stands above it.
    pub intro: String,
    /// What whoever sent it reads then.
    pub thanks: String,
    /// Somebody without an account must give an address.
    pub needs_email: bool,
    /// Most answers an hour.
    pub hourly: u32,
    /// Largest file it takes, in bytes.
    pub file_bytes: u64,
    /// What it asks, in order.
    pub questions: Vec<QuestionShape>,
    /// Which version of what it asks this is.
    pub edition: u32,
    /// Anybody with the link may answer.
    pub public: bool,
    /// It takes no answers for now.
    pub closed: bool,
    /// The process each answer starts a run of; null: whoever sorts new requests decides.
    pub process_id: Option<Uuid>,
    /// In the trash since.
    pub trashed_at: Option<String>,
    /// Who made it.
    pub author: ActorShape,
    /// When.
    pub created_at: String,
    /// The reader may change it.
    pub can_edit: bool,
}

impl Shape for FormShape {
    fn version(&self) -> Option<&str> {
        Some(&self.version)
    }
}

/// A form for a reader.
pub fn form(scope: &impl Scope, form: &Form, home: &Space) -> FormShape {
    let plan = &form.plan;
    FormShape {
        id: form.id,
        version: scope.version(form.seq),
        space_id: form.space,
        name: plan.name.clone(),
        intro: plan.intro.clone(),
        thanks: plan.thanks.clone(),
        needs_email: plan.needs_email,
        hourly: plan.hourly,
        file_bytes: plan.file_bytes,
        questions: plan.questions.iter().map(QuestionShape::from).collect(),
        edition: form.version,
        public: form.public,
        closed: form.closed,
        process_id: form.starts,
        trashed_at: form.trashed_ms.map(shapes::instant),
        author: shapes::actor(scope, Actor::Person(form.author)),
        created_at: shapes::instant(form.created_ms),
        can_edit: queries::may_change(scope, form, home),
    }
}

/// The link of a form.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FormLink {
    /// Its address; null while the form is not public.
    pub link: Option<String>,
}

impl Shape for FormLink {}
