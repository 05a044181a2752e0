//! Comments as the API shows them.

use crate::{
    access::{self, Scope},
    http::{
        Shape,
        shapes::{self, ActorShape},
    },
    items::{self, views::ItemRef},
};
use guildhall_domain::{
    comment::Comment,
    item::{Core, Item},
    person::Role,
    policy::Do,
    space::SpaceRole,
};
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
    /// Tasks made from it that the reader may see.
    pub tasks: Vec<ItemRef>,
    /// People it names who cannot read it; told to its author only.
    pub unreached_ids: Vec<Uuid>,
    /// For If-Match.
    pub version: String,
    /// What the reader may do.
    pub can: CommentCan,
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

/// Whether the reader wrote it, and whether they lead the home of its item.
pub fn standing(scope: &impl Scope, comment: &Comment, item: &Item) -> (bool, bool) {
    let Some(id) = scope.who().person else { return (true, true) };
    let directory = scope.directory();
    let Some(me) = directory.person(id) else { return (false, false) };
    let home = item.home().and_then(|home| directory.space(home));
    let leads = home.is_some_and(|home| directory.role_in(me, home) == Some(SpaceRole::Lead));
    (comment.author.id() == Some(id), leads && me.role != Role::Guest)
}

/// A comment, for this reader.
pub fn comment(scope: &impl Scope, comment: &Comment, item: &Item) -> CommentShape {
    let (own, leads) = standing(scope, comment, item);
    let live = access::may(scope, item, Do::Comment) && !comment.deleted;
    let author = own && scope.who().person.is_some();
    let mut reactions: Vec<ReactionShape> = Vec::new();
    for (emoji, person) in &comment.reactions {
        match reactions.iter_mut().find(|reaction| &reaction.emoji == emoji) {
            Some(reaction) => reaction.person_ids.push(*person),
            None => reactions.push(ReactionShape { emoji: emoji.clone(), person_ids: vec![*person] }),
        }
    }
    CommentShape {
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
        tasks: comment
            .tasks
            .iter()
            .filter_map(|task| access::item(scope, *task, Do::Read).ok())
            .map(|task| items::queries::reference(scope, &task))
            .collect(),
        unreached_ids: if author { items::queries::unreached(scope, item, &comment.body) } else { Vec::new() },
        version: scope.version(comment.seq),
        can: CommentCan { edit: live && own, delete: live && (own || leads) },
    }
}
