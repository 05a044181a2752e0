//! Share links as the API shows them to those who work where they lead to.

use super::{input::ShareMode, queries, record::Kept};
use crate::{
    access::Scope,
    http::{
        Shape,
        shapes::{self, ActorShape},
    },
};
use guildhall_domain::{actor::Actor, share::Target, space::Space};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A share link.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Share)]
pub struct ShareShape {
    /// Id.
    pub id: Uuid,
    /// The document it shows; null for a folder.
    pub document_id: Option<Uuid>,
    /// The folder it shows; null for a document.
    pub folder_id: Option<Uuid>,
    /// What that is called.
    pub title: String,
    /// The space it is in.
    pub space_id: Uuid,
    /// What its readers may do.
    pub mode: ShareMode,
    /// Its readers need a password too.
    pub has_password: bool,
    /// It ends by itself then.
    pub expires_at: String,
    /// Its time is over.
    pub expired: bool,
    /// Who made it.
    pub by: ActorShape,
    /// When.
    pub created_at: String,
    /// How often it was opened.
    pub opened: u32,
    /// When it last was.
    pub opened_at: Option<String>,
    /// Its address, in the answer to making it and nowhere else.
    pub link: Option<String>,
    /// The reader may change it. Everybody who sees it may end it.
    pub can_edit: bool,
}

impl Shape for ShareShape {}

/// A link, for somebody who works where it leads to.
pub fn share(scope: &impl Scope, kept: &Kept, title: &str, home: &Space) -> ShareShape {
    let share = &kept.share;
    let (document_id, folder_id) = match share.target {
        Target::Document(id) => (Some(id), None),
        Target::Folder(id) => (None, Some(id)),
    };
    ShareShape {
        id: share.id,
        document_id,
        folder_id,
        title: title.to_owned(),
        space_id: home.id,
        mode: share.mode.into(),
        has_password: kept.phc.is_some(),
        expires_at: shapes::instant(share.expires_ms),
        expired: !share.is_open(scope.now()),
        by: shapes::actor(scope, Actor::Person(share.by)),
        created_at: shapes::instant(share.created_ms),
        opened: share.opened,
        opened_at: share.opened_ms.map(shapes::instant),
        link: None,
        can_edit: queries::is_kept_by(scope, share, home),
    }
}
