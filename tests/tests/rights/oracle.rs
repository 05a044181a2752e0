//! The rules of access once more, written apart: plain questions over the names of the test's own small
//! company. It never calls the product and shares nothing with it; where both agree, two people had to
//! make the same mistake.

use crate::{
    approvals::{Way as OfApproval, approval},
    forms::{self, form, request},
    kinds::{asks, check_in, knows, shelf, topic},
    processes::{Way, process},
    time::{Way as OfTime, time},
    workload::{Way as OfAbsence, away},
};
pub use crate::{kinds::sayer, places::place};

/// What an actor may expect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It is done, or refused for a reason that is not one of rights.
    Yes,
    /// 401.
    Unknown,
    /// 403.
    Forbidden,
    /// 404.
    Hidden,
}

use Verdict::{Forbidden, Hidden, Unknown, Yes};

/// Everybody who asks, in the order of the columns.
pub const ACTORS: [&str; 13] = [
    "nobody",
    "script",
    "stranger",
    "insider",
    "helper",
    "neighbour",
    "outside",
    "member",
    "grouped",
    "lead",
    "admin",
    "owner",
    "gone",
];

/// Shared spaces with direct members; "script" is a token of "member" that may only read.
pub const SPACES: [&str; 5] = ["open", "closed", "private", "archived", "deleted"];

/// What a task can be. The places, and: in the trash; shown in another space too; the same, assigned to
/// somebody there; made by somebody who is a guest by now; that in the trash.
pub const TASKS: [&str; 12] = [
    "open",
    "closed",
    "private",
    "archived",
    "deleted",
    "personal",
    "trashed",
    "shown",
    "lent",
    "guestmade",
    "guesttrash",
    "unknown",
];

/// What a topic can be: in a place, in the trash, asked by somebody outside, between two people, none.
pub const TOPICS: [&str; 10] = [
    "open topic",
    "closed topic",
    "private topic",
    "archived topic",
    "deleted topic",
    "personal topic",
    "trashed topic",
    "asked",
    "direct",
    "no topic",
];

/// What a file can be.
pub const PAPERS: [&str; 8] = [
    "open file",
    "closed file",
    "private file",
    "archived file",
    "deleted file",
    "personal file",
    "trashed file",
    "no file",
];

/// What a folder can be.
pub const SHELVES: [&str; 8] = [
    "open folder",
    "closed folder",
    "private folder",
    "archived folder",
    "deleted folder",
    "personal folder",
    "trashed folder",
    "no folder",
];

/// Places as targets: the shared ones, the lead's own, one that does not exist.
pub const PLACES: [&str; 7] = ["open", "closed", "private", "archived", "deleted", "personal", "unknown"];

/// People as targets.
pub const PEOPLE: [&str; 4] = ["colleague", "recluse", "owner", "unknown"];

/// Things everybody has of their own: one's own, somebody else's, none.
pub const OWN: [&str; 3] = ["own", "other", "unknown"];

/// What is asked of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Nothing.
    Public,
    /// To be signed in.
    Signed,
    /// To be of the organization, not from outside.
    Member,
    Admin,
    /// To be an admin; for others there is none.
    AdminAlone,
    Owner,
    Read,
    Comment,
    Edit,
    Trash,
    Move,
    Purge,
    /// To have written the comment, or (second) lead the space.
    Words(bool),
    /// To comment, and to have attached the file or to edit the task.
    Attached,
    /// To edit the task and read the open one.
    LinkFrom,
    /// To edit the open task and read this one.
    LinkTo,
    /// To comment on this item and read the open file.
    LinkPaper,
    /// To edit the open task, whatever else is named.
    EditOpen,
    /// The same, and then there is nothing: what is named belongs to another task.
    NoStep,
    See,
    ReadSpace,
    Write,
    Manage,
    Revive,
    /// To read a space and lead it, archived too.
    Money,
    Join,
    /// To know the space, and to write there or not to be from outside where it can be asked.
    Ask,
    /// To read the space and to manage it.
    Announce,
    /// To read the space and to be of the organization.
    BeginFrom,
    /// Of the approval of a task in a space.
    Approval(OfApproval),
    /// Of the form of a space.
    Form(forms::Way),
    /// To read the request of a space, or (true) to work with it.
    Asked(bool),
    /// There is none, whoever asks.
    NoPicture,
    /// Of the process of a space.
    Process(Way),
    /// To read the check-in of a space, or (true) to lead it.
    CheckIn(bool),
    /// To move the open item and write in this space.
    MoveInto,
    /// To read the open task and see this space.
    CountInto,
    /// To read the open file and write in this space.
    CopyInto,
    /// To read it and write in a space that is open to all.
    CopyFrom,
    /// To work where it lies.
    Work,
    /// To work where it lies while it lies there and its space goes on.
    Share,
    /// The same, and to have made the link (the lead did) or lead the space.
    ShareEdit,
    /// To read the task, and to move it or lead the space it is also in.
    TakeOut,
    /// To read the space of a view everybody sees there; and to manage it, or to have made the view
    /// (the lead did) and write there.
    SharedView,
    /// To read the space a search is shared with; what is not shared so is not there.
    SharedSearch,
    /// To know the person.
    Know,
    /// To decide about the person's account.
    Account,
    /// That it is one's own.
    Mine,
    /// Of time somebody worked.
    Time(OfTime),
    /// Of days off, and of what somebody has to do.
    Away(OfAbsence),
    /// To be of the organization and to read the space.
    WorkIn,
    /// To be of the organization and to edit the task.
    Give,
    /// That it is one's own, or to be an admin.
    MineOrAdmin,
}

pub fn rank(who: &str) -> u8 {
    match who {
        "stranger" | "insider" | "helper" => 0,
        "admin" => 2,
        "owner" => 3,
        _ => 1,
    }
}

pub fn guest(who: &str) -> bool {
    rank(who) == 0
}

pub fn access(space: &str) -> &'static str {
    match space {
        "open" => "open",
        "private" => "private",
        "personal" => "personal",
        _ => "closed",
    }
}

/// 0 outside, 1 guest, 2 member, 3 lead.
pub fn belongs(who: &str, space: &str) -> u8 {
    if space == "personal" {
        return if who == "lead" { 3 } else { 0 };
    }
    let put = match who {
        "lead" => 3,
        "member" | "script" | "grouped" => 2,
        "insider" => 1,
        "helper" if space != "open" => 1,
        "colleague" if space == "closed" => 2,
        _ => 0,
    };
    if put == 0 && space == "open" && !guest(who) { 2 } else { put }
}

fn home(task: &str) -> &str {
    match task {
        "trashed" | "shown" | "lent" | "guestmade" | "guesttrash" => "closed",
        other => other,
    }
}

fn item(who: &str, task: &str, need: Need) -> Verdict {
    let space = home(task);
    let inside = belongs(who, space);
    let shown = matches!(task, "shown" | "lent") && who == "neighbour";
    if task == "unknown" || space == "deleted" || (inside == 0 && !shown) {
        return Hidden;
    }
    let works = inside >= 2;
    let made = task.starts_with("guest") && who == "insider";
    let assigned = match task {
        "lent" => who == "neighbour",
        "open" => who == "member" || who == "script",
        "personal" => who == "lead",
        "guestmade" | "guesttrash" | "shown" => false,
        _ => who == "helper",
    };
    let yes = |right: bool| if right { Yes } else { Forbidden };
    if matches!(task, "trashed" | "guesttrash") {
        return match need {
            _ if !works && !made => Hidden,
            Need::Read | Need::Trash => Yes,
            Need::Purge => yes(inside == 3),
            _ => Forbidden,
        };
    }
    if need == Need::Read {
        return Yes;
    }
    if space == "archived" {
        return Forbidden;
    }
    match need {
        Need::Comment => Yes,
        Need::Edit => yes(works || assigned || made),
        Need::Trash => yes(works || made),
        Need::Move => yes(works),
        Need::Purge => yes(inside == 3),
        Need::Attached => yes(who == writer(task) || works || assigned || made),
        Need::Words(leads_too) => yes(who == writer(task) || (leads_too && inside == 3)),
        other => panic!("{other:?} is no need of an item"),
    }
}

/// Who wrote the comment on a task.
pub fn writer(task: &str) -> &'static str {
    if task == "personal" { "lead" } else { "member" }
}

pub fn then(first: Verdict, second: impl FnOnce() -> Verdict) -> Verdict {
    if first == Yes { second() } else { first }
}

/// What `who` may expect of an operation on a target; `reads` when it changes nothing.
pub fn verdict(who: &str, need: Need, target: &str, reads: bool) -> Verdict {
    if need == Need::Public {
        return Yes;
    }
    if matches!(who, "nobody" | "gone") {
        return Unknown;
    }
    if who == "script" && !reads {
        return Forbidden;
    }
    let at_least = |least: u8| if rank(who) >= least { Yes } else { Forbidden };
    let there = |seen: bool| if seen { Yes } else { Hidden };
    match need {
        Need::Public | Need::Signed => Yes,
        Need::Member => at_least(1),
        // A token of somebody without the admin's rights never has the admin's scope.
        Need::Admin => at_least(2),
        Need::AdminAlone => there(rank(who) >= 2),
        Need::Owner => at_least(3),
        Need::LinkFrom => then(anything(who, target, Need::Edit), || item(who, "open", Need::Read)),
        Need::LinkTo => then(item(who, "open", Need::Edit), || anything(who, target, Need::Read)),
        Need::LinkPaper => then(anything(who, target, Need::Comment), || item(who, "open", Need::Read)),
        Need::EditOpen => item(who, "open", Need::Edit),
        Need::NoStep => then(item(who, "open", Need::Edit), || Hidden),
        Need::Ask => asks(who, target),
        Need::Approval(way) => approval(who, target, way),
        Need::Form(way) => form(who, target, way),
        Need::Asked(works) => request(who, target, works),
        Need::NoPicture => Hidden,
        Need::Process(way) => process(who, target, way),
        Need::CheckIn(leads) => check_in(who, target, leads),
        Need::Announce => then(place(who, target, Need::ReadSpace), || place(who, target, Need::Manage)),
        Need::Money => then(place(who, target, Need::ReadSpace), || place(who, target, Need::Revive)),
        Need::BeginFrom => then(place(who, target, Need::ReadSpace), || at_least(1)),
        Need::MoveInto => then(item(who, "open", Need::Move), || place(who, target, Need::Write)),
        // Guests know nothing of the space it goes to.
        Need::CopyFrom => then(anything(who, target, Need::Read), || if guest(who) { Hidden } else { Yes }),
        Need::CopyInto => then(item(who, "open", Need::Read), || place(who, target, Need::Write)),
        Need::CountInto => then(item(who, "open", Need::Read), || place(who, target, Need::See)),
        Need::TakeOut if who == "neighbour" => item(who, target, Need::Read),
        Need::TakeOut => item(who, target, Need::Move),
        Need::Work if PLACES.contains(&target) => place(who, target, need),
        Need::See | Need::ReadSpace | Need::Write | Need::Manage | Need::Revive | Need::Join => {
            place(who, target, need)
        }
        Need::SharedView | Need::SharedSearch if place(who, target, Need::ReadSpace) != Yes => Hidden,
        Need::SharedSearch => Yes,
        Need::SharedView if who == "lead" => place(who, target, Need::Write),
        Need::SharedView => place(who, target, Need::Manage),
        Need::Know => knows(who, target),
        Need::Account => then(knows(who, target), || at_least(if target == "owner" { 3 } else { 2 })),
        Need::Time(way) => time(who, target, way),
        Need::Away(way) => away(who, target, way),
        Need::WorkIn => then(at_least(1), || place(who, target, Need::ReadSpace)),
        Need::Give => then(at_least(1), || anything(who, target, Need::Edit)),
        Need::Mine => there(target == "own"),
        Need::MineOrAdmin => there(target == "own" || (target == "other" && rank(who) >= 2)),
        _ => anything(who, target, need),
    }
}

fn anything(who: &str, target: &str, need: Need) -> Verdict {
    match target {
        _ if SHELVES.contains(&target) => shelf(who, target, need),
        _ if TOPICS.contains(&target) || PAPERS.contains(&target) => topic(who, target, need),
        _ => item(who, target, need),
    }
}
