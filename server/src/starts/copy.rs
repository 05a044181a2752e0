//! A space begun from another one: its statuses, sections, fields, processes, forms, folders, pages and templates, without
//! the work and the people in it. Any space can be the template of others; one kept for that may be archived.
//!
//! Everything is made by the commands people use, in the name of whoever asks, all in one command. Left out: tasks, unless the
//! plan or the open ones are taken along, topics, requests, files that are no page's own, shared views, members unless they
//! take a part, links to the outside.

use super::{
    project,
    roles::{self, RoleInput, Roles},
};
use crate::{
    Error,
    access::{self, Scope, Work},
    documents::{
        self, folders,
        input::{DocumentPatch, FolderInput, PageInput},
        pages,
    },
    error::Code,
    forms::{self, input::FormInput},
    http::call::IfMatch,
    processes::{
        self,
        input::{AssignShape, AssignWord, DoerWord, ProcessInput, StepShape},
    },
    spaces::{self, input::NewSpace, words::AccessShape},
    tasks::approving::{ApproverShape, ApprovingShape},
    templates,
};
use chrono::NaiveDate;
use guildhall_domain::{
    Id,
    document::{Document, DocumentForm},
    policy::DoSpace,
    process,
    space::{Access, Space},
};
use serde::Deserialize;
use std::collections::HashMap;
use utoipa::ToSchema;
use uuid::Uuid;

/// Most processes, forms, folders, pages and templates that are taken over at once.
const MOST: usize = 150;

/// A space to be begun from another one.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SpaceCopyInput)]
pub struct CopyInput {
    /// Own id (UUID), so that it can be sent again.
    #[serde(default)]
    pub id: Option<Uuid>,
    /// Name of the new space.
    pub name: String,
    /// Who may see it; like the other one unless sent.
    #[serde(default)]
    pub access: Option<AccessShape>,
    /// Takes the plan of the other space along, to begin on this day.
    #[serde(default)]
    pub plan_begins: Option<NaiveDate>,
    /// Takes the open tasks of the other space along without a plan, the first of them on this day and the others as far
    /// behind it as they were.
    #[serde(default)]
    pub tasks_begin: Option<NaiveDate>,
    /// Who takes the parts of those who are named in the processes and tasks of the other space; a part that nobody takes is
    /// nobody's, and an approval is for the leads.
    #[serde(default)]
    pub roles: Vec<RoleInput>,
}

/// Begins a space from another one that the asker reads.
pub fn copy(work: &mut Work<'_, '_>, from: Id, input: &CopyInput) -> Result<Space, Error> {
    let from = access::space(work, from, DoSpace::Read)?.into_inner();
    let there = input.id.is_some_and(|id| work.directory().space(id).is_some());
    let access = if from.access == Access::Personal { Access::Private } else { from.access };
    let new = NewSpace {
        id: input.id,
        name: input.name.clone(),
        kind: Some(from.kind.into()),
        access: Some(input.access.unwrap_or(access.into())),
        color: Some(from.color),
        icon: Some(from.icon.clone()),
        description: from.description.clone(),
        ..NewSpace::default()
    };
    let space = spaces::commands::create(work, &new)?;
    if there {
        return Ok(space);
    }
    let mut copying = Copying { from: &from, to: space.id, made: 0 };
    let space = spaces::commands::parts::take_over(work, space.id, &from)?;
    let roles = roles::fill(work, &from, &space, &input.roles)?;
    let processes = copying.processes(work, &roles)?;
    copying.forms(work, &processes)?;
    copying.documents(work, None, None)?;
    copying.templates(work, &space)?;
    match (input.plan_begins, input.tasks_begin) {
        (Some(_), Some(_)) => return Err(Error::field("tasks_begin", "Take the plan along, or the open tasks.")),
        (Some(first), None) => project::take_along(work, &from, space.id, first, &roles)?,
        (None, Some(first)) => project::take_open(work, &from, space.id, first, &roles)?,
        (None, None) => {}
    }
    work.directory().space(space.id).map(|space| Space::clone(space)).ok_or_else(Error::not_found)
}

/// A space being begun from another one.
struct Copying<'a> {
    from: &'a Space,
    to: Id,
    made: usize,
}

impl Copying<'_> {
    fn one_more(&mut self) -> Result<(), Error> {
        self.made += 1;
        if self.made > MOST {
            let message = format!(
                "A space with more than {MOST} processes, forms, folders, pages and templates cannot be begun from. \
                 Make a space with those that every new one needs, and begin from that."
            );
            return Err(Error::because(Code::TooMany, message));
        }
        Ok(())
    }

    /// Its processes; answers which became which.
    fn processes(&mut self, work: &mut Work<'_, '_>, roles: &Roles) -> Result<HashMap<Id, Id>, Error> {
        let mut made = HashMap::new();
        for process in processes::store::of_space(work.read(), self.from.audience)? {
            if process.trashed_ms.is_none() {
                self.one_more()?;
                let new = processes::commands::create(work, self.to, &as_input(&process, roles))?;
                made.insert(process.id, new.id);
            }
        }
        Ok(made)
    }

    /// Its forms; those that start a process start the new one.
    fn forms(&mut self, work: &mut Work<'_, '_>, processes: &HashMap<Id, Id>) -> Result<(), Error> {
        for form in forms::store::of_space(work.read(), self.from.audience)? {
            if form.trashed_ms.is_none() {
                self.one_more()?;
                let process_id = form.starts.and_then(|process| processes.get(&process).copied());
                forms::commands::create(work, self.to, &FormInput { process_id, ..FormInput::from(&form.plan) })?;
            }
        }
        Ok(())
    }

    /// The pages of a folder, or of the top, and everything below.
    fn documents(&mut self, work: &mut Work<'_, '_>, from: Option<Id>, to: Option<Id>) -> Result<(), Error> {
        let home = self.from.audience;
        for id in documents::store::in_folder(work.read(), home, from)? {
            let page = documents::store::get(work.read(), id)?;
            let kept = |page: &Document| page.form == DocumentForm::Page && page.trashed_ms.is_none() && !page.archived;
            let Some(page) = page.filter(kept) else { continue };
            self.one_more()?;
            let input = PageInput { id: None, title: page.title.clone(), folder_id: to, body: None, template_id: None };
            let made = pages::commands::again(work, self.to, &input, id)?.id;
            if page.pinned_ms.is_some() || page.template {
                let on = |on: bool| on.then_some(true);
                let patch = DocumentPatch {
                    pinned: on(page.pinned_ms.is_some()),
                    template: on(page.template),
                    ..DocumentPatch::default()
                };
                documents::commands::edit(work, made, IfMatch::Any, &patch)?;
            }
        }
        for folder in folders::store::children(work.read(), home, from, false)? {
            self.one_more()?;
            let input = FolderInput { id: None, name: folder.name.clone(), parent_id: to };
            let made = folders::commands::create(work, self.to, &input)?.id;
            self.documents(work, Some(folder.id), Some(made))?;
        }
        Ok(())
    }

    fn templates(&mut self, work: &mut Work<'_, '_>, to: &Space) -> Result<(), Error> {
        for template in templates::store::of_space(work.read(), self.from.audience)? {
            self.one_more()?;
            templates::commands::again(work, to, &template)?;
        }
        Ok(())
    }
}

/// Where somebody by name approved, whoever takes their part does in the new space, or its leads.
fn approved_by(approval: ApprovingShape, roles: &Roles) -> ApprovingShape {
    let mut approvers: Vec<ApproverShape> = Vec::new();
    for one in approval.approvers {
        let one = match (one.person_id, roles.of(one.person_id)) {
            (Some(_), None) => ApproverShape::default(),
            (Some(_), taken) => ApproverShape { person_id: taken, ..one },
            (None, _) => one,
        };
        if !approvers.contains(&one) {
            approvers.push(one);
        }
    }
    ApprovingShape { approvers, ..approval }
}

/// A process as it is made again: for those who take the parts of whoever does it in the other space.
fn as_input(process: &process::Process, roles: &Roles) -> ProcessInput {
    let plan = &process.plan;
    let step = |step: &process::Step| {
        let shape = StepShape::from(step);
        let person_id = roles.of(shape.person_id);
        let lost = shape.person_id.is_some() && person_id.is_none();
        let doer = if lost { DoerWord::Run } else { shape.doer };
        let approval = shape.approval.map(|approval| approved_by(approval, roles));
        StepShape { doer, person_id, approval, ..shape }
    };
    let mut assign = AssignShape::from(&plan.assign);
    if matches!(assign.who, AssignWord::Person | AssignWord::Rotating) {
        let mut people: Vec<Uuid> = Vec::new();
        for one in assign.person_ids.iter().filter_map(|one| roles.of(Some(*one))) {
            if !people.contains(&one) {
                people.push(one);
            }
        }
        assign = if people.is_empty() { AssignShape::default() } else { AssignShape { person_ids: people, ..assign } };
    }
    ProcessInput {
        id: None,
        name: plan.name.clone(),
        body: plan.body.clone(),
        rule: plan.rule.as_ref().map(guildhall_domain::recurrence::Recurrence::to_text),
        steps: plan.steps.iter().map(step).collect(),
        assign,
        show_days: plan.show_days,
        done_days: plan.done_days,
        done_at: plan.done_at.map(|minutes| format!("{:02}:{:02}", minutes / 60, minutes % 60)),
        late: plan.late.into(),
        estimate_minutes: plan.estimate,
        paused: process.paused,
    }
}
