//! Documents: pages that are written here and files that were brought. Both are items of a space and may lie in a
//! folder of it. What is on a page and in a file is not kept here; a document knows its newest version.

pub mod facts;
pub mod folder;
pub mod name;

use crate::{Id, Rule, actor::Actor, file, limits};

/// Longest time a lock holds unless it is renewed.
pub const LOCK_MS: i64 = 3_600_000;

/// What a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DocumentForm {
    /// Written here, by many at once.
    Page,
    /// Bytes that somebody brought.
    File,
}

/// Somebody works on a file outside and wants nobody else to write a version meanwhile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lock {
    /// Who.
    pub by: Id,
    /// It ends by itself then.
    pub until_ms: i64,
    /// The name a program knows it by.
    pub token: Option<String>,
}

/// A document.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// Id.
    pub id: Id,
    /// Home space.
    pub space: Id,
    /// Number of its key in the home space; 0 without one.
    pub number: u32,
    /// What it is.
    pub form: DocumentForm,
    /// Title; of a file its name with its ending.
    pub title: String,
    /// The folder it lies in; none at the top of the space.
    pub folder: Option<Id>,
    /// Who made it.
    pub author: Actor,
    /// Who is told what happens to it, in order of joining.
    pub followers: Vec<Id>,
    /// People who read it beside those of its space, because they were asked to approve it.
    pub people: Vec<Id>,
    /// Pinned to the overview of its space since.
    pub pinned_ms: Option<i64>,
    /// A page that others begin from.
    pub template: bool,
    /// That template is offered in every space, and not in its own alone.
    pub everywhere: bool,
    /// Out of the way, kept.
    pub archived: bool,
    /// In the trash since.
    pub trashed_ms: Option<i64>,
    /// Number of comments that are not deleted.
    pub comments: u32,
    /// Of a page the files attached to it, of a file its versions; without those in the trash.
    pub files: u32,
    /// Number of links.
    pub links: u32,
    /// Of a file: the file of its newest version.
    pub current: Option<Id>,
    /// Number of its newest version; 0 before there is one.
    pub version: u32,
    /// Who keeps others from writing versions.
    pub lock: Option<Lock>,
    /// When its content last changed.
    pub edited_ms: i64,
    /// Who changed it.
    pub edited_by: Actor,
    /// Words on a page.
    pub words: u32,
    /// When it was made.
    pub created_ms: i64,
    /// When it last changed.
    pub updated_ms: i64,
    /// Sequence number of its last change: its ETag and the head of its history.
    pub seq: u64,
}

impl Document {
    /// A document nobody has written anything in.
    pub fn new(id: Id, form: DocumentForm, space: Id, author: Actor, now: i64) -> Self {
        Document {
            id,
            space,
            number: 0,
            form,
            title: String::new(),
            folder: None,
            author,
            followers: Vec::new(),
            people: Vec::new(),
            pinned_ms: None,
            template: false,
            everywhere: false,
            archived: false,
            trashed_ms: None,
            comments: 0,
            files: 0,
            links: 0,
            current: None,
            version: 0,
            lock: None,
            edited_ms: now,
            edited_by: author,
            words: 0,
            created_ms: now,
            updated_ms: now,
            seq: 0,
        }
    }

    /// Adds a follower once.
    pub fn follow(&mut self, person: Id) {
        if !self.followers.contains(&person) {
            self.followers.push(person);
        }
    }

    /// Whether it is a file.
    pub fn is_file(&self) -> bool {
        self.form == DocumentForm::File
    }

    /// Whether it stands where people look for it: not in the trash and not out of the way.
    pub fn is_shown(&self) -> bool {
        self.trashed_ms.is_none() && !self.archived
    }

    /// The lock that holds at a moment.
    pub fn lock_at(&self, now: i64) -> Option<&Lock> {
        self.lock.as_ref().filter(|lock| lock.until_ms > now)
    }

    /// The lock of somebody else that keeps a person from writing a version.
    pub fn locked_against(&self, person: Option<Id>, now: i64) -> Option<&Lock> {
        self.lock_at(now).filter(|lock| Some(lock.by) != person)
    }

    /// The title as it is kept: of a file a name, of a page a line.
    ///
    /// # Errors
    /// When it is empty or too long.
    pub fn titled(form: DocumentForm, title: &str) -> Result<String, Rule> {
        match form {
            DocumentForm::Page => limits::line("title", title, limits::TITLE),
            DocumentForm::File if title.trim().is_empty() => Err(Rule::field("required", "title", "Give it a name.")),
            DocumentForm::File => file::name(title).map_err(|rule| Rule { field: "title".into(), ..rule }),
        }
    }
}

/// The fields of a document that one edit may set; where it lies is the caller's, because folders are rows.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Edit {
    /// New title.
    pub title: Option<String>,
    /// Pin it to the overview, or take it off.
    pub pinned: Option<bool>,
    /// Let other pages begin from it.
    pub template: Option<bool>,
    /// Offer it in every space.
    pub everywhere: Option<bool>,
    /// Put it out of the way or take it back.
    pub archived: Option<bool>,
}

impl Edit {
    /// The names of the facts this edit sets, as they stand in changes.
    pub fn names(&self) -> Vec<String> {
        crate::change::sent([
            ("title", self.title.is_some()),
            ("pinned", self.pinned.is_some()),
            ("template", self.template.is_some()),
            ("everywhere", self.everywhere.is_some() || self.template == Some(false)),
            ("archived", self.archived.is_some()),
        ])
    }
}

/// Applies an edit. Nothing about who may do it: that was decided before.
///
/// # Errors
/// When a title does not fit, a file is to be a template, or what is no template is to be offered.
pub fn apply(document: &mut Document, edit: Edit, now: i64) -> Result<(), Rule> {
    if edit.template == Some(true) && document.is_file() {
        return Err(Rule::field("invalid", "template", "Only a page can be a template."));
    }
    if let Some(title) = edit.title {
        document.title = Document::titled(document.form, &title)?;
    }
    if let Some(pinned) = edit.pinned {
        document.pinned_ms = pinned.then(|| document.pinned_ms.unwrap_or(now));
    }
    if let Some(template) = edit.template {
        document.template = template;
    }
    // What is no template any more is offered nowhere.
    document.everywhere = edit.everywhere.unwrap_or(document.everywhere && document.template);
    if document.everywhere && !document.template {
        return Err(Rule::field(
            "invalid",
            "everywhere",
            "Make it a template first; then it can be offered everywhere.",
        ));
    }
    if let Some(archived) = edit.archived {
        document.archived = archived;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file() -> Document {
        Document::new(Id::from_u128(1), DocumentForm::File, Id::from_u128(2), Actor::System, 5)
    }

    #[test]
    fn a_lock_keeps_others_out_until_it_ends() {
        let (ana, ben) = (Id::from_u128(3), Id::from_u128(4));
        let locked = Document { lock: Some(Lock { by: ana, until_ms: 10, token: None }), ..file() };
        assert!(locked.locked_against(Some(ben), 9).is_some());
        assert!(locked.locked_against(None, 9).is_some());
        assert!(locked.locked_against(Some(ana), 9).is_none());
        assert!(locked.locked_against(Some(ben), 10).is_none());
    }

    #[test]
    fn a_file_is_called_by_a_name_and_a_page_by_a_line() {
        let mut file = file();
        apply(&mut file, Edit { title: Some("../../price list.pdf".into()), ..Edit::default() }, 6).unwrap();
        assert_eq!(file.title, "price list.pdf");
        assert_eq!(Document::titled(DocumentForm::Page, " Terms / conditions ").unwrap(), "Terms / conditions");
        for form in [DocumentForm::File, DocumentForm::Page] {
            assert_eq!(Document::titled(form, " ").unwrap_err().field, "title");
            assert_eq!(Document::titled(form, &"x".repeat(4096)).unwrap_err().field, "title");
        }
        assert!(apply(&mut file, Edit { template: Some(true), ..Edit::default() }, 6).is_err());
    }

    #[test]
    fn only_a_template_is_offered_everywhere_and_only_as_long_as_it_is_one() {
        let mut page = Document { form: DocumentForm::Page, ..file() };
        let offered = Edit { everywhere: Some(true), ..Edit::default() };
        assert_eq!(apply(&mut page, offered.clone(), 6).unwrap_err().field, "everywhere");
        apply(&mut page, Edit { template: Some(true), ..offered }, 6).unwrap();
        assert!(page.everywhere);
        apply(&mut page, Edit { title: Some("Minutes".into()), ..Edit::default() }, 7).unwrap();
        assert!(page.everywhere, "another edit leaves it");
        apply(&mut page, Edit { template: Some(false), ..Edit::default() }, 8).unwrap();
        assert!(!page.everywhere);
    }
}
