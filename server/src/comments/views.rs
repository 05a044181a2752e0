//! Comments as the API shows them.

use super::{
    polls::{self, views::PollShape},
    rounds::{self, views::RoundShape},
};
use crate::{
    Error,
    access::{self, Scope},
    files::{self, views::AttachmentShape},
    http::{
        Shape,
        shapes::{self, ActorShape},
        words::ItemType,
    },
    items::{self, views::ItemRef},
};
use guildhall_domain::{comment::Comment, item::Item, policy::Do};
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
    /// Tasks made from it that the reader may see.
    pub tasks: Vec<ItemRef>,
    /// Documents linked from it that the reader may see.
    pub documents: Vec<ItemRef>,
    /// What is asked in it, with choices.
    pub poll: Option<PollShape>,
    /// A question of a check-in, as it was asked once.
    pub round: Option<RoundShape>,
    /// The passage of a page it is about.
    pub passage: Option<PassageShape>,
    /// It is dealt with.
    pub resolved: Option<ResolvedShape>,
    /// People it names who cannot read it; told to its author only.
    pub unreached_ids: Vec<Uuid>,
    /// For If-Match.
    pub version: String,
    /// What the reader may do.
    pub can: CommentCan,
}

/// A passage of a page: two places that stay with the text they stand in, and what it said then.
#[derive(Debug, Clone, Serialize, serde::Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Passage)]
pub struct PassageShape {
    /// Where it begins: a relative position of the shared document, in base64.
    pub start: String,
    /// Where it ends.
    pub end: String,
    /// What it said, as the page has it. Sent, it serves to find the passage again when its places are gone.
    pub quote: String,
}

/// Who is done with a comment.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Resolved)]
pub struct ResolvedShape {
    /// Who.
    pub by: ActorShape,
    /// When.
    pub at: String,
}

/// What a comment said before it was edited.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct VersionShape {
    /// Markdown.
    pub body: String,
    /// Until when.
    pub until: String,
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
pub fn comment(scope: &impl Scope, comment: &Comment, item: &Item) -> Result<CommentShape, Error> {
    let (own, leads) = (is_own(scope, comment), access::leads(scope, item));
    let live = access::may(scope, item, Do::Comment) && !comment.deleted;
    let author = own && scope.who().person.is_some();
    let mut reactions: Vec<ReactionShape> = Vec::new();
    for (emoji, person) in &comment.reactions {
        match reactions.iter_mut().find(|reaction| &reaction.emoji == emoji) {
            Some(reaction) => reaction.person_ids.push(*person),
            None => reactions.push(ReactionShape { emoji: emoji.clone(), person_ids: vec![*person] }),
        }
    }
    let (documents, tasks): (Vec<_>, Vec<_>) =
        beside(scope, comment)?.into_iter().partition(|one| one.kind == ItemType::Document);
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
        tasks,
        documents,
        poll: polls::views::poll(scope, comment, item, own)?,
        round: rounds::views::round(scope, comment, item)?,
        passage: comment.passage.clone().map(|passage| PassageShape {
            start: passage.start,
            end: passage.end,
            quote: passage.quote,
        }),
        resolved: comment
            .resolved
            .map(|(by, at)| ResolvedShape { by: shapes::actor(scope, by), at: shapes::instant(at) }),
        unreached_ids: if author { items::queries::unreached(scope, item, &comment.body) } else { Vec::new() },
        version: scope.version(comment.seq),
        can: CommentCan { edit: live && own, delete: live && (own || leads) },
        files: files(scope, comment, item)?,
    })
}

/// The files sent with a comment that are still there.
fn files(scope: &impl Scope, comment: &Comment, item: &Item) -> Result<Vec<AttachmentShape>, StoreError> {
    let sent = if comment.deleted { Vec::new() } else { files::store::sent_with(scope.read(), &comment.files)? };
    sent.iter().map(|file| files::views::attachment(scope, file, item)).collect()
}

/// The tasks made from a comment and the documents linked from it that the reader may see.
fn beside(scope: &impl Scope, comment: &Comment) -> Result<Vec<ItemRef>, Error> {
    let made = comment.tasks.iter().map(|task| access::seen_item(scope, *task)).filter_map(Result::transpose);
    made.map(|task| Ok(items::queries::reference(scope, &*task?))).collect()
}
