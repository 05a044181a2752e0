//! The rules of what is no task: topics, files, folders, questions and check-ins.

use crate::oracle::{
    Need, SPACES,
    Verdict::{self, Forbidden, Hidden, Yes},
    belongs, guest, place, then,
};

/// Who wrote the message of a topic.
pub fn sayer(topic: &str) -> &'static str {
    if topic.starts_with("personal") { "lead" } else { "member" }
}

/// A topic or a file.
pub fn topic(who: &str, topic: &str, need: Need) -> Verdict {
    let yes = |right: bool| if right { Yes } else { Forbidden };
    let said = who == sayer(topic);
    if topic == "no topic" || topic == "no file" {
        return Hidden;
    }
    if topic == "direct" {
        return match need {
            _ if !matches!(who, "member" | "script" | "outside") => Hidden,
            Need::Purge => Forbidden,
            Need::Words(_) => yes(said),
            _ => Yes,
        };
    }
    let space = match topic {
        "asked" | "trashed topic" | "trashed file" => "closed",
        other => other.split(' ').next().unwrap(),
    };
    let inside = belongs(who, space);
    if space == "deleted" || (inside == 0 && !(topic == "asked" && who == "outside")) {
        return Hidden;
    }
    let works = inside >= 2;
    if topic.starts_with("trashed") {
        return match need {
            _ if !works => Hidden,
            Need::Read | Need::Trash | Need::Work => Yes,
            Need::Purge => yes(inside == 3),
            _ => Forbidden,
        };
    }
    match need {
        Need::Read => Yes,
        Need::Work => yes(works),
        _ if space == "archived" => Forbidden,
        Need::Comment => Yes,
        Need::Share => yes(works),
        Need::ShareEdit => yes(inside == 3),
        Need::Edit | Need::Trash | Need::Move => yes(works),
        Need::Purge => yes(inside == 3),
        Need::Words(leads_too) => yes(said || (leads_too && inside == 3)),
        other => panic!("{other:?} is no need of a topic"),
    }
}

/// A folder: whoever works in its space changes it, and whoever reads it looks.
pub fn shelf(who: &str, folder: &str, need: Need) -> Verdict {
    let trashed = folder == "trashed folder";
    let space = if trashed { "closed" } else { folder.split(' ').next().unwrap() };
    let inside = belongs(who, space);
    if folder == "no folder" || space == "deleted" || inside == 0 || (trashed && inside == 1) {
        return Hidden;
    }
    if trashed && need == Need::Share {
        return Hidden;
    }
    let right = match need {
        Need::Read => true,
        Need::Work => inside >= 2,
        Need::Share | Need::Edit => inside >= 2 && space != "archived",
        Need::Purge => inside == 3 && space != "archived",
        other => panic!("{other:?} is no need of a folder"),
    };
    if right { Yes } else { Forbidden }
}

/// Who may ask a space.
pub fn asks(who: &str, space: &str) -> Verdict {
    let open = !matches!(space, "archived" | "deleted" | "private" | "personal");
    then(place(who, space, Need::See), || {
        if place(who, space, Need::Write) == Yes || (open && !guest(who)) { Yes } else { Forbidden }
    })
}

/// The check-in of a space: an item of it, in the hands of those who lead.
pub fn check_in(who: &str, space: &str, leads: bool) -> Verdict {
    if matches!(space, "personal" | "unknown" | "deleted") || belongs(who, space) == 0 {
        return Hidden;
    }
    if leads { place(who, space, Need::Manage) } else { Yes }
}

/// Whether somebody may know of a person.
pub fn knows(who: &str, person: &str) -> Verdict {
    let together = SPACES
        .iter()
        .filter(|space| **space != "deleted")
        .any(|space| belongs(who, space) > 0 && belongs(person, space) > 0);
    if person != "unknown" && (!guest(who) || together) { Yes } else { Hidden }
}
