//! What a mail says of an entry of the inbox: a sentence, where it leads, and why it comes.

use super::compose::line;
use crate::{
    http::words::ItemType,
    inbox::views::{EntryShape, EntryType, ReasonWord},
};
use guildhall_domain::{Id, inbox::Reason};

/// What an entry says in a sentence.
pub fn sentence(entry: &EntryShape) -> String {
    let (who, title) = (line(&entry.actor.name), line(&entry.title));
    if entry.item_type == EntryType::Topic {
        match entry.reason {
            // A Direct topic is called by the people in it.
            ReasonWord::Replied if entry.space_id.is_none() && entry.key.is_empty() => {
                return format!("{who} wrote to you");
            }
            ReasonWord::Replied => return format!("{who} wrote to you in “{title}”"),
            ReasonWord::Commented => return format!("{who} wrote in “{title}”"),
            ReasonWord::Done => return format!("{who} closed “{title}”"),
            ReasonWord::Created => return format!("{who} began “{title}”"),
            ReasonWord::Announced => return format!("{who} announced “{title}”"),
            ReasonWord::Asked => return format!("You are asked: “{title}”"),
            ReasonWord::Decided => return format!("{who} marked a decision in “{title}”"),
            _ => {}
        }
    }
    match entry.reason {
        ReasonWord::Assigned => format!("{who} assigned you “{title}”"),
        ReasonWord::Mentioned => format!("{who} mentioned you in “{title}”"),
        ReasonWord::Replied => format!("{who} replied in “{title}”"),
        ReasonWord::Commented => format!("{who} commented on “{title}”"),
        ReasonWord::Done => format!("{who} finished “{title}”"),
        ReasonWord::Cancelled => format!("{who} cancelled “{title}”"),
        ReasonWord::Reopened => format!("{who} opened “{title}” again"),
        ReasonWord::Due => format!("{who} changed the due date of “{title}”"),
        ReasonWord::Reassigned => format!("{who} changed who does “{title}”"),
        ReasonWord::Attached => format!("{who} attached a file to “{title}”"),
        ReasonWord::ToApprove => format!("{who} asks you to approve “{title}”"),
        ReasonWord::ApprovalDue => format!("“{title}” waits for your approval"),
        ReasonWord::ChangesAsked => format!("{who} asks for changes to “{title}”"),
        ReasonWord::ApproverGone => format!("Somebody else has to approve “{title}”"),
        ReasonWord::Approved => format!("{who} approved “{title}”"),
        ReasonWord::AnswerNear => format!("The request “{title}” is to be answered soon"),
        ReasonWord::AnswerMissed => format!("The request “{title}” was not answered in time"),
        ReasonWord::DoneNear => format!("The request “{title}” is to be done soon"),
        ReasonWord::DoneMissed => format!("The request “{title}” was not done in time"),
        ReasonWord::Invited => format!("{who} invites you to “{title}”"),
        ReasonWord::Submitted | ReasonWord::Granted | ReasonWord::Returned | ReasonWord::Declined => decided(entry),
        ReasonWord::Reminded => format!("You asked to be reminded of “{title}”"),
        ReasonWord::AskAgain => format!("Ask again: “{title}” still waits"),
        ReasonWord::BudgetNearly => format!("80 percent of the budget of “{title}” is spent or ordered"),
        ReasonWord::BudgetUsedUp => format!("The budget of “{title}” is used up"),
        ReasonWord::PollClosed => format!("Your poll on “{title}” is closed"),
        ReasonWord::Created | ReasonWord::Announced | ReasonWord::Decided | ReasonWord::Asked => {
            format!("{who} made “{title}”")
        }
    }
}

/// What was handed in, asked for or decided.
fn decided(entry: &EntryShape) -> String {
    let (who, title) = (line(&entry.actor.name), line(&entry.title));
    let week = entry.item_type == EntryType::Week;
    match entry.reason {
        ReasonWord::Submitted if week => format!("{who} handed in a week: {title}"),
        ReasonWord::Submitted => format!("{who} asks for days off: {title}"),
        ReasonWord::Granted if week => format!("{who} approved your week: {title}"),
        ReasonWord::Granted => format!("{who} approved your days off: {title}"),
        ReasonWord::Returned => format!("{who} sent your week back: {title}"),
        _ => format!("{who} declined your days off: {title}"),
    }
}

/// Where it leads: to what was said, where it is that.
pub fn address(entry: &EntryShape) -> String {
    let kind = match entry.item_type {
        EntryType::Task => ItemType::Task,
        EntryType::Topic => ItemType::Topic,
        EntryType::Document => ItemType::Document,
        EntryType::Event => ItemType::Event,
        EntryType::Request => {
            let space = entry.space_id.unwrap_or_default();
            return format!("/s/{space}/requests/{}", entry.item_id);
        }
        EntryType::Week => {
            let monday = entry.day.unwrap_or_default();
            return format!("/people/time/{}/{monday}", entry.person_id.unwrap_or_default());
        }
        EntryType::Absence => return "/people/away".to_owned(),
        EntryType::Budget => return format!("/s/{}/plan/budget", entry.item_id),
    };
    item_address(kind, &entry.key, entry.item_id, entry.comment_id)
}

/// The address of an item on the page, or of what was said on it.
pub fn item_address(kind: ItemType, key: &str, id: Id, comment: Option<Id>) -> String {
    let said = comment.map(|comment| format!("#c-{comment}")).unwrap_or_default();
    match kind {
        ItemType::Topic => format!("/d/{id}{said}"),
        ItemType::Document => format!("/p/{id}{said}"),
        ItemType::Event => format!("/e/{id}{said}"),
        ItemType::Task if key.is_empty() => format!("/t/{id}{said}"),
        ItemType::Task => format!("/t/{key}{said}"),
    }
}

/// When such mail is sent, for the line that says why one gets it.
pub(super) fn why(kind: Reason) -> &'static str {
    match kind {
        Reason::Assigned => "when work is given to you",
        Reason::Mentioned => "when a text names you",
        Reason::Asked => "when a check-in asks you, or you are invited",
        Reason::ToApprove => "when something is to be approved, or comes back",
        Reason::AnswerNear => "when a request is to be answered or done",
        Reason::Reminded => "when you asked to be reminded, are to ask again, or a budget is nearly used",
        Reason::Announced => "when something is announced to everybody",
        _ => "when somebody answers you",
    }
}
