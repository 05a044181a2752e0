//! Documents as the API shows them.

use crate::{
    Error,
    access::{self, Scope},
    documents::commands::offer,
    files::{self, views::AttachmentShape},
    http::{
        Shape,
        shapes::{self, ActorShape},
        words::{ItemType, words},
    },
    items,
};
use guildhall_domain::{
    actor::Actor,
    document::{Document, DocumentForm},
    file::File,
    item::Item,
    policy::Do,
};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

words! {
    /// What a document is: written here, or brought.
    DocumentWord: Page, File
}

/// A page or a file.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Document)]
pub struct DocumentShape {
    /// Id.
    pub id: Uuid,
    /// Always a document.
    #[serde(rename = "type")]
    pub kind: ItemType,
    /// `SVC-41`; empty in Personal.
    pub key: String,
    /// What it is.
    pub form: DocumentWord,
    /// Title; of a file its name with its ending.
    pub title: String,
    /// The space it is in.
    pub space_id: Uuid,
    /// The folder it lies in; null at the top of the space.
    pub folder_id: Option<Uuid>,
    /// Who made it.
    pub author: ActorShape,
    /// Who is told what happens to it.
    pub follower_ids: Vec<Uuid>,
    /// The reader follows it.
    pub following: bool,
    /// The reader sees it because they are asked to approve it, whether they see its space or not.
    pub let_in: bool,
    /// Pinned to the overview of its space.
    pub pinned: bool,
    /// A page others begin from.
    pub template: bool,
    /// It is offered as a template in every space.
    pub everywhere: bool,
    /// Out of the way, kept.
    pub archived: bool,
    /// In the trash since.
    pub trashed_at: Option<String>,
    /// Comments.
    pub comments: u32,
    /// Links.
    pub links: u32,
    /// Number of the newest version; 0 before there is one.
    pub version_number: u32,
    /// When its content last changed.
    pub edited_at: String,
    /// Who changed it.
    pub edited_by: ActorShape,
    /// Words on a page.
    pub words: u32,
    /// People a page names who cannot read it; told to whoever wrote in it last.
    pub unreached_ids: Vec<Uuid>,
    /// Who keeps others from writing versions.
    pub lock: Option<LockShape>,
    /// The newest version of a file.
    pub file: Option<AttachmentShape>,
    /// When it was made.
    pub created_at: String,
    /// When it last changed.
    pub updated_at: String,
    /// For If-Match.
    pub version: String,
    /// What the reader may do.
    pub can: DocumentCan,
}

/// Somebody works on a file outside.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Lock)]
pub struct LockShape {
    /// Who.
    pub person_id: Uuid,
    /// It ends by itself then.
    pub until: String,
}

/// What the reader may do with a document.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[allow(missing_docs)]
pub struct DocumentCan {
    pub edit: bool,
    pub comment: bool,
    pub delete: bool,
    /// End the locks of others, delete it for good.
    pub lead: bool,
    /// Offer it as a template in every space.
    pub offer: bool,
}

/// A version of a document.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Version)]
pub struct VersionShape {
    /// Its number, from 1 on.
    pub number: u32,
    /// What a version of a page is called; null without a name.
    pub name: Option<String>,
    /// What is new in it.
    pub note: Option<String>,
    /// Who brought or wrote it.
    pub author: ActorShape,
    /// When.
    pub created_at: String,
    /// Its length.
    pub bytes: u64,
    /// The id for `/files/{id}`; null for a page.
    pub file_id: Option<Uuid>,
    /// It is what the document is now.
    pub current: bool,
}

impl Shape for VersionShape {}
impl Shape for DocumentShape {
    fn version(&self) -> Option<&str> {
        Some(&self.version)
    }
}

/// A document, for this reader.
pub fn document(scope: &impl Scope, document: &Document) -> Result<DocumentShape, Error> {
    let me = scope.who().person;
    let lock = document.lock_at(scope.now());
    Ok(DocumentShape {
        id: document.id,
        kind: ItemType::Document,
        key: items::queries::key(scope, document),
        form: match document.form {
            DocumentForm::Page => DocumentWord::Page,
            DocumentForm::File => DocumentWord::File,
        },
        title: document.title.clone(),
        space_id: document.space,
        folder_id: document.folder,
        author: shapes::actor(scope, document.author),
        follower_ids: document.followers.clone(),
        following: me.is_some_and(|me| document.followers.contains(&me)),
        let_in: me.is_some_and(|me| document.people.contains(&me)),
        pinned: document.pinned_ms.is_some(),
        template: document.template,
        everywhere: document.everywhere,
        archived: document.archived,
        trashed_at: document.trashed_ms.map(shapes::instant),
        comments: document.comments,
        links: document.links,
        version_number: document.version,
        edited_at: shapes::instant(document.edited_ms),
        edited_by: shapes::actor(scope, document.edited_by),
        words: document.words,
        unreached_ids: unreached(scope, document)?,
        lock: lock.map(|lock| LockShape { person_id: lock.by, until: shapes::instant(lock.until_ms) }),
        file: current(scope, document)?,
        created_at: shapes::instant(document.created_ms),
        updated_at: shapes::instant(document.updated_ms),
        version: scope.version(document.seq),
        can: DocumentCan {
            edit: access::may(scope, document, Do::Edit),
            comment: access::may(scope, document, Do::Comment),
            delete: access::may(scope, document, Do::Trash),
            lead: access::leads(scope, document),
            offer: offer::may(scope, document),
        },
    })
}

/// Whom a page names in vain, for whoever wrote in it last.
fn unreached(scope: &impl Scope, document: &Document) -> Result<Vec<Uuid>, Error> {
    let own = scope.who().person.is_some_and(|me| document.edited_by == Actor::Person(me));
    if document.form != DocumentForm::Page || !own {
        return Ok(Vec::new());
    }
    let named = super::pages::store::head(scope.read(), document.id)?.named.unwrap_or_default();
    Ok(items::queries::unreached(scope, &Item::Document(document.clone()), &named))
}

/// The newest version, under the name of the document.
fn current(scope: &impl Scope, document: &Document) -> Result<Option<AttachmentShape>, Error> {
    let file = document.current.map(|file| files::store::get(scope.read(), file)).transpose()?.flatten();
    let Some(file) = file else { return Ok(None) };
    let file = File { name: document.title.clone(), ..file };
    Ok(Some(files::views::attachment(scope, &file, &Item::Document(document.clone()))?))
}

/// A version of a file, for this reader.
pub fn version(scope: &impl Scope, document: &Document, file: &File) -> Result<VersionShape, Error> {
    Ok(VersionShape {
        number: file.version.unwrap_or(0),
        name: None,
        note: file.note.clone(),
        author: shapes::actor(scope, file.author),
        created_at: shapes::instant(file.created_ms),
        bytes: file.bytes,
        file_id: Some(file.id),
        current: document.current == Some(file.id),
    })
}
