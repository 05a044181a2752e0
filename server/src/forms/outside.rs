//! A public form as somebody without an account sees it: what it asks, and of the organization its name alone.

use super::{
    input::QuestionShape,
    start::{Door, Keys, Start},
    store,
};
use crate::{Error, access::Scope, error::Code, files::receive, http::Shape};
use guildhall_domain::{
    Id,
    form::{Form, Plan},
    space::Space,
};
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// A form that somebody opened, with the start of their answer.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct OpenedForm {
    /// The organization that asks.
    pub organization: String,
    /// The space that reads the answer; null for somebody without an account.
    pub space: Option<String>,
    /// The currency amounts are in.
    pub currency: String,
    /// Name.
    pub name: String,
    /// What stands above it.
    pub intro: String,
    /// An address must be given.
    pub needs_email: bool,
    /// Largest file it takes, in bytes.
    pub file_bytes: u64,
    /// Most files of one answer.
    pub files: usize,
    /// What it asks, in order.
    pub questions: Vec<QuestionShape>,
    /// Sent with the answer and its files. It is good for a day, and what is sent twice with it is one request.
    pub start: String,
}

impl Shape for OpenedForm {}

/// That a link does not work: the same whatever the reason, and whether there ever was one.
pub fn gone() -> Error {
    Error::because(Code::LinkExpired, "This form is not open any more. Ask whoever sent you the link.")
}

fn open(scope: &impl Scope, id: Id, right: impl Fn(&Form) -> bool) -> Result<(Form, Arc<Space>), Error> {
    let form = store::get(scope.read(), id)?.filter(|form| form.public && form.is_open() && right(form));
    let form = form.ok_or_else(gone)?;
    let home = scope.directory().space(form.space).filter(|home| home.is_live()).cloned().ok_or_else(gone)?;
    Ok((form, home))
}

/// A public form, by its link.
pub fn look(scope: &impl Scope, keys: &Keys, id: Id, secret: &str) -> Result<Form, Error> {
    open(scope, id, |form| keys.opens(Door::Form, id, form.link, secret)).map(|(form, _)| form)
}

/// A public form, by the start of an answer, with what it asked then.
pub fn started(scope: &impl Scope, keys: &Keys, id: Id, token: &str) -> Result<(Form, Start, Plan), Error> {
    let (form, _) = open(scope, id, |_| true)?;
    let start = keys.read_start(scope, id, token)?;
    if start.link != Some(form.link) {
        return Err(gone());
    }
    let plan = asked(scope, &form, &start)?;
    Ok((form, start, plan))
}

/// What a form asked when an answer was begun.
pub fn asked(scope: &impl Scope, form: &Form, start: &Start) -> Result<Plan, Error> {
    store::plan(scope.read(), form.id, start.version)?.ok_or_else(|| Error::new(Code::Internal))
}

/// A form with the start of an answer; `home` for somebody who is signed in.
pub fn opened(scope: &impl Scope, keys: &Keys, form: &Form, home: Option<&Space>) -> OpenedForm {
    let organization = scope.directory().organization.as_ref();
    OpenedForm {
        organization: organization.map(|one| one.name.clone()).unwrap_or_default(),
        space: home.map(|home| home.name.clone()),
        currency: organization.map(|one| one.currency.clone()).unwrap_or_default(),
        name: form.plan.name.clone(),
        intro: form.plan.intro.clone(),
        needs_email: form.plan.needs_email,
        file_bytes: form.plan.file_bytes.min(receive::limit(scope)),
        files: guildhall_domain::form::MOST_FILES,
        questions: form.plan.questions.iter().map(QuestionShape::from).collect(),
        start: keys.start(scope, form, home.is_none().then_some(form.link)),
    }
}
