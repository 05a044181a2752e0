//! Passages of a page that people outside speak of. They are kept as inside, as places that stay with their words. Those
//! places are parts of the shared document, which nobody outside ever has: what they send is where the words stand in what
//! they read and what these say, and both are looked for in the page as it is now.

use crate::{Error, access::Scope, documents::pages};
use guildhall_domain::{
    comment::{Comment, Passage},
    document::Document,
};
use guildhall_pages::Page;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// A passage that somebody outside marks.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SharedPassageInput)]
pub struct PassageInput {
    /// Where it begins: how many units of UTF-16 of the texts in `doc` stand before it.
    pub at: u32,
    /// What these texts say there, at most 2,000 characters.
    pub words: String,
}

/// Where a passage that was spoken of stands now, in units of UTF-16 over the texts in `doc`.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = SharedStretch)]
#[allow(missing_docs)]
pub struct Stretch {
    pub comment_id: Uuid,
    pub from: u32,
    pub to: u32,
}

/// The passage as it is kept.
pub fn marked(scope: &impl Scope, document: &Document, input: &PassageInput) -> Result<Passage, Error> {
    let wrong = |why: String| Error::field("passage", why);
    if document.is_file() {
        return Err(wrong("Only a page has passages. Comment on the whole of it.".into()));
    }
    if input.words.trim().is_empty() {
        return Err(wrong("Mark some words.".into()));
    }
    let (count, most) = (input.words.chars().count(), Passage::QUOTE);
    if count > most {
        return Err(wrong(format!("Mark a shorter passage, of at most {most} characters; this has {count}.")));
    }
    pages::passages::found(&pages::store::load(scope.read(), document.id)?, input.at, &input.words)
}

/// Where the passages of comments stand now; those that are resolved or whose words are gone are left out.
pub fn stretches<'c>(page: &Page, comments: impl IntoIterator<Item = &'c Comment>) -> Result<Vec<Stretch>, Error> {
    let mut all = Vec::new();
    for comment in comments.into_iter().filter(|comment| comment.resolved.is_none()) {
        let Some(passage) = &comment.passage else { continue };
        if let Some(now) = pages::passages::standing(page, passage)?.filter(|now| now.from < now.to) {
            all.push(Stretch { comment_id: comment.id, from: now.from, to: now.to });
        }
    }
    Ok(all)
}
