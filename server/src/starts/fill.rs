//! What a set makes, by the commands people use.

use super::{
    record::Kind,
    set::{People, Set, SetPage, SetSpace, SetTask},
};
use crate::{
    Error,
    access::{Directory, Scope, Work},
    documents::{
        self, folders,
        input::{DocumentPatch, FolderInput, PageInput},
        pages,
    },
    forms,
    http::{call::IfMatch, shapes::WhenShape},
    processes,
    spaces::{
        self,
        commands::parts,
        input::{NewSpace, SpacePatch},
    },
    tasks::{
        self,
        input::{StepInput, TaskInput},
    },
};
use chrono::{Days, NaiveDate};
use guildhall_domain::{
    Id,
    space::{Access, Space},
};
use std::collections::BTreeMap;

/// A set being made.
struct Filling<'a> {
    people: &'a People,
    today: NaiveDate,
    first: NaiveDate,
    made: Vec<(Kind, Id)>,
}

/// Makes everything of a set and answers what that was.
pub fn all(
    work: &mut Work<'_, '_>,
    set: &Set,
    people: &People,
    today: NaiveDate,
    first: NaiveDate,
) -> Result<Vec<(Kind, Id)>, Error> {
    let mut filling = Filling { people, today, first, made: Vec::new() };
    for space in &set.spaces {
        filling.space(work, space)?;
    }
    Ok(filling.made)
}

/// A name no other space has, with a number behind it where it is taken.
fn free_name(directory: &Directory, wanted: &str) -> String {
    let taken = |name: &str| {
        let shared = |space: &Space| space.access != Access::Personal && space.deleted_ms.is_none();
        directory.spaces().any(|space| shared(space) && space.name.to_lowercase() == name.to_lowercase())
    };
    let mut names = std::iter::once(wanted.to_owned()).chain((2_u32..).map(|number| format!("{wanted} {number}")));
    names.find(|name| !taken(name)).unwrap_or_else(|| wanted.to_owned())
}

impl Filling<'_> {
    fn space(&mut self, work: &mut Work<'_, '_>, set: &SetSpace) -> Result<(), Error> {
        let directory = work.directory().clone();
        let input = NewSpace {
            name: free_name(&directory, &set.name),
            prefix: Some(set.prefix.clone()).filter(|prefix| !directory.prefix_taken(prefix)),
            color: Some(set.color),
            icon: Some(set.icon.clone()),
            everyone_joins: true,
            description: set.description.clone(),
            ..NewSpace::default()
        };
        let space = spaces::commands::create(work, &input)?.id;
        self.made.push((Kind::Space, space));
        if set.targets.answer.or(set.targets.done).is_some() {
            let (first_answer_minutes, done_minutes) = (Some(set.targets.answer), Some(set.targets.done));
            let patch = SpacePatch { first_answer_minutes, done_minutes, ..SpacePatch::default() };
            spaces::commands::edit(work, space, IfMatch::Any, &patch, "")?;
        }
        let mut sections = BTreeMap::new();
        for name in &set.sections {
            let after = parts::add_section(work, space, name, None)?;
            sections.extend(after.sections.iter().map(|section| (section.name.clone(), section.id)));
        }
        for process in &set.processes {
            let input = process.input(self.people, self.today, self.first)?;
            self.made.push((Kind::Process, processes::commands::create(work, space, &input)?.id));
        }
        for form in &set.forms {
            self.made.push((Kind::Form, forms::commands::create(work, space, form)?.id));
        }
        let mut folders = BTreeMap::new();
        for page in &set.pages {
            self.page(work, space, page, &mut folders)?;
        }
        for task in &set.tasks {
            self.task(work, space, task, None, &sections)?;
        }
        Ok(())
    }

    fn page(
        &mut self,
        work: &mut Work<'_, '_>,
        space: Id,
        set: &SetPage,
        folders: &mut BTreeMap<String, Id>,
    ) -> Result<(), Error> {
        let folder_id = match &set.folder {
            Some(name) => Some(self.folder(work, space, name, folders)?),
            None => None,
        };
        let input = PageInput { id: None, title: set.title.clone(), folder_id, body: None, template_id: None };
        let page = pages::commands::filled(work, space, &input, set.text.clone())?.id;
        if set.pinned || set.template {
            let on = |on: bool| on.then_some(true);
            let patch =
                DocumentPatch { pinned: on(set.pinned), template: on(set.template), ..DocumentPatch::default() };
            documents::commands::edit(work, page, IfMatch::Any, &patch)?;
        }
        self.made.push((Kind::Page, page));
        Ok(())
    }

    fn folder(
        &mut self,
        work: &mut Work<'_, '_>,
        space: Id,
        name: &str,
        folders: &mut BTreeMap<String, Id>,
    ) -> Result<Id, Error> {
        if let Some(there) = folders.get(name) {
            return Ok(*there);
        }
        let input = FolderInput { id: None, name: name.to_owned(), parent_id: None };
        let folder = folders::commands::create(work, space, &input)?.id;
        folders.insert(name.to_owned(), folder);
        self.made.push((Kind::Folder, folder));
        Ok(folder)
    }

    fn task(
        &mut self,
        work: &mut Work<'_, '_>,
        space: Id,
        set: &SetTask,
        parent_id: Option<Id>,
        sections: &BTreeMap<String, u32>,
    ) -> Result<(), Error> {
        let day = set.due.and_then(|days| self.first.checked_add_days(Days::new(days.into())));
        let due = day.map(|day| work.directory().place().open_from(day));
        let step = |text: &String| StepInput { text: text.clone(), ..StepInput::default() };
        let input = TaskInput {
            title: set.title.clone(),
            body: set.body.clone(),
            assignee_id: set.role.as_ref().and_then(|role| self.people.get(role)).copied(),
            due: due.map(|date| WhenShape { date, time: None, zone: None }),
            section_id: set.section.as_ref().and_then(|name| sections.get(name)).copied(),
            steps: set.steps.iter().map(step).collect(),
            parent_id,
            ..TaskInput::default()
        };
        let task = tasks::commands::create::create(work, space, &input)?.id;
        self.made.push((Kind::Task, task));
        set.parts.iter().try_for_each(|part| self.task(work, space, part, Some(task), sections))
    }
}
