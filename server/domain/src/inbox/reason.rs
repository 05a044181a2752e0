//! Why a person is told something, and what that asks of them.

use crate::request::target::Which;

/// Why a person was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// It was given to them.
    Assigned,
    /// A text on it names them.
    Mentioned,
    /// A comment answers theirs, or is on what they are to do.
    Replied,
    /// Somebody commented.
    Commented,
    /// It was done.
    Done,
    /// It was cancelled.
    Cancelled,
    /// It was opened again.
    Reopened,
    /// It is due at another time.
    Due,
    /// It was given to somebody else.
    Reassigned,
    /// A file was attached.
    Attached,
    /// It was made in a space of which they want to hear everything.
    Created,
    /// It is an announcement to everybody who reads it.
    Announced,
    /// Something said on it is a decision now.
    Decided,
    /// A poll they asked is closed.
    PollClosed,
    /// A check-in asks them.
    Asked,
    /// They are asked to approve it.
    ToApprove,
    /// The time in which they are to approve it is nearly over, or it is.
    ApprovalDue,
    /// Something is to change before what they asked about is approved.
    ChangesAsked,
    /// Somebody who was to approve it cannot read it any more.
    ApproverGone,
    /// What they asked about is approved.
    Approved,
    /// A request is to be answered soon.
    AnswerNear,
    /// A request was not answered in time.
    AnswerMissed,
    /// What a request asks for is to be done soon.
    DoneNear,
    /// What a request asks for was not done in time.
    DoneMissed,
    /// They are invited to an event.
    Invited,
    /// A week was handed in, or days off were asked for, and they decide.
    Submitted,
    /// Their week or their days off were approved.
    Granted,
    /// Their week was sent back, to be handed in again.
    Returned,
    /// Their days off were declined.
    Declined,
    /// They asked to be reminded of it.
    Reminded,
    /// Their work waits, and the day has come to ask again.
    AskAgain,
    /// Four fifths of a budget of theirs are used.
    BudgetNearly,
    /// All of it is.
    BudgetUsedUp,
}

impl Reason {
    /// Whether it needs the person; everything else is for their information.
    pub fn is_need(self) -> bool {
        let said = matches!(self, Reason::Mentioned | Reason::Replied | Reason::Announced);
        said || matches!(self, Reason::Assigned | Reason::Asked | Reason::Invited)
            || self.is_reminder()
            || self.is_of_approval()
            || self.is_of_request()
            || self.is_of_a_budget()
            || self.waits_for_a_decision()
    }

    /// Whether it is told of what somebody muted: what names them or is asked of them.
    pub fn reaches_muted(self) -> bool {
        matches!(self, Reason::Mentioned | Reason::Assigned | Reason::Announced | Reason::Asked | Reason::Approved)
            || self.is_of_approval()
            || self.is_of_request()
            || self.is_of_a_budget()
            || self == Reason::Invited
            || self.is_reminder()
            || self.is_of_a_decision()
    }

    /// Whether somebody wanted to hear of it at this time.
    pub fn is_reminder(self) -> bool {
        matches!(self, Reason::Reminded | Reason::AskAgain)
    }

    /// Whether a week or days off wait: for whoever decides, or to be handed in again.
    pub fn waits_for_a_decision(self) -> bool {
        matches!(self, Reason::Submitted | Reason::Returned)
    }

    /// Whether it is about a week or days off.
    pub fn is_of_a_decision(self) -> bool {
        self.waits_for_a_decision() || matches!(self, Reason::Granted | Reason::Declined)
    }

    /// Whether an approval needs them; what it tells of is that approval.
    pub fn is_of_approval(self) -> bool {
        self.asks_approval() || matches!(self, Reason::ChangesAsked | Reason::ApproverGone)
    }

    /// Whether a request needs them, and what of it.
    pub fn target(self) -> Option<Which> {
        match self {
            Reason::AnswerNear | Reason::AnswerMissed => Some(Which::Answer),
            Reason::DoneNear | Reason::DoneMissed => Some(Which::Done),
            _ => None,
        }
    }

    /// The same once the moment it warned of has passed.
    pub fn passed(self) -> Reason {
        match self {
            Reason::AnswerNear => Reason::AnswerMissed,
            Reason::DoneNear => Reason::DoneMissed,
            Reason::BudgetNearly => Reason::BudgetUsedUp,
            _ => self,
        }
    }

    /// Whether a request needs them.
    pub fn is_of_request(self) -> bool {
        self.target().is_some()
    }

    /// Whether it warns of a budget.
    pub fn is_of_a_budget(self) -> bool {
        matches!(self, Reason::BudgetNearly | Reason::BudgetUsedUp)
    }

    /// Whether whether it is still so follows from something else than what was said since.
    pub fn hangs_on_state(self) -> bool {
        let asked = matches!(self, Reason::Invited | Reason::AskAgain);
        let of_money = self.is_of_a_budget();
        asked || of_money || self.is_of_approval() || self.is_of_request() || self.waits_for_a_decision()
    }

    /// Whether it asks for their approval.
    pub fn asks_approval(self) -> bool {
        matches!(self, Reason::ToApprove | Reason::ApprovalDue)
    }

    /// The kind of need under which one can do without mail of it.
    pub fn kind(self) -> Reason {
        match self {
            _ if self.is_of_approval() => Reason::ToApprove,
            _ if self.is_of_request() => Reason::AnswerNear,
            Reason::Invited => Reason::Asked,
            Reason::AskAgain | Reason::BudgetNearly | Reason::BudgetUsedUp => Reason::Reminded,
            _ if self.waits_for_a_decision() => Reason::ToApprove,
            _ => self,
        }
    }

    /// Whether it leads to a comment.
    pub fn leads_to_comment(self) -> bool {
        self.is_said() || matches!(self, Reason::Decided | Reason::PollClosed | Reason::Asked)
    }

    /// Whether it came with a comment.
    pub fn is_said(self) -> bool {
        matches!(self, Reason::Mentioned | Reason::Replied | Reason::Commented)
    }

    /// Whether it tells of a change of this field of the item; a topic is closed by its state.
    pub(super) fn is_of(self, field: &str) -> bool {
        match self {
            Reason::Assigned | Reason::Reassigned => field == "assignee",
            Reason::Done | Reason::Cancelled | Reason::Reopened => matches!(field, "status" | "state"),
            Reason::Due => field == "due",
            Reason::PollClosed => field.starts_with("poll:"),
            _ => false,
        }
    }
}
