//! Comments as the API shows them.

use crate::{
    access::{self, Scope},
    files::{self, views::AttachmentShape},
    http::{
        Shape,
        shapes::{self, ActorShape},
    },
};
use guildhall_domain::{comment::Comment, policy::Do, task::Task};
use guildhall_store::StoreError;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A comment.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CommentShape {
    /// Id.
    pub id: Uuid,
    /// The item it belongs to.
    pub item_id: Uuid,
    /// Its place in the log: comments of an item sort by it.
    pub seq: u64,
    /// Who wrote it.
    pub author: ActorShape,
    /// Markdown; empty once deleted.
    pub body: String,
    /// When it was written.
    pub created_at: String,
    /// When it was last edited.
    pub edited_at: Option<String>,
    /// Deleted: only its place is left.
    pub deleted: bool,
    /// Reactions in the order they first came.
    pub reactions: Vec<ReactionShape>,
    /// The comment it answers.
    pub reply_to: Option<Uuid>,
    /// The files sent with it.
    pub files: Vec<AttachmentShape>,
    /// For If-Match.
    pub version: String,
    /// What the reader may do.
    pub can: CommentCan,
}

/// Everybody who reacted the same way.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[allow(missing_docs)]
pub struct ReactionShape {
    pub emoji: String,
    pub person_ids: Vec<Uuid>,
}

/// What the reader may do with a comment.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[allow(missing_docs)]
pub struct CommentCan {
    pub edit: bool,
    pub delete: bool,
}

impl Shape for CommentShape {
    fn version(&self) -> Option<&str> {
        Some(&self.version)
    }
}

/// Whether the reader wrote it.
pub fn is_own(scope: &impl Scope, comment: &Comment) -> bool {
    scope.who().person.is_none_or(|me| comment.author.id() == Some(me))
}

/// A comment, for this reader.
///
/// # Errors
/// When the data cannot be read.
pub fn comment(scope: &impl Scope, comment: &Comment, task: &Task) -> Result<CommentShape, StoreError> {
    let (own, leads) = (is_own(scope, comment), access::leads(scope, task));
    let live = access::may(scope, task, Do::Comment) && !comment.deleted;
    let mut reactions: Vec<ReactionShape> = Vec::new();
    for (emoji, person) in &comment.reactions {
        match reactions.iter_mut().find(|reaction| &reaction.emoji == emoji) {
            Some(reaction) => reaction.person_ids.push(*person),
            None => reactions.push(ReactionShape { emoji: emoji.clone(), person_ids: vec![*person] }),
        }
    }
    Ok(CommentShape {
        id: comment.id,
        item_id: comment.item,
        seq: comment.place,
        author: shapes::actor(scope, comment.author),
        body: comment.body.clone(),
        created_at: shapes::instant(comment.created_ms),
        edited_at: comment.edited_ms.map(shapes::instant),
        deleted: comment.deleted,
        reactions,
        reply_to: comment.reply_to,
        version: scope.version(comment.seq),
        can: CommentCan { edit: live && own, delete: live && (own || leads) },
        files: files(scope, comment, task)?,
    })
}

/// The files sent with a comment that are still there.
fn files(scope: &impl Scope, comment: &Comment, task: &Task) -> Result<Vec<AttachmentShape>, StoreError> {
    let sent = if comment.deleted { Vec::new() } else { files::store::sent_with(scope.read(), &comment.files)? };
    sent.iter().map(|file| files::views::attachment(scope, file, task)).collect()
}
