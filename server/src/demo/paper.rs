//! What was written down: folders and pages.

use super::make::{Company, Event, Events};
use crate::{
    Error,
    access::{Who, Work},
    documents::{
        folders,
        input::{FolderInput, PageInput},
        pages,
    },
};
use guildhall_domain::Id;

/// A page.
#[derive(Debug, Default)]
pub struct SeedPage {
    /// The folder it lies in; none at the top.
    pub folder: Option<String>,
    /// Title.
    pub title: String,
    /// Who wrote it, and how many days ago.
    pub begun: (String, i64),
    /// Markdown.
    pub text: String,
}

/// A page that was written in a space.
pub(super) struct Paper {
    home: Id,
    folder: Option<String>,
    input: PageInput,
}

impl Paper {
    /// Writes it; the folder is made with the first page in it. It may be done twice, as any command.
    pub(super) fn is_written(&self, work: &mut Work<'_, '_>) -> Result<(), Error> {
        let folder = self.folder.as_deref().map(|name| self.folder(work, name)).transpose()?;
        let input = PageInput { folder_id: folder, ..self.input.clone() };
        let text = pages::commands::text(&input)?;
        pages::commands::begin(work, self.home, &input, text.as_ref()).map(drop)
    }

    fn folder(&self, work: &mut Work<'_, '_>, name: &str) -> Result<Id, Error> {
        let there =
            folders::queries::list(work, self.home, false)?.items.into_iter().find(|folder| folder.name == name);
        if let Some(folder) = there {
            return Ok(folder.id);
        }
        let input = FolderInput { id: None, name: name.to_owned(), parent_id: None };
        Ok(folders::commands::create(work, self.home, &input)?.id)
    }
}

impl Company {
    /// When a page was written.
    pub(super) fn paper(&self, events: &mut Events, home: Id, page: &SeedPage) -> Result<(), Error> {
        let (who, days) = &page.begun;
        let input = PageInput {
            id: None,
            title: page.title.clone(),
            folder_id: None,
            body: Some(page.text.clone()),
            template_id: None,
        };
        let paper = Paper { home, folder: page.folder.clone(), input };
        let who = Who::person(self.person(who)?);
        events.push((self.ago(*days, 90), events.len(), who, Event::Paper(Box::new(paper))));
        Ok(())
    }
}
