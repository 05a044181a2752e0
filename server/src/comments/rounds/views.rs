//! Rounds as the API shows them.

use super::store;
use crate::{
    access::{self, Scope},
    http::words::words,
};
use guildhall_domain::{
    Id,
    comment::Comment,
    item::{Core, Item},
    person::PersonState,
};
use guildhall_store::StoreError;
use serde::Serialize;
use std::collections::BTreeSet;
use utoipa::ToSchema;
use uuid::Uuid;

words! {
    /// What a round has to do with the reader: it waits for them, or has their answer.
    AnswerWord: Open, Answered
}

/// A question of a check-in as it was asked once; its words are the text of its comment.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Round)]
pub struct RoundShape {
    /// How many were asked and can still read it, or have answered.
    pub asked_count: usize,
    /// How many have answered.
    pub answered_count: usize,
    /// What it has to do with the reader; null: they were not asked.
    pub mine: Option<AnswerWord>,
    /// Who has not answered, for those who lead the space; null for everybody else.
    pub missing_ids: Option<Vec<Uuid>>,
}

/// The round in a comment, for this reader.
pub fn round(scope: &impl Scope, comment: &Comment, item: &Item) -> Result<Option<RoundShape>, StoreError> {
    let Some(round) = comment.round.as_ref().filter(|_| !comment.deleted) else { return Ok(None) };
    let answered: BTreeSet<Id> = store::answered(scope.read(), comment.id)?.into_iter().collect();
    let directory = scope.directory();
    let audience = access::audience_of(directory, item);
    let here = |id: &Id| {
        let active = directory.person(*id).is_some_and(|person| person.state == PersonState::Active);
        active && directory.reach(*id).sees(audience.ids())
    };
    let missing: Vec<Id> = round.asked.iter().filter(|id| !answered.contains(id) && here(id)).copied().collect();
    let asked_me = scope.who().person.filter(|me| round.asks(*me));
    let home = item.home().and_then(|home| directory.space(home));
    let leads = home.is_some_and(|home| access::may_announce(scope, home));
    Ok(Some(RoundShape {
        asked_count: answered.len() + missing.len(),
        answered_count: answered.len(),
        mine: asked_me.map(|me| if answered.contains(&me) { AnswerWord::Answered } else { AnswerWord::Open }),
        missing_ids: leads.then_some(missing),
    }))
}
