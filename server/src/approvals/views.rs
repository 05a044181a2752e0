//! Approvals as the API shows them.

use super::{
    commands, gone, hand_on,
    input::{NeedsWord, OrderWord, VerdictWord},
};
use crate::{
    Error,
    access::{self, Scope},
    documents,
    http::{
        Shape,
        shapes::{self, ActorShape, WhenShape},
        words::words,
    },
    items::{self, views::ItemRef},
};
use guildhall_domain::{
    Id,
    actor::Actor,
    approval::{Answer, Approval, Handed, State},
    item::Item,
    policy::Do,
};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

words! {
    /// Where an approval stands.
    ApprovalState of State: Waiting, Approved, Changes, Withdrawn
}

/// Somebody asks whether a task, or a version of a document, is good as it is.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Approval)]
pub struct ApprovalShape {
    /// Id.
    pub id: Uuid,
    /// What it is of.
    pub item: ItemRef,
    /// Of a document the number of the version it is of; answers stand for that one.
    pub version_number: Option<u32>,
    /// The document was changed since that version.
    pub newer: bool,
    /// Who asked.
    pub asked_by: ActorShape,
    /// When.
    pub asked_at: String,
    /// What is asked, in a line.
    pub body: String,
    /// In which order.
    pub order: OrderWord,
    /// Whose approval it takes.
    pub needs: NeedsWord,
    /// Who is asked, in their order.
    pub approvers: Vec<ApproverShape>,
    /// Until when.
    pub due: Option<WhenShape>,
    /// It waits longer than that.
    pub overdue: bool,
    /// Where it stands.
    pub state: ApprovalState,
    /// When it was decided or withdrawn.
    pub ended_at: Option<String>,
    /// Everything that was answered, the oldest first.
    pub answers: Vec<AnswerShape>,
    /// Who was asked in the place of whom, the oldest first.
    pub handed_on: Vec<HandedShape>,
    /// What the reader may do.
    pub can: ApprovalCan,
}

/// What waits for the answer of somebody who leaves.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = WaitingApprovals)]
pub struct WaitingShape {
    /// How much waits, also what the reader does not see.
    pub count: usize,
    /// What of it they see, at most twenty.
    pub items: Vec<ApprovalShape>,
}

impl Shape for WaitingShape {}

/// Somebody who is asked.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Approver)]
pub struct ApproverShape {
    /// Who.
    pub person: ActorShape,
    /// The answer of theirs that stands; null while there is none.
    pub verdict: Option<VerdictWord>,
    /// It is their turn.
    pub turn: bool,
    /// They cannot read it any more, so somebody has to be asked instead.
    pub gone: bool,
    /// They read it only because they were asked.
    pub outside: bool,
    /// The reader may ask somebody in their place.
    pub can_hand_on: bool,
}

/// An answer, which is kept for good.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = ApprovalAnswer)]
pub struct AnswerShape {
    /// Whose.
    pub person: ActorShape,
    /// What it says.
    pub verdict: VerdictWord,
    /// Why.
    pub reason: String,
    /// When.
    pub at: String,
}

/// Somebody was asked in the place of somebody else.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = HandedOn)]
pub struct HandedShape {
    /// Who was asked.
    pub from: ActorShape,
    /// Who is asked instead.
    pub to: ActorShape,
    /// Who did it.
    pub by: ActorShape,
    /// When.
    pub at: String,
}

/// What the reader may do with an approval.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[allow(missing_docs)]
pub struct ApprovalCan {
    pub answer: bool,
    pub withdraw: bool,
}

impl Shape for ApprovalShape {}

fn person(scope: &impl Scope, id: Id) -> ActorShape {
    shapes::actor(scope, Actor::Person(id))
}

/// An approval, for a reader of its item.
pub fn approval(scope: &impl Scope, approval: &Approval, item: &Item) -> Result<ApprovalShape, Error> {
    let answer = |answer: &Answer| AnswerShape {
        person: person(scope, answer.person),
        verdict: answer.verdict.into(),
        reason: answer.reason.clone(),
        at: shapes::instant(answer.at_ms),
    };
    let handed = |handed: &Handed| HandedShape {
        from: person(scope, handed.from),
        to: person(scope, handed.to),
        by: shapes::actor(scope, handed.by),
        at: shapes::instant(handed.at_ms),
    };
    let newer = match (item, approval.version) {
        (Item::Document(document), Some(version)) => documents::queries::is_newer(scope, document, version)?,
        _ => false,
    };
    let over = |due: guildhall_domain::when::When| {
        approval.is_waiting() && due.deadline(scope.directory().zone()).timestamp_millis() <= scope.now()
    };
    Ok(ApprovalShape {
        id: approval.id,
        item: items::queries::reference(scope, item),
        version_number: approval.version,
        newer,
        asked_by: shapes::actor(scope, approval.asked_by),
        asked_at: shapes::instant(approval.asked_ms),
        body: approval.words.clone(),
        order: approval.order.into(),
        needs: approval.needs.into(),
        approvers: approvers(scope, approval, item),
        due: approval.due.as_ref().map(WhenShape::from),
        overdue: approval.due.is_some_and(over),
        state: approval.state.into(),
        ended_at: approval.ended_ms.map(shapes::instant),
        answers: approval.answers.iter().map(answer).collect(),
        handed_on: approval.handed.iter().map(handed).collect(),
        can: can(scope, approval, item),
    })
}

fn can(scope: &impl Scope, approval: &Approval, item: &Item) -> ApprovalCan {
    let open = approval.is_waiting() && access::may(scope, item, Do::Comment);
    let me = scope.who().person;
    let asked =
        |me: Id| approval.turn().contains(&me) || (approval.approvers.contains(&me) && approval.standing(me).is_some());
    ApprovalCan {
        answer: open && me.is_some_and(asked),
        withdraw: open && (commands::is_asker(scope, approval) || access::leads(scope, item)),
    }
}

fn approvers(scope: &impl Scope, approval: &Approval, item: &Item) -> Vec<ApproverShape> {
    let turn = approval.turn();
    let may = access::may(scope, item, Do::Comment);
    let one = |id: &Id| ApproverShape {
        person: person(scope, *id),
        verdict: approval.standing(*id).map(|answer| answer.verdict.into()),
        turn: turn.contains(id),
        gone: approval.is_waiting() && approval.standing(*id).is_none() && gone::is_gone(scope, item, *id),
        outside: approval.outside.contains(id),
        can_hand_on: may && hand_on::may(scope, approval, item, *id),
    };
    approval.approvers.iter().map(one).collect()
}
