//! Files as the API shows them.

use super::facts::{self, Known};
use crate::{
    access::{self, Scope},
    http::{
        Shape,
        shapes::{self, ActorShape},
        words::words,
    },
};
use guildhall_domain::{
    file::{File, FileKind},
    item::Item,
};
use guildhall_extract::Unreadable;
use guildhall_store::StoreError;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

words! {
    /// What a file is.
    FileWord of FileKind: Png, Jpeg, Gif, Webp, Pdf, Docx, Xlsx, Pptx, Odt, Ods, Odp, Text, Markdown, Csv, Html,
    Archive, Other
}

words! {
    /// Of the words of a file; `none` when there are none to read.
    TextState: None, Reading, Read, Unreadable
}

words! {
    /// Why a file could not be read.
    TextProblem: Protected, Broken, TooLarge, TooMuch
}

/// A file of an item.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Attachment)]
pub struct AttachmentShape {
    /// Id; an attachment and its file have one.
    pub id: Uuid,
    /// The id for `/files/{id}`.
    pub file_id: Uuid,
    /// The item it hangs on.
    pub item_id: Uuid,
    /// The comment it was sent with.
    pub comment_id: Option<Uuid>,
    /// Name.
    pub name: String,
    /// Told by its first bytes.
    pub kind: FileWord,
    /// The type it is served as.
    pub media_type: String,
    /// Its length.
    pub bytes: u64,
    /// Whether its words are found.
    pub text: TextState,
    /// Why it could not be read.
    pub problem: Option<TextProblem>,
    /// The size of an image whose small picture is at `/files/{id}/picture`.
    pub picture: Option<PictureShape>,
    /// Who attached it.
    pub author: ActorShape,
    /// When.
    pub created_at: String,
    /// In the trash since.
    pub trashed_at: Option<String>,
    /// For If-Match.
    pub version: String,
    /// What the reader may do.
    pub can: FileCan,
}

/// The size of an image.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Picture)]
#[allow(missing_docs)]
pub struct PictureShape {
    pub width: u32,
    pub height: u32,
}

/// What the reader may do with a file.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FileCan {
    /// Rename it, delete it and take it out of the trash.
    pub edit: bool,
}

impl Shape for AttachmentShape {
    fn version(&self) -> Option<&str> {
        Some(&self.version)
    }
}

/// A file, for this reader.
///
/// # Errors
/// When the data cannot be read.
pub fn attachment(scope: &impl Scope, file: &File, item: &Item) -> Result<AttachmentShape, StoreError> {
    let known = facts::of(scope.read(), file)?;
    Ok(AttachmentShape {
        id: file.id,
        file_id: file.id,
        item_id: file.item,
        comment_id: file.comment,
        name: file.name.clone(),
        kind: file.kind.into(),
        media_type: file.kind.media_type().to_owned(),
        bytes: file.bytes,
        text: match known {
            Known::Reading => TextState::Reading,
            Known::Text => TextState::Read,
            Known::Unreadable(_) => TextState::Unreadable,
            Known::Nothing | Known::Picture(..) => TextState::None,
        },
        problem: match known {
            Known::Unreadable(Unreadable::Protected) => Some(TextProblem::Protected),
            Known::Unreadable(Unreadable::Broken) => Some(TextProblem::Broken),
            Known::Unreadable(Unreadable::TooLarge) => Some(TextProblem::TooLarge),
            Known::Unreadable(Unreadable::TooMuch) => Some(TextProblem::TooMuch),
            _ => None,
        },
        picture: match known {
            Known::Picture(width, height) => Some(PictureShape { width, height }),
            _ => None,
        },
        author: shapes::actor(scope, file.author),
        created_at: shapes::instant(file.created_ms),
        trashed_at: file.trashed_ms.map(shapes::instant),
        version: scope.version(file.seq),
        can: FileCan { edit: access::may_change(scope, file, item) },
    })
}

/// An upload in several requests.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Upload)]
pub struct UploadShape {
    /// Id; the file will have it too.
    pub id: Uuid,
    /// The item it will hang on; null when it will be a document of its own.
    pub item_id: Option<Uuid>,
    /// The space whose document it will be.
    pub space_id: Option<Uuid>,
    /// Name.
    pub name: String,
    /// Where to go on: so many bytes are safe.
    pub offset: u64,
    /// Length when it is complete.
    pub bytes: u64,
    /// The file, once it is complete.
    pub attachment: Option<AttachmentShape>,
    /// The document it is a version of, once it is complete.
    pub document_id: Option<Uuid>,
}

impl Shape for UploadShape {}
